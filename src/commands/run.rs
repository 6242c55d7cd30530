//! `keyaccount run`: the monthly review, published.

use std::path::Path;
use std::time::Duration;

use serde_json::json;

use super::afterwards::{self, Done};
use super::print_json;
use crate::cli::{FailOn, Format, Global};
use crate::console;
use crate::failure::{DONE, FOUND, Failure};
use crate::labels::summary;
use crate::publish::Lock;
use crate::publish::manifest::Manifest;
use crate::{Job, Outcome};

pub(super) fn run(job: &Job, format: Format, fail_on: FailOn, wait_s: u64, force: bool) -> Result<u8, Failure> {
    outside(&job.input, &job.output)?;
    let lock = Lock::acquire(&job.output, Duration::from_secs(wait_s))?;
    afterwards::told(job, lock, |lock, done| {
        let outcome = crate::run(job, lock, force)?;
        done.push(Done::of(&outcome));
        report(job, &outcome, format, fail_on)
    })
}

/// A run that ends before there is a job is a run that failed.
pub(super) fn told_before(global: &Global, failure: &Failure) {
    if outside(&global.input, &global.output).is_ok() {
        afterwards::told_before(&global.output, failure);
    }
}

/// Prints what came of it. Gives the exit code.
fn report(job: &Job, outcome: &Outcome, format: Format, fail_on: FailOn) -> Result<u8, Failure> {
    let (manifest, unchanged) = match outcome {
        Outcome::Written(manifest) => (manifest, false),
        Outcome::Unchanged(manifest) => (manifest, true),
    };
    let folder = job.output.join(&manifest.month).display().to_string();
    match format {
        Format::Text => console::print(&summary::run(job.labels, manifest, &folder, unchanged))?,
        Format::Json => print_json(&as_json(manifest, &folder, unchanged))?,
    }
    Ok(if fail_on.reached(manifest.totals.open_findings.counts()) { FOUND } else { DONE })
}

fn as_json(manifest: &Manifest, folder: &str, unchanged: bool) -> serde_json::Value {
    let rows = manifest.rows();
    json!({
        "month": manifest.month,
        "folder": folder,
        "unchanged": unchanged,
        "rows": { "seen": rows.seen, "accepted": rows.accepted, "rejected": rows.rejected, "skipped": rows.skipped.all() },
        "findings": manifest.totals.findings,
        "open_findings": manifest.totals.open_findings,
    })
}

/// An output folder inside the input folder would be read as input the next time.
pub(super) fn outside(input: &Path, output: &Path) -> Result<(), Failure> {
    let Ok(input) = input.canonicalize() else { return Ok(()) };
    // The output folder may not be there yet: then its nearest ancestor that is tells where it will be.
    let absolute = std::path::absolute(output).map_err(|e| Failure::output(output, &e))?;
    let real = absolute.ancestors().find_map(|a| Some(a.canonicalize().ok()?.join(absolute.strip_prefix(a).ok()?)));
    if real.is_some_and(|real| real.starts_with(&input)) {
        return Err(Failure::OutputInsideInput { path: output.display().to_string() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_may_not_lie_inside_the_input() {
        let dir = tempfile::tempdir().unwrap();
        let (input, beside) = (dir.path().join("input"), dir.path().join("output/new"));
        std::fs::create_dir(&input).unwrap();
        assert!(outside(&input, &beside).is_ok());
        assert!(outside(&input, &dir.path().join("input2")).is_ok());
        for inside in [input.clone(), input.join("out"), input.join("not/there/yet")] {
            assert!(matches!(outside(&input, &inside), Err(Failure::OutputInsideInput { .. })), "{}", inside.display());
        }
    }
}
