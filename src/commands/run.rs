//! `keyaccount run`: the monthly review, published; with `--catch-up` that of every month that is missing.

use std::path::{Path, PathBuf};
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

/// What the command line asks of a run.
pub(super) struct Wish {
    pub(super) fail_on: FailOn,
    pub(super) wait_s: u64,
    pub(super) force: bool,
    pub(super) catch_up: bool,
}

/// One month, or all that are missing. A month that fails ends it; those before it are published, printed and judged.
pub(super) fn run(job: &Job, format: Format, wish: &Wish) -> Result<u8, Failure> {
    outside(&job.input, &job.output)?;
    let lock = Lock::acquire(&job.output, Duration::from_secs(wish.wait_s))?;
    afterwards::told(job, lock, |lock, done| reviewed(job, format, wish, lock, done))
}

/// A run that ends before there is a job is a run that failed.
pub(super) fn told_before(global: &Global, failure: &Failure) {
    if outside(&global.input, &global.output).is_ok() {
        afterwards::told_before(&global.output, failure);
    }
}

/// Makes the months, prints each, and notes what it is done with. Gives the exit code.
fn reviewed(job: &Job, format: Format, wish: &Wish, lock: &Lock, done: &mut Vec<Done>) -> Result<u8, Failure> {
    if !wish.catch_up {
        let outcome = crate::run(job, lock, wish.force)?;
        done.push(Done::of(&outcome));
        match format {
            Format::Text => console::print(&text(job, &outcome))?,
            Format::Json => print_json(&as_json(job, &outcome))?,
        }
        return Ok(exit_code(wish.fail_on, &outcome));
    }
    let (mut code, mut months) = (DONE, Vec::new());
    let ended = crate::catch_up(job, lock, wish.force, |outcome| {
        done.push(Done::of(&outcome));
        code = code.max(exit_code(wish.fail_on, &outcome));
        months.push(as_json(job, &outcome));
        match format {
            // At once: a later month may fail, or be interrupted.
            Format::Text => console::print(&text(job, &outcome)),
            Format::Json => Ok(()),
        }
    });
    if format == Format::Json {
        print_json(&json!({ "months": months }))?;
    }
    // What failed is graver than any finding.
    ended.map(|()| code)
}

fn exit_code(fail_on: FailOn, outcome: &Outcome) -> u8 {
    if fail_on.reached(outcome.manifest().totals.open_findings.counts()) { FOUND } else { DONE }
}

fn folder(job: &Job, manifest: &Manifest) -> String {
    job.output.join(&manifest.month).display().to_string()
}

fn text(job: &Job, outcome: &Outcome) -> String {
    let manifest = outcome.manifest();
    summary::run(job.labels, manifest, &folder(job, manifest), matches!(outcome, Outcome::Unchanged(_)))
}

fn as_json(job: &Job, outcome: &Outcome) -> serde_json::Value {
    let manifest = outcome.manifest();
    let rows = manifest.rows();
    json!({
        "month": manifest.month,
        "folder": folder(job, manifest),
        "unchanged": matches!(outcome, Outcome::Unchanged(_)),
        "rows": { "seen": rows.seen, "accepted": rows.accepted, "rejected": rows.rejected, "skipped": rows.skipped.all() },
        "findings": manifest.totals.findings,
        "open_findings": manifest.totals.open_findings,
    })
}

/// An output folder inside the input folder would be read as input the next time.
pub(super) fn outside(input: &Path, output: &Path) -> Result<(), Failure> {
    let Ok(input) = input.canonicalize() else { return Ok(()) };
    if real(output)?.starts_with(&input) {
        return Err(Failure::OutputInsideInput { path: output.display().to_string() });
    }
    Ok(())
}

/// Where a path leads. It may not be there yet: then its nearest ancestor that is tells where it will be.
pub(super) fn real(path: &Path) -> Result<PathBuf, Failure> {
    let absolute = std::path::absolute(path).map_err(|e| Failure::output(path, &e))?;
    let real = absolute.ancestors().find_map(|a| Some(a.canonicalize().ok()?.join(absolute.strip_prefix(a).ok()?)));
    Ok(real.unwrap_or(absolute))
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
