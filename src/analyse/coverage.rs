//! Coverage: visits and callbacks due and done, and what visits were followed by (domain.md section 5).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::classify::{Class, Segment};
use super::orders::SalesCube;
use super::period::Period;
use super::statistics::share;
use super::visit_value::{self, VisitValue};
use crate::config::Config;
use crate::tables::{CustomerCard, PartyIx, Tables};
use crate::units::{IsoWeek, Money};

/// How one customer was looked after.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CustomerCoverage {
    /// Bought in the window, or in the master with a stage other than prospect.
    pub active: bool,
    pub visits_month: u32,
    pub visits_due: u32,
    pub callbacks_month: u32,
    /// Weeks of the month in which a key customer is to be called.
    pub weeks_due: u32,
    pub weeks_met: u32,
    pub visits_window: u32,
    /// Visits of the window followed by an order on the same day.
    pub orders_same_day: u32,
    /// Visits of the window followed by an order within the configured days, the same day included.
    pub orders_within: u32,
    pub last_visit: Option<NaiveDate>,
    pub last_callback: Option<NaiveDate>,
    /// The first order or the first deal: before it no callback could be due.
    pub known_since: Option<NaiveDate>,
}

impl CustomerCoverage {
    /// Whether an active customer got the callbacks it is due: one a month, a key customer one a week.
    #[must_use]
    pub fn callbacks_met(&self) -> bool {
        if self.weeks_due > 0 { self.weeks_met >= self.weeks_due } else { self.callbacks_month > 0 }
    }

    /// Share of the window's visits followed by an order on the same day.
    #[must_use]
    pub fn same_day_share(&self) -> Option<f64> {
        share(self.orders_same_day.into(), self.visits_window.into())
    }

    /// Share of the window's visits followed by an order within the configured days, visits of the last days included: what is
    /// judged over all customers ([`VisitValue`]) leaves those out.
    #[must_use]
    pub fn within_share(&self) -> Option<f64> {
        share(self.orders_within.into(), self.visits_window.into())
    }

    /// Nobody saw or called the customer in the month.
    #[must_use]
    pub fn unattended(&self) -> bool {
        self.active && self.visits_month == 0 && self.callbacks_month == 0
    }
}

/// Coverage of all customers.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// In the order of the customers.
    pub customers: Vec<CustomerCoverage>,
    pub value: VisitValue,
}

impl Coverage {
    /// `days`: those on which each customer ordered.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn new(
        tables: &Tables,
        scope: &[PartyIx],
        cards: &FxHashMap<PartyIx, &CustomerCard>,
        classes: &[Class],
        sales: &SalesCube,
        days: Vec<Vec<NaiveDate>>,
        travel_cost: Money,
        period: Period,
        config: &Config,
    ) -> Self {
        let visits = by_party(tables.visits.iter().map(|v| (v.party, v.date)), period.as_of);
        let callbacks = by_party(tables.callbacks.iter().map(|c| (c.party, c.date)), period.as_of);
        let weeks: BTreeSet<IsoWeek> = period.month.iso_weeks().into_iter().collect();
        let none = Vec::new();
        let customers: Vec<CustomerCoverage> = scope
            .iter()
            .zip(classes)
            .map(|(&party, class)| {
                let card = cards.get(&party);
                let own = Own {
                    visits: visits.get(&party).unwrap_or(&none),
                    callbacks: callbacks.get(&party).unwrap_or(&none),
                    orders: &days[party.at()],
                };
                let bought = sales.in_months(party, period.window_first, period.month).is_positive();
                let staged = card.and_then(|c| c.stage.as_deref()).is_some_and(|s| s != "prospect");
                let first_deal = card.and_then(|c| c.first_deal_on);
                own.coverage(class, bought || staged, first_deal, &weeks, period, config)
            })
            .collect();
        let own = |(at, party): (usize, &PartyIx)| visit_value::Own {
            visits: visits.get(party).unwrap_or(&none),
            orders: &days[party.at()],
            known_since: customers[at].known_since,
        };
        let within = config.coverage.order_within_days;
        let value = VisitValue::new(scope.iter().enumerate().map(own), travel_cost, period, within);
        Coverage { customers, value }
    }
}

/// The days of one customer, each list in rising order.
struct Own<'a> {
    visits: &'a Vec<NaiveDate>,
    callbacks: &'a Vec<NaiveDate>,
    orders: &'a Vec<NaiveDate>,
}

