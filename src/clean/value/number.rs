//! Numbers and money: separators, signs, currency marks and unit words in every certain spelling.

use std::borrow::Cow;

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::numeral;
use super::text::{folded, refused};
use crate::clean::reject::Reason;
use crate::units::Money;

/// A number with the currency it names, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) value: Decimal,
    pub(crate) currency: Option<&'static str>,
    /// Whether it says what it counts in, `1.2万` as much as `12000元`: then no header adds to it. A sign such as ￥ does not.
    pub(crate) has_unit: bool,
}

/// Currency marks, those that hold another one first.
pub(crate) const CURRENCIES: &[(&str, &str)] = &[
    ("人民币(大写)", "CNY"),
    ("人民币大写", "CNY"),
    ("人民币", "CNY"),
    ("新台币", "TWD"),
    ("台币", "TWD"),
    ("美元", "USD"),
    ("美金", "USD"),
    ("欧元", "EUR"),
    ("港元", "HKD"),
    ("港币", "HKD"),
    ("日元", "JPY"),
    ("日圆", "JPY"),
    ("英镑", "GBP"),
    ("韩元", "KRW"),
    ("加元", "CAD"),
    ("澳元", "AUD"),
    ("新加坡元", "SGD"),
    ("瑞士法郎", "CHF"),
    ("元整", "CNY"),
    ("元正", "CNY"),
    ("圆整", "CNY"),
    ("圆正", "CNY"),
    ("元", "CNY"),
    ("圆", "CNY"),
    ("yuan", "CNY"),
    ("rmb", "CNY"),
    ("cny", "CNY"),
    ("cn¥", "CNY"),
    ("us$", "USD"),
    ("usd", "USD"),
    ("hk$", "HKD"),
    ("hkd", "HKD"),
    ("nt$", "TWD"),
    ("twd", "TWD"),
    ("s$", "SGD"),
    ("sgd", "SGD"),
    ("a$", "AUD"),
    ("aud", "AUD"),
    ("c$", "CAD"),
    ("cad", "CAD"),
    ("eur", "EUR"),
    ("gbp", "GBP"),
    ("jpy", "JPY"),
    ("krw", "KRW"),
    ("chf", "CHF"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "CNY"),
];
/// Unit words after a number. A small `m` is no million: it is as often metres.
const SCALES: &[(&str, i64)] = &[
    ("万亿", 1_000_000_000_000),
    ("千万", 10_000_000),
    ("百万", 1_000_000),
    ("十万", 100_000),
    ("万", 10_000),
    ("萬", 10_000),
    ("亿", 100_000_000),
    ("億", 100_000_000),
    ("千", 1_000),
    ("百", 100),
    ("thousand", 1_000),
    ("million", 1_000_000),
    ("mio", 1_000_000),
    ("mn", 1_000_000),
    ("bn", 1_000_000_000),
    ("k", 1_000),
];

/// A decimal number in any accepted spelling: `1,234.50`, `1 234,50`, `￥1234`, `１２３４`, `(500)`, `-500`, `1.2万`, `12%`,
/// `三千五百`, `壹仟贰佰元整`.
pub(crate) fn number(text: &str) -> Result<Amount, Reason> {
    number_by(text, false)
}

/// The same where the other cells write a decimal comma: `2.500` has no fraction then, and `0,333` has one.
pub(crate) fn number_by(text: &str, comma: bool) -> Result<Amount, Reason> {
    if let Some(value) = plain_number(text).filter(|_| !comma || !text.contains(['.', ','])) {
        return Ok(Amount { value, currency: None, has_unit: false });
    }
    let folded = folded(text);
    spelled(&folded, comma).map_err(|reason| match reason {
        Reason::BadNumber if is_inexact(&folded) => Reason::InexactNumber,
        Reason::BadNumber => refused(text, reason),
        other => other,
    })
}

/// `-1,234.56` and its like as minor units, where it has no more places than those.
pub(crate) fn plain_minor(text: &str) -> Option<i64> {
    let (value, places) = plain_digits(text)?;
    match places {
        0 => value.checked_mul(100),
        1 => value.checked_mul(10),
        2 => Some(value),
        _ => None,
    }
}

