//! CRD001: new orders to a customer graded D or above its credit limit.

use std::collections::BTreeMap;

use super::{Case, Param, ParamValue, Rule};
use crate::analyse::Grade;
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{OrderLine, PartyIx, Source, TableId, customers, orders};
use crate::units::Money;

/// Orders of the review month to a customer that should get no more credit (domain.md section 6).
///
/// Grade and open receivables are those as of the last day of the month, which the credit sheet shows and anybody can
/// recompute; the sentence adds the grade the customer had when the month began, which whoever took the orders could know.
/// Returns are no orders. A limit of zero or less is none, as in the credit score. The orders are no claim of an employee:
/// claimed, allowed and excess stay empty, so that credit exposure is never added to travel spend.
pub(super) struct CreditStop;

impl Rule for CreditStop {
    fn id(&self) -> &'static str {
        "CRD001"
    }

    fn source(&self) -> &'static str {
        "[2]4.4.5"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Orders, orders::AMOUNT)]
    }

    /// Without payments nobody knows what is open; without due days there are no grades, without limits nothing to exceed.
    fn any_of(&self) -> &'static [&'static [(TableId, &'static str)]] {
        &[
            &[(TableId::Orders, orders::PAID_ON), (TableId::Orders, orders::PAID_AMOUNT)],
            &[(TableId::Orders, orders::DUE_ON), (TableId::Customers, customers::CREDIT_LIMIT)],
        ]
    }

    fn params(&self) -> &'static [Param] {
        &[Param { key: "evidence_lines", default: ParamValue::Int(5) }]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["grade", "limit", "both"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let mut customers: BTreeMap<PartyIx, Vec<OrderLine<'_>>> = BTreeMap::new();
        for line in case.order_lines_of_month().filter(|line| line.amount().is_positive()) {
            customers.entry(line.party()).or_default().push(line);
        }
        customers.into_iter().filter_map(|(party, lines)| self.judge(case, party, &lines)).collect()
    }
}

impl CreditStop {
    fn judge(&self, case: &Case<'_>, party: PartyIx, lines: &[OrderLine<'_>]) -> Option<Draft> {
        let customer = case.review.customer(party)?;
        let (credit, before) = (&customer.credit, customer.credit_before.grade);
        let limit = customer.credit_limit.filter(|limit| limit.is_positive());
        let use_of_limit = limit.zip(credit.open);
        if !case.counted(credit.grade != Grade::Unrated || use_of_limit.is_some()) {
            return None;
        }
        let above = use_of_limit.filter(|(limit, open)| open > limit);
        let sentence = match (credit.grade == Grade::D, above) {
            (true, Some(_)) => "both",
            (true, None) => "grade",
            (false, Some(_)) => "limit",
            (false, None) => return None,
        };
        let first = lines.iter().map(|line| line.date()).min()?;
        let total: Money = lines.iter().map(|line| line.amount()).sum();
        let money = |amount: Option<Money>| amount.map_or(Fact::Missing, Fact::Money);
        Some(Draft {
            party: Some(party),
            facts: vec![
                ("n", Fact::counted(lines.len())),
                ("orders", Fact::Money(total)),
                ("open", money(credit.open)),
                ("limit", money(limit)),
                ("grade", Fact::Code(credit.grade.code().to_owned())),
                ("before", Fact::Code(before.code().to_owned())),
            ],
            evidence: largest(lines, case.setup.int("evidence_lines")),
            identity: vec![case.review.period.month.to_string(), total.to_string()],
            ..Draft::new(self.severity(), sentence, first)
        })
    }
}

