//! What can be wrong with an input file: one code and the figures a sentence needs, so that the words are chosen elsewhere.

use std::fmt;
use std::io;

/// One thing that kept a file, or a part of it, from being read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    /// What is wrong, with the figures a sentence for people needs.
    pub fault: Fault,
    /// The sheet it happened in, where it is known.
    pub sheet: Option<String>,
    /// The cell it happened at (`B12`), where it is known.
    pub cell: Option<String>,
    /// Technical detail in English, for the log.
    pub detail: String,
    /// Nothing of the file that was handed over may be used.
    pub void: bool,
}

impl Problem {
    /// A problem of the whole file.
    pub fn new(fault: Fault, detail: impl Into<String>) -> Self {
        Self { void: fault == Fault::ChangedWhileReading, fault, sheet: None, cell: None, detail: detail.into() }
    }

    /// The same problem, placed in a sheet.
    #[must_use]
    pub fn in_sheet(mut self, sheet: &str) -> Self {
        self.sheet = Some(sheet.to_owned());
        self
    }

    /// The same problem, placed at a cell: `row` 1-based, `col` 0-based.
    #[must_use]
    pub fn at_cell(mut self, row: u32, col: u32) -> Self {
        self.cell = Some(cell_name(row, col));
        self
    }

    /// The same problem, of a file of which nothing counts.
    #[must_use]
    pub fn void(mut self) -> Self {
        self.void = true;
        self
    }

    /// The problem an operating system error stands for.
    pub fn from_io(error: &io::Error) -> Self {
        let fault = match error.kind() {
            io::ErrorKind::NotFound => Fault::NotFound,
            io::ErrorKind::PermissionDenied => Fault::Permission,
            io::ErrorKind::UnexpectedEof => Fault::Truncated,
            io::ErrorKind::InvalidData => Fault::Corrupt,
            // Who set the limit knows how much was allowed.
            io::ErrorKind::OutOfMemory => Fault::TooLarge { limit: Limit::Memory, allowed: 0, found: 0 },
            _ => Fault::Unreadable,
        };
        Self::new(fault, error.to_string())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.fault)?;
        match (&self.sheet, &self.cell) {
            (Some(sheet), Some(cell)) => write!(f, " (sheet {sheet:?}, cell {cell})")?,
            (Some(sheet), None) => write!(f, " (sheet {sheet:?})")?,
            (None, Some(cell)) => write!(f, " (cell {cell})")?,
            (None, None) => {}
        }
        if self.detail.is_empty() { Ok(()) } else { write!(f, ": {}", self.detail) }
    }
}

/// The kinds of problem. New ones may be added; the codes of those that exist never change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The file or folder is not there (any more).
    #[error("not found")]
    NotFound,
    /// The input folder is a file.
    #[error("not a folder")]
    NotAFolder,
    /// The operating system refuses access.
    #[error("permission denied")]
    Permission,
    /// The operating system failed to deliver the bytes.
    #[error("unreadable")]
    Unreadable,
    /// No bytes at all.
    #[error("empty file")]
    Empty,
    /// Protected by a password.
    #[error("encrypted")]
    Encrypted,
    /// The end of the file is missing.
    #[error("truncated")]
    Truncated,
    /// The bytes contradict the format.
    #[error("corrupt")]
    Corrupt,
    /// Not a spreadsheet, whatever the name says.
    #[error("wrong format: named {claimed:?}, found {found}")]
    WrongFormat {
        /// The extension, in lower case.
        claimed: String,
        /// What the bytes are.
        found: Found,
    },
    /// Above one of the [`Limits`](super::Limits).
    #[error("too large: {limit} {found}, allowed {allowed}")]
    TooLarge {
        /// Which limit.
        limit: Limit,
        /// The limit in force.
        allowed: u64,
        /// What was found; reading stops at the limit, so that the true figure can be higher.
        found: u64,
    },
    /// Bytes that are no text in the encoding the file is in.
    #[error("undecodable: not {encoding} at byte {byte}, line {line}")]
    Undecodable {
        /// The encoding that was tried.
        encoding: &'static str,
        /// Offset of the first bad byte, from 0.
        byte: u64,
        /// Line of the first bad byte, from 1.
        line: u64,
    },
    /// The parser gave up in a way it should not have.
    #[error("parser failed")]
    ParserFailed,
    /// The parser was not through in the time it may take.
    #[error("timed out after {seconds} s")]
    TimedOut {
        /// The time it had.
        seconds: u64,
    },
    /// Somebody was writing the file while it was read: what was handed over must not be used.
    #[error("changed while reading")]
    ChangedWhileReading,
    /// A spreadsheet, but of a kind that is not read.
    #[error("unsupported: {what}")]
    Unsupported {
        /// What it is.
        what: &'static str,
    },
}

