//! What a value that cannot be read most likely means, so that a sentence can name the value to enter instead.

use chrono::Datelike;
use unicode_normalization::UnicodeNormalization;

/// What is the matter with a text that is no date.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum DateFault {
    /// There is no such month; with day and month the other way round there is such a day.
    Swapped(String),
    /// The month has no such day.
    NoSuchDay {
        year: i32,
        month: u32,
        days: u32,
    },
    Other,
}

/// Looks at a text that is no date.
pub(super) fn date(value: &str) -> DateFault {
    let Some((year, a, b)) = parts(value).and_then(|p| year_first(&p).or_else(|| year_last(&p))) else { return DateFault::Other };
    let (month, day) = if a > 12 && b <= 12 && !begins_with_year(value) { (b, a) } else { (a, b) };
    match (days_of(year, month), days_of(year, day)) {
        (Some(days), _) if day > days => DateFault::NoSuchDay { year, month, days },
        (None, Some(days)) if (1..=days).contains(&month) => DateFault::Swapped(format!("{year:04}-{day:02}-{month:02}")),
        _ => DateFault::Other,
    }
}

/// Both readings of a date whose order of day and month is open: day first, month first.
pub(super) fn readings(value: &str) -> Option<[String; 2]> {
    let (year, a, b) = year_last(&parts(value)?)?;
    let written = |month: u32, day: u32| (day <= days_of(year, month)?).then(|| format!("{year:04}-{month:02}-{day:02}"));
    Some([written(b, a)?, written(a, b)?]).filter(|[one, other]| one != other)
}

/// The one number in a text that is no number: `about 1,200` or `12OO`.
pub(super) fn number(value: &str) -> Option<String> {
    let text: String = value.nfkc().filter(|c| !c.is_whitespace()).collect();
    let digits = |t: &str| t.chars().filter(char::is_ascii_digit).count();
    // Letters that stand for digits, where nearly all the others are digits.
    let mended: String = text.chars().map(|c| if matches!(c, 'O' | 'o') { '0' } else { c }).collect();
    let looks_typed = digits(&text) > 0 && mended.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'));
    let source = if looks_typed { &mended } else { &text };
    let mut runs = source.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))).filter(|run| digits(run) > 0);
    let run = runs.next().filter(|_| runs.next().is_none())?.trim_matches([',', '.']);
    // `0,333`: a nought stands before no thousands.
    if run.starts_with("0,") {
        return None;
    }
    plain(run)
}

/// The currency where a text is nothing else: a code such as `USD`, or a sign.
pub(super) fn currency(value: &str) -> Option<&str> {
    let value = value.trim();
    let few = (1..=4).contains(&value.chars().count());
    (few && !value.chars().any(|c| c.is_numeric() || c.is_whitespace() || c.is_ascii_control())).then_some(value)
}

/// Whether a value is a day: the format of a cell that should hold a number says so.
pub(super) fn is_day(value: &str) -> bool {
    let shape = |(byte, at): (u8, usize)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    value.len() == 10 && value.bytes().zip(0..).all(shape)
}

/// A number with well-placed thousands, without them.
fn plain(run: &str) -> Option<String> {
    let (whole, cents) = run.split_once('.').map_or((run, None), |(whole, cents)| (whole, Some(cents)));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |rest| ("-", rest));
    let all_digits = |t: &str| !t.is_empty() && t.len() < 15 && t.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().filter(|g| all_digits(g))?;
    let rest: Vec<&str> = groups.collect();
    let sound = rest.is_empty() || first.len() <= 3 && rest.iter().all(|g| g.len() == 3 && all_digits(g));
    if !sound || cents.is_some_and(|c| !all_digits(c)) {
        return None;
    }
    let cents = cents.map(|c| format!(".{c}")).unwrap_or_default();
    Some(format!("{sign}{first}{}{cents}", rest.concat()))
}

/// The three numbers of a date, as they are written: value and digits.
fn parts(value: &str) -> Option<[(u32, usize); 3]> {
    let text: String = value.nfkc().collect();
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let part = |from: usize, to: usize| Some((text.get(from..to)?.parse().ok()?, to - from));
        return Some([part(0, 4)?, part(4, 6)?, part(6, 8)?]);
    }
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty() && p.len() <= 4);
    let numbers: Vec<(u32, usize)> = numbers.filter_map(|p| Some((p.parse().ok()?, p.len()))).collect();
    // A time of day may follow.
    <[(u32, usize); 3]>::try_from(numbers.get(..3)?).ok()
}

fn begins_with_year(value: &str) -> bool {
    parts(value).is_some_and(|p| p[0].1 == 4)
}

fn year_first(p: &[(u32, usize); 3]) -> Option<(i32, u32, u32)> {
    (p[0].1 == 4).then(|| i32::try_from(p[0].0).ok().map(|year| (year, p[1].0, p[2].0)))?
}

fn year_last(p: &[(u32, usize); 3]) -> Option<(i32, u32, u32)> {
    let year = match p[2] {
        (year, 4) => year,
        (year, 2) => 2000 + year,
        _ => return None,
    };
    (p[0].1 <= 2).then(|| i32::try_from(year).ok().map(|year| (year, p[0].0, p[1].0)))?
}

fn days_of(year: i32, month: u32) -> Option<u32> {
    let first = chrono::NaiveDate::from_ymd_opt(year, month, 1)?;
    Some(u32::from(first.num_days_in_month()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_that_was_meant_is_found_where_there_is_one() {
        let swapped = |text: &str| DateFault::Swapped(text.to_owned());
        let cases = [
            ("2026-13-05", swapped("2026-05-13")),
            ("2026/31/1", swapped("2026-01-31")),
            ("２０２６年13月5日", swapped("2026-05-13")),
            ("20261305", swapped("2026-05-13")),
            ("2026-02-30", DateFault::NoSuchDay { year: 2026, month: 2, days: 28 }),
            ("31/04/2026", DateFault::NoSuchDay { year: 2026, month: 4, days: 30 }),
            ("2024-02-30 10:00", DateFault::NoSuchDay { year: 2024, month: 2, days: 29 }),
            ("2026-13-32", DateFault::Other),
            ("next week", DateFault::Other),
            ("", DateFault::Other),
        ];
        for (value, expected) in cases {
            assert_eq!(date(value), expected, "{value}");
        }
    }

    #[test]
    fn a_doubtful_date_has_two_readings() {
        assert_eq!(readings("03/04/24"), Some(["2024-04-03".to_owned(), "2024-03-04".to_owned()]));
        assert_eq!([readings("13/04/24"), readings("04/04/24"), readings("soon")], [None, None, None]);
    }

    #[test]
    fn the_number_that_was_meant_is_found_where_there_is_one() {
        let cases = [
            ("about 1,200", Some("1200")),
            ("12OO.50", Some("1200.50")),
            ("１２００元整", Some("1200")),
            ("-3.5 kg", Some("-3.5")),
            ("2 x 300", None),
            ("12,34", None),
            ("1.2.3", None),
            ("much", None),
            ("Oslo", None),
            ("-", None),
        ];
        for (value, expected) in cases {
            assert_eq!(number(value).as_deref(), expected, "{value}");
        }
    }
}
