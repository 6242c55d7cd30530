//! Typed columns that grow while rows are read, and the frame they become.

use polars::prelude::*;

use super::value::Moment;
use crate::tables::{Column, FrameError, Kind, PARTY, SOURCE_ROW, SOURCE_SHEET, Source, TableId};
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

enum Store {
    Text(StringChunkedBuilder),
    Date(PrimitiveChunkedBuilder<Int32Type>),
    Moment(PrimitiveChunkedBuilder<Int32Type>, PrimitiveChunkedBuilder<Int32Type>),
    Int(PrimitiveChunkedBuilder<Int32Type>),
    Money(PrimitiveChunkedBuilder<Int64Type>),
    Float(PrimitiveChunkedBuilder<Float64Type>),
    Flag(BooleanChunkedBuilder),
    Nothing,
}

/// The growing columns of one table.
pub(crate) struct TableBuilder {
    table: TableId,
    stores: Vec<Store>,
    sheet: Vec<u32>,
    row: Vec<u32>,
    /// Index of the customer spelling, `u32::MAX` where none is stated.
    spelling: Vec<u32>,
}

impl TableBuilder {
    pub(crate) fn new(table: TableId) -> Self {
        let stores = table
            .spec()
            .columns
            .iter()
            .map(|Column { name, kind }| {
                let name: PlSmallStr = (*name).into();
                match kind {
                    Kind::Text | Kind::Name | Kind::Id | Kind::Words(_) => Store::Text(StringChunkedBuilder::new(name, 0)),
                    Kind::Date => Store::Date(PrimitiveChunkedBuilder::new(name, 0)),
                    Kind::Moment => {
                        let minute = Column::minute_of(&name).into();
                        Store::Moment(PrimitiveChunkedBuilder::new(name, 0), PrimitiveChunkedBuilder::new(minute, 0))
                    }
                    Kind::Minute | Kind::Count => Store::Int(PrimitiveChunkedBuilder::new(name, 0)),
                    Kind::Money => Store::Money(PrimitiveChunkedBuilder::new(name, 0)),
                    Kind::Decimal | Kind::Rating => Store::Float(PrimitiveChunkedBuilder::new(name, 0)),
                    Kind::Flag => Store::Flag(BooleanChunkedBuilder::new(name, 0)),
                    Kind::Span => Store::Nothing,
                }
            })
            .collect();
        TableBuilder { table, stores, sheet: Vec::new(), row: Vec::new(), spelling: Vec::new() }
    }

    /// Takes over a row.
    pub(crate) fn push(&mut self, buffer: &RowBuffer, source: Source, spelling: Option<u32>) {
        for (i, store) in self.stores.iter_mut().enumerate() {
            let value = &buffer.values[i];
            match store {
                Store::Text(b) => b.append_option(buffer.text_of(i)),
                Store::Date(b) => b.append_option(moment_of(value).map(|m| days_since_epoch(m.day))),
                Store::Moment(day, minute) => {
                    let moment = moment_of(value);
                    day.append_option(moment.map(|m| days_since_epoch(m.day)));
                    minute.append_option(moment.and_then(|m| m.minute));
                }
                Store::Int(b) => b.append_option(if let Typed::Int(x) = value { Some(*x) } else { None }),
                Store::Money(b) => b.append_option(if let Typed::Money(m) = value { Some(m.minor()) } else { None }),
                Store::Float(b) => b.append_option(if let Typed::Float(x) = value { Some(*x) } else { None }),
                Store::Flag(b) => b.append_option(if let Typed::Flag(x) = value { Some(*x) } else { None }),
                Store::Nothing => {}
            }
        }
        self.sheet.push(source.sheet);
        self.row.push(source.row);
        self.spelling.push(spelling.unwrap_or(u32::MAX));
    }

    /// The frame; `party_of` gives the customer of each spelling.
    pub(crate) fn finish(self, party_of: &[u32]) -> Result<crate::tables::Frame, FrameError> {
        let height = self.row.len();
        let mut columns: Vec<polars::prelude::Column> = Vec::with_capacity(self.stores.len() + 3);
        for store in self.stores {
            match store {
                Store::Text(b) => columns.push(b.finish().into_series().into()),
                Store::Date(b) => columns.push(b.finish().into_date().into_series().into()),
                Store::Moment(day, minute) => {
                    columns.push(day.finish().into_date().into_series().into());
                    columns.push(minute.finish().into_series().into());
                }
                Store::Int(b) => columns.push(b.finish().into_series().into()),
                Store::Money(b) => columns.push(b.finish().into_series().into()),
                Store::Float(b) => columns.push(b.finish().into_series().into()),
                Store::Flag(b) => columns.push(b.finish().into_series().into()),
                Store::Nothing => {}
            }
        }
        let party: UInt32Chunked =
            self.spelling.iter().map(|&s| party_of.get(s as usize).copied()).collect::<UInt32Chunked>().with_name(PARTY.into());
        columns.push(UInt32Chunked::from_vec(SOURCE_SHEET.into(), self.sheet).into_series().into());
        columns.push(UInt32Chunked::from_vec(SOURCE_ROW.into(), self.row).into_series().into());
        columns.push(party.into_series().into());
        crate::tables::Frame::new(self.table, DataFrame::new(height, columns)?)
    }
}

fn moment_of(value: &Typed) -> Option<Moment> {
    if let Typed::Moment(m) = value { Some(*m) } else { None }
}