impl Fault {
    /// The stable code other programs may rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::NotAFolder => "not_a_folder",
            Self::Permission => "permission",
            Self::Unreadable => "unreadable",
            Self::Empty => "empty",
            Self::Encrypted => "encrypted",
            Self::Truncated => "truncated",
            Self::Corrupt => "corrupt",
            Self::WrongFormat { .. } => "wrong_format",
            Self::TooLarge { .. } => "too_large",
            Self::Undecodable { .. } => "undecodable",
            Self::ParserFailed => "parser_failed",
            Self::TimedOut { .. } => "timed_out",
            Self::ChangedWhileReading => "changed_while_reading",
            Self::Unsupported { .. } => "unsupported",
        }
    }
}

/// Which of the [`Limits`](super::Limits) was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limit {
    /// Bytes of the file.
    FileBytes,
    /// Entries of the zip archive.
    Entries,
    /// Bytes of all entries together, inflated.
    InflatedBytes,
    /// Inflated bytes per compressed byte of one entry.
    Ratio,
    /// Inflated bytes of an entry that has to be held in memory.
    PartBytes,
    /// Distinct texts of a workbook.
    SharedStrings,
    /// Elements of a workbook's styles (fixed, not one of the settings).
    Styles,
    /// Sheets of a workbook.
    Sheets,
    /// Cells of a file.
    Cells,
    /// Bytes of one cell's text.
    CellBytes,
    /// Bytes of the text of all cells of a file, each as often as it is said.
    TextBytes,
    /// Cells of the rectangles around the used areas, for formats that are read as rectangles.
    AreaCells,
    /// Bytes of memory of the process that reads a file.
    Memory,
}

impl Limit {
    /// Every limit.
    pub const ALL: [Self; 13] = [
        Self::FileBytes,
        Self::Entries,
        Self::InflatedBytes,
        Self::Ratio,
        Self::PartBytes,
        Self::SharedStrings,
        Self::Styles,
        Self::Sheets,
        Self::Cells,
        Self::CellBytes,
        Self::TextBytes,
        Self::AreaCells,
        Self::Memory,
    ];

    /// The name of the limit, as in [`Limits`](super::Limits) without `max_`.
    pub fn code(self) -> &'static str {
        match self {
            Self::FileBytes => "file_bytes",
            Self::Entries => "entries",
            Self::InflatedBytes => "inflated_bytes",
            Self::Ratio => "ratio",
            Self::PartBytes => "part_bytes",
            Self::SharedStrings => "shared_strings",
            Self::Styles => "styles",
            Self::Sheets => "sheets",
            Self::Cells => "cells",
            Self::CellBytes => "cell_bytes",
            Self::TextBytes => "text_bytes",
            Self::AreaCells => "area_cells",
            Self::Memory => "memory_bytes",
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What a file that is no spreadsheet turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Found {
    /// A web page.
    Html,
    /// XML of another kind.
    Xml,
    /// A PDF document.
    Pdf,
    /// A rich text document.
    Rtf,
    /// A text document (Word, Writer).
    Document,
    /// Slides (PowerPoint, Impress).
    Slides,
    /// A zip archive that is no spreadsheet.
    Zip,
    /// Another archive (gzip, 7z, rar, ...).
    Archive,
    /// A picture.
    Image,
    /// A compound file that is no spreadsheet.
    Compound,
    /// Bytes that are nothing known.
    Binary,
}

impl Found {
    /// Everything a file can turn out to be.
    pub const ALL: [Self; 11] = [
        Self::Html,
        Self::Xml,
        Self::Pdf,
        Self::Rtf,
        Self::Document,
        Self::Slides,
        Self::Zip,
        Self::Archive,
        Self::Image,
        Self::Compound,
        Self::Binary,
    ];

    /// The stable code other programs may rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Xml => "xml",
            Self::Pdf => "pdf",
            Self::Rtf => "rtf",
            Self::Document => "document",
            Self::Slides => "slides",
            Self::Zip => "zip",
            Self::Archive => "archive",
            Self::Image => "image",
            Self::Compound => "compound",
            Self::Binary => "binary",
        }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The name of a cell as Excel shows it: `row` 1-based, `col` 0-based.
pub fn cell_name(row: u32, col: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(col) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    let mut name: String = letters.into_iter().rev().collect();
    name.push_str(&row.to_string());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_excel_does() {
        assert_eq!(cell_name(1, 0), "A1");
        assert_eq!(cell_name(12, 25), "Z12");
        assert_eq!(cell_name(3, 26), "AA3");
        assert_eq!(cell_name(1_048_576, 16_383), "XFD1048576");
    }

    #[test]
    fn a_problem_says_where_and_what() {
        let problem = Problem::new(Fault::Corrupt, "bad index").in_sheet("订单").at_cell(2, 1);
        assert_eq!(problem.to_string(), "corrupt (sheet \"订单\", cell B2): bad index");
        assert_eq!(problem.fault.code(), "corrupt");
    }
}
