//! Answers: yes or no, ratings, head counts.

use rust_decimal::prelude::ToPrimitive;

use super::number::number;
use super::text::{folded, refused, unified};
use crate::clean::reject::Reason;
use crate::config::RatingScale;
use crate::load::Value;
use crate::tables::Vocabulary;

/// Yes or no in any accepted spelling.
pub(crate) fn flag(value: Value<'_>) -> Result<bool, Reason> {
    match value {
        Value::Bool(b) => Ok(b),
        Value::Number(1.0) => Ok(true),
        Value::Number(0.0) => Ok(false),
        Value::Text(text) => match Vocabulary::YesNo.words().exact_code(text.trim_start_matches('\'')) {
            Some("yes") => Ok(true),
            Some("no") => Ok(false),
            // Exports write `1.0` for 1.
            _ => match text.trim() {
                "1.0" => Ok(true),
                "0.0" => Ok(false),
                _ => Err(refused(text, Reason::BadFlag)),
            },
        },
        Value::Error(_) => Err(Reason::FormulaError),
        Value::Uncalculated => Err(Reason::Uncalculated),
        Value::Number(_) | Value::Date(_) => Err(Reason::BadFlag),
    }
}

/// A rating on 1 to 5, from a word, from a number on its scale, or from what states its own scale: `4/5`, `80%`, `★★★★☆`.
pub(crate) fn rating(value: Value<'_>, scale: RatingScale) -> Result<f64, Reason> {
    match value {
        Value::Number(x) => on_scale(x, scale),
        Value::Text(text) => text_rating(text, scale).map_err(|reason| match reason {
            Reason::BadRating => refused(text, reason),
            other => other,
        }),
        Value::Error(_) => Err(Reason::FormulaError),
        Value::Uncalculated => Err(Reason::Uncalculated),
        Value::Bool(_) | Value::Date(_) => Err(Reason::BadRating),
    }
}

/// A number of a scale on 1 to 5.
fn on_scale(x: f64, scale: RatingScale) -> Result<f64, Reason> {
    if !x.is_finite() {
        return Err(Reason::NotFinite);
    }
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

fn text_rating(text: &str, scale: RatingScale) -> Result<f64, Reason> {
    if let Some(rating) = worded(text).or_else(|| stars(text)) {
        return Ok(rating);
    }
    let folded = folded(text);
    match scored(&folded, scale) {
        Err(Reason::BadRating) => word_and_score(&folded, scale),
        read => read,
    }
}

/// The rating of a word; a figure is no word, whatever the list calls its codes.
fn worded(text: &str) -> Option<f64> {
    let code = Vocabulary::Rating.words().exact_code(text)?;
    if text.contains(|c: char| c.is_numeric()) { None } else { code.parse().ok() }
}

/// Stars are out of five: all drawn, the empty ones with them, or only the full ones.
fn stars(text: &str) -> Option<f64> {
    let (mut full, mut empty) = (0u8, 0u8);
    for c in text.trim().chars() {
        match c {
            '★' | '⭐' => full = full.checked_add(1)?,
            '☆' => empty = empty.checked_add(1)?,
            // The mark that asks for a coloured star.
            '\u{fe0f}' | ' ' => {}
            _ => return None,
        }
    }
    ((1..=5).contains(&full) && (empty == 0 || full + empty == 5)).then_some(f64::from(full))
}

/// `4`, `4.5分`, `四星`, `4/5`, `80%`.
fn scored(text: &str, scale: RatingScale) -> Result<f64, Reason> {
    let text = text.trim_end_matches(['分', '星', '颗', '个']).trim();
    let plain = |text: &str| {
        let amount = number(text).map_err(|reason| if reason == Reason::NotFinite { reason } else { Reason::BadRating })?;
        if amount.currency.is_some() {
            return Err(Reason::BadRating);
        }
        amount.value.to_f64().ok_or(Reason::BadRating)
    };
    if let Some((score, best)) = text.split_once('/') {
        let own = match best.trim() {
            "5" => RatingScale::OneToFive,
            "10" => RatingScale::OneToTen,
            "100" => RatingScale::Percent,
            _ => return Err(Reason::BadRating),
        };
        return on_scale(plain(score.trim_end_matches(['分', ' ']))?, own);
    }
    match text.strip_suffix('%') {
        Some(percent) => on_scale(plain(percent)?, RatingScale::Percent),
        None => on_scale(plain(text)?, scale),
    }
}

/// `非常满意（5分）`, `4-满意`: a word and a figure that say the same. Where they do not, the figure may number the options.
fn word_and_score(text: &str, scale: RatingScale) -> Result<f64, Reason> {
    let parts: [&str; 2] = match text.strip_suffix([')', ']']).and_then(|t| t.split_once(['(', '['])) {
        Some((one, other)) => [one, other],
        None => {
            // A point inside a figure is no mark between two things.
            let inside = |i: usize, c: char| matches!(c, '.' | ',') && text[i + 1..].starts_with(|d: char| d.is_ascii_digit());
            let at = text.char_indices().find(|(i, c)| matches!(c, '-' | ':' | '.' | '、' | ' ' | ',') && !inside(*i, *c));
            let Some((at, mark)) = at else { return Err(Reason::BadRating) };
            [&text[..at], &text[at + mark.len_utf8()..]]
        }
    };
    let word = worded(parts[0]).or_else(|| worded(parts[1])).ok_or(Reason::BadRating)?;
    let score = scored(parts[0], scale).or_else(|_| scored(parts[1], scale))?;
    // On a finer scale than the words' the figure says more.
    if (word - score).abs() <= 0.5 { Ok(score) } else { Err(Reason::BadRating) }
}

/// A whole number such as a head count or days of terms (`30天`).
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn count(value: Value<'_>) -> Result<i32, Reason> {
    let x = match value {
        Value::Number(x) => x,
        Value::Text(text) => {
            let unified = unified(text);
            let amount = number(without_unit(&unified))?;
            if amount.currency.is_some() {
                return Err(Reason::BadNumber);
            }
            amount.value.to_f64().ok_or(Reason::BadNumber)?
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

/// `30天`, `3 persons`: the unit is what the column counts.
fn without_unit(text: &str) -> &str {
    const LATIN: [&str; 8] = ["days", "day", "persons", "person", "people", "pax", "pcs", "times"];
    let text = text.trim_end_matches(['天', '日', '人', '个', '位', '名', '次']).trim_end();
    let end = text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    if LATIN.iter().any(|unit| unit.eq_ignore_ascii_case(&text[end..])) { text[..end].trim_end() } else { text }
}
