//! VIS012: visits again and again to a customer that brings nothing.

use std::collections::BTreeMap;

use super::{Case, Param, ParamValue, Rule};
use crate::analyse::Segment;
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{PartyIx, TableId, Visit, customers, orders, visits};

/// A customer of the low-return quadrant that was visited repeatedly in the window, in the review month too, and ordered
/// nothing in all that time.
pub(super) struct CustomersOfValue;

impl Rule for CustomersOfValue {
    fn id(&self) -> &'static str {
        "VIS012"
    }

    fn source(&self) -> &'static str {
        "[0]1 A4"
    }

    fn severity(&self) -> Severity {
        Severity::Note
    }

    fn params(&self) -> &'static [Param] {
        &[Param { key: "min_visits", default: ParamValue::Int(2) }]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Visits, visits::DATE), (TableId::Orders, orders::DATE)]
    }

    /// Without any demand no customer has a share, and none is of low return.
    fn any_of(&self) -> &'static [&'static [(TableId, &'static str)]] {
        &[&[(TableId::Customers, customers::ANNUAL_DEMAND), (TableId::Visits, visits::ANNUAL_DEMAND_ESTIMATE)]]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["without_order"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let least = case.setup.int("min_visits");
        let period = case.review.period;
        let buyers = case.tables.orders.buyers(period.window_start(), period.as_of);
        let mut drafts = Vec::new();
        for (party, visits) in visited_in_month(case) {
            let segment = case.review.customer(party).map_or(Segment::Unclassified, |c| c.class.segment);
            if !case.counted(segment != Segment::Unclassified) || segment != Segment::LowReturn {
                continue;
            }
            let found = i64::try_from(visits.len()).unwrap_or(i64::MAX);
            let Some(newest) = visits.last().filter(|_| found >= least && !buyers.contains(&party)) else { continue };
            drafts.push(Draft {
                employee: Some(newest.salesperson.clone()),
                party: Some(party),
                facts: vec![
                    ("found", Fact::Count(found)),
                    ("from", Fact::Day(period.window_start())),
                    ("to", Fact::Day(period.as_of)),
                ],
                evidence: visits.iter().map(|v| v.source).collect(),
                identity: vec![period.month.to_string()],
                ..Draft::new(self.severity(), "without_order", newest.date)
            });
        }
        drafts
    }
}

/// The visits of the window to each customer that was also visited in the review month, oldest first.
fn visited_in_month<'a>(case: &Case<'a>) -> BTreeMap<PartyIx, Vec<&'a Visit>> {
    let (period, travel) = (case.review.period, &case.review.travel);
    let mut visits: BTreeMap<PartyIx, Vec<&Visit>> = BTreeMap::new();
    for visit in case.tables.visits.iter().filter(|v| period.in_window(v.date)) {
        visits.entry(visit.party).or_default().push(visit);
    }
    visits.retain(|_, of| of.iter().any(|v| travel.month_of(v.trip_id.as_deref(), v.date) == period.month));
    visits.values_mut().for_each(|of| of.sort_by_key(|v| (v.date, v.start, v.source)));
    visits
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    const CUSTOMERS: [&str; 6] = ["customer,annual_demand", "大,1000", "小,10", "买,10", "退,10", "旧,10"];

    /// The window of May 2026 begins on 1 June 2025. 大 (1,000 of 1,040 of all volume) is of high volume, the others of low.
    fn world(visits: &[&str]) -> World {
        let mut rows = vec!["date,customer,salesperson,purpose".to_owned()];
        rows.extend(visits.iter().map(|visit| format!("{visit},x")));
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        World::month("2026-05").customers(&CUSTOMERS).visits(&rows).orders(&[
            "order_id,date,customer,amount",
            "1,2026-01-05,大,900",
            "2,2026-01-05,买,1",
            "3,2026-01-05,退,-1",
            "4,2025-05-31,旧,9",
        ])
    }

    #[test]
    fn visited_again_and_again_without_an_order() {
        let world = world(&[
            "2025-06-01,小,陆",
            "2026-05-04,小,苏",
            "2026-04-04,大,陆",
            "2026-05-05,大,陆",
            "2026-04-06,买,陆",
            "2026-05-06,买,陆",
            // A return is no order, nor is an order before the window.
            "2026-04-07,退,陆",
            "2026-05-07,退,陆",
            "2026-04-08,旧,陆",
            "2026-05-08,旧,陆",
        ]);
        assert_eq!(world.found("VIS012"), ["苏|小||2026-05-04||||2", "陆|退||2026-05-07||||2", "陆|旧||2026-05-08||||2"]);
    }

    #[test]
    fn one_visit_or_none_this_month_is_nothing() {
        // The first visit of 小 lies a day before the window; nobody saw 退 in May; 新 has no demand and no class.
        let world = world(&[
            "2025-05-31,小,陆",
            "2026-05-04,小,苏",
            "2026-03-07,退,陆",
            "2026-04-07,退,陆",
            "2026-05-04,新,陆",
            "2026-05-05,新,陆",
        ]);
        assert!(world.found("VIS012").is_empty());
        assert_eq!(world.counts("VIS012"), (1, 1));
        assert_eq!(world.configured("[rules.VIS012]\nmin_visits = 1\n").found("VIS012"), ["苏|小||2026-05-04||||1"]);
    }

    #[test]
    fn without_orders_or_demand_it_is_not_checked() {
        let visits = ["date,customer,salesperson,purpose", "2026-05-04,A,陆,x"];
        assert_eq!(World::month("2026-05").visits(&visits).status("VIS012"), "not_checked");
        let orders = ["order_id,date,customer,amount", "1,2026-01-05,A,9"];
        assert_eq!(World::month("2026-05").visits(&visits).orders(&orders).status("VIS012"), "not_checked");
    }
}
