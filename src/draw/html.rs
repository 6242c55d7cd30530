//! The page for browsers: one HTML file with everything in it, from the same report as the workbook.
//!
//! | file | makes |
//! |---|---|
//! | `page` | the document: head with its policy, masthead, navigation, sections |
//! | `blocks` | cards, paragraphs, explanations |
//! | `table`, `cell` | tables with their rows, the values in them |
//! | `chart` | charts as SVG with real text, and their figures as tables |
//! | `anchors` | where links go |
//! | `tones` | colours on light and on dark |
//! | `page.css` | everything else of its looks |
//! | `page.js` | what a script adds: sorting, searching, tooltips |
//!
//! Nothing is loaded from anywhere, and the page's own policy forbids it. All texts are escaped. Without script every
//! table reads the same; the script only sorts, searches and shows what came with the page.

mod anchors;
mod blocks;
mod cell;
mod chart;
mod page;
mod table;
#[cfg(test)]
mod tests;
mod tones;
mod write;

use super::error::DrawError;
use crate::report::model::Report;
use crate::report::web::{Web, WebWords};
use anchors::Anchors;
use tones::Tones;

/// The report as one HTML file. The same report gives the same bytes.
///
/// # Errors
/// When the report does not hold together: a fault of the program.
pub fn html(report: &Report, web: &Web) -> Result<Vec<u8>, DrawError> {
    super::check::report(report)?;
    let pen = Pen {
        report,
        words: web.words,
        rows: web.rows,
        anchors: Anchors::of(report, web.rows),
        tones: Tones::new(),
        rules: String::new(),
        charts: Vec::new(),
    };
    Ok(page::page(pen).into_bytes())
}

/// What writing the page takes along: the report, and what the style sheet must know in the end.
struct Pen<'a> {
    report: &'a Report,
    words: &'static WebWords,
    /// Rows of a table that the page holds.
    rows: usize,
    anchors: Anchors,
    tones: Tones,
    /// Rules of single tables.
    rules: String,
    /// Charts that stand on the page already: a second one gets an id of its own.
    charts: Vec<&'static str>,
}
