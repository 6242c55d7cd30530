//! A typed column that grows while rows are read, in pieces, and grows together with those of other files.

use polars::prelude::*;

use crate::tables::FrameError;

/// A cell as it is stored.
#[derive(Clone, Copy)]
pub(crate) enum Plain<'a> {
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
pub(crate) struct Growing {
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
    pub(crate) fn new(name: &str, dtype: DataType) -> Self {
        let name: PlSmallStr = name.into();
        Growing { cells: Cells::new(name.clone(), &dtype), name, dtype, held: 0, empty: 0, pieces: Vec::new() }
    }

    pub(crate) fn push(&mut self, value: Plain<'_>) {
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

    /// Puts away what was pushed last.
    pub(crate) fn rest(&mut self) {
        if self.held > 0 {
            self.put_away();
        }
    }

    /// The values so far, in pieces, and how many empty cells follow on them.
    pub(crate) fn pieces(&mut self) -> (&[Series], usize) {
        self.rest();
        (&self.pieces, self.empty)
    }

    /// Puts a piece in, as [`pieces`](Self::pieces) gave it.
    pub(crate) fn put(&mut self, piece: Series) {
        self.pieces.push(piece.with_name(self.name.clone()));
    }

    pub(crate) fn add_empty(&mut self, cells: usize) {
        self.empty += cells;
    }

    /// The type a piece has: days are whole numbers until the column is finished.
    pub(crate) fn stored_as(&self) -> DataType {
        if self.dtype == DataType::Date { DataType::Int32 } else { self.dtype.clone() }
    }

    /// Takes over the values of another column of the kind, behind its own.
    pub(crate) fn append(&mut self, mut more: Growing) {
        more.rest();
        if !more.pieces.is_empty() {
            self.write_empty();
            self.rest();
            self.pieces.append(&mut more.pieces);
        }
        self.empty += more.empty;
    }

    /// Only the values marked stay.
    pub(crate) fn keep(&mut self, keep: &[bool]) -> Result<(), FrameError> {
        self.rest();
        let mut left = keep;
        for piece in &mut self.pieces {
            let (own, others) = left.split_at_checked(piece.len()).unwrap_or((left, &[]));
            *piece = piece.filter(&own.iter().copied().collect())?;
            left = others;
        }
        self.pieces.retain(|piece| !piece.is_empty());
        self.empty = left.iter().filter(|keep| **keep).count();
        Ok(())
    }

    /// The column in one piece.
    pub(crate) fn finish(mut self, height: usize) -> Result<polars::prelude::Column, FrameError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[Option<i64>]) -> Growing {
        let mut column = Growing::new("x", DataType::Int64);
        values.iter().for_each(|value| column.push(value.map_or(Plain::Null, Plain::Long)));
        column
    }

    fn values(column: Growing, height: usize) -> Vec<Option<i64>> {
        let column = column.finish(height).unwrap();
        assert_eq!((column.len(), column.as_materialized_series().n_chunks()), (height, 1));
        column.i64().unwrap().iter().collect()
    }

    #[test]
    fn what_grew_apart_is_as_if_it_had_grown_together() {
        let parts: [&[Option<i64>]; 5] = [&[None, None], &[Some(1), None], &[], &[None, Some(2), Some(3)], &[None]];
        let mut whole = Growing::new("x", DataType::Int64);
        parts.iter().for_each(|part| whole.append(column(part)));
        let expected: Vec<Option<i64>> = parts.concat();
        assert_eq!(values(whole, expected.len()), expected);
    }

    #[test]
    fn only_what_is_marked_stays() {
        let mut marked = column(&[Some(1), None, Some(3)]);
        marked.append(column(&[Some(4), None, None]));
        marked.keep(&[false, true, true, false, true, false]).unwrap();
        assert_eq!(values(marked, 3), [None, Some(3), None]);
    }
}
