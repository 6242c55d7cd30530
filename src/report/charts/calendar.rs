//! Who visited on which day of the month.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::nothing;
use crate::labels::{fill, insights};
use crate::report::Input;
use crate::report::model::{Chart, ChartKind, HeatCell, Target, Tone, Unit};

/// So many salespeople are drawn, those with the most visits.
const DRAWN: usize = 14;

/// The visits of the month by salesperson and day.
pub(in crate::report) struct Days {
    /// Every day of the month, and whether it is worked.
    pub(in crate::report) days: Vec<(NaiveDate, bool)>,
    /// Each salesperson with visits a day, the busiest first.
    pub(in crate::report) people: Vec<(String, Vec<u32>)>,
}

impl Days {
    /// All visits of a day.
    fn on(&self, day: usize) -> u32 {
        self.people.iter().map(|(_, visits)| visits[day]).sum()
    }
}

pub(in crate::report) fn days(input: &Input<'_>) -> Days {
    let period = input.review.period;
    let calendar = input.config.calendar.calendar();
    let first = period.as_of.with_day(1).unwrap_or(period.as_of);
    let days: Vec<(NaiveDate, bool)> =
        first.iter_days().take_while(|d| *d <= period.as_of).map(|d| (d, calendar.is_likely_worked(d))).collect();
    let mut people: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for visit in input.tables.visits.iter().filter(|v| period.in_month(v.date)) {
        let visits = people.entry(&visit.salesperson).or_insert_with(|| vec![0; days.len()]);
        if let Some(count) = visits.get_mut(visit.date.day0() as usize) {
            *count += 1;
        }
    }
    let mut people: Vec<(String, Vec<u32>)> = people.into_iter().map(|(name, visits)| (name.to_owned(), visits)).collect();
    people.sort_by_key(|(_, visits)| std::cmp::Reverse(visits.iter().sum::<u32>()));
    Days { days, people }
}

pub(super) fn chart(input: &Input<'_>) -> Chart {
    let l = input.labels;
    let t = insights::texts(l);
    let month = days(input);
    if month.people.is_empty() {
        let why = if input.review.available.visits { l.no_month_visits } else { l.chart_coverage_empty };
        return nothing("visit_calendar", t.calendar_what, why);
    }
    let on: Vec<u32> = (0..month.days.len()).map(|day| month.on(day)).collect();
    let worked = |want: bool| month.days.iter().zip(&on).filter(move |((_, worked), _)| *worked == want).map(|(_, n)| *n);
    // The first of the busiest days.
    let busiest = (0..on.len()).max_by_key(|day| (on[*day], std::cmp::Reverse(*day))).unwrap_or(0);
    let cells = month.people.iter().take(DRAWN).map(|(_, visits)| {
        let cell = |(day, n): (usize, &u32)| HeatCell {
            value: (*n > 0).then(|| f64::from(*n)),
            // A visit on a day off is shaded like any other: it is what one looks for.
            quiet: *n == 0 && !month.days[day].1,
        };
        visits.iter().enumerate().map(cell).collect()
    });
    Chart {
        id: "visit_calendar",
        title: fill(
            t.calendar_title,
            &[
                ("n", on.iter().sum::<u32>().to_string()),
                ("days", worked(true).filter(|n| *n > 0).count().to_string()),
                ("working", worked(true).count().to_string()),
                ("people", month.people.len().to_string()),
            ],
        ),
        what: match month.people.len() {
            n if n > DRAWN => fill(t.calendar_most, &[("n", DRAWN.to_string()), ("of", n.to_string())]),
            _ => t.calendar_what.to_owned(),
        },
        insight: fill(
            t.calendar,
            &[
                ("day", month.days[busiest].0.to_string()),
                ("most", on[busiest].to_string()),
                ("off", worked(false).sum::<u32>().to_string()),
            ],
        ),
        pointer: String::new(),
        see: Some(Target::Sheet("visit_calendar")),
        alt: String::new(),
        x_axis: t.calendar_day.to_owned(),
        y_axis: String::new(),
        unit: Unit::Count,
        kind: ChartKind::Heat {
            columns: month.days.iter().map(|(day, _)| day.day().to_string()).collect(),
            rows: month.people.iter().take(DRAWN).map(|(name, v)| format!("{name} · {}", v.iter().sum::<u32>())).collect(),
            cells: cells.collect(),
            tone: Tone::Accent,
        },
        empty: None,
    }
}
