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

/// Rows after which a column's builder is put away where nobody knows how many come: one that went on growing would hold its
/// values twice whenever it moves.
const PIECE_ROWS: usize = 1 << 16;

enum Cells {
    Text(StringChunkedBuilder),
    Int(PrimitiveChunkedBuilder<Int32Type>),
    Long(PrimitiveChunkedBuilder<Int64Type>),
    Float(PrimitiveChunkedBuilder<Float64Type>),
    Flag(BooleanChunkedBuilder),
}

impl Cells {
    /// With room for so many values.
    fn new(name: PlSmallStr, dtype: &DataType, room: usize) -> Self {
        match dtype {
            DataType::Int32 | DataType::Date => Cells::Int(PrimitiveChunkedBuilder::new(name, room)),
            DataType::Int64 => Cells::Long(PrimitiveChunkedBuilder::new(name, room)),
            DataType::Float64 => Cells::Float(PrimitiveChunkedBuilder::new(name, room)),
            DataType::Boolean => Cells::Flag(BooleanChunkedBuilder::new(name, room)),
            _ => Cells::Text(StringChunkedBuilder::new(name, room)),
        }
    }

    /// The kind of column is asked once for all of them.
    fn extend(&mut self, values: &[Plain<'_>]) {
        /// Values of the kind go in; anything else is none.
        macro_rules! all {
            ($builder:ident, $kind:path) => {
                for value in values {
                    match *value {
                        $kind(x) => $builder.append_value(x),
                        _ => $builder.append_null(),
                    }
                }
            };
        }
        match self {
            Cells::Text(b) => all!(b, Plain::Text),
            Cells::Int(b) => all!(b, Plain::Int),
            Cells::Long(b) => all!(b, Plain::Long),
            Cells::Float(b) => all!(b, Plain::Float),
            Cells::Flag(b) => all!(b, Plain::Flag),
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

/// One column while it grows. Most files leave most columns empty: those cost nothing, since rows without a value are only
/// counted by whoever counts the rows.
pub(crate) struct Growing {
    name: PlSmallStr,
    dtype: DataType,
    cells: Cells,
    /// Rows in `cells`, and in `pieces`.
    held: usize,
    away: usize,
    pieces: Vec<Series>,
    /// Rows that `cells` holds before it is put away.
    most: usize,
    /// Rows to make room for once there is a value.
    expected: usize,
}

impl Growing {
    pub(crate) fn new(name: &str, dtype: DataType) -> Self {
        let name: PlSmallStr = name.into();
        let cells = Cells::new(name.clone(), &dtype, 0);
        Growing { name, dtype, cells, held: 0, away: 0, pieces: Vec::new(), most: PIECE_ROWS, expected: 0 }
    }

    /// So many rows are expected: one piece with room for them.
    pub(crate) fn expect(&mut self, rows: usize) {
        if self.held == 0 {
            self.expected = rows;
        }
    }

    #[inline]
    fn make_room(&mut self) {
        if self.expected > 0 {
            let room = std::mem::take(&mut self.expected);
            self.cells = Cells::new(self.name.clone(), &self.dtype, room);
            self.most = room.max(PIECE_ROWS);
        }
    }

    /// Puts a value in a row, below all that have one.
    #[inline]
    pub(crate) fn push(&mut self, row: usize, value: Plain<'_>) {
        self.extend(row, &[value]);
    }

    /// Puts values in the rows from this one on, below all that have one.
    pub(crate) fn extend(&mut self, row: usize, values: &[Plain<'_>]) {
        let filled = values.iter().rposition(|value| !matches!(value, Plain::Null)).map_or(0, |last| last + 1);
        let mut left = values.get(..filled).unwrap_or_default();
        if left.is_empty() {
            return;
        }
        self.make_room();
        self.fill(row);
        while !left.is_empty() {
            let room = self.most.saturating_sub(self.held).max(1).min(left.len());
            let (now, later) = left.split_at(room);
            self.cells.extend(now);
            self.held += now.len();
            if self.held >= self.most {
                self.put_away();
            }
            left = later;
        }
    }

    /// Rows up to the last one with a value.
    #[inline]
    fn len(&self) -> usize {
        self.away + self.held
    }

    /// Rows without a value, up to this one.
    #[inline]
    fn fill(&mut self, row: usize) {
        for _ in self.len()..row {
            self.cells.extend(&[Plain::Null]);
            self.held += 1;
        }
    }

    fn put_away(&mut self) {
        // After a whole piece another one is likely to follow.
        let room = if self.held >= self.most { PIECE_ROWS } else { 0 };
        self.most = PIECE_ROWS;
        let cells = std::mem::replace(&mut self.cells, Cells::new(self.name.clone(), &self.dtype, room));
        self.pieces.push(cells.finish());
        self.away += std::mem::take(&mut self.held);
    }

    /// Puts away what was pushed last.
    fn rest(&mut self) {
        if self.held > 0 {
            self.put_away();
        }
    }

    /// The values so far, in pieces; rows below them have none.
    pub(crate) fn pieces(&mut self) -> &[Series] {
        self.rest();
        &self.pieces
    }

    /// Puts a piece in, as [`pieces`](Self::pieces) gave it.
    pub(crate) fn put(&mut self, piece: Series) {
        self.away += piece.len();
        self.pieces.push(piece.with_name(self.name.clone()));
    }

    /// The type a piece has: days are whole numbers until the column is finished.
    pub(crate) fn stored_as(&self) -> DataType {
        if self.dtype == DataType::Date { DataType::Int32 } else { self.dtype.clone() }
    }

    /// Takes over the values of another column of the kind, behind its own, which has so many rows.
    pub(crate) fn append(&mut self, height: usize, mut more: Growing) {
        more.rest();
        if !more.pieces.is_empty() {
            self.fill(height);
            self.rest();
            self.away += more.away;
            self.pieces.append(&mut more.pieces);
        }
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
        self.away = self.pieces.iter().map(|piece| piece.len()).sum();
        Ok(())
    }

    /// The column in one piece.
    pub(crate) fn finish(mut self, height: usize) -> Result<polars::prelude::Column, FrameError> {
        if self.len() == 0 {
            return Ok(polars::prelude::Column::full_null(self.name, height, &self.dtype));
        }
        self.fill(height);
        self.rest();
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
        values.iter().enumerate().for_each(|(row, value)| column.push(row, value.map_or(Plain::Null, Plain::Long)));
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
        let mut height = 0;
        for part in parts {
            whole.append(height, column(part));
            height += part.len();
        }
        assert_eq!(values(whole, height), parts.concat());
        // Nothing but empty rows.
        assert_eq!(values(column(&[None, None]), 2), [None, None]);
    }

    #[test]
    fn only_what_is_marked_stays() {
        let mut marked = column(&[Some(1), None, Some(3)]);
        marked.append(3, column(&[Some(4), None, None]));
        marked.keep(&[false, true, true, false, true, false]).unwrap();
        assert_eq!(values(marked, 3), [None, Some(3), None]);
    }

    /// Many at once are as one by one, wherever a piece ends between them.
    #[test]
    fn values_put_in_together_stand_as_if_each_had_been_put_in_alone() {
        let value = |row: usize| if row % 7 < 3 { Plain::Null } else { Plain::Long(i64::try_from(row).unwrap()) };
        let height = 2 * PIECE_ROWS + 100;
        let (mut together, mut alone) = (Growing::new("x", DataType::Int64), Growing::new("x", DataType::Int64));
        together.expect(PIECE_ROWS + 7);
        let all: Vec<Plain<'_>> = (0..height).map(value).collect();
        all.iter().enumerate().for_each(|(row, value)| alone.push(row, *value));
        let mut from = 0;
        for size in [0, 1, 3, 5_000, PIECE_ROWS - 20, PIECE_ROWS + 20, height].into_iter() {
            let to = (from + size).min(height);
            together.extend(from, &all[from..to]);
            from = to;
        }
        assert_eq!(values(together, height), values(alone, height));
    }

    /// More rows than a piece has, most of them without a value.
    #[test]
    fn values_far_apart_stand_in_their_rows() {
        let mut far = Growing::new("x", DataType::Int64);
        let rows = [3, PIECE_ROWS + 5, 3 * PIECE_ROWS];
        rows.iter().for_each(|row| far.push(*row, Plain::Long(7)));
        let height = 3 * PIECE_ROWS + 9;
        let there: Vec<usize> = (0..).zip(values(far, height)).filter_map(|(row, value)| value.map(|_| row)).collect();
        assert_eq!(there, rows);
    }
}
