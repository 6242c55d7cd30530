//! The cleaned records of the input by the month of their date. Nothing is copied: a part is a list of places in the frame.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::NaiveDate;
use polars::prelude::*;

use super::shape::{self, CUSTOMER, CUSTOMER_KEY, RECORDS, Shape};
use super::{Cell, Delivery, Part, Rows};
use crate::failure::Failure;
use crate::tables::{Frame, FrameError, PARTY, Parties, PartyIx, SOURCE_ROW, SOURCE_SHEET, Source, Sources, orders};
use crate::units::{Month, from_days};

/// A column of a record: one of the frame, or what the frame keeps as a number in its own words.
enum Values<'a> {
    Texts(&'a StringChunked),
    Days(&'a Int32Chunked),
    Ints(&'a Int32Chunked),
    Amounts(&'a Int64Chunked),
    Floats(&'a Float64Chunked),
    Flags(&'a BooleanChunked),
    CustomerKey,
    CustomerName,
    File,
    Sheet,
    Row,
}

/// A table with everything a cell is looked up in.
struct Table<'a> {
    columns: Vec<Values<'a>>,
    party: &'a UInt32Chunked,
    sheet: &'a UInt32Chunked,
    row: &'a UInt32Chunked,
    parties: &'a Parties,
    sources: &'a Sources,
}

/// Some rows of a table.
struct Picked<'a> {
    table: Rc<Table<'a>>,
    places: Vec<usize>,
}

impl Rows for Picked<'_> {
    fn len(&self) -> usize {
        self.places.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        self.table.cell(self.places[row], column)
    }
}

impl Table<'_> {
    fn cell(&self, at: usize, column: usize) -> Cell<'_> {
        let text = |text: Option<_>| text.map_or(Cell::Null, Cell::Text);
        let int = |n: Option<i64>| n.map_or(Cell::Null, Cell::Int);
        let party = || self.party.get(at).map(|ix| self.parties.get(PartyIx(ix)));
        let source = || {
            let place = Source { sheet: self.sheet.get(at)?, row: self.row.get(at)? };
            self.sources.sheet(place)
        };
        match &self.columns[column] {
            Values::Texts(c) => text(c.get(at)),
            Values::Days(c) | Values::Ints(c) => int(c.get(at).map(i64::from)),
            Values::Amounts(c) => int(c.get(at)),
            Values::Floats(c) => c.get(at).map_or(Cell::Null, Cell::Real),
            Values::Flags(c) => int(c.get(at).map(i64::from)),
            Values::CustomerKey => text(party().map(|p| p.key.as_str())),
            Values::CustomerName => text(party().map(|p| p.name.as_str())),
            Values::File => text(source().map(|s| s.file.as_str())),
            Values::Sheet => text(source().map(|s| s.sheet.as_str())),
            Values::Row => int(self.row.get(at).map(i64::from)),
        }
    }
}

/// The records of the input, all months or one. A delivery replaces every month from the first to the last of the input, so
/// that a record whose date was put right does not stay behind in its old month; months outside are left as they are.
///
/// # Errors
/// Only for a fault of the program.
pub fn records<'a>(
    frames: &'a [Frame],
    parties: &'a Parties,
    sources: &'a Sources,
    only: Option<Month>,
) -> Result<Vec<Delivery<'a>>, Failure> {
    let mut all: Vec<(Shape, &Frame, Vec<Month>)> = Vec::new();
    for table in RECORDS {
        let Some(frame) = frames.iter().find(|f| f.table() == table) else { continue };
        let shape = shape::record(table);
        let months = if shape.monthly { months(frame)? } else { Vec::new() };
        all.push((shape, frame, months));
    }
    let every = || all.iter().flat_map(|(.., months)| months).copied();
    let span = only.map(|month| (month, month)).or_else(|| Option::zip(every().min(), every().max()));
    all.iter()
        .map(|(shape, frame, months)| {
            let table = Rc::new(table(shape, frame, parties, sources)?);
            let part = |month, places| Part { month, rows: Box::new(Picked { table: Rc::clone(&table), places }) };
            let (range, parts) = match span.filter(|_| shape.monthly) {
                None if shape.monthly => (None, Vec::new()),
                Some(span) => (Some(span), by_month(months, span).map(|(month, at)| part(Some(month), at)).collect()),
                None => (None, vec![part(None, (0..frame.len()).collect())]),
            };
            Ok(Delivery { shape: shape.clone(), months: range, parts })
        })
        .collect()
}

/// The places of each month that has any, and of the last one in any case: a table without a single record is there all the
/// same, with its columns.
fn by_month(months: &[Month], (first, last): (Month, Month)) -> impl Iterator<Item = (Month, Vec<usize>)> {
    let mut places = BTreeMap::from([(last, Vec::new())]);
    for (at, month) in months.iter().enumerate().filter(|(_, month)| first <= **month && **month <= last) {
        places.entry(*month).or_insert_with(Vec::new).push(at);
    }
    places.into_iter()
}

/// The month of every record. Each has a date: without one it would not have been accepted.
fn months(frame: &Frame) -> Result<Vec<Month>, FrameError> {
    let days = frame.data().column(orders::DATE)?.date()?.physical();
    Ok(days.iter().map(|day| Month::of(day.map_or_else(NaiveDate::default, from_days))).collect())
}

fn table<'a>(shape: &Shape, frame: &'a Frame, parties: &'a Parties, sources: &'a Sources) -> Result<Table<'a>, FrameError> {
    let data = frame.data();
    let named = |name: &str| -> Result<Values<'a>, FrameError> {
        Ok(match name {
            CUSTOMER_KEY => Values::CustomerKey,
            // Where the frame has the name itself, it is that of the master.
            CUSTOMER if data.column(name).is_err() => Values::CustomerName,
            _ if name == shape::SOURCE[0].0 => Values::File,
            _ if name == shape::SOURCE[1].0 => Values::Sheet,
            _ if name == shape::SOURCE[2].0 => Values::Row,
            _ => values(data.column(name)?)?,
        })
    };
    Ok(Table {
        columns: shape.columns.iter().map(|c| named(&c.name)).collect::<Result<_, _>>()?,
        party: data.column(PARTY)?.u32()?,
        sheet: data.column(SOURCE_SHEET)?.u32()?,
        row: data.column(SOURCE_ROW)?.u32()?,
        parties,
        sources,
    })
}

fn values(column: &polars::prelude::Column) -> Result<Values<'_>, FrameError> {
    Ok(match column.dtype() {
        DataType::String => Values::Texts(column.str()?),
        DataType::Date => Values::Days(column.date()?.physical()),
        DataType::Int64 => Values::Amounts(column.i64()?),
        DataType::Float64 => Values::Floats(column.f64()?),
        DataType::Boolean => Values::Flags(column.bool()?),
        _ => Values::Ints(column.i32()?),
    })
}
