//! Why a command ends without doing what it was asked to: plain data with an exit code. The labels put it into words.

use std::path::Path;

use crate::config::ConfigError;
use crate::draw::DrawError;
use crate::load::Fault;
use crate::rules::ParamError;
use crate::tables::{FrameError, TableId};
use crate::units::Month;

/// Exit code: done, and nothing above a limit.
pub const DONE: u8 = 0;
/// Exit code: findings or problems at or above `--fail-on`.
pub const FOUND: u8 = 1;
/// Exit code: usage, configuration or internal error.
pub const USAGE: u8 = 2;
/// Exit code: input not usable.
pub const INPUT: u8 = 3;
/// Exit code: output not writable.
pub const OUTPUT: u8 = 4;
/// Exit code: another run holds the lock.
pub const LOCKED: u8 = 75;

/// A command that failed.
#[derive(Debug)]
pub enum Failure {
    Config(Box<ConfigError>),
    Rules(ParamError),
    UnknownRule {
        id: String,
        nearest: Option<&'static str>,
    },
    UnknownCustomer {
        text: String,
        /// Those whose names come nearest.
        nearest: Vec<String>,
    },
    /// Several customers fit what was asked for.
    AmbiguousCustomer {
        text: String,
        matches: Vec<String>,
    },
    /// The output would be read as input by the next run.
    OutputInsideInput {
        path: String,
    },
    /// A fault of the program.
    Internal(String),
    /// The input folder cannot be read.
    Folder {
        path: String,
        fault: Fault,
    },
    NoSpreadsheets {
        path: String,
        passed_over: usize,
    },
    NoOrders(NoOrders),
    MonthWithoutOrders {
        month: Month,
        newest: Month,
    },
    TooManyRejects {
        table: TableId,
        rejected: u64,
        rows: u64,
        allowed: f64,
    },
    /// Files that cannot be read, where the configuration is strict.
    Strict {
        files: Vec<String>,
    },
    /// Rows or money that went missing on the way.
    NotReconciled {
        gaps: Vec<String>,
    },
    Output {
        path: String,
        cause: String,
    },
    /// The month's folder holds something that the program did not write.
    Foreign {
        path: String,
    },
    Locked {
        path: String,
    },
    /// There is nothing to export: no month is published, or not the one that was asked for.
    NotPublished {
        path: String,
        month: Option<Month>,
    },
    /// An export into a month's folder, which only a run may change.
    InsideMonth {
        path: String,
    },
    /// A file of a month's folder is not the one that its manifest states.
    Altered {
        path: String,
        cause: String,
    },
}

/// What was found where orders should have been.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoOrders {
    /// Tables that are there, with the number of their sheets.
    pub found: Vec<(TableId, usize)>,
    /// Sheets that are none of ours.
    pub strange: usize,
    /// The sheet that came nearest to orders, and the columns it lacks.
    pub nearest: Option<(String, Vec<&'static str>)>,
}

impl Failure {
    /// An output that cannot be written.
    #[must_use]
    pub fn output(path: &Path, cause: &std::io::Error) -> Self {
        Failure::Output { path: path.display().to_string(), cause: cause.to_string() }
    }

    /// The exit code of the process.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Config(_)
            | Failure::Rules(_)
            | Failure::UnknownRule { .. }
            | Failure::UnknownCustomer { .. }
            | Failure::AmbiguousCustomer { .. }
            | Failure::OutputInsideInput { .. }
            | Failure::InsideMonth { .. }
            | Failure::Internal(_) => USAGE,
            Failure::Folder { .. }
            | Failure::NoSpreadsheets { .. }
            | Failure::NoOrders(_)
            | Failure::MonthWithoutOrders { .. }
            | Failure::TooManyRejects { .. }
            | Failure::Strict { .. }
            | Failure::NotReconciled { .. }
            | Failure::NotPublished { .. }
            | Failure::Altered { .. } => INPUT,
            Failure::Output { .. } | Failure::Foreign { .. } => OUTPUT,
            Failure::Locked { .. } => LOCKED,
        }
    }

    /// The stable code other programs may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Failure::Config(_) | Failure::Rules(_) => "configuration",
            Failure::UnknownRule { .. } => "unknown_rule",
            Failure::UnknownCustomer { .. } => "unknown_customer",
            Failure::AmbiguousCustomer { .. } => "ambiguous_customer",
            Failure::OutputInsideInput { .. } => "output_inside_input",
            Failure::Internal(_) => "internal",
            Failure::Folder { .. } => "input_folder",
            Failure::NoSpreadsheets { .. } => "no_spreadsheets",
            Failure::NoOrders(_) => "no_orders",
            Failure::MonthWithoutOrders { .. } => "month_without_orders",
            Failure::TooManyRejects { .. } => "too_many_rejects",
            Failure::Strict { .. } => "strict",
            Failure::NotReconciled { .. } => "not_reconciled",
            Failure::Output { .. } => "output",
            Failure::Foreign { .. } => "foreign_folder",
            Failure::Locked { .. } => "locked",
            Failure::NotPublished { .. } => "not_published",
            Failure::InsideMonth { .. } => "inside_month",
            Failure::Altered { .. } => "altered",
        }
    }
}

impl From<FrameError> for Failure {
    fn from(error: FrameError) -> Self {
        Failure::Internal(error.to_string())
    }
}

impl From<DrawError> for Failure {
    fn from(error: DrawError) -> Self {
        Failure::Internal(error.to_string())
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Failure::Config(Box::new(error))
    }
}

impl From<ParamError> for Failure {
    fn from(error: ParamError) -> Self {
        Failure::Rules(error)
    }
}
