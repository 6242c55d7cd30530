//! SVC001: shipped after the promised date, and an on-time rate of the month below the target.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Case, Param, ParamValue, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{OrderLine, PartyIx, TableId, orders};

/// Order lines that left after the day they were promised for, or have not left.
///
/// A line belongs to the month in which its promise fell due: one ordered in September for October is October's. Days are
/// compared, not hours. A shipment after the last day of the month has not happened yet. Returns promise nothing.
/// The procedure allows one line in twenty to be late, so a late order is a note; the warning is the rate below the target.
pub(super) struct LateShipment;

impl Rule for LateShipment {
    fn id(&self) -> &'static str {
        "SVC001"
    }

    fn source(&self) -> &'static str {
        "[3] 4.2"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn params(&self) -> &'static [Param] {
        &[Param { key: "on_time_target", default: ParamValue::Float(0.95) }]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Orders, orders::PROMISED_ON), (TableId::Orders, orders::SHIPPED_ON)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["late", "open", "rate"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let as_of = case.review.period.as_of;
        let mut due = 0;
        let mut late: Vec<Late<'_>> = Vec::new();
        for line in case.orders(&[orders::PROMISED_ON, orders::SHIPPED_ON], OrderLine::promised_on) {
            let Some(promised) = line.promised_on() else { continue };
            due += 1;
            let shipped = line.shipped_on().filter(|day| *day <= as_of);
            if shipped.is_none_or(|day| day > promised) {
                late.push(Late { line, promised, shipped });
            }
        }
        let mut by_order: BTreeMap<(&str, PartyIx), Vec<Late<'_>>> = BTreeMap::new();
        for found in &late {
            by_order.entry((found.line.order_id().unwrap_or_default(), found.line.party())).or_default().push(*found);
        }
        let mut drafts: Vec<Draft> = by_order.iter().filter_map(|((order, party), late)| of_order(order, *party, late)).collect();
        drafts.extend(self.below_target(case, &late, due));
        drafts
    }
}

/// A line that was due in the month and did not leave in time.
#[derive(Clone, Copy)]
struct Late<'a> {
    line: OrderLine<'a>,
    promised: NaiveDate,
    /// None if it had not left by the end of the month.
    shipped: Option<NaiveDate>,
}

/// One finding an order; the sentence names its worst line: one that has not left, else the one that left latest.
fn of_order(order: &str, party: PartyIx, late: &[Late<'_>]) -> Option<Draft> {
    let delay = |l: &Late<'_>| l.shipped.map_or(i64::MAX, |day| (day - l.promised).num_days());
    let worst = late.iter().rev().max_by_key(|l| delay(l))?;
    let mut facts =
        vec![("order", Fact::Text(order.to_owned())), ("n", Fact::counted(late.len())), ("promised", Fact::Day(worst.promised))];
    if let Some(day) = worst.shipped {
        facts.extend([("shipped", Fact::Day(day)), ("days", Fact::Count(delay(worst)))]);
    }
    let date = late.iter().map(|l| l.promised).min()?;
    Some(Draft {
        party: Some(party),
        facts,
        evidence: late.iter().map(|l| l.line.source()).collect(),
        identity: vec![order.to_owned(), date.to_string()],
        ..Draft::new(Severity::Note, if worst.shipped.is_some() { "late" } else { "open" }, date)
    })
}

impl LateShipment {
    /// One finding for the whole company, with every late line.
    fn below_target(&self, case: &Case<'_>, late: &[Late<'_>], due: usize) -> Option<Draft> {
        let target = case.setup.float("on_time_target");
        // Both are far below 2^52: the quotient is the nearest number to the share, as the target is to what was written.
        #[allow(clippy::cast_precision_loss)]
        let rate = (due - late.len()) as f64 / due as f64;
        if late.is_empty() || rate >= target {
            return None;
        }
        let period = case.review.period;
        Some(Draft {
            facts: vec![
                ("due", Fact::counted(due)),
                ("on_time", Fact::counted(due - late.len())),
                ("late", Fact::counted(late.len())),
                ("rate", Fact::Text(percent_below(rate, target))),
                ("target", Fact::Text(percent(target))),
            ],
            evidence: late.iter().map(|l| l.line.source()).collect(),
            identity: vec!["rate".to_owned(), period.month.to_string(), due.to_string(), late.len().to_string()],
            ..Draft::new(self.severity(), "rate", period.as_of)
        })
    }
}

