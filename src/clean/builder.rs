//! Typed columns that grow while rows are read, and the frame they become.

use polars::prelude::*;

use super::known::Known;
use super::value::Moment;
use crate::tables::{Column, FrameError, PARTY, SOURCE_ROW, SOURCE_SHEET, Source, TableId};
use crate::units::{Money, days_since_epoch};

/// A cell that was understood.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Typed {
    #[default]
    Null,
    /// Text, as a range of the row's text buffer: no allocation per cell.
    Text(std::ops::Range<usize>),
    /// A code of a vocabulary.
    Code(&'static str),
    Money(Money),
    /// A decimal that is not money: kept as the float the frame stores.
    Float(f64),
    Int(i32),
    Flag(bool),
    Moment(Moment),
}

/// One row while it is being read: a value per column of the table.
#[derive(Debug, Default)]
pub(crate) struct RowBuffer {
    pub(crate) values: Vec<Typed>,
    pub(crate) text: String,
    /// What rows before said in the same words.
    pub(crate) known: Known,
}

impl RowBuffer {
    pub(crate) fn reset(&mut self, columns: usize) {
        self.values.clear();
        self.values.resize(columns, Typed::Null);
        self.text.clear();
    }

    pub(crate) fn set_text(&mut self, column: usize, text: &str) {
        let from = self.text.len();
        self.text.push_str(text);
        self.values[column] = Typed::Text(from..self.text.len());
    }

    /// The text of a column; codes count as text.
    pub(crate) fn text_of(&self, column: usize) -> Option<&str> {
        match &self.values[column] {
            Typed::Text(range) => self.text.get(range.clone()),
            Typed::Code(code) => Some(code),
            _ => None,
        }
    }

    pub(crate) fn is_null(&self, column: usize) -> bool {
        self.values[column] == Typed::Null
    }
}

/// A cell as it is stored.
#[derive(Clone, Copy)]
enum Plain<'a> {
    Null,
    Text(&'a str),
    Int(i32),
    Long(i64),
    Float(f64),
    Flag(bool),
}

/// Rows after which a column's builder is put away: one that went on growing would hold its values twice whenever it moves.
const PIECE_ROWS: usize = 1 << 16;

enum Cells {
    Text(StringChunkedBuilder),
    Int(PrimitiveChunkedBuilder<Int32Type>),
    Long(PrimitiveChunkedBuilder<Int64Type>),
    Float(PrimitiveChunkedBuilder<Float64Type>),
    Flag(BooleanChunkedBuilder),
}

impl Cells {
    fn new(name: PlSmallStr, dtype: &DataType) -> Self {
        match dtype {
            DataType::Int32 | DataType::Date => Cells::Int(PrimitiveChunkedBuilder::new(name, 0)),
            DataType::Int64 => Cells::Long(PrimitiveChunkedBuilder::new(name, 0)),
            DataType::Float64 => Cells::Float(PrimitiveChunkedBuilder::new(name, 0)),
            DataType::Boolean => Cells::Flag(BooleanChunkedBuilder::new(name, 0)),
            _ => Cells::Text(StringChunkedBuilder::new(name, 0)),
        }
    }

    fn push(&mut self, value: Plain<'_>) {
        match (self, value) {
            (Cells::Text(b), Plain::Text(x)) => b.append_value(x),
            (Cells::Int(b), Plain::Int(x)) => b.append_value(x),
            (Cells::Long(b), Plain::Long(x)) => b.append_value(x),
            (Cells::Float(b), Plain::Float(x)) => b.append_value(x),
            (Cells::Flag(b), Plain::Flag(x)) => b.append_value(x),
            // Nothing, or a value of another kind, which no column is handed.
            (Cells::Text(b), _) => b.append_null(),
            (Cells::Int(b), _) => b.append_null(),
            (Cells::Long(b), _) => b.append_null(),
            (Cells::Float(b), _) => b.append_null(),
            (Cells::Flag(b), _) => b.append_null(),
        }
    }

    fn finish(self) -> Series {
        match self {
            Cells::Text(b) => b.finish().into_series(),
            Cells::Int(b) => b.finish().into_series(),
            Cells::Long(b) => b.finish().into_series(),
            Cells::Float(b) => b.finish().into_series(),
            Cells::Flag(b) => b.finish().into_series(),
        }
    }
}

/// One column while it grows. Most files leave most columns empty: those cost nothing.
struct Growing {
    name: PlSmallStr,
    dtype: DataType,
    cells: Cells,
    /// Values in `cells`.
    held: usize,
    /// Empty cells after them, written down only once another value follows.
    empty: usize,
    pieces: Vec<Series>,
}

impl Growing {
    fn new(name: &str, dtype: DataType) -> Self {
        let name: PlSmallStr = name.into();
        Growing { cells: Cells::new(name.clone(), &dtype), name, dtype, held: 0, empty: 0, pieces: Vec::new() }
    }

