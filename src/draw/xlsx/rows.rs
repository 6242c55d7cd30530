//! Rows of a tab that are written as XML: what their cells show, and the formats they name.

use super::grid::Span;
use super::page::Page;
use super::raw::{Pen, RawCell, RawRows};
use crate::draw::error::DrawError;
use crate::report::model::Target;
use rust_xlsxwriter::{Format, Worksheet};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// What a cell shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content<'a> {
    Text(Cow<'a, str>),
    Number(f64),
}

/// A cell, or several made into one, of a row.
pub(crate) struct Shown<'a> {
    pub(crate) span: Span,
    pub(crate) content: Content<'a>,
    pub(crate) pen: Pen,
    /// The cell it leads to, as formulas write it.
    pub(crate) link: Option<String>,
}

/// The rows of a tab, and the formats they name.
#[derive(Default)]
pub(crate) struct Rows {
    raw: RawRows,
    formats: Vec<Format>,
    pens: FxHashMap<Format, Pen>,
}

impl Rows {
    pub(crate) fn pen(&mut self, format: &Format) -> Pen {
        if let Some(pen) = self.pens.get(format) {
            return *pen;
        }
        // Looks are few; a tab with more than it has columns would show the last of them for the rest.
        let pen = Pen(self.formats.len().min(LOOKS - 1) as u16);
        if self.formats.len() < LOOKS {
            self.formats.push(format.clone());
        }
        self.pens.insert(format.clone(), pen);
        pen
    }

    /// Writes the formats down below everything else, and gives the rows.
    pub(crate) fn finish(mut self, sheet: &mut Worksheet, last_row: u32) -> Result<Option<RawRows>, DrawError> {
        if self.raw.is_empty() {
            return Ok(None);
        }
        let row = self.raw.end_row().max(last_row + 1);
        for (column, format) in (0..).zip(&self.formats) {
            sheet.write_blank(row, column, format)?;
        }
        self.raw.set_marks(row);
        Ok(Some(self.raw))
    }
}

/// The columns of a sheet, each of which holds the mark of a format.
const LOOKS: usize = 16_384;

impl Page<'_, '_> {
    /// The number under which the cells of rows name a format.
    pub(crate) fn pen(&mut self, format: &Format) -> Pen {
        self.rows.pen(format)
    }

    /// A table that the writer was told with one row reaches down to this one.
    pub(crate) fn reach(&mut self, table: String, last: u32) {
        self.rows.raw.reach(table, last);
    }

    /// The cell that a link leads to, where it leads anywhere and the sheet has room for one more.
    pub(crate) fn way(&mut self, target: &Target) -> Option<String> {
        let cell = if self.links < super::page::MAX_LINKS { self.plan.links.cell(target) } else { None };
        self.links += usize::from(cell.is_some());
        cell
    }

    /// Writes a row, below all that were written so.
    pub(crate) fn row<'a>(&mut self, row: u32, pixels: u32, cells: impl IntoIterator<Item = Shown<'a>>) {
        let pixels = self.counted(pixels);
        let raw = &mut self.rows.raw;
        raw.begin(row, Some(pixels));
        for Shown { span, content, pen, link } in cells {
            match &content {
                Content::Text(text) => match self.spill.fit(&self.tab.name, row, span.first, text) {
                    text if text.is_empty() => raw.cell(span.first, &RawCell::Blank, Some(pen)),
                    text => raw.cell(span.first, &RawCell::Text(&text), Some(pen)),
                },
                Content::Number(number) => raw.cell(span.first, &RawCell::Number(*number), Some(pen)),
            }
            if let Some(cell) = link {
                raw.link(span.first, &cell);
            }
            if span.last > span.first {
                (span.first + 1..=span.last).for_each(|column| raw.cell(column, &RawCell::Blank, Some(pen)));
                raw.merge(span.first, span.last);
            }
        }
        raw.end();
    }
}
