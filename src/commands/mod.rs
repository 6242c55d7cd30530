//! The commands: one file each. What they share is here: the arguments resolved into a job, and failures into exit codes.

mod afterwards;
mod check;
mod doctor;
mod explain;
mod export;
mod init;
mod machine;
mod prune;
mod read_file;
mod rules;
mod run;
mod schema;
mod signals;
mod status;

use std::ffi::OsString;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use crate::Job;
use crate::clean::{self, Habit, Keep};
use crate::cli::{Cli, Command, DEFAULT_CONFIG, Global, LogFormat};
use crate::config::{self, Config, ConfigError, Language};
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
    signals::watch();
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
    if let Command::Doctor = &cli.command {
        // A configuration that cannot be used is one of the things it looks for.
        return doctor::doctor(&cli.global, job(&cli.global, Habit::Look), before).unwrap_or_else(|failure| {
            console::fail(&failure, before, json);
            failure.exit_code()
        });
    }
    let job = match job(&cli.global, habit(&cli.command)) {
        Ok(job) => job,
        Err(failure) => {
            console::fail(&failure, before, json);
            if let Command::Run { .. } = &cli.command {
                run::told_before(&cli.global, &failure);
            }
            return failure.exit_code();
        }
    };
    machine::bound(&job.config.machine);
    let done = match &cli.command {
        Command::Run { fail_on, wait, force, catch_up } => {
            run::run(&job, cli.global.format, &run::Wish { fail_on: *fail_on, wait_s: *wait, force: *force, catch_up: *catch_up })
        }
        Command::Check { fail_on } => check::check(&job, cli.global.format, *fail_on),
        Command::Explain { customer, .. } => explain::explain(&job, cli.global.format, customer.as_deref()),
        Command::Rules { id } => rules::rules(&job, cli.global.format, id.as_deref()),
        Command::Schema { manifest } => schema::print(*manifest),
        Command::Status => status::status(&job, cli.global.format),
        Command::Prune { keep, dry_run, wait } => prune::prune(&job, cli.global.format, *keep, *dry_run, *wait),
        Command::Export(args) => export::export(&job, cli.global.format, args),
        // Done above, without a configuration.
        Command::Init { .. } | Command::Doctor => Ok(failure::DONE),
        // Done before there is a job.
        Command::ReadFile { .. } => Ok(failure::USAGE),
    };
    done.unwrap_or_else(|failure| {
        console::fail(&failure, job.labels, json);
        failure.exit_code()
    })
}

/// The arguments with the configuration behind them.
fn job(global: &Global, habit: Habit) -> Result<Job, Failure> {
    let usual = Some(Path::new(DEFAULT_CONFIG)).filter(|path| path.exists());
    let (mut config, mut tried) = config::read_trying(global.config.as_deref().or(usual), &global.set)?;
    // What no result depends on was not tried: the month would be another one for nothing.
    tried.retain(|trial| config::changes_the_review(&trial.key));
    let faults = clean::config_faults(&config);
    if !faults.is_empty() {
        let path = global.config.as_deref().unwrap_or(Path::new(DEFAULT_CONFIG)).display().to_string();
        return Err(ConfigError::OutOfRange { path, faults: faults.join("; ") }.into());
    }
    if let Some(language) = global.lang {
        config.language = language;
    }
    let settings = Settings::resolve(&config.rules)?;
    // Where the program's own file cannot be told, every file is read in this process, and anew.
    let program = std::env::current_exe().ok();
    let keep = program.as_deref().map(|program| keep(global, &config, program, habit)).transpose()?.flatten();
    Ok(Job {
        input: global.input.clone(),
        output: global.output.clone(),
        helper: program,
        keep,
        month: global.month,
        labels: Labels::scaled(config.language, config.report.number_scale),
        settings,
        config,
        tried,
        progress: Progress::new(global),
    })
}

/// What a command does with what was read before.
fn habit(command: &Command) -> Habit {
    match command {
        Command::Run { force: true, .. } => Habit::Renew,
        Command::Run { .. } => Habit::Keep,
        _ => Habit::Look,
    }
}

/// Where what was read is kept; commands that write nothing only use what is there.
fn keep(global: &Global, config: &Config, program: &Path, habit: Habit) -> Result<Option<Keep>, Failure> {
    let cache = &config.cache;
    if cache.max_mib == 0 {
        return Ok(None);
    }
    let own = cache.folder.is_empty();
    let folder = if own { global.output.join(".cache") } else { PathBuf::from(&cache.folder) };
    if !own && habit != Habit::Look {
        run::outside(&global.input, &folder)?;
    }
    let keep = Keep::new(folder, cache.max_mib.saturating_mul(1 << 20), habit, config, program);
    let keep = keep.map_err(|e| Failure::Internal(e.to_string()))?;
    // A run holds the lock of the output folder while it writes there.
    Ok(Some(if own { keep.alone() } else { keep }))
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
