//! Days: Excel dates, serial numbers and texts, each with a time or without.

use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::scan::{Figures, Scan};
use super::text::{folded, refused};
use super::time::{Zone, clock, minutes_of, zone};
use crate::clean::reject::Reason;
use crate::config::{DateOrder, Dates};
use crate::load::Value;

/// Serial numbers of 1927-05-18 and 2173-10-14: a plain number in a date column outside them is no date.
pub(super) const SERIAL_DATES: RangeInclusive<f64> = 10_000.0..=100_000.0;
const SERIAL_EPOCH: NaiveDate = match NaiveDate::from_ymd_opt(1899, 12, 30) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// A day, the minute of the day where one is stated, and whether the order of its parts had to be taken from the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) day: NaiveDate,
    pub(crate) minute: Option<i32>,
    pub(crate) doubtful: bool,
}

impl Moment {
    fn at(day: NaiveDate, minute: Option<i32>) -> Self {
        Moment { day, minute, doubtful: false }
    }
}

/// A date in any accepted spelling: an Excel date, a serial number, or text.
pub(crate) fn moment(value: Value<'_>, rules: &Dates) -> Result<Moment, Reason> {
    let moment = match value {
        Value::Date(serial) => from_serial(serial)?,
        Value::Number(x) if SERIAL_DATES.contains(&x) => from_serial(x)?,
        Value::Number(x) if x.fract() == 0.0 && (19_000_101.0..=21_001_231.0).contains(&x) => {
            run_of_figures(&format!("{x:.0}")).ok_or(Reason::BadDate)?
        }
        Value::Number(_) | Value::Bool(_) => return Err(Reason::BadDate),
        Value::Text(text) => text_moment(text, rules).map_err(|reason| match reason {
            Reason::BadDate => refused(text, reason),
            other => other,
        })?,
        Value::Error(_) => return Err(Reason::FormulaError),
        Value::Uncalculated => return Err(Reason::Uncalculated),
    };
    if is_allowed(moment.day, rules) { Ok(moment) } else { Err(Reason::DateOutOfRange) }
}

