//! EXP001: living costs above the day rate times the days of the trip.

use std::collections::BTreeMap;

use super::{Case, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{Expense, TableId, expenses};
use crate::units::Money;

/// Hotel, meals and local transport of one employee on one trip, taken together, against the day rate of the grade.
pub(super) struct LivingCosts;

impl Rule for LivingCosts {
    fn id(&self) -> &'static str {
        "EXP001"
    }

    fn source(&self) -> &'static str {
        "[0]1 C"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn policy(&self) -> &'static [&'static str] {
        &["day_rates"]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Expenses, expenses::TRIP_ID)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["above"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for trip in case.trips() {
            let mut by_employee: BTreeMap<&str, Vec<&Expense>> = BTreeMap::new();
            for claim in trip.expenses.iter().map(|&i| &case.tables.expenses[i]).filter(|e| e.is_living()) {
                by_employee.entry(&claim.employee).or_default().push(claim);
            }
            let rates = &case.policy(Some(&trip.id), trip.last_day).day_rates;
            for (employee, claims) in by_employee {
                // A claim of the trip may name the grade; otherwise the newest one known.
                let own = claims.iter().rev().find_map(|c| c.grade.as_deref());
                let grade = own.or_else(|| case.grade(employee, trip.last_day));
                let Some((grade, rate)) = grade.and_then(|g| Some((g, rates.of(g)?.money()))) else {
                    // Without a grade that the policy knows there is no rate.
                    case.give_up();
                    continue;
                };
                // Reversals are negative and count against what they take back.
                let claimed: Money = claims.iter().map(|c| c.amount).sum();
                let allowed = rate.times(trip.days());
                if claimed <= allowed {
                    continue;
                }
                drafts.push(Draft {
                    severity: self.severity(),
                    employee: Some(employee.to_owned()),
                    party: None,
                    trip_id: Some(trip.id.clone()),
                    date: Some(trip.last_day),
                    claimed: Some(claimed),
                    allowed: Some(allowed),
                    excess: Some(claimed - allowed),
                    sentence: "above",
                    facts: vec![
                        ("claimed", Fact::Money(claimed)),
                        ("allowed", Fact::Money(allowed)),
                        ("rate", Fact::Money(rate)),
                        ("days", Fact::Count(trip.days())),
                        ("grade", Fact::Code(grade.to_owned())),
                    ],
                    evidence: claims.iter().map(|c| c.source).collect(),
                    identity: vec![claimed.to_string(), trip.last_day.to_string()],
                });
            }
        }
        drafts
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    /// Three days at 230: 690. Claimed 400 + 250 + 60 = 710, and a reversal of 10 leaves 700: 10 above. The manager on the
    /// same trip may spend 260 × 3 = 780 and spends just that.
    #[test]
    fn living_costs_of_a_trip_by_hand() {
        let world = World::month("2026-05")
            .visits(&["trip_id,date,customer,salesperson,trip_start,trip_end", "T1,2026-05-12,A,陆,2026-05-12,2026-05-14"])
            .expenses(&[
                "trip_id,date,employee,grade,category,amount",
                "T1,2026-05-12,陆,业务员,hotel,400",
                "T1,2026-05-13,陆,业务员,meals,250",
                "T1,2026-05-14,陆,业务员,local_transport,60",
                "T1,2026-05-14,陆,业务员,meals,-10",
                "T1,2026-05-14,陆,业务员,train,500",
                "T1,2026-05-12,苏,经理,hotel,780",
            ]);
        assert_eq!(world.found("EXP001"), ["陆||T1|2026-05-14|700.00|690.00|10.00|4"]);
    }

    #[test]
    fn a_trip_belongs_to_the_month_of_its_last_day() {
        let rows = &[
            "trip_id,date,employee,grade,category,amount",
            "T1,2026-04-30,陆,业务员,hotel,500",
            "T1,2026-05-01,陆,业务员,meals,1",
        ];
        assert_eq!(World::month("2026-04").expenses(rows).found("EXP001"), ["陆||T1|2026-04-30|500.00|230.00|270.00|1"]);
        assert_eq!(World::month("2026-05").expenses(rows).found("EXP001"), ["陆||T1|2026-05-01|501.00|460.00|41.00|2"]);
    }
}
