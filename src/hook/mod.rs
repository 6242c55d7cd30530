//! Hook: a command of the operator's, called when a run has ended, with a time limit and without a shell. Whatever becomes of it
//! is told and changes nothing of the run.

mod group;
mod tail;

use std::io;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

pub use group::stop;

use group::Group;
use tail::Tail;

use crate::config::{AfterRun, PLACEHOLDERS, RunEnd};

/// How often a command is looked at.
const PAUSE: Duration = Duration::from_millis(20);
/// What a command may take to end by itself once it was asked to.
const GRACE: Duration = Duration::from_secs(2);

/// What a command is told of the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    pub outcome: RunEnd,
    /// The month's folder and its name, `2026-05`; none after a run that failed.
    pub month: Option<(PathBuf, String)>,
    /// The name of the manifest in that folder.
    pub manifest: &'static str,
    pub exit_code: u8,
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    Done,
    /// It ended otherwise than with 0: how, and the last it said.
    Failed {
        how: String,
        said: String,
    },
    /// It took longer than it may and was ended, with all that it started.
    TimedOut {
        said: String,
    },
    NotStarted {
        cause: String,
    },
}

/// Whether this very process was started by such a command: a run within it calls none again, or it would go on for ever.
#[must_use]
pub fn is_within() -> bool {
    std::env::var_os("KEYACCOUNT_OUTCOME").is_some()
}

/// Calls the configured command and waits for its end, at most as long as it may take.
#[must_use]
pub fn call(hook: &AfterRun, call: &Call) -> Fate {
    let values = call.values();
    let mut filled = hook.command.iter().map(|argument| fill(argument, &values));
    let Some(program) = filled.next() else { return Fate::Done };
    let mut command = Command::new(program);
    command.args(filled).stdin(Stdio::null());
    for (name, value) in &values {
        command.env(format!("KEYACCOUNT_{}", name.to_uppercase()), value);
    }
    watch(command, Duration::from_secs(hook.timeout_s.into())).unwrap_or_else(|e| Fate::NotStarted { cause: e.to_string() })
}

impl Call {
    /// The placeholders with their values; what there is none of is empty.
    fn values(&self) -> [(&'static str, String); PLACEHOLDERS.len()] {
        let (folder, month) = self.month.clone().unwrap_or_default();
        let path = |path: PathBuf| path.display().to_string();
        let manifest = if month.is_empty() { String::new() } else { path(folder.join(self.manifest)) };
        let [a, b, c, d, e] = PLACEHOLDERS;
        let exit = self.exit_code.to_string();
        [(a, manifest), (b, path(folder)), (c, month), (d, exit), (e, self.outcome.code().to_owned())]
    }
}

/// Puts the values in place, in one pass: a value that looks like a placeholder stays as it is.
fn fill(argument: &str, values: &[(&str, String)]) -> String {
    let mut filled = String::new();
    let mut rest = argument;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        filled += before;
        let known = values.iter().find_map(|(name, value)| {
            let end = after[1..].strip_prefix(name)?.strip_prefix('}')?;
            Some((value, end))
        });
        rest = match known {
            Some((value, end)) => {
                filled += value;
                end
            }
            None => {
                filled.push('{');
                &after[1..]
            }
        };
    }
    filled + rest
}

/// Starts the command and sees it to its end.
fn watch(mut command: Command, limit: Duration) -> io::Result<Fate> {
    let (reader, writer) = io::pipe()?;
    command.stdout(writer.try_clone()?).stderr(writer);
    let mut group = Group::spawn(&mut command)?;
    // The command's own ends of the pipe are all that may keep it open.
    drop(command);
    let tail = Tail::follow(reader);
    if let Some(status) = ended(&mut group.child, limit)? {
        let failed = || Fate::Failed { how: status.to_string(), said: tail.said() };
        return Ok(if status.success() { Fate::Done } else { failed() });
    }
    group.ask_to_end();
    ended(&mut group.child, GRACE)?;
    // The command may have ended and left others behind.
    group.end()?;
    group.child.wait()?;
    Ok(Fate::TimedOut { said: tail.said() })
}

/// Waits for the end, at most so long.
fn ended(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let begun = Instant::now();
    loop {
        match child.try_wait()? {
            None if begun.elapsed() < limit => thread::sleep(PAUSE),
            status => return Ok(status),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(outcome: RunEnd, month: Option<&str>) -> Call {
        let month = month.map(|month| (PathBuf::from("/out").join(month), month.to_owned()));
        Call { outcome, month, manifest: "run.json", exit_code: 3 }
    }

    #[test]
    fn placeholders_are_filled_in_once() {
        let values = [("month", "{exit}".to_owned()), ("exit", "3".to_owned())];
        assert_eq!(fill("{\"text\":\"{month} {exit}\"} {", &values), "{\"text\":\"{exit} 3\"} {");
        assert_eq!(fill("月{month}{month", &values), "月{exit}{month");
    }

    #[test]
    fn a_run_that_failed_has_no_folder() {
        let shown = |call: &Call| call.values().map(|(name, value)| format!("{name}={value}")).join(" ");
        let published = call(RunEnd::Published, Some("2026-05"));
        let folder = PathBuf::from("/out").join("2026-05");
        let manifest = folder.join("run.json");
        let wanted =
            format!("manifest={} folder={} month=2026-05 exit=3 outcome=published", manifest.display(), folder.display());
        assert_eq!(shown(&published), wanted);
        assert_eq!(shown(&call(RunEnd::Failed, None)), "manifest= folder= month= exit=3 outcome=failed");
    }

    #[test]
    fn a_program_that_is_not_there_is_told() {
        let hook = AfterRun { command: vec!["keyaccount-no-such-program".to_owned()], ..AfterRun::default() };
        assert!(matches!(super::call(&hook, &call(RunEnd::Failed, None)), Fate::NotStarted { .. }));
        assert_eq!(super::call(&AfterRun::default(), &call(RunEnd::Failed, None)), Fate::Done);
    }
}
