//! The records of a table while they are read: row by row or file by file, and the frame they become.

use chrono::NaiveDate;
use polars::prelude::*;

use super::growing::{Growing, Plain};
use super::known::Known;
use super::value::Moment;
use crate::tables::{Column, FrameError, PARTY, SOURCE_ROW, SOURCE_SHEET, Source, TableId};
use crate::units::{Money, days_since_epoch};

/// A cell that was understood.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Typed {
    /// Text, as a range of the row's text buffer: no allocation per cell.
    Text(std::ops::Range<usize>),
    /// A code of a vocabulary.
    Code(&'static str),
    Money(Money),
    /// A decimal that is not money: kept as the float the frame stores.
    Float(f64),
    Int(i32),
    Flag(bool),
    Day(Day),
}

/// A day as it is stored, in days since 1970-01-01, with the minute where one is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) days: i32,
    pub(crate) minute: Option<i32>,
    /// Something is to be said of the order of its parts: it is judged wherever it stands.
    pub(crate) noted: bool,
}

impl Day {
    pub(crate) fn of(moment: Moment) -> Day {
        Day { days: days_since_epoch(moment.day), minute: moment.minute, noted: moment.doubtful }
    }

    pub(crate) fn whole(day: NaiveDate) -> Day {
        Day { days: days_since_epoch(day), minute: None, noted: false }
    }
}

/// One row while it is being read: a value for each column of the table that has one.
#[derive(Debug, Default)]
pub(crate) struct RowBuffer {
    values: Vec<Typed>,
    /// Which of them were set in this row; the others are left from rows before.
    stated: u64,
    text: String,
    /// The number that every cell with a column's text has, where it has one.
    shared: Vec<Option<u32>>,
    /// What rows before said in the same words.
    pub(crate) known: Known,
}

impl RowBuffer {
    /// Forgets the row before. A table has at most 64 columns.
    #[inline]
    pub(crate) fn reset(&mut self, columns: usize) {
        debug_assert!(columns <= 64, "a mark for each column");
        if self.values.len() < columns {
            self.values.resize(columns, Typed::Flag(false));
            self.shared.resize(columns, None);
        }
        self.stated = 0;
        self.text.clear();
    }

    #[inline]
    pub(crate) fn set(&mut self, column: usize, value: Typed) {
        self.values[column] = value;
        self.stated |= 1 << column;
    }

    #[inline]
    pub(crate) fn set_text(&mut self, column: usize, text: &str) {
        let from = self.text.len();
        self.text.push_str(text);
        self.set(column, Typed::Text(from..self.text.len()));
        self.shared[column] = None;
    }

    /// The same with a text that is known by its number from rows before.
    #[inline]
    pub(crate) fn set_shared_text(&mut self, column: usize, text: &str, number: u32) {
        self.set_text(column, text);
        self.shared[column] = Some(number);
    }

    /// The number of a column's text.
    #[inline]
    pub(crate) fn shared_of(&self, column: usize) -> Option<u32> {
        matches!(self.get(column)?, Typed::Text(_)).then(|| self.shared[column])?
    }

    /// The value of a column.
    #[inline]
    pub(crate) fn get(&self, column: usize) -> Option<&Typed> {
        if self.is_null(column) { None } else { self.values.get(column) }
    }

    /// The text of a column; codes count as text.
    #[inline]
    pub(crate) fn text_of(&self, column: usize) -> Option<&str> {
        text_in(&self.text, self.get(column)?)
    }

    /// How the row names its customer: by id, by name, and by the number of the name's text; and what is known of such.
    pub(crate) fn naming(&mut self, id: Option<usize>, name: Option<usize>) -> (Naming<'_>, &mut Known) {
        let number = name.and_then(|at| self.shared_of(at));
        let RowBuffer { values, stated, text, known, .. } = self;
        let of = |column: Option<usize>| {
            let column = column.filter(|column| *stated >> column & 1 == 1)?;
            text_in(text, values.get(column)?)
        };
        (Naming { id: of(id), name: of(name), number }, known)
    }

    #[inline]
    pub(crate) fn is_null(&self, column: usize) -> bool {
        self.stated >> column & 1 == 0
    }

