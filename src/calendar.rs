//! The calendar of working days: weekends, public holidays of mainland China, and the weekend days worked in their stead.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, Weekday};

/// The facts, with their sources: see the head of the file.
const CHINA: &str = include_str!("../assets/calendar/china.toml");

/// What a day is to those who work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind<'a> {
    Workday,
    /// A Saturday or Sunday on which people work, for a holiday that borrowed a weekday.
    MakeUp,
    Weekend,
    /// A public holiday, weekend days within it included: the code of its name, or the name a company gave it.
    Holiday(&'a str),
    /// A day of a year whose holidays are not known.
    Unknown,
}

impl DayKind<'_> {
    /// Whether people work; `None` where that is not known.
    #[must_use]
    pub fn is_worked(self) -> Option<bool> {
        match self {
            DayKind::Workday | DayKind::MakeUp => Some(true),
            DayKind::Weekend | DayKind::Holiday(_) => Some(false),
            DayKind::Unknown => None,
        }
    }
}

/// Which days are worked, for the years it knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Version of the data file behind it.
    version: String,
    years: BTreeSet<i32>,
    holidays: BTreeMap<NaiveDate, String>,
    working_days: BTreeSet<NaiveDate>,
}

static SHIPPED: LazyLock<Calendar> = LazyLock::new(|| {
    // The data file is part of the program and a test reads it whole: a fault in it cannot reach a user.
    read(CHINA).unwrap_or_default()
});

impl Calendar {
    /// Mainland China as shipped: 2020 to 2026.
    #[must_use]
    pub fn china() -> &'static Calendar {
        &SHIPPED
    }

    /// The calendar with a company's own entries, which win over what stood there; `years` are complete by them.
    #[must_use]
    pub fn with(
        &self,
        holidays: impl IntoIterator<Item = (NaiveDate, String)>,
        working_days: impl IntoIterator<Item = NaiveDate>,
        years: impl IntoIterator<Item = i32>,
    ) -> Calendar {
        let mut all = self.clone();
        for (day, name) in holidays {
            all.working_days.remove(&day);
            all.holidays.insert(day, name);
        }
        for day in working_days {
            all.holidays.remove(&day);
            all.working_days.insert(day);
        }
        all.years.extend(years);
        all
    }

    /// Version of the data file behind it.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Years of which every holiday is known.
    pub fn years(&self) -> impl Iterator<Item = i32> {
        self.years.iter().copied()
    }

    /// What a day is. A day that is entered is known even where its year is not.
    #[must_use]
    pub fn kind(&self, day: NaiveDate) -> DayKind<'_> {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        if let Some(name) = self.holidays.get(&day) {
            DayKind::Holiday(name)
        } else if self.working_days.contains(&day) {
            if weekend { DayKind::MakeUp } else { DayKind::Workday }
        } else if !self.years.contains(&day.year()) {
            DayKind::Unknown
        } else if weekend {
            DayKind::Weekend
        } else {
            DayKind::Workday
        }
    }

    /// Whether people work, as far as anybody can tell: where the year's holidays are not known, the weekend is all that is.
    #[must_use]
    pub fn is_likely_worked(&self, day: NaiveDate) -> bool {
        self.kind(day).is_worked().unwrap_or(!matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
    }

    /// The day that is so many working days later: a form due within 2 working days of a Friday is due on Tuesday. `None` as
    /// soon as a day on the way is unknown.
    #[must_use]
    pub fn plus_working_days(&self, day: NaiveDate, n: u32) -> Option<NaiveDate> {
        let (mut day, mut left) = (day, n);
        while left > 0 {
            day = day.succ_opt()?;
            left -= u32::from(self.kind(day).is_worked()?);
        }
        Some(day)
    }
}

