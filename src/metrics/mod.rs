//! Metrics: how the last run went and what the output folder holds, in one file beside the months' folders for a monitor to
//! read. It carries the clock, which no month's folder does.

mod text;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::units::Month;

/// The file, in the text format of Prometheus.
pub const FILE: &str = "metrics.prom";
/// What it is called while it is being written; whoever takes the lock next clears what is left of it.
const UNFINISHED: &str = ".metrics-";

/// How the last run went.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// When it ended, in seconds of Unix time.
    pub ended_s: u64,
    /// When the last run ended that did what it was asked to; 0 for never.
    pub succeeded_s: u64,
    pub seconds: f64,
    pub exit_code: u8,
    /// Whether months' folders were written, or everything stayed as it was; neither where it failed.
    pub published: bool,
    pub unchanged: bool,
    /// Calls of the configured command that were done, failed, or were ended for taking too long.
    pub calls: [u32; 3],
}

/// What the newest month in the output folder states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub month: Month,
    /// Accepted, rejected and skipped rows.
    pub rows: [u64; 3],
    /// Errors, warnings and notes.
    pub findings: [u64; 3],
    /// Those among them that nobody decided yet.
    pub open_findings: [u64; 3],
    /// Input files that were read, and those that could not be.
    pub files: [u64; 2],
    /// Complete months between it and the clock: 0 where the month that ended last is there.
    pub months_behind: u32,
}

/// The whole file; what the output folder states is left out where there is no month in it.
#[must_use]
pub fn text(run: &Run, standing: Option<&Standing>, version: &str) -> String {
    text::text(run, standing, version)
}

/// When the last run before this one succeeded, as the file says; 0 where it says nothing.
#[must_use]
pub fn last_success(output: &Path) -> u64 {
    let before = fs::read_to_string(output.join(FILE)).unwrap_or_default();
    before.lines().find_map(|line| line.strip_prefix(text::LAST_SUCCESS)?.trim().parse().ok()).unwrap_or(0)
}

/// Complete months after `newest`, as of a day: on any day of November, October is the last one.
#[must_use]
pub fn months_behind(newest: Month, today: Month) -> u32 {
    u32::try_from(today.since(newest) - 1).unwrap_or(0)
}

/// Puts the file in place in one step, so that a monitor reads the old one or the new one.
///
/// # Errors
/// When it cannot be written; then the old one is as it was.
pub fn write(output: &Path, text: &str) -> io::Result<()> {
    let unfinished = output.join(format!("{UNFINISHED}{}", std::process::id()));
    let written = File::create(&unfinished).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, output.join(FILE))
    });
    if written.is_err() {
        // What is left is removed by the next run; the failure is what matters now.
        let _ = fs::remove_file(&unfinished);
    }
    written
}

/// Whether the file still says this: another run may have had its say since.
#[must_use]
pub fn says(output: &Path, text: &str) -> bool {
    fs::read(output.join(FILE)).is_ok_and(|bytes| bytes == text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn it_is_replaced_and_read_back() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(last_success(dir.path()), 0);
        let text = format!("# TYPE x gauge\n{}12\n", text::LAST_SUCCESS);
        write(dir.path(), "old\n").unwrap();
        write(dir.path(), &text).unwrap();
        assert_eq!(names(dir.path()), [FILE]);
        assert_eq!(last_success(dir.path()), 12);
        assert!(says(dir.path(), &text) && !says(dir.path(), "old\n"));
    }

    #[test]
    fn a_file_that_cannot_be_written_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join(FILE)).unwrap();
        fs::write(dir.path().join(FILE).join("x"), "in the way").unwrap();
        assert!(write(dir.path(), "new").is_err());
        assert_eq!(names(dir.path()), [FILE]);
    }

    #[test]
    fn the_month_that_is_under_way_is_not_missed() {
        let month = |text: &str| text.parse::<Month>().unwrap();
        let behind = |newest: &str| months_behind(month(newest), month("2026-11"));
        assert_eq!(["2026-12", "2026-11", "2026-10", "2026-09", "2025-10"].map(behind), [0, 0, 0, 1, 12]);
    }
}
