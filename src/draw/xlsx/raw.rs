//! Rows of a tab written as XML directly: half a million cells would take longer through the writer of the workbook, which
//! compares the whole format of each, than everything else of a run.
//!
//! The writer numbers its formats only when it saves. So each format is written once, in a row of marks below everything
//! else, and rows name it by its place among them; `mend` reads the numbers off the marks, takes these away and puts the rows
//! in.

mod splice;
mod xml;

use std::fmt::Write as _;
use xml::{escape, push_number};

/// The number of a format among the marks of its tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pen(pub(crate) u16);

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum RawCell<'a> {
    Blank,
    Number(f64),
    Text(&'a str),
}

/// Stands on both sides of the number of a pen. No text of a workbook may hold it.
const PEN: char = '\u{1}';

/// How much text is gathered before it is packed, and how much a piece of it holds.
const PIECE: usize = 1 << 16;

/// Rows that follow on each other.
struct Block {
    first: u32,
    /// Where in the text they begin: a piece, and a place in it.
    from: (usize, usize),
}

/// Rows that are put between those of the writer, with the links and the merged cells they have.
#[derive(Default)]
pub(crate) struct RawRows {
    /// The text in pieces of whole rows: one text of millions of bytes would be copied over and over while it grows.
    xml: Vec<String>,
    blocks: Vec<Block>,
    links: String,
    merged: String,
    merges: usize,
    /// The names of the columns met so far.
    columns: Vec<String>,
    /// The last row, as it is spelled, and the number of the row of marks (both from 1).
    last: u32,
    digits: String,
    marks: Option<u32>,
    /// Tables that the writer knows one row of, and their last rows (from 1).
    tables: Vec<(String, u32)>,
}

impl RawRows {
    /// Begins a row (0-based, below all before it) of this height in pixels; without one, as high as others.
    pub(crate) fn begin(&mut self, row: u32, pixels: Option<u32>) {
        if self.xml.last().is_none_or(|piece| piece.len() >= PIECE) {
            let room = if self.xml.is_empty() { 0 } else { PIECE + PIECE / 8 };
            self.xml.push(String::with_capacity(room));
        }
        if self.last != row || self.blocks.is_empty() {
            let from = (self.xml.len() - 1, self.xml.last().map_or(0, String::len));
            self.blocks.push(Block { first: row + 1, from });
        }
        self.last = row + 1;
        self.digits.clear();
        self.digits.push_str(itoa::Buffer::new().format(self.last));
        let Some(xml) = self.xml.last_mut() else { return };
        xml.push_str("<row r=\"");
        xml.push_str(&self.digits);
        if let Some(pixels) = pixels {
            // 96 pixels are an inch, which is 72 points.
            xml.push_str("\" ht=\"");
            push_number(xml, f64::from(pixels) * 0.75);
            xml.push_str("\" customHeight=\"1");
        }
        xml.push_str("\">");
    }

    /// A cell of the row, to the right of all before it.
    pub(crate) fn cell(&mut self, column: u16, cell: &RawCell, pen: Option<Pen>) {
        self.name(column);
        let Some(xml) = self.xml.last_mut() else { return };
        xml.push_str("<c r=\"");
        xml.push_str(&self.columns[usize::from(column)]);
        xml.push_str(&self.digits);
        if let Some(Pen(pen)) = pen {
            xml.push_str("\" s=\"");
            xml.push(PEN);
            xml.push_str(itoa::Buffer::new().format(pen));
            xml.push(PEN);
        }
        match cell {
            RawCell::Blank => xml.push_str("\"/>"),
            RawCell::Number(number) => {
                xml.push_str("\"><v>");
                push_number(xml, *number);
                xml.push_str("</v></c>");
            }
            RawCell::Text(text) => {
                let space = |c: char| c.is_whitespace() || c.is_control();
                let bare = text.starts_with(space) || text.ends_with(space);
                xml.push_str("\" t=\"inlineStr\"><is><t");
                // White space at its ends would be lost.
                xml.push_str(if bare { " xml:space=\"preserve\">" } else { ">" });
                escape(xml, text);
                xml.push_str("</t></is></c>");
            }
        }
    }

    /// The cell at this column of the row leads to another one, given as `'Findings'!B7`.
    pub(crate) fn link(&mut self, column: u16, cell: &str) {
        self.name(column);
        let _ = write!(self.links, "<hyperlink ref=\"{}{}\" location=\"", self.columns[usize::from(column)], self.digits);
        escape(&mut self.links, cell);
        self.links.push_str("\"/>");
    }

    /// Makes one cell of several of the row.
    pub(crate) fn merge(&mut self, first: u16, last: u16) {
        self.name(last.max(first));
        let (first, last) = (&self.columns[usize::from(first)], &self.columns[usize::from(last)]);
        let _ = write!(self.merged, "<mergeCell ref=\"{first}{0}:{last}{0}\"/>", self.digits);
        self.merges += 1;
    }

    pub(crate) fn end(&mut self) {
        if let Some(xml) = self.xml.last_mut() {
            xml.push_str("</row>");
        }
    }

    /// A table that the writer was told with one row reaches down to this one (0-based): the writer would put every cell of it down.
    pub(crate) fn reach(&mut self, table: String, last: u32) {
        self.tables.push((table, last + 1));
    }

    pub(crate) fn tables(&self) -> &[(String, u32)] {
        &self.tables
    }

    /// The row (0-based) in which the formats stand, in the order of their pens.
    pub(crate) fn set_marks(&mut self, row: u32) {
        self.marks = Some(row + 1);
    }

    /// Bytes of text.
    pub(crate) fn len(&self) -> usize {
        self.xml.iter().map(String::len).sum()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The first row (0-based) below all of these.
    pub(crate) fn end_row(&self) -> u32 {
        self.last
    }

    fn name(&mut self, column: u16) {
        while self.columns.len() <= usize::from(column) {
            self.columns.push(rust_xlsxwriter::utility::column_number_to_name(self.columns.len() as u16));
        }
    }
}
