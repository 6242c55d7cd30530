//! What a cell means: one normaliser for numbers, money, dates, times, yes/no and ratings. Never guesses: what is not
//! certain is a [`Reason`].

use std::borrow::Cow;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use unicode_normalization::{UnicodeNormalization, is_nfkc};

use super::reject::Reason;
use crate::config::{DateOrder, Dates, RatingScale};
use crate::load::Value;
use crate::tables::Vocabulary;
use crate::units::Money;

/// Floats beyond this are no longer whole numbers one by one: an identifier that large has lost digits.
const EXACT_FLOAT: f64 = 1e15;
/// Serial numbers of 1927-05-18 and 2173-10-14: a plain number in a date column outside them is no date.
const SERIAL_DATES: std::ops::RangeInclusive<f64> = 10_000.0..=100_000.0;
const SERIAL_EPOCH: NaiveDate = match NaiveDate::from_ymd_opt(1899, 12, 30) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Text as written, without what nobody sees: invisible marks gone, white space single.
pub(crate) fn tidy(text: &str) -> Cow<'_, str> {
    let mut before = ' ';
    let plain = text.chars().all(|c| {
        let fine = matches!(c, '!'..='~' | '\u{4e00}'..='\u{9fff}') || (c == ' ' && before != ' ');
        before = c;
        fine
    });
    // The common case, told at a glance.
    if (plain && before != ' ') || text.is_empty() {
        return Cow::Borrowed(text);
    }
    let visible: String = text.chars().filter(|c| !crate::tables::is_invisible(*c)).collect();
    Cow::Owned(visible.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A person's name, an identifier, a code: full-width letters and figures unified as well.
pub(crate) fn unified(text: &str) -> Cow<'_, str> {
    match tidy(text) {
        Cow::Borrowed(text) if text.is_ascii() || is_nfkc(text) => Cow::Borrowed(text),
        text => Cow::Owned(text.nfkc().collect::<String>().trim().to_owned()),
    }
}

/// Whether a text stands for nothing in a typed column.
pub(crate) fn is_blank_word(text: &str, open_too: bool) -> bool {
    // No placeholder has a figure in it: most cells end here.
    if text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    match Vocabulary::Blank.words().exact_code(text) {
        Some("any") => true,
        Some("open") => open_too,
        _ => false,
    }
}

/// A number with the currency it names, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) value: Decimal,
    pub(crate) currency: Option<&'static str>,
}

/// A decimal number in any accepted spelling: `1,234.50`, `￥1234`, `１２３４`, `(500)`, `-500`, `1.2万`, `12%`.
pub(crate) fn number(text: &str) -> Result<Amount, Reason> {
    if let Some(value) = plain_number(text) {
        return Ok(Amount { value, currency: None });
    }
    let folded: String = text
        .nfkc()
        .filter(|c| !c.is_whitespace() && !crate::tables::is_invisible(*c) && !matches!(c, '\'' | '’'))
        .flat_map(char::to_lowercase)
        .collect();
    let mut rest = folded.as_str();
    let mut negative = false;
    if let Some(inner) = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
        (negative, rest) = (true, inner);
    }
    let (currency, rest, scale) = strip_marks(rest, &mut negative);
    let rest = rest.trim_start_matches('+');
    if rest.is_empty() {
        return Err(Reason::BadNumber);
    }
    if matches!(rest, "nan" | "inf" | "infinity" | "-nan") {
        return Err(Reason::NotFinite);
    }
    let digits = ungroup(rest).ok_or(Reason::BadNumber)?;
    let value = plain_decimal(&digits)?.checked_mul(scale).ok_or(Reason::TooLarge)?;
    Ok(Amount { value: if negative { -value } else { value }, currency })
}

/// `-1234.56` and its like, which most cells are: digits, at most one point, at most 18 of them.
fn plain_number(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (mut value, mut places, mut point) = (0i64, 0u32, false);
    if digits.is_empty() || digits.len() > 18 || digits.starts_with('.') || digits.ends_with('.') {
        return None;
    }
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + i64::from(byte - b'0');
                places += u32::from(point);
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    Some(Decimal::new(if digits.len() == text.len() { value } else { -value }, places))
}

