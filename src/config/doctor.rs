//! `[doctor]`: from which point on `keyaccount doctor` speaks up.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Limits of the look at the machine; none of them changes a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Doctor {
    /// Free space on the disk of the output folder, in MiB, that is always asked for.
    pub free_mib: u32,
    /// Free space asked for, in copies of the newest month's folder, where that is more.
    pub free_copies: u32,
    /// Hours by which the newest input file may lie ahead of the clock before the clock is doubted.
    pub clock_hours: u32,
}

impl Default for Doctor {
    fn default() -> Self {
        Doctor { free_mib: 200, free_copies: 3, clock_hours: 24 }
    }
}

impl Doctor {
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (key, value, least, most) in [("free_copies", self.free_copies, 0, 1000), ("clock_hours", self.clock_hours, 1, 8784)]
        {
            if !(least..=most).contains(&value) {
                faults.push(format!("doctor.{key}: must be {least} to {most}"));
            }
        }
        faults
    }
}
