//! The drafts of the files joined in the order of the input: what stands in two of them is counted once, customers are
//! identified, and the records become tables.

use std::ops::Range;

use super::account::{Account, ControlTotal, FileAccount};
use super::builder::{NOBODY, TableBuilder};
use super::draft::{Draft, TableDraft, no_totals};
use super::identity::{self, Spellings};
use super::overlap::Overlap;
use super::record::is_example;
use super::reject::{KEPT_BYTES, KEPT_ROWS, Reject};
use super::{Cleaned, Keeping, conflict, plan, stranger, thin};
use crate::config::Config;
use crate::tables::{
    Callback, CustomerCard, Disposition, Expense, Frame, FrameError, Orders, Source, SourceSheet, Sources, TableId, Tables, Visit,
};
use crate::units::both;

/// What grows over all files: the columns, the spellings, the money.
pub(crate) struct Gathered<'a> {
    config: &'a Config,
    builders: Vec<TableBuilder>,
    overlaps: Vec<Overlap>,
    spellings: Spellings,
    rejects: Vec<Reject>,
    /// Bytes of text in the rejected rows that are kept.
    kept_bytes: usize,
    totals: Vec<ControlTotal>,
    sources: Vec<SourceSheet>,
    files: Vec<FileAccount>,
    /// A fault of the program, told at the end.
    fault: Option<FrameError>,
}

impl<'a> Gathered<'a> {
    pub(crate) fn new(config: &'a Config) -> Self {
        Gathered {
            config,
            builders: TableId::ALL.into_iter().map(TableBuilder::new).collect(),
            overlaps: TableId::ALL.iter().map(|_| Overlap::default()).collect(),
            spellings: Spellings::default(),
            rejects: Vec::new(),
            kept_bytes: 0,
            totals: no_totals(),
            sources: Vec::new(),
            files: Vec::new(),
            fault: None,
        }
    }

    /// Takes over the next file.
    pub(crate) fn take(&mut self, mut draft: Draft) {
        let first_sheet = u32::try_from(self.sources.len()).unwrap_or(NOBODY);
        for (overlap, table) in self.overlaps.iter_mut().zip(&mut draft.tables) {
            let keep = counted_once(overlap, table, first_sheet);
            if !keep.contains(&false) {
                continue;
            }
            pass_over(table, &keep, &mut draft.account, &mut draft.totals);
            if let Err(fault) = table.records.keep(&keep) {
                self.fault.get_or_insert(fault);
            }
        }
        let spelling_of = self.spellings.take(&draft.spellings, draft.tables.iter().map(|table| table.records.spellings()));
        for (builder, table) in self.builders.iter_mut().zip(draft.tables) {
            builder.append(table.records, first_sheet, &spelling_of);
        }
        for sheet in &mut draft.account.sheets {
            sheet.source = sheet.source.map(|source| source + first_sheet);
        }
        for (total, own) in self.totals.iter_mut().zip(&draft.totals) {
            total.flow.add(&own.flow);
        }
        draft.rejects.into_iter().for_each(|reject| self.reject(reject, first_sheet));
        self.sources.extend(draft.sources);
        self.files.push(draft.account);
    }

    /// The bound on what is kept of rejected rows holds for all files together.
    fn reject(&mut self, mut reject: Reject, first_sheet: u32) {
        reject.source += first_sheet;
        if self.rejects.len() < KEPT_ROWS && self.kept_bytes < KEPT_BYTES {
            self.kept_bytes += reject.cells.iter().filter_map(|cell| cell.text()).map(str::len).sum::<usize>();
        } else {
            reject.cells = Vec::new();
        }
        self.rejects.push(reject);
    }

