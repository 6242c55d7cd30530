//! `[input]` and `[dates]`: what is read, how doubtful dates are taken, and the limits against hostile files.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the input folder is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Input {
    /// An unreadable file ends the run with exit code 3 instead of being reported and passed over.
    pub strict: bool,
    /// Share of rejected rows, in any one table, above which nothing is published (exit code 3).
    pub max_reject_share: f64,
    /// Which of two records counts that have the same id and other values, in two files.
    pub conflicts: Conflicts,
    /// A month with fewer rows of a table than this share of the median of the months before is said to lack some; 0: never.
    pub few_rows_share: f64,
    /// Regular xlsx sheets are read by the program's own scanner, which is several times as fast; false: by the library alone.
    pub fast_lane: bool,
    pub limits: Limits,
}

impl Default for Input {
    fn default() -> Self {
        Input {
            strict: false,
            max_reject_share: 0.5,
            conflicts: Conflicts::LaterName,
            few_rows_share: 0.5,
            fast_lane: true,
            limits: Limits::default(),
        }
    }
}

/// Which of two statements of one record counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Conflicts {
    /// The one in the file whose name comes later.
    LaterName,
    /// The one in the file whose name comes earlier.
    EarlierName,
    /// Both: they are two records.
    Both,
}

/// Caps against hostile or broken files; a file beyond one is a problem, the rest of the batch goes on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Size of one file, in MiB.
    pub file_mib: u64,
    /// Inflated size of one file, in MiB.
    pub inflated_mib: u64,
    /// Entries inside one zip-based file.
    pub entries: u64,
    /// Inflated to packed size of one entry.
    pub ratio: u64,
    /// Cells of one file that are not empty.
    pub cells: u64,
    /// Different texts of one workbook.
    pub shared_strings: u64,
    /// Sheets of one file.
    pub sheets: u64,
    /// Text of one cell, in KiB.
    pub cell_kib: u64,
    /// Text of all cells of one file, in MiB, each text as often as it is said.
    pub text_mib: u64,
    /// Cells, empty ones too, in the rectangles around the data of an xls file, and twenty times those an ods file makes by repetition.
    pub area_cells: u64,
    /// Seconds that the process which reads an xls, xlsb, html or xml file may take.
    pub seconds: u64,
    /// Memory of that process, in MiB (not enforced on Windows).
    pub memory_mib: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            file_mib: 512,
            inflated_mib: 2048,
            entries: 10_000,
            ratio: 200,
            cells: 100_000_000,
            shared_strings: 10_000_000,
            sheets: 1_000,
            cell_kib: 1_024,
            text_mib: 1_024,
            area_cells: 20_000_000,
            seconds: 15,
            memory_mib: 2_048,
        }
    }
}

/// The order of day, month and year in a date such as 03/04/24 that does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    Ymd,
    Dmy,
    Mdy,
}

impl DateOrder {
    /// The word in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            DateOrder::Ymd => "ymd",
            DateOrder::Dmy => "dmy",
            DateOrder::Mdy => "mdy",
        }
    }
}

/// Dates that leave room for doubt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Dates {
    /// Order of `03/04/24`: `dmy`, `mdy` or `ymd`. A date that fits only one order is read in that one;
    /// two figures in front are a year only under `ymd`.
    pub order: DateOrder,
    /// Years outside these are rejects: typing errors such as 2204.
    pub first_year: i32,
    pub last_year: i32,
}

impl Default for Dates {
    fn default() -> Self {
        Dates { order: DateOrder::Dmy, first_year: 1990, last_year: 2099 }
    }
}
