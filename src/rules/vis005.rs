//! VIS005: an appointment confirmed too late.

use super::{Case, Param, ParamValue, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{TableId, visits};

/// A visit whose appointment was not confirmed with the customer early enough, or not at all.
pub(super) struct AppointmentAhead;

impl Rule for AppointmentAhead {
    fn id(&self) -> &'static str {
        "VIS005"
    }

    fn source(&self) -> &'static str {
        "[0]1"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn params(&self) -> &'static [Param] {
        &[Param { key: "days_ahead", default: ParamValue::Int(7) }]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Visits, visits::CONFIRMED_ON)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["late", "after", "missing"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let least = case.setup.int("days_ahead");
        case.visits(&[visits::CONFIRMED_ON])
            .filter_map(|v| {
                let ahead = v.confirmed_on.map(|day| (v.date - day).num_days());
                if ahead.is_some_and(|days| days >= least) {
                    return None;
                }
                let mut facts = vec![("expected", Fact::Count(least)), ("visit", Fact::Day(v.date))];
                if let (Some(day), Some(ahead)) = (v.confirmed_on, ahead) {
                    facts.extend([("confirmed", Fact::Day(day)), ("ahead", Fact::Count(ahead.abs()))]);
                }
                let sentence = match ahead {
                    Some(..0) => "after",
                    Some(_) => "late",
                    None => "missing",
                };
                Some(Draft { facts, ..Draft::of_visit(self.severity(), sentence, v) })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    #[test]
    fn seven_days_ahead() {
        let world = World::month("2026-05").visits(&[
            "date,customer,salesperson,confirmed_on",
            "2026-05-08,A,陆,2026-05-01",
            "2026-05-08,B,陆,2026-05-02",
            "2026-05-09,C,陆,",
            "2026-05-09,D,陆,2026-05-19",
        ]);
        assert_eq!(world.found("VIS005"), ["陆|B||2026-05-08||||1", "陆|C||2026-05-09||||1", "陆|D||2026-05-09||||1"]);
    }
}
