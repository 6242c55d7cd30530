//! EXP011: a gift above the standard, and a reception that names no customer.

use super::{Case, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{Expense, TableId, expenses};

/// Gifts against what one may cost, and receptions of nobody. Gifts are judged by their amount alone; a reception whose sheet has
/// no column of customers cannot be judged.
pub(super) struct GiftsAndReceptions;

impl Rule for GiftsAndReceptions {
    fn id(&self) -> &'static str {
        "EXP011"
    }

    fn source(&self) -> &'static str {
        "[1]"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn policy(&self) -> &'static [&'static str] {
        &["gift_limit"]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Expenses, expenses::AMOUNT)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["gift", "reception"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let names_customers = |claim: &Expense| {
            [expenses::CUSTOMER, expenses::CUSTOMER_ID].iter().any(|column| case.tables.sources.states(claim.source, column))
        };
        let mut drafts = Vec::new();
        for claim in case.claims(&[]) {
            let limit = case.policy(claim.trip_id.as_deref(), claim.date).gift_limit.money();
            match claim.category.as_str() {
                "gift" if claim.amount > limit => drafts.push(Draft {
                    allowed: Some(limit),
                    excess: Some(claim.amount - limit),
                    facts: vec![("claimed", Fact::Money(claim.amount)), ("limit", Fact::Money(limit))],
                    ..Draft::of_claim(Severity::Error, "gift", claim)
                }),
                "reception" if claim.party.is_none() => {
                    if names_customers(claim) {
                        drafts.push(Draft {
                            facts: vec![("claimed", Fact::Money(claim.amount)), ("day", Fact::Day(claim.date))],
                            ..Draft::of_claim(self.severity(), "reception", claim)
                        });
                    } else {
                        case.give_up();
                    }
                }
                _ => {}
            }
        }
        drafts
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    /// 1,280 − 1,000 = 280 above the standard; a gift of 1,000 is within it. A gift that was taken back is none.
    #[test]
    fn gifts_and_receptions() {
        let world = World::month("2026-10").expenses(&[
            "date,employee,category,amount,customer",
            "2026-10-15,陆,礼品,1280,A",
            "2026-10-16,陆,礼品,1000,A",
            "2026-10-16,苏,招待费,523.65,",
            "2026-10-19,苏,招待费,5000,B",
            "2026-10-20,苏,礼品,90,",
            "2026-10-21,苏,礼品,1500,B",
            "2026-10-22,苏,礼品,-1500,B",
            "2026-09-15,陆,礼品,1290,A",
        ]);
        assert_eq!(world.found("EXP011"), ["陆|A||2026-10-15|1280.00|1000.00|280.00|1", "苏|||2026-10-16|523.65|||1"]);
        assert_eq!(world.severities("EXP011"), ["error", "warning"]);
    }

    /// A trip that began in September is judged by September's policy, though the gift was made in October.
    #[test]
    fn the_limit_is_that_of_the_policy_in_force() {
        let world = World::month("2026-10")
            .configured("[policy]\ngift_limit = 500\n[[policy.changes]]\nvalid_from = 2026-10-01\ngift_limit = 300.5\n")
            .expenses(&[
                "trip_id,date,employee,category,amount,customer",
                ",2026-10-15,陆,礼品,400,A",
                "T1,2026-09-30,陆,meals,40,",
                "T1,2026-10-01,陆,礼品,450,A",
            ]);
        assert_eq!(world.found("EXP011"), ["陆|A||2026-10-15|400.00|300.50|99.50|1"]);
    }

    #[test]
    fn without_customers_receptions_are_not_judged() {
        let world = World::month("2026-10").expenses(&[
            "date,employee,category,amount",
            "2026-10-15,陆,招待费,800",
            "2026-10-15,陆,礼品,1280",
        ]);
        assert_eq!(world.found("EXP011"), ["陆|||2026-10-15|1280.00|1000.00|280.00|1"]);
        assert_eq!(world.counts("EXP011"), (1, 1));
    }
}
