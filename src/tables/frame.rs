//! A polars frame whose schema is the declared one: checked both ways, since polars' own check lets a missing column pass.

use chrono::NaiveDate;
use polars::prelude::*;
use thiserror::Error;

use super::{PartyIx, Source, TableId};
use crate::units::{Money, from_days};

/// Index of the sheet a record came from.
pub const SOURCE_SHEET: &str = "source_sheet";
/// Row in that sheet, as Excel numbers it.
pub const SOURCE_ROW: &str = "source_row";
/// The customer after identification ([`PartyIx`]); empty where none is stated.
pub const PARTY: &str = "party";

/// A frame does not have the shape its table declares: a fault of the program, not of the input.
#[derive(Debug, Error)]
pub enum FrameError {
    #[error("internal: table {table} has columns {found}, declared are {declared}")]
    Schema { table: &'static str, found: String, declared: String },
    #[error("internal: column {column} is not in one piece")]
    Pieces { column: String },
    #[error("internal: {0}")]
    Polars(#[from] PolarsError),
}

/// The records of one table.
#[derive(Debug, Clone)]
pub struct Frame {
    table: TableId,
    data: DataFrame,
}

impl Frame {
    /// Takes a frame after checking that its columns and types are exactly the declared ones, in their order.
    ///
    /// # Errors
    /// When they are not.
    pub fn new(table: TableId, mut data: DataFrame) -> Result<Self, FrameError> {
        let mut declared = table.spec().schema();
        declared.push((SOURCE_SHEET.to_owned(), DataType::UInt32));
        declared.push((SOURCE_ROW.to_owned(), DataType::UInt32));
        declared.push((PARTY.to_owned(), DataType::UInt32));
        let found: Vec<(String, DataType)> = data.columns().iter().map(|c| (c.name().to_string(), c.dtype().clone())).collect();
        if found != declared {
            return Err(FrameError::Schema {
                table: table.name(),
                found: format!("{found:?}"),
                declared: format!("{declared:?}"),
            });
        }
        data.rechunk_mut();
        Ok(Frame { table, data })
    }

    #[must_use]
    pub fn table(&self) -> TableId {
        self.table
    }

    #[must_use]
    pub fn data(&self) -> &DataFrame {
        &self.data
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.data.height()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Typed access to the columns of a frame.
pub(crate) struct Reader<'a> {
    data: &'a DataFrame,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(frame: &'a Frame) -> Self {
        Reader { data: &frame.data }
    }

    pub(crate) fn len(&self) -> usize {
        self.data.height()
    }

    pub(crate) fn texts(&self, name: &str) -> Result<Texts<'a>, FrameError> {
        Ok(Texts(self.stated(name)?.map(|column| whole(column.str()?)).transpose()?))
    }

    pub(crate) fn dates(&self, name: &str) -> Result<Dates<'a>, FrameError> {
        Ok(Dates(self.stated(name)?.map(|column| whole(column.date()?.physical())).transpose()?))
    }

    pub(crate) fn ints(&self, name: &str) -> Result<Ints<'a>, FrameError> {
        Ok(Ints(self.stated(name)?.map(|column| whole(column.i32()?)).transpose()?))
    }

    pub(crate) fn floats(&self, name: &str) -> Result<Floats<'a>, FrameError> {
        Ok(Floats(self.stated(name)?.map(|column| whole(column.f64()?)).transpose()?))
    }

    pub(crate) fn money(&self, name: &str) -> Result<Amounts<'a>, FrameError> {
        Ok(Amounts(self.stated(name)?.map(|column| whole(column.i64()?)).transpose()?))
    }

    pub(crate) fn flags(&self, name: &str) -> Result<Flags<'a>, FrameError> {
        Ok(Flags(self.stated(name)?.map(|column| whole(column.bool()?)).transpose()?))
    }

    /// The column, where any record states it. One that nobody states is kept as a single value: asking for its cells would
    /// write it out, and with the first such column 8 MiB of zeroes that polars keeps for all of them.
    fn stated(&self, name: &str) -> Result<Option<&'a Column>, FrameError> {
        let column = self.data.column(name)?;
        Ok((column.null_count() < column.len()).then_some(column))
    }

    pub(crate) fn sources(&self) -> Result<SourceColumns<'a>, FrameError> {
        let column = |name| whole(self.data.column(name)?.u32()?);
        Ok(SourceColumns { sheet: column(SOURCE_SHEET)?, row: column(SOURCE_ROW)? })
    }

    pub(crate) fn parties(&self) -> Result<PartyColumn<'a>, FrameError> {
        Ok(PartyColumn(whole(self.data.column(PARTY)?.u32()?)?))
    }
}

