//! The fate of one row below a header: accepted, rejected, or skipped with a reason. Money follows it.

use std::ops::Range;

use super::account::{Flow, SheetAccount};
use super::builder::{Naming, RowBuffer, Typed};
use super::draft::Draft;
use super::growing::Plain;
use super::header::Header;
use super::header_note::{HeaderNote, Written};
use super::held::HeldCell;
use super::identity::Spellings;
use super::known::Known;
use super::lens::Lens;
use super::plan::Plan;
use super::reject::{FaultyCell, KEPT_BYTES, KEPT_ROWS, Reject, column_letters};
use super::row::{self, Fault, RowReading, Terms};
use super::skip;
use super::stretch::Stretch;
use crate::load::{Cell, Value, cell_name};
use crate::tables::{EXAMPLE_PREFIXES, Source, TableId, customers, orders};

/// A table that is being read.
pub(crate) struct Reading {
    pub(crate) header: Header,
    pub(crate) plan: Plan,
    /// Position among the sources.
    pub(crate) source: u32,
    /// The columns of the sheet that are its own.
    pub(crate) columns: Range<u32>,
    pub(crate) account: SheetAccount,
    /// Whether rows are read together.
    pub(crate) together: bool,
}

impl Reading {
    /// Whether any of the cells stands in the table's columns.
    pub(crate) fn holds(&self, cells: &[Cell<'_>]) -> bool {
        cells.iter().any(|c| self.columns.contains(&c.col))
    }
}

/// What a row is read with, and where it goes.
pub(crate) struct Room<'a> {
    pub(crate) lens: Lens<'a>,
    pub(crate) terms: Terms<'a>,
    pub(crate) store: &'a mut Draft,
    pub(crate) file: &'a str,
    pub(crate) buffer: &'a mut RowBuffer,
}

/// Where a row went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Accepted,
    Rejected,
    Skipped,
}

/// Where each value of a record stands that is no row of the sheet.
pub(crate) type Places<'a> = Option<&'a [(u32, (u32, u32))]>;

