//! `[machine]`: how much of the machine a run may take. Nothing in here changes a result.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The least memory that a review of a few small files gets by with, in MiB.
const LEAST_MIB: u64 = 512;

/// Bounds for a machine that has other things to do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Machine {
    /// Threads that compute at the same time; 0: as many as there are processors.
    pub threads: u32,
    /// Memory that the process may reserve (its address space, which is more than it uses), in MiB; 0: no bound. At the bound the
    /// process is ended by the system (exit code 134), and the old month stands. Not enforced on Windows.
    pub memory_mib: u64,
}

impl Machine {
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.threads > 1024 {
            faults.push("machine.threads: must be 0 to 1024".to_owned());
        }
        if (1..LEAST_MIB).contains(&self.memory_mib) {
            faults.push(format!("machine.memory_mib: must be 0, or {LEAST_MIB} and more"));
        }
        faults
    }
}
