//! The account of the reading: for every file and sheet, where each row went, and money read against money kept.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::doubt::DateDoubts;
use super::header_note::HeaderNote;
use super::kept::fixed;
use super::layout::Why;
use super::reject::Reject;
use crate::load::{Format, Problem, Remark};
use crate::tables::TableId;

/// How a sheet is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LayoutKind {
    Table,
    Transposed,
    Form,
}

impl LayoutKind {
    /// The word in the manifest.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            LayoutKind::Table => "table",
            LayoutKind::Transposed => "transposed",
            LayoutKind::Form => "form",
        }
    }
}

/// Where the rows below a header went. `seen` is counted on its own, so that a gap shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCounts {
    pub seen: u64,
    pub accepted: u64,
    pub rejected: u64,
    pub repeated_header: u64,
    pub subtotal: u64,
    pub note: u64,
    pub duplicate_export: u64,
    /// Records that another export states anew, with other values.
    pub superseded: u64,
}

impl RowCounts {
    /// Rows passed over with a reason.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.repeated_header + self.subtotal + self.note + self.duplicate_export + self.superseded
    }

    /// Whether every row went somewhere.
    #[must_use]
    pub fn reconciles(&self) -> bool {
        self.seen == self.accepted + self.rejected + self.skipped()
    }

    /// Adds another sheet's counts.
    pub fn add(&mut self, other: &RowCounts) {
        self.seen += other.seen;
        self.accepted += other.accepted;
        self.rejected += other.rejected;
        self.repeated_header += other.repeated_header;
        self.subtotal += other.subtotal;
        self.note += other.note;
        self.duplicate_export += other.duplicate_export;
        self.superseded += other.superseded;
    }
}

/// A header cell as it stands on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderCell {
    /// Column of the cells it heads, 0-based; of a form or a table on its side, the field's place in the record.
    pub col: u32,
    pub text: String,
    /// The field it fills, where it is known.
    #[serde(with = "fixed::maybe")]
    pub field: Option<fixed::Name>,
}

/// What became of one sheet, or of one of the tables on it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SheetAccount {
    pub sheet: String,
    /// Position among the sources: what is rejected refers to it. None where the sheet is none of ours.
    pub source: Option<u32>,
    pub table: Option<TableId>,
    pub why: Option<Why>,
    pub layout: Option<LayoutKind>,
    pub header_row: Option<u32>,
    /// Header as written, and the field it fills.
    #[serde(with = "fixed::pairs")]
    pub columns: Vec<(String, &'static str)>,
    pub unknown: Vec<UnknownColumn>,
    /// Every header with its column, in the order of the sheet.
    pub header_cells: Vec<HeaderCell>,
    /// The configuration said which table it is.
    pub pinned: bool,
    /// The day that a title above the records states, for records without one of their own.
    #[serde(with = "fixed::day")]
    pub title_day: Option<NaiveDate>,
    /// What a person should know of how the header was understood.
    pub notes: Vec<HeaderNote>,
    pub rows: RowCounts,
    /// Dates whose order of day and month was taken from the configuration.
    pub dates: DateDoubts,
    /// Records that are the examples of a template.
    pub example_rows: u64,
    /// The last row read, as Excel numbers it: an export that ends at a format's limit was probably cut.
    pub last_row: u32,
    /// Why it was read only in part. No draft of such a file is kept.
    #[serde(skip)]
    pub problem: Option<Problem>,
}

/// A column nobody knows, with the field its header resembles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownColumn {
    pub header: String,
    #[serde(with = "fixed::maybe")]
    pub nearest: Option<fixed::Name>,
    /// The known spelling it resembles.
    pub alias: Option<String>,
}

/// What became of one file.
#[derive(Debug, Clone)]
pub struct FileAccount {
    pub file: String,
    pub sha256: String,
    pub bytes: u64,
    pub problem: Option<Problem>,
    /// What it is, where its name claims something else and it was read all the same.
    pub misnamed: Option<Format>,
    /// What a person should know of it although it was read.
    pub remarks: Vec<Remark>,
    pub sheets: Vec<SheetAccount>,
}

/// Money of one column, in minor units: read, and where it went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    pub seen: i128,
    pub accepted: i128,
    pub rejected: i128,
    pub skipped: i128,
}

impl Flow {
    pub(crate) fn add(&mut self, other: &Flow) {
        self.seen += other.seen;
        self.accepted += other.accepted;
        self.rejected += other.rejected;
        self.skipped += other.skipped;
    }
}

/// The control total of one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlTotal {
    pub table: TableId,
    pub column: &'static str,
    pub flow: Flow,
}

impl ControlTotal {
    /// Whether the money that was read is the money that was placed.
    #[must_use]
    pub fn reconciles(&self) -> bool {
        self.flow.seen == self.flow.accepted + self.flow.rejected + self.flow.skipped
    }
}

/// The whole account.
#[derive(Debug, Default)]
pub struct Account {
    pub files: Vec<FileAccount>,
    pub rejects: Vec<Reject>,
    pub totals: Vec<ControlTotal>,
    pub look_alikes: Vec<super::LookAlike>,
    /// Names that fit several customers.
    pub ambiguous_names: Vec<String>,
    /// Records that two exports state differently.
    pub conflicts: Vec<super::Conflict>,
    /// Customers that the master does not know.
    pub strangers: Vec<super::Stranger>,
    /// Months with far fewer rows than the ones before.
    pub thin_months: Vec<super::ThinMonth>,
}

impl Account {
    /// Rows of one table over all sheets.
    #[must_use]
    pub fn rows_of(&self, table: TableId) -> RowCounts {
        let mut counts = RowCounts::default();
        for sheet in self.files.iter().flat_map(|f| &f.sheets).filter(|s| s.table == Some(table)) {
            counts.add(&sheet.rows);
        }
        counts
    }

    /// Rows of all tables.
    #[must_use]
    pub fn rows(&self) -> RowCounts {
        let mut counts = RowCounts::default();
        for table in TableId::ALL {
            counts.add(&self.rows_of(table));
        }
        counts
    }

    /// The control totals of columns that the input has; a column nobody states has no total, not even zero.
    pub fn stated_totals(&self) -> impl Iterator<Item = &ControlTotal> {
        let states = |table: TableId, column: &str| {
            let sheets = self.files.iter().flat_map(|f| &f.sheets).filter(move |s| s.table == Some(table));
            // An amount may follow from quantity and price.
            let follows = column == crate::tables::orders::AMOUNT;
            sheets
                .flat_map(|s| &s.columns)
                .any(|(_, field)| *field == column || (follows && *field == crate::tables::orders::UNIT_PRICE))
        };
        self.totals.iter().filter(move |t| states(t.table, t.column))
    }

    /// Sheets and totals that do not reconcile, in words for a log: a fault of the program, never of the input.
    #[must_use]
    pub fn gaps(&self) -> Vec<String> {
        let sheets = self.files.iter().flat_map(|f| f.sheets.iter().map(move |s| (f, s)));
        let rows =
            sheets.filter(|(_, s)| !s.rows.reconciles()).map(|(f, s)| format!("rows of {}!{}: {:?}", f.file, s.sheet, s.rows));
        let money =
            self.totals.iter().filter(|t| !t.reconciles()).map(|t| format!("{}.{}: {:?}", t.table.name(), t.column, t.flow));
        rows.chain(money).collect()
    }
}
