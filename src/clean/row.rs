//! From the cells of one row to the typed values of one record, with the first fault if there is one.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::builder::{Day, RowBuffer, Typed};
use super::decimal_mark;
use super::doubt::{self, DateNote};
use super::header::{Header, Match};
use super::held::{Held, HeldCell};
use super::known;
use super::plan::{self, Plan};
use super::reject::Reason;
use super::value::{self, Amount};
use crate::config::{Config, Dates};
use crate::load::{Cell, Value};
use crate::tables::{Column, Kind, TableId, Vocabulary, customers, is_invisible, orders, visits};
use crate::units::Money;

/// A column of a sheet and the field it fills.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mapped {
    /// Column of the sheet, 0-based.
    pub(crate) col: u32,
    pub(crate) field: Match,
    /// Whether its texts write a decimal comma.
    pub(crate) comma: bool,
}

/// A cell of a row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) col: Option<u32>,
    pub(crate) column: &'static str,
    pub(crate) value: String,
    pub(crate) reason: Reason,
}

/// What was found while reading a row.
#[derive(Debug, Default)]
pub(crate) struct RowReading {
    /// Every cell that cannot be read, in the order of the sheet, then what is missing.
    pub(crate) faults: Vec<Fault>,
    /// What is to be said about its dates.
    pub(crate) dates: Vec<DateNote>,
    /// Columns whose cell writes another decimal mark than the column does.
    pub(crate) other_marks: Vec<u32>,
}

impl RowReading {
    pub(crate) fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

/// How the cells of a sheet are read: the configuration, and what is decided for this sheet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms<'a> {
    pub(crate) config: &'a Config,
    pub(crate) dates: &'a Dates,
    /// Currency of amounts that name none.
    pub(crate) currency: Option<&'a str>,
    /// Currency that the row states in a column of its own: it outranks signs and headers, which say `$` or 元 out of habit.
    row_currency: Option<&'a str>,
}

impl<'a> Terms<'a> {
    pub(crate) fn new(config: &'a Config, dates: &'a Dates, currency: Option<&'a str>) -> Self {
        Terms { config, dates, currency, row_currency: None }
    }

    /// The currency of an amount, from what the cell and the header say.
    fn currency_of(self, cell: Option<&'a str>, header: Option<&'a str>) -> Option<&'a str> {
        self.row_currency.or(cell).or(header).or(self.currency)
    }
}

