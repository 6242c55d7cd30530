//! What a written file consists of: books, sheets, lines, cells, each line marked with what a reader must make of it.

use chrono::{NaiveDate, NaiveDateTime};

/// One cell, by what it means; how it looks is the writer's business.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Blank,
    Text(String),
    Num(f64),
    /// Money in cents.
    Money(i64),
    Date(NaiveDate),
    Stamp(NaiveDateTime),
    /// A formula whose result is this error.
    Error(&'static str),
}

impl Cell {
    pub(crate) fn text(value: impl Into<String>) -> Self {
        let value = value.into();
        if value.is_empty() { Self::Blank } else { Self::Text(value) }
    }

    pub(crate) fn int(value: i64) -> Self {
        Self::Num(value as f64)
    }

    pub(crate) fn date(value: Option<NaiveDate>) -> Self {
        value.map_or(Self::Blank, Self::Date)
    }

    pub(crate) fn money(value: Option<i64>) -> Self {
        value.map_or(Self::Blank, Self::Money)
    }
}

/// What a reader must make of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Accepted,
    Rejected,
    RepeatedHeader,
    Subtotal,
    Duplicate,
    Blank,
}

#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) kind: Kind,
    /// Names the line where a planted case has to point at it; empty otherwise.
    pub(crate) key: String,
    /// The line's amount in cents, for the control total.
    pub(crate) cents: i64,
    pub(crate) cells: Vec<Cell>,
}

impl Line {
    pub(crate) fn accepted(key: impl Into<String>, cents: i64, cells: Vec<Cell>) -> Self {
        Self { kind: Kind::Accepted, key: key.into(), cents, cells }
    }

    pub(crate) fn rejected(cells: Vec<Cell>) -> Self {
        Self { kind: Kind::Rejected, key: String::new(), cents: 0, cells }
    }

    pub(crate) fn blank() -> Self {
        Self { kind: Kind::Blank, key: String::new(), cents: 0, cells: Vec::new() }
    }

    /// A total row: a word in the first column, a sum in another.
    pub(crate) fn total(word: &str, column: usize, cents: i64) -> Self {
        let mut cells = vec![Cell::Blank; column + 1];
        cells[0] = Cell::text(word);
        cells[column] = Cell::Money(cents);
        Self { kind: Kind::Subtotal, key: String::new(), cents: 0, cells }
    }

    /// The header once more, as it comes where printed pages were pasted together.
    pub(crate) fn repeated(columns: &[(&str, f64)]) -> Self {
        Self {
            kind: Kind::RepeatedHeader,
            key: String::new(),
            cents: 0,
            cells: columns.iter().map(|(h, _)| Cell::text(*h)).collect(),
        }
    }
}

/// A header and the column's width in characters.
pub(crate) type Columns = Vec<(&'static str, f64)>;

#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) table: &'static str,
    /// Merged over the whole width in row 1, with an empty row below.
    pub(crate) title: Option<String>,
    pub(crate) columns: Columns,
    pub(crate) lines: Vec<Line>,
}

impl Sheet {
    /// The header's row, counted from 0.
    pub(crate) fn header_row(&self) -> u32 {
        if self.title.is_some() { 2 } else { 0 }
    }
}

/// How the characters of a csv file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Gb18030,
    Utf8Bom,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Xlsx,
    Csv(Encoding),
}

#[derive(Clone, Debug)]
pub(crate) struct Book {
    /// Relative to the input folder, with `/`.
    pub(crate) path: String,
    pub(crate) format: Format,
    pub(crate) sheets: Vec<Sheet>,
}

impl Book {
    pub(crate) fn xlsx(path: &str, sheets: Vec<Sheet>) -> Self {
        Self { path: path.to_owned(), format: Format::Xlsx, sheets }
    }
}
