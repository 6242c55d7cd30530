//! One sheet from its first row to its last: holds rows until the layout is known, then hands each row to the table it
//! stands in, and notices where another table begins.

use super::account::{LayoutKind, SheetAccount};
use super::builder::RowBuffer;
use super::decimal_mark;
use super::draft::Draft;
use super::header::{Header, HeaderIndex};
use super::held::{HeldCell, HeldRow};
use super::layout::{self, Above, Block, LOOK_AHEAD, Layout, Part, Why};
use super::lens::{Lens, Pin};
use super::plan::Plan;
use super::record::{self, Reading, Room};
use super::row::{self, RowReading, Terms};
use super::skip;
use super::stretch::{self, Figures, Stretch};
use super::unit_line::{self, UnitLine};
use crate::config::{Config, Dates};
use crate::load::{Cell, Problem, Rows, Value};
use crate::tables::{GUIDE_SHEETS, SourceSheet, TableId, orders, visits};

/// Titles that may stand between two tables: so many single texts are held back until the row after them tells.
const TITLE_ROWS: usize = 3;

/// Rows that wait are held in memory and looked at from all sides: no more of them than this, as bytes of text and so many
/// for each cell. A form, or a table on its side with thousands of records, weighs less.
const HELD_WEIGHT: usize = 16 << 20;
const CELL_WEIGHT: usize = 64;

/// Reads one sheet.
pub(crate) struct SheetReader {
    file: String,
    name: String,
    pin: Option<Pin>,
    /// Currency of amounts that name none.
    currency: String,
    dates: Dates,
    state: State,
    /// Tables that are over.
    done: Vec<SheetAccount>,
    /// Single texts below a table, held back: remarks, or the title of the next one.
    titles: Vec<HeldRow>,
    /// The unit that a line above the tables states, until another one does.
    unit_line: Option<UnitLine>,
    /// Whether the first table of the sheet writes a decimal comma.
    comma: bool,
    /// Rises where the rows that follow are read otherwise than those before.
    turns: u32,
    last_row: u32,
    /// Rows the file says it has.
    expected: u32,
    /// How many fields the row at hand has, where the sheet is delimited text; and how many those had that are held.
    width: Option<u32>,
    widths: Vec<(u32, u32)>,
    buffer: RowBuffer,
}

enum State {
    /// Rows held until they say what the sheet is.
    Looking {
        rows: Vec<HeldRow>,
        weight: usize,
    },
    /// Tables side by side, mostly one.
    Reading(Vec<Reading>),
    Passed(Option<Why>),
}

impl SheetReader {
    pub(crate) fn new(file: String, name: &str, config: &Config) -> Self {
        let pin = Pin::of(config, &file, name);
        let mut dates = config.dates.clone();
        dates.order = pin.as_ref().and_then(|p| p.date_order).unwrap_or(dates.order);
        let skip = pin.as_ref().is_some_and(|p| p.skip);
        let state = if skip { State::Passed(Some(Why::Skipped)) } else { State::Looking { rows: Vec::new(), weight: 0 } };
        SheetReader {
            file,
            name: name.to_owned(),
            currency: pin.as_ref().and_then(|p| p.currency.as_ref()).unwrap_or(&config.currency).clone(),
            pin,
            dates,
            state,
            done: Vec::new(),
            titles: Vec::new(),
            unit_line: None,
            comma: false,
            turns: 0,
            last_row: 0,
            expected: 0,
            width: None,
            widths: Vec::new(),
            buffer: RowBuffer::default(),
        }
    }

    /// So many rows are expected.
    pub(crate) fn expect_rows(&mut self, rows: u32) {
        self.expected = rows;
    }

    /// How many fields the next row has, blank ones too, where the sheet is delimited text.
    pub(crate) fn set_width(&mut self, width: Option<u32>) {
        self.width = width;
    }

