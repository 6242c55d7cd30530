//! The Excel workbook: the dashboard first, then one tab per sheet of the report, the figures of the charts last.
//!
//! First `plan` decides where everything stands (links need to know), then each kind of block is written by its own
//! file. All text goes through `page`, which keeps it text and within Excel's limits.

mod behind;
mod cards;
mod charts;
mod data;
pub(super) mod formats;
mod grid;
mod leaf;
mod links;
mod mend;
mod native;
mod outline;
mod page;
mod picker;
mod plan;
mod raw;
mod rejects;
mod rows;
mod spill;
mod tab_names;
mod table;
mod text;

pub use rejects::rejects_workbook;

use super::error::DrawError;
use crate::report::model::Report;
use crate::units::{self, in_order};
use behind::Behind;
use chrono::{Datelike, NaiveDate};
use formats::Formats;
use page::Page;

use plan::{Limits, Part, Plan, Tab};
use raw::RawRows;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};
use spill::Spill;

/// The workbook with all its sheets, not yet as bytes.
pub struct Book {
    book: Workbook,
    /// Tabs that carry a mark to be taken off, counted from 1.
    marked: Vec<usize>,
    /// Rows to be put between those of tabs, counted from 1.
    between: Vec<(usize, RawRows)>,
}

impl Book {
    /// Draws the sheets, side by side.
    ///
    /// # Errors
    /// Only for a fault of the program.
    pub fn new(report: &Report) -> Result<Book, DrawError> {
        within(report, Limits::EXCEL)
    }

    /// The workbook as bytes. The same report gives the same bytes.
    ///
    /// # Errors
    /// Only for a fault of the program.
    pub fn save(mut self) -> Result<Vec<u8>, DrawError> {
        let workbook = self.book.save_to_buffer()?;
        let Book { book, marked, between } = self;
        units::aside(move || drop(book));
        let mended = mend::parts(workbook, &marked, &between)?;
        units::aside(move || drop(between));
        Ok(mended)
    }
}

fn within(report: &Report, limits: Limits) -> Result<Book, DrawError> {
    super::check::report(report)?;
    let plan = Plan::of(report, limits);
    let tabs = Tabs { report, plan: &plan, formats: Formats::new(report), limits };
    let mut drawn = tabs.side_by_side()?;
    if !drawn.spill.is_empty() {
        // A text is too long for its cell, which is rare: where its rest stands is counted over all tabs, one after the other.
        drawn = tabs.some(&(0..plan.tabs.len()).collect::<Vec<_>>())?;
    }
    let mut book = Workbook::new();
    book.set_zip_compression_level(mend::LEVEL);
    book.set_properties(&properties([&report.title, &report.month, &report.company], report.as_of)?);
    drawn.tabs.sort_by_key(|tab| tab.at);
    let marked = drawn.tabs.iter().filter(|tab| tab.marked).map(|tab| tab.at + 1).collect();
    let mut between = Vec::new();
    for tab in drawn.tabs {
        between.extend(tab.rows.map(|rows| (tab.at + 1, rows)));
        book.push_worksheet(tab.sheet);
    }
    if let Some(sheet) = drawn.spill.sheet(&tabs.formats)? {
        book.push_worksheet(sheet);
    }
    between.extend(drawn.behind.finish(&mut book)?);
    Ok(Book { book, marked, between })
}

/// What every tab is drawn from.
struct Tabs<'a> {
    report: &'a Report,
    plan: &'a Plan<'a>,
    formats: Formats,
    limits: Limits,
}

struct DrawnTab {
    at: usize,
    sheet: Worksheet,
    rows: Option<RawRows>,
    marked: bool,
}

/// Some tabs, and what stands behind them.
struct Drawn {
    tabs: Vec<DrawnTab>,
    behind: Behind,
    spill: Spill,
}

impl Tabs<'_> {
    /// All tabs, those that have nothing behind them each for itself, the longest first.
    fn side_by_side(&self) -> Result<Drawn, DrawError> {
        let (backed, mut alone): (Vec<usize>, Vec<usize>) =
            (0..self.plan.tabs.len()).partition(|at| self.plan.tabs[*at].backed());
        alone.sort_by_key(|at| std::cmp::Reverse(self.plan.tabs[*at].cells()));
        let groups: Vec<Vec<usize>> = std::iter::once(backed).chain(alone.into_iter().map(|at| vec![at])).collect();
        let mut groups = in_order(groups.len(), |group| self.some(&groups[group])).into_iter();
        let mut all = groups.next().unwrap_or_else(|| self.some(&[]))?;
        for group in groups {
            let group = group?;
            all.tabs.extend(group.tabs);
            all.spill.append(group.spill);
        }
        Ok(all)
    }

    fn some(&self, places: &[usize]) -> Result<Drawn, DrawError> {
        let mut behind = Behind::new(self.plan)?;
        let mut spill = Spill::new(&self.plan.spill_name, &self.report.words.continued, self.limits.chars);
        let mut tabs = Vec::with_capacity(places.len());
        for &at in places {
            let tab = &self.plan.tabs[at];
            let mut sheet = Worksheet::new();
            sheet.set_name(&tab.name)?;
            let mut page = Page::new(&mut sheet, tab, self.plan, &self.formats, &mut spill, self.report);
            draw(&mut page, tab, &mut behind)?;
            let (marked, rows) = (page.marked, page.rows);
            let rows = rows.finish(&mut sheet, tab.last_row)?;
            tabs.push(DrawnTab { at, sheet, rows, marked });
        }
        Ok(Drawn { tabs, behind, spill })
    }
}

fn draw(page: &mut Page, tab: &Tab, behind: &mut Behind) -> Result<(), DrawError> {
    page.set_up()?;
    text::top(page)?;
    for part in &tab.parts {
        match part {
            Part::Cards { row, .. } | Part::Charts { row, .. } | Part::Heading { row, .. } => page.section(*row),
            Part::Table(chunk) => page.section(chunk.row),
            Part::Lines { .. } | Part::Leaf { .. } | Part::Gap { .. } | Part::Picker { .. } => {}
        }
        match part {
            Part::Cards { row, cards, per_row } => cards::draw(page, *row, cards, *per_row, &mut behind.data)?,
            Part::Charts { row, ids, height } => charts::draw(page, *row, ids, *height, &mut behind.data)?,
            Part::Table(chunk) => {
                table::draw(page, chunk)?;
                outline::draw(page, chunk)?;
            }
            Part::Heading { row, text } => text::heading(page, *row, text)?,
            Part::Lines { row, lines } => text::lines(page, *row, lines)?,
            Part::Leaf { row, leaf, .. } => leaf::draw(page, *row, leaf)?,
            Part::Gap { row, pixels } => page.row_height(*row, *pixels)?,
            Part::Picker { row, picker } => picker::draw(page, *row, picker, behind)?,
        }
    }
    leaf::page_breaks(page)?;
    page.fit_paper()
}

/// Title, subject and company, dated with the end of the month under review: the clock must not show in the bytes.
fn properties([title, subject, company]: [&str; 3], day: NaiveDate) -> Result<DocProperties, DrawError> {
    let year = u16::try_from(day.year()).unwrap_or(1900);
    let created = ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8)?;
    Ok(DocProperties::new()
        .set_title(title)
        .set_subject(subject)
        .set_company(company)
        .set_author("keyaccount")
        .set_creation_datetime(&created))
}

#[cfg(test)]
mod tests;