/// `-1234.56` and its like as the nearest float, which is what a workbook would hold.
pub(crate) fn plain_float(text: &str) -> Option<f64> {
    plain_digits(text)?;
    text.parse().ok()
}

fn plain_number(text: &str) -> Option<Decimal> {
    plain_digits(text).map(|(value, places)| Decimal::new(value, places))
}

/// `-1,234.56` and its like, which most cells are: digits, at most one point, commas by the thousand, at most 18 digits. Gives
/// the digits as a whole number, and how many of them stand behind the point.
fn plain_digits(text: &str) -> Option<(i64, u32)> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (mut value, mut places, mut point) = (0i64, 0u32, false);
    // Digits since the last comma, once there is one.
    let mut group = None;
    let bytes = digits.as_bytes();
    if digits.is_empty() || digits.len() > 18 || !bytes[0].is_ascii_digit() || !bytes[bytes.len() - 1].is_ascii_digit() {
        return None;
    }
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + i64::from(byte - b'0');
                places += u32::from(point);
                if !point && let Some(n) = &mut group {
                    *n += 1;
                }
            }
            b'.' if !point && group.is_none_or(|n| n == 3) => point = true,
            b',' if !point && bytes[0] != b'0' && group.map_or(at <= 3, |n| n == 3) => group = Some(0),
            _ => return None,
        }
    }
    if group.is_some_and(|n| n != 3) {
        return None;
    }
    Some((if digits.len() == text.len() { value } else { -value }, places))
}

/// What stands around the digits, as far as it is taken off.
#[derive(Default)]
struct Marks {
    negative: bool,
    signed: bool,
    currency: Option<&'static str>,
    scale: Option<Decimal>,
    has_unit: bool,
}

fn spelled(text: &str, comma: bool) -> Result<Amount, Reason> {
    if let Some(currency) = nothing(text) {
        return Ok(Amount { value: Decimal::ZERO, currency: Some(currency), has_unit: false });
    }
    let mut marks = Marks::default();
    let bare = marks.strip(text.strip_prefix('\'').unwrap_or(text))?;
    let infinite = ["nan", "inf", "infinity", "∞", "1.#inf", "1.#qnan"];
    if infinite.iter().any(|word| bare.eq_ignore_ascii_case(word)) {
        return Err(Reason::NotFinite);
    }
    let value = if let Some((value, money)) = in_words(bare) {
        marks.name(money.then_some("CNY"))?;
        // Figures with units between them count for themselves, as numerals do that reach as far as a header's unit.
        marks.has_unit |= money || !numeral::begins(bare) || bare.contains(['万', '萬', '亿', '億']);
        value
    } else {
        plain_decimal(&ungroup(bare, comma).ok_or(Reason::BadNumber)?)?
    };
    let value = value.checked_mul(marks.scale.unwrap_or(Decimal::ONE)).ok_or(Reason::TooLarge)?;
    let has_unit = marks.has_unit || marks.scale.is_some();
    Ok(Amount { value: if marks.negative { -value } else { value }, currency: marks.currency, has_unit })
}

/// `￥ -`: nought, as the accounting formats of Excel write it.
fn nothing(text: &str) -> Option<&'static str> {
    let sign = text.strip_suffix('-')?.trim();
    CURRENCIES.iter().find(|(mark, _)| *mark == sign && mark.ends_with(['$', '€', '£', '¥'])).map(|(_, code)| *code)
}

/// A number in numerals, or with units between its figures.
fn in_words(text: &str) -> Option<(Decimal, bool)> {
    if text.is_ascii() {
        return None;
    }
    if numeral::begins(text) { numeral::read(text) } else { numeral::mixed(text) }
}