    /// The columns that have a value, in the order of the table, with the text where it is one.
    #[inline]
    pub(crate) fn stated(&self) -> impl Iterator<Item = (usize, &Typed, Option<&str>)> {
        let mut left = self.stated;
        std::iter::from_fn(move || {
            let column = (left != 0).then(|| left.trailing_zeros() as usize)?;
            left &= left - 1;
            let value = self.values.get(column)?;
            Some((column, value, text_in(&self.text, value)))
        })
    }
}

/// A value's text in the text of its row.
#[inline]
fn text_in<'a>(row: &'a str, value: &Typed) -> Option<&'a str> {
    match value {
        Typed::Text(range) => row.get(range.clone()),
        Typed::Code(code) => Some(code),
        _ => None,
    }
}

/// How a row names its customer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Naming<'a> {
    pub(crate) id: Option<&'a str>,
    pub(crate) name: Option<&'a str>,
    /// The number that every cell with the name has.
    pub(crate) number: Option<u32>,
}

/// The growing records of one table: its columns, and what they are merged by.
pub(crate) struct TableBuilder {
    table: TableId,
    /// Of each declared column the stored ones: none, one, or a day with its minute.
    stores: Vec<Vec<Growing>>,
    sheet: Vec<u32>,
    row: Vec<u32>,
    /// Index of the customer spelling, [`NOBODY`] where none is stated.
    spelling: Vec<u32>,
}

/// No customer is stated.
pub(crate) const NOBODY: u32 = u32::MAX;

impl TableBuilder {
    pub(crate) fn new(table: TableId) -> Self {
        let growing = |column: &Column| column.stored().into_iter().map(|(name, dtype)| Growing::new(&name, dtype)).collect();
        let stores = table.spec().columns.iter().map(growing).collect();
        TableBuilder { table, stores, sheet: Vec::new(), row: Vec::new(), spelling: Vec::new() }
    }

    pub(crate) fn table(&self) -> TableId {
        self.table
    }

    /// The sheet of each record, as a position among the sources.
    pub(crate) fn sheets(&self) -> &[u32] {
        &self.sheet
    }

    pub(crate) fn rows(&self) -> &[u32] {
        &self.row
    }

    pub(crate) fn spellings(&self) -> &[u32] {
        &self.spelling
    }

    /// The stored columns, in the order of the declaration.
    pub(crate) fn columns_mut(&mut self) -> impl Iterator<Item = &mut Growing> {
        self.stores.iter_mut().flatten()
    }

    /// The first stored column of a declared one.
    pub(crate) fn column_mut(&mut self, position: usize) -> Option<&mut Growing> {
        self.stores.get_mut(position)?.first_mut()
    }

    /// Puts records in that are known by their columns; the columns are filled by the caller.
    pub(crate) fn set_places(&mut self, sheet: Vec<u32>, row: Vec<u32>, spelling: Vec<u32>) {
        (self.sheet, self.row, self.spelling) = (sheet, row, spelling);
    }

    /// So many rows are expected.
    pub(crate) fn expect(&mut self, rows: usize) {
        self.columns_mut().for_each(|column| column.expect(rows));
        [&mut self.sheet, &mut self.row, &mut self.spelling].into_iter().for_each(|places| places.reserve(rows));
    }

    /// Takes over a row.
    pub(crate) fn push(&mut self, buffer: &RowBuffer, source: Source, spelling: Option<u32>) {
        let row = self.row.len();
        for (column, value, text) in buffer.stated() {
            match self.stores[column].as_mut_slice() {
                [] => {}
                [one] => one.push(row, plain(value, text)),
                [day, minute, ..] => {
                    day.push(row, plain(value, text));
                    if let Typed::Day(Day { minute: Some(stated), .. }) = value {
                        minute.push(row, Plain::Int(*stated));
                    }
                }
            }
        }
        self.sheet.push(source.sheet);
        self.row.push(source.row);
        self.spelling.push(spelling.unwrap_or(NOBODY));
    }