/// Signs, currency marks and unit words may stand on either side, in any order; each is taken off once it is met.
fn strip_marks<'a>(mut rest: &'a str, negative: &mut bool) -> (Option<&'static str>, &'a str, Decimal) {
    const CURRENCIES: &[(&str, &str)] = &[
        ("人民币", "CNY"),
        ("rmb", "CNY"),
        ("cny", "CNY"),
        ("元整", "CNY"),
        ("美元", "USD"),
        ("欧元", "EUR"),
        ("港元", "HKD"),
        ("港币", "HKD"),
        ("日元", "JPY"),
        ("英镑", "GBP"),
        ("元", "CNY"),
        ("us$", "USD"),
        ("usd", "USD"),
        ("hk$", "HKD"),
        ("hkd", "HKD"),
        ("eur", "EUR"),
        ("gbp", "GBP"),
        ("jpy", "JPY"),
        ("$", "USD"),
        ("€", "EUR"),
        ("£", "GBP"),
        ("¥", "CNY"),
    ];
    const SCALES: &[(&str, i64)] =
        &[("百万", 1_000_000), ("万", 10_000), ("亿", 100_000_000), ("千", 1_000), ("k", 1_000), ("m", 1_000_000)];
    let mut currency = None;
    let mut scale = Decimal::ONE;
    loop {
        let before = rest;
        for (mark, code) in CURRENCIES {
            if currency.is_none()
                && let Some(inner) = rest.strip_prefix(mark).or_else(|| rest.strip_suffix(mark))
            {
                (currency, rest) = (Some(*code), inner);
            }
        }
        if let Some(inner) = rest.strip_prefix(['-', '−']).or_else(|| rest.strip_suffix('-')) {
            *negative = !*negative;
            rest = inner;
        }
        if scale == Decimal::ONE {
            for (mark, factor) in SCALES {
                if let Some(inner) = rest.strip_suffix(mark) {
                    (scale, rest) = (Decimal::from(*factor), inner);
                    break;
                }
            }
            if let Some(inner) = rest.strip_suffix('%') {
                (scale, rest) = (Decimal::new(1, 2), inner);
            }
        }
        if rest == before {
            return (currency, rest, scale);
        }
    }
}

/// Takes thousands separators out where they are certain; `None` where the spelling is not a number.
fn ungroup(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains(',') {
        return Some(Cow::Borrowed(text));
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if !fraction.contains(',') && is_grouped(whole, ',') {
        return Some(Cow::Owned(text.replace(',', "")));
    }
    // `1.234,50`: a comma with two digits after it and only grouped digits before it is a decimal comma.
    let (whole, fraction) = text.rsplit_once(',')?;
    let whole_ok = whole.bytes().all(|b| b.is_ascii_digit()) || is_grouped(whole, '.');
    let certain = whole_ok && fraction.len() == 2 && fraction.bytes().all(|b| b.is_ascii_digit()) && !whole.is_empty();
    certain.then(|| Cow::Owned(format!("{}.{fraction}", whole.replace('.', ""))))
}

fn is_grouped(whole: &str, separator: char) -> bool {
    let mut parts = whole.split(separator);
    let first = parts.next().unwrap_or_default();
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    first.len() <= 3 && digits(first) && parts.all(|p| p.len() == 3 && digits(p))
}

fn plain_decimal(text: &str) -> Result<Decimal, Reason> {
    let shape = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'+' | b'-'));
    if !shape || !text.bytes().any(|b| b.is_ascii_digit()) {
        return Err(Reason::BadNumber);
    }
    if text.contains('e') {
        return Decimal::from_scientific(text).map_err(|_| Reason::BadNumber);
    }
    // A tail of digits beyond any money is cut by rounding, not refused: `33.33333333333333333333333333333`.
    let cut = text.find('.').map_or(text.len(), |dot| text.len().min(dot + 18));
    text.get(..cut)
        .unwrap_or(text)
        .parse()
        .map_err(|_| if text.bytes().filter(u8::is_ascii_digit).count() > 20 { Reason::TooLarge } else { Reason::BadNumber })
}

