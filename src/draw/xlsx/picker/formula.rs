//! Formulas of the page, and the results that stand beside them.

use crate::draw::xlsx::formats::{bare, figure, serial, too_long};
use crate::report::model::{Cell, Words};
use std::borrow::Cow;

/// Marks a text among the results of formulas: the writer takes a text that looks like a figure for one, and `mend` takes the
/// mark away. No file states it (a private character of Unicode).
pub(crate) const TEXT: char = '\u{F8F1}';

/// What a cell holds, on the hidden tab and as the result of a formula.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Blank,
    Number(f64),
    Day(f64),
    Text(Cow<'a, str>),
}

impl<'a> Value<'a> {
    pub(super) fn of(cell: &'a Cell, words: &'a Words) -> Value<'a> {
        match bare(cell) {
            Cell::Empty => Value::Blank,
            Cell::Unknown => Value::text("–"),
            Cell::Text(text) | Cell::Tag(text, _) | Cell::Link(text, _) => Value::text(text),
            Cell::Bool(yes) => Value::text(if *yes { &words.yes } else { &words.no }),
            Cell::Date(day) => Value::Day(serial(*day)),
            cell => match (too_long(cell), figure(cell)) {
                (Some(digits), _) => Value::Text(Cow::Owned(digits)),
                (None, Some(number)) => Value::Number(number),
                (None, None) => Value::text("–"),
            },
        }
    }

    /// A text without signs that no workbook may hold.
    pub(super) fn text(text: &'a str) -> Value<'a> {
        if text.is_empty() {
            Value::Blank
        } else if text.chars().any(char::is_control) {
            Value::Text(Cow::Owned(text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()))
        } else {
            Value::Text(Cow::Borrowed(text))
        }
    }

    /// The result of a formula that shows this.
    pub(super) fn result(&self) -> String {
        match self {
            Value::Blank => String::new(),
            Value::Number(number) | Value::Day(number) => number.to_string(),
            Value::Text(text) if is_taken_amiss(text) => format!("{TEXT}{text}"),
            Value::Text(text) => text.clone().into_owned(),
        }
    }
}

/// Whether the writer would take a text for a figure, a truth or an error.
fn is_taken_amiss(text: &str) -> bool {
    text.parse::<f64>().is_ok() || matches!(text, "TRUE" | "FALSE") || text.starts_with('#')
}

/// A day as workbooks count them.
/// A text within a formula; programs take 255 signs at most.
pub(super) fn literal(text: &str) -> String {
    let short = crate::draw::xlsx::plan::cut(text, 250);
    format!("\"{}\"", short.replace('"', "\"\""))
}

/// A text with a figure in it, as a formula: `{n}` stands for the figure of the cell `n`.
pub(super) fn template(text: &str, n: &str) -> String {
    let (before, after) = text.split_once("{n}").unwrap_or((text, ""));
    match after {
        "" => format!("{}&{n}", literal(before)),
        after => format!("{}&{n}&{}", literal(before), literal(after)),
    }
}

/// Shows a cell that may be empty: an empty one would be shown as zero.
pub(super) fn shown(cell: &str) -> String {
    format!("IF({cell}=\"\",\"\",{cell})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        assert_eq!(Value::text("00123").result(), format!("{TEXT}00123"));
        assert_eq!(Value::text("nan").result(), format!("{TEXT}nan"));
        assert_eq!(Value::text("a\u{1}b").result(), "a b");
        assert_eq!(Value::text("").result(), "");
        assert_eq!(literal("say \"x\""), "\"say \"\"x\"\"\"");
        assert_eq!(template("all ({n})", "$A$1"), "\"all (\"&$A$1&\")\"");
        assert_eq!(template("{n}", "$A$1"), "\"\"&$A$1");
    }

    #[test]
    fn days_are_counted_as_workbooks_do() {
        assert_eq!(serial(chrono::NaiveDate::from_ymd_opt(2026, 10, 31).unwrap()), 46_326.0);
    }
}
