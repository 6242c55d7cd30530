//! One sheet from its first row to its last: holds rows until the layout is known, then reads record after record and
//! keeps the account of where each row went.

use super::account::{LayoutKind, RowCounts, SheetAccount, UnknownColumn};
use super::builder::{RowBuffer, Typed};
use super::header::{Header, HeaderIndex};
use super::held::{HeldCell, HeldRow};
use super::layout::{self, LOOK_AHEAD, Layout};
use super::overlap;
use super::plan::Plan;
use super::reject::{FaultyCell, Reject};
use super::row::{self, Fault};
use super::{Flow, Store};
use crate::config::Config;
use crate::load::{Cell, Problem, Value};
use crate::tables::{Kind, Source, SourceSheet, TableId, Vocabulary, customers, orders};

/// Reads one sheet.
pub(crate) struct SheetReader {
    file: String,
    account: SheetAccount,
    state: State,
    buffer: RowBuffer,
}

enum State {
    /// Rows held until they say what the sheet is.
    Looking(Vec<HeldRow>),
    Reading(Reading),
    /// None of ours.
    Passed,
}

/// A table that is being read.
struct Reading {
    header: Header,
    plan: Plan,
    source_sheet: u32,
}

/// Where a row went; money follows it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Accepted,
    Rejected,
    Skipped,
}

impl SheetReader {
    pub(crate) fn new(file: String, name: &str) -> Self {
        let account = SheetAccount {
            sheet: name.to_owned(),
            source: None,
            table: None,
            why: None,
            layout: None,
            header_row: None,
            columns: Vec::new(),
            unknown: Vec::new(),
            header_cells: Vec::new(),
            pinned: false,
            title_day: None,
            rows: RowCounts::default(),
            doubtful_dates: 0,
            last_row: 0,
            problem: None,
        };
        SheetReader { file, account, state: State::Looking(Vec::new()), buffer: RowBuffer::default() }
    }

