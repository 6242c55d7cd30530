//! The period under review: the month, its last day, and the window that ends with it.

use chrono::NaiveDate;

use crate::units::Month;

/// Review month, as-of and window (domain.md, "Words").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub month: Month,
    /// Last day of the month: nothing dated later counts.
    pub as_of: NaiveDate,
    pub window_first: Month,
}

impl Period {
    #[must_use]
    pub fn new(month: Month, window_months: u32) -> Self {
        let length = i32::try_from(window_months.max(1)).unwrap_or(12);
        Period { month, as_of: month.last_day(), window_first: month.plus(1 - length) }
    }

    /// The same as of the month before.
    #[must_use]
    pub fn before(self) -> Self {
        Period { month: self.month.plus(-1), as_of: self.month.plus(-1).last_day(), window_first: self.window_first.plus(-1) }
    }

    #[must_use]
    pub fn window_start(self) -> NaiveDate {
        self.window_first.first_day()
    }

    #[must_use]
    pub fn window_months(self) -> i32 {
        self.month.since(self.window_first) + 1
    }

    /// Days of the window.
    #[must_use]
    pub fn window_days(self) -> i64 {
        (self.as_of - self.window_start()).num_days() + 1
    }

    #[must_use]
    pub fn in_window(self, day: NaiveDate) -> bool {
        self.window_start() <= day && day <= self.as_of
    }

    #[must_use]
    pub fn in_month(self, day: NaiveDate) -> bool {
        self.month.contains(day)
    }

    /// The months of the window, oldest first.
    pub fn months(self) -> impl Iterator<Item = Month> {
        (0..self.window_months()).map(move |i| self.window_first.plus(i))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_ends_with_the_review_month() {
        let period = Period::new("2024-05".parse().unwrap(), 12);
        assert_eq!(period.as_of, NaiveDate::from_ymd_opt(2024, 5, 31).unwrap());
        assert_eq!(period.window_start(), NaiveDate::from_ymd_opt(2023, 6, 1).unwrap());
        assert_eq!(period.window_days(), 366, "the window holds 29 February 2024");
        assert_eq!(period.before().as_of, NaiveDate::from_ymd_opt(2024, 4, 30).unwrap());
        assert_eq!(period.before().window_start(), NaiveDate::from_ymd_opt(2023, 5, 1).unwrap());
        assert_eq!(period.months().count(), 12);
    }
}
