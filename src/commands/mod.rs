//! The commands: one file each. What they share is here: the arguments resolved into a job, and failures into exit codes.

mod check;
mod explain;
mod init;
mod read_file;
mod rules;
mod run;
mod schema;

use std::ffi::OsString;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use crate::Job;
use crate::clean;
use crate::cli::{Cli, Command, DEFAULT_CONFIG, Global, LogFormat};
use crate::config::{self, ConfigError, Language};
use crate::console::{self, Progress};
use crate::failure::{self, Failure};
use crate::labels::Labels;
use crate::rules::Settings;

/// Does what the arguments ask for.
#[must_use]
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way too. A terminal that went away is no reason for another exit code.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { failure::USAGE } else { failure::DONE });
        }
    };
    if let Command::ReadFile { request } = &cli.command {
        return ExitCode::from(guarded(|| read_file::read_file(request)));
    }
    console::init(&cli.global);
    ExitCode::from(guarded(|| dispatch(&cli)))
}

/// A panic is a fault of the program like any other: the hook has told of it already, and as publishing is the very last
/// step, nothing is half done.
fn guarded(work: impl FnOnce() -> u8) -> u8 {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or(failure::USAGE)
}

fn dispatch(cli: &Cli) -> u8 {
    let json = cli.global.log_format == LogFormat::Json;
    let before = Labels::of(cli.global.lang.unwrap_or(Language::En));
    if let Command::Init { dir } = &cli.command {
        // Before the configuration is looked at: a broken one is no reason not to write a sound one elsewhere.
        return init::init(dir, before, cli.global.format).unwrap_or_else(|failure| {
            console::fail(&failure, before, json);
            failure.exit_code()
        });
    }
    let job = match job(&cli.global) {
        Ok(job) => job,
        Err(failure) => {
            console::fail(&failure, before, json);
            return failure.exit_code();
        }
    };
    let done = match &cli.command {
        Command::Run { fail_on, wait, force } => run::run(&job, cli.global.format, *fail_on, *wait, *force),
        Command::Check { fail_on } => check::check(&job, cli.global.format, *fail_on),
        Command::Explain { customer, .. } => explain::explain(&job, cli.global.format, customer.as_deref()),
        Command::Rules { id } => rules::rules(&job, cli.global.format, id.as_deref()),
        Command::Schema => schema::print(),
        // Done above, without a configuration.
        Command::Init { .. } => Ok(failure::DONE),
        // Done before there is a job.
        Command::ReadFile { .. } => Ok(failure::USAGE),
    };
    done.unwrap_or_else(|failure| {
        console::fail(&failure, job.labels, json);
        failure.exit_code()
    })
}

/// The arguments with the configuration behind them.
fn job(global: &Global) -> Result<Job, Failure> {
    let usual = Some(Path::new(DEFAULT_CONFIG)).filter(|path| path.exists());
    let (mut config, tried) = config::read_trying(global.config.as_deref().or(usual), &global.set)?;
    let faults = clean::config_faults(&config);
    if !faults.is_empty() {
        let path = global.config.as_deref().unwrap_or(Path::new(DEFAULT_CONFIG)).display().to_string();
        return Err(ConfigError::OutOfRange { path, faults: faults.join("; ") }.into());
    }
    if let Some(language) = global.lang {
        config.language = language;
    }
    let settings = Settings::resolve(&config.rules)?;
    Ok(Job {
        input: global.input.clone(),
        output: global.output.clone(),
        // Where the program's own file cannot be told, every file is read in this process.
        helper: std::env::current_exe().ok(),
        month: global.month,
        labels: Labels::scaled(config.language, config.report.number_scale),
        settings,
        config,
        tried,
        progress: Progress::new(global),
    })
}

/// JSON for people's eyes and other programs, with a line end.
fn print_json(value: &serde_json::Value) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|e| Failure::Internal(e.to_string()))?;
    console::print(&format!("{text}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_internal_error() {
        assert_eq!(guarded(|| panic!("for the test")), failure::USAGE);
        assert_eq!(guarded(|| 75), 75);
    }
}
