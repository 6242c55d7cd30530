//! VIS001: too few customers on a visit day in the near area.

use std::collections::BTreeSet;

use super::case::by_day;
use super::{Case, Param, ParamValue, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{TableId, visits};

/// A day on which a salesperson saw fewer different customers in the near area than the procedure asks for.
pub(super) struct NearAreaDay;

impl Rule for NearAreaDay {
    fn id(&self) -> &'static str {
        "VIS001"
    }

    fn source(&self) -> &'static str {
        "[0]1 A1"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn params(&self) -> &'static [Param] {
        &[Param { key: "min_customers", default: ParamValue::Int(2) }]
    }

    fn policy(&self) -> &'static [&'static str] {
        &["near_cities"]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Visits, visits::CITY)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["too_few"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let least = case.setup.int("min_customers");
        let mut drafts = Vec::new();
        for ((date, salesperson), visits) in by_day(case.visits(&[]).filter(|v| case.is_near(v))) {
            let customers: BTreeSet<_> = visits.iter().map(|v| v.party).collect();
            let found = i64::try_from(customers.len()).unwrap_or(i64::MAX);
            if found >= least {
                continue;
            }
            let trips: BTreeSet<_> = visits.iter().map(|v| v.trip_id.as_ref()).collect();
            drafts.push(Draft {
                employee: Some(salesperson.to_owned()),
                party: (customers.len() == 1).then(|| visits[0].party),
                trip_id: visits[0].trip_id.clone().filter(|_| trips.len() == 1),
                facts: vec![("found", Fact::Count(found)), ("expected", Fact::Count(least)), ("day", Fact::Day(date))],
                evidence: visits.iter().map(|v| v.source).collect(),
                identity: vec![date.to_string()],
                ..Draft::new(self.severity(), "too_few", date)
            });
        }
        drafts
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    #[test]
    fn two_customers_a_day_in_the_near_area() {
        let world = World::month("2026-05").visits(&[
            "date,customer,salesperson,city,purpose",
            "2026-05-04,A,陆,上海市,x",
            "2026-05-04,B,陆,杭州,x",
            "2026-05-05,A,陆,上海,x",
            "2026-05-05,A,陆,宁波,x",
            "2026-05-05,B,苏,上海,x",
            "2026-05-05,C,苏,苏州,x",
            "2026-05-06,C,苏,苏州,x",
            "2026-04-06,C,苏,上海,x",
        ]);
        // Two calls on one customer are one customer; Suzhou is not in the list.
        assert_eq!(world.found("VIS001"), ["苏|B||2026-05-05||||1", "陆|A||2026-05-05||||2"]);
    }
}
