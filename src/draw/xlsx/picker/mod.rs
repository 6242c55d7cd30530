//! The page of one of many: a cell to pick in, and formulas that show whoever is picked, with the results of the one picked
//! first beside them for programs that do not calculate.
//!
//! | file | makes |
//! |---|---|
//! | `places` | the columns of the page and the rows of its parts |
//! | `store` | the hidden tab with what is said of each |
//! | `formula` | formulas with their results |
//! | `head` | the cell to pick in, who it is, the cards |
//! | `months`, `scores`, `lists` | the parts below |
//! | `line` | the texts of a line, cut to their places |
//! | `tags` | the colours of words |
//!
//! Nothing volatile and no function that is younger than Excel 2007, so that every program calculates it.

mod formula;
mod head;
mod line;
mod lists;
mod months;
mod places;
mod scores;
mod store;
mod tags;

pub(crate) use formula::TEXT;
pub(crate) use places::{rows, widths};

use super::behind::Behind;
use super::page::Page;
use crate::draw::error::DrawError;
use crate::draw::style::points;
use crate::report::model::{PickColumn, PickItem, Picker};
use places::Rows;
use rust_xlsxwriter::utility::row_col_to_cell_absolute;
use store::Places;

/// What all parts of the page need.
struct Sight<'p> {
    picker: &'p Picker,
    /// The one picked first: the results of all formulas are its.
    item: &'p PickItem,
    places: &'p Places,
    rows: Rows,
}

pub(crate) fn draw(page: &mut Page, row: u32, picker: &Picker, behind: &mut Behind) -> Result<(), DrawError> {
    let Some(item) = picker.items.get(picker.picked) else {
        let format = page.formats.muted(points::BODY);
        page.row_height(row, 24)?;
        return page.text(row, page.tab.grid.content(), &picker.empty, &format);
    };
    let rows = Rows::of(row, picker);
    // An empty text, not a zero, is what a formula without a value shows.
    page.sheet.set_formula_result_default("");
    let (sheet, below, places) = store::write(page, picker)?;
    behind.sheets.push((sheet, below));
    let cell = row_col_to_cell_absolute(rows.pick, places::PICK.first);
    behind.names.push(("ka_customer".to_owned(), format!("{}!{cell}", page.tab.quoted())));
    behind.names.push(("ka_customer_names".to_owned(), places.names.clone()));
    let sight = Sight { picker, item, places: &places, rows };
    head::draw(page, &sight)?;
    scores::draw(page, &sight)?;
    lists::draw(page, &sight)?;
    months::draw(page, &sight, behind)?;
    // The cell to pick in stays in view, and is where one begins.
    page.sheet.set_freeze_panes(sight.rows.pick + 1, 0)?;
    page.sheet.set_selection(sight.rows.pick, places::PICK.first, sight.rows.pick, places::PICK.last)?;
    Ok(())
}

/// The definition of a header, as a note on it.
fn note(page: &mut Page, row: u32, column: u16, of: &PickColumn) -> Result<(), DrawError> {
    if let Some(help) = &of.help {
        let note = super::table::note(page.formats, &format!("{}\n{help}", of.header));
        page.sheet.insert_note(row, column, &note)?;
    }
    Ok(())
}
