//! Many rows of a table read a column at a time: what the kind of a column asks for is decided once for all of them, and
//! values go into columns without standing in a row between.
//!
//! A row is taken only where every cell of it reads as [`row`](super::row) reads it and there is nothing else to be said about
//! it. Any other is left alone, to be read by itself.

use std::ops::Range;

use super::builder::{Day, RowBuffer, Typed, plain};
use super::decimal_mark;
use super::growing::Plain;
use super::header::Header;
use super::known::{self, Known};
use super::overlap;
use super::plan::{OrderPlan, Plan};
use super::row::{self, Mapped, Terms};
use super::skip;
use super::value;
use crate::load::{Cell, Rows, Value};
use crate::tables::{Column, Kind, TableId};
use crate::units::Money;

/// No cell stands there.
const NOWHERE: u32 = u32::MAX;

/// Rows that were read together.
pub(crate) struct Stretch<'a> {
    rows: Rows<'a>,
    /// In the order of the table.
    columns: Vec<Filled<'a>>,
    /// The fingerprint of each row.
    prints: Vec<u64>,
    /// Which rows are left alone.
    alone: Vec<bool>,
}

/// One column of the table, with a value for each row.
struct Filled<'a> {
    /// Position in the table.
    at: usize,
    values: Vec<Plain<'a>>,
    /// Where the cells stand.
    places: Vec<u32>,
}

/// Identifiers that stand in the sheet as numbers, as the texts they are.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    text: String,
    /// By mapped column and row, where the text is; nothing for columns of another kind.
    columns: Vec<Vec<Range<usize>>>,
}

impl Figures {
    fn read(&mut self, rows: &Rows<'_>, header: &Header, places: &[Vec<u32>]) {
        let columns = header.table.spec().columns;
        let is_id = |m: &Mapped| matches!(columns[m.field.column].kind, Kind::Id | Kind::PartyId);
        let number = |place: u32| match rows.cell(place as usize)?.value {
            Value::Number(x) => value::identifier(x).ok(),
            _ => None,
        };
        for (m, places) in header.mapped.iter().zip(places) {
            let ids = places.iter().filter(|_| is_id(m)).map(|&place| {
                let from = self.text.len();
                self.text.push_str(&number(place).unwrap_or_default());
                from..self.text.len()
            });
            self.columns.push(ids.collect());
        }
    }

    /// The text of the identifier in a row.
    #[inline]
    fn get(&self, column: usize, row: usize) -> Option<&str> {
        self.text.get(self.columns.get(column)?.get(row)?.clone()).filter(|text| !text.is_empty())
    }
}

/// Whether the rows of a table can be read together at all: no value of a row may depend on another one.
pub(crate) fn suits(header: &Header, plan: &Plan) -> bool {
    let columns = header.table.spec().columns;
    let mut fields = 0_u64;
    let alike = header.mapped.iter().all(|m| {
        let field = 1 << m.field.column;
        let is_new = fields & field == 0;
        fields |= field;
        is_new && !matches!(columns[m.field.column].kind, Kind::Span)
    });
    // The customer master says more than its records; a currency column decides about every amount beside it.
    let plain = plan.currency.is_none() && plan.title_day.is_none() && plan.person_is_customer.is_none();
    alike && plain && header.table != TableId::Customers
}

