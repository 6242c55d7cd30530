//! Cells and rows that outlive the reader's buffers: rows that wait until their sheet's layout is known, and rejected ones.

use super::kept::fixed;
use crate::load::{Cell, Value};
use serde::{Deserialize, Serialize};

/// A cell that outlives the reader's buffers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeldCell {
    /// Column, 0-based.
    pub col: u32,
    pub value: Held,
}

/// What a held cell says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Held {
    Text(String),
    Number(f64),
    /// Days since 1899-12-30.
    Date(f64),
    Bool(bool),
    Error(#[serde(with = "fixed::one")] fixed::Name),
    Uncalculated,
}

impl HeldCell {
    pub(crate) fn hold(cell: &Cell<'_>) -> Self {
        let value = match cell.value {
            Value::Text(text) => Held::Text(text.to_owned()),
            Value::Number(x) => Held::Number(x),
            Value::Date(x) => Held::Date(x),
            Value::Bool(b) => Held::Bool(b),
            Value::Error(code) => Held::Error(code),
            Value::Uncalculated => Held::Uncalculated,
        };
        HeldCell { col: cell.col, value }
    }

    pub(crate) fn view(&self) -> Cell<'_> {
        let value = match &self.value {
            Held::Text(text) => Value::Text(text),
            Held::Number(x) => Value::Number(*x),
            Held::Date(x) => Value::Date(*x),
            Held::Bool(b) => Value::Bool(*b),
            Held::Error(code) => Value::Error(code),
            Held::Uncalculated => Value::Uncalculated,
        };
        Cell::new(self.col, value)
    }

    pub(crate) fn text(&self) -> Option<&str> {
        if let Held::Text(text) = &self.value { Some(text) } else { None }
    }
}

/// A row that is held until the sheet's layout is known.
#[derive(Debug, Clone)]
pub(crate) struct HeldRow {
    pub(crate) row: u32,
    /// In rising column order.
    pub(crate) cells: Vec<HeldCell>,
}

impl HeldRow {
    pub(crate) fn view(&self) -> Vec<Cell<'_>> {
        self.cells.iter().map(HeldCell::view).collect()
    }

    pub(crate) fn at(&self, col: u32) -> Option<&HeldCell> {
        self.cells.binary_search_by_key(&col, |c| c.col).ok().map(|at| &self.cells[at])
    }

    /// The last cell up to a column.
    pub(crate) fn up_to(&self, col: u32) -> Option<&HeldCell> {
        let after = self.cells.partition_point(|c| c.col <= col);
        self.cells[..after].last()
    }
}

/// A record of a form, or of a table on its side: cells as if they stood under a header.
#[derive(Debug, Clone)]
pub(crate) struct LooseRecord {
    /// The row the record is cited by.
    pub(crate) row: u32,
    pub(crate) cells: Vec<HeldCell>,
    /// Where the value of each column stands on the sheet, or would be written: row as Excel numbers it, and column.
    pub(crate) places: Vec<(u32, (u32, u32))>,
}