    /// Everything read: customers are identified, the frames are made, and the records from them.
    pub(crate) fn finish(self, keeping: Keeping) -> Result<(Cleaned, [Frame; 6]), FrameError> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let Gathered { builders, overlaps, spellings, rejects, mut totals, sources, mut files, .. } = self;
        let (identified, columns) = both(
            || identity::identify(&spellings, &self.config.identity),
            || builders.into_iter().map(TableBuilder::finish).collect::<Result<Vec<_>, _>>(),
        );
        let (mut frames, mut conflicts) = (Vec::with_capacity(TableId::ALL.len()), Vec::new());
        for (columns, overlap) in columns?.into_iter().zip(&overlaps) {
            let frame = columns.frame(&identified.party_of)?;
            let rule = self.config.input.conflicts;
            let parties = &identified.parties;
            let mut book = conflict::Book { rule, sources: &sources, parties, files: &mut files, totals: &mut totals };
            frames.push(conflict::settle(frame, overlap, &mut book, &mut conflicts)?);
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
        Ok((Cleaned { tables, account, keeping }, frames))
    }
}

/// Which records of a file no sheet before states.
fn counted_once(overlap: &mut Overlap, table: &TableDraft, first_sheet: u32) -> Vec<bool> {
    let mut keep = vec![true; table.prints.len()];
    let (sheets, rows) = (table.records.sheets(), table.records.rows());
    let place = |at: usize| {
        let get = |of: &[u32]| of.get(at).copied().unwrap_or_default();
        Source { sheet: get(sheets) + first_sheet, row: get(rows) }
    };
    let mut from = 0;
    for &end in &table.ends {
        let sheet: Range<usize> = from..end;
        if let (Some(prints), Some(keep)) = (table.prints.get(sheet.clone()), keep.get_mut(sheet)) {
            overlap.sheet(prints, keep, |at| place(from + at));
        }
        from = end;
    }
    keep
}

/// Takes the records that are not kept out of what their sheets count as accepted, with their money.
fn pass_over(table: &mut TableDraft, keep: &[bool], file: &mut FileAccount, totals: &mut [ControlTotal]) {
    let records = &mut table.records;
    let dropped = || keep.iter().enumerate().filter(|(_, keep)| !**keep).map(|(at, _)| at);
    let id = plan::id_of_record(records.table().spec());
    let ids = id.and_then(|id| records.column_mut(id)).map(|column| texts_at(column, dropped())).unwrap_or_default();
    for (nth, at) in dropped().enumerate() {
        let source = records.sheets().get(at).copied();
        if let Some(sheet) = file.sheets.iter_mut().find(|sheet| sheet.source == source) {
            sheet.rows.accepted -= 1;
            sheet.rows.duplicate_export += 1;
            let is_example = ids.get(nth).and_then(Option::as_deref).is_some_and(is_example);
            sheet.example_rows -= u64::from(is_example);
        }
    }
    let table = records.table();
    for total in totals.iter_mut().filter(|total| total.table == table) {
        let column = table.spec().position(total.column).and_then(|at| records.column_mut(at));
        let sum = column.map_or(0, |column| sum_at(column, keep));
        total.flow.accepted -= sum;
        total.flow.skipped += sum;
    }
}

/// The texts of a column at rising positions.
fn texts_at(column: &mut super::growing::Growing, positions: impl Iterator<Item = usize>) -> Vec<Option<String>> {
    let pieces = column.pieces();
    let mut pieces = pieces.iter();
    let (mut piece, mut first) = (pieces.next(), 0);
    let mut text = |at: usize| {
        while let Some(here) = piece.filter(|here| at >= first + here.len()) {
            first += here.len();
            piece = pieces.next();
        }
        piece?.str().ok()?.get(at - first).map(str::to_owned)
    };
    positions.map(&mut text).collect()
}

/// The sum of the whole numbers that are not kept.
fn sum_at(column: &mut super::growing::Growing, keep: &[bool]) -> i128 {
    let pieces = column.pieces();
    let values = pieces.iter().filter_map(|piece| piece.i64().ok()).flat_map(|piece| piece.iter());
    values.zip(keep).filter(|(_, keep)| !**keep).filter_map(|(value, _)| value).map(i128::from).sum()
}