/// A float as the shortest decimal that reads back as the same float: what the person typed.
pub(crate) fn decimal_of(x: f64) -> Result<Decimal, Reason> {
    if !x.is_finite() {
        return Err(Reason::NotFinite);
    }
    if x.abs() >= 1e18 {
        return Err(Reason::TooLarge);
    }
    x.to_string().parse().ok().or_else(|| Decimal::from_f64(x)).ok_or(Reason::TooLarge)
}

/// A float amount in minor units, exactly as its shortest decimal rounds.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn minor_of(x: f64) -> Result<Money, Reason> {
    let scaled = x * 100.0;
    let nearest = scaled.round();
    // Two decimals and a size that floats hold exactly: the common case needs no decimal arithmetic.
    if scaled.abs() < 1e13 && (scaled - nearest).abs() < 1e-3 {
        return Ok(Money::from_minor(nearest as i64));
    }
    in_range(Money::from_decimal(decimal_of(x)?))
}

pub(crate) fn in_range(money: Option<Money>) -> Result<Money, Reason> {
    money.filter(|m| m.minor().abs() <= Money::CELL_LIMIT).ok_or(Reason::TooLarge)
}

/// A day, the minute of the day where one is stated, and whether the order of its parts had to be taken from the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) day: NaiveDate,
    pub(crate) minute: Option<i32>,
    pub(crate) doubtful: bool,
}

/// A date in any accepted spelling: an Excel date, a serial number, or text.
pub(crate) fn moment(value: Value<'_>, rules: &Dates) -> Result<Moment, Reason> {
    let moment = match value {
        Value::Date(serial) => from_serial(serial)?,
        Value::Number(x) if SERIAL_DATES.contains(&x) => from_serial(x)?,
        Value::Number(x) if x.fract() == 0.0 && (19_000_101.0..=21_001_231.0).contains(&x) => {
            text_moment(&format!("{x:.0}"), rules)?
        }
        Value::Number(_) | Value::Bool(_) => return Err(Reason::BadDate),
        Value::Text(text) => text_moment(text, rules)?,
        Value::Error(_) => return Err(Reason::FormulaError),
        Value::Uncalculated => return Err(Reason::Uncalculated),
    };
    let year = chrono::Datelike::year(&moment.day);
    if (rules.first_year..=rules.last_year).contains(&year) { Ok(moment) } else { Err(Reason::DateOutOfRange) }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn from_serial(serial: f64) -> Result<Moment, Reason> {
    if !serial.is_finite() || !(1.0..=2_958_465.999_99).contains(&serial) {
        return Err(Reason::BadDate);
    }
    // A time is a fraction of a day: half a second below midnight is midnight.
    let minutes = (serial.fract() * 1440.0).round() as i32;
    let days = serial.trunc() as u64 + u64::from(minutes == 1440);
    let day = SERIAL_EPOCH.checked_add_days(Days::new(days)).ok_or(Reason::BadDate)?;
    let minute = (serial.fract() != 0.0).then_some(minutes % 1440);
    Ok(Moment { day, minute, doubtful: false })
}

/// `2024-05-03`, `2024年5月3日`, `2024/5/3`, `2024.5.3`, `20240503`, `3-May-24`, `03/04/2024`, each with a time or without.
fn text_moment(text: &str, rules: &Dates) -> Result<Moment, Reason> {
    if let Some(day) = iso_day(text) {
        return Ok(Moment { day, minute: None, doubtful: false });
    }
    let folded: String = text.nfkc().filter(|c| !crate::tables::is_invisible(*c)).collect();
    let folded = folded.trim().trim_start_matches('\'');
    let (date, time) = split_time(folded);
    let minute = match time {
        Some(time) => Some(minute_of(time).ok_or(Reason::BadDate)?),
        None => None,
    };
    let date = date.trim();
    if !date.is_empty() && date.bytes().all(|b| b.is_ascii_digit()) {
        return compact_day(date).map(|day| Moment { day, minute, doubtful: false });
    }
    let marked: String = date.chars().map(|c| if matches!(c, '年' | '月' | '/' | '.' | ',') { '-' } else { c }).collect();
    let marked = marked.replace("日", "").replace("号", "").replace(' ', "-");
    let parts: Vec<&str> = marked.split('-').filter(|p| !p.is_empty()).collect();
    let [a, b, c] = parts[..] else { return Err(Reason::BadDate) };
    if let Some(day) = named_month(a, b, c) {
        return Ok(Moment { day, minute, doubtful: false });
    }
    let number = |s: &str| (s.len() <= 4 && s.bytes().all(|x| x.is_ascii_digit())).then(|| s.parse::<i32>().ok()).flatten();
    let (Some(x), Some(y), Some(z)) = (number(a), number(b), number(c)) else { return Err(Reason::BadDate) };
    if a.len() == 4 || date.contains('年') {
        return day(full_year(x, a.len()), y, z).map(|day| Moment { day, minute, doubtful: false }).ok_or(Reason::BadDate);
    }
    numeric_day([x, y, z], c.len(), rules.order).map(|(day, doubtful)| Moment { day, minute, doubtful })
}

/// `2024-05-03`, as most exports write it.
fn iso_day(text: &str) -> Option<NaiveDate> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    let number = |range: std::ops::Range<usize>| {
        bytes[range].iter().try_fold(0i32, |n, b| b.is_ascii_digit().then(|| n * 10 + i32::from(b - b'0')))
    };
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    day(number(0..4)?, number(5..7)?, number(8..10)?)
}

