//! Times of day, and the time zones that may follow them.

use super::date::{SERIAL_DATES, dated};
use super::scan::Scan;
use super::text::{folded, refused};
use crate::clean::reject::Reason;
use crate::config::Dates;
use crate::load::Value;

/// The half of the day that a time names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Am,
    Morning,
    SmallHours,
    Noon,
    Afternoon,
    Evening,
}

/// A time of day as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    /// Minutes after midnight; seconds are left out.
    pub(super) minute: i32,
    pub(super) half: Option<Half>,
}

/// What a time says of its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Local time somewhere, so many hours from universal time.
    Offset,
    /// Universal time: the local day may be another one.
    Universal,
}

/// Minutes of a fraction of a day, to the nearest second and then without seconds; 1440 is the next midnight.
#[allow(clippy::cast_possible_truncation)]
pub(super) fn minutes_of(fraction: f64) -> i32 {
    (fraction * 86_400.0).round() as i32 / 60
}

/// A time of day from any cell.
pub(crate) fn minute(value: Value<'_>) -> Result<i32, Reason> {
    match value {
        // A day without a time states none, and the 9 of nine o'clock is no part of a day.
        Value::Date(x) if x >= 0.0 && (x < 1.0 || x.fract() != 0.0) => Ok(minutes_of(x.fract()) % 1440),
        Value::Number(x) if (0.0..1.0).contains(&x) || (SERIAL_DATES.contains(&x) && x.fract() != 0.0) => {
            Ok(minutes_of(x.fract()) % 1440)
        }
        Value::Text(text) => {
            let folded = folded(text);
            minute_of(&folded).or_else(|| minute_after_day(&folded)).ok_or_else(|| refused(text, Reason::BadTime))
        }
        Value::Error(_) => Err(Reason::FormulaError),
        Value::Uncalculated => Err(Reason::Uncalculated),
        Value::Date(_) | Value::Number(_) | Value::Bool(_) => Err(Reason::BadTime),
    }
}

/// Minutes after midnight of `9:30`, `09:30:15`, `9:30 PM`, `下午2点30分`, `9点半`; a time zone is refused, since the day could
/// change with it.
pub(crate) fn minute_of(text: &str) -> Option<i32> {
    let mut scan = Scan::new(text.trim());
    let clock = clock(&mut scan)?;
    scan.is_done().then_some(clock.minute)
}

/// The time of `2024-05-03 10:30`; whichever day that is.
fn minute_after_day(text: &str) -> Option<i32> {
    let mut scan = Scan::new(text);
    dated(&mut scan, &Dates::default()).ok()?;
    scan.one_of(&['T']);
    minute_of(scan.rest())
}

/// Takes a time of day.
pub(super) fn clock(scan: &mut Scan<'_>) -> Option<Clock> {
    let mut tried = *scan;
    tried.spaces();
    let before = tried.any(&CHINESE_HALVES).or_else(|| tried.word(latin_half));
    tried.spaces();
    let hour = tried.figures().filter(|f| f.len <= 2)?.value;
    let minute = minute_part(&mut tried)?;
    let after = {
        let mut word = tried;
        word.spaces();
        let half = word.any(&[("a.m.", Half::Am), ("p.m.", Half::Afternoon)]).or_else(|| word.word(latin_half));
        if half.is_some() {
            tried = word;
        }
        half
    };
    if before.is_some() && after.is_some() {
        return None;
    }
    let half = before.or(after);
    let hour = in_half(hour, half)?;
    *scan = tried;
    Some(Clock { minute: hour * 60 + minute, half })
}

const CHINESE_HALVES: [(&str, Half); 12] = [
    ("上午", Half::Morning),
    ("早上", Half::Morning),
    ("早晨", Half::Morning),
    ("清晨", Half::Morning),
    ("凌晨", Half::SmallHours),
    ("中午", Half::Noon),
    ("下午", Half::Afternoon),
    ("午后", Half::Afternoon),
    ("傍晚", Half::Evening),
    ("晚上", Half::Evening),
    ("晚间", Half::Evening),
    ("晚", Half::Evening),
];

