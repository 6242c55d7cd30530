//! Bounds this process as `[machine]` says. Children inherit the bounds, and lower that of memory further for themselves.

use crate::config::Machine;
use crate::units;

/// Bounds threads and memory for the rest of the process's life.
pub(super) fn bound(machine: &Machine) {
    units::limit_threads(machine.threads as usize);
    bound_processors(machine.threads as usize);
    if machine.memory_mib > 0 {
        bound_memory(machine.memory_mib.saturating_mul(1 << 20));
    }
}

/// Threads that libraries start (the workbook's writer starts one for each sheet) know nothing of our bound: on Linux the process
/// keeps to so many processors, so that no more than these compute at the same time. Which ones differs from run to run, so
/// that two bounded runs do not share one while others idle.
#[cfg(target_os = "linux")]
fn bound_processors(threads: usize) {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

    let Ok(given) = sched_getaffinity(None) else { return };
    let allowed: Vec<usize> = (0..CpuSet::MAX_CPU).filter(|&cpu| given.is_set(cpu)).collect();
    if threads == 0 || threads >= allowed.len() {
        return;
    }
    let mut kept = CpuSet::new();
    let first = std::process::id() as usize;
    for cpu in allowed.iter().cycle().skip(first % allowed.len()).take(threads) {
        kept.set(*cpu);
    }
    if let Err(error) = sched_setaffinity(None, &kept) {
        tracing::warn!(cause = %error, "the processors could not be bounded: machine.threads bounds our own threads only");
    }
}

#[cfg(not(target_os = "linux"))]
fn bound_processors(_: usize) {}

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