impl<'a> Stretch<'a> {
    /// Reads rows, all of which stand below the header of a table that [`suits`]. `figures`, empty, is where the texts are put
    /// that do not stand in the sheet.
    pub(crate) fn read(
        rows: &Rows<'a>,
        header: &Header,
        plan: &Plan,
        terms: Terms<'_>,
        buffer: &mut RowBuffer,
        figures: &'a mut Figures,
    ) -> Stretch<'a> {
        let height = rows.len();
        let places = places(rows, &header.mapped);
        figures.read(rows, header, &places);
        let figures: &'a Figures = figures;
        let mut alone: Vec<bool> = (0..height).map(|row| says_more(rows, row) || is_wider(plan, rows, row)).collect();
        // Which columns of each row have a value.
        let mut stated = vec![0_u64; height];
        let mut columns = Vec::with_capacity(header.mapped.len());
        for (nth, (m, places)) in header.mapped.iter().zip(places).enumerate() {
            let mut reader = ColumnReader { columns: header.table.spec().columns, mapped: *m, terms, buffer };
            let values = reader.read(rows, &places, &mut alone, |row| figures.get(nth, row));
            for (stated, value) in stated.iter_mut().zip(&values) {
                *stated |= u64::from(!matches!(value, Plain::Null)) << m.field.column;
            }
            columns.push(Filled { at: m.field.column, values, places });
        }
        columns.extend(plan.order.and_then(|order| amounts(order, &columns, &mut stated)));
        columns.sort_unstable_by_key(|column| column.at);
        let mut prints = vec![overlap::BLANK; height];
        for column in &columns {
            let days = matches!(header.table.spec().columns[column.at].kind, Kind::Date | Kind::Moment);
            overlap::add_column(&mut prints, column.at, days, &column.values);
        }
        let mut stretch = Stretch { rows: *rows, columns, prints, alone };
        stretch.leave_incomplete(plan, &stated);
        stretch
    }

    /// Leaves rows alone that lack something, or in which one value changes another.
    fn leave_incomplete(&mut self, plan: &Plan, stated: &[u64]) {
        let marks = |group: &Vec<usize>| group.iter().fold(0, |marks, column| marks | 1_u64 << column);
        let mut needed: Vec<u64> = plan.required.iter().map(marks).collect();
        needed.extend(plan.order.map(|order| 1 << order.amount));
        for (alone, stated) in self.alone.iter_mut().zip(stated) {
            *alone |= needed.iter().any(|group| stated & group == 0);
        }
        let returned = plan.order.and_then(|order| self.columns.iter().find(|column| column.at == order.returned));
        for (alone, value) in self.alone.iter_mut().zip(returned.iter().flat_map(|column| &column.values)) {
            *alone |= matches!(value, Plain::Flag(true));
        }
    }

    pub(crate) fn rows(&self) -> Rows<'a> {
        self.rows
    }

    pub(crate) fn prints(&self) -> &[u64] {
        &self.prints
    }

    /// The rows from this one on that can be taken: up to the next that is left alone.
    pub(crate) fn taken_from(&self, row: usize) -> Range<usize> {
        let left = self.alone.get(row..).unwrap_or_default();
        row..row + left.iter().position(|alone| *alone).unwrap_or(left.len())
    }

    /// Whether taking rows together is worth while here.
    pub(crate) fn is_worth_it(&self) -> bool {
        self.alone.iter().filter(|alone| **alone).count() * 2 <= self.alone.len()
    }

    /// The values of some rows, by their columns' positions.
    pub(crate) fn values(&self, rows: Range<usize>) -> Vec<(usize, &[Plain<'a>])> {
        self.columns.iter().map(|column| (column.at, column.values.get(rows.clone()).unwrap_or_default())).collect()
    }

    /// The texts of a column.
    pub(crate) fn texts(&self, at: Option<usize>) -> Texts<'_, 'a> {
        Texts { rows: self.rows, column: at.and_then(|at| self.columns.iter().find(|column| column.at == at)) }
    }
}

/// A column's texts, by row.
pub(crate) struct Texts<'b, 'a> {
    rows: Rows<'a>,
    column: Option<&'b Filled<'a>>,
}

impl<'a> Texts<'_, 'a> {
    #[inline]
    pub(crate) fn get(&self, row: usize) -> Option<&'a str> {
        match self.column?.values.get(row)? {
            Plain::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number that every cell with the same text has.
    #[inline]
    pub(crate) fn number(&self, row: usize) -> Option<u32> {
        let place = *self.column?.places.get(row)?;
        self.rows.cell(place as usize)?.shared
    }
}

