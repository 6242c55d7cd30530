//! The reader's side of the [`Consumer`]: collects cells into rows and rows into batches, keeps the promised order and the
//! limits.

use std::sync::Arc;

use super::batch::{Batch, Held};
use super::problem::{Fault, Limit, Problem};
use super::remark::Remark;
use super::shield;
use super::texts::Texts;
use super::{Consumer, Limits, Value};

/// Rows and columns a sheet can have in Excel.
pub(super) const MAX_ROWS: u32 = 1_048_576;
pub(super) const MAX_COLS: u32 = 16_384;

/// Where batches go: the consumer itself, or a thread that stands before it.
pub(super) trait Sink {
    fn begin_sheet(&mut self, index: usize, name: &str);
    fn expect_rows(&mut self, rows: u32);
    /// Takes the rows of a batch and leaves an empty one.
    fn rows(&mut self, batch: &mut Batch);
    fn end_sheet(&mut self, problem: Option<Problem>);
}

/// Calls the consumer at once.
pub(super) struct Direct<'c>(pub(super) &'c mut dyn Consumer);

impl Sink for Direct<'_> {
    fn begin_sheet(&mut self, index: usize, name: &str) {
        self.0.begin_sheet(index, name);
    }

    fn expect_rows(&mut self, rows: u32) {
        self.0.expect_rows(rows);
    }

    fn rows(&mut self, batch: &mut Batch) {
        self.0.rows(&batch.whole());
        batch.clear();
    }

    fn end_sheet(&mut self, problem: Option<Problem>) {
        self.0.end_sheet(problem);
    }
}

/// Hands cells to a consumer, row by row.
pub(super) struct Seam<'c> {
    sink: &'c mut dyn Sink,
    limits: &'c Limits,
    sheets: usize,
    cells_total: u64,
    text_total: u64,
    /// The name of the sheet that is open.
    open: Option<String>,
    /// The row being collected; 0 before the first.
    row: u32,
    last_col: Option<u32>,
    /// How many fields the row being collected has, where it is a record of delimited text.
    width: u32,
    sorted: bool,
    batch: Batch,
    shared: Option<Arc<Texts>>,
    remarks: Vec<Remark>,
}

impl<'c> Seam<'c> {
    pub(super) fn new(sink: &'c mut dyn Sink, limits: &'c Limits) -> Self {
        Self {
            sink,
            limits,
            sheets: 0,
            cells_total: 0,
            text_total: 0,
            open: None,
            row: 0,
            last_col: None,
            width: 0,
            sorted: true,
            batch: Batch::default(),
            shared: None,
            remarks: Vec::new(),
        }
    }

    /// The texts that [`Self::shared_text`] names by number.
    pub(super) fn share(&mut self, texts: Arc<Texts>) {
        self.shared = Some(texts);
    }

    pub(super) fn begin_sheet(&mut self, name: &str) {
        self.row = 0;
        self.drop_row();
        self.open = Some(name.to_owned());
        let index = self.sheets;
        self.sheets += 1;
        shield::in_consumer(|| self.sink.begin_sheet(index, name));
    }

    /// The sheet that is open has about so many rows.
    pub(super) fn expect_rows(&mut self, rows: u64) {
        let rows = u32::try_from(rows).unwrap_or(u32::MAX).min(MAX_ROWS);
        shield::in_consumer(|| self.sink.expect_rows(rows));
    }

    /// Takes one cell: `row` 1-based, `col` 0-based, rows in rising order. Empty text is no cell.
    #[inline]
    pub(super) fn cell(&mut self, row: u32, col: u32, value: Value<'_>) -> Result<(), Problem> {
        self.turn(row, col)?;
        let held = match value {
            Value::Text("") => return Ok(()),
            Value::Text(text) => {
                self.count_text(row, col, text.len() as u64)?;
                let held = self.batch.hold_text(text);
                held.ok_or_else(|| too_large(Limit::TextBytes, u64::from(u32::MAX), u64::MAX).at_cell(row, col))?
            }
            Value::Number(number) => Held::Number(number),
            Value::Date(days) => Held::Date(days),
            Value::Bool(truth) => Held::Bool(truth),
            Value::Error(name) => Batch::error(name),
            Value::Uncalculated => Held::Uncalculated,
        };
        self.hold(row, col, held)
    }

    /// Takes a text, which is not empty, with the number that every cell with the same text has; none where it has no number.
    #[inline]
    pub(super) fn numbered_text(&mut self, row: u32, col: u32, text: &str, number: Option<u32>) -> Result<(), Problem> {
        let Some(number) = number else { return self.cell(row, col, Value::Text(text)) };
        self.turn(row, col)?;
        self.count_text(row, col, text.len() as u64)?;
        match self.batch.hold_text(text) {
            Some(Held::Text(from, to)) => self.hold(row, col, Held::Numbered(from, to, number)),
            _ => Err(too_large(Limit::TextBytes, u64::from(u32::MAX), u64::MAX).at_cell(row, col)),
        }
    }