fn latin_half(word: &str) -> Option<Half> {
    [("am", Half::Am), ("pm", Half::Afternoon)].iter().find(|(w, _)| w.eq_ignore_ascii_case(word)).map(|(_, half)| *half)
}

/// What follows the hour: `:30`, `:30:15`, `点30分`, `时`, `点半`, `h30`.
fn minute_part(scan: &mut Scan<'_>) -> Option<i32> {
    let sixty = |scan: &mut Scan<'_>| scan.figures().filter(|f| f.len <= 2 && f.value < 60);
    scan.spaces();
    match scan.one_of(&[':', '点', '點', '时', '時', 'h'])? {
        ':' => {
            scan.spaces();
            let minute = sixty(scan)?.value;
            if scan.one_of(&[':']).is_some() {
                sixty(scan)?;
                if scan.one_of(&['.', ',']).is_some() {
                    scan.figures()?;
                }
            }
            Some(minute)
        }
        mark => {
            if let Some(minute) = scan.any(&[("半", 30), ("一刻", 15), ("三刻", 45), ("整", 0), ("钟", 0)]) {
                return Some(minute);
            }
            let mut tried = *scan;
            tried.spaces();
            let Some(minute) = sixty(&mut tried) else { return Some(0) };
            // `9点5` may be five past nine or ten to ten.
            let named = mark != 'h' && tried.one_of(&['分']).is_some();
            if !named && minute.len < 2 {
                return None;
            }
            if named {
                let mut seconds = tried;
                if sixty(&mut seconds).is_some() && seconds.one_of(&['秒']).is_some() {
                    tried = seconds;
                }
            }
            *scan = tried;
            Some(minute.value)
        }
    }
}

/// The hour of the day; `None` where the half of the day contradicts it or leaves open which midnight is meant.
fn in_half(hour: i32, half: Option<Half>) -> Option<i32> {
    match (half, hour) {
        (Some(Half::Am), 12) => Some(0),
        (Some(Half::Am | Half::Morning), 0..=11)
        | (Some(Half::SmallHours), 0..=6)
        | (Some(Half::Noon), 11..=14)
        | (Some(Half::Afternoon), 12..=23)
        | (Some(Half::Evening), 17..=23)
        | (None, 0..=23) => Some(hour),
        (Some(Half::Noon), 1..=2) | (Some(Half::Afternoon), 1..=11) | (Some(Half::Evening), 5..=11) => Some(hour + 12),
        _ => None,
    }
}

/// Takes a time zone: `Z`, `UTC`, `+08:00`; `-05:00` only where nothing else can be meant by a dash.
pub(super) fn zone(scan: &mut Scan<'_>, dash_too: bool) -> Option<Zone> {
    let mut tried = *scan;
    tried.spaces();
    let universal = tried.word(|w| ["z", "utc", "gmt"].iter().any(|u| u.eq_ignore_ascii_case(w)).then_some(())).is_some();
    let sign = match tried.one_of(&['+', '-']) {
        Some('-') if !dash_too && !universal => return None,
        sign => sign,
    };
    if sign.is_none() {
        return universal.then(|| {
            *scan = tried;
            Zone::Universal
        });
    }
    let hours = tried.figures().filter(|f| matches!(f.len, 1 | 2 | 4))?;
    let mut offset = if hours.len == 4 { hours.value / 100 * 60 + hours.value % 100 } else { hours.value * 60 };
    if hours.len < 4 && tried.one_of(&[':']).is_some() {
        offset += tried.figures().filter(|f| f.len == 2 && f.value < 60)?.value;
    }
    if offset > 14 * 60 {
        return None;
    }
    *scan = tried;
    Some(if offset == 0 { Zone::Universal } else { Zone::Offset })
}
