//! `keyaccount prune --keep N`: the oldest months' folders go, where nobody put anything into them.

use std::time::Duration;

use serde_json::json;

use super::print_json;
use crate::Job;
use crate::cli::Format;
use crate::console;
use crate::failure::{DONE, Failure};
use crate::labels;
use crate::publish::{self, Lock, Prunable};

pub(super) fn prune(job: &Job, format: Format, keep: u32, dry_run: bool, wait_s: u64) -> Result<u8, Failure> {
    let output = &job.output;
    // Asked first: an output folder that is not there is a slip of the pen, and the lock would make it.
    let mut months = publish::prunable(output, keep as usize)?;
    let mut ended = Ok(());
    if !dry_run {
        let lock = Lock::acquire(output, Duration::from_secs(wait_s))?;
        // Another run may have published while this one waited.
        let beyond = publish::prunable(output, keep as usize)?;
        months.clear();
        for month in beyond {
            ended = if month.strange.is_empty() { publish::remove(output, &lock, month.month) } else { Ok(()) };
            if ended.is_err() {
                break;
            }
            months.push(month);
        }
    }
    match format {
        Format::Text => console::print(&labels::months::pruned(job.labels, &months, dry_run))?,
        Format::Json => print_json(&as_json(&months, dry_run))?,
    }
    ended.map(|()| DONE)
}

fn as_json(months: &[Prunable], dry_run: bool) -> serde_json::Value {
    let (clear, held): (Vec<_>, Vec<_>) = months.iter().partition(|p| p.strange.is_empty());
    json!({
        "dry_run": dry_run,
        "removed": clear.iter().map(|p| p.month.to_string()).collect::<Vec<_>>(),
        "left": held.iter().map(|p| json!({ "month": p.month.to_string(), "strange": p.strange })).collect::<Vec<_>>(),
    })
}