    /// Takes a cell whose text is one of the shared ones; `bytes` is its length, and not 0.
    #[inline]
    pub(super) fn shared_text(&mut self, row: u32, col: u32, id: u32, bytes: usize) -> Result<(), Problem> {
        self.turn(row, col)?;
        self.count_text(row, col, bytes as u64)?;
        self.hold(row, col, Held::Shared(id))
    }

    /// The row, where it is the one being collected, is a record of delimited text with so many fields, blank ones too.
    #[inline]
    pub(super) fn set_width(&mut self, row: u32, width: u32) {
        // Of a record without any text nothing is collected.
        if row == self.row {
            self.width = width;
        }
    }

    /// The text of a cell, where its row is the one being collected.
    pub(super) fn text_of(&self, row: u32, col: u32) -> Option<&str> {
        if row == self.row { self.batch.text_of(col) } else { None }
    }

    /// Puts down what a person should know of the file.
    pub(super) fn remark(&mut self, remark: Remark) {
        self.remarks.push(remark);
    }

    pub(super) fn take_remarks(&mut self) -> Vec<Remark> {
        std::mem::take(&mut self.remarks)
    }

    /// The row being collected is whole: it is handed over whatever comes after it.
    pub(super) fn end_row(&mut self) -> Result<(), Problem> {
        self.close_row()
    }

    /// Forgets the cells of the row being collected. Answers its number: of a sheet whose rows end only where the next one
    /// begins, those above it are handed over, and it is not.
    pub(super) fn drop_row(&mut self) -> u32 {
        self.batch.drop_row();
        (self.last_col, self.width, self.sorted) = (None, 0, true);
        self.row
    }

    /// Ends the open sheet. After a problem the row being collected is dropped: it may not be whole.
    pub(super) fn end_sheet(&mut self, problem: Option<Problem>) {
        let Some(name) = self.open.take() else { return };
        let problem = match problem {
            Some(problem) => Some(problem),
            None => self.close_row().err(),
        };
        self.drop_row();
        self.send();
        let problem = problem.map(|p| if p.sheet.is_none() { p.in_sheet(&name) } else { p });
        shield::in_consumer(|| self.sink.end_sheet(problem));
    }

    /// Whether a sheet is open, for whoever cleans up after a parser that failed.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    pub(super) fn limits(&self) -> &'c Limits {
        self.limits
    }

    #[inline]
    fn turn(&mut self, row: u32, col: u32) -> Result<(), Problem> {
        if row != self.row {
            self.close_row()?;
            if row < self.row {
                let detail = format!("row {row} comes after row {}", self.row);
                return Err(Problem::new(Fault::Corrupt, detail).at_cell(row, col));
            }
            self.row = row;
        }
        if col >= MAX_COLS {
            return Err(Problem::new(Fault::Corrupt, format!("column {col} is beyond the last one")).at_cell(row, col));
        }
        Ok(())
    }

    #[inline]
    fn count_text(&mut self, row: u32, col: u32, bytes: u64) -> Result<(), Problem> {
        if bytes > self.limits.max_cell_bytes {
            return Err(too_large(Limit::CellBytes, self.limits.max_cell_bytes, bytes).at_cell(row, col));
        }
        self.text_total += bytes;
        if self.text_total > self.limits.max_text_bytes {
            return Err(too_large(Limit::TextBytes, self.limits.max_text_bytes, self.text_total).at_cell(row, col));
        }
        Ok(())
    }

    #[inline]
    fn hold(&mut self, row: u32, col: u32, held: Held) -> Result<(), Problem> {
        self.sorted &= self.last_col.is_none_or(|last| last < col);
        self.last_col = Some(col);
        self.batch.push(col, held);
        self.cells_total += 1;
        if self.cells_total > self.limits.max_cells {
            return Err(too_large(Limit::Cells, self.limits.max_cells, self.cells_total).at_cell(row, col));
        }
        Ok(())
    }

    fn close_row(&mut self) -> Result<(), Problem> {
        if self.last_col.is_none() {
            self.width = 0;
            return Ok(());
        }
        if !self.sorted {
            // Two cells in one place: which of them is true cannot be told, and a sum must not count both.
            if let Some(col) = self.batch.sort_row() {
                return Err(Problem::new(Fault::Corrupt, "the cell is there twice").at_cell(self.row, col));
            }
        }
        self.batch.end_row(self.row, self.width);
        (self.last_col, self.width, self.sorted) = (None, 0, true);
        if self.batch.is_full() {
            self.send();
        }
        Ok(())
    }

    fn send(&mut self) {
        if !self.batch.has_rows() {
            return;
        }
        if let Some(texts) = &self.shared {
            self.batch.share(texts);
        }
        shield::in_consumer(|| self.sink.rows(&mut self.batch));
    }
}

fn too_large(limit: Limit, allowed: u64, found: u64) -> Problem {
    Problem::new(Fault::TooLarge { limit, allowed, found }, "")
}