    fn push(&mut self, value: Plain<'_>) {
        if matches!(value, Plain::Null) {
            self.empty += 1;
            return;
        }
        self.write_empty();
        self.cells.push(value);
        self.held += 1;
        if self.held >= PIECE_ROWS {
            self.put_away();
        }
    }

    fn write_empty(&mut self) {
        for _ in 0..self.empty {
            self.cells.push(Plain::Null);
        }
        self.held += std::mem::take(&mut self.empty);
    }

    fn put_away(&mut self) {
        let cells = std::mem::replace(&mut self.cells, Cells::new(self.name.clone(), &self.dtype));
        self.pieces.push(cells.finish());
        self.held = 0;
    }

    /// The column in one piece.
    fn finish(mut self, height: usize) -> Result<polars::prelude::Column, FrameError> {
        if self.empty == height {
            return Ok(polars::prelude::Column::full_null(self.name, height, &self.dtype));
        }
        self.write_empty();
        if self.held > 0 {
            self.put_away();
        }
        let mut pieces = self.pieces.into_iter();
        let mut whole = pieces.next().unwrap_or_else(|| Series::new_empty(self.name, &self.dtype));
        for piece in pieces {
            whole.append_owned(piece)?;
        }
        if whole.n_chunks() > 1 {
            whole = whole.rechunk();
        }
        if self.dtype == DataType::Date {
            whole = whole.i32()?.clone().into_date().into_series();
        }
        Ok(whole.into())
    }
}

/// The growing columns of one table.
pub(crate) struct TableBuilder {
    table: TableId,
    /// Of each declared column the stored ones: none, one, or a day with its minute.
    stores: Vec<Vec<Growing>>,
    sheet: Vec<u32>,
    row: Vec<u32>,
    /// Index of the customer spelling, `u32::MAX` where none is stated.
    spelling: Vec<u32>,
}

impl TableBuilder {
    pub(crate) fn new(table: TableId) -> Self {
        let growing = |column: &Column| column.stored().into_iter().map(|(name, dtype)| Growing::new(&name, dtype)).collect();
        let stores = table.spec().columns.iter().map(growing).collect();
        TableBuilder { table, stores, sheet: Vec::new(), row: Vec::new(), spelling: Vec::new() }
    }

    /// Takes over a row.
    pub(crate) fn push(&mut self, buffer: &RowBuffer, source: Source, spelling: Option<u32>) {
        for (i, store) in self.stores.iter_mut().enumerate() {
            match store.as_mut_slice() {
                [] => {}
                [one] => one.push(plain(buffer, i)),
                [day, minute, ..] => {
                    day.push(plain(buffer, i));
                    minute.push(moment_of(&buffer.values[i]).and_then(|m| m.minute).map_or(Plain::Null, Plain::Int));
                }
            }
        }
        self.sheet.push(source.sheet);
        self.row.push(source.row);
        self.spelling.push(spelling.unwrap_or(u32::MAX));
    }

    /// The frame; `party_of` gives the customer of each spelling.
    pub(crate) fn finish(self, party_of: &[u32]) -> Result<crate::tables::Frame, FrameError> {
        let height = self.row.len();
        let mut columns: Vec<polars::prelude::Column> = Vec::with_capacity(self.stores.len() + 5);
        for store in self.stores.into_iter().flatten() {
            columns.push(store.finish(height)?);
        }
        let party: UInt32Chunked =
            self.spelling.iter().map(|&s| party_of.get(s as usize).copied()).collect::<UInt32Chunked>().with_name(PARTY.into());
        columns.push(UInt32Chunked::from_vec(SOURCE_SHEET.into(), self.sheet).into_series().into());
        columns.push(UInt32Chunked::from_vec(SOURCE_ROW.into(), self.row).into_series().into());
        columns.push(party.into_series().into());
        crate::tables::Frame::new(self.table, DataFrame::new(height, columns)?)
    }
}

fn plain(buffer: &RowBuffer, column: usize) -> Plain<'_> {
    match &buffer.values[column] {
        Typed::Null => Plain::Null,
        Typed::Text(_) | Typed::Code(_) => buffer.text_of(column).map_or(Plain::Null, Plain::Text),
        Typed::Money(m) => Plain::Long(m.minor()),
        Typed::Float(x) => Plain::Float(*x),
        Typed::Int(x) => Plain::Int(*x),
        Typed::Flag(x) => Plain::Flag(*x),
        Typed::Moment(m) => Plain::Int(days_since_epoch(m.day)),
    }
}

fn moment_of(value: &Typed) -> Option<Moment> {
    if let Typed::Moment(m) = value { Some(*m) } else { None }
}
