//! A row that cannot be used: where it stands, which cell is at fault, and why. Data, not an error.

use super::held::HeldCell;
use super::kept::fixed;
use crate::tables::TableId;
use serde::{Deserialize, Serialize};

/// Why a cell cannot be read. The code goes into `rejects.csv`; the sentence is made by the labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reason {
    MissingRequired,
    BadDate,
    AmbiguousDate,
    DateOutOfRange,
    TimeZone,
    BadTime,
    BadNumber,
    InexactNumber,
    NotFinite,
    TooLarge,
    FormulaError,
    Uncalculated,
    ImpreciseId,
    BadFlag,
    BadRating,
    RatingOutOfRange,
    LossyText,
    MissingRate,
    SurplusCell,
}

impl Reason {
    pub const ALL: [Reason; 19] = [
        Reason::MissingRequired,
        Reason::BadDate,
        Reason::AmbiguousDate,
        Reason::DateOutOfRange,
        Reason::TimeZone,
        Reason::BadTime,
        Reason::BadNumber,
        Reason::InexactNumber,
        Reason::NotFinite,
        Reason::TooLarge,
        Reason::FormulaError,
        Reason::Uncalculated,
        Reason::ImpreciseId,
        Reason::BadFlag,
        Reason::BadRating,
        Reason::RatingOutOfRange,
        Reason::LossyText,
        Reason::MissingRate,
        Reason::SurplusCell,
    ];

    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Reason::MissingRequired => "missing_required",
            Reason::BadDate => "bad_date",
            Reason::AmbiguousDate => "ambiguous_date",
            Reason::DateOutOfRange => "date_out_of_range",
            Reason::TimeZone => "time_zone",
            Reason::BadTime => "bad_time",
            Reason::BadNumber => "bad_number",
            Reason::InexactNumber => "inexact_number",
            Reason::NotFinite => "not_finite",
            Reason::TooLarge => "too_large",
            Reason::FormulaError => "formula_error",
            Reason::Uncalculated => "uncalculated_formula",
            Reason::ImpreciseId => "imprecise_id",
            Reason::BadFlag => "bad_yes_no",
            Reason::BadRating => "bad_rating",
            Reason::RatingOutOfRange => "rating_out_of_range",
            Reason::LossyText => "lossy_text",
            Reason::MissingRate => "missing_rate",
            Reason::SurplusCell => "surplus_cell",
        }
    }
}

/// A cell that cannot be read, or that is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultyCell {
    /// The field, for example `amount`.
    #[serde(with = "fixed::one")]
    pub column: fixed::Name,
    /// Where the cell stands: row as Excel numbers it, column 0-based; `None` where the sheet has no such column.
    pub at: Option<(u32, u32)>,
    /// What the cell holds, as text.
    pub value: String,
    pub reason: Reason,
}

impl FaultyCell {
    /// The cell in Excel's spelling, for example `F17`.
    #[must_use]
    pub fn cell(&self) -> Option<String> {
        self.at.map(|(row, col)| format!("{}{row}", column_letters(col)))
    }
}

/// One rejected row: named by its first faulty cell, with the others, and kept as it was read so that its owner can mend it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reject {
    pub table: TableId,
    pub file: String,
    pub sheet: String,
    /// The part of a sheet it stands in: [`SheetAccount::source`](super::SheetAccount::source).
    pub source: u32,
    /// The row as Excel numbers it; of a record on its side, or of a form, the row where it begins.
    pub row: u32,
    pub first: FaultyCell,
    /// Every further cell of the row that cannot be read.
    pub also: Vec<FaultyCell>,
    /// The row as read; empty beyond the first [`KEPT_ROWS`] rejects, or [`KEPT_BYTES`] of their text.
    pub cells: Vec<HeldCell>,
}

/// So many rejected rows are kept with all their cells: an export that fails as a whole must not fill the memory.
pub const KEPT_ROWS: usize = 20_000;
/// So much text of them.
pub(crate) const KEPT_BYTES: usize = 64 << 20;

impl Reject {
    /// The faulty cells of the row, the first one first.
    pub fn faults(&self) -> impl Iterator<Item = &FaultyCell> {
        std::iter::once(&self.first).chain(&self.also)
    }

    /// The cell in Excel's spelling, for example `F17`; the row where the sheet has no such column.
    #[must_use]
    pub fn cell(&self) -> String {
        self.first.cell().unwrap_or_else(|| self.row.to_string())
    }
}

/// `A`, `B`, … `Z`, `AA` for a 0-based column.
#[must_use]
pub fn column_letters(col: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = col + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_excel_does() {
        for (col, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
        {
            assert_eq!(column_letters(col), letters);
        }
    }

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<_> = Reason::ALL.iter().map(|r| r.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Reason::ALL.len());
    }
}
