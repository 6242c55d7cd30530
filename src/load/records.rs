//! Delimited text taken apart into records and fields (RFC 4180, and what spreadsheets accept beyond it), in pieces of any size.

use super::Limits;
use super::numbers::Numbers;
use super::problem::{Fault, Limit, Problem, cell_name};
use super::seam::Seam;
use super::stray::{self, End};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the beginning of a field.
    Start,
    Plain,
    Quoted,
    /// After a quote inside a quoted field: its end, or half of a doubled quote.
    Quote,
}

/// Splits text into records.
pub(super) struct Parser {
    delimiter: u8,
    state: State,
    /// The row of the record being read, 1-based. Blank lines are rows, line breaks inside quotes are not.
    row: u32,
    col: u32,
    field: Vec<u8>,
    numbers: Numbers,
    max_cell_bytes: usize,
    /// The last byte was a carriage return that ended a record.
    after_cr: bool,
    /// Fields of the last record that had several.
    width: u32,
    /// Quotes that were read as ordinary characters, and the cell of the first.
    strays: Option<(u64, String)>,
}

impl Parser {
    pub(super) fn new(delimiter: u8, limits: &Limits) -> Self {
        let max_cell_bytes = usize::try_from(limits.max_cell_bytes).unwrap_or(usize::MAX);
        Self {
            delimiter,
            state: State::Start,
            row: 1,
            col: 0,
            field: Vec::new(),
            numbers: Numbers::default(),
            max_cell_bytes,
            after_cr: false,
            width: 0,
            strays: None,
        }
    }

    /// The row being read.
    pub(super) fn row(&self) -> u32 {
        self.row
    }

    /// How many quotes were read as ordinary characters, and the cell of the first.
    pub(super) fn strays(&mut self) -> Option<(u64, String)> {
        self.strays.take()
    }

    pub(super) fn feed(&mut self, text: &[u8], seam: &mut Seam<'_>) -> Result<(), Problem> {
        let mut rest = text;
        while let Some((&byte, tail)) = rest.split_first() {
            if std::mem::take(&mut self.after_cr) && byte == b'\n' {
                rest = tail;
                continue;
            }
            match (self.state, byte) {
                (State::Start, b'"') => self.state = State::Quoted,
                (State::Quoted, b'"') => self.state = State::Quote,
                (State::Quote, b'"') => {
                    self.field.push(b'"');
                    self.state = State::Quoted;
                }
                (State::Quoted, _) => {
                    let end = memchr::memchr(b'"', rest).unwrap_or(rest.len());
                    rest = self.take(rest, end, seam)?;
                    continue;
                }
                (State::Quote, byte) if self.is_stray(self.closed_before(byte), seam) => {
                    self.take_back(true, seam)?;
                    continue;
                }
                (_, b'\r' | b'\n') => {
                    self.end_field(seam)?;
                    self.end_record(byte == b'\r', seam);
                }
                (_, byte) if byte == self.delimiter => {
                    self.end_field(seam)?;
                    self.col = self.col.saturating_add(1);
                }
                _ => {
                    self.state = State::Plain;
                    let end = memchr::memchr3(self.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
                    rest = self.take(rest, end, seam)?;
                    continue;
                }
            }
            rest = tail;
        }
        Ok(())
    }

    fn take<'t>(&mut self, rest: &'t [u8], end: usize, seam: &mut Seam<'_>) -> Result<&'t [u8], Problem> {
        let (piece, tail) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        self.field.extend_from_slice(piece);
        if self.field.len() <= self.max_cell_bytes {
            return Ok(tail);
        }
        let quoted = self.state == State::Quoted;
        if quoted && self.is_stray(End::Never, seam) {
            self.take_back(false, seam)?;
            return Ok(tail);
        }
        let (allowed, found) = (self.max_cell_bytes as u64, self.field.len() as u64);
        let detail = if quoted { "a quote may not be closed" } else { "" };
        Err(Problem::new(Fault::TooLarge { limit: Limit::CellBytes, allowed, found }, detail).at_cell(self.row, self.col))
    }

    fn closed_before(&self, byte: u8) -> End {
        if byte == self.delimiter || matches!(byte, b'\r' | b'\n') { End::Proper } else { End::BeforeText }
    }

    /// Whether the quote that the field began with is none: what it swallowed are rows like the ones before.
    #[inline]
    fn is_stray(&self, end: End, seam: &Seam<'_>) -> bool {
        memchr::memchr2(b'\n', b'\r', &self.field).is_some() && {
            let own = |col| seam.text_of(self.row, col);
            stray::is_stray(&self.field, self.delimiter, (self.col, self.width), end, &own)
        }
    }

    /// Reads the field again, with the quote it began with as an ordinary character. Its text holds no quotes but doubled ones,
    /// so that none of what is read again is taken back once more: every byte is read twice at most.
    #[cold]
    fn take_back(&mut self, closed: bool, seam: &mut Seam<'_>) -> Result<(), Problem> {
        self.strays.get_or_insert_with(|| (0, cell_name(self.row, self.col))).0 += 1;
        let text = std::mem::take(&mut self.field);
        let mut raw = Vec::with_capacity(text.len() + 1);
        for byte in text {
            raw.push(byte);
            if byte == b'"' {
                raw.push(byte);
            }
        }
        if closed {
            raw.push(b'"');
        }
        self.state = State::Plain;
        self.field.push(b'"');
        self.feed(&raw, seam)
    }

    fn end_field(&mut self, seam: &mut Seam<'_>) -> Result<(), Problem> {
        self.state = State::Start;
        if !self.field.is_empty() {
            let text = std::str::from_utf8(&self.field).map_err(|error| {
                // Found valid before: the bytes are no longer the same.
                Problem::new(Fault::ChangedWhileReading, error.to_string()).at_cell(self.row, self.col)
            })?;
            seam.numbered_text(self.row, self.col, text, self.numbers.of(text))?;
            self.field.clear();
        }
        Ok(())
    }

    fn end_record(&mut self, after_cr: bool, seam: &mut Seam<'_>) {
        let width = self.col.saturating_add(1);
        seam.set_width(self.row, width);
        if self.col > 0 {
            self.width = width;
        }
        self.row = self.row.saturating_add(1);
        self.col = 0;
        self.after_cr = after_cr;
    }

    pub(super) fn finish(&mut self, seam: &mut Seam<'_>) -> Result<(), Problem> {
        match self.state {
            State::Quoted if self.is_stray(End::Never, seam) => self.take_back(false, seam)?,
            State::Quote if self.is_stray(End::Proper, seam) => self.take_back(true, seam)?,
            _ => {}
        }
        if self.state == State::Quoted {
            let problem = Problem::new(Fault::Truncated, "the file ends inside a quoted cell");
            return Err(problem.at_cell(self.row, self.col));
        }
        // The sign that ended a file under DOS.
        while self.field.last() == Some(&0x1A) {
            self.field.pop();
        }
        self.end_field(seam)?;
        seam.set_width(self.row, self.col.saturating_add(1));
        Ok(())
    }
}
