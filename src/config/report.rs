//! `[report]`: how much of it the workbook explains.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Limits of what is shown; none of them changes a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Report {
    /// Key customers with a page of their own that explains their figures, the largest volumes first; 0: none.
    pub explained_customers: u32,
    /// Source rows of each kind that an explanation shows, the largest first; `--format json` has every one.
    pub explained_rows: u32,
}

impl Default for Report {
    fn default() -> Self {
        Report { explained_customers: 30, explained_rows: 5 }
    }
}

impl Report {
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (key, value, most) in
            [("explained_customers", self.explained_customers, 200), ("explained_rows", self.explained_rows, 100)]
        {
            if value > most {
                faults.push(format!("report.{key}: must be 0 to {most}"));
            }
        }
        faults
    }
}
