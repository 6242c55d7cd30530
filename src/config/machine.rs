//! `[machine]`: how much of the machine a run may take. Nothing in here changes a result.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Config;

/// Top-level keys that no result depends on: the workbook does not list them, and they count neither for the hash of the
/// configuration nor as values that were tried.
pub const OF_THE_MACHINE: &[&str] = &["machine"];

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

impl Config {
    /// Every value that a result may depend on, by its key.
    ///
    /// # Errors
    /// Only for a fault of the program.
    pub fn of_the_review(&self) -> Result<Value, serde_json::Error> {
        let mut values = serde_json::to_value(self)?;
        if let Some(sections) = values.as_object_mut() {
            sections.retain(|key, _| !OF_THE_MACHINE.contains(&key.as_str()));
        }
        Ok(values)
    }
}