/// A share in per cent as a target is written: `95`, `97.5`.
fn percent(share: f64) -> String {
    let text = format!("{:.2}", share * 100.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A share in per cent with one decimal; where that would round it up to the target, with two, rounded down.
fn percent_below(share: f64, target: f64) -> String {
    if (share * 1000.0).round() < target * 1000.0 {
        return format!("{:.1}", share * 100.0);
    }
    format!("{:.2}", (share * 10_000.0).floor() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use super::*;

    const HEADER: &str = "order_id,date,customer,amount,promised_on,shipped_on";

    fn world(month: &str, rows: &[&str]) -> World {
        World::month(month).orders(&[&[HEADER], rows].concat())
    }

    /// Seven lines fall due in May, returns left out: 1 (in time), 2 (two lines, 1 and 4 days late), 3 (not shipped),
    /// 4 (promised for 31 May, left on 2 June: as of May it has not left), 6 (ordered in April, in time to the day), 8 (free
    /// of charge, late). On time are 2 of 7: 28.6 %.
    #[test]
    fn late_lines_by_order_and_the_rate_of_the_month() {
        let rows = [
            "1,2026-05-04,A,10,2026-05-10,2026-05-09",
            "2,2026-05-04,A,10,2026-05-10,2026-05-11",
            "2,2026-05-04,A,20,2026-05-12,2026-05-16",
            "3,2026-05-04,B,10,2026-05-20,",
            "4,2026-05-04,B,10,2026-05-31,2026-06-02",
            "5,2026-05-30,B,10,2026-06-01,",
            "6,2026-04-25,B,10,2026-05-05,2026-05-05 18:00",
            "7,2026-05-04,B,-10,2026-05-10,2026-05-20",
            "8,2026-05-20,C,0,2026-05-21,2026-05-22",
            "9,2026-05-20,C,10,,",
        ];
        let may = world("2026-05", &rows);
        assert_eq!(
            may.found("SVC001"),
            ["|A||2026-05-10||||2", "|B||2026-05-20||||1", "|C||2026-05-21||||1", "|||2026-05-31||||5", "|B||2026-05-31||||1"]
        );
        assert_eq!(may.severities("SVC001"), ["note", "note", "note", "warning", "note"]);
        assert_eq!(may.counts("SVC001"), (7, 0));
        assert_eq!(
            may.messages("SVC001")[..4],
            [
                "Order 2 was to be shipped by 2026-05-12 and left on 2026-05-16, 4 days late; 2 of its lines due in the month were late.",
                "Order 3 was to be shipped by 2026-05-20 and had not left at the end of the month; 1 of its lines due in the month was late.",
                "Order 8 was to be shipped by 2026-05-21 and left on 2026-05-22, 1 day late; 1 of its lines due in the month was late.",
                "At least 95 % of the lines due in the month are to be shipped in time; it was 2 of 7 (28.6 %), 5 were late.",
            ]
        );
        // June looks at what fell due in June only: order 5, not shipped.
        assert_eq!(world("2026-06", &rows).found("SVC001"), ["|B||2026-06-01||||1", "|||2026-06-30||||1"]);
    }

    /// 19 of 20 are 95 %: the target is met, and the late order alone is noted. 18 of 19 are 94.7 %.
    #[test]
    fn the_target_itself_is_met() {
        let mut rows: Vec<String> = (1..=19).map(|n| format!("{n},2026-05-04,A,10,2026-05-10,2026-05-10")).collect();
        rows.push("20,2026-05-04,A,10,2026-05-10,2026-05-11".to_owned());
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        assert_eq!(world("2026-05", &rows).severities("SVC001"), ["note"]);
        assert_eq!(world("2026-05", &rows[1..]).severities("SVC001"), ["note", "warning"]);
        assert!(world("2026-05", &rows[..19]).found("SVC001").is_empty());
    }

    #[test]
    fn shares_never_read_as_the_target_they_miss() {
        assert_eq!((percent(0.95).as_str(), percent(0.975).as_str(), percent(1.0).as_str()), ("95", "97.5", "100"));
        assert_eq!(percent_below(2.0 / 7.0, 0.95), "28.6");
        // 949,900 of 1,000,000 would round to 95.0 %.
        assert_eq!(percent_below(0.9499, 0.95), "94.99");
    }

    /// The second file states no shipping days: its lines cannot be judged in the month they were ordered.
    #[test]
    fn lines_whose_sheet_states_no_shipping_are_unjudged() {
        let world = world("2026-05", &["1,2026-05-04,A,10,2026-05-10,2026-05-09"]).orders(&[
            "order_id,date,customer,amount,promised_on",
            "2,2026-05-04,A,10,2026-06-10",
            "3,2026-06-04,A,10,2026-06-10",
        ]);
        assert_eq!(world.counts("SVC001"), (1, 1));
        let without = World::month("2026-05").orders(&["order_id,date,customer,amount", "1,2026-05-04,A,10"]);
        assert_eq!(without.status("SVC001"), "not_checked");
    }
}
