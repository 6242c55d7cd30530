//! `[cache]`: whether, where and how much is kept of files that were read. Nothing in here changes a result.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What files came to when they were read, kept for the next run: it reads only those that are new or have changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Cache {
    /// Folder of the cache; empty: `.cache` in the output folder. It holds what the input says: keep it as close as the input.
    /// It may be deleted at any time.
    pub folder: String,
    /// The most it may take, in MiB; what was used longest ago goes first. 0: nothing is kept, and nothing kept is used.
    pub max_mib: u64,
}

impl Default for Cache {
    fn default() -> Self {
        Cache { folder: String::new(), max_mib: 1024 }
    }
}
