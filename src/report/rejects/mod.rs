//! The workbook of rejected rows as a model: each row as it was read, its faulty cells marked and explained, so that its
//! owner can mend it and send it back. Free of Excel, like the report.

mod build;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

pub use build::build;

use super::model::Script;

/// The whole workbook: an index, and one sheet for each part of the input that has rejected rows.
#[derive(Debug, Clone)]
pub struct RejectBook {
    pub title: String,
    pub subtitle: String,
    pub company: String,
    pub month: String,
    /// The only clock a workbook knows.
    pub as_of: NaiveDate,
    pub script: Script,
    /// Tab of the index.
    pub index_name: String,
    /// How to use the workbook, one step a line.
    pub steps: Vec<String>,
    /// Headers of the index.
    pub columns: [String; 7],
    pub index: Vec<IndexRow>,
    pub sheets: Vec<RejectSheet>,
    /// Said of a text that is longer than a cell can hold.
    pub cut: String,
}

/// One sheet of the input with rejected rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexRow {
    pub file: String,
    pub sheet: String,
    pub table: String,
    pub rejected: u64,
    /// Each reason with its count.
    pub reasons: String,
    pub remark: String,
    /// Position among the sheets; none where its rows are not repeated here.
    pub rows: Option<usize>,
}

/// The rejected rows of one sheet of the input. Its first row is the header, so that the sheet can be read again.
#[derive(Debug, Clone)]
pub struct RejectSheet {
    /// Wanted tab name; the drawing makes it one that Excel takes.
    pub name: String,
    pub headers: Vec<Header>,
    /// Headers of the two columns beside the rows: the row in its file, and what to mend.
    pub beside: [String; 2],
    pub rows: Vec<RejectRow>,
}

/// A column of rejected rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub text: String,
    /// The sheet has no such column: it was added for what is missing.
    pub added: bool,
}

/// One rejected row.
#[derive(Debug, Clone)]
pub struct RejectRow {
    /// The row in its own file, as Excel numbers it.
    pub row: u32,
    /// As long as the headers.
    pub cells: Vec<Original>,
    /// Position of each faulty cell, and what is the matter with it.
    pub faults: Vec<Fault>,
    pub mend: String,
}

/// A faulty cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub column: usize,
    pub text: String,
    /// What is typed into the cell must stay text: digits would be lost again.
    pub keep_text: bool,
}

/// A cell as it was read.
#[derive(Debug, Clone, PartialEq)]
pub enum Original {
    Empty,
    /// Text, whatever it looks like.
    Text(String),
    Number(f64),
    /// Days since 1899-12-30, with the time as a fraction.
    Date(f64),
    Bool(bool),
}
