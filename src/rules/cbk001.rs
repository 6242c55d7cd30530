//! CBK001: an active customer whose callback is overdue.

use super::{Case, Param, ParamValue, Rule};
use crate::analyse::CustomerReview;
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{Source, TableId, callbacks};

/// At the end of the month the last callback of an active customer lies too far back: 7 days for a key customer, 31 for a
/// routine one. A customer that was never called counts from its first order.
pub(super) struct CallbackOverdue;

impl Rule for CallbackOverdue {
    fn id(&self) -> &'static str {
        "CBK001"
    }

    fn source(&self) -> &'static str {
        "[3]"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn params(&self) -> &'static [Param] {
        &[Param { key: "key_days", default: ParamValue::Int(7) }, Param { key: "routine_days", default: ParamValue::Int(31) }]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Callbacks, callbacks::DATE)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["overdue", "never"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let as_of = case.review.period.as_of;
        let mut drafts = Vec::new();
        for customer in case.review.customers.iter().filter(|c| c.coverage.active && case.counted(true)) {
            let key = customer.class.is_key();
            let limit = case.setup.int(if key { "key_days" } else { "routine_days" });
            let last = customer.coverage.last_callback;
            // Nobody can have called a customer before it was one.
            let since = last.or(customer.coverage.known_since);
            let days = since.map(|day| (as_of - day).num_days());
            if days.is_some_and(|d| d <= limit) {
                continue;
            }
            let mut facts =
                vec![("limit", Fact::Count(limit)), ("kind", Fact::Code(if key { "key" } else { "routine" }.to_owned()))];
            if let (Some(day), Some(days)) = (last, days) {
                facts.extend([("last", Fact::Day(day)), ("days", Fact::Count(days))]);
            }
            let (caller, evidence) = evidence(case, customer);
            drafts.push(Draft {
                employee: customer.owner.clone().or(caller),
                party: Some(customer.party),
                facts,
                evidence,
                identity: vec![last.map(|d| d.to_string()).unwrap_or_default()],
                ..Draft::new(self.severity(), if last.is_some() { "overdue" } else { "never" }, as_of)
            });
        }
        drafts
    }
}

/// The last callback and who made it; for a customer never called its card, its latest visit or order.
fn evidence(case: &Case<'_>, customer: &CustomerReview) -> (Option<String>, Vec<Source>) {
    let as_of = case.review.period.as_of;
    let own = case.tables.callbacks.iter().filter(|c| c.party == customer.party && c.date <= as_of);
    if let Some(last) = own.max_by_key(|c| (c.date, c.source)) {
        return (last.caller.clone(), vec![last.source]);
    }
    let card = case.tables.customers.iter().find(|c| c.party == customer.party).map(|c| c.source);
    let order = || case.tables.orders.newest(customer.party, as_of);
    (None, card.or_else(order).into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    /// As of 31 May: A bought most (core), called on 24 May, 7 days ago: in time. B is key too, called on the 23rd: overdue.
    /// C is small, called on 30 April, 31 days ago: in time. D is small, called on 29 April: overdue. E was never called.
    #[test]
    fn days_since_the_last_callback() {
        let world = World::month("2026-05")
            .customers(&["customer,annual_demand,owner", "A,1000,陆", "B,900,苏", "C,10,苏", "D,9,陆", "E,8,陆"])
            .orders(&[
                "order_id,date,customer,amount",
                "1,2026-01-05,A,900",
                "2,2026-01-05,B,800",
                "3,2026-01-05,C,10",
                "4,2026-01-05,D,9",
                "5,2026-01-05,E,8",
            ])
            .callbacks(&[
                "date,customer,method",
                "2026-05-24,A,phone",
                "2026-05-23,B,phone",
                "2026-04-30,C,phone",
                "2026-04-29,D,phone",
                "2026-06-02,D,phone",
            ]);
        assert_eq!(world.found("CBK001"), ["苏|B||2026-05-31||||1", "陆|D||2026-05-31||||1", "陆|E||2026-05-31||||1"]);
    }
}
