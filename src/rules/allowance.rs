//! What one employee may spend on living costs on one trip: the day rate of each day, by its cities and the hours travelled.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::case::Ground;
use crate::analyse::Trip;
use crate::config::Policy;
use crate::tables::Visit;
use crate::units::Money;

/// Days of equal rate and share.
#[derive(Debug, Clone, PartialEq)]
pub struct Days {
    pub rate: Money,
    /// The tier of cities whose rate it is.
    pub tier: Option<String>,
    /// What each counts for: 1, or less on the first and last day.
    pub share: Decimal,
    pub days: i64,
}

/// How an allowance comes about (domain.md section 6, EXP001).
#[derive(Debug, Clone, PartialEq)]
pub struct Allowance {
    pub total: Money,
    /// In the order of the days.
    pub parts: Vec<Days>,
}

impl Allowance {
    /// The day rate, where every day has the same one and counts whole.
    #[must_use]
    pub fn plain(&self) -> Option<Money> {
        match self.parts.as_slice() {
            [only] if only.tier.is_none() && only.share == Decimal::ONE => Some(only.rate),
            _ => None,
        }
    }

    /// The sum, to be followed by hand: `300.00 × 2 (tier 1) + 230.00 × 0.5`.
    #[must_use]
    pub fn sum(&self) -> String {
        let part = |p: &Days| {
            let mut text = p.rate.grouped();
            if p.share != Decimal::ONE {
                text += &format!(" × {}", p.share.normalize());
            }
            if p.share == Decimal::ONE || p.days > 1 {
                text += &format!(" × {}", p.days);
            }
            p.tier.as_ref().map_or_else(|| text.clone(), |tier| format!("{text} ({tier})"))
        };
        self.parts.iter().map(part).collect::<Vec<_>>().join(" + ")
    }

    fn add(&mut self, rate: Money, tier: Option<&str>, share: Decimal) {
        // The rate of a part day is rounded by itself, so that the printed sum can be followed.
        self.total += Money::from_decimal(rate.to_decimal() * share).unwrap_or(rate);
        let same = |p: &&mut Days| p.rate == rate && p.tier.as_deref() == tier && p.share == share;
        match self.parts.iter_mut().find(same) {
            Some(part) => part.days += 1,
            None => self.parts.push(Days { rate, tier: tier.map(str::to_owned), share, days: 1 }),
        }
    }
}

/// A rate with its tier.
type Rate<'p> = (Money, Option<&'p str>);

impl Ground<'_> {
    /// What an employee of a grade may spend on a trip; `None` for a grade the policy does not know.
    #[must_use]
    pub fn allowance(&self, trip: &Trip, employee: &str, grade: &str) -> Option<Allowance> {
        let policy = self.policies.on(trip.first_day);
        let base: Rate<'_> = (policy.day_rates.of(grade)?.money(), None);
        let by_day = self.rates_by_day(trip, employee, grade, policy);
        let (left, back) = self.times(trip, employee);
        let mut allowance = Allowance { total: Money::ZERO, parts: Vec::new() };
        let mut rate = base;
        for day in trip.first_day.iter_days().take_while(|day| *day <= trip.last_day) {
            // A day without a stated city is spent where the day before was.
            rate = by_day.get(&day).copied().unwrap_or(rate);
            let mut share = Decimal::ONE;
            if day == trip.first_day {
                share = share.min(policy.part_days.first(left));
            }
            if day == trip.last_day {
                share = share.min(policy.part_days.last(back));
            }
            allowance.add(rate.0, rate.1, share);
        }
        Some(allowance)
    }

    /// The rate of the dearest city that the employee's visits and living-cost claims state for a day.
    fn rates_by_day<'p>(&self, trip: &Trip, employee: &str, grade: &str, policy: &'p Policy) -> BTreeMap<NaiveDate, Rate<'p>> {
        let mut rates = BTreeMap::new();
        if policy.city_tiers.is_empty() {
            return rates;
        }
        let cities = self.areas(policy).map_or(&[][..], |areas| &areas.city_tiers);
        let of_city = |city: &str| {
            let tiers = policy.city_tiers.iter().zip(cities).enumerate().filter(|(_, (_, cities))| cities.holds(Some(city)));
            let dearest = tiers
                .filter_map(|(at, (tier, _))| {
                    Some((tier.day_rates.on(&policy.day_rates).of(grade)?.money(), Reverse(at), &tier.name))
                })
                .max();
            let base = || policy.day_rates.of(grade).map(|rate| (rate.money(), None));
            dearest.map(|(rate, _, name)| (rate, Some(name.as_str()))).or_else(base)
        };
        let visits = self.own_visits(trip, employee).map(|v| (v.date, v.city.as_deref()));
        let claims =
            trip.expenses.iter().filter(|i| !self.review.travel.cancelled.contains(i)).map(|&i| &self.tables.expenses[i]);
        let claims = claims.filter(|e| e.employee == employee && e.is_living() && e.amount.is_positive());
        for (day, city) in visits.chain(claims.map(|e| (e.date, e.city.as_deref()))) {
            let Some(rate) = city.and_then(of_city) else { continue };
            let best = rates.entry(day).or_insert(rate);
            if rate.0 > best.0 || (rate.0 == best.0 && best.1.is_none()) {
                *best = rate;
            }
        }
        rates
    }

    /// The minutes at which the trip left on its first day and was back on its last, as the employee's own visits state them,
    /// otherwise those of others on the trip. Of several the one that leaves more room.
    fn times(&self, trip: &Trip, employee: &str) -> (Option<i32>, Option<i32>) {
        let all = || trip.visits.iter().map(|&i| &self.tables.visits[i]);
        let left = |v: &Visit| v.trip_start_minute.filter(|_| v.trip_start == Some(trip.first_day));
        let back = |v: &Visit| v.trip_end_minute.filter(|_| v.trip_end == Some(trip.last_day));
        let own_left = self.own_visits(trip, employee).filter_map(left).min();
        let own_back = self.own_visits(trip, employee).filter_map(back).max();
        (own_left.or_else(|| all().filter_map(left).min()), own_back.or_else(|| all().filter_map(back).max()))
    }

    fn own_visits(&self, trip: &Trip, employee: &str) -> impl Iterator<Item = &Visit> {
        trip.visits.iter().map(|&i| &self.tables.visits[i]).filter(move |v| v.salesperson == employee)
    }
}
