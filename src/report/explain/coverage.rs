//! Coverage: visits and callbacks due and made, the weeks met, and the orders that followed visits.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::view::{Item, View, step};
use super::{Section, SourceList, Step};
use crate::labels::fill;
use crate::units::IsoWeek;

pub(super) fn section(v: &View<'_>) -> Section {
    let (t, available, own) = (v.t, v.input.review.available, &v.c.coverage);
    let text = match (own.active, v.c.sales_window.is_positive()) {
        (true, true) => t.active_sales.to_owned(),
        (true, false) => {
            let stage = v.c.stage.as_deref().map_or(v.l.unknown, |code| v.l.word(code));
            fill(t.active_stage, &[("stage", stage.to_owned())])
        }
        (false, _) => t.active_no.to_owned(),
    };
    let mut steps = vec![step(t.active, text, if own.active { v.l.yes } else { v.l.no })];
    if available.visits {
        steps.extend(visits(v));
    } else {
        steps.push(v.of("visits_month", v.l.note_no_visits, v.l.unknown));
    }
    if available.callbacks {
        steps.extend(callbacks(v));
    } else {
        steps.push(v.of("callbacks_month", v.l.note_no_callbacks, v.l.unknown));
    }
    Section { id: "coverage", heading: t.coverage.to_owned(), steps, sources: sources(v) }
}

fn visits(v: &View<'_>) -> Vec<Step> {
    let (t, own, period) = (v.t, &v.c.coverage, v.input.review.period);
    let month = [("month", period.month.to_string())];
    let due = fill(t.visits_due_of, &[("segment", v.l.word(v.c.class.segment.code()).to_owned())]);
    let followed = |n: u32, of: u32| vec![("n", n.to_string()), ("of", of.to_string())];
    let same = fill(t.followed_same_day, &followed(own.orders_same_day, own.visits_window));
    let mut within = followed(own.orders_within, own.visits_window);
    within.push(("days", v.config().coverage.order_within_days.to_string()));
    let within = fill(t.followed_within, &within);
    let known = fill(t.known_last, &[("day", period.as_of.to_string())]);
    vec![
        v.of("visits_due", due, own.visits_due.to_string()),
        v.figure("visits_month", "visits_month", fill(t.visits_month_of, &month), own.visits_month.to_string()),
        v.figure("visits_window", "visits_window", "", own.visits_window.to_string()),
        v.figure("orders_same_day", "visit_orders_same_day", same, v.share_or(own.same_day_share())),
        v.figure("orders_within", "visit_orders_30d", within, v.share_or(own.within_share())),
        v.of("last_visit", known, own.last_visit.map_or(v.l.unknown.to_owned(), |d| d.to_string())),
    ]
}

fn callbacks(v: &View<'_>) -> Vec<Step> {
    let (t, own, period) = (v.t, &v.c.coverage, v.input.review.period);
    let month = ("month", period.month.to_string());
    let weeks = period.month.iso_weeks();
    let named = |weeks: &[IsoWeek]| weeks.iter().map(|w| w.week.to_string()).collect::<Vec<_>>().join(", ");
    let (due, met) = if own.weeks_due > 0 {
        let called: BTreeSet<IsoWeek> =
            v.trace.callbacks.iter().map(|&i| IsoWeek::of(v.input.tables.callbacks[i].date)).collect();
        let met: Vec<IsoWeek> = weeks.iter().copied().filter(|w| called.contains(w)).collect();
        let met = if met.is_empty() { v.l.word("none").to_owned() } else { named(&met) };
        (fill(t.weeks_of, &[month.clone(), ("weeks", named(&weeks))]), fill(t.weeks_met_of, &[("weeks", met)]))
    } else {
        (t.weeks_none.to_owned(), String::new())
    };
    let known = fill(t.known_last, &[("day", period.as_of.to_string())]);
    vec![
        v.figure("callbacks_month", "callbacks_month", fill(t.callbacks_month_of, &[month]), own.callbacks_month.to_string()),
        v.figure("weeks_due", "callback_weeks_due", due, own.weeks_due.to_string()),
        v.figure("weeks_met", "callback_weeks_met", met, own.weeks_met.to_string()),
        v.of("last_callback", known, own.last_callback.map_or(v.l.unknown.to_owned(), |d| d.to_string())),
    ]
}

fn sources(v: &View<'_>) -> Vec<SourceList> {
    let (t, tables, period) = (v.t, v.input.tables, v.input.review.period);
    let days: BTreeSet<NaiveDate> = v.trace.orders.iter().filter(|o| o.amount.is_positive()).map(|o| o.date).collect();
    let visits = v.trace.visits.iter().copied().filter(|&i| period.in_window(tables.visits[i].date));
    let visits = visits.map(|i| Item::day(tables.visits[i].source, tables.visits[i].date, i)).collect();
    let visits = v.list("visit", t.rows_visits, visits, |&i| {
        let visit = &tables.visits[i];
        let mut values = vec![("day", visit.date.to_string()), ("who", visit.salesperson.clone())];
        match days.range(visit.date..).next() {
            Some(order) => {
                values.push(("order", order.to_string()));
                values.push(("days", (*order - visit.date).num_days().to_string()));
                fill(t.row_visit_followed, &values)
            }
            None => fill(t.row_visit_not, &values),
        }
    });
    let weeks: BTreeSet<IsoWeek> = period.month.iso_weeks().into_iter().collect();
    let of_month = |day: NaiveDate| period.in_month(day) || weeks.contains(&IsoWeek::of(day));
    let calls = v.trace.callbacks.iter().copied().filter(|&i| of_month(tables.callbacks[i].date));
    let calls = calls.map(|i| Item::day(tables.callbacks[i].source, tables.callbacks[i].date, i)).collect();
    let calls = v.list("callback", t.rows_callbacks, calls, |&i| {
        let day = tables.callbacks[i].date;
        fill(t.row_callback, &[("day", day.to_string()), ("week", IsoWeek::of(day).week.to_string())])
    });
    visits.into_iter().chain(calls).collect()
}