/// The amounts of orders that state none, from quantity and price, where the sheet has no column for them.
fn amounts<'a>(order: OrderPlan, columns: &[Filled<'a>], stated: &mut [u64]) -> Option<Filled<'a>> {
    let of = |at: usize| columns.iter().find(|column| column.at == at);
    if of(order.amount).is_some() {
        return None;
    }
    let (quantities, prices) = (of(order.quantity)?, of(order.unit_price)?);
    let amount = |((quantity, price), stated): ((&Plain<'_>, &Plain<'_>), &mut u64)| {
        let (Plain::Float(quantity), Plain::Float(price)) = (quantity, price) else { return Plain::Null };
        let Ok(amount) = row::product(*quantity, *price) else { return Plain::Null };
        *stated |= 1 << order.amount;
        Plain::Long(amount.minor())
    };
    let values: Vec<Plain<'a>> = quantities.values.iter().zip(&prices.values).zip(stated).map(amount).collect();
    Some(Filled { at: order.amount, places: vec![NOWHERE; values.len()], values })
}

/// Whether a row may be something else than a record: a remark of one cell, a total, nothing at all.
fn says_more(rows: &Rows<'_>, row: usize) -> bool {
    let places = rows.places(row);
    let text = |place| if let Value::Text(text) = rows.cell(place)?.value { Some(text) } else { None };
    places.len() < 2 || places.clone().find_map(text).is_some_and(skip::is_total_word)
}

/// Whether a row may have more cells than the header, where that matters.
fn is_wider(plan: &Plan, rows: &Rows<'_>, row: usize) -> bool {
    plan.last_col.is_some_and(|last| rows.columns(row).last().is_some_and(|col| *col > last))
}

/// Where the cells of each mapped column stand, by row.
fn places(rows: &Rows<'_>, mapped: &[Mapped]) -> Vec<Vec<u32>> {
    let mut places = vec![vec![NOWHERE; rows.len()]; mapped.len()];
    for row in 0..rows.len() {
        let mut wanted = mapped.iter().zip(&mut places);
        let mut next = wanted.next();
        for (place, &col) in rows.places(row).zip(rows.columns(row)) {
            while next.as_ref().is_some_and(|(m, _)| m.col < col) {
                next = wanted.next();
            }
            let Some((m, places)) = &mut next else { break };
            if m.col == col {
                places[row] = u32::try_from(place).unwrap_or(NOWHERE);
            }
        }
    }
    places
}

/// Reads one column.
struct ColumnReader<'r, 't> {
    columns: &'static [Column],
    mapped: Mapped,
    terms: Terms<'t>,
    buffer: &'r mut RowBuffer,
}

