//! Reconciliation: claims against visits, visits against claims, and what one person cannot have done at once.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use crate::analyse::Trip;
use crate::rules::{Audit, Ground};
use crate::tables::{Expense, PartyIx, Source, TableId, expenses};
use crate::units::Money;

/// The rule that finds one employee in two cities on a day, and overlapping trips.
const TWO_PLACES: &str = "EXP007";

/// Why a claim counts as one without a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Its trip has no visit, and its employee made none in the days of the trip.
    Trip,
    /// It names no trip, and its employee made no visit on its day.
    Day,
}

impl Why {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Why::Trip => "trip_without_visit",
            Why::Day => "day_without_visit",
        }
    }
}

/// A claim that no visit explains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimWithoutVisit {
    pub source: Source,
    pub date: NaiveDate,
    pub employee: String,
    pub trip_id: Option<String>,
    pub category: String,
    pub amount: Money,
    pub why: Why,
}

/// A visit whose trip has no claim, or, where it names no trip, on whose day its salesperson claimed nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitWithoutClaim {
    pub source: Source,
    pub date: NaiveDate,
    pub salesperson: String,
    pub trip_id: Option<String>,
    pub party: PartyIx,
    pub place: Option<String>,
}

/// A reception claim that names no customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnnamedReception {
    pub source: Source,
    pub date: NaiveDate,
    pub employee: String,
    pub trip_id: Option<String>,
    pub amount: Money,
}

/// What does not agree; `None` where a table it needs is not in the input.
#[derive(Debug, Clone, Default)]
pub struct Reconciliation {
    pub claims_without_visit: Option<Vec<ClaimWithoutVisit>>,
    pub visits_without_claim: Option<Vec<VisitWithoutClaim>>,
    /// Positions among the findings: two cities on one day, overlapping trips.
    pub two_places: Vec<usize>,
    /// `None` where no sheet of claims has a column for the customer.
    pub receptions_without_customer: Option<Vec<UnnamedReception>>,
}

impl Reconciliation {
    pub(super) fn new(ground: &Ground<'_>, audit: &Audit) -> Self {
        let tables = ground.tables;
        let both = tables.has(TableId::Visits) && tables.has(TableId::Expenses);
        let names = [expenses::CUSTOMER, expenses::CUSTOMER_ID];
        let named = names.iter().any(|column| tables.has_column(TableId::Expenses, column));
        let two_places = audit.findings.iter().enumerate().filter(|(_, f)| f.rule == TWO_PLACES).map(|(at, _)| at);
        Reconciliation {
            claims_without_visit: both.then(|| claims_without_visit(ground)),
            visits_without_claim: both.then(|| visits_without_claim(ground)),
            two_places: two_places.collect(),
            receptions_without_customer: named.then(|| receptions_without_customer(ground)),
        }
    }
}

type Days<'a> = FxHashMap<&'a str, BTreeSet<NaiveDate>>;

fn days<'a>(dated: impl Iterator<Item = (&'a str, NaiveDate)>) -> Days<'a> {
    let mut days: Days<'a> = FxHashMap::default();
    dated.for_each(|(who, day)| {
        days.entry(who).or_default().insert(day);
    });
    days
}

fn claims_without_visit(ground: &Ground<'_>) -> Vec<ClaimWithoutVisit> {
    let visited = days(ground.tables.visits.iter().map(|v| (v.salesperson.as_str(), v.date)));
    let why = |claim: &Expense| match ground.review.travel.trip(claim.trip_id.as_deref()) {
        Some(trip) => (trip.visits.is_empty() && !saw_someone(&visited, &claim.employee, trip)).then_some(Why::Trip),
        None => (!visited.get(claim.employee.as_str()).is_some_and(|days| days.contains(&claim.date))).then_some(Why::Day),
    };
    let line = |claim: &Expense| {
        Some(ClaimWithoutVisit {
            source: claim.source,
            date: claim.date,
            employee: claim.employee.clone(),
            trip_id: claim.trip_id.clone(),
            category: claim.category.clone(),
            amount: claim.amount,
            why: why(claim)?,
        })
    };
    let mut lines: Vec<ClaimWithoutVisit> = ground.claims.iter().copied().filter_map(line).collect();
    lines.sort_by(|a, b| (a.date, &a.employee, a.source).cmp(&(b.date, &b.employee, b.source)));
    lines
}

fn saw_someone(visited: &Days<'_>, employee: &str, trip: &Trip) -> bool {
    visited.get(employee).is_some_and(|days| days.range(trip.first_day..=trip.last_day).next().is_some())
}

fn visits_without_claim(ground: &Ground<'_>) -> Vec<VisitWithoutClaim> {
    let claimed = days(ground.tables.expenses.iter().map(|e| (e.employee.as_str(), e.date)));
    let unclaimed = ground.visits.iter().filter(|v| match ground.review.travel.trip(v.trip_id.as_deref()) {
        Some(trip) => trip.expenses.is_empty(),
        None => !claimed.get(v.salesperson.as_str()).is_some_and(|days| days.contains(&v.date)),
    });
    let mut lines: Vec<VisitWithoutClaim> = unclaimed
        .map(|v| VisitWithoutClaim {
            source: v.source,
            date: v.date,
            salesperson: v.salesperson.clone(),
            trip_id: v.trip_id.clone(),
            party: v.party,
            place: v.city.clone().or_else(|| v.region.clone()),
        })
        .collect();
    lines.sort_by(|a, b| (a.date, &a.salesperson, a.source).cmp(&(b.date, &b.salesperson, b.source)));
    lines
}

/// A sheet that has no column for the customer says nothing of who was received.
fn receptions_without_customer(ground: &Ground<'_>) -> Vec<UnnamedReception> {
    let sources = &ground.tables.sources;
    let states = |e: &Expense| [expenses::CUSTOMER, expenses::CUSTOMER_ID].iter().any(|c| sources.states(e.source, c));
    let unnamed = ground.claims.iter().filter(|e| e.category == "reception" && e.party.is_none() && states(e));
    let mut lines: Vec<UnnamedReception> = unnamed
        .map(|e| UnnamedReception {
            source: e.source,
            date: e.date,
            employee: e.employee.clone(),
            trip_id: e.trip_id.clone(),
            amount: e.amount,
        })
        .collect();
    lines.sort_by(|a, b| (a.date, &a.employee, a.source).cmp(&(b.date, &b.employee, b.source)));
    lines
}