    pub(crate) fn row(&mut self, row: u32, cells: &[Cell<'_>], index: &HeaderIndex, config: &Config, store: &mut Draft) {
        if cells.iter().all(|c| matches!(c.value, Value::Text(text) if text.trim().is_empty())) {
            return;
        }
        self.last_row = row;
        match &mut self.state {
            State::Looking { rows, weight } => {
                rows.push(HeldRow { row, cells: cells.iter().map(HeldCell::hold).collect() });
                self.widths.extend(self.width.map(|width| (row, width)));
                *weight += cells.len() * CELL_WEIGHT + record::text_bytes(cells);
                if rows.len() >= LOOK_AHEAD || *weight >= HELD_WEIGHT {
                    self.settle(index, config, store);
                }
            }
            State::Reading(_) => self.below(row, cells, index, config, store),
            State::Passed(_) => {}
        }
    }

    /// Rows that follow one another. Those of a table that is being read are taken together as far as that goes.
    pub(crate) fn rows(&mut self, rows: &Rows<'_>, index: &HeaderIndex, config: &Config, store: &mut Draft) {
        let (mut cells, mut at, mut figures) = (Vec::new(), 0, Figures::default());
        // A second attempt at the same rows would hardly go further than the first.
        let mut attempted = false;
        while at < rows.len() {
            if !attempted && let Some(stretch) = self.stretch(rows, config, &mut figures) {
                attempted = true;
                at = self.take(&stretch, at, index, config, store);
            } else {
                self.one(rows, at, &mut cells, index, config, store);
                at += 1;
            }
        }
    }

    fn one<'a>(
        &mut self,
        rows: &Rows<'a>,
        at: usize,
        cells: &mut Vec<Cell<'a>>,
        index: &HeaderIndex,
        config: &Config,
        store: &mut Draft,
    ) {
        rows.row(at, cells);
        self.set_width(rows.width(at));
        self.row(rows.number(at), cells, index, config, store);
    }

    /// The rows read together, where one table is being read whose rows can be.
    fn stretch<'a>(&mut self, rows: &Rows<'a>, config: &Config, figures: &'a mut Figures) -> Option<Stretch<'a>> {
        let State::Reading(readings) = &mut self.state else { return None };
        let [only] = readings.as_mut_slice() else { return None };
        if !only.together || !self.titles.is_empty() {
            return None;
        }
        let currency = self.pin.as_ref().and_then(|p| p.currency.as_deref());
        let terms = Terms::new(config, &self.dates, currency);
        let stretch = Stretch::read(rows, &only.header, &only.plan, terms, &mut self.buffer, figures);
        only.together = stretch.is_worth_it();
        Some(stretch)
    }

    /// Takes the rows of a stretch from one on, and reads those that are left alone between them. Answers where it came to: to
    /// their end, or to where another table, or what may be its title, began.
    fn take(&mut self, stretch: &Stretch<'_>, from: usize, index: &HeaderIndex, config: &Config, store: &mut Draft) -> usize {
        let rows = stretch.rows();
        let (turns, mut cells, mut at) = (self.turns, Vec::new(), from);
        loop {
            let taken = stretch.taken_from(at);
            at = taken.end;
            if let State::Reading(readings) = &mut self.state
                && let [only] = readings.as_mut_slice()
                && !taken.is_empty()
            {
                self.last_row = rows.number(at - 1);
                record::sound_rows(only, stretch, taken, store, &mut self.buffer.known);
            }
            if at >= rows.len() {
                return at;
            }
            self.one(&rows, at, &mut cells, index, config, store);
            at += 1;
            if !self.titles.is_empty() || self.turns != turns {
                return at;
            }
        }
    }

    /// The sheet is over: one account for each table on it, or one that says why there is none.
    pub(crate) fn finish(
        mut self,
        problem: Option<Problem>,
        index: &HeaderIndex,
        config: &Config,
        store: &mut Draft,
    ) -> Vec<SheetAccount> {
        if matches!(self.state, State::Looking { .. }) {
            self.settle(index, config, store);
        }
        self.release_titles(index, config, store);
        self.end_tables();
        // Equal records within one sheet are all kept, in whichever of its tables they stand.
        for table in TableId::ALL.into_iter().filter(|t| self.done.iter().any(|d| d.table == Some(*t))) {
            store.tables[table as usize].end_sheet();
        }
        if self.done.is_empty() {
            let why = if let State::Passed(why) = self.state { why } else { None };
            self.done.push(SheetAccount { sheet: self.name.clone(), why, ..SheetAccount::default() });
        }
        if let Some(last) = self.done.last_mut() {
            last.last_row = self.last_row;
            last.problem = problem;
        }
        self.done
    }

