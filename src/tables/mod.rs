//! What a record is: each table's columns, types and meaning, declared once; the only place with column names.
//!
//! A table is a polars frame whose schema was checked ([`Frame`]); small tables are also read as typed records
//! ([`Visit`], [`Expense`], [`Callback`], [`CustomerCard`], [`Disposition`]), orders line by line ([`OrderLine`]). Every record
//! knows its file, sheet and row ([`Source`]).

pub mod callbacks;
pub mod customers;
pub mod dispositions;
pub mod expenses;
mod frame;
pub mod orders;
mod party;
mod sources;
mod spec;
pub mod visits;
mod vocabulary;

pub use callbacks::Callback;
pub use customers::CustomerCard;
pub use dispositions::Disposition;
pub use expenses::Expense;
pub use frame::{Frame, FrameError, PARTY, SOURCE_ROW, SOURCE_SHEET};
pub use orders::{Order, OrderLine, OrderLines, Orders};
pub use party::{Parties, Party, PartyIx};
pub use sources::{Source, SourceSheet, Sources};
pub(crate) use spec::column_name;
pub use spec::{Column, Kind, TableId, TableSpec};
pub use visits::Visit;
pub use vocabulary::{Vocabulary, Words, headers, normalise_word, word_lists};
pub(crate) use vocabulary::{folded, is_invisible};

/// What the identifiers of the example rows in the fill-in templates begin with, in Chinese and in English.
pub const EXAMPLE_PREFIXES: [&str; 2] = ["示例-", "EXAMPLE-"];
/// Sheets of the templates that explain how to fill them.
pub const GUIDE_SHEETS: [&str; 2] = ["填写说明", "How to fill"];

/// Everything that was read, cleaned and attributed to customers.
#[derive(Debug)]
pub struct Tables {
    pub sources: Sources,
    pub parties: Parties,
    pub orders: Orders,
    pub customers: Vec<CustomerCard>,
    pub visits: Vec<Visit>,
    pub expenses: Vec<Expense>,
    pub callbacks: Vec<Callback>,
    pub dispositions: Vec<Disposition>,
}

impl Tables {
    /// Whether any sheet was read as this table.
    #[must_use]
    pub fn has(&self, table: TableId) -> bool {
        self.sources.sheets().iter().any(|s| s.table == Some(table))
    }

    /// Whether any sheet of the table states this column.
    #[must_use]
    pub fn has_column(&self, table: TableId, column: &str) -> bool {
        self.sources.sheets().iter().any(|s| s.table == Some(table) && s.columns.contains(&column))
    }
}
