//! What follows a run, however it ended: its metrics, and the command that the configuration names.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use chrono::DateTime;

use crate::config::{AfterRun, RunEnd};
use crate::failure::{FOUND, Failure, USAGE};
use crate::hook::{self, Call, Fate};
use crate::metrics::{self, Run, Standing};
use crate::publish::{self, Lock};
use crate::units::Month;
use crate::{Job, Outcome};

/// A month that a run is done with.
pub(super) struct Done {
    month: String,
    unchanged: bool,
}

impl Done {
    pub(super) fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Written(manifest) => Done { month: manifest.month.clone(), unchanged: false },
            Outcome::Unchanged(manifest) => Done { month: manifest.month.clone(), unchanged: true },
        }
    }
}

/// Does the work of a run under the lock, and then tells of it: the work notes each month that it is done with.
///
/// # Errors
/// Those of the work: what is told afterwards can fail, and changes nothing of it.
pub(super) fn told(
    job: &Job,
    lock: Lock,
    work: impl FnOnce(&Lock, &mut Vec<Done>) -> Result<u8, Failure>,
) -> Result<u8, Failure> {
    let begun = Instant::now();
    let mut done = Vec::new();
    let result = catch_unwind(AssertUnwindSafe(|| work(&lock, &mut done)));
    let exit_code = match &result {
        Ok(Ok(code)) => *code,
        Ok(Err(failure)) => failure.exit_code(),
        Err(_) => USAGE,
    };
    let took = begun.elapsed();
    tracing::info!(exit_code, months = done.len(), ms = took.as_millis() as u64, "run ended");
    let mut run = of_run(&job.output, exit_code, took, &done);
    let written = write(&job.output, &run);
    // A command may call this program: the lock is not its to wait for.
    drop(lock);
    let calls = calls(&job.config.after_run, &job.output, exit_code, &done);
    if !calls.is_empty() {
        run.calls = call_all(&job.config.after_run, &calls);
        write_again(&job.output, &run, &written);
    }
    result.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Tells of a run that ended before there was a job: with a configuration that cannot be used there is no command to call, and
/// a folder that is not there yet is not made for a metrics file.
pub(super) fn told_before(output: &Path, failure: &Failure) {
    if !output.is_dir() {
        return;
    }
    // Where another run holds the lock, the metrics are that one's.
    let Ok(_lock) = Lock::acquire(output, Duration::ZERO) else { return };
    write(output, &of_run(output, failure.exit_code(), Duration::ZERO, &[]));
}

fn of_run(output: &Path, exit_code: u8, took: Duration, done: &[Done]) -> Run {
    let ended_s = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let succeeded = exit_code <= FOUND;
    Run {
        ended_s,
        succeeded_s: if succeeded { ended_s } else { metrics::last_success(output) },
        seconds: took.as_secs_f64(),
        exit_code,
        published: succeeded && done.iter().any(|d| !d.unchanged),
        unchanged: succeeded && done.iter().all(|d| d.unchanged),
        calls: [0; 3],
    }
}

/// Writes the metrics and gives back what they say. That they cannot be written is told, and spoils nothing.
fn write(output: &Path, run: &Run) -> String {
    let text = metrics::text(run, standing(output, run.ended_s).as_ref(), publish::TOOL_VERSION);
    // A signal between the making of a file and its renaming would leave it behind.
    if let Err(error) = publish::undisturbed(|| metrics::write(output, &text)) {
        tracing::warn!(cause = %error, "{} could not be written", metrics::FILE);
    }
    text
}

/// Adds what became of the command, unless another run has had its say since.
fn write_again(output: &Path, run: &Run, written: &str) {
    match Lock::acquire(output, Duration::ZERO) {
        Ok(_lock) if metrics::says(output, written) => {
            write(output, run);
        }
        _ => tracing::debug!("another run has begun: the metrics are that one's"),
    }
}

/// What the newest month in the output folder states, by the clock of now.
fn standing(output: &Path, now_s: u64) -> Option<Standing> {
    let manifest = publish::newest(output)?;
    let month: Month = manifest.month.parse().ok()?;
    let now = DateTime::from_timestamp(i64::try_from(now_s).ok()?, 0)?;
    let rows = manifest.rows();
    let unreadable = manifest.inputs.iter().filter(|input| input.problem.is_some()).count() as u64;
    Some(Standing {
        month,
        rows: [rows.accepted, rows.rejected, rows.skipped.all()],
        findings: manifest.totals.findings.counts(),
        open_findings: manifest.totals.open_findings.counts(),
        files: [manifest.inputs.len() as u64 - unreadable, unreadable],
        months_behind: metrics::months_behind(month, Month::of(now.date_naive())),
    })
}

/// The calls that a run asks for: one for each month that it is done with, and one where it failed.
fn calls(hook: &AfterRun, output: &Path, exit_code: u8, done: &[Done]) -> Vec<Call> {
    // A command may have another folder to work in.
    let output = std::path::absolute(output).unwrap_or_else(|_| output.to_owned());
    let call = |outcome, month: Option<&str>| {
        let month = month.map(|month| (output.join(month), month.to_owned()));
        Call { outcome, month, manifest: publish::MANIFEST, exit_code }
    };
    let ended = |d: &Done| if d.unchanged { RunEnd::Unchanged } else { RunEnd::Published };
    let mut calls: Vec<Call> = done.iter().map(|d| call(ended(d), Some(&d.month))).collect();
    if exit_code > FOUND {
        calls.push(call(RunEnd::Failed, None));
    }
    calls.retain(|call| !hook.command.is_empty() && hook.on.contains(&call.outcome) && !hook::is_within());
    calls
}

/// Makes the calls one after another. Gives how many were done, failed, and took too long.
fn call_all(hook: &AfterRun, calls: &[Call]) -> [u32; 3] {
    let mut counts = [0; 3];
    for call in calls {
        let (outcome, begun) = (call.outcome.code(), Instant::now());
        let fate = hook::call(hook, call);
        let ms = begun.elapsed().as_millis() as u64;
        match fate {
            Fate::Done => {
                tracing::info!(outcome, ms, "the command after the run is done");
                counts[0] += 1;
            }
            Fate::Failed { how, said } => {
                tracing::error!(outcome, ms, how, said, "the command after the run failed; the run itself is not affected");
                counts[1] += 1;
            }
            Fate::NotStarted { cause } => {
                tracing::error!(outcome, cause, "the command after the run could not be started; the run itself is not affected");
                counts[1] += 1;
            }
            Fate::TimedOut { said } => {
                tracing::error!(
                    outcome,
                    ms,
                    said,
                    "the command after the run took too long and was ended; the run itself is not affected"
                );
                counts[2] += 1;
            }
        }
    }
    counts
}
