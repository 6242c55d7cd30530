//! VIS002: too few customers on a trip to Guangdong.

use std::collections::BTreeSet;

use super::{Case, Param, ParamValue, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{TableId, Visit, visits};

/// A trip that goes to Guangdong and sees fewer different customers there than the procedure asks for.
pub(super) struct GuangdongTrip;

impl Rule for GuangdongTrip {
    fn id(&self) -> &'static str {
        "VIS002"
    }

    fn source(&self) -> &'static str {
        "[0]1 A2"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn params(&self) -> &'static [Param] {
        &[Param { key: "min_customers", default: ParamValue::Int(4) }]
    }

    fn policy(&self) -> &'static [&'static str] {
        &["guangdong"]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Visits, visits::TRIP_ID), (TableId::Visits, visits::CITY)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["too_few"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let least = case.setup.int("min_customers");
        let mut drafts = Vec::new();
        for trip in case.trips() {
            let there: Vec<&Visit> = case.visits_of(trip).into_iter().filter(|v| case.is_guangdong(v)).collect();
            let Some(first) = there.first() else { continue };
            let customers: BTreeSet<_> = there.iter().map(|v| v.party).collect();
            let found = i64::try_from(customers.len()).unwrap_or(i64::MAX);
            if found >= least {
                continue;
            }
            drafts.push(Draft {
                employee: Some(first.salesperson.clone()),
                trip_id: Some(trip.id.clone()),
                facts: vec![("found", Fact::Count(found)), ("expected", Fact::Count(least))],
                evidence: there.iter().map(|v| v.source).collect(),
                identity: vec![trip.last_day.to_string()],
                ..Draft::new(self.severity(), "too_few", trip.last_day)
            });
        }
        drafts
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    #[test]
    fn four_customers_on_a_trip_to_guangdong() {
        let world = World::month("2026-05").visits(&[
            "trip_id,date,customer,salesperson,region,city",
            "T1,2026-05-04,A,陆,广东,深圳",
            "T1,2026-05-04,B,陆,广东,广州",
            "T1,2026-05-05,C,陆,广东省,东莞",
            "T1,2026-05-05,D,陆,福建,厦门",
            "T2,2026-05-11,A,苏,广东,深圳",
            "T2,2026-05-11,B,苏,广东,深圳",
            "T2,2026-05-12,C,苏,,佛山市",
            "T2,2026-05-12,D,苏,广东,中山",
            "T3,2026-05-18,A,苏,江苏,苏州",
        ]);
        assert_eq!(world.found("VIS002"), ["陆||T1|2026-05-05||||3"]);
    }
}
