//! The records of a table while they are read: row by row or file by file, and the frame they become.

use polars::prelude::*;

use super::growing::{Growing, Plain};
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
        self.spelling.push(spelling.unwrap_or(NOBODY));
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
            column.append(more);
        }
        self.sheet.extend(other.sheet.iter().map(|sheet| sheet + first_sheet));
        self.spelling.extend(other.spelling.iter().map(|&s| spelling_of.get(s as usize).copied().unwrap_or(NOBODY)));
        if self.row.is_empty() {
            self.row = other.row;
        } else {
            self.row.extend(other.row);
        }
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
