//! Values of the parsing library turned into values of the seam.

use calamine::{CellErrorType, DataRef};

use super::Value;
use super::problem::Problem;
use super::seam::Seam;

/// Days between the beginnings of the 1900 and the 1904 date system.
const DAYS_1904: f64 = 1462.0;
/// Days from 1899-12-30 to 1970-01-01.
const DAYS_UNIX: i64 = 25_569;

/// Hands one cell over: `row` 1-based, `col` 0-based.
pub(super) fn hand(seam: &mut Seam<'_>, row: u32, col: u32, value: &DataRef<'_>, is_1904: bool) -> Result<(), Problem> {
    match value {
        DataRef::Empty => Ok(()),
        DataRef::Int(number) => seam.cell(row, col, Value::Number(*number as f64)),
        DataRef::Float(number) => seam.cell(row, col, Value::Number(*number)),
        DataRef::String(text) => seam.cell(row, col, Value::Text(text)),
        DataRef::SharedString(text) => seam.cell(row, col, Value::Text(text)),
        DataRef::Bool(truth) => seam.cell(row, col, Value::Bool(*truth)),
        DataRef::Error(error) => seam.cell(row, col, Value::Error(error_name(error))),
        // A length of time is a quantity and no date: it stays a number, in days.
        DataRef::DateTime(time) if time.is_duration() => seam.cell(row, col, Value::Number(time.as_f64())),
        DataRef::DateTime(time) => seam.cell(row, col, Value::Date(shift(time.as_f64(), is_1904))),
        DataRef::DateTimeIso(text) => seam.cell(row, col, iso_days(text).map_or(Value::Text(text), Value::Date)),
        DataRef::DurationIso(text) => seam.cell(row, col, iso_duration_days(text).map_or(Value::Text(text), Value::Number)),
    }
}

/// The library hands 1904 dates over as they are stored. A time of day has no date that could be shifted.
pub(super) fn shift(days: f64, is_1904: bool) -> f64 {
    if is_1904 && days >= 1.0 { days + DAYS_1904 } else { days }
}

fn error_name(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    }
}

/// The errors of formulas; the first stands for any other.
pub(super) const ERRORS: [&str; 18] = [
    "#VALUE!",
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#UNKNOWN!",
    "#CONNECT!",
    "#BUSY!",
    "#PYTHON!",
    "#EXTERNAL!",
    "#TIMEOUT!",
];

/// The error a cell shows as this text, if it is one.
pub(super) fn error_from_text(text: &str) -> Option<&'static str> {
    ERRORS.into_iter().find(|name| *name == text)
}

/// The error of a cell that holds one, whatever it says: newer programs have errors of their own.
pub(super) fn any_error(text: &str) -> &'static str {
    error_from_text(text).unwrap_or(ERRORS[0])
}

/// Days since 1899-12-30 of an ISO date, a date with a time, or a time alone. An offset is left out of account: the time on
/// the wall is what the export means. Universal time is none on any wall: it stays the text it is.
pub(super) fn iso_days(text: &str) -> Option<f64> {
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None if text.contains(':') => ("", Some(text)),
        None => (text, None),
    };
    let days = if date.is_empty() { 0.0 } else { civil_days(date)? };
    Some(days + time.map_or(Some(0.0), time_fraction)?)
}

fn civil_days(date: &str) -> Option<f64> {
    let mut parts = date.splitn(3, '-');
    let year = digits(parts.next()?, 4)?;
    let month = digits(parts.next()?, 2)?;
    let day = digits(parts.next()?, 2)?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    if year == 0 || day == 0 || day > length {
        return None;
    }
    // Counted from 1 March, so that the leap day comes last (Howard Hinnant, days_from_civil).
    let y = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let (era, year_of_era) = (y.div_euclid(400), y.rem_euclid(400));
    let unix = era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468;
    Some((unix + DAYS_UNIX) as f64)
}

fn time_fraction(time: &str) -> Option<f64> {
    let zone = time.find(['+', '-']).unwrap_or(time.len());
    let mut parts = time.get(..zone)?.splitn(3, ':');
    let hour = digits(parts.next()?, 2)?;
    let minute = digits(parts.next()?, 2)?;
    let second: f64 = match parts.next() {
        Some(text) if text.starts_with(|c: char| c.is_ascii_digit()) => text.parse().ok()?,
        Some(_) => return None,
        None => 0.0,
    };
    if hour > 24 || minute > 59 || !(0.0..61.0).contains(&second) {
        return None;
    }
    Some((hour as f64 * 3600.0 + minute as f64 * 60.0 + second) / 86_400.0)
}

fn digits(text: &str, count: usize) -> Option<i64> {
    let fits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

/// Days of an ISO duration such as `PT08H30M00S`.
pub(super) fn iso_duration_days(text: &str) -> Option<f64> {
    let (sign, text) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let (mut days, mut in_time, mut number) = (0.0, false, String::new());
    for c in text.strip_prefix('P')?.chars() {
        let seconds = match (c, in_time) {
            ('0'..='9' | '.', _) => {
                number.push(c);
                continue;
            }
            ('T', false) if number.is_empty() => {
                in_time = true;
                continue;
            }
            ('D', false) => 86_400.0,
            ('H', true) => 3600.0,
            ('M', true) => 60.0,
            ('S', true) => 1.0,
            _ => return None,
        };
        days += number.parse::<f64>().ok()? * seconds / 86_400.0;
        number.clear();
    }
    number.is_empty().then_some(sign * days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_dates_become_serial_numbers() {
        assert_eq!(iso_days("1899-12-30"), Some(0.0));
        assert_eq!(iso_days("1970-01-01"), Some(25_569.0));
        assert_eq!(iso_days("2024-02-29T12:00:00"), Some(45_351.5));
        assert_eq!(iso_days("2024-02-29T06:00:00.000+08:00"), Some(45_351.25));
        assert_eq!(iso_days("18:00"), Some(0.75));
        for bad in ["2023-02-29", "2024-13-01", "24-1-1", "x", "2024-01-01T25:00", "0000-01-01", "2024-05-03T16:30:00Z"] {
            assert_eq!(iso_days(bad), None, "{bad}");
        }
    }

    #[test]
    fn iso_durations_become_days() {
        assert_eq!(iso_duration_days("PT12H00M00S"), Some(0.5));
        assert_eq!(iso_duration_days("-P1DT6H"), Some(-1.25));
        assert_eq!(iso_duration_days("P1Y"), None);
    }
}
