//! EXP012: tests of all claims of an employee together: first digits and round amounts. They give hints for the sample and
//! never a finding: figures of a population prove nothing about a person.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Case, Ground, Lack, Param, ParamValue, Rule};
use crate::finding::{Draft, Severity};
use crate::tables::{Expense, TableId, expenses};

/// Population tests. First digits of 386,393 real claims have a MAD of 0.023 against Benford's law, far in "nonconformity",
/// because fares and rates recur (domain.md): only amounts that do not recur are tested.
pub(super) struct Populations;

impl Rule for Populations {
    fn id(&self) -> &'static str {
        "EXP012"
    }

    fn source(&self) -> &'static str {
        "audit practice"
    }

    fn severity(&self) -> Severity {
        Severity::Note
    }

    fn params(&self) -> &'static [Param] {
        &[Param { key: "recurring_from", default: ParamValue::Int(5) }]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Expenses, expenses::AMOUNT)]
    }

    fn lacks(&self, case: &Case<'_>) -> Option<Lack> {
        let least = least(case);
        let mut sizes: FxHashMap<&str, u64> = FxHashMap::default();
        let enough = testable(case.ground(), case.setup.int("recurring_from")).any(|claim| {
            let n = sizes.entry(&claim.employee).or_default();
            *n += 1;
            *n >= least
        });
        (!enough).then_some(Lack::Claims(least))
    }

    /// Worded as hints: the working paper says them.
    fn sentences(&self) -> &'static [&'static str] {
        &["first_digits", "round_amounts"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let least = least(case);
        for claims in population(case.ground(), case.setup.int("recurring_from")).into_values() {
            let enough = claims.len() as u64 >= least;
            for _ in claims {
                case.counted(enough);
            }
        }
        Vec::new()
    }
}

/// Claims that the smaller of the two tests needs.
fn least(case: &Case<'_>) -> u64 {
    let audit = &case.config().audit;
    audit.round_from.min(audit.benford_from).into()
}

/// The claims of the window that were not taken back and do not recur: the same category and amount occurs over the company
/// less than `recurring_from` times.
fn testable<'a>(ground: &Ground<'a>, recurring_from: i64) -> impl Iterator<Item = &'a Expense> {
    ground.claims_of_window().filter(move |claim| ground.occurrences(claim) < recurring_from)
}

/// The claims that can be tested, by employee; each employee's in the order of the input.
#[must_use]
pub fn population<'a>(ground: &Ground<'a>, recurring_from: i64) -> BTreeMap<&'a str, Vec<&'a Expense>> {
    let mut by_employee: FxHashMap<&str, Vec<&Expense>> = FxHashMap::default();
    for claim in testable(ground, recurring_from) {
        by_employee.entry(&claim.employee).or_default().push(claim);
    }
    by_employee.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    fn world(claims: u32) -> World {
        let mut rows = vec!["date,employee,category,amount".to_owned()];
        rows.extend((0..claims).map(|i| format!("2026-05-{:02},陆,meals,{}.5{}", i % 28 + 1, 31 + i, i % 10)));
        // Five times the same fare over the company: it recurs.
        rows.extend((0..5).map(|i| format!("2026-04-{:02},苏,local_transport,25", i + 1)));
        rows.push("2026-04-09,苏,meals,88".to_owned());
        World::month("2026-05").expenses(&rows.iter().map(String::as_str).collect::<Vec<_>>())
    }

    #[test]
    fn checked_from_enough_claims_on_and_never_a_finding() {
        assert_eq!(world(49).status("EXP012"), "not_checked");
        let enough = world(50);
        assert_eq!((enough.status("EXP012"), enough.found("EXP012").len()), ("checked", 0));
        let (_, audit) = enough.audit();
        let outcome = audit.outcomes.iter().find(|o| o.rule == "EXP012").unwrap();
        // The 50 of one employee; of the other only the one claim that does not recur, too few to test.
        assert_eq!((outcome.tested, outcome.unjudged), (50, 1));
    }
}
