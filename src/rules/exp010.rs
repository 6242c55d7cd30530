//! EXP010: one expense split over several claims, each just under a limit from which on a further approval is needed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::{Case, Lack, Param, ParamValue, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{Expense, PartyIx, TableId, expenses};
use crate::units::Money;

/// Claims of one employee and category, of one customer where they state one, that stay just under a limit within some days. A
/// claim that reaches the limit asked for the approval and is none of them; one from 1 − `just_under` of the limit on is.
/// Amounts that recur are not left out: claims of one customer within days have no reason to be a rate.
pub(super) struct SplitClaims;

impl Rule for SplitClaims {
    fn id(&self) -> &'static str {
        "EXP010"
    }

    fn source(&self) -> &'static str {
        "audit practice"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn params(&self) -> &'static [Param] {
        &[
            Param { key: "at_least", default: ParamValue::Int(2) },
            Param { key: "just_under", default: ParamValue::Float(0.1) },
            Param { key: "within_days", default: ParamValue::Int(3) },
        ]
    }

    fn policy(&self) -> &'static [&'static str] {
        &["claim_limits"]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Expenses, expenses::AMOUNT)]
    }

    fn lacks(&self, case: &Case<'_>) -> Option<Lack> {
        let limits = &case.policy(None, case.review.period.as_of).claim_limits;
        limits.values().all(Vec::is_empty).then_some(Lack::Setting("policy.claim_limits"))
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["split"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let mut close: BTreeMap<(&str, &str, Money), Vec<&Expense>> = BTreeMap::new();
        let share = Decimal::from_f64(case.setup.float("just_under")).unwrap_or_default();
        let month = |e: &Expense| case.review.travel.month_of(e.trip_id.as_deref(), e.date);
        for (i, claim) in case.tables.expenses.iter().enumerate() {
            if claim.date > case.review.period.as_of || !claim.amount.is_positive() {
                continue;
            }
            let limits = case.policy(claim.trip_id.as_deref(), claim.date).limits_of(&claim.category);
            if limits.is_empty() || case.review.travel.cancelled.contains(&i) {
                continue;
            }
            if month(claim) == case.review.period.month {
                case.counted(true);
            }
            if let Some(limit) = limits.into_iter().find(|limit| is_just_under(claim.amount, *limit, share)) {
                close.entry((&claim.employee, &claim.category, limit)).or_default().push(claim);
            }
        }
        let (at_least, within) = (case.setup.int("at_least").max(2), case.setup.int("within_days"));
        let mut drafts = Vec::new();
        for ((employee, category, limit), mut claims) in close {
            claims.sort_by_key(|c| (c.date, c.source));
            for group in groups(claims, within) {
                // The finding belongs to the month of its last claim.
                let due = group.iter().map(|c| month(c)).max() == Some(case.review.period.month);
                if due && i64::try_from(group.len()).is_ok_and(|n| n >= at_least) {
                    drafts.push(self.draft(employee, category, limit, &group));
                }
            }
        }
        drafts
    }
}

impl SplitClaims {
    fn draft(&self, employee: &str, category: &str, limit: Money, group: &[&Expense]) -> Draft {
        let (first, last) = (group[0], group[group.len() - 1]);
        let claimed: Money = group.iter().map(|c| c.amount).sum();
        // One trip only where all name it; the policy of the claims is then that of the trip.
        let trip_id = first.trip_id.clone().filter(|trip| group.iter().all(|c| c.trip_id.as_ref() == Some(trip)));
        let mut identity = vec![category.to_owned(), limit.to_string()];
        identity.extend(group.iter().flat_map(|c| [c.date.to_string(), c.amount.to_string()]));
        Draft {
            employee: Some(employee.to_owned()),
            party: customer(group),
            trip_id,
            claimed: Some(claimed),
            facts: vec![
                ("n", Fact::counted(group.len())),
                ("category", Fact::Code(category.to_owned())),
                ("claimed", Fact::Money(claimed)),
                ("first", Fact::Day(first.date)),
                ("last", Fact::Day(last.date)),
                ("limit", Fact::Money(limit)),
            ],
            evidence: group.iter().map(|c| c.source).collect(),
            identity,
            ..Draft::new(self.severity(), "split", last.date)
        }
    }
}

/// From 1 − share of the limit on, and below it.
fn is_just_under(amount: Money, limit: Money, share: Decimal) -> bool {
    let least = limit.to_decimal() * (Decimal::ONE - share);
    amount < limit && amount.to_decimal() >= least
}