/// Digits only: `20240503`, or a serial number typed into a text column.
fn compact_day(digits: &str) -> Result<NaiveDate, Reason> {
    let number: u32 = digits.parse().map_err(|_| Reason::BadDate)?;
    match digits.len() {
        8 => day((number / 10_000).cast_signed(), (number / 100 % 100).cast_signed(), (number % 100).cast_signed())
            .ok_or(Reason::BadDate),
        5 if SERIAL_DATES.contains(&f64::from(number)) => from_serial(f64::from(number)).map(|m| m.day),
        _ => Err(Reason::BadDate),
    }
}

/// Three numbers without a four-digit year in front: the order that fits, else the configured one.
fn numeric_day([x, y, z]: [i32; 3], last_len: usize, order: DateOrder) -> Result<(NaiveDate, bool), Reason> {
    let dmy = day(full_year(z, last_len), y, x);
    let mdy = day(full_year(z, last_len), x, y);
    let ymd = if last_len <= 2 { day(full_year(x, 2), y, z) } else { None };
    let preferred = match order {
        DateOrder::Dmy => dmy,
        DateOrder::Mdy => mdy,
        DateOrder::Ymd => ymd,
    };
    let mut readings: Vec<NaiveDate> = [dmy, mdy, ymd].into_iter().flatten().collect();
    readings.sort_unstable();
    readings.dedup();
    match (readings.as_slice(), preferred) {
        ([], _) => Err(Reason::BadDate),
        ([only], _) => Ok((*only, false)),
        (_, Some(day)) => Ok((day, true)),
        (_, None) => Err(Reason::AmbiguousDate),
    }
}

fn full_year(year: i32, digits: usize) -> i32 {
    match (digits, year) {
        (0..=2, 0..=69) => 2000 + year,
        (0..=2, _) => 1900 + year,
        _ => year,
    }
}

