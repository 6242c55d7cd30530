//! Calendar months and ISO weeks: the only calendar arithmetic the review needs, free of any clock.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// A calendar month, ordered and counted from year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// The month a day lies in.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Month(day.year() * 12 + day.month0().cast_signed())
    }

    /// `None` unless `month` is 1 to 12.
    #[must_use]
    pub fn new(year: i32, month: u32) -> Option<Self> {
        (1..=12).contains(&month).then(|| Month(year * 12 + month.cast_signed() - 1))
    }

    #[must_use]
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// 1 to 12.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0.rem_euclid(12).cast_unsigned() + 1
    }

    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        // Years come from parsed dates, all far inside chrono's range: the fallback is never met.
        NaiveDate::from_ymd_opt(self.year(), self.number(), 1).unwrap_or(NaiveDate::MIN)
    }

    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.plus(1).first_day() - Days::new(1)
    }

    /// The month `n` months later (earlier when negative).
    #[must_use]
    pub fn plus(self, n: i32) -> Self {
        Month(self.0 + n)
    }

    /// Whole months from `other` to `self`.
    #[must_use]
    pub fn since(self, other: Self) -> i32 {
        self.0 - other.0
    }

    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        Month::of(day) == self
    }

    /// The ISO weeks whose Thursday lies in the month (domain.md section 5).
    #[must_use]
    pub fn iso_weeks(self) -> Vec<IsoWeek> {
        let mut weeks: Vec<IsoWeek> = Vec::with_capacity(5);
        let mut day = self.first_day();
        while self.contains(day) {
            if day.weekday() == Weekday::Thu {
                weeks.push(IsoWeek::of(day));
            }
            day = day + Days::new(1);
        }
        weeks
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a month; write it as YYYY-MM, for example 2026-10");
        let (year, month) = text.split_once('-').ok_or_else(wrong)?;
        if year.len() != 4 || month.len() != 2 {
            return Err(wrong());
        }
        let year = year.parse().map_err(|_| wrong())?;
        let month = month.parse().map_err(|_| wrong())?;
        Month::new(year, month).ok_or_else(wrong)
    }
}

/// An ISO 8601 week, Monday to Sunday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IsoWeek {
    pub year: i32,
    pub week: u32,
}

impl IsoWeek {
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        let week = day.iso_week();
        IsoWeek { year: week.year(), week: week.week() }
    }
}

/// Days since 1970-01-01: how dates are stored in a frame.
#[must_use]
pub fn days_since_epoch(day: NaiveDate) -> i32 {
    day.to_epoch_days()
}

/// The day that many days after 1970-01-01.
#[must_use]
pub fn from_days(days: i32) -> NaiveDate {
    NaiveDate::from_epoch_days(days).unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_count_and_print() {
        let may: Month = "2024-05".parse().unwrap();
        assert_eq!(may.to_string(), "2024-05");
        assert_eq!(may.plus(-5).to_string(), "2023-12");
        assert_eq!(may.plus(-3).last_day(), NaiveDate::from_ymd_opt(2024, 2, 29).unwrap());
        assert_eq!(may.since("2023-12".parse().unwrap()), 5);
        for wrong in ["2024-13", "24-05", "2024/05", "2024-5", "may"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }

    /// Thursdays of May 2024: 2, 9, 16, 23, 30 (a printed calendar), so five weeks; week 18 begins on 29 April.
    #[test]
    fn weeks_belong_to_the_month_of_their_thursday() {
        let weeks = "2024-05".parse::<Month>().unwrap().iso_weeks();
        assert_eq!(weeks.iter().map(|w| w.week).collect::<Vec<_>>(), [18, 19, 20, 21, 22]);
        assert_eq!(IsoWeek::of(NaiveDate::from_ymd_opt(2024, 4, 29).unwrap()), weeks[0]);
    }
}
