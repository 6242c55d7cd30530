//! The reader's side of the [`Consumer`]: collects the cells of a row, keeps the promised order and the limits.

use super::problem::{Fault, Limit, Problem};
use super::shield;
use super::{Cell, Consumer, Limits, Value};

/// Rows and columns a sheet can have in Excel.
pub(super) const MAX_ROWS: u32 = 1_048_576;
pub(super) const MAX_COLS: u32 = 16_384;

/// A value of the row being collected. Text lies in the row's own buffer: parsers reuse theirs from cell to cell.
#[derive(Clone, Copy)]
enum Held {
    Text(usize, usize),
    Number(f64),
    Date(f64),
    Bool(bool),
    Error(&'static str),
    Uncalculated,
}

/// Hands cells to a consumer, row by row.
pub(super) struct Seam<'c> {
    consumer: &'c mut dyn Consumer,
    limits: &'c Limits,
    sheets: usize,
    cells_total: u64,
    text_total: u64,
    /// The name of the sheet that is open.
    open: Option<String>,
    /// Rows above this have been handed over; 0 before the first.
    row: u32,
    held: Vec<(u32, Held)>,
    text: String,
    sorted: bool,
}

impl<'c> Seam<'c> {
    pub(super) fn new(consumer: &'c mut dyn Consumer, limits: &'c Limits) -> Self {
        let (held, text) = (Vec::new(), String::new());
        Self { consumer, limits, sheets: 0, cells_total: 0, text_total: 0, open: None, row: 0, held, text, sorted: true }
    }

    pub(super) fn begin_sheet(&mut self, name: &str) {
        self.row = 0;
        self.discard_row();
        self.open = Some(name.to_owned());
        let index = self.sheets;
        self.sheets += 1;
        shield::in_consumer(|| self.consumer.begin_sheet(index, name));
    }

    /// Takes one cell: `row` 1-based, `col` 0-based, rows in rising order. Empty text is no cell.
    pub(super) fn cell(&mut self, row: u32, col: u32, value: Value<'_>) -> Result<(), Problem> {
        if row != self.row {
            self.turn_to(row, col)?;
        }
        if col >= MAX_COLS {
            return Err(Problem::new(Fault::Corrupt, format!("column {col} is beyond the last one")).at_cell(row, col));
        }
        let held = match value {
            Value::Text("") => return Ok(()),
            Value::Text(text) => self.hold_text(row, col, text)?,
            Value::Number(number) => Held::Number(number),
            Value::Date(days) => Held::Date(days),
            Value::Bool(truth) => Held::Bool(truth),
            Value::Error(name) => Held::Error(name),
            Value::Uncalculated => Held::Uncalculated,
        };
        self.sorted &= self.held.last().is_none_or(|(last, _)| *last < col);
        self.held.push((col, held));
        self.cells_total += 1;
        if self.cells_total > self.limits.max_cells {
            return Err(self.too_large(Limit::Cells, self.limits.max_cells, self.cells_total).at_cell(row, col));
        }
        Ok(())
    }

    /// The row being collected is whole: it is handed over whatever comes after it.
    pub(super) fn end_row(&mut self) -> Result<(), Problem> {
        self.flush()
    }

    /// Ends the open sheet. After a problem the row being collected is dropped: it may not be whole.
    pub(super) fn end_sheet(&mut self, problem: Option<Problem>) {
        let Some(name) = self.open.take() else { return };
        let problem = match problem {
            Some(problem) => Some(problem),
            None => self.flush().err(),
        };
        self.discard_row();
        let problem = problem.map(|p| if p.sheet.is_none() { p.in_sheet(&name) } else { p });
        shield::in_consumer(|| self.consumer.end_sheet(problem));
    }

    /// Whether a sheet is open, for whoever cleans up after a parser that failed.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    pub(super) fn limits(&self) -> &'c Limits {
        self.limits
    }

    fn turn_to(&mut self, row: u32, col: u32) -> Result<(), Problem> {
        self.flush()?;
        if row < self.row {
            let detail = format!("row {row} comes after row {}", self.row);
            return Err(Problem::new(Fault::Corrupt, detail).at_cell(row, col));
        }
        self.row = row;
        Ok(())
    }

    fn hold_text(&mut self, row: u32, col: u32, text: &str) -> Result<Held, Problem> {
        let bytes = text.len() as u64;
        if bytes > self.limits.max_cell_bytes {
            return Err(self.too_large(Limit::CellBytes, self.limits.max_cell_bytes, bytes).at_cell(row, col));
        }
        self.text_total += bytes;
        if self.text_total > self.limits.max_text_bytes {
            return Err(self.too_large(Limit::TextBytes, self.limits.max_text_bytes, self.text_total).at_cell(row, col));
        }
        let start = self.text.len();
        self.text.push_str(text);
        Ok(Held::Text(start, self.text.len()))
    }

    fn too_large(&self, limit: Limit, allowed: u64, found: u64) -> Problem {
        Problem::new(Fault::TooLarge { limit, allowed, found }, "")
    }

    fn flush(&mut self) -> Result<(), Problem> {
        if self.held.is_empty() {
            return Ok(());
        }
        if !self.sorted {
            self.held.sort_by_key(|(col, _)| *col);
            // Two cells in one place: which of them is true cannot be told, and a sum must not count both.
            if let Some(pair) = self.held.windows(2).find(|pair| pair[0].0 == pair[1].0) {
                let problem = Problem::new(Fault::Corrupt, "the cell is there twice").at_cell(self.row, pair[0].0);
                return Err(problem);
            }
        }
        let text = &self.text;
        let resolve = |held: Held| match held {
            Held::Text(start, end) => Value::Text(text.get(start..end).unwrap_or_default()),
            Held::Number(number) => Value::Number(number),
            Held::Date(days) => Value::Date(days),
            Held::Bool(truth) => Value::Bool(truth),
            Held::Error(name) => Value::Error(name),
            Held::Uncalculated => Value::Uncalculated,
        };
        let cells: Vec<Cell<'_>> = self.held.iter().map(|&(col, held)| Cell { col, value: resolve(held) }).collect();
        shield::in_consumer(|| self.consumer.row(self.row, &cells));
        self.discard_row();
        Ok(())
    }

    fn discard_row(&mut self) {
        self.held.clear();
        self.text.clear();
        self.sorted = true;
    }
}
