//! Months with far fewer rows than the ones before: most likely an export that was cut short.

use crate::tables::TableId;
use crate::units::Month;

/// A month that lacks rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThinMonth {
    pub table: TableId,
    pub month: Month,
    pub rows: u64,
    /// The median of the months before.
    pub usual: u64,
}
