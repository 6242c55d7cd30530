//! Doctor: looks at the folders, the disk, the lock, the configuration, the calendar and the clock, and says what would keep a
//! run from doing its work, or somebody from trusting it. Plain data: the labels put it into words.

mod clock;
mod input;
mod output;

use std::path::Path;

use crate::config::{Config, RunEnd};
use crate::failure::{DONE, Failure, INPUT, OUTPUT, USAGE};
use crate::load::Fault;
use crate::units::Month;

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    Configuration,
    Command,
    InputFolder,
    InputFiles,
    OutputFolder,
    Replacement,
    Disk,
    Lock,
    Leftovers,
    Calendar,
    Clock,
}

impl Topic {
    /// The stable code other programs may rely on.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Topic::Configuration => "configuration",
            Topic::Command => "command",
            Topic::InputFolder => "input_folder",
            Topic::InputFiles => "input_files",
            Topic::OutputFolder => "output_folder",
            Topic::Replacement => "replacement",
            Topic::Disk => "disk",
            Topic::Lock => "lock",
            Topic::Leftovers => "leftovers",
            Topic::Calendar => "calendar",
            Topic::Clock => "clock",
        }
    }
}

/// How grave it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Ok,
    Warning,
    /// A run would end with this exit code.
    Fault(u8),
}

impl State {
    /// The stable code other programs may rely on.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            State::Ok => "ok",
            State::Warning => "warning",
            State::Fault(_) => "fault",
        }
    }
}

/// What was found.
#[derive(Debug)]
pub enum Says {
    /// What a run would end with.
    Failure(Failure),
    /// The configuration can be used: its file, or the defaults.
    Configuration(Option<String>),
    NoCommand,
    Command {
        program: String,
        on: Vec<RunEnd>,
    },
    CommandMissing {
        program: String,
    },
    InputFolder {
        path: String,
        files: usize,
        passed_over: usize,
    },
    FilesStill {
        files: usize,
    },
    FilesUnreadable(Vec<(String, Fault)>),
    FilesChanging(Vec<String>),
    OutputFolder {
        path: String,
    },
    /// It is not there, and can be made.
    OutputToBe {
        path: String,
    },
    Exchanged,
    NotExchanged,
    /// Free space and what is asked for, in bytes.
    Room {
        free: u64,
        wanted: u64,
    },
    TooLittleRoom {
        free: u64,
        wanted: u64,
    },
    RoomUnknown {
        cause: String,
    },
    LockFree,
    LockHeld,
    NoLeftovers,
    Leftovers(Vec<String>),
    /// Every year that is needed is known.
    Years(Vec<i32>),
    YearsUnknown(Vec<i32>),
    ClockSane,
    /// A file that was written later than the clock says it is now, and by how many hours.
    ClockBehind {
        file: String,
        hours: u64,
    },
}

/// One thing that was looked at.
#[derive(Debug)]
pub struct Check {
    pub topic: Topic,
    pub state: State,
    pub says: Says,
}

impl Check {
    fn ok(topic: Topic, says: Says) -> Self {
        Check { topic, state: State::Ok, says }
    }

    fn warning(topic: Topic, says: Says) -> Self {
        Check { topic, state: State::Warning, says }
    }

    fn fault(topic: Topic, failure: Failure) -> Self {
        Check { topic, state: State::Fault(failure.exit_code()), says: Says::Failure(failure) }
    }
}

/// What is to be looked at.
pub struct Patient<'a> {
    pub input: &'a Path,
    pub output: &'a Path,
    /// The configuration's file, where there is one.
    pub file: Option<&'a Path>,
    /// The month of the newest manifest, and the size of its folder in bytes.
    pub newest: Option<(Month, u64)>,
}

/// Looks at everything. What hangs on a configuration that cannot be used is looked at with the defaults.
///
/// `unusable`: why the configuration, or the folders it is to work on, cannot be used.
#[must_use]
pub fn examine(patient: &Patient<'_>, config: &Config, unusable: Vec<Failure>) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    if unusable.is_empty() {
        let file = patient.file.map(|path| path.display().to_string());
        checks.push(Check::ok(Topic::Configuration, Says::Configuration(file)));
        checks.push(command(config));
    }
    checks.extend(unusable.into_iter().map(|failure| Check::fault(Topic::Configuration, failure)));
    let (of_input, newest_file) = input::look(patient.input, config.input.strict);
    checks.extend(of_input);
    checks.extend(output::look(patient, config));
    checks.extend(clock::look(patient, config, newest_file));
    checks
}

/// The exit code of it all: of several faults the smallest, so that a configuration that cannot be used comes first.
#[must_use]
pub fn exit_code(checks: &[Check]) -> u8 {
    let codes = checks.iter().filter_map(|check| match check.state {
        State::Fault(code) => Some(code),
        State::Ok | State::Warning => None,
    });
    codes.filter(|code| [USAGE, INPUT, OUTPUT].contains(code)).min().unwrap_or(DONE)
}

fn command(config: &Config) -> Check {
    let Some(program) = config.after_run.command.first().cloned() else { return Check::ok(Topic::Command, Says::NoCommand) };
    if is_there(Path::new(&program)) {
        return Check::ok(Topic::Command, Says::Command { program, on: config.after_run.on.clone() });
    }
    Check::warning(Topic::Command, Says::CommandMissing { program })
}

/// Whether a program can be found: as a path, or by its name in one of the folders for programs.
fn is_there(program: &Path) -> bool {
    let names = |path: &Path| [path.to_owned(), path.with_extension("exe")].iter().any(|p| p.is_file());
    if program.components().count() > 1 {
        return names(program);
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| names(&folder.join(program)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_fault_is_the_exit_code() {
        let fault = |code| Check { topic: Topic::Lock, state: State::Fault(code), says: Says::LockHeld };
        let warning = Check::warning(Topic::Lock, Says::LockHeld);
        assert_eq!(exit_code(&[]), DONE);
        assert_eq!(exit_code(&[warning, fault(OUTPUT)]), OUTPUT);
        assert_eq!(exit_code(&[fault(OUTPUT), fault(USAGE), fault(INPUT)]), USAGE);
    }

    #[test]
    fn programs_are_found_by_path_and_by_name() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("tell"), "").unwrap();
        assert!(is_there(&dir.path().join("tell")) && !is_there(&dir.path().join("told")));
        assert!(is_there(Path::new("cargo")) && !is_there(Path::new("keyaccount-no-such-program")));
    }
}