impl Own<'_> {
    fn coverage(
        &self,
        class: &Class,
        active: bool,
        first_deal: Option<NaiveDate>,
        weeks: &BTreeSet<IsoWeek>,
        period: Period,
        config: &Config,
    ) -> CustomerCoverage {
        let rules = &config.coverage;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let in_month = |days: &[NaiveDate]| count(days.iter().filter(|d| period.in_month(**d)).count());
        let called: BTreeSet<IsoWeek> = self.callbacks.iter().map(|d| IsoWeek::of(*d)).filter(|w| weeks.contains(w)).collect();
        let weekly = active && class.is_key();
        let in_window: Vec<NaiveDate> = self.visits.iter().copied().filter(|d| period.in_window(*d)).collect();
        let followed = |days: u64| {
            let within = |visit: &&NaiveDate| {
                let next = self.orders.partition_point(|order| order < *visit);
                self.orders.get(next).is_some_and(|order| (*order - **visit).num_days().unsigned_abs() <= days)
            };
            count(in_window.iter().filter(within).count())
        };
        CustomerCoverage {
            active,
            visits_month: in_month(self.visits),
            visits_due: match class.segment {
                Segment::Core => rules.visits_core,
                Segment::Opportunity => rules.visits_opportunity,
                Segment::Support => rules.visits_support,
                Segment::LowReturn => rules.visits_low_return,
                Segment::Unclassified => 0,
            },
            callbacks_month: in_month(self.callbacks),
            weeks_due: if weekly { count(weeks.len()) } else { 0 },
            weeks_met: if weekly { count(called.len()) } else { 0 },
            visits_window: count(in_window.len()),
            orders_same_day: followed(0),
            orders_within: followed(u64::from(rules.order_within_days)),
            last_visit: self.visits.last().copied(),
            last_callback: self.callbacks.last().copied(),
            known_since: self.orders.first().copied().into_iter().chain(first_deal).min(),
        }
    }
}

/// The salesperson of each customer's newest visit up to as-of; of two on one day the later one, then by name.
pub(super) fn newest_visitors(tables: &Tables, as_of: NaiveDate) -> FxHashMap<PartyIx, &str> {
    let mut newest: FxHashMap<PartyIx, (NaiveDate, Option<i32>, &str)> = FxHashMap::default();
    for visit in tables.visits.iter().filter(|v| v.date <= as_of && !v.salesperson.is_empty()) {
        let rank = (visit.date, visit.start, visit.salesperson.as_str());
        let entry = newest.entry(visit.party).or_insert(rank);
        *entry = (*entry).max(rank);
    }
    newest.into_iter().map(|(party, (.., name))| (party, name)).collect()
}

fn by_party(days: impl Iterator<Item = (PartyIx, NaiveDate)>, as_of: NaiveDate) -> FxHashMap<PartyIx, Vec<NaiveDate>> {
    let mut of: FxHashMap<PartyIx, Vec<NaiveDate>> = FxHashMap::default();
    for (party, day) in days.filter(|(_, day)| *day <= as_of) {
        of.entry(party).or_default().push(day);
    }
    // Each list is sorted by itself: the walk's order does not matter.
    #[allow(clippy::iter_over_hash_type)]
    for list in of.values_mut() {
        list.sort_unstable();
    }
    of
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::{Abc, Tier};
    use crate::units::Money;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, m, d).unwrap()
    }

    fn class(segment: Segment) -> Class {
        Class {
            sales: Money::ZERO,
            demand: None,
            volume: Money::ZERO,
            share: None,
            volume_high: false,
            share_high: None,
            segment,
            abc: Abc::None,
            tier: Tier::None,
            monthly: Money::ZERO,
            tier_held_back: None,
        }
    }

    /// May 2024 has the weeks 18 (from 29 April) to 22 (to 2 June). Callbacks on 30 April, 8, 9 and 31 May meet weeks 18, 19
    /// and 22. Visits on 1, 10 and 20 May; orders on 10 May and 9 June (after as-of, not seen): one on the day, two within 30.
    #[test]
    fn weeks_and_orders_by_hand() {
        let period = Period::new("2024-05".parse().unwrap(), 12);
        let own = Own {
            visits: &vec![day(5, 1), day(5, 10), day(5, 20)],
            callbacks: &vec![day(4, 30), day(5, 8), day(5, 9), day(5, 31)],
            orders: &vec![day(5, 10)],
        };
        let weeks = period.month.iso_weeks().into_iter().collect();
        let c = own.coverage(&class(Segment::Core), true, None, &weeks, period, &Config::default());
        assert_eq!((c.weeks_due, c.weeks_met, c.callbacks_month), (5, 3, 3));
        assert_eq!((c.visits_month, c.visits_due, c.visits_window), (3, 2, 3));
        assert_eq!((c.orders_same_day, c.orders_within), (1, 2));
        assert_eq!((c.same_day_share(), c.within_share()), (Some(1.0 / 3.0), Some(2.0 / 3.0)));
        assert!(!c.callbacks_met());
        let routine = own.coverage(&class(Segment::Support), true, None, &weeks, period, &Config::default());
        assert_eq!((routine.weeks_due, routine.weeks_met), (0, 0));
        assert!(routine.callbacks_met());
        let inactive = own.coverage(&class(Segment::Core), false, None, &weeks, period, &Config::default());
        assert_eq!(inactive.weeks_due, 0);
    }
}