    /// Takes over rows of one sheet that were read by column; the columns that are not among them have no value in any.
    pub(crate) fn extend(
        &mut self,
        columns: &[(usize, &[Plain<'_>])],
        sheet: u32,
        rows: impl Iterator<Item = u32>,
        spellings: &[Option<u32>],
    ) {
        let first = self.row.len();
        for (column, values) in columns {
            if let Some(store) = self.stores.get_mut(*column).and_then(|stores| stores.first_mut()) {
                store.extend(first, values);
            }
        }
        self.row.extend(rows);
        self.sheet.resize(self.row.len(), sheet);
        self.spelling.extend(spellings.iter().map(|spelling| spelling.unwrap_or(NOBODY)));
    }

    /// Only the records marked stay.
    pub(crate) fn keep(&mut self, keep: &[bool]) -> Result<(), FrameError> {
        for column in self.columns_mut() {
            column.keep(keep)?;
        }
        for places in [&mut self.sheet, &mut self.row, &mut self.spelling] {
            let mut marks = keep.iter();
            places.retain(|_| marks.next().is_some_and(|keep| *keep));
        }
        Ok(())
    }

    /// Takes over another file's records: its sheets are numbered from `first_sheet`, its spellings are `spelling_of`.
    pub(crate) fn append(&mut self, other: TableBuilder, first_sheet: u32, spelling_of: &[u32]) {
        for (column, more) in self.stores.iter_mut().flatten().zip(other.stores.into_iter().flatten()) {
            column.append(self.row.len(), more);
        }
        self.sheet.extend(other.sheet.iter().map(|sheet| sheet + first_sheet));
        self.spelling.extend(other.spelling.iter().map(|&s| spelling_of.get(s as usize).copied().unwrap_or(NOBODY)));
        if self.row.is_empty() {
            self.row = other.row;
        } else {
            self.row.extend(other.row);
        }
    }

    /// The columns, each in one piece: all of the frame that does not ask who the customers are.
    pub(crate) fn finish(self) -> Result<Columns, FrameError> {
        let height = self.row.len();
        let mut columns: Vec<polars::prelude::Column> = Vec::with_capacity(self.stores.len() + 5);
        for store in self.stores.into_iter().flatten() {
            columns.push(store.finish(height)?);
        }
        columns.push(UInt32Chunked::from_vec(SOURCE_SHEET.into(), self.sheet).into_series().into());
        columns.push(UInt32Chunked::from_vec(SOURCE_ROW.into(), self.row).into_series().into());
        Ok(Columns { table: self.table, height, columns, spelling: self.spelling })
    }
}

/// The records of a table, whose customers are still spellings.
pub(crate) struct Columns {
    table: TableId,
    height: usize,
    columns: Vec<polars::prelude::Column>,
    spelling: Vec<u32>,
}

impl Columns {
    /// The frame; `party_of` gives the customer of each spelling.
    pub(crate) fn frame(mut self, party_of: &[u32]) -> Result<crate::tables::Frame, FrameError> {
        let party: UInt32Chunked =
            self.spelling.iter().map(|&s| party_of.get(s as usize).copied()).collect::<UInt32Chunked>().with_name(PARTY.into());
        self.columns.push(party.into_series().into());
        crate::tables::Frame::new(self.table, DataFrame::new(self.height, self.columns)?)
    }
}

/// A value as it is stored; of a day with a time the day.
#[inline]
pub(crate) fn plain<'a>(value: &Typed, text: Option<&'a str>) -> Plain<'a> {
    match value {
        Typed::Text(_) | Typed::Code(_) => text.map_or(Plain::Null, Plain::Text),
        Typed::Money(m) => Plain::Long(m.minor()),
        Typed::Float(x) => Plain::Float(*x),
        Typed::Int(x) => Plain::Int(*x),
        Typed::Flag(x) => Plain::Flag(*x),
        Typed::Day(day) => Plain::Int(day.days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which columns of a row have a value is told by the bits of one number.
    #[test]
    fn no_table_has_more_columns_than_a_row_has_marks() {
        for table in TableId::ALL {
            assert!(table.spec().columns.len() <= u64::BITS as usize, "{}", table.spec().name);
        }
        let mut buffer = RowBuffer::default();
        buffer.reset(64);
        buffer.set(63, Typed::Int(7));
        buffer.set_text(0, "a");
        let stated: Vec<_> = buffer.stated().map(|(column, _, text)| (column, text)).collect();
        assert_eq!(stated, [(0, Some("a")), (63, None)]);
        buffer.reset(64);
        assert!(buffer.is_null(63) && buffer.stated().next().is_none());
    }
}
