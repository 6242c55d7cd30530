//! VIS006: a trip whose exact start and return times are not stated.

use super::{Case, Param, ParamValue, Rule};
use crate::finding::{Draft, Severity};
use crate::tables::{TableId, Tables, Visit, visits};

/// A trip for which no visit states when it starts or when it returns, or only the day of it. Where the whole input states
/// no time of day for any trip, it has days only, and they are enough.
pub(super) struct TripTimes;

/// How much is stated of one end of a trip.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stated {
    Nothing,
    Day,
    Time,
}

impl Rule for TripTimes {
    fn id(&self) -> &'static str {
        "VIS006"
    }

    fn source(&self) -> &'static str {
        "[0]1"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn params(&self) -> &'static [Param] {
        &[Param { key: "time_of_day", default: ParamValue::Flag(true) }]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Visits, visits::TRIP_ID), (TableId::Visits, visits::TRIP_START), (TableId::Visits, visits::TRIP_END)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["neither", "no_start", "no_return", "no_times", "no_start_time", "no_return_time"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let least = if case.setup.flag("time_of_day") && states_times(case) { Stated::Time } else { Stated::Day };
        let mut drafts = Vec::new();
        for trip in case.trips() {
            let visits: Vec<&Visit> = case.visits_of(trip).into_iter().filter(|v| asks_for_both(case.tables, v)).collect();
            let Some(first) = visits.first() else {
                case.give_up();
                continue;
            };
            let start = visits.iter().map(|v| start(v)).max().unwrap_or(Stated::Nothing);
            let end = visits.iter().map(|v| end(v)).max().unwrap_or(Stated::Nothing);
            let Some(sentence) = sentence(start, end, least) else { continue };
            drafts.push(Draft {
                employee: Some(first.salesperson.clone()),
                trip_id: Some(trip.id.clone()),
                evidence: visits.iter().map(|v| v.source).collect(),
                identity: vec![trip.last_day.to_string()],
                ..Draft::new(self.severity(), sentence, trip.last_day)
            });
        }
        drafts
    }
}

/// Whether any trip of the input, up to the end of the month, states a time of day.
fn states_times(case: &Case<'_>) -> bool {
    let as_of = case.review.period.as_of;
    let mut on_trips = case.tables.visits.iter().filter(|v| v.date <= as_of && v.trip_id.is_some());
    on_trips.any(|v| start(v) == Stated::Time || end(v) == Stated::Time)
}

fn asks_for_both(tables: &Tables, visit: &Visit) -> bool {
    [visits::TRIP_START, visits::TRIP_END].iter().all(|column| tables.sources.states(visit.source, column))
}

fn start(visit: &Visit) -> Stated {
    stated(visit.trip_start.is_some(), visit.trip_start_minute)
}

fn end(visit: &Visit) -> Stated {
    stated(visit.trip_end.is_some(), visit.trip_end_minute)
}

/// Midnight is what programs write for a day without a time.
fn stated(day: bool, minute: Option<i32>) -> Stated {
    match (day, minute) {
        (false, _) => Stated::Nothing,
        (true, None | Some(0)) => Stated::Day,
        (true, Some(_)) => Stated::Time,
    }
}

/// The sentence for what is missing, if anything is.
fn sentence(start: Stated, end: Stated, least: Stated) -> Option<&'static str> {
    match (start, end) {
        (Stated::Nothing, Stated::Nothing) => Some("neither"),
        (Stated::Nothing, _) => Some("no_start"),
        (_, Stated::Nothing) => Some("no_return"),
        (start, end) => match (start < least, end < least) {
            (true, true) => Some("no_times"),
            (true, false) => Some("no_start_time"),
            (false, true) => Some("no_return_time"),
            (false, false) => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    const HEADER: &str = "trip_id,date,customer,salesperson,trip_start,trip_end";

    #[test]
    fn both_times_are_stated_by_one_visit_or_another() {
        let world = World::month("2026-05").visits(&[
            HEADER,
            "T1,2026-05-04,A,陆,2026-05-04 06:50,2026-05-05 19:10",
            "T1,2026-05-05,B,陆,,",
            "T2,2026-05-06,A,陆,2026-05-06,2026-05-07",
            "T2,2026-05-07,B,陆,,",
            "T3,2026-05-11,A,苏,2026-05-11 06:50,2026-05-12 00:00",
            "T4,2026-05-13,A,苏,2026-05-13 07:00,",
            "T5,2026-05-14,A,苏,,",
            // One visit states the start, the other the return: together they state both.
            "T6,2026-05-18,A,苏,2026-05-18 07:00,",
            "T6,2026-05-19,A,苏,,2026-05-19 20:00",
            // Not on a trip, and a trip of another month.
            ",2026-05-20,A,苏,,",
            "T7,2026-04-20,A,苏,,",
        ]);
        assert_eq!(
            world.found("VIS006"),
            ["陆||T2|2026-05-07||||2", "苏||T3|2026-05-12||||1", "苏||T4|2026-05-13||||1", "苏||T5|2026-05-14||||1"]
        );
        assert_eq!(world.sentences("VIS006"), ["no_times", "no_return_time", "no_return", "neither"]);
    }

    #[test]
    fn an_input_with_days_only_is_judged_by_days() {
        let world = World::month("2026-05").visits(&[
            HEADER,
            "T1,2026-05-04,A,陆,2026-05-04,2026-05-05",
            "T2,2026-05-06,A,陆,,2026-05-07",
            // The days that a program writes with midnight are days.
            "T3,2026-05-11,A,苏,2026-05-11 00:00,2026-05-12 00:00",
            // Times of visits are no times of trips.
        ]);
        // Without a start the trip has the days of its visits.
        assert_eq!(world.found("VIS006"), ["陆||T2|2026-05-06||||1"]);
        assert_eq!(world.sentences("VIS006"), ["no_start"]);
    }

    #[test]
    fn times_of_day_need_not_be_asked_for() {
        let rows = [HEADER, "T1,2026-05-04,A,陆,2026-05-04 06:50,2026-05-05 19:10", "T2,2026-05-06,A,陆,2026-05-06,2026-05-07"];
        let world = World::month("2026-05").visits(&rows);
        assert_eq!(world.found("VIS006"), ["陆||T2|2026-05-07||||1"]);
        assert!(world.configured("[rules.VIS006]\ntime_of_day = false\n").found("VIS006").is_empty());
    }

    #[test]
    fn a_trip_that_ends_next_month_waits_for_it() {
        let rows = [HEADER, "T1,2026-05-31,A,陆,2026-05-31 06:50,2026-06-01"];
        assert!(World::month("2026-05").visits(&rows).found("VIS006").is_empty());
        assert_eq!(World::month("2026-06").visits(&rows).found("VIS006"), ["陆||T1|2026-06-01||||1"]);
    }

    #[test]
    fn without_both_columns_it_is_not_checked() {
        let world = World::month("2026-05").visits(&["trip_id,date,customer,salesperson,trip_start", "T1,2026-05-04,A,陆,"]);
        assert_eq!(world.status("VIS006"), "not_checked");
    }
}
