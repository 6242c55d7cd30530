//! EXP007: one employee in two cities on one day beyond what the trip explains, and trips that overlap.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::place::Place;
use super::{Case, Rule};
use crate::analyse::Trip;
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{Source, TableId, expenses, visits};
use crate::units::{Money, Month};

/// Visits and claims of one day that place an employee in two cities, though no trip leads from one to the other; and two
/// trips of one employee that share more than the day on which one ends and the other begins.
///
/// Two cities are explained where both records are of the same trip, where both cities belong to the near area, where one
/// record is of no trip and the other's trip begins or ends that day, and where one trip ends and the other begins that
/// day. Fares say where somebody went, not where he was, and are left out. Records of two trips that overlap are told once,
/// by their trips.
pub(super) struct TwoPlaces;

impl Rule for TwoPlaces {
    fn id(&self) -> &'static str {
        "EXP007"
    }

    fn source(&self) -> &'static str {
        "audit practice"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn policy(&self) -> &'static [&'static str] {
        &["near_cities"]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[]
    }

    fn any_of(&self) -> &'static [&'static [(TableId, &'static str)]] {
        &[
            &[(TableId::Visits, visits::CITY), (TableId::Expenses, expenses::CITY)],
            &[(TableId::Visits, visits::TRIP_ID), (TableId::Expenses, expenses::TRIP_ID)],
        ]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["two_cities", "overlap"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let mut drafts = self.two_cities(case);
        drafts.extend(self.overlaps(case));
        drafts
    }
}

/// A visit or claim that says where somebody was.
struct Record<'a> {
    source: Source,
    city: &'a str,
    place: Place,
    trip: Option<&'a Trip>,
    /// The amount of a claim.
    amount: Option<Money>,
    month: Month,
}

type Days<'a> = BTreeMap<(NaiveDate, &'a str), Vec<Record<'a>>>;

impl TwoPlaces {
    fn two_cities(&self, case: &Case<'_>) -> Vec<Draft> {
        let days = days(case);
        days.iter().filter_map(|((day, employee), records)| self.day(case, *day, employee, records)).collect()
    }

    fn day(&self, case: &Case<'_>, day: NaiveDate, employee: &str, records: &[Record<'_>]) -> Option<Draft> {
        let mut torn = BTreeSet::new();
        for (i, a) in records.iter().enumerate() {
            for (j, b) in records.iter().enumerate().skip(i + 1) {
                if a.place.is_elsewhere(&b.place) && !is_explained(case, a, b, day) {
                    torn.extend([i, j]);
                }
            }
        }
        let torn: Vec<&Record<'_>> = torn.into_iter().map(|i| &records[i]).collect();
        // It belongs to the month in which the last of the records does.
        let month = torn.iter().map(|r| r.month).max()?;
        if month != case.review.period.month {
            return None;
        }
        let anchor = anchor(&torn);
        let (there, elsewhere): (Vec<&Record<'_>>, Vec<&Record<'_>>) =
            torn.iter().partition(|r| !r.place.is_elsewhere(&anchor.place));
        let cities: BTreeSet<&str> = elsewhere.iter().map(|r| r.city).collect();
        let claimed: Vec<Money> = elsewhere.iter().filter_map(|r| r.amount).collect();
        let mut evidence: Vec<Source> = torn.iter().map(|r| r.source).collect();
        evidence.sort_unstable();
        // Where all that is odd is of one trip, or of none, the finding is of that trip.
        let trips: BTreeSet<Option<&str>> = elsewhere.iter().map(|r| r.trip.map(|t| t.id.as_str())).collect();
        let trip = trips.first().copied().flatten().filter(|_| trips.len() == 1);
        Some(Draft {
            employee: Some(employee.to_owned()),
            trip_id: trip.map(str::to_owned),
            claimed: (!claimed.is_empty()).then(|| claimed.into_iter().sum()),
            facts: vec![
                ("day", Fact::Day(day)),
                ("one", Fact::Text(there.first().map_or(anchor.city, |r| r.city).to_owned())),
                ("other", Fact::Text(cities.into_iter().collect::<Vec<_>>().join(" / "))),
            ],
            evidence,
            identity: vec!["two_cities".to_owned(), day.to_string()],
            ..Draft::new(self.severity(), "two_cities", day)
        })
    }

    fn overlaps(&self, case: &Case<'_>) -> Vec<Draft> {
        let month = case.review.period.month;
        let mut drafts = Vec::new();
        for (employee, trips) in trips_of_employees(case) {
            for (i, a) in trips.iter().enumerate() {
                // In the order of their first days: whoever begins after the last day cannot share one.
                for b in trips[i + 1..].iter().take_while(|b| b.first_day <= a.last_day) {
                    if overlap(a, b) && a.month().max(b.month()) == month {
                        drafts.push(self.pair(case, employee, a, b));
                    }
                }
            }
        }
        drafts
    }

    /// The finding is of the later trip.
    fn pair(&self, case: &Case<'_>, employee: &str, earlier: &Trip, later: &Trip) -> Draft {
        let shared = earlier.first_day.max(later.first_day)..=earlier.last_day.min(later.last_day);
        let mut evidence = Vec::new();
        for trip in [earlier, later] {
            let visits: Vec<Source> = trip
                .visits
                .iter()
                .map(|&i| &case.tables.visits[i])
                .filter(|v| v.salesperson == employee)
                .map(|v| v.source)
                .collect();
            let claims = trip.expenses.iter().map(|&i| &case.tables.expenses[i]).filter(|e| e.employee == employee);
            // A trip without visits is known by its claims alone.
            let alone = visits.is_empty();
            evidence.extend(claims.filter(|e| alone || shared.contains(&e.date)).map(|e| e.source));
            evidence.extend(visits);
        }
        evidence.sort_unstable();
        Draft {
            employee: Some(employee.to_owned()),
            trip_id: Some(later.id.clone()),
            facts: vec![
                ("trip", Fact::Text(later.id.clone())),
                ("first", Fact::Day(later.first_day)),
                ("last", Fact::Day(later.last_day)),
                ("other", Fact::Text(earlier.id.clone())),
                ("other_first", Fact::Day(earlier.first_day)),
                ("other_last", Fact::Day(earlier.last_day)),
            ],
            evidence,
            identity: vec!["overlap".to_owned(), earlier.id.clone()],
            ..Draft::new(self.severity(), "overlap", later.last_day)
        }
    }
}

