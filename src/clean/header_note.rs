//! What a person should know of how a header was understood: where a unit came from, and which of two columns is used.

use serde::{Deserialize, Serialize};

use super::kept::fixed;

/// A column, or a line of the sheet, as it is written, with its cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub cell: String,
    pub text: String,
}

/// One thing about the header of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeaderNote {
    /// A line of the sheet states the unit of columns that state none: these were multiplied by the factor.
    UnitStated { line: Written, factor: String, currency: Option<String>, headers: Vec<String> },
    /// A line of the sheet and a header state different units: the header's was taken.
    UnitContradicted { line: Written, header: Written },
    /// A money column whose header, or a line whose text, says a unit that nobody knows: read with this factor.
    UnitUnclear { place: Written, factor: String },
    /// Two columns mean one field: the second is not read.
    Doubled {
        #[serde(with = "fixed::one")]
        field: fixed::Name,
        used: Written,
        passed: Written,
        /// Whether money, days or names depend on the choice.
        grave: bool,
    },
    /// Cells of a column that write the decimal mark otherwise than the others do.
    MixedMarks { header: Written, count: u64 },
}

impl HeaderNote {
    /// Where a person looks first.
    #[must_use]
    pub fn place(&self) -> &Written {
        match self {
            HeaderNote::UnitStated { line, .. } | HeaderNote::UnitContradicted { line, .. } => line,
            HeaderNote::UnitUnclear { place, .. } => place,
            HeaderNote::Doubled { passed, .. } => passed,
            HeaderNote::MixedMarks { header, .. } => header,
        }
    }
}
