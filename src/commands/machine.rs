//! Bounds this process as `[machine]` says. Children inherit the bound on memory, and lower it further for themselves.

use crate::config::Machine;
use crate::units;

/// Bounds threads and memory for the rest of the process's life.
pub(super) fn bound(machine: &Machine) {
    units::limit_threads(machine.threads as usize);
    if machine.memory_mib > 0 {
        bound_memory(machine.memory_mib.saturating_mul(1 << 20));
    }
}

/// At the bound an allocation fails, and the process ends with SIGABRT (exit code 134): nothing is published by then, or all.
#[cfg(unix)]
fn bound_memory(bytes: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let lower = |resource, wanted: u64| {
        let given = getrlimit(resource);
        let least = |limit: Option<u64>| Some(limit.map_or(wanted, |limit| limit.min(wanted)));
        setrlimit(resource, Rlimit { current: least(given.current), maximum: least(given.maximum) })
    };
    if let Err(error) = lower(Resource::As, bytes) {
        tracing::warn!(cause = %error, "machine.memory_mib could not be set: the memory has no bound");
    }
    // Of a process that ends at the bound no picture of its memory is kept: there are names and amounts in it.
    let _ = lower(Resource::Core, 0);
}

#[cfg(not(unix))]
fn bound_memory(_: u64) {
    tracing::warn!("machine.memory_mib is not enforced on this system");
}
