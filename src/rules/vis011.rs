//! VIS011: days of route calling with too few or too many visits. Off unless switched on.

use super::case::by_day;
use super::{Case, Param, ParamValue, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{TableId, visits};

/// A day on which a salesperson made fewer visits than a route should have, or more than can be made well. It is meant for
/// salespeople who call on shops along a route: whoever sees large customers makes fewer visits, so it is off by default.
pub(super) struct RouteCalling;

impl Rule for RouteCalling {
    fn id(&self) -> &'static str {
        "VIS011"
    }

    fn source(&self) -> &'static str {
        "[0]9"
    }

    fn severity(&self) -> Severity {
        Severity::Note
    }

    fn params(&self) -> &'static [Param] {
        &[Param { key: "min_visits", default: ParamValue::Int(5) }, Param { key: "max_visits", default: ParamValue::Int(8) }]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Visits, visits::SALESPERSON)]
    }

    fn on_by_default(&self) -> bool {
        false
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["too_few", "too_many"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let (least, most) = (case.setup.int("min_visits"), case.setup.int("max_visits"));
        let mut drafts = Vec::new();
        for ((date, salesperson), visits) in by_day(case.visits(&[])) {
            let found = i64::try_from(visits.len()).unwrap_or(i64::MAX);
            let sentence = match found {
                n if n < least => "too_few",
                n if n > most => "too_many",
                _ => continue,
            };
            drafts.push(Draft {
                employee: Some(salesperson.to_owned()),
                facts: vec![
                    ("found", Fact::Count(found)),
                    ("least", Fact::Count(least)),
                    ("most", Fact::Count(most)),
                    ("day", Fact::Day(date)),
                ],
                evidence: visits.iter().map(|v| v.source).collect(),
                identity: vec![date.to_string()],
                ..Draft::new(self.severity(), sentence, date)
            });
        }
        drafts
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    /// Four, five, eight and nine visits on four days.
    fn world() -> World {
        let mut rows = vec!["date,customer,salesperson,purpose".to_owned()];
        for (day, visits) in [(4, 4), (5, 5), (6, 8), (7, 9)] {
            rows.extend((0..visits).map(|n| format!("2026-05-0{day},C{n},陆,x")));
        }
        rows.push("2026-04-30,A,陆,x".to_owned());
        World::month("2026-05").visits(&rows.iter().map(String::as_str).collect::<Vec<_>>())
    }

    #[test]
    fn it_is_off_until_it_is_switched_on() {
        assert_eq!(world().status("VIS011"), "off");
        assert!(world().found("VIS011").is_empty());
    }

    #[test]
    fn five_to_eight_visits_a_day() {
        let world = world().configured("[rules.VIS011]\nenabled = true\n");
        assert_eq!(world.found("VIS011"), ["陆|||2026-05-04||||4", "陆|||2026-05-07||||9"]);
        assert_eq!(world.sentences("VIS011"), ["too_few", "too_many"]);
    }
}
