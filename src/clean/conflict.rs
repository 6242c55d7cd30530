//! Records that two exports state differently: same id, other values, in another file. One wins, both are listed.

use crate::tables::TableId;

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub file: String,
    pub sheet: String,
    /// The row as Excel numbers it.
    pub row: u32,
}

/// Why one of two records was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Its file has the later name.
    LaterName,
    /// Its file has the earlier name.
    EarlierName,
    /// The other one says nothing that it does not say as well, and less.
    Fuller,
    /// The configuration keeps both: both are counted.
    Both,
}

/// A field the two records state differently, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub column: &'static str,
    pub kept: String,
    pub dropped: String,
}

/// One record stated twice, differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub table: TableId,
    /// The id they share.
    pub id: String,
    pub kept: Place,
    /// Not counted, unless both are kept.
    pub dropped: Place,
    pub basis: Basis,
    pub differences: Vec<Difference>,
}
