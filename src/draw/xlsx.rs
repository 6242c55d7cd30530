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
mod spill;
mod tab_names;
mod table;
mod text;

pub use rejects::rejects_workbook;

use super::error::DrawError;
use crate::report::model::Report;
use behind::Behind;
use chrono::{Datelike, NaiveDate};
use formats::Formats;
use page::Page;
use plan::{Limits, Part, Plan, Tab};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use spill::Spill;

/// The workbook as bytes. The same report gives the same bytes.
pub fn workbook(report: &Report) -> Result<Vec<u8>, DrawError> {
    within(report, Limits::EXCEL)
}

fn within(report: &Report, limits: Limits) -> Result<Vec<u8>, DrawError> {
    super::check::report(report)?;
    let plan = Plan::of(report, limits);
    let formats = Formats::new(report);
    let mut behind = Behind::new(&plan)?;
    let mut spill = Spill::new(&plan.spill_name, &report.words.continued, limits.chars);
    let mut book = Workbook::new();
    book.set_properties(&properties([&report.title, &report.month, &report.company], report.as_of)?);
    let mut marked = Vec::new();
    for (at, tab) in plan.tabs.iter().enumerate() {
        let sheet = book.add_worksheet();
        sheet.set_name(&tab.name)?;
        let mut page = Page::new(sheet, tab, &plan, &formats, &mut spill, report);
        draw(&mut page, tab, &mut behind)?;
        marked.extend(page.marked.then_some(at + 1));
    }
    if let Some(sheet) = spill.sheet(&formats)? {
        book.push_worksheet(sheet);
    }
    let below = behind.finish(&mut book)?;
    Ok(mend::parts(book.save_to_buffer()?, &marked, &below)?)
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
