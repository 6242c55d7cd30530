//! EXP008: a claim of a weekend or public holiday outside any trip.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Case, Rule};
use crate::calendar::DayKind;
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{TableId, expenses};

/// Money spent on a day on which nobody works, by somebody who was not on a trip. A working day that fell on a weekend is a
/// working day; prior approval explains the claim; a day of a year without a calendar is not judged.
pub(super) struct RestDay;

impl Rule for RestDay {
    fn id(&self) -> &'static str {
        "EXP008"
    }

    fn source(&self) -> &'static str {
        "audit practice"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Expenses, expenses::TRIP_ID)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["weekend", "holiday"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let trips = trips_by_employee(case);
        let away = |employee: &str, day| {
            trips.get(employee).is_some_and(|own| own.iter().any(|(first, last)| (*first..=*last).contains(&day)))
        };
        let mut drafts = Vec::new();
        for claim in case.claims(&[expenses::TRIP_ID]).filter(|c| c.trip_id.is_none() && c.prior_approval != Some(true)) {
            if away(&claim.employee, claim.date) {
                continue;
            }
            let (sentence, name) = match case.day_kind(claim.date) {
                DayKind::Workday | DayKind::MakeUp => continue,
                DayKind::Unknown => {
                    case.give_up();
                    continue;
                }
                DayKind::Weekend if claim.date.weekday() == Weekday::Sat => ("weekend", "saturday"),
                DayKind::Weekend => ("weekend", "sunday"),
                DayKind::Holiday(name) => ("holiday", name),
            };
            drafts.push(Draft {
                facts: vec![
                    ("claimed", Fact::Money(claim.amount)),
                    ("category", Fact::Code(claim.category.clone())),
                    ("day", Fact::Day(claim.date)),
                    ("name", Fact::Code(name.to_owned())),
                ],
                ..Draft::of_claim(self.severity(), sentence, claim)
            });
        }
        drafts
    }
}

/// First and last day of every trip that an employee visited or claimed on.
fn trips_by_employee<'a>(case: &Case<'a>) -> BTreeMap<&'a str, Vec<(NaiveDate, NaiveDate)>> {
    let mut by_employee: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for trip in case.review.travel.trips.values() {
        let visits = trip.visits.iter().map(|&i| case.tables.visits[i].salesperson.as_str());
        let claims = trip.expenses.iter().map(|&i| case.tables.expenses[i].employee.as_str());
        for employee in visits.chain(claims) {
            let own = by_employee.entry(employee).or_default();
            let days = (trip.first_day, trip.last_day);
            if own.last() != Some(&days) {
                own.push(days);
            }
        }
    }
    by_employee
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    const HEAD: &str = "trip_id,date,employee,category,amount,prior_approval";

    /// 2 October is National Day, 10 October a Saturday that is worked, 17 and 18 October a weekend, 9 October a Friday.
    #[test]
    fn days_of_rest_at_home() {
        let world = World::month("2026-10").expenses(&[
            HEAD,
            ",2026-10-02,陆,招待费,388,",
            ",2026-10-09,陆,市内交通,31,",
            ",2026-10-10,陆,市内交通,32,",
            ",2026-10-17,陆,市内交通,33,否",
            ",2026-10-18,陆,市内交通,34,是",
            ",2026-10-18,苏,市内交通,35,",
        ]);
        assert_eq!(
            world.found("EXP008"),
            ["陆|||2026-10-02|388.00|||1", "陆|||2026-10-17|33.00|||1", "苏|||2026-10-18|35.00|||1"]
        );
        assert_eq!(
            world.judged("EXP008")[..2],
            [
                "standard: A claim of 388.00 (reception) outside any trip is dated 2026-10-02, a public holiday (National Day); claims fall on working days.",
                "standard: A claim of 33.00 (local transport) outside any trip is dated 2026-10-17, a Saturday; claims fall on working days.",
            ]
        );
        assert_eq!(world.counts("EXP008"), (6, 0));
    }

    /// The trip runs from Friday to Monday: a claim of its Saturday is on it, whether it names the trip or not. The colleague
    /// who was not on the trip has no such reason.
    #[test]
    fn a_weekend_on_a_trip_is_no_weekend_at_home() {
        let world = World::month("2026-10")
            .visits(&["trip_id,date,customer,salesperson,trip_start,trip_end", "T1,2026-10-16,A,陆,2026-10-16,2026-10-19"])
            .expenses(&[HEAD, ",2026-10-17,陆,meals,50,", "T1,2026-10-18,陆,meals,51,", ",2026-10-17,苏,meals,52,"]);
        assert_eq!(world.found("EXP008"), ["苏|||2026-10-17|52.00|||1"]);
    }

    /// A trip over the end of the month covers the days of the next one; what was taken back is no claim.
    #[test]
    fn trips_cross_months_and_reversals_count() {
        let world = World::month("2026-11").expenses(&[
            HEAD,
            "T1,2026-10-30,陆,hotel,100,",
            "T1,2026-11-02,陆,hotel,101,",
            ",2026-11-01,陆,meals,50,",
            ",2026-11-07,苏,meals,60,",
            ",2026-11-07,苏,meals,-60,",
            ",2026-10-31,苏,meals,70,",
        ]);
        assert!(world.found("EXP008").is_empty());
    }

    #[test]
    fn an_unknown_year_is_not_judged_until_it_is_entered() {
        let rows = &[HEAD, ",2027-01-01,陆,meals,50,", ",2027-01-02,陆,meals,51,", ",2027-01-04,陆,meals,52,"];
        let world = World::month("2027-01").expenses(rows);
        assert!(world.found("EXP008").is_empty());
        assert_eq!(world.counts("EXP008"), (0, 3));
        let entered = "[calendar]\nyears = [2027]\nholidays = [{ day = 2027-01-01, name = \"new_year\" }]\n";
        let world = World::month("2027-01").configured(entered).expenses(rows);
        assert_eq!(world.found("EXP008"), ["陆|||2027-01-01|50.00|||1", "陆|||2027-01-02|51.00|||1"]);
        assert_eq!(world.counts("EXP008"), (3, 0));
    }

    #[test]
    fn without_trips_it_says_so() {
        let world = World::month("2026-10").expenses(&["date,employee,category,amount", "2026-10-17,陆,meals,52"]);
        assert_eq!(world.status("EXP008"), "not_checked");
    }
}
