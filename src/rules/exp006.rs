//! EXP006: a trip that was claimed and saw no customer; a trip that saw customers and was not claimed.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::{Case, Rule};
use crate::analyse::Trip;
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{Expense, TableId, expenses, visits};
use crate::units::Money;

/// Claims against visits, trip by trip.
///
/// A trip is explained by any visit that names it, and an employee's claims on it by any visit of theirs on its days. Claims
/// that name no trip are no trip expenses; receptions and gifts are judged elsewhere. A trip that visits or claims of a later
/// month name as well goes on: it belongs to that month. Where visits name no trips at all, one visit of anybody who claims on
/// the trip explains it for all who went along.
pub(super) struct TripWithoutVisit;

impl Rule for TripWithoutVisit {
    fn id(&self) -> &'static str {
        "EXP006"
    }

    fn source(&self) -> &'static str {
        "audit practice"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Expenses, expenses::TRIP_ID), (TableId::Visits, visits::SALESPERSON)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["no_visit", "no_claim"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let records = Records::new(case);
        let mut drafts = Vec::new();
        for trip in case.trips() {
            if trip.visits.is_empty() {
                drafts.extend(self.without_visit(case, &records, trip));
            } else {
                drafts.extend(without_claim(case, &records, trip));
            }
        }
        drafts
    }
}

/// What the whole input says of trips and days, whatever the month.
struct Records<'a> {
    /// Trips that records after as-of name.
    go_on: FxHashSet<&'a str>,
    /// Trips that any claim names.
    claimed: FxHashSet<&'a str>,
    /// Days with a visit, by employee.
    visit_days: BTreeMap<&'a str, BTreeSet<chrono::NaiveDate>>,
    /// Days with a claim whose sheet names no trips, by employee.
    untold_days: BTreeMap<&'a str, BTreeSet<chrono::NaiveDate>>,
}

impl<'a> Records<'a> {
    fn new(case: &Case<'a>) -> Self {
        let as_of = case.review.period.as_of;
        let tables = case.tables;
        let later_visits = tables.visits.iter().filter(|v| v.date > as_of).filter_map(|v| v.trip_id.as_deref());
        let later_claims = tables.expenses.iter().filter(|e| e.date > as_of).filter_map(|e| e.trip_id.as_deref());
        let mut records = Records {
            go_on: later_visits.chain(later_claims).collect(),
            claimed: tables.expenses.iter().filter_map(|e| e.trip_id.as_deref()).collect(),
            visit_days: BTreeMap::new(),
            untold_days: BTreeMap::new(),
        };
        for visit in &tables.visits {
            records.visit_days.entry(&visit.salesperson).or_default().insert(visit.date);
        }
        for claim in tables.expenses.iter().filter(|e| is_travel(e) && !tables.sources.states(e.source, expenses::TRIP_ID)) {
            records.untold_days.entry(&claim.employee).or_default().insert(claim.date);
        }
        records
    }
}

/// Living costs and fares: what only somebody on the road spends.
fn is_travel(claim: &Expense) -> bool {
    claim.is_living() || matches!(claim.category.as_str(), "train" | "flight")
}

fn any_on(days: Option<&BTreeSet<chrono::NaiveDate>>, trip: &Trip) -> bool {
    days.is_some_and(|days| days.range(trip.first_day..=trip.last_day).next().is_some())
}

impl TripWithoutVisit {
    /// One finding an employee on the trip, with all of its claims there; reversals count against what they take back.
    fn without_visit(&self, case: &Case<'_>, records: &Records<'_>, trip: &Trip) -> Vec<Draft> {
        if records.go_on.contains(trip.id.as_str()) {
            return Vec::new();
        }
        let mut by_employee: BTreeMap<&str, Vec<&Expense>> = BTreeMap::new();
        for claim in trip.expenses.iter().map(|&i| &case.tables.expenses[i]).filter(|e| is_travel(e)) {
            by_employee.entry(&claim.employee).or_default().push(claim);
        }
        let seen = |employee: &str| any_on(records.visit_days.get(employee), trip);
        if !case.tables.has_column(TableId::Visits, visits::TRIP_ID) && by_employee.keys().any(|employee| seen(employee)) {
            return Vec::new();
        }
        let mut drafts = Vec::new();
        for (employee, claims) in by_employee {
            let claimed: Money = claims.iter().map(|c| c.amount).sum();
            if seen(employee) || !claimed.is_positive() {
                continue;
            }
            drafts.push(Draft {
                employee: Some(employee.to_owned()),
                trip_id: Some(trip.id.clone()),
                claimed: Some(claimed),
                facts: vec![
                    ("claimed", Fact::Money(claimed)),
                    ("first", Fact::Day(trip.first_day)),
                    ("last", Fact::Day(trip.last_day)),
                ],
                evidence: claims.iter().map(|c| c.source).collect(),
                identity: vec!["no_visit".to_owned(), claimed.to_string(), trip.last_day.to_string()],
                ..Draft::new(self.severity(), "no_visit", trip.last_day)
            });
        }
        drafts
    }
}