/// One row below the header: read, judged, counted.
pub(crate) fn record(reading: &mut Reading, row: u32, cells: &[Cell<'_>], places: Places<'_>, room: &mut Room<'_>) {
    let read = row::read(&reading.header, &reading.plan, cells, room.terms, room.buffer);
    judge(reading, row, cells, read, places, room);
}

/// A row that was read into the buffer: judged, counted.
pub(crate) fn judge(
    reading: &mut Reading,
    row: u32,
    cells: &[Cell<'_>],
    read: RowReading,
    places: Places<'_>,
    room: &mut Room<'_>,
) {
    reading.account.rows.seen += 1;
    let is_total = |room: &Room<'_>| {
        let is_record = read.is_sound() && names_a_record(reading, cells, room.buffer);
        places.is_none() && skip::is_total_label(cells) && !is_record
    };
    let fate = if is_total(room) {
        reading.account.rows.subtotal += 1;
        Fate::Skipped
    } else if read.is_sound() {
        let cell = |col| if places.is_none() { format!("{}{row}", column_letters(col)) } else { String::new() };
        reading.account.dates.take(read.dates, cell);
        other_marks(reading, &read.other_marks);
        sound(reading, row, room)
    } else {
        faulty(reading, row, cells, read.faults, places, room)
    };
    for &(total, column) in &reading.plan.control {
        if let Some(Typed::Money(m)) = room.buffer.get(column) {
            place(&mut room.store.totals[total].flow, i128::from(m.minor()), fate);
        }
    }
}

/// Whether a row has the number and the day of a record of its own, and not only the word that a total has: an order of a
/// customer called Total.
fn names_a_record(reading: &Reading, cells: &[Cell<'_>], buffer: &RowBuffer) -> bool {
    let spec = reading.header.table.spec();
    let Some(id) = reading.plan.id else { return false };
    let label = cells.iter().find(|c| matches!(c.value, Value::Text(_))).map(|c| c.col);
    let is_label = reading.header.mapped.iter().any(|m| m.field.column == id && Some(m.col) == label);
    let dated = spec.position(orders::DATE).is_none_or(|date| !buffer.is_null(date));
    !is_label && !buffer.is_null(id) && dated
}

/// Counts the cells of a row that write another decimal mark than their columns do.
fn other_marks(reading: &mut Reading, columns: &[u32]) {
    for col in columns {
        let Some(cell) = reading.header.cells.iter().find(|cell| cell.col == *col) else { continue };
        let place = cell_name(reading.account.header_row.unwrap_or_default(), *col);
        let counted = reading.account.notes.iter_mut().find_map(|note| match note {
            HeaderNote::MixedMarks { header, count } if header.cell == place => Some(count),
            _ => None,
        });
        match counted {
            Some(count) => *count += 1,
            None => {
                let header = Written { cell: place, text: cell.text.clone() };
                reading.account.notes.push(HeaderNote::MixedMarks { header, count: 1 });
            }
        }
    }
}

/// A row that can be read whole: a record. Whether another sheet holds it already is asked when the files are joined.
fn sound(reading: &mut Reading, row: u32, room: &mut Room<'_>) -> Fate {
    let table = reading.header.table;
    let Room { store, buffer, .. } = room;
    let (naming, known) = buffer.naming(reading.plan.customer_id, reading.plan.customer);
    let spelling = spelling_of(naming, &mut store.spellings, known);
    let text = |column: Option<usize>| column.and_then(|at| buffer.text_of(at));
    if table == TableId::Customers
        && let Some(at) = spelling
    {
        let aliases = table.spec().position(customers::ALIASES);
        store.spellings.mark_master(at, text(aliases));
    }
    if text(reading.plan.id).is_some_and(is_example) {
        reading.account.example_rows += 1;
    }
    store.tables[table as usize].push(buffer, Source { sheet: reading.source, row }, spelling);
    reading.account.rows.accepted += 1;
    Fate::Accepted
}

/// The spelling by which a row names its customer. Who has named it in the same words before, and by no id, is not looked up again.
fn spelling_of(naming: Naming<'_>, spellings: &mut Spellings, known: &mut Known) -> Option<u32> {
    let number = naming.number.filter(|_| naming.id.is_none());
    if let Some(known) = number.and_then(|number| known.spelling(number)) {
        spellings.met_again(known);
        return Some(known);
    }
    let named = naming.id.is_some() || naming.name.is_some();
    let spelling = named.then(|| spellings.intern(naming.id, naming.name))?;
    if let Some(number) = number {
        known.learn_spelling(number, spelling);
    }
    Some(spelling)
}

/// Rows that were read together and taken: records, all of them.
pub(crate) fn sound_rows(reading: &mut Reading, stretch: &Stretch<'_>, rows: Range<usize>, store: &mut Draft, known: &mut Known) {
    let (ids, names) = (stretch.texts(reading.plan.customer_id), stretch.texts(reading.plan.customer));
    let naming = |row: usize| Naming { id: ids.get(row), name: names.get(row), number: names.number(row) };
    let spellings: Vec<Option<u32>> = rows.clone().map(|row| spelling_of(naming(row), &mut store.spellings, known)).collect();
    let records = stretch.texts(reading.plan.id);
    let examples = rows.clone().filter(|row| records.get(*row).is_some_and(is_example)).count();
    let values = stretch.values(rows.clone());
    for &(total, column) in &reading.plan.control {
        let amounts = values.iter().filter(|(at, _)| *at == column).flat_map(|(_, values)| *values);
        let sum = amounts.map(|value| if let Plain::Long(minor) = value { i128::from(*minor) } else { 0 }).sum();
        place(&mut store.totals[total].flow, sum, Fate::Accepted);
    }
    let prints = stretch.prints().get(rows.clone()).unwrap_or_default();
    let numbers = rows.clone().map(|row| stretch.rows().number(row));
    store.tables[reading.header.table as usize].extend(&values, prints, reading.source, numbers, &spellings);
    let (account, count) = (&mut reading.account, rows.len() as u64);
    account.rows.seen += count;
    account.rows.accepted += count;
    account.example_rows += examples as u64;
}

pub(crate) fn is_example(id: &str) -> bool {
    EXAMPLE_PREFIXES.iter().any(|prefix| id.starts_with(prefix))
}

/// A row that cannot be read: a repeated header, a total, a note, or a reject.
fn faulty(
    reading: &mut Reading,
    row: u32,
    cells: &[Cell<'_>],
    faults: Vec<Fault>,
    places: Places<'_>,
    room: &mut Room<'_>,
) -> Fate {
    let counts = &mut reading.account.rows;
    if places.is_none() {
        let skipped = if skip::is_header_again(&reading.header, cells, room.lens) {
            Some(&mut counts.repeated_header)
        } else if lacks_record(&reading.plan, room.buffer) && skip::is_total_row(cells) {
            Some(&mut counts.subtotal)
        } else if skip::is_note(&reading.header, cells, room.buffer) || skip::is_prefilled(&reading.header, cells) {
            Some(&mut counts.note)
        } else {
            None
        };
        if let Some(count) = skipped {
            *count += 1;
            return Fate::Skipped;
        }
    }
    counts.rejected += 1;
    let at = |col: u32| match places {
        Some(places) => places.iter().find(|(c, _)| *c == col).map(|(_, place)| *place),
        None => Some((row, col)),
    };
    let told = |f: Fault| FaultyCell { column: f.column, at: f.col.and_then(at), value: f.value, reason: f.reason };
    let mut faults = faults.into_iter().map(told);
    let Some(first) = faults.next() else { return Fate::Rejected };
    let store = &mut *room.store;
    let kept = store.rejects.len() < KEPT_ROWS && store.kept_bytes < KEPT_BYTES;
    store.kept_bytes += if kept { text_bytes(cells) } else { 0 };
    store.rejects.push(Reject {
        table: reading.header.table,
        file: room.file.to_owned(),
        sheet: reading.account.sheet.clone(),
        source: reading.source,
        row,
        first,
        also: faults.collect(),
        cells: if kept { cells.iter().map(HeldCell::hold).collect() } else { Vec::new() },
    });
    Fate::Rejected
}

/// Bytes of text in a row.
pub(crate) fn text_bytes(cells: &[Cell<'_>]) -> usize {
    cells.iter().map(|cell| if let Value::Text(text) = cell.value { text.len() } else { 0 }).sum()
}

/// Whether too little of a row can be read for a record with a fault: a customer named Total with a mistyped date is one.
fn lacks_record(plan: &Plan, buffer: &RowBuffer) -> bool {
    let empty = plan.required.iter().filter(|group| group.iter().all(|column| buffer.is_null(*column))).count();
    empty >= 2.min(plan.required.len())
}

fn place(flow: &mut Flow, minor: i128, fate: Fate) {
    flow.seen += minor;
    match fate {
        Fate::Accepted => flow.accepted += minor,
        Fate::Rejected => flow.rejected += minor,
        Fate::Skipped => flow.skipped += minor,
    }
}
