//! What the folder of an earlier month states, as plain data: publish reads it, analyse compares it, report says it.

use crate::units::Month;

/// How a figure is written, and what may be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Count,
    /// Two decimals, in major units.
    Money,
    /// Four decimals, 0 to 1.
    Share,
    /// Two decimals.
    Score,
    /// A code such as `core` or `A`.
    Word,
}

/// The figures of a customer that are compared: columns of `customers.csv`.
pub const COLUMNS: [(&str, Kind); 14] = [
    ("sales_month", Kind::Money),
    ("sales_window", Kind::Money),
    ("demand", Kind::Money),
    ("volume", Kind::Money),
    ("share", Kind::Share),
    ("segment", Kind::Word),
    ("abc", Kind::Word),
    ("tier", Kind::Word),
    ("payment_index", Kind::Score),
    ("credit_score", Kind::Score),
    ("credit_grade", Kind::Word),
    ("receivable_open", Kind::Money),
    ("overdue", Kind::Money),
    ("dso", Kind::Score),
];

/// The figures of the company that are compared: keys of the manifest's totals.
pub const TOTALS: [(&str, Kind); 5] = [
    ("sales_month", Kind::Money),
    ("sales_window", Kind::Money),
    ("customers", Kind::Count),
    ("receivable_open", Kind::Money),
    ("overdue", Kind::Money),
];

/// Figures as they are printed, in the order of [`COLUMNS`]; none where unknown.
pub type Figures = [Option<String>; COLUMNS.len()];
/// Figures as they are printed, in the order of [`TOTALS`]; none where unknown.
pub type Totals = [Option<String>; TOTALS.len()];

/// What stands in the output folder for a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    pub month: Month,
    /// The hash of its manifest, where there is one.
    pub manifest_sha256: Option<String>,
    pub state: State,
}

/// Whether the month can be compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// There is no such folder.
    NotPublished,
    /// There is one, and no manifest or table in it that this version understands.
    Unreadable,
    /// Its table of customers is not the one that its manifest states.
    ChangedSince,
    Published(Box<Published>),
}

impl State {
    /// The word in the manifest.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            State::NotPublished => "not_published",
            State::Unreadable => "unreadable",
            State::ChangedSince => "changed_since",
            State::Published(_) => "published",
        }
    }
}

/// A month as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub tool_version: String,
    pub config_sha256: String,
    pub inputs: Vec<InputFile>,
    pub totals: Totals,
    /// In the order of the file.
    pub customers: Vec<Stated>,
}

/// A file that was read; the hash is empty where it could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    pub file: String,
    pub sha256: String,
}

/// One customer's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    pub key: String,
    pub name: String,
    pub figures: Figures,
}
