//! Breaches among the claims of the review month that need claims of their own: twice the same, no visit, split, too late.

use chrono::NaiveDate;

use super::breaches::Planter;
use super::calendar::{day, is_workday, plus};
use super::expenses::{Expense, FLIGHT, GIFT, HOTEL, LOCAL, MEALS, RECEPTION, TRAIN, claim};
use super::ledger::Planted;
use super::people::STAFF;
use super::trip_claims::{limit, living};
use super::trips::{REVIEW, Trip, Way};

impl Planter<'_> {
    /// Errors: a receipt of September claimed again in October, and one ticket claimed twice.
    pub(crate) fn same_receipt(&mut self) {
        let old = self
            .claims
            .iter()
            .find(|e| e.category == RECEPTION && e.date >= day("2026-09-01") && e.date < day("2026-09-20"))
            .cloned();
        if let Some(old) = old {
            let mut again = old.clone();
            again.date = self.free_day(old.employee, "2026-10-13");
            again.submitted = plus(again.date, 4);
            let again = self.push(again, "again:receipt", Some(&old.receipt));
            let note = format!("receipt {} already claimed on {}", old.receipt, old.date);
            self.note_claim("EXP005", &again, Some(0), &note);
        }
        let ticket =
            self.take(REVIEW, |t, claims, _| claims.iter().any(|e| e.trip == t.id && e.category == FLIGHT && e.approved == "是"));
        let Some(index) = ticket else { return };
        let trip = self.trips[index].id.clone();
        let first = self.claims.iter().find(|e| e.trip == trip && e.category == FLIGHT && e.approved == "是").cloned();
        if let Some(first) = first {
            let again = self.push(first.clone(), "again:ticket", Some(&first.receipt));
            let note = format!("receipt {} twice", first.receipt);
            self.note_claim("EXP005", &again, Some(0), &note);
        }
    }

    /// Warnings: the same day, category and amount twice, and no receipt number to tell the two apart.
    pub(crate) fn same_ride(&mut self) {
        let found =
            self.take(REVIEW, |t, claims, _| t.days() >= 2 && limit(t) - living(t, claims) > 25_000 && living(t, claims) > 0);
        let Some(index) = found else { return };
        let ride = self.on_trip(index, LOCAL, 8_763);
        self.push(ride.clone(), "ride:1", Some(""));
        let second = self.push(ride, "ride:2", Some(""));
        self.note_claim("EXP005", &second, Some(0), "same employee, day, category and amount; no receipt numbers");
        let dinner = self.home(8, "2026-10-14", RECEPTION, 75_645, Some(12));
        self.push(dinner.clone(), "dinner:1", Some(""));
        let second = self.push(dinner, "dinner:2", Some(""));
        self.note_claim("EXP005", &second, Some(0), "same employee, day, category and amount; no receipt numbers");
        // A claim, its reversal and the claim once more: one of them stands, and nothing is reported.
        let right = self.home(6, "2026-10-16", RECEPTION, 46_825, Some(8));
        let mut reversal = right.clone();
        reversal.cents = -right.cents;
        reversal.note = "冲销，发票抬头有误";
        for (number, expense) in [right.clone(), reversal, right].into_iter().enumerate() {
            self.push(expense, &format!("reversal:{number}"), Some("FP99001234"));
        }
    }

    /// Claims of a trip on which nobody was visited.
    pub(crate) fn no_visit(&mut self) {
        for (employee, from, days, city, fare, trip) in [
            (13, "2026-10-14", 2, "南京", Way::Train(21_800), "CC2610-9001"),
            (14, "2026-10-21", 3, "青岛", Way::Flight(64_300, 57_100), "CC2610-9002"),
        ] {
            let mut list = Vec::new();
            for offset in 0..days {
                let date = plus(day(from), offset);
                if offset + 1 < days {
                    list.push(claim(trip, employee, date, HOTEL, 12_800));
                }
                list.push(claim(trip, employee, date, MEALS, 5_000));
                list.push(claim(trip, employee, date, LOCAL, 2_500));
            }
            let last = plus(day(from), days - 1);
            let (category, seat, approved, there, back) = match fare {
                Way::Flight(there, back) => (FLIGHT, "经济舱", "是", there, back),
                Way::Train(fare) => (TRAIN, "二等座", "", fare, fare),
                Way::Local => continue,
            };
            for (date, cents) in [(day(from), there), (last, back)] {
                let mut ride = claim(trip, employee, date, category, cents);
                ride.seat = seat;
                ride.approved = approved;
                list.push(ride);
            }
            let total: i64 = list.iter().map(|e| e.cents).sum();
            for (number, mut expense) in list.into_iter().enumerate() {
                expense.city = city;
                expense.submitted = plus(last, 3);
                self.push(expense, &format!("novisit:{trip}:{number}"), None);
            }
            self.planted.push(Planted {
                rule: "EXP006",
                month: REVIEW.to_owned(),
                employee: STAFF[employee].name.to_owned(),
                trip_id: trip.to_owned(),
                date: last,
                claimed: Some(total),
                key: format!("novisit:{trip}:0"),
                note: format!("{days} days in {city} without a visit"),
                ..Planted::default()
            });
        }
    }

    /// A visit trip that cost nothing: only a note.
    pub(crate) fn no_claim(&mut self) {
        // Only a trip without another breach: its claims may be the evidence of one.
        let marked: Vec<String> = self.planted.iter().map(|p| p.trip_id.clone()).collect();
        let found =
            self.take(REVIEW, |t, claims, _| t.days() == 1 && !marked.contains(&t.id) && claims.iter().any(|e| e.trip == t.id));
        let Some(index) = found else { return };
        let trip = self.trips[index].id.clone();
        self.claims.retain(|e| e.trip != trip);
        self.note_trip("EXP006", index, "visit trip without any expense (note)".to_owned());
    }

    /// A meal in Ningbo while the same person travels far away; and the trip that overlaps another.
    pub(crate) fn two_cities(&mut self) {
        let far = self
            .take(REVIEW, |t, _, customers| t.days() >= 4 && t.employee != 4 && customers[t.visits[0].customer].region != "华东");
        if let Some(index) = far {
            let trip = self.trips[index].clone();
            let mut meal = claim("", trip.employee, plus(trip.first_day(), 1), MEALS, 6_371);
            meal.submitted = plus(meal.date, 6);
            let meal = self.push(meal, "twocities", None);
            let note = format!("meal in 宁波 on day 2 of {}", trip.id);
            self.note_claim("EXP007", &meal, None, &note);
        }
        let overlap = self.trips.iter().position(|inner| {
            inner.month() == REVIEW
                && self
                    .trips
                    .iter()
                    .any(|t| t.id != inner.id && t.employee == inner.employee && t.covers(inner.first_day()) && t.days() > 1)
        });
        if let Some(index) = overlap {
            self.load[index] += 1;
            let inner = self.trips[index].clone();
            let outer =
                self.trips.iter().find(|t| t.id != inner.id && t.employee == inner.employee && t.covers(inner.first_day()));
            let outer = outer.map(|t| t.id.clone()).unwrap_or_default();
            self.note_trip("EXP007", index, format!("trip lies within {outer}"));
        }
    }

    /// Too late, before the trip, before it was spent.
    pub(crate) fn submission(&mut self) {
        let early: Vec<usize> = (0..self.claims.len())
            .filter(|c| self.claims[*c].date == day("2026-10-08") && self.claims[*c].category == MEALS)
            .take(2)
            .collect();
        for (number, index) in (0..).zip(early) {
            let expense = &mut self.claims[index];
            expense.submitted = plus(expense.date, 32 + number);
            let expense = expense.clone();
            let note = format!("submitted {} days after the expense", 32 + number);
            self.note_claim("EXP009", &expense, None, &note);
        }
        let found = self.take(REVIEW, |t, claims, _| {
            t.first_day() >= day("2026-10-13") && limit(t) - living(t, claims) > 15_000 && t.days() >= 2
        });
        if let Some(index) = found {
            let trip = self.trips[index].clone();
            let mut ride = self.on_trip(index, LOCAL, 3_375);
            let mut date = plus(trip.first_day(), -1);
            while !is_workday(date) || self.away(trip.employee, date) {
                date = plus(date, -1);
            }
            ride.date = date;
            ride.city = "宁波";
            let ride = self.push(ride, "beforetrip", None);
            let note = format!("before the trip, which began {}", trip.first_day());
            self.note_claim("EXP009", &ride, None, &note);
        }
        let mut ahead = self.home(6, "2026-10-28", LOCAL, 5_435, None);
        ahead.submitted = plus(ahead.date, -5);
        let ahead = self.push(ahead, "ahead", None);
        self.note_claim("EXP009", &ahead, None, "submitted five days before the date of the expense");
    }

    /// Weekend and holiday, split claims, gifts and receptions.
    pub(crate) fn review_home_claims(&mut self) {
        let weekend = claim("", 5, day("2026-10-17"), LOCAL, 6_845);
        let mut feast = claim("", 13, day("2026-10-03"), RECEPTION, 38_885);
        feast.customer = Some(7);
        for (number, mut expense) in [weekend, feast].into_iter().enumerate() {
            expense.submitted = plus(expense.date, 6);
            let expense = self.push(expense, &format!("restday:{number}"), None);
            self.note_claim("EXP008", &expense, None, ["Saturday", "National Day holiday"][number]);
        }
        // 10 October is a Saturday on which everybody works: nothing to report.
        let mut makeup = claim("", 14, day("2026-10-10"), LOCAL, 2_500);
        makeup.submitted = day("2026-10-13");
        self.push(makeup, "makeup", None);
        for (employee, dates, amounts, customer) in [
            (13, ["2026-10-20", "2026-10-21", "2026-10-22"], [99_000, 98_500, 99_500], 1),
            (14, ["2026-10-27", "2026-10-28", "2026-10-29"], [198_500, 197_000, 199_000], 0),
        ] {
            for (number, (date, cents)) in dates.into_iter().zip(amounts).enumerate() {
                let expense = self.home(employee, date, RECEPTION, cents, Some(customer));
                let expense = self.push(expense, &format!("split:{employee}:{number}"), None);
                if number == 2 {
                    let limit = if cents < 100_000 { 1000 } else { 2000 };
                    let note = format!("three receptions of one customer just under {limit} within 3 days");
                    self.note_claim("EXP010", &expense, None, &note);
                    if let Some(last) = self.planted.last_mut() {
                        last.claimed = Some(amounts.iter().sum());
                    }
                }
            }
        }
        for (employee, date, category, cents, customer, note) in [
            (8, "2026-10-23", GIFT, 128_000, Some(0), "gift of 1,280"),
            (10, "2026-10-15", GIFT, 168_000, Some(2), "gift of 1,680"),
            (2, "2026-10-16", RECEPTION, 52_365, None, "reception without a customer"),
            (9, "2026-10-19", RECEPTION, 64_125, None, "reception without a customer"),
        ] {
            let expense = self.home(employee, date, category, cents, customer);
            let expense = self.push(expense, &format!("host:{employee}:{cents}"), None);
            // One gift may cost 1,000.
            let allowed = (category == GIFT).then_some(100_000);
            self.note_claim("EXP011", &expense, allowed, note);
        }
    }

    /// A claim at home, on that day or the next on which this person is not travelling.
    fn home(&self, employee: usize, date: &str, category: &'static str, cents: i64, customer: Option<usize>) -> Expense {
        let date = self.free_day(employee, date);
        let mut expense = claim("", employee, date, category, cents);
        expense.customer = customer;
        expense.submitted = plus(date, 5);
        expense
    }

    fn free_day(&self, employee: usize, date: &str) -> NaiveDate {
        let mut date = day(date);
        while !is_workday(date) || self.away(employee, date) {
            date = plus(date, 1);
        }
        date
    }

    fn away(&self, employee: usize, date: NaiveDate) -> bool {
        let on = |t: &Trip| t.employee == employee && t.covers(date);
        self.trips.iter().any(on)
            || self.claims.iter().any(|e| {
                // The two trips without visits are known by their claims alone.
                e.trip.starts_with("CC2610-90") && e.employee == employee && e.date == date
            })
    }
}