/// Every visit and claim up to the end of the month that names a city, by day and employee. Those of the review month are
/// counted; earlier ones matter only where a trip of this month reaches back to them.
fn days<'a>(case: &Case<'a>) -> Days<'a> {
    let (tables, review) = (case.tables, case.review);
    let period = review.period;
    let trips = review.travel.trips.values().filter(|t| t.month() == period.month);
    let from = trips.map(|t| t.first_day).min().unwrap_or(period.as_of).min(period.month.first_day());
    let mut places: FxHashMap<&str, Option<Place>> = FxHashMap::default();
    let mut days: Days<'a> = BTreeMap::new();
    let wanted = |date: NaiveDate| date <= period.as_of && date >= from;
    let visits = tables.visits.iter().filter(|v| wanted(v.date)).map(|v| {
        let stated = [visits::CITY, visits::TRIP_ID].iter().all(|c| tables.sources.states(v.source, c));
        (v.source, v.date, v.salesperson.as_str(), v.city.as_deref(), v.trip_id.as_deref(), None, stated)
    });
    let claims = tables.expenses.iter().enumerate().filter(|(i, e)| {
        let here = matches!(e.category.as_str(), "hotel" | "meals" | "local_transport" | "reception");
        here && wanted(e.date) && e.amount.is_positive() && !review.travel.cancelled.contains(i)
    });
    let claims = claims.map(|(_, e)| {
        let stated = [expenses::CITY, expenses::TRIP_ID].iter().all(|c| tables.sources.states(e.source, c));
        (e.source, e.date, e.employee.as_str(), e.city.as_deref(), e.trip_id.as_deref(), Some(e.amount), stated)
    });
    for (source, date, employee, city, trip_id, amount, stated) in visits.chain(claims) {
        let month = review.travel.month_of(trip_id, date);
        let place = city.and_then(|c| places.entry(c).or_insert_with(|| Place::new(c)).clone());
        let known = stated && place.is_some();
        if month == period.month {
            case.counted(known);
        }
        let (Some(city), Some(place), true) = (city, place, known) else { continue };
        let record = Record { source, city, place, trip: review.travel.trip(trip_id), amount, month };
        days.entry((date, employee)).or_default().push(record);
    }
    days
}

fn is_explained(case: &Case<'_>, a: &Record<'_>, b: &Record<'_>, day: NaiveDate) -> bool {
    let near = |r: &Record<'_>| r.place.is_in(&case.policy(r.trip.map(|t| t.id.as_str()), day).near_cities);
    if near(a) && near(b) {
        return true;
    }
    match (a.trip, b.trip) {
        (None, None) => false,
        (Some(trip), None) | (None, Some(trip)) => day == trip.first_day || day == trip.last_day,
        (Some(a), Some(b)) => a.id == b.id || overlap(a, b) || meet_on(a, b, day) || meet_on(b, a, day),
    }
}

