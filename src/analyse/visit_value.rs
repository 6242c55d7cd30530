//! Value of visits: how often an order follows, against the same customers' own rate in weeks without a visit, and what that
//! cost (domain.md section 5).

use chrono::{Datelike, Days, NaiveDate};

use super::period::Period;
use super::statistics::wilson_95;
use crate::units::Money;

/// What one customer adds: its days, each list in rising order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Own<'a> {
    pub(super) visits: &'a [NaiveDate],
    pub(super) orders: &'a [NaiveDate],
    /// The first order or the first deal: before it no order could follow.
    pub(super) known_since: Option<NaiveDate>,
}

/// Visits of the window and what followed them.
///
/// Only visits whose follow-up time is over by as-of are counted here, so that a visit of last week is no failure. The base
/// rate is each customer's share of weeks without a visit from whose Monday an order followed within the same days, weighted
/// by its visits; an order that an earlier visit brought counts for the base as well, so that the difference errs on the low
/// side.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct VisitValue {
    pub visits: u64,
    pub followed_same_day: u64,
    pub followed: u64,
    /// Visits of customers that have weeks without one, and those of them that were followed: what the base compares with.
    pub compared: u64,
    pub compared_followed: u64,
    pub base_rate: Option<f64>,
    /// Travel cost of the window that visits explain, and all visits of the window.
    pub cost: Money,
    pub visits_window: u64,
    /// All visits of the window that an order followed so far.
    pub won_window: u64,
}

impl VisitValue {
    /// Share of visits followed by an order, with its 95 % Wilson interval.
    #[must_use]
    pub fn rate(&self) -> Option<(f64, (f64, f64))> {
        Some((super::statistics::share(self.followed, self.visits)?, wilson_95(self.followed, self.visits)?))
    }

    /// Rate of the compared visits minus the base rate.
    #[must_use]
    pub fn lift(&self) -> Option<f64> {
        Some(super::statistics::share(self.compared_followed, self.compared)? - self.base_rate?)
    }

    #[must_use]
    pub fn cost_per_visit(&self) -> Option<Money> {
        self.cost.divided_by(self.visits_window)
    }

    #[must_use]
    pub fn cost_per_won(&self) -> Option<Money> {
        self.cost.divided_by(self.won_window)
    }

    /// Sums over customers; `within` are the days in which an order counts as following.
    #[allow(clippy::cast_precision_loss)]
    pub(super) fn new<'a>(customers: impl Iterator<Item = Own<'a>>, cost: Money, period: Period, within: u32) -> Self {
        let mut value = VisitValue { cost, ..VisitValue::default() };
        let last = period.as_of - Days::new(u64::from(within));
        let mut weighted = 0.0;
        for own in customers {
            let window: Vec<NaiveDate> = own.visits.iter().copied().filter(|d| period.in_window(*d)).collect();
            value.visits_window += window.len() as u64;
            value.won_window += window.iter().filter(|d| follows(own.orders, **d, within)).count() as u64;
            let over: Vec<NaiveDate> = window.into_iter().filter(|d| *d <= last).collect();
            let followed = over.iter().filter(|d| follows(own.orders, **d, within)).count() as u64;
            value.visits += over.len() as u64;
            value.followed += followed;
            value.followed_same_day += over.iter().filter(|d| follows(own.orders, **d, 0)).count() as u64;
            if over.is_empty() {
                continue;
            }
            if let Some(base) = base_rate(&own, period, last, within) {
                value.compared += over.len() as u64;
                value.compared_followed += followed;
                weighted += base * over.len() as f64;
            }
        }
        value.base_rate = (value.compared > 0).then(|| weighted / value.compared as f64);
        value
    }
}

/// Whether an order came on the day or within so many days of it.
fn follows(orders: &[NaiveDate], day: NaiveDate, within: u32) -> bool {
    let next = orders.partition_point(|order| *order < day);
    orders.get(next).is_some_and(|order| (*order - day).num_days() <= i64::from(within))
}

/// Share of the weeks of the window without a visit from whose Monday an order followed.
#[allow(clippy::cast_precision_loss)]
fn base_rate(own: &Own<'_>, period: Period, last: NaiveDate, within: u32) -> Option<f64> {
    let start = own.known_since.map_or(period.window_start(), |since| since.max(period.window_start()));
    // The first Monday on or after the start.
    let ahead = (7 - start.weekday().num_days_from_monday()) % 7;
    let mut monday = start + Days::new(u64::from(ahead));
    let (mut weeks, mut followed) = (0u32, 0u32);
    while monday <= last {
        let next = monday + Days::new(7);
        let first_visit = own.visits.partition_point(|day| *day < monday);
        if own.visits.get(first_visit).is_none_or(|day| *day >= next) {
            weeks += 1;
            followed += u32::from(follows(own.orders, monday, within));
        }
        monday = next;
    }
    (weeks > 0).then(|| f64::from(followed) / f64::from(weeks))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    /// A window of one month, June 2026 (Mondays 1, 8, 15, 22, 29), orders within 7 days; as-of 30 June, so that days up to
    /// the 23rd are over. Visits on 3 and 23 June and on the 25th (not over yet); orders on 3 and 17 June.
    /// Visits over: 3rd (followed on the day) and 23rd (not): 1 of 2. Weeks without a visit up to the 23rd: those of the 8th
    /// (next order 17th: 9 days, no) and of the 15th (17th: yes): base 1/2. Lift 1/2 - 1/2 = 0. Cost 90 over 3 visits is 30.
    #[test]
    fn visits_against_the_customers_own_base_rate() {
        let (visits, orders) = ([day(6, 3), day(6, 23), day(6, 25)], [day(6, 3), day(6, 17)]);
        let period = Period::new("2026-06".parse().unwrap(), 1);
        let own = Own { visits: &visits, orders: &orders, known_since: None };
        let value = VisitValue::new([own].into_iter(), Money::from_minor(9000), period, 7);
        assert_eq!((value.visits, value.followed, value.followed_same_day), (2, 1, 1));
        assert_eq!((value.base_rate, value.lift()), (Some(0.5), Some(0.0)));
        assert_eq!(value.cost_per_visit(), Some(Money::from_minor(3000)));
        assert_eq!(value.cost_per_won(), Some(Money::from_minor(9000)));
        // Known only from the 10th on: the week of the 8th says nothing.
        let own = Own { known_since: Some(day(6, 10)), ..own };
        assert_eq!(VisitValue::new([own].into_iter(), Money::ZERO, period, 7).base_rate, Some(1.0));
        let nobody = VisitValue::new(std::iter::empty(), Money::ZERO, period, 7);
        assert_eq!((nobody.rate(), nobody.lift(), nobody.cost_per_visit()), (None, None, None));
    }
}
