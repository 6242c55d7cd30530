//! Working days of the sample's two years, public holidays of China left out.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// First and last day of each public holiday, as announced for these years.
const HOLIDAYS: [(&str, &str); 14] = [
    ("2025-01-01", "2025-01-01"),
    ("2025-01-28", "2025-02-04"),
    ("2025-04-04", "2025-04-06"),
    ("2025-05-01", "2025-05-05"),
    ("2025-05-31", "2025-06-02"),
    ("2025-10-01", "2025-10-08"),
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
    ("2024-10-01", "2024-10-07"),
];

/// The day written as `2026-10-31`. Only constants of the generator come here; a wrong one becomes the first day of time.
pub(crate) fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap_or_default()
}

pub(crate) fn plus(date: NaiveDate, days: i64) -> NaiveDate {
    let count = Days::new(days.unsigned_abs());
    if days < 0 { date.checked_sub_days(count).unwrap_or(date) } else { date.checked_add_days(count).unwrap_or(date) }
}

pub(crate) fn is_workday(date: NaiveDate) -> bool {
    let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    !weekend && !is_holiday(date)
}

pub(crate) fn is_holiday(date: NaiveDate) -> bool {
    HOLIDAYS.iter().any(|(from, to)| day(from) <= date && date <= day(to))
}

/// This day, or the next working day after it.
pub(crate) fn workday_from(mut date: NaiveDate) -> NaiveDate {
    while !is_workday(date) {
        date = plus(date, 1);
    }
    date
}

/// The working days from `from` to `to`, both included.
pub(crate) fn workdays(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let mut days = Vec::new();
    let mut date = from;
    while date <= to {
        if is_workday(date) {
            days.push(date);
        }
        date = plus(date, 1);
    }
    days
}

/// The months from `(year, month)` on, as first and last day.
pub(crate) fn months(mut year: i32, mut month: u32, count: usize) -> Vec<(NaiveDate, NaiveDate)> {
    let mut list = Vec::new();
    for _ in 0..count {
        let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default();
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        let next = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default();
        list.push((first, plus(next, -1)));
    }
    list
}

/// Runs of consecutive working days within a month: the weeks a trip must fit into.
pub(crate) fn weeks(first: NaiveDate, last: NaiveDate) -> Vec<Vec<NaiveDate>> {
    let mut runs: Vec<Vec<NaiveDate>> = Vec::new();
    for date in workdays(first, last) {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|d| plus(*d, 1) == date) => run.push(date),
            _ => runs.push(vec![date]),
        }
    }
    runs
}

/// `2026-10`, as the lists of planted cases name a month.
pub(crate) fn month_key(date: NaiveDate) -> String {
    date.format("%Y-%m").to_string()
}
