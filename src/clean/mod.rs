//! Clean: rows of cells in, typed tables out. Each row becomes a record, a reject, or is skipped with a reason; nothing
//! is lost, and the money read is accounted for.
//!
//! [`clean`] reads a folder's files through `load`; [`Cleaner`] receives the cells. Knows no thresholds and no scores.

mod account;
mod builder;
mod conflict;
pub(crate) mod fuzzing;
mod header;
mod held;
mod identity;
mod known;
mod layout;
mod lens;
mod look_alike;
mod overlap;
mod plan;
mod record;
mod reject;
mod row;
mod search;
mod sheet;
mod skip;
mod stranger;
mod thin;
mod value;

use std::path::Path;

use polars::prelude::*;

pub use account::{Account, ControlTotal, FileAccount, Flow, HeaderCell, LayoutKind, RowCounts, SheetAccount, UnknownColumn};
pub use conflict::{Basis, Conflict, Difference, Place};
pub use held::{Held, HeldCell};
pub use layout::{NearMiss, Why};
pub use lens::config_faults;
pub use look_alike::{Alike, Likeness, LookAlike};
pub use reject::{FaultyCell, KEPT_ROWS, Reason, Reject, column_letters};
pub use search::{Found, search};
pub use stranger::Stranger;
pub use thin::ThinMonth;

use crate::config::Config;
use crate::load::{self, Cell, Consumer, InputFile, Problem};
use crate::tables::{
    Callback, CustomerCard, Disposition, Expense, Frame, FrameError, Orders, SOURCE_SHEET, SourceSheet, Sources, TableId, Tables,
    Visit,
};
use builder::TableBuilder;
use header::HeaderIndex;
use identity::Spellings;
use overlap::Overlap;
use sheet::SheetReader;

/// What came out of the input: the tables, and the account of every row.
#[derive(Debug)]
pub struct Cleaned {
    pub tables: Tables,
    pub account: Account,
}

/// Reads the files in their order; `helper` is the program that reads those whose parser is better kept apart. `tick` is
/// called after each file.
///
/// # Errors
/// Only for a fault of the program: what is wrong with the input is in the account.
pub fn clean(
    files: &[InputFile],
    config: &Config,
    helper: Option<&Path>,
    tick: impl FnMut(&InputFile),
) -> Result<Cleaned, FrameError> {
    read(files, config, helper, tick).finish()
}

/// The same, with the frames that the typed records were made from: every column of every table, in the order of
/// [`TableId::ALL`].
///
/// # Errors
/// Only for a fault of the program.
pub fn clean_with_frames(
    files: &[InputFile],
    config: &Config,
    helper: Option<&Path>,
    tick: impl FnMut(&InputFile),
) -> Result<(Cleaned, [Frame; 6]), FrameError> {
    read(files, config, helper, tick).finish_with_frames()
}

fn read<'a>(files: &[InputFile], config: &'a Config, helper: Option<&Path>, mut tick: impl FnMut(&InputFile)) -> Cleaner<'a> {
    let limits = load_limits(config, helper);
    let mut cleaner = Cleaner::new(config);
    for file in files {
        cleaner.begin_file(&file.name);
        let read = load::read(file, &limits, &mut cleaner);
        cleaner.end_file(read);
        tick(file);
    }
    cleaner
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

/// What grows over all files: the columns, the spellings, the money.
pub(crate) struct Store {
    builders: Vec<TableBuilder>,
    overlaps: Vec<Overlap>,
    spellings: Spellings,
    rejects: Vec<Reject>,
    /// Bytes of text in the rejected rows that are kept.
    kept_bytes: usize,
    totals: Vec<ControlTotal>,
    sources: Vec<SourceSheet>,
}

impl Store {
    fn new() -> Self {
        let totals = TableId::ALL
            .into_iter()
            .flat_map(|table| {
                table.spec().control.iter().map(move |&column| ControlTotal { table, column, flow: Flow::default() })
            })
            .collect();
        Store {
            builders: TableId::ALL.into_iter().map(TableBuilder::new).collect(),
            overlaps: TableId::ALL.iter().map(|_| Overlap::default()).collect(),
            spellings: Spellings::default(),
            rejects: Vec::new(),
            kept_bytes: 0,
            totals,
            sources: Vec::new(),
        }
    }
}

/// Receives the cells of every file.
pub(crate) struct Cleaner<'a> {
    config: &'a Config,
    index: HeaderIndex,
    store: Store,
    files: Vec<FileAccount>,
    sheet: Option<SheetReader>,
    /// What was there when the current file began: a file that changed while it was read is taken back whole.
    mark: Mark,
    /// Sources whose file changed while it was read.
    void: Vec<std::ops::Range<usize>>,
}

#[derive(Default)]
struct Mark {
    sources: usize,
    rejects: usize,
    totals: Vec<ControlTotal>,
}

