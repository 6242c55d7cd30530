//! EXP004: a category outside the policy; nothing else is reimbursed.

use super::{Case, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{TableId, expenses};
use crate::units::Money;

/// A claim of a category that the policy does not reimburse.
pub(super) struct CategoryOutsidePolicy;

impl Rule for CategoryOutsidePolicy {
    fn id(&self) -> &'static str {
        "EXP004"
    }

    fn source(&self) -> &'static str {
        "[0]1 C"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn policy(&self) -> &'static [&'static str] {
        &["categories"]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Expenses, expenses::CATEGORY)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["outside"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        case.claims(&[expenses::CATEGORY])
            .filter(|c| !case.policy(c.trip_id.as_deref(), c.date).categories.contains(&c.category))
            .map(|c| Draft {
                allowed: Some(Money::ZERO),
                excess: Some(c.amount),
                facts: vec![("category", Fact::Code(c.category.clone())), ("claimed", Fact::Money(c.amount))],
                ..Draft::of_claim(self.severity(), "outside", c)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    #[test]
    fn only_listed_categories_are_reimbursed() {
        let world = World::month("2026-05").expenses(&[
            "date,employee,category,amount",
            "2026-05-02,陆,洗衣费,35",
            "2026-05-03,陆,餐费,30",
            "2026-05-04,陆,招待费,300",
            "2026-05-05,陆,礼品,80",
        ]);
        assert_eq!(world.found("EXP004"), ["陆|||2026-05-02|35.00|0.00|35.00|1"]);
    }
}
