//! What a rule looks at, and the questions that several rules ask: which area a visit lies in, which grade an employee has.

use std::cell::Cell;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::area::Areas;
use super::{Allowance, Setup};
use crate::analyse::{Review, Trip};
use crate::calendar::{Calendar, DayKind};
use crate::config::{Config, Policies, Policy};
use crate::tables::{Expense, OrderLine, OrderLines, Source, TableId, Tables, Visit};
use crate::units::Money;

/// What all rules stand on, made once an audit.
pub struct Ground<'a> {
    pub tables: &'a Tables,
    pub review: &'a Review,
    pub config: &'a Config,
    pub policies: Policies,
    /// The areas of each version of the policy, in their order.
    areas: Vec<Areas>,
    pub grades: Grades<'a>,
    pub calendar: Calendar,
    /// None only if the orders were no orders, which their frame was checked for.
    orders: Option<OrderLines<'a>>,
    /// Visits and claims of the review month, looked up once for all rules; claims that were taken back left out.
    pub visits: Vec<&'a Visit>,
    pub claims: Vec<&'a Expense>,
    /// How often each category and amount is claimed in the window.
    occurrences: FxHashMap<(&'a str, Money), i64>,
}

impl<'a> Ground<'a> {
    #[must_use]
    pub fn new(tables: &'a Tables, review: &'a Review, config: &'a Config) -> Self {
        let (period, travel) = (review.period, &review.travel);
        let of_month = |trip_id: Option<&str>, day| day <= period.as_of && travel.month_of(trip_id, day) == period.month;
        let visits = tables.visits.iter().filter(|v| of_month(v.trip_id.as_deref(), v.date)).collect();
        let stands = |(i, e): &(usize, &Expense)| e.amount.is_positive() && !travel.cancelled.contains(i);
        let claims = tables.expenses.iter().enumerate().filter(stands).map(|(_, e)| e);
        let policies = Policies::new(&config.policy);
        let mut occurrences: FxHashMap<(&str, Money), i64> = FxHashMap::default();
        for claim in claims_of_window(tables, review) {
            *occurrences.entry((&claim.category, claim.amount)).or_default() += 1;
        }
        Ground {
            tables,
            review,
            config,
            areas: policies.versions().map(|(_, policy)| Areas::of(policy)).collect(),
            policies,
            grades: Grades::new(tables),
            calendar: config.calendar.calendar(),
            orders: OrderLines::new(&tables.orders.0).ok(),
            visits,
            claims: claims.filter(|e| of_month(e.trip_id.as_deref(), e.date)).collect(),
            occurrences,
        }
    }

    /// Claims of the window that were not taken back.
    pub fn claims_of_window(&self) -> impl Iterator<Item = &'a Expense> {
        claims_of_window(self.tables, self.review)
    }

    /// How often the category and amount of a claim occur in the window over the company: a fare or rate recurs.
    #[must_use]
    pub fn occurrences(&self, claim: &Expense) -> i64 {
        self.occurrences.get(&(claim.category.as_str(), claim.amount)).copied().unwrap_or_default()
    }

    /// The policy a record is judged by: that of its trip's first day, otherwise of its own.
    #[must_use]
    pub fn policy(&self, trip_id: Option<&str>, day: NaiveDate) -> &Policy {
        self.policies.on(self.review.travel.trip(trip_id).map_or(day, |trip| trip.first_day))
    }

    /// The areas of a version of the policy; `None` for one that is not of the configuration.
    pub(super) fn areas(&self, policy: &Policy) -> Option<&Areas> {
        let version = self.policies.versions().position(|(_, version)| std::ptr::eq(version, policy));
        version.and_then(|at| self.areas.get(at))
    }
}

fn claims_of_window<'a>(tables: &'a Tables, review: &'a Review) -> impl Iterator<Item = &'a Expense> {
    let wanted = |(i, e): &(usize, &Expense)| {
        review.period.in_window(e.date) && e.amount.is_positive() && !review.travel.cancelled.contains(i)
    };
    tables.expenses.iter().enumerate().filter(wanted).map(|(_, e)| e)
}