    /// Decides what the sheet is from the rows held so far, and reads them.
    fn settle(&mut self, index: &HeaderIndex, config: &Config, store: &mut Draft) {
        let State::Looking { rows: held, .. } = std::mem::replace(&mut self.state, State::Passed(None)) else { return };
        let currency = self.pin.as_ref().and_then(|p| p.currency.clone());
        let dates = self.dates.clone();
        let terms = Terms::new(config, &dates, currency.as_deref());
        let blocks = match layout::decide(&held, Lens { index, pin: self.pin.as_ref() }, terms) {
            Layout::None(Why::NoHeader { .. }) if GUIDE_SHEETS.contains(&self.name.as_str()) => {
                self.state = State::Passed(Some(Why::Guide));
                return;
            }
            Layout::None(why) => {
                self.state = State::Passed(Some(why));
                return;
            }
            Layout::Blocks(blocks) => blocks,
        };
        for block in blocks {
            match block {
                Block::Loose { kind, header, header_row, records, title_day } => {
                    let mut above = Above { day: title_day, unit: None };
                    if kind == LayoutKind::Transposed {
                        let lines = held.partition_point(|row| row.row < header_row);
                        above.unit = unit_line::above(&held[..lines]);
                    }
                    let mut reading = self.begin(Part { header, columns: 0..u32::MAX }, header_row, kind, &above, index, store);
                    let mut room = Room {
                        lens: Lens { index, pin: self.pin.as_ref() },
                        terms,
                        store,
                        file: &self.file,
                        buffer: &mut self.buffer,
                    };
                    for loose in &records {
                        let cells: Vec<Cell<'_>> = loose.cells.iter().map(HeldCell::view).collect();
                        record::record(&mut reading, loose.row, &cells, Some(&loose.places), &mut room);
                    }
                    self.done.push(reading.account);
                }
                Block::Tables { mut parts, header_row, first, above } => {
                    for part in &mut parts {
                        self.comma |= decimal_mark::settle(&mut part.header, &held[first..]);
                    }
                    let before = self.widths.iter().filter(|(row, _)| *row <= header_row);
                    let width = before.map(|(_, width)| *width).max();
                    self.begin_tables(parts, header_row, width, above, index, store);
                    for row in &held[first..] {
                        self.below(row.row, &row.view(), index, config, store);
                    }
                }
            }
        }
    }