fn day(year: i32, month: i32, day: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// `3-May-24`, `May-3-2024`.
fn named_month(a: &str, b: &str, c: &str) -> Option<NaiveDate> {
    let month = |s: &str| {
        const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let s = s.to_ascii_lowercase();
        (s.len() >= 3 && s.bytes().all(|b| b.is_ascii_alphabetic()))
            .then(|| NAMES.iter().position(|n| s.starts_with(n)))
            .flatten()
            .and_then(|i| i32::try_from(i + 1).ok())
    };
    let number = |s: &str| s.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<i32>().ok();
    let (m, d, y) = match (month(a), month(b)) {
        (Some(m), _) => (m, b, c),
        (None, Some(m)) if a.len() == 4 => (m, c, a),
        (None, Some(m)) => (m, a, c),
        (None, None) => return None,
    };
    day(full_year(number(y)?, y.len()), m, number(d)?)
}

/// Splits `2024-05-03T10:30`, `2024-05-03 10:30:00`, `2024年5月3日 10:30` into date and time.
fn split_time(text: &str) -> (&str, Option<&str>) {
    let Some(colon) = text.find(':') else { return (text, None) };
    let cut = text[..colon].rfind(|c: char| !c.is_ascii_digit());
    match cut {
        Some(at) => {
            let after = at + text[at..].chars().next().map_or(1, char::len_utf8);
            (text[..after].trim_end_matches(['T', 't', ' ']), Some(&text[after..]))
        }
        None => ("", Some(text)),
    }
}

/// Minutes after midnight of `9:30`, `09:30:15`, `9:30 PM`; a time zone is refused, since the day could change with it.
pub(crate) fn minute_of(text: &str) -> Option<i32> {
    let text = text.trim().to_ascii_lowercase();
    let (text, afternoon) = match (text.strip_suffix("pm"), text.strip_suffix("am")) {
        (Some(rest), _) => (rest.trim_end().to_owned(), Some(true)),
        (_, Some(rest)) => (rest.trim_end().to_owned(), Some(false)),
        _ => (text.trim_end_matches('z').to_owned(), None),
    };
    let mut parts = text.split(':');
    let hour: i32 = parts.next()?.trim().parse().ok()?;
    let minute: i32 = parts.next()?.trim().parse().ok()?;
    let second: f64 = parts.next().map_or(Some(0.0), |s| s.trim().parse().ok())?;
    if parts.next().is_some() || !(0.0..60.0).contains(&second) || !(0..60).contains(&minute) {
        return None;
    }
    let hour = match afternoon {
        Some(true) if (1..=12).contains(&hour) => hour % 12 + 12,
        Some(false) if (1..=12).contains(&hour) => hour % 12,
        Some(_) => return None,
        None => hour,
    };
    (0..24).contains(&hour).then(|| hour * 60 + minute)
}

/// A time of day from any cell.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn minute(value: Value<'_>) -> Result<i32, Reason> {
    match value {
        Value::Date(x) | Value::Number(x) if x.is_finite() && x >= 0.0 => Ok(((x.fract() * 1440.0).round() as i32) % 1440),
        Value::Text(text) => {
            let folded: String = text.nfkc().collect();
            let time = split_time(folded.trim()).1.unwrap_or(&folded);
            minute_of(time).ok_or(Reason::BadTime)
        }
        Value::Error(_) => Err(Reason::FormulaError),
        Value::Uncalculated => Err(Reason::Uncalculated),
        Value::Date(_) | Value::Number(_) | Value::Bool(_) => Err(Reason::BadTime),
    }
}

/// `11:00-12:00`, `9：30～10：15`, a single time, or a day with or without a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Span {
    pub(crate) day: Option<NaiveDate>,
    pub(crate) start: Option<i32>,
    pub(crate) end: Option<i32>,
}

pub(crate) fn span(value: Value<'_>, rules: &Dates) -> Result<Span, Reason> {
    if let Value::Text(text) = value {
        let folded: String = text.nfkc().collect();
        let unified = folded.replace(['~', '～', '至', '–', '—'], "-");
        if let Some((from, to)) = unified.trim().rsplit_once('-')
            && let Some(end) = minute_of(to)
        {
            let (date, time) = split_time(from.trim());
            let start = time.and_then(minute_of).ok_or(Reason::BadTime)?;
            let day = if date.is_empty() { None } else { Some(text_moment(date, rules)?.day) };
            return Ok(Span { day, start: Some(start), end: Some(end) });
        }
        if let Some(start) = minute_of(unified.trim()) {
            return Ok(Span { day: None, start: Some(start), end: None });
        }
    }
    if let Value::Date(x) | Value::Number(x) = value
        && (0.0..1.0).contains(&x)
    {
        return Ok(Span { day: None, start: Some(minute(value)?), end: None });
    }
    let moment = moment(value, rules)?;
    Ok(Span { day: Some(moment.day), start: moment.minute, end: None })
}

