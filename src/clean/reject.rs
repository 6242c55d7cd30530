//! A row that cannot be used: where it stands, which cell is at fault, and why. Data, not an error.

use crate::tables::TableId;

/// Why a cell cannot be read. The code goes into `rejects.csv`; the sentence is made by the labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    MissingRequired,
    BadDate,
    AmbiguousDate,
    DateOutOfRange,
    BadTime,
    BadNumber,
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
}

impl Reason {
    pub const ALL: [Reason; 16] = [
        Reason::MissingRequired,
        Reason::BadDate,
        Reason::AmbiguousDate,
        Reason::DateOutOfRange,
        Reason::BadTime,
        Reason::BadNumber,
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
    ];

    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Reason::MissingRequired => "missing_required",
            Reason::BadDate => "bad_date",
            Reason::AmbiguousDate => "ambiguous_date",
            Reason::DateOutOfRange => "date_out_of_range",
            Reason::BadTime => "bad_time",
            Reason::BadNumber => "bad_number",
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
        }
    }
}

/// One rejected row, named by its first faulty cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    pub table: TableId,
    pub file: String,
    pub sheet: String,
    /// The row as Excel numbers it.
    pub row: u32,
    /// The column of the cell, 0-based, where the sheet has the column at all.
    pub col: Option<u32>,
    /// The field, for example `amount`.
    pub column: &'static str,
    /// What the cell holds, as text.
    pub value: String,
    pub reason: Reason,
}

impl Reject {
    /// The cell in Excel's spelling, for example `F17`.
    #[must_use]
    pub fn cell(&self) -> String {
        self.col.map_or_else(|| self.row.to_string(), |col| format!("{}{}", column_letters(col), self.row))
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