impl Marks {
    /// Signs, brackets, currency marks and unit words may stand on either side, in any order; each is taken off once.
    fn strip<'a>(&mut self, text: &'a str) -> Result<&'a str, Reason> {
        let mut rest = text.trim();
        loop {
            let before = rest;
            rest = self.sign(rest)?.trim();
            for (mark, code) in CURRENCIES {
                if let Some(inner) = strip_prefix(rest, mark).or_else(|| strip_suffix(rest, mark)) {
                    self.name(Some(code))?;
                    self.has_unit |= !mark.ends_with(['$', '€', '£', '¥']);
                    rest = inner.trim();
                    break;
                }
            }
            // A numeral has its units inside: without its 百, 一千零五百 would read as a hundred times 1005.
            if self.scale.is_none() && !numeral::begins(rest) && in_words(rest).is_none() {
                rest = self.scaled(rest).trim();
            }
            if rest.is_empty() {
                return Err(Reason::BadNumber);
            }
            if rest == before {
                return Ok(rest);
            }
        }
    }

    /// Two signs contradict or cancel each other: neither is certain.
    fn sign<'a>(&mut self, text: &'a str) -> Result<&'a str, Reason> {
        let bracketed = text.strip_prefix('(').and_then(|r| r.strip_suffix(')'));
        let negative = bracketed.or_else(|| text.strip_prefix(['-', '负', '負'])).or_else(|| text.strip_suffix('-'));
        let Some(inner) = negative.or_else(|| text.strip_prefix('+')) else { return Ok(text) };
        if self.signed {
            return Err(Reason::BadNumber);
        }
        (self.signed, self.negative) = (true, negative.is_some());
        Ok(inner)
    }

    /// `￥100元` names one currency twice, `￥100美元` names two.
    fn name(&mut self, code: Option<&'static str>) -> Result<(), Reason> {
        match (self.currency, code) {
            (Some(one), Some(other)) if one != other => Err(Reason::BadNumber),
            _ => {
                self.currency = self.currency.or(code);
                Ok(())
            }
        }
    }

    fn scaled<'a>(&mut self, text: &'a str) -> &'a str {
        for (mark, scale) in [("%", Decimal::new(1, 2)), ("‰", Decimal::new(1, 3))] {
            if let Some(inner) = text.strip_suffix(mark) {
                self.scale = Some(scale);
                return inner;
            }
        }
        if let Some(inner) = text.strip_suffix('M').filter(|inner| inner.ends_with(|c: char| c.is_ascii_digit() || c == ' ')) {
            self.scale = Some(Decimal::from(1_000_000));
            return inner;
        }
        for (mark, factor) in SCALES {
            if let Some(inner) = strip_suffix(text, mark) {
                self.scale = Some(Decimal::from(*factor));
                return inner;
            }
        }
        text
    }
}

fn strip_prefix<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    text.get(..mark.len()).filter(|head| head.eq_ignore_ascii_case(mark)).map(|_| &text[mark.len()..])
}

fn strip_suffix<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(mark.len())?;
    text.get(at..).filter(|tail| tail.eq_ignore_ascii_case(mark)).map(|_| &text[..at])
}

