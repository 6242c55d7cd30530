//! Looks at what hangs on time: the years that the calendar of working days knows, and the clock.

use std::collections::BTreeSet;
use std::time::SystemTime;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::input::Written;
use super::{Check, Patient, Says, Topic};
use crate::config::Config;
use crate::units::Month;

pub(super) fn look(patient: &Patient<'_>, config: &Config, newest_file: Option<Written>) -> Vec<Check> {
    let now = SystemTime::now();
    let today = DateTime::<Utc>::from(now).date_naive();
    // The program was put where it is after it was built.
    let program = std::env::current_exe().ok();
    let program = program.and_then(|path| Some((path.display().to_string(), path.metadata().ok()?.modified().ok()?)));
    let written: Vec<Written> = newest_file.into_iter().chain(program).collect();
    vec![years(config, patient.newest.map(|(month, _)| month), today), clock(config, now, &written)]
}

/// The years of the window of the newest month, and of today.
fn years(config: &Config, newest: Option<Month>, today: NaiveDate) -> Check {
    let mut needed = BTreeSet::from([today.year()]);
    if let Some(month) = newest {
        let back = i32::try_from(config.window_months).unwrap_or(1) - 1;
        needed.extend(month.plus(-back).year()..=month.year());
    }
    let known: BTreeSet<i32> = config.calendar.calendar().years().collect();
    let unknown: Vec<i32> = needed.difference(&known).copied().collect();
    match unknown.is_empty() {
        true => Check::ok(Topic::Calendar, Says::Years(needed.into_iter().collect())),
        false => Check::warning(Topic::Calendar, Says::YearsUnknown(unknown)),
    }
}

/// No result hangs on the clock; schedules and metrics do.
fn clock(config: &Config, now: SystemTime, written: &[Written]) -> Check {
    let ahead = |(file, when): &Written| {
        let hours = when.duration_since(now).unwrap_or_default().as_secs() / 3600;
        (hours >= config.doctor.clock_hours.into()).then(|| Says::ClockBehind { file: file.clone(), hours })
    };
    match written.iter().find_map(ahead) {
        None => Check::ok(Topic::Clock, Says::ClockSane),
        Some(says) => Check::warning(Topic::Clock, says),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn years_of_the_window_and_of_today_are_needed() {
        let config = Config::default();
        let looked = |month: &str, today: &str| match years(&config, month.parse().ok(), today.parse().unwrap()).says {
            Says::Years(years) => (true, years),
            Says::YearsUnknown(years) => (false, years),
            other => panic!("{other:?}"),
        };
        assert_eq!(looked("2026-03", "2026-05-01"), (true, vec![2025, 2026]));
        assert_eq!(looked("2026-12", "2026-12-31"), (true, vec![2026]));
        assert_eq!(looked("none", "2027-01-01"), (false, vec![2027]));
        assert_eq!(looked("2020-06", "2026-01-01"), (false, vec![2019]));
    }

    #[test]
    fn a_file_from_tomorrow_makes_the_clock_doubtful() {
        let config = Config::default();
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let after = |hours: u64| [("a.csv".to_owned(), now + Duration::from_secs(hours * 3600))];
        assert!(matches!(clock(&config, now, &after(23)).says, Says::ClockSane));
        let doubtful = clock(&config, now, &after(49)).says;
        assert!(matches!(&doubtful, Says::ClockBehind { file, hours: 49 } if file == "a.csv"), "{doubtful:?}");
    }
}