impl<'a> Cleaner<'a> {
    pub(crate) fn new(config: &'a Config) -> Self {
        Cleaner {
            config,
            index: HeaderIndex::new(config),
            store: Store::new(),
            files: Vec::new(),
            sheet: None,
            mark: Mark::default(),
            void: Vec::new(),
        }
    }

    pub(crate) fn begin_file(&mut self, name: &str) {
        self.store.overlaps.iter_mut().for_each(Overlap::begin_file);
        self.mark =
            Mark { sources: self.store.sources.len(), rejects: self.store.rejects.len(), totals: self.store.totals.clone() };
        self.files.push(FileAccount {
            file: name.to_owned(),
            sha256: String::new(),
            bytes: 0,
            problem: None,
            misnamed: None,
            sheets: Vec::new(),
        });
    }

    pub(crate) fn end_file(&mut self, read: load::FileRead) {
        let void = read.problem.as_ref().is_some_and(|p| p.void);
        if let Some(file) = self.files.last_mut() {
            file.misnamed = read.misnamed(&file.file).filter(|_| read.problem.is_none());
            file.sha256 = read.sha256;
            file.bytes = read.bytes;
            file.problem = read.problem;
            if void {
                file.sheets.clear();
            }
        }
        if void {
            self.void.push(self.mark.sources..self.store.sources.len());
            self.store.overlaps.iter_mut().for_each(Overlap::take_back_file);
            self.store.rejects.truncate(self.mark.rejects);
            self.store.totals.clone_from(&self.mark.totals);
        }
    }

    /// Everything read: customers are identified, the frames are made, and the records from them.
    pub(crate) fn finish(self) -> Result<Cleaned, FrameError> {
        self.finish_with_frames().map(|(cleaned, _)| cleaned)
    }

    fn finish_with_frames(self) -> Result<(Cleaned, [Frame; 6]), FrameError> {
        let identified = identity::identify(&self.store.spellings, &self.config.identity);
        let Store { builders, rejects, mut totals, sources, .. } = self.store;
        let mut files = self.files;
        let (mut frames, mut conflicts) = (Vec::with_capacity(builders.len()), Vec::new());
        for builder in builders {
            let frame = without(builder.finish(&identified.party_of)?, &self.void)?;
            let rule = self.config.input.conflicts;
            let parties = &identified.parties;
            let mut book = conflict::Book { rule, sources: &sources, parties, files: &mut files, totals: &mut totals };
            frames.push(conflict::settle(frame, &mut book, &mut conflicts)?);
        }
        let thin_months = thin::find(&frames, self.config.input.few_rows_share)?;
        let frames: [Frame; 6] = frames.try_into().map_err(|_| FrameError::Schema {
            table: "all",
            found: "another number of tables".to_owned(),
            declared: "6".to_owned(),
        })?;
        let strangers = stranger::find(&frames, &identified.parties)?;
        let [customers, visits, expenses, orders, callbacks, dispositions] = &frames;
        let tables = Tables {
            sources: Sources::new(sources),
            parties: identified.parties,
            customers: CustomerCard::all(customers)?,
            visits: Visit::all(visits)?,
            expenses: Expense::all(expenses)?,
            callbacks: Callback::all(callbacks)?,
            dispositions: Disposition::all(dispositions)?,
            orders: Orders(orders.clone()),
        };
        let account = Account {
            files,
            rejects,
            totals,
            look_alikes: identified.look_alikes,
            ambiguous_names: identified.ambiguous,
            conflicts,
            strangers,
            thin_months,
        };
        Ok((Cleaned { tables, account }, frames))
    }
}

/// The frame without the records of files that changed while they were read.
fn without(frame: Frame, void: &[std::ops::Range<usize>]) -> Result<Frame, FrameError> {
    if void.iter().all(std::ops::Range::is_empty) {
        return Ok(frame);
    }
    let sheets = frame.data().column(SOURCE_SHEET)?.u32()?;
    let keep: BooleanChunked =
        sheets.into_no_null_iter().map(|s| !void.iter().any(|range| range.contains(&(s as usize)))).collect();
    // Column by column: the query engine's own threads, which no configuration bounds, are never started.
    Frame::new(frame.table(), frame.data().filter_seq(&keep)?)
}

impl Consumer for Cleaner<'_> {
    fn begin_sheet(&mut self, _: usize, name: &str) {
        let file = self.files.last().map(|f| f.file.clone()).unwrap_or_default();
        self.sheet = Some(SheetReader::new(file, name, self.config));
    }

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) {
        if let Some(sheet) = &mut self.sheet {
            sheet.row(row, cells, &self.index, self.config, &mut self.store);
        }
    }

    fn end_sheet(&mut self, problem: Option<Problem>) {
        if let Some(sheet) = self.sheet.take() {
            let accounts = sheet.finish(problem, &self.index, self.config, &mut self.store);
            if let Some(file) = self.files.last_mut() {
                file.sheets.extend(accounts);
            }
        }
    }
}

#[cfg(test)]
#[path = "clean_tests.rs"]
mod tests;
