//! VIS010: visits that begin outside the hours in which customers have time. An advisory.

use std::collections::BTreeMap;

use super::{Case, Lack, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{TableId, Visit, visits};

/// Visits of a salesperson in the month that begin outside the recommended hours: one note a salesperson and month, since
/// a note on every visit would drown what matters. The procedure speaks of the time of arrival, so the start counts and not
/// the end; both ends of the hours belong to them.
pub(super) struct VisitHours;

impl Rule for VisitHours {
    fn id(&self) -> &'static str {
        "VIS010"
    }

    fn source(&self) -> &'static str {
        "[0]2"
    }

    fn severity(&self) -> Severity {
        Severity::Note
    }

    fn policy(&self) -> &'static [&'static str] {
        &["visit_hours"]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Visits, visits::START)]
    }

    fn lacks(&self, case: &Case<'_>) -> Option<Lack> {
        let none = case.policy(None, case.review.period.as_of).visit_hours.is_empty();
        none.then_some(Lack::Setting("policy.visit_hours"))
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["outside"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let mut people: BTreeMap<&str, (i64, Vec<&Visit>)> = BTreeMap::new();
        for visit in case.visits(&[visits::START]) {
            let Some(start) = visit.start else {
                case.give_up();
                continue;
            };
            let (timed, outside) = people.entry(&visit.salesperson).or_default();
            *timed += 1;
            let hours = &case.policy(visit.trip_id.as_deref(), visit.date).visit_hours;
            if !hours.is_empty() && !hours.iter().any(|h| h.contain(start)) {
                outside.push(visit);
            }
        }
        people.into_iter().filter_map(|(person, (timed, outside))| self.note(case, person, timed, outside)).collect()
    }
}

impl VisitHours {
    fn note(&self, case: &Case<'_>, person: &str, timed: i64, mut outside: Vec<&Visit>) -> Option<Draft> {
        outside.sort_by_key(|v| (v.date, v.start, v.source));
        let last = outside.last()?;
        let hours: Vec<String> =
            case.policy(last.trip_id.as_deref(), last.date).visit_hours.iter().map(ToString::to_string).collect();
        Some(Draft {
            employee: Some(person.to_owned()),
            facts: vec![
                ("found", Fact::counted(outside.len())),
                ("visits", Fact::Count(timed)),
                ("hours", Fact::Text(hours.join(", "))),
            ],
            evidence: outside.iter().map(|v| v.source).collect(),
            identity: vec![case.review.period.month.to_string()],
            ..Draft::new(self.severity(), "outside", last.date)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    #[test]
    fn one_note_a_salesperson_with_every_visit_outside() {
        let world = World::month("2026-05").visits(&[
            "visit_id,date,customer,salesperson,start,end",
            // The ends of the hours belong to them, and how long a visit lasts does not count.
            "V1,2026-05-04,A,陆,10:30,12:30",
            "V2,2026-05-04,B,陆,11:30,12:00",
            "V3,2026-05-05,A,陆,15:00,15:30",
            "V4,2026-05-05,B,陆,16:30,17:45",
            "V5,2026-05-06,A,苏,10:29,11:00",
            "V6,2026-05-07,B,苏,14:59,15:30",
            "V7,2026-05-08,C,苏,16:31,17:00",
            "V8,2026-05-11,C,苏,15:30,16:00",
            "V9,2026-05-12,D,苏,,",
            "V10,2026-04-30,E,陆,08:00,09:00",
        ]);
        assert_eq!(world.found("VIS010"), ["苏|||2026-05-08||||3"]);
        assert_eq!(world.severities("VIS010"), ["note"]);
        assert_eq!(world.counts("VIS010"), (8, 1));
    }

    #[test]
    fn hours_are_those_of_the_policy_in_force() {
        let world = World::month("2026-05").visits(&[
            "visit_id,date,customer,salesperson,start",
            "V11,2026-05-04,A,陆,09:30",
            "V12,2026-05-20,B,陆,09:30",
            "V13,2026-05-21,C,陆,11:00",
        ]);
        let world = world
            .configured("[[policy.changes]]\nvalid_from = 2026-05-10\nvisit_hours = [{ from = \"9:00\", to = \"10:00\" }]\n");
        assert_eq!(world.found("VIS010"), ["陆|||2026-05-21||||2"]);
        let none = world.configured("[policy]\nvisit_hours = []\n");
        assert_eq!(none.status("VIS010"), "not_checked");
    }

    #[test]
    fn both_times_in_one_column_are_read() {
        let world = World::month("2026-05").visits(&["date,time,customer,salesperson", "2026-05-04,13:30-14:00,A,陆"]);
        assert_eq!(world.found("VIS010"), ["陆|||2026-05-04||||1"]);
        assert_eq!(
            World::month("2026-05").visits(&["visit_id,date,customer,salesperson", "V1,2026-05-04,A,陆"]).status("VIS010"),
            "not_checked"
        );
    }
}
