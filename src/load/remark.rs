//! What a person should know of a file that was read all the same.

use serde::{Deserialize, Serialize};

/// One thing about the text of a file. The codes never change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Remark {
    /// A few places that are no text in the file's encoding: each stands as U+FFFD in its cell.
    Undecodable {
        /// The encoding.
        encoding: String,
        /// How many places there are.
        places: u64,
        /// Offset of the first bad byte, from 0.
        byte: u64,
        /// Its line, from 1.
        line: u64,
    },
    /// Nothing in the file says for certain which encoding it is in: it was read in this one.
    Guessed {
        /// The encoding.
        encoding: String,
    },
    /// Quotes that begin a cell and are not closed, or closed far below: they were read as ordinary characters.
    StrayQuotes {
        /// How many there are.
        places: u64,
        /// The cell of the first one (`D3`).
        cell: String,
    },
    /// Zero bytes, which no text has: they were left out.
    ZeroBytes {
        /// How many there are.
        bytes: u64,
    },
    /// The last line has no end, and is shorter than the lines above it.
    CutLine {
        /// Its row.
        row: u32,
    },
}

impl Remark {
    /// The stable code other programs may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Undecodable { .. } => "undecodable",
            Self::Guessed { .. } => "guessed_encoding",
            Self::StrayQuotes { .. } => "stray_quotes",
            Self::ZeroBytes { .. } => "zero_bytes",
            Self::CutLine { .. } => "cut_line",
        }
    }

    /// The cell it is about, or the row.
    #[must_use]
    pub fn cell(&self) -> Option<String> {
        match self {
            Self::StrayQuotes { cell, .. } => Some(cell.clone()),
            Self::CutLine { row } => Some(row.to_string()),
            _ => None,
        }
    }
}
