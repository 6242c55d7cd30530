//! Where a record came from: file, sheet and row, and what its sheet states at all.

use serde::{Deserialize, Deserializer, Serialize};

use super::TableId;
use super::spec::column_name;

/// The place of a record. Ordered as the input is: file, sheet, row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// Index into [`Sources::sheets`].
    pub sheet: u32,
    /// The row as Excel numbers it.
    pub row: u32,
}

/// A sheet that was read (or a part of one: a sheet with two tables appears twice).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceSheet {
    pub file: String,
    pub sheet: String,
    pub table: Option<TableId>,
    /// The columns of the table that this sheet has.
    #[serde(deserialize_with = "columns")]
    pub columns: Vec<&'static str>,
}

/// Columns by their names; one that is declared nowhere is an error.
fn columns<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<&'static str>, D::Error> {
    let known = |name: &String| column_name(name).ok_or_else(|| serde::de::Error::custom("no such column"));
    Vec::<String>::deserialize(from)?.iter().map(known).collect()
}

/// Every sheet that was read, in the order of the input.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    sheets: Vec<SourceSheet>,
}

impl Sources {
    #[must_use]
    pub fn new(sheets: Vec<SourceSheet>) -> Self {
        Sources { sheets }
    }

    #[must_use]
    pub fn sheets(&self) -> &[SourceSheet] {
        &self.sheets
    }

    #[must_use]
    pub fn sheet(&self, source: Source) -> Option<&SourceSheet> {
        self.sheets.get(source.sheet as usize)
    }

    /// Whether the record's sheet has this column: without it, a missing value says nothing.
    #[must_use]
    pub fn states(&self, source: Source, column: &str) -> bool {
        self.sheet(source).is_some_and(|s| s.columns.contains(&column))
    }

    /// `file!sheet!row`, as findings cite it.
    #[must_use]
    pub fn cite(&self, source: Source) -> String {
        self.sheet(source).map_or_else(String::new, |s| format!("{}!{}!{}", s.file, s.sheet, source.row))
    }
}