/// A note for a trip with visits that no claim names. Claims on its days from a sheet that names no trips may well be its own.
fn without_claim(case: &Case<'_>, records: &Records<'_>, trip: &Trip) -> Option<Draft> {
    let visits = case.visits_of(trip);
    let first = visits.first()?;
    let untold = visits.iter().any(|v| any_on(records.untold_days.get(v.salesperson.as_str()), trip));
    if untold || records.claimed.contains(trip.id.as_str()) {
        return None;
    }
    Some(Draft {
        employee: Some(first.salesperson.clone()),
        trip_id: Some(trip.id.clone()),
        facts: vec![("n", Fact::counted(visits.len())), ("first", Fact::Day(trip.first_day)), ("last", Fact::Day(trip.last_day))],
        evidence: visits.iter().map(|v| v.source).collect(),
        identity: vec!["no_claim".to_owned(), trip.last_day.to_string()],
        ..Draft::new(Severity::Note, "no_claim", trip.last_day)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    const VISITS: &[&str] = &[
        "trip_id,date,customer,salesperson,trip_start,trip_end",
        "T1,2026-05-12,A,陆,2026-05-12,2026-05-14",
        "T5,2026-05-20,B,苏,2026-05-20,2026-05-21",
        ",2026-05-25,B,何,,",
        "T8,2026-06-02,B,宋,2026-05-30,2026-06-03",
    ];

    /// T1 was visited, whoever claims on it. On T2 陆 claims 300 + 80 + 200 − 80 = 500 and 苏 claims 60, and nobody was seen;
    /// the dinner with a customer is no trip expense. On T3 everything was taken back. On T4 何 saw a customer, 苏 did not. The
    /// taxi without a trip is none of a trip. T5 was not claimed: a note. T8 goes on in June and has its visit there.
    #[test]
    fn claims_and_visits_of_a_trip_by_hand() {
        let world = World::month("2026-05").visits(VISITS).expenses(&[
            "trip_id,date,employee,category,amount",
            "T1,2026-05-12,陆,hotel,300",
            "T1,2026-05-13,何,meals,50",
            "T2,2026-05-06,陆,hotel,300",
            "T2,2026-05-07,陆,meals,80",
            "T2,2026-05-07,陆,train,200",
            "T2,2026-05-07,陆,meals,-80",
            "T2,2026-05-07,陆,reception,900",
            "T2,2026-05-06,苏,local_transport,60",
            "T3,2026-05-08,陆,flight,1000",
            "T3,2026-05-08,陆,flight,-1000",
            "T4,2026-05-24,何,hotel,100",
            "T4,2026-05-25,苏,hotel,100",
            ",2026-05-20,苏,local_transport,25",
            "T8,2026-05-30,宋,train,150",
        ]);
        assert_eq!(
            world.found("EXP006"),
            [
                "苏||T2|2026-05-07|60.00|||1",
                "陆||T2|2026-05-07|500.00|||4",
                "苏||T5|2026-05-21||||1",
                "苏||T4|2026-05-25|100.00|||1",
            ]
        );
        assert_eq!(world.severities("EXP006"), ["warning", "warning", "note", "warning"]);
        assert_eq!(
            world.messages("EXP006")[1..3],
            [
                "500.00 were claimed for a trip from 2026-05-06 to 2026-05-07; no visit is on record on it, and none of the \
                 employee on its days.",
                "1 visit is on record on a trip from 2026-05-20 to 2026-05-21; no claim names the trip.",
            ]
        );
    }

    /// By as-of the trip was claimed on 30 and 31 May and its visits lie in June: it is no finding of May, nor of June.
    #[test]
    fn a_trip_that_goes_on_belongs_to_the_next_month() {
        let world = |month: &str| {
            World::month(month).visits(&["trip_id,date,customer,salesperson", "T1,2026-06-01,A,陆"]).expenses(&[
                "trip_id,date,employee,category,amount",
                "T1,2026-05-31,陆,train,150",
                "T2,2026-05-31,陆,train,150",
                "T2,2026-06-01,何,train,150",
            ])
        };
        assert!(world("2026-05").found("EXP006").is_empty());
        assert_eq!(world("2026-06").found("EXP006"), ["何||T2|2026-06-01|150.00|||1"]);
    }

    /// Visits that name no trips: 陆's visit on the 12th explains the trip for 苏 as well, who went along.
    #[test]
    fn without_trips_in_the_visits_the_days_decide() {
        let world = World::month("2026-05").visits(&["date,customer,salesperson,purpose", "2026-05-12,A,陆,x"]).expenses(&[
            "trip_id,date,employee,category,amount",
            "T1,2026-05-12,陆,hotel,300",
            "T1,2026-05-12,苏,hotel,300",
            "T2,2026-05-13,苏,hotel,300",
        ]);
        assert_eq!(world.found("EXP006"), ["苏||T2|2026-05-13|300.00|||1"]);
    }

    #[test]
    fn claims_of_a_sheet_without_trips_may_be_the_trips_own() {
        let rows = &["date,employee,category,amount", "2026-05-21,苏,hotel,300"];
        let named = &["trip_id,date,employee,category,amount", "T1,2026-05-12,陆,hotel,300"];
        let world = World::month("2026-05").visits(VISITS);
        assert_eq!(world.expenses(named).expenses(rows).found("EXP006"), Vec::<String>::new());
        assert_eq!(World::month("2026-05").visits(VISITS).expenses(rows).status("EXP006"), "not_checked");
        assert_eq!(World::month("2026-05").expenses(named).status("EXP006"), "not_checked");
    }
}
