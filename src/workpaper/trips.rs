//! The trip sheet: one line a trip of the review month: who, where, days, visits, claims, allowed, excess.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::Figures;
use crate::analyse::Trip;
use crate::finding::Finding;
use crate::rules::{Audit, Ground};
use crate::tables::{Expense, PartyIx, Visit};
use crate::units::Money;

/// The rule that says what living costs may come to.
const LIVING_COSTS: &str = "EXP001";

/// Who travelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traveller {
    pub name: String,
    pub grade: Option<String>,
}

/// Claims by kind, reversals taken off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ByGroup {
    /// Hotel, meals and local transport.
    pub living: Money,
    pub train: Money,
    pub flight: Money,
    /// Reception and gifts.
    pub hospitality: Money,
    pub other: Money,
}

impl ByGroup {
    fn add(&mut self, claim: &Expense) {
        let group = match claim.category.as_str() {
            _ if claim.is_living() => &mut self.living,
            "train" => &mut self.train,
            "flight" => &mut self.flight,
            "reception" | "gift" => &mut self.hospitality,
            _ => &mut self.other,
        };
        *group += claim.amount;
    }

    #[must_use]
    pub fn total(&self) -> Money {
        self.living + self.train + self.flight + self.hospitality + self.other
    }
}

/// One trip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TripLine {
    pub trip_id: String,
    /// In the order of their names.
    pub employees: Vec<Traveller>,
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
    pub days: i64,
    /// First and last day were stated, not taken from the visits and claims.
    pub stated: bool,
    /// Cities of the visits, else of the claims, in the order of the days.
    pub cities: Vec<String>,
    pub customers: u64,
    pub visits: u64,
    pub claims: ByGroup,
    pub claimed: Money,
    /// What was claimed less what its findings prove to be in excess; unknown where living costs were claimed and the grade has
    /// no rate to hold them against.
    pub allowed: Option<Money>,
    /// Its findings, and what they come to.
    pub figures: Figures,
}

/// The trips of the review month, by first day and id.
pub(super) fn lines(ground: &Ground<'_>, audit: &Audit) -> Vec<TripLine> {
    let mut findings: FxHashMap<&str, Vec<&Finding>> = FxHashMap::default();
    for finding in &audit.findings {
        if let Some(trip) = finding.draft.trip_id.as_deref() {
            findings.entry(trip).or_default().push(finding);
        }
    }
    let month = ground.review.period.month;
    let trips = ground.review.travel.trips.values().filter(|t| t.month() == month);
    let mut lines: Vec<TripLine> =
        trips.map(|trip| line(trip, ground, findings.get(trip.id.as_str()).map_or(&[], Vec::as_slice))).collect();
    lines.sort_by(|a, b| (a.first_day, &a.trip_id).cmp(&(b.first_day, &b.trip_id)));
    lines
}

fn line(trip: &Trip, ground: &Ground<'_>, findings: &[&Finding]) -> TripLine {
    let mut visits: Vec<&Visit> = trip.visits.iter().map(|&i| &ground.tables.visits[i]).collect();
    visits.sort_by_key(|v| (v.date, v.start, v.source));
    let mut claims: Vec<&Expense> = trip.expenses.iter().map(|&i| &ground.tables.expenses[i]).collect();
    claims.sort_by_key(|e| (e.date, e.source));
    let names: BTreeSet<&str> =
        visits.iter().map(|v| v.salesperson.as_str()).chain(claims.iter().map(|e| e.employee.as_str())).collect();
    let grade = |name: &str| {
        // A claim of the trip may name the grade; otherwise the one last known.
        let own = claims.iter().rev().filter(|c| c.employee == name).find_map(|c| c.grade.as_deref());
        own.or_else(|| ground.grades.of(name, trip.last_day)).map(str::to_owned)
    };
    let employees: Vec<Traveller> =
        names.into_iter().map(|name| Traveller { name: name.to_owned(), grade: grade(name) }).collect();
    let figures = Figures::of(findings.iter().copied());
    let mut groups = ByGroup::default();
    claims.iter().for_each(|claim| groups.add(claim));
    TripLine {
        trip_id: trip.id.clone(),
        first_day: trip.first_day,
        last_day: trip.last_day,
        days: trip.days(),
        stated: trip.stated,
        cities: cities(&visits, &claims),
        customers: visits.iter().map(|v| v.party).collect::<BTreeSet<PartyIx>>().len() as u64,
        visits: visits.len() as u64,
        claims: groups,
        claimed: groups.total(),
        allowed: living_judged(trip, ground, &claims, &employees, findings).then(|| groups.total() - figures.excess),
        figures,
        employees,
    }
}

fn cities(visits: &[&Visit], claims: &[&Expense]) -> Vec<String> {
    let of_visits: Vec<&str> = visits.iter().filter_map(|v| v.city.as_deref().or(v.region.as_deref())).collect();
    let of_claims = || claims.iter().filter_map(|c| c.city.as_deref()).collect();
    let all = if of_visits.is_empty() { of_claims() } else { of_visits };
    let mut cities: Vec<String> = Vec::new();
    for city in all {
        if !cities.iter().any(|known| known == city) {
            cities.push(city.to_owned());
        }
    }
    cities
}

/// Whether everyone's living costs could be held against a day rate: that of the grade, or the rule's own finding.
fn living_judged(trip: &Trip, ground: &Ground<'_>, claims: &[&Expense], employees: &[Traveller], findings: &[&Finding]) -> bool {
    let rates = &ground.policy(Some(&trip.id), trip.last_day).day_rates;
    claims.iter().filter(|c| c.is_living()).all(|claim| {
        let grade = employees.iter().find(|e| e.name == claim.employee).and_then(|e| e.grade.as_deref());
        let of_claim = |f: &&&Finding| f.rule == LIVING_COSTS && f.draft.employee.as_deref() == Some(&claim.employee);
        let found = findings.iter().find(of_claim).is_some_and(|f| f.draft.allowed.is_some());
        found || grade.is_some_and(|grade| rates.of(grade).is_some())
    })
}
