//! `[coverage]`: how often customers are to be seen and called (domain.md section 5).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Thresholds of coverage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Coverage {
    /// Visits due a month, by segment.
    pub visits_core: u32,
    pub visits_opportunity: u32,
    pub visits_support: u32,
    pub visits_low_return: u32,
    /// A visit counts as followed by an order within this many days.
    pub order_within_days: u32,
    /// Call list: days a key customer may go without a callback.
    pub key_call_days: u32,
    /// Call list: days any other active customer may go without one.
    pub routine_call_days: u32,
}

impl Default for Coverage {
    fn default() -> Self {
        Coverage {
            visits_core: 2,
            visits_opportunity: 2,
            visits_support: 1,
            visits_low_return: 0,
            order_within_days: 30,
            key_call_days: 7,
            routine_call_days: 31,
        }
    }
}
