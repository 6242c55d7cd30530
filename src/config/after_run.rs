//! `[after_run]`: a command that is called when a run has ended.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::nearest;

/// What is put in place in the command, each as `{name}`.
pub const PLACEHOLDERS: [&str; 5] = ["manifest", "folder", "month", "exit", "outcome"];

/// How a run can end, as far as a command after it is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunEnd {
    /// A month's folder was written.
    Published,
    /// Nothing had changed, and the month's folder stays as it was.
    Unchanged,
    /// The run ended with an exit code of 2 or above.
    Failed,
}

impl RunEnd {
    /// Its name, as the configuration spells it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            RunEnd::Published => "published",
            RunEnd::Unchanged => "unchanged",
            RunEnd::Failed => "failed",
        }
    }
}

/// A command that is called when a run has ended: for mail, chat or an upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AfterRun {
    /// The program and its arguments, started as they stand here, without a shell; empty for none. `{manifest}`, `{folder}`,
    /// `{month}`, `{exit}` and `{outcome}` are put in place.
    pub command: Vec<String>,
    /// After which ends of a run it is called: `published`, `unchanged`, `failed`.
    pub on: Vec<RunEnd>,
    /// Seconds it may take; then it is ended, with all that it started.
    pub timeout_s: u32,
}

impl Default for AfterRun {
    fn default() -> Self {
        AfterRun { command: Vec::new(), on: vec![RunEnd::Published], timeout_s: 60 }
    }
}

impl AfterRun {
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !(1..=3600).contains(&self.timeout_s) {
            faults.push("after_run.timeout_s: must be 1 to 3600".to_owned());
        }
        if self.command.first().is_some_and(|program| program.trim().is_empty()) {
            faults.push("after_run.command: names no program".to_owned());
        }
        faults.extend(self.command.iter().flat_map(|argument| mistyped(argument)));
        faults
    }
}

/// Names in braces that are nearly a placeholder. Other braces are the command's own: a message in JSON has some.
fn mistyped(argument: &str) -> Vec<String> {
    let in_braces = argument.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    let wrong = in_braces.filter(|name| !PLACEHOLDERS.contains(name));
    let fault = |(name, near): (&str, &str)| format!("after_run.command: {{{name}}} is unknown, did you mean {{{near}}}?");
    wrong.filter_map(|name| Some((name, nearest(name, &PLACEHOLDERS)?))).map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_placeholder_is_named_and_other_braces_are_left_alone() {
        let faults =
            |argument: &str| AfterRun { command: vec!["p".to_owned(), argument.to_owned()], ..AfterRun::default() }.faults();
        assert_eq!(faults("{manifst}"), ["after_run.command: {manifst} is unknown, did you mean {manifest}?"]);
        assert_eq!(faults("x={month} {\"text\":\"{month}\"} {print} {"), Vec::<String>::new());
        let none = AfterRun { command: vec![" ".to_owned()], timeout_s: 0, ..AfterRun::default() };
        assert_eq!(none.faults().len(), 2);
    }
}