/// A column in one piece, as the frame keeps it: cells are asked for by the million, and looking for the piece they are in
/// would take most of the time.
fn whole<T: PolarsDataType>(column: &ChunkedArray<T>) -> Result<&T::Array, FrameError> {
    let mut pieces = column.downcast_iter();
    match (pieces.next(), pieces.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(FrameError::Pieces { column: column.name().to_string() }),
    }
}

/// Without an array nobody states the column; so for the others.
pub(crate) struct Texts<'a>(Option<&'a <StringType as PolarsDataType>::Array>);

impl<'a> Texts<'a> {
    pub(crate) fn text(&self, i: usize) -> Option<&'a str> {
        self.0?.get(i)
    }

    pub(crate) fn get(&self, i: usize) -> Option<String> {
        self.text(i).map(ToOwned::to_owned)
    }
}

pub(crate) struct Dates<'a>(Option<&'a <Int32Type as PolarsDataType>::Array>);

impl Dates<'_> {
    /// Days since 1970-01-01.
    pub(crate) fn day(&self, i: usize) -> Option<i32> {
        self.0?.get(i)
    }

    pub(crate) fn get(&self, i: usize) -> Option<NaiveDate> {
        self.0?.get(i).map(from_days)
    }
}

pub(crate) struct Ints<'a>(Option<&'a <Int32Type as PolarsDataType>::Array>);

impl Ints<'_> {
    pub(crate) fn get(&self, i: usize) -> Option<i32> {
        self.0?.get(i)
    }
}

pub(crate) struct Floats<'a>(Option<&'a <Float64Type as PolarsDataType>::Array>);

impl Floats<'_> {
    pub(crate) fn get(&self, i: usize) -> Option<f64> {
        self.0?.get(i)
    }
}

pub(crate) struct Amounts<'a>(Option<&'a <Int64Type as PolarsDataType>::Array>);

impl Amounts<'_> {
    pub(crate) fn minor(&self, i: usize) -> Option<i64> {
        self.0?.get(i)
    }

    pub(crate) fn get(&self, i: usize) -> Option<Money> {
        self.0?.get(i).map(Money::from_minor)
    }
}

pub(crate) struct Flags<'a>(Option<&'a <BooleanType as PolarsDataType>::Array>);

impl Flags<'_> {
    pub(crate) fn get(&self, i: usize) -> Option<bool> {
        self.0?.get(i)
    }
}

pub(crate) struct SourceColumns<'a> {
    sheet: &'a <UInt32Type as PolarsDataType>::Array,
    row: &'a <UInt32Type as PolarsDataType>::Array,
}

impl SourceColumns<'_> {
    pub(crate) fn get(&self, i: usize) -> Source {
        Source { sheet: self.sheet.get(i).unwrap_or_default(), row: self.row.get(i).unwrap_or_default() }
    }
}

pub(crate) struct PartyColumn<'a>(&'a <UInt32Type as PolarsDataType>::Array);

impl PartyColumn<'_> {
    /// The customer of a record of a table that needs one.
    pub(crate) fn get(&self, i: usize) -> PartyIx {
        PartyIx(self.0.get(i).unwrap_or_default())
    }

    /// The customer, where the record states one.
    pub(crate) fn stated(&self, i: usize) -> Option<PartyIx> {
        self.0.get(i).map(PartyIx)
    }
}