/// The largest lines, in the order of the input: one order proves that there was one, the sentence says how many there are.
fn largest(lines: &[OrderLine<'_>], most: i64) -> Vec<Source> {
    let mut lines: Vec<(Money, Source)> = lines.iter().map(|line| (line.amount(), line.source())).collect();
    lines.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    lines.truncate(usize::try_from(most).unwrap_or(0).max(1));
    let mut sources: Vec<Source> = lines.into_iter().map(|(_, source)| source).collect();
    sources.sort_unstable();
    sources
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    const MASTER: &[&str] = &["customer,credit_limit,industry", "D,,x", "E,100,x", "F,100,x", "G,0,x", "H,100,x", "I,,x"];

    /// D paid three invoices 100 days late: 30 points at 90 days, 20 at 120, so 30 − 10 × 10 ÷ 30 = 26.7 points at 100. The
    /// payment index is 26.7, nothing was on time (0), nothing is overdue (100):
    /// (50 × 26.7 + 20 × 0 + 15 × 100) ÷ 85 = 33.3, below 55: graded D.
    /// E has 100.01 open against a limit of 100, F just 100; G's limit of zero is none; H is above its limit since April and
    /// ordered nothing in May but a return; I has one invoice, no grade and no limit, and cannot be judged.
    #[test]
    fn graded_d_or_above_the_limit() {
        let world = World::month("2026-05").customers(MASTER).orders(&[
            "order_id,date,customer,amount,due_on,paid_on",
            "1,2025-10-01,D,10,2025-11-01,2026-02-09",
            "2,2025-10-02,D,10,2025-11-01,2026-02-09",
            "3,2025-10-03,D,10,2025-11-01,2026-02-09",
            "4,2026-05-04,D,10,2026-06-30,",
            "4,2026-05-04,D,5,2026-06-30,",
            "5,2026-05-20,D,7,2026-06-30,",
            "6,2026-05-21,D,-7,,",
            "7,2026-06-01,D,900,2026-06-30,",
            "8,2026-04-02,E,60,2026-06-30,",
            "9,2026-05-06,E,40.01,2026-06-30,",
            "10,2026-05-06,F,100,2026-06-30,",
            "11,2026-05-06,G,100,2026-06-30,",
            "12,2026-04-06,H,101,2026-06-30,",
            "13,2026-05-06,H,-1,,",
            "14,2026-05-06,I,9,2026-06-30,",
        ]);
        assert_eq!(world.found("CRD001"), ["|D||2026-05-04||||3", "|E||2026-05-06||||1"]);
        assert_eq!(world.counts("CRD001"), (3, 2));
        assert_eq!(
            world.messages("CRD001"),
            [
                "3 order lines of 22.00 in the month went to a customer graded D (when the month began: D); \
                 22.00 are open at the end of the month.",
                "1 order line of 40.01 in the month went to a customer above its credit limit: 100.01 are open at the end of \
                 the month, the limit is 100.00.",
            ]
        );
    }

    /// Three invoices paid 100 days late as above, and 31 open against a limit of 30: (50 × 26.7 + 20 × 0 + 15 × 100 +
    /// 15 × (150 − 103.3) ÷ 100 × 100) ÷ 100 = 35.3. One finding says both.
    #[test]
    fn both_at_once_are_one_finding() {
        let world = World::month("2026-05").customers(&["customer,credit_limit,industry", "A,30,x"]).orders(&[
            "order_id,date,customer,amount,due_on,paid_on",
            "1,2025-10-01,A,10,2025-11-01,2026-02-09",
            "2,2025-10-02,A,10,2025-11-01,2026-02-09",
            "3,2025-10-03,A,10,2025-11-01,2026-02-09",
            "4,2026-05-31,A,31,2026-06-30,",
        ]);
        assert_eq!(
            world.messages("CRD001"),
            ["1 order line of 31.00 in the month went to a customer graded D (when the month began: D) and above its credit \
                 limit: 31.00 are open at the end of the month, the limit is 30.00.",]
        );
    }

    #[test]
    fn without_payments_nothing_is_known_of_credit() {
        let without = World::month("2026-05")
            .customers(&["customer,credit_limit,industry", "A,1,x"])
            .orders(&["order_id,date,customer,amount,due_on", "1,2026-05-04,A,10,2026-05-05"]);
        assert_eq!(without.status("CRD001"), "not_checked");
        let no_grade = World::month("2026-05").orders(&["order_id,date,customer,amount,paid_on", "1,2026-05-04,A,10,2026-05-05"]);
        assert_eq!(no_grade.status("CRD001"), "not_checked");
    }

    /// The limit is exceeded in June: May's orders were fine as of the end of May.
    #[test]
    fn later_orders_are_not_held_against_the_month() {
        let world = |month: &str| {
            World::month(month).customers(MASTER).orders(&[
                "order_id,date,customer,amount,due_on,paid_on",
                "1,2026-05-31,E,60,2026-06-30,",
                "2,2026-06-01,E,60,2026-06-30,",
            ])
        };
        assert!(world("2026-05").found("CRD001").is_empty());
        assert_eq!(world("2026-06").found("CRD001"), ["|E||2026-06-01||||1"]);
    }
}