/// The customer that those of a group name who name one.
fn customer(group: &[&Expense]) -> Option<PartyIx> {
    group.iter().find_map(|c| c.party)
}

/// Claims that may be parts of one expense, in the order of their days: within some days of the first, of one customer, and not
/// the same receipt again, which is a claim made twice (EXP005).
fn groups(claims: Vec<&Expense>, within: i64) -> Vec<Vec<&Expense>> {
    let mut open: Vec<Vec<&Expense>> = Vec::new();
    let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days();
    for claim in claims {
        let fits = |group: &&mut Vec<&Expense>| {
            let one_customer = claim.party.is_none() || customer(group).is_none_or(|party| Some(party) == claim.party);
            days(group[0].date, claim.date) <= within && one_customer
        };
        match open.iter_mut().find(fits) {
            Some(group) => {
                if claim.receipt_no.is_none() || group.iter().all(|c| c.receipt_no != claim.receipt_no) {
                    group.push(claim);
                }
            }
            None => open.push(vec![claim]),
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    const HEAD: &str = "date,employee,category,amount,customer,receipt_no";

    /// 990 + 985 + 995 = 2,970 for one customer within three days. 900 is just under 1,000 (90 %), 899.99 is not, and 1,000 reaches
    /// it; 1,850 and 1,999.99 are just under 2,000.
    #[test]
    fn claims_just_under_a_limit() {
        let world = World::month("2026-10").expenses(&[
            HEAD,
            "2026-10-20,陆,招待费,990,A,",
            "2026-10-21,陆,招待费,985,A,",
            "2026-10-22,陆,招待费,995,A,",
            "2026-10-20,苏,招待费,900,B,",
            "2026-10-21,苏,招待费,899.99,B,",
            "2026-10-22,苏,招待费,1000,B,",
            "2026-10-12,何,招待费,1850,C,",
            "2026-10-15,何,招待费,1999.99,,",
            "2026-10-12,白,住宿费,950,C,",
            "2026-10-12,白,住宿费,960,C,",
        ]);
        assert_eq!(world.found("EXP010"), ["何|C||2026-10-15|3849.99|||2", "陆|A||2026-10-22|2970.00|||3"]);
        assert_eq!(
            world.judged("EXP010")[1],
            "standard: 3 claims (reception) from 2026-10-20 to 2026-10-22, 2,970.00 in all, each stay just under 1,000.00, \
             from which on a further approval is needed; one expense is to be claimed whole."
        );
        // Receptions and gifts have limits, hotels have none.
        assert_eq!(world.counts("EXP010"), (8, 0));
    }

    /// Other customers, other employees, four days apart, a reversal, the same receipt again: no splits.
    #[test]
    fn near_misses() {
        let world = World::month("2026-10").expenses(&[
            HEAD,
            "2026-10-20,陆,招待费,990,A,",
            "2026-10-20,陆,招待费,985,B,",
            "2026-10-20,苏,招待费,980,A,",
            "2026-10-24,苏,招待费,970,A,",
            "2026-10-20,何,礼品,990,A,",
            "2026-10-21,何,礼品,985,A,",
            "2026-10-22,何,礼品,-985,A,",
            "2026-10-20,白,招待费,960,A,FP1",
            "2026-10-21,白,招待费,960,A,FP1",
        ]);
        assert!(world.found("EXP010").is_empty(), "{:?}", world.found("EXP010"));
    }

    #[test]
    fn a_split_over_the_end_of_a_month_belongs_to_its_last_claim() {
        let rows = &[HEAD, "2026-09-29,陆,招待费,990,A,", "2026-10-01,陆,招待费,985,A,"];
        assert!(World::month("2026-09").expenses(rows).found("EXP010").is_empty());
        assert_eq!(World::month("2026-10").expenses(rows).found("EXP010"), ["陆|A||2026-10-01|1975.00|||2"]);
        assert!(World::month("2026-11").expenses(rows).found("EXP010").is_empty());
    }

    #[test]
    fn its_thresholds_and_limits_are_configuration() {
        let rows = &[HEAD, "2026-10-20,陆,打车,480,,", "2026-10-26,陆,打车,420,,"];
        let config = "[policy]\nclaim_limits = { local_transport = [500] }\n[rules.EXP010]\njust_under = 0.2\nwithin_days = 7\n";
        assert_eq!(World::month("2026-10").configured(config).expenses(rows).found("EXP010"), ["陆|||2026-10-26|900.00|||2"]);
        let none = World::month("2026-10").configured("[policy]\nclaim_limits = {}\n").expenses(rows);
        assert_eq!(none.status("EXP010"), "not_checked");
    }
}