/// An identifier as text; a number so long that a float has lost its digits is refused.
pub(crate) fn identifier(x: f64) -> Result<String, Reason> {
    if !x.is_finite() {
        return Err(Reason::NotFinite);
    }
    if x.abs() >= EXACT_FLOAT {
        return Err(Reason::ImpreciseId);
    }
    Ok(x.to_string())
}

/// Exports write whole-number identifiers as `17850.0`, and long ones as `6.2E+18`.
pub(crate) fn text_identifier(text: &str) -> Result<Cow<'_, str>, Reason> {
    let tidy = unified(text);
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if let Some(whole) = tidy.strip_suffix(".0").filter(|w| all_digits(w)) {
        return Ok(Cow::Owned(whole.to_owned()));
    }
    if let Some((mantissa, exponent)) = tidy.split_once(['E', 'e'])
        && exponent.starts_with('+')
        && mantissa.contains('.')
        && all_digits(&mantissa.replace('.', ""))
        && all_digits(&exponent[1..])
    {
        return Err(Reason::ImpreciseId);
    }
    Ok(tidy)
}

/// Yes or no in any accepted spelling.
pub(crate) fn flag(value: Value<'_>) -> Result<bool, Reason> {
    match value {
        Value::Bool(b) => Ok(b),
        Value::Number(1.0) => Ok(true),
        Value::Number(0.0) => Ok(false),
        Value::Text(text) => match Vocabulary::YesNo.words().exact_code(text) {
            Some("yes") => Ok(true),
            Some("no") => Ok(false),
            _ => Err(Reason::BadFlag),
        },
        Value::Error(_) => Err(Reason::FormulaError),
        Value::Uncalculated => Err(Reason::Uncalculated),
        Value::Number(_) | Value::Date(_) => Err(Reason::BadFlag),
    }
}

/// A rating on 1 to 5, from a word or from a number on its scale.
pub(crate) fn rating(value: Value<'_>, scale: RatingScale) -> Result<f64, Reason> {
    let x = match value {
        Value::Number(x) => x,
        Value::Text(text) => {
            if let Some(code) = Vocabulary::Rating.words().exact_code(text).filter(|_| number(text).is_err()) {
                return code.parse().map_err(|_| Reason::BadRating);
            }
            let text = unified(text);
            let text = text.trim_end_matches(['分', '星', '%']);
            number(text).map_err(|_| Reason::BadRating)?.value.to_f64().ok_or(Reason::BadRating)?
        }
        Value::Error(_) => return Err(Reason::FormulaError),
        Value::Uncalculated => return Err(Reason::Uncalculated),
        Value::Bool(_) | Value::Date(_) => return Err(Reason::BadRating),
    };
    let (low, high) = match scale {
        RatingScale::OneToFive => (1.0, 5.0),
        RatingScale::OneToTen => (1.0, 10.0),
        RatingScale::Percent => (0.0, 100.0),
    };
    if !(low..=high).contains(&x) {
        return Err(Reason::RatingOutOfRange);
    }
    Ok(1.0 + (x - low) / (high - low) * 4.0)
}

/// A whole number such as a head count or days of terms (`30天`).
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn count(value: Value<'_>) -> Result<i32, Reason> {
    let x = match value {
        Value::Number(x) => x,
        Value::Text(text) => {
            let text = unified(text);
            let text = text.trim_end_matches(['天', '日', '人', '个', '位', '名']).trim_end_matches("days").trim();
            number(text)?.value.to_f64().ok_or(Reason::BadNumber)?
        }
        Value::Error(_) => return Err(Reason::FormulaError),
        Value::Uncalculated => return Err(Reason::Uncalculated),
        Value::Bool(_) | Value::Date(_) => return Err(Reason::BadNumber),
    };
    if !x.is_finite() {
        return Err(Reason::NotFinite);
    }
    if x.fract() == 0.0 && x.abs() < 1e9 { Ok(x as i32) } else { Err(Reason::BadNumber) }
}

#[cfg(test)]
#[path = "value_tests.rs"]
mod tests;