/// Reads the mapped cells of a row into the buffer.
pub(crate) fn read(header: &Header, plan: &Plan, cells: &[Cell<'_>], terms: Terms<'_>, buffer: &mut RowBuffer) -> RowReading {
    let columns = header.table.spec().columns;
    let mapped = &header.mapped;
    buffer.reset(columns.len());
    let mut reading = RowReading::default();
    let code = stated_currency(plan, mapped, cells);
    let mut terms = terms;
    match code.as_ref().map(|(col, code)| (col, code, rate(Some(code), terms.config))) {
        Some((_, code, Ok(_))) => terms.row_currency = Some(code),
        Some((&col, code, Err(reason))) => {
            let column = columns[plan.currency.unwrap_or_default()].name;
            reading.faults.push(Fault { col: Some(col), column, value: code.clone(), reason });
        }
        None => {}
    }
    let mut at = 0;
    for cell in cells {
        while mapped.get(at).is_some_and(|m| m.col < cell.col) {
            at += 1;
        }
        let Some(m) = mapped.get(at).filter(|m| m.col == cell.col) else { continue };
        if known::recall(*m, cell, buffer) {
            continue;
        }
        match read_cell(columns, *m, cell.value, terms, buffer, &mut reading.dates) {
            Ok(()) => {
                known::remember(*m, cell, buffer);
                if decimal_mark::is_other(columns, m, cell.value) {
                    reading.other_marks.push(m.col);
                }
            }
            Err(reason) => {
                let column = columns[m.field.column].name;
                let value = day_of(cell.value, columns[m.field.column].kind, terms).unwrap_or_else(|| shown(cell.value));
                reading.faults.push(Fault { col: Some(m.col), column, value, reason });
            }
        }
    }
    if let Err((column, reason)) = complete(plan, buffer) {
        let col = mapped.iter().find(|m| columns[m.field.column].name == column).map(|m| m.col);
        let value = cells.iter().find(|c| Some(c.col) == col).map_or_else(String::new, |c| shown(c.value));
        reading.faults.push(Fault { col, column, value, reason });
    }
    missing(header, plan, cells, buffer, &mut reading.faults);
    if let (Some(cell), Some(m)) = (plan::surplus(plan, cells), mapped.last()) {
        // Whatever else is wrong with the row, this is where it comes from.
        let column = columns[m.field.column].name;
        let fault = Fault { col: Some(cell.col), column, value: shown(cell.value), reason: Reason::SurplusCell };
        reading.faults.insert(0, fault);
    }
    reading
}

/// What the currency column of a row says, where there is one.
fn stated_currency(plan: &Plan, mapped: &[Mapped], cells: &[Cell<'_>]) -> Option<(u32, String)> {
    let at = plan.currency?;
    let col = mapped.iter().find(|m| m.field.column == at)?.col;
    let Value::Text(text) = cells.iter().find(|c| c.col == col)?.value else { return None };
    (!is_blank(text, Kind::Text)).then(|| (col, currency_code(text)))
}

/// Whether a value can be read as a field: a form leaves open which of two cells belongs to a label.
pub(crate) fn fits(table: TableId, field: Match, value: &Held, terms: Terms<'_>) -> bool {
    let columns = table.spec().columns;
    let mut buffer = RowBuffer::default();
    buffer.reset(columns.len());
    let cell = HeldCell { col: 0, value: value.clone() };
    read_cell(columns, Mapped { col: 0, field, comma: false }, cell.view().value, terms, &mut buffer, &mut Vec::new()).is_ok()
}

/// A cell as text, for a message.
pub(crate) fn shown(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.trim().to_owned(),
        Value::Number(x) | Value::Date(x) => x.to_string(),
        Value::Bool(b) => b.to_string(),
        Value::Error(code) => code.to_owned(),
        Value::Uncalculated => String::new(),
    }
}

/// The day that a cell shows where a number was wanted: its format is what is wrong with it.
fn day_of(value: Value<'_>, kind: Kind, terms: Terms<'_>) -> Option<String> {
    let number = matches!(kind, Kind::Money | Kind::Decimal | Kind::Count);
    let Value::Date(_) = value else { return None };
    value::moment(value, terms.dates).ok().filter(|_| number).map(|moment| moment.day.to_string())
}

/// Reads one cell into the buffer.
pub(crate) fn read_cell(
    columns: &[Column],
    m: Mapped,
    cell: Value<'_>,
    terms: Terms<'_>,
    buffer: &mut RowBuffer,
    notes: &mut Vec<DateNote>,
) -> Result<(), Reason> {
    let at = m.field.column;
    let kind = columns[at].kind;
    match cell {
        Value::Error(_) => return Err(Reason::FormulaError),
        Value::Uncalculated => return Err(Reason::Uncalculated),
        Value::Text(text) if !text.is_ascii() && text.contains('\u{fffd}') => return Err(Reason::LossyText),
        Value::Text(text) if value::is_formula_error(text) => return Err(Reason::FormulaError),
        Value::Text(text) if is_blank(text, kind) => return Ok(()),
        // A box that was not ticked.
        Value::Number(0.0) | Value::Bool(false) if kind == Kind::Answer => return Ok(()),
        Value::Number(0.0) if kind == Kind::PartyName => return Ok(()),
        _ => {}
    }
    let typed = match kind {
        Kind::Text | Kind::Answer | Kind::Name | Kind::PartyName => {
            match cell {
                // A company is shown as it writes itself; people are told apart by their names.
                Value::Text(text) if kind == Kind::Name && columns[at].name != customers::CUSTOMER => {
                    buffer.set_text(at, &value::unified(text));
                }
                Value::Text(text) => buffer.set_text(at, &value::tidy(text)),
                other => buffer.set_text(at, &shown(other)),
            }
            return Ok(());
        }
        Kind::Id | Kind::PartyId => {
            match cell {
                Value::Text(text) => buffer.set_text(at, &value::text_identifier(text)?),
                Value::Number(x) | Value::Date(x) => buffer.set_text(at, &value::identifier(x)?),
                other => buffer.set_text(at, &shown(other)),
            }
            return Ok(());
        }
        Kind::Words(list) => {
            let text = shown(cell);
            match (list.words().code(&text), list) {
                (Some(code), _) => Typed::Code(code),
                (None, Vocabulary::Category) => Typed::Code("other"),
                // An unknown grade or seat is kept as written: rules say that they cannot judge it.
                (None, _) => {
                    buffer.set_text(at, &value::tidy(&text));
                    return Ok(());
                }
            }
        }
        Kind::Date | Kind::Moment => {
            let day = match cell {
                Value::Date(serial) => match buffer.known.day(serial) {
                    Some(day) => day,
                    None => {
                        let day = Day::of(value::moment(cell, terms.dates)?);
                        buffer.known.learn_day(serial, day);
                        day
                    }
                },
                _ => {
                    let moment = value::moment(cell, terms.dates)?;
                    let noted = note(cell, m, Some(moment.day), moment.doubtful, terms, notes);
                    Day { noted, ..Day::of(moment) }
                }
            };
            // A day is a day, whatever time one of two exports writes beside it; and midnight is how programs write a day
            // without a time.
            let minute = day.minute.filter(|minute| kind == Kind::Moment && *minute != 0);
            Typed::Day(Day { minute, ..day })
        }
        Kind::Minute => Typed::Int(value::minute(cell)?),
        Kind::Span => return read_span(cell, m, terms, buffer, notes),
        Kind::Money => Typed::Money(money(cell, m, terms)?),
        Kind::Decimal => Typed::Float(decimal(cell, m, columns, terms)?),
        Kind::Count => Typed::Int(value::count(cell)?),
        Kind::Flag => Typed::Flag(value::flag(cell)?),
        Kind::Rating => Typed::Float(value::rating(cell, m.field.unit.scale.unwrap_or(terms.config.satisfaction.scale))?),
    };
    buffer.set(at, typed);
    Ok(())
}

/// Blank text, and the words that stand for nothing in a typed column.
fn is_blank(text: &str, kind: Kind) -> bool {
    if text.trim().is_empty() || (!text.is_ascii() && text.chars().all(|c| c.is_whitespace() || is_invisible(c))) {
        return true;
    }
    // Long texts are no placeholders; most cells end here.
    if text.len() > 24 {
        return false;
    }
    let is_dashes = || text.chars().all(|c| matches!(c, '-' | '/' | '—'));
    match kind {
        // `无` answers a yes/no question, and may be a word of a list: what the column has a meaning for is none of its blanks.
        Kind::Flag => is_dashes() || (value::is_blank_word(text, false) && !knows(Vocabulary::YesNo, text)),
        // Every claim has a category: one of no known word is another.
        Kind::Words(Vocabulary::Category) => is_dashes(),
        Kind::Words(list) => is_dashes() || (value::is_blank_word(text, false) && !knows(list, text)),
        // Two records that lack an identifier have none in common.
        Kind::Id | Kind::PartyId => is_dashes() || value::is_blank_word(text, false),
        Kind::Name => is_dashes() || value::is_nobody(text),
        // 0 is what a formula makes of an empty cell.
        Kind::PartyName => is_dashes() || text.trim() == "0" || value::is_nobody(text),
        Kind::Answer => value::is_no(text),
        Kind::Text | Kind::Rating | Kind::Decimal | Kind::Count => value::is_blank_word(text, false),
        Kind::Date | Kind::Moment | Kind::Minute | Kind::Span | Kind::Money => {
            !text.as_bytes()[0].is_ascii_digit() && value::is_blank_word(text, true)
        }
    }
}

fn knows(list: Vocabulary, text: &str) -> bool {
    list.words().code(text).is_some()
}

/// Notes what is to be said of the order of a date's parts; whether there is anything.
fn note(cell: Value<'_>, m: Mapped, day: Option<NaiveDate>, doubtful: bool, terms: Terms<'_>, notes: &mut Vec<DateNote>) -> bool {
    let Value::Text(text) = cell else { return false };
    let proves = doubt::proven(text).filter(|order| !doubtful && *order != terms.dates.order);
    if doubtful || proves.is_some() {
        notes.push(DateNote { col: m.col, text: text.trim().to_owned(), day, proves });
    }
    doubtful || proves.is_some()
}

fn read_span(
    cell: Value<'_>,
    m: Mapped,
    terms: Terms<'_>,
    buffer: &mut RowBuffer,
    notes: &mut Vec<DateNote>,
) -> Result<(), Reason> {
    let span = value::span(cell, terms.dates)?;
    note(cell, m, span.day, span.doubtful, terms, notes);
    let spec = TableId::Visits.spec();
    let mut fill = |name: &str, typed: Option<Typed>| {
        if let (Some(at), Some(typed)) = (spec.position(name), typed)
            && buffer.is_null(at)
        {
            buffer.set(at, typed);
        }
    };
    fill(visits::DATE, span.day.map(|day| Typed::Day(Day::whole(day))));
    fill(visits::START, span.start.map(Typed::Int));
    fill(visits::END, span.end.map(Typed::Int));
    Ok(())
}

/// Whether figures of a money column are amounts of the review's currency as they stand.
pub(crate) fn is_plain_money(m: Mapped, terms: Terms<'_>) -> bool {
    let unit = m.field.unit;
    !m.comma && unit.factor == Decimal::ONE && is_own(terms.currency_of(None, unit.currency), terms)
}

/// The same of a number that is no money.
pub(crate) fn is_plain_decimal(m: Mapped, columns: &[Column], terms: Terms<'_>) -> bool {
    !m.comma && m.field.unit.factor == Decimal::ONE && is_own(currency_of_number(m, columns, terms, None), terms)
}

/// The currency of a number: only a price is of the row's or the review's where it names none.
fn currency_of_number<'t>(m: Mapped, columns: &[Column], terms: Terms<'t>, own: Option<&'t str>) -> Option<&'t str> {
    let unit = m.field.unit.currency;
    if columns[m.field.column].name == orders::UNIT_PRICE { terms.currency_of(own, unit) } else { own.or(unit) }
}

fn money(cell: Value<'_>, m: Mapped, terms: Terms<'_>) -> Result<Money, Reason> {
    let unit = m.field.unit;
    let amount = match cell {
        Value::Number(x) if is_plain_money(m, terms) => {
            return value::minor_of(x);
        }
        Value::Text(text) if is_plain_money(m, terms) => match value::plain_minor(text) {
            Some(minor) => return value::in_range(Some(Money::from_minor(minor))),
            None => amount_of(text, m)?,
        },
        Value::Number(x) => bare(x)?,
        Value::Text(text) => amount_of(text, m)?,
        _ => return Err(Reason::BadNumber),
    };
    let rate = rate(terms.currency_of(amount.currency, unit.currency), terms.config)?;
    value::in_range(Money::from_decimal(whole_units(amount, m, rate).ok_or(Reason::TooLarge)?))
}

/// A figure that says nothing of itself.
fn bare(x: f64) -> Result<Amount, Reason> {
    value::decimal_of(x).map(|value| Amount { value, currency: None, has_unit: false })
}

/// An amount in whole units of the review's currency. A cell that names its own unit is not scaled by the header's.
fn whole_units(amount: Amount, m: Mapped, rate: Decimal) -> Option<Decimal> {
    let factor = if amount.has_unit { Decimal::ONE } else { m.field.unit.factor };
    amount.value.checked_mul(factor)?.checked_mul(rate)
}

/// An amount in words and figures, with the currency it names.
fn amount_of(text: &str, m: Mapped) -> Result<Amount, Reason> {
    // A share of what? A discount in the wrong column is no money.
    if text.contains(['%', '％', '‰']) {
        return Err(Reason::BadNumber);
    }
    // Money has no thousandths: where others write a decimal comma, `1,000` is a thousand or one.
    if m.comma && text.matches(',').count() == 1 && !text.contains('.') && value::mark(text).is_none() {
        return Err(Reason::BadNumber);
    }
    value::number_by(text, m.comma)
}

fn is_own(currency: Option<&str>, terms: Terms<'_>) -> bool {
    currency.is_none_or(|code| code == terms.config.currency)
}

/// A number that is no money; a price has a currency all the same, since an amount may follow from it.
fn decimal(cell: Value<'_>, m: Mapped, columns: &[Column], terms: Terms<'_>) -> Result<f64, Reason> {
    let amount = match cell {
        Value::Number(x) if is_plain_decimal(m, columns, terms) => {
            return if x.is_finite() { Ok(x) } else { Err(Reason::NotFinite) };
        }
        Value::Text(text)
            if is_plain_decimal(m, columns, terms)
                && let Some(x) = value::plain_float(text) =>
        {
            return Ok(x);
        }
        Value::Number(x) => bare(x)?,
        Value::Text(text) => value::number_by(text, m.comma)?,
        _ => return Err(Reason::BadNumber),
    };
    let rate = rate(currency_of_number(m, columns, terms, amount.currency), terms.config)?;
    whole_units(amount, m, rate).and_then(|v| v.to_f64()).ok_or(Reason::TooLarge)
}

/// The rate that brings a currency to the review's; a currency without a rate is refused, never taken at par.
fn rate(currency: Option<&str>, config: &Config) -> Result<Decimal, Reason> {
    match currency {
        Some(code) if code != config.currency => config.rates.get(code).map(|r| r.0).ok_or(Reason::MissingRate),
        _ => Ok(Decimal::ONE),
    }
}

/// Values that follow from others: a day from the title, an amount from quantity and price, a return's sign.
fn complete(plan: &Plan, buffer: &mut RowBuffer) -> Result<(), (&'static str, Reason)> {
    if let (Some(day), Some(at)) = (plan.title_day, plan.date)
        && buffer.is_null(at)
    {
        buffer.set(at, Typed::Day(Day::whole(day)));
    }
    if let (Some(person), Some(at)) = (plan.person_is_customer, plan.customer)
        && let Some(name) = buffer.text_of(person).map(str::to_owned)
    {
        buffer.set_text(at, &name);
    }
    let Some(order) = plan.order else { return Ok(()) };
    if buffer.is_null(order.amount)
        && let (Some(Typed::Float(q)), Some(Typed::Float(p))) = (buffer.get(order.quantity), buffer.get(order.unit_price))
    {
        let product = product(*q, *p).map_err(|reason| (orders::AMOUNT, reason))?;
        buffer.set(order.amount, Typed::Money(product));
    }
    if buffer.get(order.returned) == Some(&Typed::Flag(true))
        && let Some(Typed::Money(amount)) = buffer.get(order.amount)
    {
        let returned = Typed::Money(-amount.abs());
        buffer.set(order.amount, returned);
    }
    Ok(())
}

/// What a quantity comes to at a price, in whole minor units.
pub(crate) fn product(quantity: f64, price: f64) -> Result<Money, Reason> {
    // Below this both are held by floats to the last digit, and their product by an integer.
    const SMALL: f64 = 1e8;
    let cents = (price * 100.0).round();
    #[allow(clippy::float_cmp, reason = "the very price that so many cents are: then no decimal arithmetic is needed")]
    let in_cents = cents / 100.0 == price;
    if in_cents && quantity.fract() == 0.0 && quantity.abs() < SMALL && price.abs() < SMALL {
        #[allow(clippy::cast_possible_truncation, reason = "whole numbers below 1e8 and 1e10")]
        return value::in_range(Some(Money::from_minor(quantity as i64 * cents as i64)));
    }
    let (quantity, price) = (value::decimal_of(quantity)?, value::decimal_of(price)?);
    let product = quantity.checked_mul(price).ok_or(Reason::TooLarge)?;
    value::in_range(Money::from_decimal(product))
}

fn currency_code(text: &str) -> String {
    let upper = text.trim().to_uppercase();
    match upper.as_str() {
        "人民币" | "RMB" | "¥" | "元" => "CNY".to_owned(),
        "美元" | "$" | "US$" => "USD".to_owned(),
        "欧元" | "€" => "EUR".to_owned(),
        "港元" | "港币" | "HK$" => "HKD".to_owned(),
        "日元" => "JPY".to_owned(),
        "英镑" | "£" => "GBP".to_owned(),
        _ => upper,
    }
}

/// The required fields that are not there, and whose cell is not told of already.
fn missing(header: &Header, plan: &Plan, cells: &[Cell<'_>], buffer: &RowBuffer, faults: &mut Vec<Fault>) {
    for (at, group) in plan.required.iter().enumerate() {
        if !group.iter().all(|column| buffer.is_null(*column)) {
            continue;
        }
        let spec = header.table.spec();
        let lacking = spec.required[at];
        // A time that cannot be read leaves the date empty: that is one fault, not two.
        if faults.iter().any(|f| lacking.contains(&f.column)) {
            continue;
        }
        let column_of = |m: &Mapped| spec.columns[m.field.column].name;
        let stated = header.mapped.iter().find(|m| lacking.contains(&column_of(m)));
        let filled = stated.is_some_and(|m| cells.iter().any(|c| c.col == m.col));
        // What is there and does not suffice lacks its other half.
        let column = match stated.map_or(lacking[0], column_of) {
            visits::TIME if filled => visits::DATE,
            orders::UNIT_PRICE if filled => orders::QUANTITY,
            name => name,
        };
        let col = header.mapped.iter().find(|m| column_of(m) == column).map(|m| m.col);
        faults.push(Fault { col, column, value: String::new(), reason: Reason::MissingRequired });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// By decimal arithmetic alone.
    fn the_long_way(quantity: f64, price: f64) -> Option<Money> {
        let decimal = |x: f64| x.to_string().parse::<Decimal>().ok();
        let money = Money::from_decimal(decimal(quantity)?.checked_mul(decimal(price)?)?)?;
        (money.minor().abs() <= Money::CELL_LIMIT).then_some(money)
    }

    #[test]
    fn a_quantity_at_a_price() {
        for (quantity, price, minor) in
            [(6.0, 2.55, 1_530), (-1.0, 27.5, -2_750), (3.0, 0.335, 101), (0.5, 0.1, 5), (12.0, 0.0, 0)]
        {
            assert_eq!(product(quantity, price), Ok(Money::from_minor(minor)), "{quantity} at {price}");
        }
        assert_eq!(product(1e300, 2.0), Err(Reason::TooLarge));
    }

    proptest! {
        #[test]
        fn whole_numbers_at_prices_in_cents_come_to_what_decimals_come_to(
            quantity in prop_oneof![(-200_000_000_i64..200_000_000).prop_map(|n| n as f64), -1e4..1e4],
            price in prop_oneof![(-2_000_000_i64..20_000_000_000).prop_map(|n| n as f64 / 100.0), 0.0..1e3],
        ) {
            prop_assert_eq!(product(quantity, price).ok(), the_long_way(quantity, price));
        }
    }
}
