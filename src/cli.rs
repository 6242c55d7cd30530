//! The command line: what can be asked for, and nothing of how it is done.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::Language;
use crate::export::{Destination, Subsidiary};
use crate::finding::Severity;
use crate::units::Month;

/// Where the configuration is looked for when none is named.
pub const DEFAULT_CONFIG: &str = "config/keyaccount.toml";

/// Monthly key-account review from spreadsheet exports.
#[derive(Debug, Parser)]
#[command(name = "keyaccount", version, about, disable_help_subcommand = true)]
#[command(after_help = "Exit codes: 0 done; 1 findings at or above --fail-on; 2 usage, configuration or internal error; \
    3 input not usable; 4 output not writable; 75 another run holds the lock; 130 and 143 interrupted.")]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Flags that every command takes.
#[derive(Debug, Args)]
pub struct Global {
    /// Configuration file [default: config/keyaccount.toml, where it exists]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder with the spreadsheets; sub-folders are read too
    #[arg(long, global = true, value_name = "DIR", default_value = "input")]
    pub input: PathBuf,
    /// Folder that gets one folder a month
    #[arg(long, global = true, value_name = "DIR", default_value = "output")]
    pub output: PathBuf,
    /// Month to review [default: the newest month with orders]
    #[arg(long, global = true, value_name = "YYYY-MM")]
    pub month: Option<Month>,
    /// Try a configuration value for this call only, for example classify.share_high=0.4; may be given several times
    #[arg(long, global = true, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Language of everything a person reads [default: as configured]
    #[arg(long, global = true)]
    pub lang: Option<Language>,
    /// How results are printed
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Log every file as well
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Log errors only
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Show no progress bar
    #[arg(long, global = true)]
    pub no_progress: bool,
    /// How the log on standard error is written
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Review a month: read the input, write the month's folder
    Run {
        /// Exit with 1 when there are findings of this severity or above
        #[arg(long, value_enum, default_value_t = FailOn::Never)]
        fail_on: FailOn,
        /// Wait this long for another run to end
        #[arg(long, value_name = "SECS", default_value_t = 0)]
        wait: u64,
        /// Write the month's folder even where nothing has changed
        #[arg(long)]
        force: bool,
        /// Make every month with orders since the last one that is published, the oldest first
        #[arg(long, conflicts_with = "month")]
        catch_up: bool,
    },
    /// Read and check the input, print every problem, write nothing
    Check {
        /// Exit with 1 when there are problems of this severity or above
        #[arg(long, value_enum, default_value_t = FailOn::Error)]
        fail_on: FailOn,
    },
    /// Prepare a folder: a commented configuration and templates to fill in, in Chinese and English
    Init {
        /// The folder; it is made where there is none, and files that stand there already are kept
        dir: PathBuf,
    },
    /// Explain how each class and score of a customer came about, down to the source rows; write nothing
    #[command(group(clap::ArgGroup::new("who").required(true).args(["customer", "all"])))]
    Explain {
        /// Its id, its name or a part of either
        customer: Option<String>,
        /// Explain every customer
        #[arg(long)]
        all: bool,
    },
    /// List the audit rules, or explain one with the thresholds in force
    Rules {
        /// For example EXP001
        id: Option<String>,
    },
    /// Print the JSON Schema of the configuration
    Schema {
        /// Of the manifest, run.json, instead
        #[arg(long)]
        manifest: bool,
    },
    /// Look at folders, disk, lock, configuration, calendar and clock, and say what would keep a run from doing its work
    #[command(after_help = "Exit codes: 0 no fault; 2 a fault of the configuration, 3 of the input, 4 of the output; \
        of several the smallest.")]
    Doctor,
    /// Show which months stand, and what has changed since each was made; write nothing
    Status,
    /// Remove the oldest months' folders; what keyaccount did not write stays
    Prune {
        /// Months to keep, the newest ones
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        keep: u32,
        /// Only say what would be removed
        #[arg(long)]
        dry_run: bool,
        /// Wait this long for another run to end
        #[arg(long, value_name = "SECS", default_value_t = 0)]
        wait: u64,
    },
    /// Hand published months over to a database or to BI tools; without --month all of them
    Export(ExportArgs),
    /// Read one file for another process of this program
    #[command(name = crate::load::SUBCOMMAND, hide = true)]
    ReadFile { request: String },
}

/// What an export takes.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Where to: sqlite:FILE or parquet:DIR; what it holds of the same months is replaced
    #[arg(long, value_name = "KIND:PATH")]
    pub to: Destination,
    /// Read the input as well and hand over its cleaned orders, visits, expenses, callbacks and customers
    #[arg(long)]
    pub records: bool,
    /// Whose figures these are, where several companies share a destination
    #[arg(long, value_name = "NAME", default_value = Subsidiary::DEFAULT)]
    pub subsidiary: Subsidiary,
    /// Wait this long for another export to end
    #[arg(long, value_name = "SECS", default_value_t = 0)]
    pub wait: u64,
}

/// The format of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
}

/// The format of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

/// From which severity on a command ends with exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

impl FailOn {
    /// Whether any of the counts (errors, warnings, notes) is at or above the limit.
    #[must_use]
    pub fn reached(self, counts: [u64; 3]) -> bool {
        let lowest = match self {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Note => Severity::Note,
            FailOn::Never => return false,
        };
        Severity::ALL.into_iter().zip(counts).any(|(severity, n)| severity >= lowest && n > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn limits_count_what_is_graver_too() {
        assert!(FailOn::Warning.reached([1, 0, 0]));
        assert!(!FailOn::Error.reached([0, 3, 9]));
        assert!(FailOn::Note.reached([0, 0, 1]));
        assert!(!FailOn::Never.reached([1, 1, 1]));
    }
}