/// One trip ends on the day on which the other begins.
fn meet_on(first: &Trip, second: &Trip, day: NaiveDate) -> bool {
    first.last_day == day && second.first_day == day && !(first.days() == 1 && second.days() == 1)
}

/// Two trips share more than the day on which one ends and the other begins. Two trips of the same single day are two
/// places at most: their cities tell.
fn overlap(a: &Trip, b: &Trip) -> bool {
    let (from, to) = (a.first_day.max(b.first_day), a.last_day.min(b.last_day));
    let change = |first: &Trip, second: &Trip| first.last_day == from && second.first_day == from;
    from < to || (from == to && !change(a, b) && !change(b, a))
}

/// The record that says best where the employee was: of a trip rather than of none, in the city that most records name, the
/// first of them.
fn anchor<'r, 'a>(torn: &[&'r Record<'a>]) -> &'r Record<'a> {
    let mut best = torn[0];
    let weight = |record: &Record<'_>| {
        let alike = torn.iter().filter(|r| !r.place.is_elsewhere(&record.place)).count();
        (record.trip.is_some(), alike)
    };
    for record in torn {
        if weight(record) > weight(best) {
            best = record;
        }
    }
    best
}

/// The trips that each employee's visits and claims name, in the order of their first days.
fn trips_of_employees<'a>(case: &Case<'a>) -> BTreeMap<&'a str, Vec<&'a Trip>> {
    let tables = case.tables;
    let mut trips: BTreeMap<&str, Vec<&Trip>> = BTreeMap::new();
    for trip in case.review.travel.trips.values() {
        let visitors = trip.visits.iter().map(|&i| tables.visits[i].salesperson.as_str());
        let claimants = trip.expenses.iter().map(|&i| tables.expenses[i].employee.as_str());
        for employee in visitors.chain(claimants).collect::<BTreeSet<_>>() {
            trips.entry(employee).or_default().push(trip);
        }
    }
    trips.values_mut().for_each(|of| of.sort_by_key(|t| (t.first_day, t.last_day, t.id.as_str())));
    trips
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    const VISITS: &str = "trip_id,date,customer,salesperson,city,trip_start,trip_end";
    const CLAIMS: &str = "trip_id,date,employee,category,amount,city";

    #[test]
    fn a_meal_at_home_in_the_middle_of_a_trip() {
        let world = World::month("2026-05").visits(&[VISITS, "T1,2026-05-12,A,陆,成都,2026-05-11,2026-05-14"]).expenses(&[
            CLAIMS,
            "T1,2026-05-12,陆,hotel,300,成都市",
            ",2026-05-12,陆,meals,63.71,宁波",
            ",2026-05-12,陆,meals,20.00,宁波",
            // Other days of the trip: its first and last may be spent in part at home.
            ",2026-05-11,陆,local_transport,25,宁波",
            "T1,2026-05-11,陆,meals,50,成都",
            ",2026-05-14,陆,meals,30,宁波",
            "T1,2026-05-14,陆,meals,51,成都",
            // Fares name where one goes; a claim without a city, or with a province only, says nothing.
            "T1,2026-05-12,陆,train,200,重庆",
            ",2026-05-12,陆,meals,21,",
            ",2026-05-12,陆,meals,22,浙江",
            // Another person.
            ",2026-05-12,苏,meals,23,宁波",
        ]);
        // 63.71 + 20.00 = 83.71 are claimed away from the trip; both meals, the visit and the hotel prove it.
        assert_eq!(world.found("EXP007"), ["陆|||2026-05-12|83.71|||4"]);
        assert_eq!(world.sentences("EXP007"), ["two_cities"]);
    }

    #[test]
    fn one_trip_the_near_area_and_a_claim_taken_back_explain_themselves() {
        let world = World::month("2026-05").visits(&[VISITS, "T1,2026-05-12,A,陆,成都,2026-05-11,2026-05-14"]).expenses(&[
            CLAIMS,
            "T1,2026-05-12,陆,meals,50,重庆",
            ",2026-05-05,陆,meals,40,上海",
            ",2026-05-05,陆,meals,41,Hangzhou",
            ",2026-05-13,陆,meals,42,宁波",
            ",2026-05-14,陆,meals,-42,宁波",
            "T1,2026-05-13,陆,meals,51,成都",
        ]);
        assert!(world.found("EXP007").is_empty());
    }

    #[test]
    fn days_without_any_trip() {
        let world = World::month("2026-05").expenses(&[
            CLAIMS,
            ",2026-05-05,陆,meals,40,上海",
            ",2026-05-05,陆,reception,410,苏州",
            ",2026-05-06,陆,meals,40,苏州",
            ",2026-05-06,陆,meals,41,昆山市",
        ]);
        // Both are of no trip and name one city each: the first stands, the other is odd.
        assert_eq!(world.found("EXP007"), ["陆|||2026-05-05|410.00|||2"]);
    }

    #[test]
    fn two_trips_of_one_day_are_told_by_their_cities() {
        let world = World::month("2026-05").visits(&[
            VISITS,
            "T1,2026-05-05,A,陆,南京,2026-05-05,2026-05-05",
            "T2,2026-05-05,B,陆,合肥,2026-05-05,2026-05-05",
            "T3,2026-05-06,A,陆,上海,2026-05-06,2026-05-06",
            "T4,2026-05-06,B,陆,杭州,2026-05-06,2026-05-06",
        ]);
        assert_eq!(world.found("EXP007"), ["陆||T2|2026-05-05||||2"]);
        assert_eq!(world.sentences("EXP007"), ["two_cities"]);
    }

    #[test]
    fn trips_that_overlap_are_told_once() {
        let world = World::month("2026-05").visits(&[
            VISITS,
            // T2 lies within T1; T3 follows T1 on the day it ends, T4 is a day's trip before T3 leaves, on its first day.
            "T1,2026-05-12,A,陆,成都,2026-05-11,2026-05-14",
            "T1,2026-05-13,B,陆,重庆,2026-05-11,2026-05-14",
            "T2,2026-05-13,C,陆,杭州,2026-05-13,2026-05-13",
            "T3,2026-05-15,D,陆,南京,2026-05-14,2026-05-15",
            "T4,2026-05-14,E,陆,上海,2026-05-14,2026-05-14",
            // Another person's trip at the same time; two trips that share two days.
            "T5,2026-05-12,F,苏,武汉,2026-05-11,2026-05-13",
            "T6,2026-05-12,G,苏,武汉,2026-05-12,2026-05-15",
        ]);
        // Two visits of T1, one of T2; one each of T5 and T6.
        assert_eq!(world.found("EXP007"), ["陆||T2|2026-05-13||||3", "苏||T6|2026-05-15||||2"]);
        assert_eq!(world.sentences("EXP007"), ["overlap", "overlap"]);
    }

    #[test]
    fn trips_of_several_people_are_judged_by_person() {
        let world = World::month("2026-05")
            .visits(&[VISITS, "T1,2026-05-12,A,陆,成都,2026-05-11,2026-05-14", "T2,2026-05-12,A,苏,武汉,2026-05-11,2026-05-14"])
            .expenses(&[
                CLAIMS,
                "T1,2026-05-12,方,hotel,300,成都",
                "T2,2026-05-13,方,hotel,310,武汉",
                "T2,2026-05-20,方,train,310,武汉",
            ]);
        // 方 claims on both trips; of T2 (stated 11 to 14 May) the ticket of the 20th does not count as a shared day, but
        // without a visit of his own all his claims of both trips are the proof.
        assert_eq!(world.found("EXP007"), ["方||T2|2026-05-14||||3"]);
    }

    #[test]
    fn a_finding_belongs_to_the_month_of_its_last_record() {
        let build = |month: &str| {
            World::month(month)
                .visits(&[VISITS, "T1,2026-05-30,A,陆,成都,2026-05-29,2026-06-02"])
                .expenses(&[CLAIMS, ",2026-05-30,陆,meals,40,宁波"])
        };
        // The trip is June's, though the meal is May's.
        assert!(build("2026-05").found("EXP007").is_empty());
        assert_eq!(build("2026-06").found("EXP007"), ["陆|||2026-05-30|40.00|||2"]);
    }

    #[test]
    fn a_sheet_without_trips_or_cities_is_not_judged() {
        let world = World::month("2026-05")
            .visits(&[VISITS, "T1,2026-05-12,A,陆,成都,2026-05-11,2026-05-14"])
            .expenses(&["date,employee,category,amount,city", "2026-05-12,陆,meals,40,宁波"]);
        assert!(world.found("EXP007").is_empty());
        assert_eq!(world.counts("EXP007"), (1, 1));
        let bare = World::month("2026-05").expenses(&["trip_id,date,employee,category,amount", "T1,2026-05-12,陆,meals,40"]);
        assert_eq!(bare.status("EXP007"), "not_checked");
    }
}