/// Takes separators out where they are certain and makes the decimal mark a point; `None` where it is no number.
fn ungroup(text: &str, comma: bool) -> Option<Cow<'_, str>> {
    if comma && let Some(number) = by_comma(text) {
        return Some(Cow::Owned(number));
    }
    if !text.contains([',', ' ', '\'']) && text.bytes().filter(|b| *b == b'.').count() <= 1 {
        return Some(Cow::Borrowed(text));
    }
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let plain = |whole: &str, mark: char, fraction: &str| {
        let whole = whole.replace(mark, "");
        Some(Cow::Owned(if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") }))
    };
    // `1,234.50`, `1 234.50`, `1'234.50`: groups of three, then a point.
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    for mark in [',', ' ', '\''] {
        if is_grouped(whole, mark) && (digits(fraction) || whole.len() == text.len()) {
            return plain(whole, mark, fraction);
        }
    }
    if !text.contains(',') {
        // `1.234.567`: several points can only stand between thousands.
        return if is_grouped(text, '.') { plain(text, '.', "") } else { None };
    }
    let (whole, fraction) = text.rsplit_once(',')?;
    if !digits(fraction) {
        return None;
    }
    for mark in ['.', ' ', '\''] {
        if is_grouped(whole, mark) {
            return plain(whole, mark, fraction);
        }
    }
    // `12,5`, `12,50` and `0,5`: a comma that cannot stand before thousands. `0,500` could be either.
    // And `1,2` may be two numbers.
    let certain = fraction.len() == 2 || (fraction.len() == 1 && whole.len() > 1) || (whole == "0" && fraction.len() != 3);
    if digits(whole) && certain { plain(whole, ',', fraction) } else { None }
}

/// A number with a decimal comma, or with points between its thousands.
fn by_comma(text: &str) -> Option<String> {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = text.split_once(',').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let grouped = ['.', ' ', '\''].into_iter().find(|mark| is_grouped(whole, *mark));
    if !fraction.is_none_or(digits) || (grouped.is_none() && !(fraction.is_some() && digits(whole))) {
        return None;
    }
    let whole = grouped.map_or_else(|| whole.to_owned(), |mark| whole.replace(mark, ""));
    Some(fraction.map_or_else(|| whole.clone(), |fraction| format!("{whole}.{fraction}")))
}

/// At least two groups, all of three digits but the first.
fn is_grouped(whole: &str, mark: char) -> bool {
    let mut parts = whole.split(mark);
    let first = parts.next().unwrap_or_default();
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let mut groups = parts.peekable();
    (1..=3).contains(&first.len())
        && digits(first)
        && !first.starts_with('0')
        && groups.peek().is_some()
        && groups.all(|p| p.len() == 3 && digits(p))
}

fn plain_decimal(text: &str) -> Result<Decimal, Reason> {
    let unsigned = |s: &str, marks: &[u8]| s.bytes().all(|b| b.is_ascii_digit() || marks.contains(&b));
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(m, e)| (m, Some(e)));
    let count = mantissa.bytes().filter(u8::is_ascii_digit).count();
    if count == 0 || !unsigned(mantissa, b".") || mantissa.bytes().filter(|b| *b == b'.').count() > 1 {
        return Err(Reason::BadNumber);
    }
    if let Some(exponent) = exponent {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if digits.is_empty() || !unsigned(digits, b"") {
            return Err(Reason::BadNumber);
        }
        let large = !exponent.starts_with('-') && digits.parse::<u32>().is_ok_and(|n| n > 18);
        let too_large = large || digits.len() > 9;
        return Decimal::from_scientific(&text.to_ascii_lowercase())
            .map_err(|_| if too_large { Reason::TooLarge } else { Reason::BadNumber });
    }
    // A tail of digits beyond any money is cut by rounding, not refused: `33.33333333333333333333333333333`.
    let cut = text.find('.').map_or(text.len(), |dot| text.len().min(dot + 18));
    text.get(..cut).unwrap_or(text).parse().map_err(|_| if count > 20 { Reason::TooLarge } else { Reason::BadNumber })
}

/// A number that says of itself that it is not exact, or a range of numbers: a person knew what was meant, the cell does not.
fn is_inexact(text: &str) -> bool {
    const ABOUT: [&str; 23] = [
        "约", "大约", "大概", "近", "将近", "不到", "超过", "至少", "最多", "左右", "上下", "以上", "以下", "以内", "多", "余",
        "几", "≈", "±", "approx.", "approx", "about", "ca.",
    ];
    let sound = |part: &str| spelled(part, false).is_ok();
    let lower = text.to_lowercase();
    for mark in ABOUT.iter().copied().chain([">=", "<=", ">", "<", "≥", "≤", "~", "circa"]) {
        if let Some(rest) = lower.strip_prefix(mark).or_else(|| lower.strip_suffix(mark))
            && sound(rest)
        {
            return true;
        }
    }
    let or_more = lower.strip_suffix('+').is_some_and(sound);
    let range = ["-", "~", "—", "至", "到", "to"].iter().any(|mark| {
        lower.split_once(mark).is_some_and(|(from, to)| sound(from) && sound(to) && !to.trim_start().starts_with(['-', '(']))
    });
    // `500多元`, `20余万`: the mark stands before the unit.
    let inside = ["多", "余", "几"].iter().any(|mark| {
        lower.split_once(mark).is_some_and(|(from, to)| sound(from) && to.chars().count() <= 2 && sound(&format!("1{to}")))
    });
    or_more || range || inside
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
