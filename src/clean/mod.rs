//! Clean: rows of cells in, typed tables out. Each row becomes a record, a reject, or is skipped with a reason; nothing
//! is lost, and the money read is accounted for.
//!
//! Each file is read by itself into a [`draft`], several at a time; the drafts are [`gathered`] in the order of the input, so
//! that neither the number of threads nor what was read first is in the result. Knows no thresholds and no scores.

mod account;
mod builder;
mod conflict;
mod decimal_mark;
mod doubt;
mod draft;
pub(crate) mod fuzzing;
mod gathered;
mod growing;
mod header;
mod header_note;
mod held;
mod identity;
mod kept;
mod known;
mod layout;
mod lens;
mod look_alike;
mod overlap;
mod plan;
mod recency;
mod record;
mod reject;
mod row;
mod search;
mod sheet;
mod skip;
mod stated;
mod stranger;
mod stretch;
#[cfg(test)]
pub(crate) mod testing;
mod thin;
mod unit;
mod unit_line;
mod value;
mod versions;

use std::path::Path;

pub use account::{Account, ControlTotal, FileAccount, Flow, HeaderCell, LayoutKind, RowCounts, SheetAccount, UnknownColumn};
pub use conflict::{Basis, Conflict, Difference, Place};
pub use doubt::{DateDoubts, DateExample};
pub use header_note::{HeaderNote, Written};
pub use held::{Held, HeldCell};
pub use kept::{Habit, Keep, Keeping};
pub use layout::{NearMiss, Why};
pub use lens::config_faults;
pub use look_alike::{Alike, Likeness, LookAlike};
pub use reject::{FaultyCell, KEPT_ROWS, Reason, Reject, column_letters};
pub use search::{Found, search};
pub use stranger::Stranger;
pub use thin::ThinMonth;

use crate::config::Config;
use crate::load::{self, InputFile};
use crate::tables::{Frame, FrameError, Tables};
use crate::units::streamed;
use draft::FileCleaner;
use gathered::Gathered;
use header::HeaderIndex;
use kept::Shelf;

/// What came out of the input: the tables, and the account of every row.
#[derive(Debug)]
pub struct Cleaned {
    pub tables: Tables,
    pub account: Account,
    /// What is kept for the next run is written meanwhile.
    pub keeping: Keeping,
}

/// What reading gets help from; no result depends on it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Aids<'a> {
    /// The program that reads files whose parser is better kept apart.
    pub helper: Option<&'a Path>,
    /// Where drafts of files are kept.
    pub keep: Option<&'a Keep>,
}

/// Reads the files; `tick` is called after each, in their order.
///
/// # Errors
/// Only for a fault of the program: what is wrong with the input is in the account.
pub fn clean(
    files: &[InputFile],
    config: &Config,
    aids: Aids<'_>,
    tick: impl FnMut(&InputFile) + Send,
) -> Result<Cleaned, FrameError> {
    clean_with_frames(files, config, aids, tick).map(|(cleaned, _)| cleaned)
}

/// The same, with the frames that the typed records were made from: every column of every table, in the order of
/// [`TableId::ALL`].
///
/// # Errors
/// Only for a fault of the program.
pub fn clean_with_frames(
    files: &[InputFile],
    config: &Config,
    aids: Aids<'_>,
    tick: impl FnMut(&InputFile) + Send,
) -> Result<(Cleaned, [Frame; 6]), FrameError> {
    let limits = load_limits(config, aids.helper);
    // An only file is mostly the one of the last run, and then the month stands already, or another one.
    let shelf = Shelf::new(aids.keep.filter(|_| files.len() > 1), limits.one_thread);
    let gathered = read(files, config, &limits, &shelf, tick);
    gathered.finish(shelf.close())
}

fn read<'a>(
    files: &[InputFile],
    config: &'a Config,
    limits: &load::Limits,
    shelf: &Shelf<'_>,
    mut tick: impl FnMut(&InputFile) + Send,
) -> Gathered<'a> {
    let index = HeaderIndex::new(config);
    let mut gathered = Gathered::new(config);
    let anew = |file: &InputFile| {
        let attempt = || {
            let mut cleaner = FileCleaner::new(&file.name, config, &index);
            let read = load::read(file, limits, &mut cleaner);
            (cleaner, read)
        };
        let (mut cleaner, mut read) = attempt();
        if read.problem.as_ref().is_some_and(|problem| problem.fault == load::Fault::ChangedWhileReading) {
            // Somebody was still copying it: once more, after a while.
            (cleaner, read) = attempt();
        }
        cleaner.finish(read)
    };
    let one = |at: usize| {
        let file = &files[at];
        shelf.find_or(&file.name, || load::sha256(file, limits), || anew(file))
    };
    let mut kept = 0;
    streamed(files.len(), one, |at, (draft, was_kept)| {
        gathered.take(draft);
        kept += usize::from(was_kept);
        tick(&files[at]);
    });
    tracing::info!(read = files.len() - kept, kept, "files");
    gathered
}

fn load_limits(config: &Config, helper: Option<&Path>) -> load::Limits {
    const KIB: u64 = 1 << 10;
    const MIB: u64 = 1 << 20;
    let caps = &config.input.limits;
    load::Limits {
        fast_lane: config.input.fast_lane,
        max_file_bytes: caps.file_mib.saturating_mul(MIB),
        max_inflated_bytes: caps.inflated_mib.saturating_mul(MIB),
        max_entries: caps.entries,
        max_ratio: caps.ratio,
        max_cells: caps.cells,
        max_shared_strings: caps.shared_strings,
        max_sheets: caps.sheets,
        max_cell_bytes: caps.cell_kib.saturating_mul(KIB),
        max_text_bytes: caps.text_mib.saturating_mul(MIB),
        max_area_cells: caps.area_cells,
        max_seconds: caps.seconds,
        max_memory_bytes: caps.memory_mib.saturating_mul(MIB),
        isolate: helper.map(Path::to_owned),
        one_thread: config.machine.threads == 1,
        ..load::Limits::default()
    }
}

#[cfg(test)]
mod csv_tests;
#[cfg(test)]
#[path = "clean_tests.rs"]
mod tests;

#[cfg(test)]
mod conflict_tests;
