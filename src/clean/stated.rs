//! What two statements of one record differ in, and whether one of them only says less.

use polars::prelude::*;

use super::versions::Line;
use crate::tables::{Frame, FrameError, Kind, PARTY, Parties, PartyIx, SourceSheet, TableId, expenses, visits};
use crate::units::{Money, from_days};

/// A field that two lines state differently, as text.
pub(crate) struct Differing {
    pub(crate) column: &'static str,
    pub(crate) values: [String; 2],
}

/// Two lines beside each other.
pub(crate) struct Compared {
    pub(crate) differing: Vec<Differing>,
    /// Whether the first, and the second, says all that the other one says: what the other has beside it, its own export does
    /// not have at all.
    pub(crate) says_all: [bool; 2],
}

impl Compared {
    /// Whether the two can be statements of one record: of the same customer (a claim: of the same employee), or with nothing
    /// but that name stated differently.
    pub(crate) fn may_be_one(&self, table: TableId) -> bool {
        let who = if table == TableId::Expenses { expenses::EMPLOYEE } else { visits::CUSTOMER };
        let mut contrary = self.differing.iter().filter(|d| d.values.iter().all(|value| !value.is_empty())).map(|d| d.column);
        let others = contrary.clone().any(|column| column != who);
        !(others && contrary.any(|column| column == who))
    }
}

/// Compares two lines, field by field.
pub(crate) fn compare(
    frame: &Frame,
    lines: [&Line; 2],
    sources: &[SourceSheet],
    parties: &Parties,
) -> Result<Compared, FrameError> {
    let states = |line: &Line, column: &str| sources.get(line.source.sheet as usize).is_some_and(|s| s.columns.contains(&column));
    let mut differing: Vec<Differing> = Vec::new();
    let mut says_all = [true, true];
    let mut differ = |column, a: Option<String>, b: Option<String>| {
        differing.push(Differing { column, values: [a, b].map(Option::unwrap_or_default) });
    };
    for column in frame.table().spec().columns {
        let (a, b) = (stated(frame.data(), column, lines[0].at)?, stated(frame.data(), column, lines[1].at)?);
        if a == b {
            continue;
        }
        // A day without its time says less of the same moment.
        let less = |one: &Option<String>, other: &Option<String>| {
            let pair = one.as_deref().zip(other.as_deref());
            column.kind == Kind::Moment && pair.is_some_and(|(one, other)| other.split_once(' ').is_some_and(|(d, _)| d == one))
        };
        says_all[0] &= less(&b, &a) || (b.is_none() && !states(lines[1], column.name));
        says_all[1] &= less(&a, &b) || (a.is_none() && !states(lines[0], column.name));
        differ(column.name, a, b);
    }
    let customers = frame.data().column(PARTY)?.u32()?;
    let [a, b] = lines.map(|line| customers.get(line.at));
    if a != b {
        says_all[0] &= b.is_none();
        says_all[1] &= a.is_none();
        let [a, b] = [a, b].map(|party| party.map(|party| parties.name(PartyIx(party)).to_owned()));
        differ(visits::CUSTOMER, a, b);
    }
    Ok(Compared { differing, says_all })
}

/// What a record states in a column, as a person reads it: a moment with its time where there is one.
fn stated(data: &DataFrame, column: &crate::tables::Column, row: usize) -> Result<Option<String>, FrameError> {
    let mut stored = column.stored().into_iter();
    let Some((name, _)) = stored.next() else { return Ok(None) };
    let value = said(data, &name, row)?;
    let (Some((minutes, _)), Some(day)) = (stored.next(), &value) else { return Ok(value) };
    let minute = data.column(&minutes)?.i32()?.get(row);
    Ok(Some(minute.map_or_else(|| day.clone(), |m| format!("{day} {:02}:{:02}", m / 60, m % 60))))
}

/// A stored value as a person reads it.
pub(crate) fn said(data: &DataFrame, name: &str, row: usize) -> Result<Option<String>, FrameError> {
    let column = data.column(name)?;
    Ok(match column.dtype() {
        DataType::String => column.str()?.get(row).map(str::to_owned),
        DataType::Date => column.date()?.physical().get(row).map(|day| from_days(day).to_string()),
        DataType::Int64 => column.i64()?.get(row).map(|minor| Money::from_minor(minor).to_string()),
        DataType::Int32 => column.i32()?.get(row).map(|x| x.to_string()),
        DataType::Float64 => column.f64()?.get(row).map(|x| x.to_string()),
        DataType::Boolean => column.bool()?.get(row).map(|x| x.to_string()),
        _ => column.u32()?.get(row).map(|x| x.to_string()),
    })
}
