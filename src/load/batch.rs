//! Rows on their way from a reader to the consumer: many at a time, so that nothing is allocated per cell.

use std::ops::Range;
use std::sync::Arc;

use super::convert::ERRORS;
use super::texts::Texts;
use super::{Cell, Value};

/// A batch is full when it has this many cells or bytes of text; one row is never divided.
const FULL_CELLS: usize = 8_192;
const FULL_TEXT: usize = 1 << 18;

/// A value of a batch, in sixteen bytes. Text lies in the batch's own buffer, or is one of the texts the file's cells share.
#[derive(Clone, Copy)]
pub(super) enum Held {
    Text(u32, u32),
    /// The same with the number that every cell with this text has.
    Numbered(u32, u32, u32),
    Shared(u32),
    Number(f64),
    Date(f64),
    Bool(bool),
    /// By its place in [`ERRORS`].
    Error(u8),
    Uncalculated,
}

/// A row of a batch.
#[derive(Clone, Copy)]
struct RowEnd {
    number: u32,
    /// Its fields, blank ones too, where it is a record of delimited text; 0 elsewhere.
    width: u32,
    /// Where its cells end.
    cells: usize,
}

/// Whole rows, and the cells of the one that is being collected.
#[derive(Default)]
pub(super) struct Batch {
    rows: Vec<RowEnd>,
    /// Column and value of each cell: who looks for a column reads nothing else.
    cols: Vec<u32>,
    cells: Vec<Held>,
    text: String,
    shared: Option<Arc<Texts>>,
    /// Where the cells, and the text, of the row being collected begin.
    row_cells: usize,
    row_text: usize,
}

impl Batch {
    /// The texts that cells name by number from here on.
    pub(super) fn share(&mut self, texts: &Arc<Texts>) {
        self.shared = Some(Arc::clone(texts));
    }

    /// Keeps a cell's text; `None` where the row is longer than can be counted.
    #[inline]
    pub(super) fn hold_text(&mut self, text: &str) -> Option<Held> {
        let from = u32::try_from(self.text.len()).ok()?;
        let to = u32::try_from(self.text.len() + text.len()).ok()?;
        self.text.push_str(text);
        Some(Held::Text(from, to))
    }

    /// An error, which is one of those of Excel.
    #[cold]
    pub(super) fn error(name: &str) -> Held {
        let at = ERRORS.iter().zip(0..).find(|(error, _)| **error == name);
        Held::Error(at.map_or(0, |(_, at)| at))
    }

    #[inline]
    pub(super) fn push(&mut self, col: u32, held: Held) {
        self.cols.push(col);
        self.cells.push(held);
    }

    /// Puts the cells of the row being collected in the order of their columns. Answers the column that has two of them.
    pub(super) fn sort_row(&mut self) -> Option<u32> {
        let (cols, cells) = (self.cols.split_off(self.row_cells), self.cells.split_off(self.row_cells));
        let mut row: Vec<(u32, Held)> = cols.into_iter().zip(cells).collect();
        row.sort_by_key(|(col, _)| *col);
        let twice = row.windows(2).find(|pair| pair[0].0 == pair[1].0).map(|pair| pair[0].0);
        row.into_iter().for_each(|(col, held)| self.push(col, held));
        twice
    }

    /// The row being collected is whole. `width` is the number of its fields where it is a record of delimited text, else 0.
    pub(super) fn end_row(&mut self, number: u32, width: u32) {
        self.rows.push(RowEnd { number, width, cells: self.cells.len() });
        (self.row_cells, self.row_text) = (self.cells.len(), self.text.len());
    }

    /// The text of a cell of the row being collected.
    pub(super) fn text_of(&self, col: u32) -> Option<&str> {
        let at = self.row_cells + self.cols.get(self.row_cells..)?.iter().position(|c| *c == col)?;
        match *self.cells.get(at)? {
            Held::Text(from, to) | Held::Numbered(from, to, _) => self.text.get(from as usize..to as usize),
            _ => None,
        }
    }

    /// Forgets the cells of the row being collected.
    pub(super) fn drop_row(&mut self) {
        self.cols.truncate(self.row_cells);
        self.cells.truncate(self.row_cells);
        self.text.truncate(self.row_text);
    }

    pub(super) fn is_full(&self) -> bool {
        self.cells.len() >= FULL_CELLS || self.text.len() >= FULL_TEXT
    }

    pub(super) fn has_rows(&self) -> bool {
        !self.rows.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.cols.clear();
        self.cells.clear();
        self.text.clear();
        (self.row_cells, self.row_text) = (0, 0);
        self.shared = None;
    }

    /// The whole rows.
    pub(super) fn whole(&self) -> Rows<'_> {
        Rows { rows: &self.rows, cols: &self.cols, cells: &self.cells, text: &self.text, shared: self.shared.as_deref() }
    }
}

/// Rows that follow one another, as they are handed over together: each is what [`Consumer::row`](super::Consumer::row) gets,
/// and none needs to be looked at for another one to be read.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    rows: &'a [RowEnd],
    cols: &'a [u32],
    cells: &'a [Held],
    text: &'a str,
    shared: Option<&'a Texts>,
}

impl<'a> Rows<'a> {
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The number that Excel shows for a row; 0 where there are not so many.
    #[must_use]
    #[inline]
    pub fn number(&self, row: usize) -> u32 {
        self.rows.get(row).map_or(0, |row| row.number)
    }

    /// How many fields a record of delimited text has, blank ones too: there a cell too many means that the ones before it may
    /// stand in the wrong columns. `None` where rows have no end of their own.
    #[must_use]
    #[inline]
    pub fn width(&self, row: usize) -> Option<u32> {
        self.rows.get(row).map(|row| row.width).filter(|width| *width > 0)
    }

    /// Which of the cells are a row's.
    #[must_use]
    #[inline]
    pub fn places(&self, row: usize) -> Range<usize> {
        let end = |row: usize| self.rows.get(row).map_or(self.cells.len(), |row| row.cells);
        row.checked_sub(1).map_or(0, end)..end(row)
    }

    /// The columns of a row's cells, 0-based, in rising order.
    #[must_use]
    #[inline]
    pub fn columns(&self, row: usize) -> &'a [u32] {
        self.cols.get(self.places(row)).unwrap_or_default()
    }

    /// The cell in a place.
    #[must_use]
    #[inline]
    pub fn cell(&self, place: usize) -> Option<Cell<'a>> {
        let (col, held) = (*self.cols.get(place)?, *self.cells.get(place)?);
        let within = |from: u32, to: u32| Value::Text(self.text.get(from as usize..to as usize).unwrap_or_default());
        let (value, shared) = match held {
            Held::Text(from, to) => (within(from, to), None),
            Held::Numbered(from, to, id) => (within(from, to), Some(id)),
            Held::Shared(id) => (Value::Text(self.shared.and_then(|texts| texts.get(id)).unwrap_or_default()), Some(id)),
            Held::Number(number) => (Value::Number(number), None),
            Held::Date(days) => (Value::Date(days), None),
            Held::Bool(truth) => (Value::Bool(truth), None),
            Held::Error(at) => (Value::Error(ERRORS.get(usize::from(at)).copied().unwrap_or(ERRORS[0])), None),
            Held::Uncalculated => (Value::Uncalculated, None),
        };
        Some(Cell { col, value, shared })
    }

    /// Makes `cells` those of a row.
    pub fn row(&self, row: usize, cells: &mut Vec<Cell<'a>>) {
        cells.clear();
        cells.extend(self.places(row).filter_map(|place| self.cell(place)));
    }
}
