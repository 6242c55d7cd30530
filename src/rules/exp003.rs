//! EXP003: a flight without prior approval.

use super::{Case, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{TableId, expenses};
use crate::units::Money;

/// A flight claimed where approval beforehand is denied or not stated.
pub(super) struct FlightApproval;

impl Rule for FlightApproval {
    fn id(&self) -> &'static str {
        "EXP003"
    }

    fn source(&self) -> &'static str {
        "[0]1 C"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Expenses, expenses::PRIOR_APPROVAL)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["unapproved"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        case.claims(&[expenses::PRIOR_APPROVAL])
            .filter(|c| c.category == "flight" && c.prior_approval != Some(true))
            .map(|c| Draft {
                allowed: Some(Money::ZERO),
                excess: Some(c.amount),
                facts: vec![("claimed", Fact::Money(c.amount))],
                ..Draft::of_claim(self.severity(), "unapproved", c)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    #[test]
    fn flights_need_a_yes() {
        let world = World::month("2026-05").expenses(&[
            "date,employee,category,amount,prior_approval",
            "2026-05-02,陆,flight,1000,是",
            "2026-05-03,陆,机票,1100,否",
            "2026-05-04,苏,flight,1200,",
            "2026-05-05,苏,train,90,否",
        ]);
        assert_eq!(world.found("EXP003"), ["陆|||2026-05-03|1100.00|0.00|1100.00|1", "苏|||2026-05-04|1200.00|0.00|1200.00|1"]);
    }

    #[test]
    fn a_claim_that_was_taken_back_is_none() {
        let world = World::month("2026-05").expenses(&[
            "date,employee,category,amount,prior_approval",
            "2026-05-03,陆,机票,1100,否",
            "2026-05-09,陆,机票,-1100,否",
        ]);
        assert!(world.found("EXP003").is_empty());
    }
}
