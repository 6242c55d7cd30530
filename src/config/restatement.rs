//! `[restatement]`: last month's figures from today's input beside those that were published.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much of a restatement is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Restatement {
    /// So many changed figures, and so many rows behind them, are listed: the largest first.
    pub listed: u32,
}

impl Default for Restatement {
    fn default() -> Self {
        Restatement { listed: 500 }
    }
}