impl ColumnReader<'_, '_> {
    /// The value of each row. Rows whose cell says no single value are marked in `alone`.
    /// `figures` gives the identifier of a row where it is a number.
    fn read<'a>(
        &mut self,
        rows: &Rows<'a>,
        places: &[u32],
        alone: &mut [bool],
        figures: impl Fn(usize) -> Option<&'a str>,
    ) -> Vec<Plain<'a>> {
        let (m, kind) = (self.mapped, self.columns[self.mapped.field.column].kind);
        // What nearly every cell of the kind is; anything else is asked the long way.
        match kind {
            Kind::Id | Kind::PartyId => self.each(rows, places, alone, Plain::Text, |_, row, cell| match cell.value {
                Value::Text(text) if is_code(text) => Some(text),
                Value::Number(_) => figures(row),
                _ => None,
            }),
            Kind::Name | Kind::PartyName | Kind::Text | Kind::Answer | Kind::Words(_) => {
                self.each(rows, places, alone, Plain::Text, |known, _, cell| known.text(m, cell))
            }
            Kind::Date | Kind::Moment => self.each(rows, places, alone, Plain::Int, |known, _, cell| match cell.value {
                Value::Date(serial) => known.day(serial).and_then(whole),
                _ => known.date(m, cell).and_then(whole),
            }),
            Kind::Money if row::is_plain_money(m, self.terms) => {
                self.each(rows, places, alone, Plain::Long, |_, _, cell| match cell.value {
                    Value::Number(x) => value::minor_of(x).ok().map(Money::minor),
                    Value::Text(text) => value::in_range(value::plain_minor(text).map(Money::from_minor)).ok().map(Money::minor),
                    _ => None,
                })
            }
            Kind::Decimal if row::is_plain_decimal(m, self.columns, self.terms) => {
                self.each(rows, places, alone, Plain::Float, |_, _, cell| match cell.value {
                    Value::Number(x) if x.is_finite() => Some(x),
                    Value::Text(text) => value::plain_float(text),
                    _ => None,
                })
            }
            Kind::Count => self.each(rows, places, alone, Plain::Int, |_, _, cell| match cell.value {
                Value::Number(_) => value::count(cell.value).ok(),
                _ => None,
            }),
            _ => self.each(rows, places, alone, |plain| plain, |_, _, _| None),
        }
    }

    /// `glance` answers what a cell says where that shows at a glance, and `kind` makes it a value. They are apart so that a
    /// value is written where it belongs, and not moved there from one of several places.
    #[inline]
    fn each<'a, T>(
        &mut self,
        rows: &Rows<'a>,
        places: &[u32],
        alone: &mut [bool],
        kind: impl Fn(T) -> Plain<'a>,
        glance: impl Fn(&Known, usize, &Cell<'a>) -> Option<T>,
    ) -> Vec<Plain<'a>> {
        let mut values = Vec::with_capacity(places.len());
        for (row, (&place, alone)) in places.iter().zip(alone).enumerate() {
            let Some(cell) = rows.cell(place as usize) else {
                values.push(Plain::Null);
                continue;
            };
            match glance(&self.buffer.known, row, &cell) {
                Some(value) => values.push(kind(value)),
                None => values.push(self.one(&cell).unwrap_or_else(|| {
                    *alone = true;
                    Plain::Null
                })),
            }
        }
        values
    }

    /// A cell read as in a row; nothing where it cannot be read, or where its value is not one that stands in the sheet.
    #[inline(never)]
    fn one<'a>(&mut self, cell: &Cell<'a>) -> Option<Plain<'a>> {
        if decimal_mark::is_other(self.columns, &self.mapped, cell.value) {
            return None;
        }
        let (m, buffer, mut notes) = (self.mapped, &mut *self.buffer, Vec::new());
        buffer.reset(self.columns.len());
        if !known::recall(m, cell, buffer) {
            row::read_cell(self.columns, m, cell.value, self.terms, buffer, &mut notes).ok()?;
            known::remember(m, cell, buffer);
        }
        if !notes.is_empty() {
            return None;
        }
        let Some(value) = buffer.get(m.field.column) else { return Some(Plain::Null) };
        match (value, cell.value) {
            (Typed::Text(_), Value::Text(text)) => (buffer.text_of(m.field.column) == Some(text)).then_some(Plain::Text(text)),
            (Typed::Text(_), _) => None,
            (Typed::Code(code), _) => Some(Plain::Text(code)),
            (Typed::Day(day), _) => whole(*day).map(Plain::Int),
            (other, _) => Some(plain(other, None)),
        }
    }
}

/// A day without a time, which there was no doubt about.
fn whole(day: Day) -> Option<i32> {
    (day.minute.is_none() && !day.noted).then_some(day.days)
}

/// Whether a text is an identifier as it stands: letters, figures and dashes, and a figure among them, which no word for a blank has.
fn is_code(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && text.bytes().any(|b| b.is_ascii_digit())
}

#[cfg(test)]
#[path = "stretch_tests.rs"]
mod tests;