/// The case one rule judges. It counts what the rule looks at on the way.
pub struct Case<'a> {
    pub tables: &'a Tables,
    pub review: &'a Review,
    pub setup: &'a Setup,
    ground: &'a Ground<'a>,
    tested: Cell<u64>,
    unjudged: Cell<u64>,
}

impl<'a> Case<'a> {
    #[must_use]
    pub fn new(ground: &'a Ground<'a>, setup: &'a Setup) -> Self {
        Case { tables: ground.tables, review: ground.review, setup, ground, tested: Cell::new(0), unjudged: Cell::new(0) }
    }

    /// Visits that belong to the review month and whose sheet states the columns.
    pub fn visits(&self, columns: &'static [&'static str]) -> impl Iterator<Item = &'a Visit> {
        let sources = &self.tables.sources;
        let visits = self.ground.visits.iter().copied();
        visits.filter(move |v| self.counted(columns.iter().all(|c| sources.states(v.source, c))))
    }

    /// Claims that belong to the review month, were not taken back, and whose sheet states the columns.
    pub fn claims(&self, columns: &'static [&'static str]) -> impl Iterator<Item = &'a Expense> {
        let sources = &self.tables.sources;
        let claims = self.ground.claims.iter().copied();
        claims.filter(move |e| self.counted(columns.iter().all(|c| sources.states(e.source, c))))
    }

    /// Trips that belong to the review month.
    pub fn trips(&self) -> impl Iterator<Item = &'a Trip> {
        let month = self.review.period.month;
        self.review.travel.trips.values().filter(move |t| t.month() == month && self.counted(true))
    }

    /// Order lines of the review month, returns left out; counted by the rule that walks them.
    pub fn order_lines_of_month(&self) -> impl Iterator<Item = OrderLine<'a>> {
        let month = self.review.period.month;
        let lines = self.ground.orders.iter().flat_map(move |lines| lines.dated(month.first_day(), month.last_day()));
        lines.filter(|line| line.amount() >= Money::ZERO)
    }

    /// Order lines up to as-of, returns left out.
    fn order_lines(&self) -> impl Iterator<Item = OrderLine<'a>> {
        let as_of = self.review.period.as_of;
        let lines = self.ground.orders.iter().flat_map(OrderLines::iter);
        lines.filter(move |line| line.date() <= as_of && line.amount() >= Money::ZERO)
    }

    /// Order lines whose day lies in the review month and whose sheet states the columns; the rule says which day decides,
    /// or none for a line that is not its concern. A line whose sheet lacks a column is unjudged in the month of its date.
    pub fn orders(
        &self,
        columns: &'static [&'static str],
        day_of: impl Fn(OrderLine<'a>) -> Option<NaiveDate>,
    ) -> impl Iterator<Item = OrderLine<'a>> {
        let month = self.review.period.month;
        let sheets = self.tables.sources.sheets().iter();
        let states: Vec<bool> =
            sheets.map(|s| s.table == Some(TableId::Orders) && columns.iter().all(|c| s.columns.contains(c))).collect();
        self.order_lines().filter(move |line| {
            let judged = states.get(line.source().sheet as usize).copied().unwrap_or_default();
            let day = if judged { day_of(*line) } else { Some(line.date()) };
            day.is_some_and(|day| month.contains(day)) && self.counted(judged)
        })
    }

    /// Counts a record that was looked at, or that could not be judged; gives the answer back.
    pub fn counted(&self, judged: bool) -> bool {
        let counter = if judged { &self.tested } else { &self.unjudged };
        counter.set(counter.get() + 1);
        judged
    }

    /// A record counted as looked at turns out to be beyond judging.
    pub fn give_up(&self) {
        self.tested.set(self.tested.get().saturating_sub(1));
        self.unjudged.set(self.unjudged.get() + 1);
    }

    /// Records looked at so far.
    #[must_use]
    pub fn tested(&self) -> u64 {
        self.tested.get()
    }

    /// Records that could not be judged so far.
    #[must_use]
    pub fn unjudged(&self) -> u64 {
        self.unjudged.get()
    }

    /// The visits of a trip, in the order of day and time.
    #[must_use]
    pub fn visits_of(&self, trip: &Trip) -> Vec<&'a Visit> {
        let mut visits: Vec<&Visit> = trip.visits.iter().map(|&i| &self.tables.visits[i]).collect();
        visits.sort_by_key(|v| (v.date, v.start, v.source));
        visits
    }

    /// What all rules stand on.
    #[must_use]
    pub fn ground(&self) -> &'a Ground<'a> {
        self.ground
    }

    #[must_use]
    pub fn config(&self) -> &'a Config {
        self.ground.config
    }

    /// The policy a record is judged by: that of its trip's first day, otherwise of its own.
    #[must_use]
    pub fn policy(&self, trip_id: Option<&str>, day: NaiveDate) -> &'a Policy {
        self.ground.policy(trip_id, day)
    }

    /// What an employee of a grade may spend on living costs on a trip; `None` for a grade the policy does not know.
    #[must_use]
    pub fn allowance(&self, trip: &Trip, employee: &str, grade: &str) -> Option<Allowance> {
        self.ground.allowance(trip, employee, grade)
    }

    /// Whether people work on a day, and why not.
    #[must_use]
    pub fn day_kind(&self, day: NaiveDate) -> DayKind<'a> {
        self.ground.calendar.kind(day)
    }

    /// The grade an employee had on a day.
    #[must_use]
    pub fn grade(&self, employee: &str, on: NaiveDate) -> Option<&'a str> {
        self.ground.grades.of(employee, on)
    }

    /// Whether a visit lies within the near area: by its city, or by its region where no city is stated.
    #[must_use]
    pub fn is_near(&self, visit: &Visit) -> bool {
        self.in_area(visit, |areas| areas.near.holds(visit.city.as_deref().or(visit.region.as_deref())))
    }

    #[must_use]
    pub fn is_guangdong(&self, visit: &Visit) -> bool {
        self.in_area(visit, |areas| areas.guangdong.holds_either(visit))
    }

    #[must_use]
    pub fn is_abroad(&self, visit: &Visit) -> bool {
        self.in_area(visit, |areas| areas.overseas.holds_either(visit))
    }

    fn in_area(&self, visit: &Visit, holds: impl Fn(&Areas) -> bool) -> bool {
        self.ground.areas(self.policy(visit.trip_id.as_deref(), visit.date)).is_some_and(holds)
    }
}

