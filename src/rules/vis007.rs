//! VIS007: a visit report that was not written on the day of the visit.

use super::{Case, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{TableId, visits};

/// A visit without a report, or with one of another day.
pub(super) struct ReportSameDay;

impl Rule for ReportSameDay {
    fn id(&self) -> &'static str {
        "VIS007"
    }

    fn source(&self) -> &'static str {
        "[0]1"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Visits, visits::REPORT_ON)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["late", "early", "missing"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        case.visits(&[visits::REPORT_ON])
            .filter(|v| v.report_on != Some(v.date))
            .map(|v| {
                let mut facts = vec![("visit", Fact::Day(v.date))];
                if let Some(day) = v.report_on {
                    facts.extend([("report", Fact::Day(day)), ("days", Fact::Count((day - v.date).num_days().abs()))]);
                }
                let sentence = match v.report_on {
                    None => "missing",
                    Some(day) if day < v.date => "early",
                    Some(_) => "late",
                };
                Draft { facts, ..Draft::of_visit(self.severity(), sentence, v) }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    #[test]
    fn the_report_is_written_on_the_day() {
        let world = World::month("2026-05").visits(&[
            "date,customer,salesperson,report_on",
            "2026-05-08,A,陆,2026-05-08",
            "2026-05-08,B,陆,2026-05-10",
            "2026-05-09,C,陆,",
        ]);
        assert_eq!(world.found("VIS007"), ["陆|B||2026-05-08||||1", "陆|C||2026-05-09||||1"]);
    }
}
