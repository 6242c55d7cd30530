//! What stands behind the tabs that are seen: the hidden tabs, and the names by which formulas find things.

use super::data::DataSheet;
use super::plan::{Part, Plan, Tab};
use super::raw::RawRows;
use crate::draw::error::DrawError;
use rust_xlsxwriter::utility::row_col_to_cell_absolute;
use rust_xlsxwriter::{Workbook, Worksheet};

pub(crate) struct Behind {
    /// The figures of the charts.
    pub(crate) data: DataSheet,
    /// Further hidden tabs, with the rows that are put into them afterwards.
    pub(crate) sheets: Vec<(Worksheet, RawRows)>,
    /// Names with what they stand for.
    pub(crate) names: Vec<(String, String)>,
}

impl Behind {
    pub(crate) fn new(plan: &Plan) -> Result<Behind, DrawError> {
        Ok(Behind { data: DataSheet::new(&plan.data_name)?, sheets: Vec::new(), names: names(plan) })
    }

    /// Puts everything into the workbook; returns the rows that are still to come, with the number of their tab from 1.
    pub(crate) fn finish(self, book: &mut Workbook) -> Result<Vec<(usize, RawRows)>, DrawError> {
        for (name, cells) in &self.names {
            book.define_name(name, &format!("={cells}"))?;
        }
        if let Some(sheet) = self.data.finish() {
            book.push_worksheet(sheet);
        }
        let mut below = Vec::new();
        for (sheet, rows) in self.sheets {
            book.push_worksheet(sheet);
            below.push((book.worksheets().len(), rows));
        }
        Ok(below)
    }
}

/// The names of cards, and those of large tables with their headers.
fn names(plan: &Plan) -> Vec<(String, String)> {
    plan.tabs.iter().flat_map(|tab| tab.parts.iter().flat_map(move |part| of(tab, part))).collect()
}

fn of(tab: &Tab, part: &Part) -> Vec<(String, String)> {
    let at = |row: u32, column: u16| row_col_to_cell_absolute(row, column);
    let quoted = tab.quoted();
    match part {
        Part::Cards { row, cards, per_row } => {
            let named = cards.iter().zip(tab.grid.spans(*per_row)).filter(|(card, _)| !card.name.is_empty());
            named.map(|(card, span)| (card.name.to_owned(), format!("{quoted}!{}", at(row + 1, span.first)))).collect()
        }
        // A table that goes on elsewhere is no one range.
        Part::Table(chunk) if chunk.part == 0 && chunk.next.is_none() => {
            let (Some(first), Some(last)) = (chunk.columns.first(), chunk.columns.last()) else { return Vec::new() };
            let end = chunk.header + u32::try_from(chunk.to - chunk.from).unwrap_or(0);
            let range = format!("{quoted}!{}:{}", at(chunk.header, first.first), at(end, last.last));
            chunk.table.range_name().map(|name| (name, range)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}