    /// A row below a header.
    fn below(&mut self, row: u32, cells: &[Cell<'_>], index: &HeaderIndex, config: &Config, store: &mut Draft) {
        if self.takes_units(row, cells) {
            return;
        }
        // A single text is a remark, or the title of another table: the row after it tells.
        if let [Cell { value: Value::Text(_), .. }] = cells
            && self.titles.len() < TITLE_ROWS
            && !skip::is_total_label(cells)
        {
            self.titles.push(HeldRow { row, cells: cells.iter().map(HeldCell::hold).collect() });
            return;
        }
        // A header is no record of the table above it: rows that can be read, nearly all, are asked no further.
        let read = if self.titles.is_empty() { self.read_by_one(cells, config) } else { None };
        if read.as_ref().is_none_or(|read| !read.is_sound())
            && let Some(parts) = self.another_table(cells, index, config)
        {
            self.turn_to(parts, row, index, store);
            return;
        }
        self.release_titles(index, config, store);
        self.hand_on(row, cells, read, index, config, store);
    }

    /// Whether the row, the first one below a header, says the units of its columns: then they are taken from it.
    fn takes_units(&mut self, row: u32, cells: &[Cell<'_>]) -> bool {
        let State::Reading(readings) = &mut self.state else { return false };
        let [only] = readings.as_mut_slice() else { return false };
        if only.account.rows.seen > 0 || !self.titles.is_empty() {
            return false;
        }
        let header_row = only.account.header_row.unwrap_or_default();
        let Some(notes) = unit_line::below(cells, row, &mut only.header, (header_row, &self.currency)) else { return false };
        only.account.notes.extend(notes);
        only.account.rows.seen += 1;
        only.account.rows.note += 1;
        self.turns += 1;
        true
    }

    /// The row as the table at hand reads it, where there is only one. Its values stay in the buffer.
    fn read_by_one(&mut self, cells: &[Cell<'_>], config: &Config) -> Option<RowReading> {
        let State::Reading(readings) = &self.state else { return None };
        let [only] = readings.as_slice() else { return None };
        let currency = self.pin.as_ref().and_then(|p| p.currency.as_deref());
        Some(row::read(&only.header, &only.plan, cells, Terms::new(config, &self.dates, currency), &mut self.buffer))
    }

    /// Another table begins. The titles held back are its own; they stand below the one before, and are counted there.
    fn turn_to(&mut self, mut parts: Vec<Part>, header_row: u32, index: &HeaderIndex, store: &mut Draft) {
        let titles = std::mem::take(&mut self.titles);
        if let State::Reading(readings) = &mut self.state
            && let Some(first) = readings.first_mut()
        {
            first.account.rows.seen += titles.len() as u64;
            first.account.rows.note += titles.len() as u64;
        }
        self.end_tables();
        let above = Above::of(&titles, &self.dates);
        for m in parts.iter_mut().flat_map(|part| &mut part.header.mapped) {
            m.comma = self.comma;
        }
        self.begin_tables(parts, header_row, self.width, above, index, store);
    }

    /// The tables a row begins, where it is a header and no record: then the ones before it are over.
    fn another_table(&self, cells: &[Cell<'_>], index: &HeaderIndex, config: &Config) -> Option<Vec<Part>> {
        let lens = Lens { index, pin: self.pin.as_ref() };
        let State::Reading(readings) = &self.state else { return None };
        // Told at a glance for nearly every row: a header has words only, and one of its first two is known.
        let words = |c: &Cell<'_>| matches!(c.value, Value::Text(t) if t.len() <= 120);
        let known = |c: &Cell<'_>| {
            let Value::Text(text) = c.value else { return false };
            !text.bytes().any(|b| b.is_ascii_digit()) && lens.tables().any(|table| lens.find(table, text).is_some())
        };
        if lens.pin.is_some_and(|pin| pin.header_row.is_some()) || cells.len() < 3 || !cells.iter().all(words) {
            return None;
        }
        // Texts that the table at hand can read are a record of it, whatever they sound like.
        let terms = Terms::new(config, &self.dates, None);
        let mut buffer = RowBuffer::default();
        let is_record = |r: &Reading| row::read(&r.header, &r.plan, cells, terms, &mut buffer).is_sound();
        if !cells.iter().take(2).any(known) || readings.iter().any(is_record) {
            return None;
        }
        // The same header again goes on with the table; one of other columns, or with another unit, begins one of its own.
        let again = |r: &Reading| {
            r.holds(cells) && skip::is_header_again(&r.header, cells, lens) && skip::is_in_the_same_words(&r.header, cells)
        };
        if readings.iter().any(again) { None } else { layout::begins_table(cells, lens) }
    }

    /// What was held back were remarks, or records of a single cell: read like any row.
    fn release_titles(&mut self, index: &HeaderIndex, config: &Config, store: &mut Draft) {
        for title in std::mem::take(&mut self.titles) {
            self.hand_on(title.row, &title.view(), None, index, config, store);
        }
    }

    /// Hands a row to the tables in whose columns it has cells; `read` where it is read already.
    fn hand_on(
        &mut self,
        row: u32,
        cells: &[Cell<'_>],
        read: Option<RowReading>,
        index: &HeaderIndex,
        config: &Config,
        store: &mut Draft,
    ) {
        let State::Reading(readings) = &mut self.state else { return };
        let lens = Lens { index, pin: self.pin.as_ref() };
        let currency = self.pin.as_ref().and_then(|p| p.currency.as_deref());
        let terms = Terms::new(config, &self.dates, currency);
        let mut room = Room { lens, terms, store, file: &self.file, buffer: &mut self.buffer };
        match (readings.as_mut_slice(), read) {
            ([only], Some(read)) => record::judge(only, row, cells, read, None, &mut room),
            ([only], None) => record::record(only, row, cells, None, &mut room),
            (several, _) => {
                for reading in several {
                    let own: Vec<Cell<'_>> = cells.iter().copied().filter(|c| reading.columns.contains(&c.col)).collect();
                    if !own.is_empty() {
                        record::record(reading, row, &own, None, &mut room);
                    }
                }
            }
        }
    }

    fn begin_tables(
        &mut self,
        parts: Vec<Part>,
        header_row: u32,
        width: Option<u32>,
        mut above: Above,
        index: &HeaderIndex,
        store: &mut Draft,
    ) {
        self.turns += 1;
        // What the top of a page says of its unit holds for every table on it.
        above.unit = above.unit.or_else(|| self.unit_line.take());
        self.unit_line.clone_from(&above.unit);
        self.buffer.known.forget();
        for part in &parts {
            store.tables[part.header.table as usize].expect(self.expected as usize);
        }
        let begin = |part| self.begin(part, header_row, LayoutKind::Table, &above, index, store);
        let mut readings: Vec<Reading> = parts.into_iter().map(begin).collect();
        if let ([only], Some(width)) = (readings.as_mut_slice(), width) {
            let named = only.header.cells.iter().map(|cell| cell.col).max().unwrap_or(0);
            only.plan.last_col = Some(named.max(width.saturating_sub(1)));
        }
        self.state = State::Reading(readings);
    }

    fn begin(
        &self,
        part: Part,
        header_row: u32,
        layout: LayoutKind,
        above: &Above,
        index: &HeaderIndex,
        store: &mut Draft,
    ) -> Reading {
        let Part { mut header, columns } = part;
        let mut notes = header.notes(header_row);
        notes.extend(above.unit.as_ref().and_then(|line| unit_line::apply(line, &mut header, header_row, &self.currency)));
        let source = u32::try_from(store.sources.len()).unwrap_or(u32::MAX);
        let mut plan = Plan::new(&header, &store.totals);
        // A title's day stands in for a date column, never for an empty cell of one.
        let dated = header.has(visits::DATE);
        plan.title_day = above.day.filter(|_| !dated);
        let mut stated = stated_columns(&header);
        if plan.title_day.is_some() {
            stated.push(visits::DATE);
        }
        stated.sort_unstable();
        stated.dedup();
        store.sources.push(SourceSheet {
            file: self.file.clone(),
            sheet: self.name.clone(),
            table: Some(header.table),
            columns: stated,
        });
        let account = SheetAccount {
            sheet: self.name.clone(),
            source: Some(source),
            table: Some(header.table),
            layout: Some(layout),
            header_row: Some(header_row),
            columns: header.named.clone(),
            unknown: header.unknown.iter().map(|text| index.unknown(header.table, text)).collect(),
            header_cells: header.cells.clone(),
            pinned: self.pin.as_ref().is_some_and(|pin| pin.table.is_some()),
            title_day: plan.title_day,
            notes,
            ..SheetAccount::default()
        };
        let together = stretch::suits(&header, &plan);
        Reading { header, plan, source, columns, account, together }
    }

    fn end_tables(&mut self) {
        if let State::Reading(readings) = &mut self.state {
            self.done.extend(readings.drain(..).map(|reading| reading.account));
        }
    }
}

/// The fields a sheet states: what its headers name, and what follows from them.
fn stated_columns(header: &Header) -> Vec<&'static str> {
    let mut columns: Vec<&'static str> = header.named.iter().map(|(_, field)| *field).collect();
    if header.table == TableId::Visits && columns.contains(&visits::TIME) {
        columns.extend([visits::DATE, visits::START, visits::END]);
    }
    if header.table == TableId::Orders && columns.contains(&orders::UNIT_PRICE) && columns.contains(&orders::QUANTITY) {
        columns.push(orders::AMOUNT);
    }
    columns
}