    pub(crate) fn row(&mut self, row: u32, cells: &[Cell<'_>], index: &HeaderIndex, config: &Config, store: &mut Store) {
        if cells.iter().all(|c| matches!(c.value, Value::Text(text) if text.trim().is_empty())) {
            return;
        }
        self.account.last_row = row;
        match &mut self.state {
            State::Looking(held) => {
                held.push(HeldRow { row, cells: cells.iter().map(HeldCell::hold).collect() });
                if held.len() >= LOOK_AHEAD {
                    self.settle(index, config, store);
                }
            }
            State::Reading(reading) => {
                record(reading, row, cells, index, config, store, &self.file, &mut self.account, &mut self.buffer);
            }
            State::Passed => {}
        }
    }

    /// The sheet is over.
    pub(crate) fn finish(
        mut self,
        problem: Option<Problem>,
        index: &HeaderIndex,
        config: &Config,
        store: &mut Store,
    ) -> SheetAccount {
        if matches!(self.state, State::Looking(_)) {
            self.settle(index, config, store);
        }
        if let Some(table) = self.account.table {
            store.overlaps[table as usize].end_sheet();
        }
        self.account.problem = problem;
        self.account
    }

    /// Decides what the sheet is from the rows held so far, and reads them.
    fn settle(&mut self, index: &HeaderIndex, config: &Config, store: &mut Store) {
        let State::Looking(held) = std::mem::replace(&mut self.state, State::Passed) else { return };
        match layout::decide(&held, index, config) {
            Layout::None(why) => self.account.why = Some(why),
            Layout::Table { header, header_row, first } => {
                let reading = self.begin(header, header_row, LayoutKind::Table, index, store);
                for row in &held[first..] {
                    record(&reading, row.row, &row.view(), index, config, store, &self.file, &mut self.account, &mut self.buffer);
                }
                self.state = State::Reading(reading);
            }
            Layout::Transposed { header, header_row, records } => {
                let reading = self.begin(header, header_row, LayoutKind::Transposed, index, store);
                for loose in &records {
                    let cells: Vec<Cell<'_>> = loose.cells.iter().map(HeldCell::view).collect();
                    record(&reading, loose.row, &cells, index, config, store, &self.file, &mut self.account, &mut self.buffer);
                }
            }
            Layout::Form { header, header_row, record: loose } => {
                let reading = self.begin(header, header_row, LayoutKind::Form, index, store);
                let cells: Vec<Cell<'_>> = loose.cells.iter().map(HeldCell::view).collect();
                record(&reading, loose.row, &cells, index, config, store, &self.file, &mut self.account, &mut self.buffer);
            }
        }
    }

    fn begin(&mut self, header: Header, header_row: u32, layout: LayoutKind, index: &HeaderIndex, store: &mut Store) -> Reading {
        self.account.table = Some(header.table);
        self.account.layout = Some(layout);
        self.account.header_row = Some(header_row);
        self.account.columns.clone_from(&header.named);
        self.account.unknown = header
            .unknown
            .iter()
            .map(|text| UnknownColumn { header: text.clone(), nearest: index.nearest(header.table, text), alias: None })
            .collect();
        let source_sheet = u32::try_from(store.sources.len()).unwrap_or(u32::MAX);
        store.sources.push(SourceSheet {
            file: self.file.clone(),
            sheet: self.account.sheet.clone(),
            table: Some(header.table),
            columns: stated_columns(&header),
        });
        let plan = Plan::new(&header, &store.totals);
        Reading { header, plan, source_sheet }
    }
}

/// The fields a sheet states: what its headers name, and what follows from them.
fn stated_columns(header: &Header) -> Vec<&'static str> {
    use crate::tables::visits;
    let mut columns: Vec<&'static str> = header.named.iter().map(|(_, field)| *field).collect();
    if header.table == TableId::Visits && columns.contains(&visits::TIME) {
        columns.extend([visits::DATE, visits::START, visits::END]);
    }
    if header.table == TableId::Orders && columns.contains(&orders::UNIT_PRICE) && columns.contains(&orders::QUANTITY) {
        columns.push(orders::AMOUNT);
    }
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// One row below the header: read, judged, counted.
#[allow(clippy::too_many_arguments)]
fn record(
    reading: &Reading,
    row: u32,
    cells: &[Cell<'_>],
    index: &HeaderIndex,
    config: &Config,
    store: &mut Store,
    file: &str,
    account: &mut SheetAccount,
    buffer: &mut RowBuffer,
) {
    account.rows.seen += 1;
    let read = row::read(&reading.header, &reading.plan, cells, config, buffer);
    let fate = if is_total_label(cells) {
        account.rows.subtotal += 1;
        Fate::Skipped
    } else if let Some(fault) = read.fault {
        faulty(reading, row, cells, fault, index, store, file, account, buffer)
    } else {
        account.doubtful_dates += u64::from(read.doubtful_dates);
        sound(reading, row, store, account, buffer)
    };
    for &(total, column) in &reading.plan.control {
        if let Typed::Money(m) = &buffer.values[column] {
            place(&mut store.totals[total].flow, m.minor(), fate);
        }
    }
}

/// A row that can be read whole: a record, unless another sheet holds it already.
fn sound(reading: &Reading, row: u32, store: &mut Store, account: &mut SheetAccount, buffer: &RowBuffer) -> Fate {
    let table = reading.header.table;
    if store.overlaps[table as usize].is_repeat(overlap::fingerprint(buffer)) {
        account.rows.duplicate_export += 1;
        return Fate::Skipped;
    }
    let text = |column: Option<usize>| column.and_then(|at| buffer.text_of(at));
    let (id, name) = (text(reading.plan.customer_id), text(reading.plan.customer));
    let spelling = (id.is_some() || name.is_some()).then(|| store.spellings.intern(id, name));
    if table == TableId::Customers
        && let Some(at) = spelling
    {
        let aliases = table.spec().position(customers::ALIASES);
        store.spellings.mark_master(at, text(aliases));
    }
    store.builders[table as usize].push(buffer, Source { sheet: reading.source_sheet, row }, spelling);
    account.rows.accepted += 1;
    Fate::Accepted
}

/// A row that cannot be read: a repeated header, a total, a note, or a reject.
#[allow(clippy::too_many_arguments)]
fn faulty(
    reading: &Reading,
    row: u32,
    cells: &[Cell<'_>],
    fault: Fault,
    index: &HeaderIndex,
    store: &mut Store,
    file: &str,
    account: &mut SheetAccount,
    buffer: &RowBuffer,
) -> Fate {
    if is_header_again(&reading.header, cells, index) {
        account.rows.repeated_header += 1;
        return Fate::Skipped;
    }
    if is_total_row(cells) {
        account.rows.subtotal += 1;
        return Fate::Skipped;
    }
    if is_note(&reading.header, cells, buffer) {
        account.rows.note += 1;
        return Fate::Skipped;
    }
    account.rows.rejected += 1;
    let at = fault.col.filter(|_| account.layout == Some(LayoutKind::Table)).map(|col| (row, col));
    store.rejects.push(Reject {
        table: reading.header.table,
        file: file.to_owned(),
        sheet: account.sheet.clone(),
        source: reading.source_sheet,
        row,
        first: FaultyCell { column: fault.column, at, value: fault.value, reason: fault.reason },
        also: Vec::new(),
        cells: cells.iter().map(HeldCell::hold).collect(),
    });
    Fate::Rejected
}

fn place(flow: &mut Flow, minor: i64, fate: Fate) {
    let minor = i128::from(minor);
    flow.seen += minor;
    match fate {
        Fate::Accepted => flow.accepted += minor,
        Fate::Rejected => flow.rejected += minor,
        Fate::Skipped => flow.skipped += minor,
    }
}

/// A row whose first text is a word such as 合计: a total even where every required cell is filled.
fn is_total_label(cells: &[Cell<'_>]) -> bool {
    let first = cells.iter().find_map(|c| if let Value::Text(text) = c.value { Some(text) } else { None });
    first.is_some_and(|text| {
        // Most first texts are order numbers: told apart without a look-up.
        text.len() <= 30 && !text.bytes().any(|b| b.is_ascii_digit()) && Vocabulary::Total.words().exact_code(text).is_some()
    })
}

/// A row that lacks what a record needs and speaks of a sum: `1月小计`, `Total CNY`.
fn is_total_row(cells: &[Cell<'_>]) -> bool {
    cells.iter().any(|c| {
        let Value::Text(text) = c.value else { return false };
        if text.len() > 48 {
            return false;
        }
        let word = crate::tables::normalise_word(text);
        let latin = ["total", "subtotal", "sub-total", "grandtotal", "sumof"].iter().any(|w| word.starts_with(w));
        latin || Vocabulary::Total.words().code(text).is_some()
    })
}

/// Whether the texts of a row name the same fields as the header, in the same columns.
fn is_header_again(header: &Header, cells: &[Cell<'_>], index: &HeaderIndex) -> bool {
    let agreeing = header
        .mapped
        .iter()
        .filter(|m| {
            cells.iter().any(|c| {
                c.col == m.col
                    && matches!(c.value, Value::Text(text)
                        if index.find(header.table, text).is_some_and(|f| f.column == m.field.column))
            })
        })
        .count();
    agreeing >= 2 && agreeing * 2 >= header.mapped.len()
}

/// A remark below or between the records: one or two texts, nothing in it that a typed column understands, and worded
/// like a sentence rather than like a lone identifier.
fn is_note(header: &Header, cells: &[Cell<'_>], buffer: &RowBuffer) -> bool {
    const MARKS: [char; 6] = ['：', ':', '，', '。', '；', '*'];
    const OPENINGS: [&str; 8] = ["注", "备注", "说明", "制表", "审核", "复核", "打印", "note"];
    if cells.len() > 3 || buffer.values.iter().any(|v| !matches!(v, Typed::Null | Typed::Text(_) | Typed::Code(_))) {
        return false;
    }
    let spec = header.table.spec();
    let worded = |text: &str| {
        let lower = text.trim().to_lowercase();
        lower.contains(MARKS) || OPENINGS.iter().any(|o| lower.starts_with(o)) || lower.chars().count() > 30
    };
    let mut texts = 0;
    for cell in cells {
        let Value::Text(text) = cell.value else { return false };
        let field = header.mapped.iter().find(|m| m.col == cell.col).map(|m| spec.columns[m.field.column].kind);
        // A text outside every mapped column, or one no identifier or name would be.
        if field.is_some_and(|kind| matches!(kind, Kind::Id | Kind::Name | Kind::PartyId | Kind::PartyName)) && !worded(text) {
            return false;
        }
        texts += usize::from(worded(text) || cells.len() == 1);
    }
    texts > 0
}