/// Visits by day and salesperson, in that order.
pub(super) fn by_day<'a>(visits: impl Iterator<Item = &'a Visit>) -> BTreeMap<(NaiveDate, &'a str), Vec<&'a Visit>> {
    let mut days: BTreeMap<_, Vec<&Visit>> = BTreeMap::new();
    for visit in visits {
        days.entry((visit.date, visit.salesperson.as_str())).or_default().push(visit);
    }
    days
}

/// Every grade that claims and visits state, by employee, in the order of day and source.
#[derive(Debug)]
pub struct Grades<'a> {
    stated: FxHashMap<&'a str, Vec<(NaiveDate, Source, &'a str)>>,
}

impl<'a> Grades<'a> {
    #[must_use]
    pub fn new(tables: &'a Tables) -> Self {
        let claims = tables.expenses.iter().map(|e| (e.employee.as_str(), e.date, e.source, e.grade.as_deref()));
        let visits = tables.visits.iter().map(|v| (v.salesperson.as_str(), v.date, v.source, v.grade.as_deref()));
        let mut stated: FxHashMap<&str, Vec<_>> = FxHashMap::default();
        for (employee, date, source, grade) in claims.chain(visits) {
            if let Some(grade) = grade {
                stated.entry(employee).or_default().push((date, source, grade));
            }
        }
        stated.values_mut().for_each(|grades| grades.sort_unstable());
        Grades { stated }
    }

    /// The grade an employee had: as stated on the given day or last before it; else the first one known.
    #[must_use]
    pub fn of(&self, employee: &str, on: NaiveDate) -> Option<&'a str> {
        let stated = self.stated.get(employee)?;
        let later = stated.partition_point(|(date, ..)| *date <= on);
        stated.get(later.saturating_sub(1)).map(|(.., grade)| *grade)
    }
}
