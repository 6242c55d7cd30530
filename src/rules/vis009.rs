//! VIS009: a first visit by too few or too many people, or one that lasted too long.

use super::{Case, Param, ParamValue, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{TableId, Visit, visits};

/// A first visit by one person alone or by more than three, or one of more than half an hour. What is not stated is not
/// judged: the length needs both the start and the end.
pub(super) struct FirstVisit;

impl Rule for FirstVisit {
    fn id(&self) -> &'static str {
        "VIS009"
    }

    fn source(&self) -> &'static str {
        "[0]2"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn params(&self) -> &'static [Param] {
        &[
            Param { key: "min_people", default: ParamValue::Int(2) },
            Param { key: "max_people", default: ParamValue::Int(3) },
            Param { key: "max_minutes", default: ParamValue::Int(30) },
        ]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Visits, visits::FIRST_VISIT)]
    }

    fn any_of(&self) -> &'static [&'static [(TableId, &'static str)]] {
        &[&[(TableId::Visits, visits::PARTY_SIZE), (TableId::Visits, visits::START), (TableId::Visits, visits::END)]]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["people", "long", "both"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let [least, most, minutes] = ["min_people", "max_people", "max_minutes"].map(|key| case.setup.int(key));
        let mut drafts = Vec::new();
        for visit in case.visits(&[visits::FIRST_VISIT]).filter(|v| v.first_visit == Some(true)) {
            let people = visit.party_size.map(i64::from);
            let length = length(visit);
            if people.is_none() && length.is_none() {
                case.give_up();
                continue;
            }
            let wrong_people = people.filter(|n| !(least..=most).contains(n));
            let too_long = length.filter(|n| *n > minutes);
            let sentence = match (wrong_people, too_long) {
                (Some(_), Some(_)) => "both",
                (Some(_), None) => "people",
                (None, Some(_)) => "long",
                (None, None) => continue,
            };
            let mut facts = vec![("least", Fact::Count(least)), ("most", Fact::Count(most)), ("limit", Fact::Count(minutes))];
            facts.push(("visit", Fact::Day(visit.date)));
            facts.extend(wrong_people.map(|n| ("people", Fact::Count(n))));
            facts.extend(too_long.map(|n| ("minutes", Fact::Count(n))));
            drafts.push(Draft { facts, ..Draft::of_visit(self.severity(), sentence, visit) });
        }
        drafts
    }
}

/// Minutes of a visit. An end before the start is a slip of the pen and says nothing.
fn length(visit: &Visit) -> Option<i64> {
    let minutes = i64::from(visit.end?) - i64::from(visit.start?);
    (minutes >= 0).then_some(minutes)
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    #[test]
    fn two_or_three_people_for_half_an_hour() {
        let world = World::month("2026-05").visits(&[
            "date,customer,salesperson,first_visit,party_size,start,end",
            "2026-05-04,A,陆,是,2,10:30,11:00",
            "2026-05-04,B,陆,是,1,10:30,11:00",
            "2026-05-05,C,陆,是,4,10:30,11:00",
            // 10:30 to 11:01 is 31 minutes.
            "2026-05-05,D,陆,是,3,10:30,11:01",
            "2026-05-06,E,苏,是,1,10:30,11:30",
            // Not the first visit; nothing stated; an end that is not stated; an end before the start.
            "2026-05-06,F,苏,否,1,10:30,12:30",
            "2026-05-07,G,苏,是,,10:30,",
            "2026-05-07,H,苏,是,2,10:30,",
            "2026-05-08,I,苏,是,2,15:30,14:10",
            "2026-04-30,J,苏,是,1,10:30,12:00",
        ]);
        let found = ["苏|E||2026-05-06||||1", "陆|B||2026-05-04||||1", "陆|C||2026-05-05||||1", "陆|D||2026-05-05||||1"];
        let mut seen = world.found("VIS009");
        seen.sort();
        assert_eq!(seen, found);
        assert_eq!(world.sentences("VIS009"), ["people", "people", "long", "both"]);
        assert_eq!(world.counts("VIS009"), (8, 1));
    }

    #[test]
    fn the_limits_are_configuration_and_one_column_is_enough() {
        let world = World::month("2026-05").visits(&["date,customer,salesperson,first_visit,party_size", "2026-05-04,A,陆,是,1"]);
        assert_eq!(world.found("VIS009").len(), 1);
        assert!(world.configured("[rules.VIS009]\nmin_people = 1\n").found("VIS009").is_empty());
        let bare = World::month("2026-05").visits(&["date,customer,salesperson,first_visit", "2026-05-04,A,陆,是"]);
        assert_eq!(bare.status("VIS009"), "not_checked");
    }
}
