//! SVC002: an urgent spare part that was not delivered in time.

use chrono::{Days, NaiveDate};

use super::{Case, Param, ParamValue, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{OrderLine, TableId, orders};

const DAY_MINUTES: i64 = 24 * 60;

/// A spare part the customer needs at once: it is to leave within six hours of the order where both times are stated, and on
/// the day of the order otherwise.
///
/// Only orders marked as spare parts count: the procedure promises hours for 急需的维修零部件, while an order that is merely
/// urgent is an order with a date of its own (SVC001). A line belongs to the month in which its time ran out, so that a part
/// ordered on the last evening of a month is judged when it can be. What left after the last day of the month has not left.
pub(super) struct SparePartLate;

impl Rule for SparePartLate {
    fn id(&self) -> &'static str {
        "SVC002"
    }

    fn source(&self) -> &'static str {
        "[3] 4.2.2"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn params(&self) -> &'static [Param] {
        &[Param { key: "hours", default: ParamValue::Int(6) }]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Orders, orders::URGENCY), (TableId::Orders, orders::SHIPPED_ON)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["hours", "day", "open"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let hours = case.setup.int("hours");
        let as_of = case.review.period.as_of;
        let urgent = |line: OrderLine<'_>| (line.urgency() == Some("spare_part")).then(|| deadline_day(line, hours));
        case.orders(&[orders::URGENCY, orders::SHIPPED_ON], urgent)
            .filter_map(|line| {
                let shipped = line.shipped_on().filter(|day| *day <= as_of);
                self.judge(line, shipped, hours)
            })
            .collect()
    }
}

/// The day on which the time of a spare part runs out.
fn deadline_day(line: OrderLine<'_>, hours: i64) -> NaiveDate {
    let minutes = line.minute().map_or(0, |minute| i64::from(minute) + hours * 60);
    let days = u64::try_from(minutes / DAY_MINUTES).unwrap_or_default();
    line.date().checked_add_days(Days::new(days)).unwrap_or(line.date())
}

impl SparePartLate {
    fn judge(&self, line: OrderLine<'_>, shipped: Option<NaiveDate>, hours: i64) -> Option<Draft> {
        let ordered = line.date();
        let day = Fact::Day;
        let order = line.order_id().unwrap_or_default();
        let mut facts = vec![("order", Fact::Text(order.to_owned())), ("ordered", day(ordered)), ("hours", Fact::Count(hours))];
        let sentence = match (shipped, line.minute(), line.shipped_minute()) {
            (None, ..) => "open",
            (Some(left), Some(from), Some(to)) => {
                let minutes = (left - ordered).num_days() * DAY_MINUTES + i64::from(to) - i64::from(from);
                if minutes <= hours * 60 {
                    return None;
                }
                facts.extend([
                    ("ordered_at", Fact::Text(clock(from))),
                    ("shipped", day(left)),
                    ("shipped_at", Fact::Text(clock(to))),
                    ("taken", Fact::Text(format!("{}:{:02}", minutes / 60, minutes % 60))),
                ]);
                "hours"
            }
            (Some(left), ..) if left > ordered => {
                facts.extend([("shipped", day(left)), ("days", Fact::Count((left - ordered).num_days()))]);
                "day"
            }
            (Some(_), ..) => return None,
        };
        Some(Draft {
            party: Some(line.party()),
            facts,
            evidence: vec![line.source()],
            identity: vec![order.to_owned(), ordered.to_string()],
            ..Draft::new(self.severity(), sentence, deadline_day(line, hours))
        })
    }
}

fn clock(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    fn world(month: &str, rows: &[&str]) -> World {
        World::month(month).orders(&[&["order_id,date,customer,amount,shipped_on,urgency"], rows].concat())
    }

    #[test]
    fn six_hours_where_both_times_are_stated_else_the_same_day() {
        let world = world(
            "2026-05",
            &[
                // 9:00 to 15:00 are six hours, to 15:01 one minute more; 22:00 to 3:30 are five and a half, over midnight.
                "1,2026-05-04 09:00,A,10,2026-05-04 15:00,spare part",
                "2,2026-05-04 09:00,A,10,2026-05-04 15:01,spare part",
                "3,2026-05-04 22:00,A,10,2026-05-05 03:30,备件",
                // Without one of the times, or with the midnight that programs write, the day decides.
                "4,2026-05-04 09:00,A,10,2026-05-04,spare part",
                "5,2026-05-04 00:00,A,10,2026-05-04 15:01,spare part",
                "6,2026-05-04,B,10,2026-05-05,spare part",
                "7,2026-05-04,B,10,,spare part",
                // Urgent is no spare part, and a return is no order.
                "8,2026-05-04,B,10,2026-05-09,urgent",
                "9,2026-05-04,B,-10,2026-05-09,spare part",
            ],
        );
        assert_eq!(world.found("SVC002"), ["|A||2026-05-04||||1", "|B||2026-05-04||||1", "|B||2026-05-04||||1"]);
        assert_eq!(world.counts("SVC002"), (7, 0));
        assert_eq!(
            world.messages("SVC002"),
            [
                "Order 2: an urgent spare part ordered on 2026-05-04 at 09:00 was to leave within 6 hours; it left on 2026-05-04 at \
                 15:01, after 6:01 hours.",
                "Order 6: an urgent spare part ordered on 2026-05-04 was to leave the same day; it left on 2026-05-05, 1 day later.",
                "Order 7: an urgent spare part ordered on 2026-05-04 was to leave within 6 hours, or on the same day; it had not left \
                 at the end of the month.",
            ]
        );
    }

    /// Ordered on 31 May at 20:00, the time runs out on 1 June at 2:00: June judges it, and it left at 1:00. Ordered at 17:59,
    /// it ran out in May: what left at 1:00 had not left then.
    #[test]
    fn the_month_in_which_the_time_ran_out() {
        let rows = ["1,2026-05-31 20:00,A,10,2026-06-01 01:00,spare part", "2,2026-05-31 17:59,B,10,2026-06-01 01:00,spare part"];
        assert_eq!(world("2026-05", &rows).found("SVC002"), ["|B||2026-05-31||||1"]);
        assert!(world("2026-06", &rows).found("SVC002").is_empty());
        let late = ["1,2026-05-31 20:00,A,10,2026-06-01 02:01,spare part"];
        assert_eq!(world("2026-06", &late).found("SVC002"), ["|A||2026-06-01||||1"]);
    }

    #[test]
    fn without_urgency_there_are_no_spare_parts_to_tell() {
        let without =
            World::month("2026-05").orders(&["order_id,date,customer,amount,shipped_on", "1,2026-05-04,A,10,2026-05-09"]);
        assert_eq!(without.status("SVC002"), "not_checked");
    }
}
