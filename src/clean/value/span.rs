//! A stretch of time in one cell: `11:00-12:00`, with a day before it or without.

use chrono::NaiveDate;

use super::date::{dated, moment};
use super::scan::Scan;
use super::text::{folded, refused};
use super::time::{Clock, Half, clock, minute};
use crate::clean::reject::Reason;
use crate::config::Dates;
use crate::load::Value;

/// `11:00-12:00`, `9：30～10：15`, a single time, or a day with or without a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Span {
    pub(crate) day: Option<NaiveDate>,
    pub(crate) start: Option<i32>,
    pub(crate) end: Option<i32>,
    /// Whether the order of the day's parts had to be taken from the configuration.
    pub(crate) doubtful: bool,
}

pub(crate) fn span(value: Value<'_>, rules: &Dates) -> Result<Span, Reason> {
    if let Value::Text(text) = value {
        let folded = folded(text);
        let mut scan = Scan::new(&folded);
        if let Some(from) = point(&mut scan, rules) {
            if scan.is_done() && from.day.is_none() {
                return Ok(Span { start: from.time.map(|t| t.minute), ..Span::default() });
            }
            if range_mark(&mut scan) {
                let to = point(&mut scan, rules).filter(|_| scan.is_done());
                return to.ok_or(Reason::BadTime).and_then(|to| between(from, to)).map_err(|reason| refused(text, reason));
            }
        }
    }
    if let Value::Date(x) | Value::Number(x) = value
        && (0.0..1.0).contains(&x)
    {
        return Ok(Span { start: Some(minute(value)?), ..Span::default() });
    }
    let is_clock =
        |text: &str| text.contains([':', '：']) && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '：' | ' '));
    let moment = moment(value, rules).map_err(|reason| match value {
        // A time that no clock shows was not meant for a day.
        Value::Text(text) if reason == Reason::BadDate && is_clock(text) => Reason::BadTime,
        _ => reason,
    })?;
    Ok(Span { day: Some(moment.day), start: moment.minute, end: None, doubtful: moment.doubtful })
}

/// One end of a stretch.
#[derive(Debug, Clone, Copy)]
struct Point {
    day: Option<NaiveDate>,
    doubtful: bool,
    time: Option<Clock>,
}

fn point(scan: &mut Scan<'_>, rules: &Dates) -> Option<Point> {
    let mut tried = *scan;
    tried.spaces();
    let dated = dated(&mut tried, rules).ok();
    if dated.is_none() {
        tried = *scan;
    } else {
        tried.one_of(&['T', ',']);
    }
    let time = clock(&mut tried);
    if dated.is_none() && time.is_none() {
        return None;
    }
    *scan = tried;
    Some(Point { day: dated.map(|d| d.0), doubtful: dated.is_some_and(|d| d.1), time })
}

fn range_mark(scan: &mut Scan<'_>) -> bool {
    scan.spaces();
    let mark = scan.any(&[("--", ()), ("——", ()), ("-", ()), ("~", ()), ("—", ()), ("至", ()), ("到", ()), ("→", ())]);
    let found = mark.is_some() || scan.word(|w| w.eq_ignore_ascii_case("to").then_some(())).is_some();
    scan.spaces();
    found
}

/// Both ends have a time and lie on one day, the later one last: a visit over midnight is more often a slip of the pen.
fn between(from: Point, to: Point) -> Result<Span, Reason> {
    let (Some(first), Some(last)) = (from.time, to.time) else { return Err(Reason::BadTime) };
    if to.day.is_some() && to.day != from.day {
        return Err(Reason::BadTime);
    }
    let (start, end) = halves(first, last).ok_or(Reason::BadTime)?;
    if end < start {
        return Err(Reason::BadTime);
    }
    Ok(Span { day: from.day, start: Some(start), end: Some(end), doubtful: from.doubtful })
}

/// `下午2点-4点` ends in the afternoon as well, and `2:00-4:00 PM` may begin there or in the night.
fn halves(first: Clock, last: Clock) -> Option<(i32, i32)> {
    const HALF_DAY: i32 = 720;
    let (start, end) = (first.minute, last.minute);
    match (first.half, last.half) {
        (Some(Half::Afternoon | Half::Evening | Half::Noon), None) if end < start => Some((start, end + HALF_DAY)),
        (None, Some(Half::Afternoon | Half::Evening)) if start < HALF_DAY && start + HALF_DAY < end => None,
        _ => Some((start, end)),
    }
}
