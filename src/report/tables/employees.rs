//! `employees.csv`: what each employee did and claimed in the month.

use std::collections::{BTreeMap, BTreeSet};

use super::{CsvTable, Input, count, count_if, money, text, text_or};
use crate::report::model::Field;
use crate::rules::Grades;
use crate::units::Money;

/// One employee's month.
#[derive(Debug, Clone, Default)]
pub(in crate::report) struct EmployeeMonth {
    pub(in crate::report) employee: String,
    pub(in crate::report) grade: Option<String>,
    pub(in crate::report) visits: u32,
    pub(in crate::report) trips: u32,
    pub(in crate::report) claimed: Money,
    /// What the findings question, each amount once.
    pub(in crate::report) excess: Money,
    pub(in crate::report) findings: u32,
}

/// Everyone who visited, travelled or claimed in the month, or whom a finding names.
pub(in crate::report) fn rows(input: &Input<'_>) -> Vec<EmployeeMonth> {
    let (tables, review) = (input.tables, input.review);
    let period = review.period;
    let mut months: BTreeMap<&str, EmployeeMonth> = BTreeMap::new();
    for visit in tables.visits.iter().filter(|v| period.in_month(v.date)) {
        months.entry(&visit.salesperson).or_default().visits += 1;
    }
    for trip in review.travel.trips.values().filter(|t| t.month() == period.month) {
        let travellers: BTreeSet<&str> = trip
            .visits
            .iter()
            .map(|&i| tables.visits[i].salesperson.as_str())
            .chain(trip.expenses.iter().map(|&i| tables.expenses[i].employee.as_str()))
            .collect();
        for name in travellers {
            months.entry(name).or_default().trips += 1;
        }
    }
    for claim in tables.expenses.iter().filter(|e| e.date <= period.as_of) {
        if review.travel.month_of(claim.trip_id.as_deref(), claim.date) == period.month {
            months.entry(&claim.employee).or_default().claimed += claim.amount;
        }
    }
    for finding in &input.audit.findings {
        if let Some(name) = finding.draft.employee.as_deref() {
            let month = months.entry(name).or_default();
            month.findings += 1;
            month.excess += finding.net_excess;
        }
    }
    let grades = Grades::new(tables);
    months
        .into_iter()
        .map(|(name, month)| EmployeeMonth {
            employee: name.to_owned(),
            grade: grades.of(name, period.as_of).map(str::to_owned),
            ..month
        })
        .collect()
}

pub(super) fn table(input: &Input<'_>) -> CsvTable {
    let available = input.review.available;
    let rows = rows(input)
        .into_iter()
        .map(|m| {
            let claims = |amount: Money| if available.expenses { money(amount) } else { Field::Empty };
            vec![
                text(&m.employee),
                text_or(m.grade.as_deref()),
                count_if(available.visits, m.visits),
                count_if(available.visits || available.expenses, m.trips),
                claims(m.claimed),
                claims(m.claimed - m.excess),
                claims(m.excess),
                count(m.findings),
            ]
        })
        .collect();
    let header =
        vec!["employee", "grade", "visits_month", "trips_month", "claimed_month", "allowed_month", "excess_month", "findings"];
    CsvTable { file: "tables/employees.csv", header, rows }
}