/// Reads the data file: a table for each year, with its holidays (day = name) and its working days.
fn read(text: &str) -> Option<Calendar> {
    let file: toml::Table = toml::from_str(text).ok()?;
    let mut calendar = Calendar::default();
    for (key, value) in &file {
        let Some(year) = value.as_table() else {
            calendar.version = value.as_str()?.to_owned();
            continue;
        };
        calendar.years.insert(key.parse().ok()?);
        for day in year.get("working_days")?.as_array()? {
            calendar.working_days.insert(day.as_datetime()?.to_string().parse().ok()?);
        }
        for (day, name) in year.get("holidays")?.as_table()? {
            calendar.holidays.insert(day.parse().ok()?, name.as_str()?.to_owned());
        }
    }
    Some(calendar)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn kind(text: &str) -> DayKind<'static> {
        Calendar::china().kind(day(text))
    }

    /// Days freed and weekend days worked, as the notices of the State Council count them. 2026: 3 + 9 + 3 + 5 + 3 + 3 + 7 = 33
    /// free, 1 + 2 + 1 + 2 = 6 worked; 2024: 1 + 8 + 3 + 5 + 1 + 3 + 7 = 28 and 2 + 1 + 2 + 1 + 2 = 8; 2025: 1 + 8 + 3 + 5 + 3 + 8 = 28
    /// and 2 + 1 + 2 = 5. A New Year holiday that begins on 31 December (2023) counts to the year of its days.
    #[test]
    fn each_year_has_the_days_of_its_notice() {
        let calendar = read(CHINA).expect("the data file is sound");
        assert_eq!(calendar.version(), "2026.1");
        let expected = [(2020, 30, 6), (2021, 31, 7), (2022, 32, 7), (2023, 26, 7), (2024, 28, 8), (2025, 28, 5), (2026, 33, 6)];
        assert_eq!(calendar.years().collect::<Vec<_>>(), expected.map(|(year, ..)| year));
        for (year, free, worked) in expected {
            assert_eq!(calendar.holidays.keys().filter(|d| d.year() == year).count(), free, "{year}");
            assert_eq!(calendar.working_days.iter().filter(|d| d.year() == year).count(), worked, "{year}");
        }
        // Only a day of rest can be made up for, and no day is both.
        for day in &calendar.working_days {
            assert_eq!(calendar.kind(*day), DayKind::MakeUp, "{day}");
        }
    }

    #[test]
    fn days_of_every_kind() {
        assert_eq!(kind("2026-02-14"), DayKind::MakeUp);
        assert_eq!(kind("2026-02-15"), DayKind::Holiday("spring_festival"));
        assert_eq!(kind("2026-02-23"), DayKind::Holiday("spring_festival"));
        assert_eq!(kind("2026-02-24"), DayKind::Workday);
        assert_eq!(kind("2026-10-10"), DayKind::MakeUp);
        assert_eq!(kind("2026-10-17"), DayKind::Weekend);
        // National Day and Mid-Autumn of 2025 are one holiday of eight days.
        assert_eq!(kind("2025-09-30"), DayKind::Workday);
        for date in 1..=8 {
            let name = if date == 6 { "mid_autumn" } else { "national_day" };
            assert_eq!(kind(&format!("2025-10-0{date}")), DayKind::Holiday(name));
        }
        assert_eq!(kind("2025-10-09"), DayKind::Workday);
        assert_eq!(kind("2025-10-11"), DayKind::MakeUp);
        // The days before New Year 2024 are a weekend; those before New Year 2023 belong to the holiday.
        assert_eq!(kind("2023-12-31"), DayKind::Weekend);
        assert_eq!(kind("2022-12-31"), DayKind::Holiday("new_year"));
        assert_eq!(kind("2020-02-01"), DayKind::Holiday("spring_festival"));
        assert_eq!((kind("2019-12-31"), kind("2027-01-01")), (DayKind::Unknown, DayKind::Unknown));
    }

    /// From Friday, 25 September 2026 (Mid-Autumn, to the 27th): the 28th, 29th and 30th are worked, then National Day to the 7th; the
    /// 8th and 9th are worked, and so is Saturday the 10th.
    #[test]
    fn working_days_ahead() {
        let china = Calendar::china();
        for (n, due) in [(0, "2026-09-25"), (3, "2026-09-30"), (4, "2026-10-08"), (6, "2026-10-10"), (7, "2026-10-12")] {
            assert_eq!(china.plus_working_days(day("2026-09-25"), n), Some(day(due)), "{n}");
        }
        assert_eq!(china.plus_working_days(day("2026-12-31"), 1), None);
    }

    #[test]
    fn a_company_enters_a_year_of_its_own() {
        let own = Calendar::china().with(
            [(day("2027-01-01"), "new_year".to_owned()), (day("2026-10-10"), "founding day".to_owned())],
            [day("2026-10-17"), day("2026-10-05")],
            [2027],
        );
        assert_eq!(own.kind(day("2027-01-01")), DayKind::Holiday("new_year"));
        assert_eq!((own.kind(day("2027-01-02")), own.kind(day("2027-01-04"))), (DayKind::Weekend, DayKind::Workday));
        // What it enters wins over the file, either way.
        assert_eq!(own.kind(day("2026-10-10")), DayKind::Holiday("founding day"));
        assert_eq!((own.kind(day("2026-10-17")), own.kind(day("2026-10-05"))), (DayKind::MakeUp, DayKind::Workday));
        // A single day is known, its year is not.
        let one = Calendar::china().with([(day("2028-01-01"), "new_year".to_owned())], [], []);
        assert_eq!((one.kind(day("2028-01-01")), one.kind(day("2028-01-02"))), (DayKind::Holiday("new_year"), DayKind::Unknown));
    }
}
