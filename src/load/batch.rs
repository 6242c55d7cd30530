//! Rows on their way from a reader to the consumer: many at a time, so that nothing is allocated per cell.

use std::sync::Arc;

use super::texts::Texts;
use super::{Cell, Consumer, Value};

/// A batch is full when it has this many cells or bytes of text; one row is never divided.
const FULL_CELLS: usize = 8_192;
const FULL_TEXT: usize = 1 << 18;

/// A value of a batch. Text lies in the batch's own buffer, or is one of the texts the file's cells share.
#[derive(Clone, Copy)]
pub(super) enum Held {
    Text(u32, u32),
    /// The same with the number that every cell with this text has.
    Numbered(u32, u32, u32),
    Shared(u32),
    Number(f64),
    Date(f64),
    Bool(bool),
    Error(&'static str),
    Uncalculated,
}

/// Whole rows, and the cells of the one that is being collected.
#[derive(Default)]
pub(super) struct Batch {
    /// Number of the row, and where its cells end.
    rows: Vec<(u32, usize)>,
    cells: Vec<(u32, Held)>,
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

    #[inline]
    pub(super) fn push(&mut self, col: u32, held: Held) {
        self.cells.push((col, held));
    }

    /// The cells of the row being collected.
    pub(super) fn row(&mut self) -> &mut [(u32, Held)] {
        self.cells.get_mut(self.row_cells..).unwrap_or_default()
    }

    /// The row being collected is whole.
    pub(super) fn end_row(&mut self, row: u32) {
        self.rows.push((row, self.cells.len()));
        (self.row_cells, self.row_text) = (self.cells.len(), self.text.len());
    }

    /// Forgets the cells of the row being collected.
    pub(super) fn drop_row(&mut self) {
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
        self.cells.clear();
        self.text.clear();
        (self.row_cells, self.row_text) = (0, 0);
        self.shared = None;
    }

    /// Hands every whole row over.
    pub(super) fn hand_to(&self, consumer: &mut dyn Consumer) {
        let shared = self.shared.as_deref();
        let mut cells: Vec<Cell<'_>> = Vec::new();
        let mut from = 0;
        for &(row, to) in &self.rows {
            cells.clear();
            let held = self.cells.get(from..to).unwrap_or_default();
            cells.extend(held.iter().map(|&(col, held)| self.cell(col, held, shared)));
            consumer.row(row, &cells);
            from = to;
        }
    }

    #[inline]
    fn cell<'a>(&'a self, col: u32, held: Held, shared: Option<&'a Texts>) -> Cell<'a> {
        let value = match held {
            Held::Text(from, to) => Value::Text(self.text.get(from as usize..to as usize).unwrap_or_default()),
            Held::Numbered(from, to, id) => {
                let value = Value::Text(self.text.get(from as usize..to as usize).unwrap_or_default());
                return Cell { col, value, shared: Some(id) };
            }
            Held::Shared(id) => {
                let value = Value::Text(shared.and_then(|texts| texts.get(id)).unwrap_or_default());
                return Cell { col, value, shared: Some(id) };
            }
            Held::Number(number) => Value::Number(number),
            Held::Date(days) => Value::Date(days),
            Held::Bool(truth) => Value::Bool(truth),
            Held::Error(name) => Value::Error(name),
            Held::Uncalculated => Value::Uncalculated,
        };
        Cell::new(col, value)
    }
}
