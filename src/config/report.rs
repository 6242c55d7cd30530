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
    /// Rows of a table that `report.html` holds at most; the workbook has them all.
    pub html_rows: u32,
}

impl Default for Report {
    fn default() -> Self {
        Report { explained_customers: 30, explained_rows: 5, html_rows: 1000 }
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
        if !(10..=20_000).contains(&self.html_rows) {
            faults.push("report.html_rows: must be 10 to 20000".to_owned());
        }
        faults
    }
}