fn is_allowed(day: NaiveDate, rules: &Dates) -> bool {
    (rules.first_year..=rules.last_year).contains(&day.year())
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
fn from_serial(serial: f64) -> Result<Moment, Reason> {
    if !serial.is_finite() || !(1.0..=2_958_465.999_99).contains(&serial) {
        return Err(Reason::BadDate);
    }
    // A time is a fraction of a day: half a second below midnight is midnight.
    let minutes = minutes_of(serial.fract());
    let days = serial.trunc() as u64 + u64::from(minutes == 1440);
    let day = SERIAL_EPOCH.checked_add_days(Days::new(days)).ok_or(Reason::BadDate)?;
    Ok(Moment::at(day, (serial.fract() != 0.0).then_some(minutes % 1440)))
}

/// `2024-05-03`, `2024年5月3日（周五）`, `2024/5/3 上午9:30`, `20240503`, `3-May-24`, `May 3, 2024`, `03/04/2024`.
fn text_moment(text: &str, rules: &Dates) -> Result<Moment, Reason> {
    if let Some(day) = iso_day(text) {
        return Ok(Moment::at(day, None));
    }
    let folded = folded(text);
    let text = folded.trim_start_matches('\'').trim();
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && let Some(moment) = run_of_figures(text)
    {
        return Ok(moment);
    }
    let mut scan = Scan::new(text);
    let (day, doubtful) = dated(&mut scan, rules)?;
    let iso = scan.one_of(&['T', 't']).is_some() || !scan.spaces() && scan.one_of(&[',']).is_some();
    let time = clock(&mut scan);
    let stated = if time.is_some() { zone(&mut scan, iso) } else { None };
    if iso && time.is_none() {
        return Err(Reason::BadDate);
    }
    weekday(&mut scan).is_none_or(|w| w == day.weekday()).then_some(()).ok_or(Reason::BadDate)?;
    // 上午 without an hour says nothing that a day could be wrong about.
    if time.is_none() {
        scan.any(&[("上午", ()), ("下午", ()), ("全天", ())]);
    }
    if !scan.is_done() {
        return Err(Reason::BadDate);
    }
    let minute = time.map(|t| t.minute);
    // An offset says that the time is local there, and the day with it. Universal time says nothing of the local day, unless
    // it is midnight: then it is a date that a program wrote out.
    match stated {
        Some(Zone::Universal) if minute != Some(0) => Err(Reason::TimeZone),
        _ => Ok(Moment { day, minute, doubtful }),
    }
}

/// A day with its weekday before or after it, which must agree.
pub(super) fn dated(scan: &mut Scan<'_>, rules: &Dates) -> Result<(NaiveDate, bool), Reason> {
    let before = weekday(scan);
    if before.is_some() {
        scan.one_of(&[',', '.']);
        scan.spaces();
    }
    let (day, doubtful) = calendar_day(scan, rules)?;
    let after = weekday(scan);
    if before.into_iter().chain(after).all(|w| w == day.weekday()) { Ok((day, doubtful)) } else { Err(Reason::BadDate) }
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

/// Figures only: `20240503`, with a time `202405031030` or `20240503103000`, or a serial number that became text (`45415.75`).
fn run_of_figures(text: &str) -> Option<Moment> {
    let text = text.strip_suffix(".0").unwrap_or(text);
    if let Some(serial) =
        text.parse().ok().filter(|x| SERIAL_DATES.contains(x) && text.as_bytes().get(5).is_none_or(|b| *b == b'.'))
    {
        return from_serial(serial).ok();
    }
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i32>().ok();
    let day = day(number(0..4)?, number(4..6)?, number(6..8)?)?;
    let minute = match text.len() {
        8 => None,
        12 | 14 => {
            let (hour, minute, second) = (number(8..10)?, number(10..12)?, number(12..14).unwrap_or(0));
            Some((hour < 24 && minute < 60 && second < 60).then_some(hour * 60 + minute)?)
        }
        _ => return None,
    };
    Some(Moment::at(day, minute))
}

/// What stands between the parts of a day.
const BETWEEN: [char; 8] = ['-', '/', '.', '—', '·', ',', '年', '月'];

fn between(scan: &mut Scan<'_>) -> Option<char> {
    let spaces = scan.spaces();
    let mark = scan.one_of(&BETWEEN);
    scan.spaces();
    mark.or(spaces.then_some(' '))
}

fn calendar_day(scan: &mut Scan<'_>, rules: &Dates) -> Result<(NaiveDate, bool), Reason> {
    if let Some(month) = scan.word(month_of) {
        return named_month_first(scan, month).map(|day| (day, false)).ok_or(Reason::BadDate);
    }
    let first = scan.figures().ok_or(Reason::BadDate)?;
    if first.len == 8 {
        let n = first.value;
        return day(n / 10_000, n / 100 % 100, n % 100).map(|day| (day, false)).ok_or(Reason::BadDate);
    }
    scan.word(ordinal);
    let mark = between(scan);
    if let Some(month) = scan.word(month_of) {
        return named_month_second(scan, first, month).map(|day| (day, false)).ok_or(Reason::BadDate);
    }
    let (second, mark_two, third) = two_more(scan).ok_or(Reason::BadDate)?;
    let mark = mark.ok_or(Reason::BadDate)?;
    // 年 is followed by 月.
    let chinese = mark == '年';
    if chinese && mark_two != '月' {
        return Err(Reason::BadDate);
    }
    if first.len == 4 || (chinese && first.len == 2) {
        let found = if third.len <= 2 { day(full_year(first), second.value, third.value) } else { None };
        return found.map(|day| (day, false)).ok_or(Reason::BadDate);
    }
    if mark != mark_two || first.len > 2 || mark == '月' {
        return Err(Reason::BadDate);
    }
    numeric_day([first, second, third], rules)
}

/// The second and third part of a day.
fn two_more(scan: &mut Scan<'_>) -> Option<(Figures, char, Figures)> {
    let second = scan.figures().filter(|f| f.len <= 2)?;
    let mark = between(scan)?;
    let third = scan.figures()?;
    let mut unit = *scan;
    unit.spaces();
    if unit.one_of(&['日', '号', '號']).is_some() {
        *scan = unit;
    }
    // A third figure may belong to a time: `2024-05 10:30`.
    (!matches!(scan.next(), Some(':' | '点' | '點' | '时' | '時'))).then_some((second, mark, third))
}

/// Three numbers without a four-digit year in front: the order that fits, else the configured one. Two figures in front are a
/// year only where the configuration says so: otherwise they can cast doubt on another reading, but `31/04/26` is a slip of the
/// pen and no day of 2031.
fn numeric_day([x, y, z]: [Figures; 3], rules: &Dates) -> Result<(NaiveDate, bool), Reason> {
    let year_last = matches!(z.len, 2 | 4);
    let dmy = if year_last { day(full_year(z), y.value, x.value) } else { None };
    let mdy = if year_last { day(full_year(z), x.value, y.value) } else { None };
    let ymd = if x.len == 2 && z.len <= 2 { day(full_year(x), y.value, z.value) } else { None };
    let preferred = match rules.order {
        DateOrder::Dmy => dmy,
        DateOrder::Mdy => mdy,
        DateOrder::Ymd => ymd,
    };
    // An order that leads to a year which cannot be does not fit.
    let fits = |day: &NaiveDate| is_allowed(*day, rules);
    let ymd = ymd.filter(|_| rules.order == DateOrder::Ymd || [dmy, mdy].iter().flatten().any(fits));
    let mut readings = [dmy, mdy, ymd].into_iter().flatten().filter(fits);
    let Some(first) = readings.next() else {
        return [dmy, mdy, ymd].into_iter().flatten().next().map(|day| (day, false)).ok_or(Reason::BadDate);
    };
    match preferred.filter(fits) {
        _ if readings.all(|other| other == first) => Ok((first, false)),
        Some(day) => Ok((day, true)),
        None => Err(Reason::AmbiguousDate),
    }
}

fn full_year(year: Figures) -> i32 {
    match (year.len, year.value) {
        (0..=2, 0..=69) => 2000 + year.value,
        (0..=2, _) => 1900 + year.value,
        _ => year.value,
    }
}

fn day(year: i32, month: i32, day: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// `May 3, 2024`.
fn named_month_first(scan: &mut Scan<'_>, month: i32) -> Option<NaiveDate> {
    scan.one_of(&['.']);
    between(scan)?;
    let date = scan.figures().filter(|f| f.len <= 2)?;
    scan.word(ordinal);
    between(scan)?;
    let year = scan.figures().filter(|f| matches!(f.len, 2 | 4))?;
    (scan.next() != Some(':')).then(|| day(full_year(year), month, date.value))?
}

/// `3-May-24`, `3. Mai 2024`, `03MAY2024`, `2024-May-03`.
fn named_month_second(scan: &mut Scan<'_>, first: Figures, month: i32) -> Option<NaiveDate> {
    scan.one_of(&['.']);
    between(scan);
    let last = scan.figures()?;
    let (year, date) = if first.len == 4 { (first, last) } else { (last, first) };
    (matches!(year.len, 2 | 4) && date.len <= 2 && scan.next() != Some(':')).then(|| day(full_year(year), month, date.value))?
}

fn ordinal(word: &str) -> Option<()> {
    ["st", "nd", "rd", "th"].iter().any(|o| word.eq_ignore_ascii_case(o)).then_some(())
}

/// The months in English, German and French, whole or as they are cut short.
fn month_of(word: &str) -> Option<i32> {
    const MONTHS: [&[&str]; 12] = [
        &["jan", "january", "januar", "jänner", "janvier", "janv"],
        &["feb", "february", "februar", "février", "févr"],
        &["mar", "march", "märz", "mär", "mrz", "mars"],
        &["apr", "april", "avril", "avr"],
        &["may", "mai"],
        &["jun", "june", "juni", "juin"],
        &["jul", "july", "juli", "juillet", "juil"],
        &["aug", "august", "août"],
        &["sep", "sept", "september", "septembre"],
        &["oct", "october", "okt", "oktober", "octobre"],
        &["nov", "november", "novembre"],
        &["dec", "december", "dez", "dezember", "déc", "décembre"],
    ];
    if !(3..=10).contains(&word.len()) {
        return None;
    }
    let is = |name: &&str| name.eq_ignore_ascii_case(word) || (!word.is_ascii() && word.to_lowercase() == **name);
    MONTHS.iter().zip(1..).find(|(names, _)| names.iter().any(is)).map(|(_, month)| month)
}

/// `星期五`, `（周五）`, `Fri`; nothing is taken where there is none.
fn weekday(scan: &mut Scan<'_>) -> Option<Weekday> {
    const CHINESE: [(&str, Weekday); 15] = [
        ("一", Weekday::Mon),
        ("二", Weekday::Tue),
        ("三", Weekday::Wed),
        ("四", Weekday::Thu),
        ("五", Weekday::Fri),
        ("六", Weekday::Sat),
        ("日", Weekday::Sun),
        ("天", Weekday::Sun),
        ("1", Weekday::Mon),
        ("2", Weekday::Tue),
        ("3", Weekday::Wed),
        ("4", Weekday::Thu),
        ("5", Weekday::Fri),
        ("6", Weekday::Sat),
        ("7", Weekday::Sun),
    ];
    let mut tried = *scan;
    tried.spaces();
    tried.one_of(&[',']);
    tried.spaces();
    let open = tried.one_of(&['(', '[', '【']).is_some();
    let day = match tried.any(&[("星期", ()), ("礼拜", ()), ("周", ()), ("週", ())]) {
        Some(()) => tried.any(&CHINESE)?,
        None => tried.word(|word| if word.len() >= 3 { word.parse::<Weekday>().ok() } else { None })?,
    };
    if open {
        tried.one_of(&[')', ']', '】'])?;
    }
    *scan = tried;
    Some(day)
}
