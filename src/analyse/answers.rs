//! Suggestions and complaints that were promised an answer, and when it came (domain.md section 4).

use chrono::NaiveDate;

use super::period::Period;
use crate::tables::Callback;

/// Answers promised on callbacks of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Answers {
    pub promised: u64,
    pub in_time: u64,
    pub late: u64,
    /// Not answered by as-of although the promised day has passed.
    pub overdue: u64,
    /// Promised for a day after as-of, or for as-of itself, and not answered yet.
    pub pending: u64,
    /// Median of the days from the callback to the answer, of those answered.
    pub median_days: Option<f64>,
}

impl Answers {
    /// Counts the callbacks dated in the window; an answer after as-of has not come yet.
    #[must_use]
    pub fn new<'a>(callbacks: impl Iterator<Item = &'a Callback>, period: Period) -> Self {
        let mut answers = Answers::default();
        let mut days = Vec::new();
        for callback in callbacks.filter(|c| period.in_window(c.date)) {
            let Some(promised) = callback.promised_on else { continue };
            answers.promised += 1;
            match callback.resolved_on.filter(|day| *day <= period.as_of) {
                Some(day) => {
                    *(if day <= promised { &mut answers.in_time } else { &mut answers.late }) += 1;
                    days.push((day - callback.date).num_days());
                }
                None if promised < period.as_of => answers.overdue += 1,
                None => answers.pending += 1,
            }
        }
        answers.median_days = median(days);
        answers
    }

    /// Share answered by the promised day, of those whose day has come.
    #[must_use]
    pub fn kept(&self) -> Option<f64> {
        super::statistics::share(self.in_time, self.promised - self.pending)
    }
}

/// The middle one, or the mean of the two in the middle.
#[allow(clippy::cast_precision_loss)]
fn median(mut days: Vec<i64>) -> Option<f64> {
    days.sort_unstable();
    let (low, high) = (days.get(days.len().checked_sub(1)? / 2)?, days.get(days.len() / 2)?);
    Some((low + high) as f64 / 2.0)
}

/// The day by which an answer was promised has passed without one, for lists of what is open.
#[must_use]
pub fn is_overdue(callback: &Callback, as_of: NaiveDate) -> bool {
    callback.promised_on.is_some_and(|promised| promised < as_of) && callback.resolved_on.is_none_or(|day| day > as_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::World;

    /// Of six with a promise: in time after 2 and 4 days, late after 9; one overdue, one answered after as-of (overdue too),
    /// one pending. Days 2, 4, 9: median 4. Kept 2 of 5.
    #[test]
    fn promises_kept_and_broken() {
        let tables = World::month("2026-06")
            .callbacks(&[
                "callback_id,date,customer,promised_on,resolved_on",
                "1,2026-06-01,C,2026-06-05,2026-06-03",
                "2,2026-06-01,C,2026-06-05,2026-06-05",
                "3,2026-06-01,C,2026-06-05,2026-06-10",
                "4,2026-06-01,C,2026-06-05,",
                "5,2026-06-01,C,2026-06-05,2026-07-01",
                "6,2026-06-28,C,2026-07-05,",
                "7,2026-06-28,C,,",
            ])
            .tables();
        let period = Period::new("2026-06".parse().unwrap(), 12);
        let answers = Answers::new(tables.callbacks.iter(), period);
        let expected = Answers { promised: 6, in_time: 2, late: 1, overdue: 2, pending: 1, median_days: Some(4.0) };
        assert_eq!((answers, answers.kept()), (expected, Some(0.4)));
        assert_eq!(tables.callbacks.iter().filter(|c| is_overdue(c, period.as_of)).count(), 2);
        assert_eq!((median(vec![1, 2, 3, 10]), median(Vec::new())), (Some(2.5), None));
    }
}
