//! Breaches in the claims of trips: living costs, seats, flights, categories.

use super::breaches::Planter;
use super::calendar::plus;
use super::expenses::{Expense, FLIGHT, HOTEL, TRAIN, claim, is_living};
use super::people::STAFF;
use super::trips::Trip;

impl Planter<'_> {
    /// Raises the hotel claims of a trip until its living costs stand `over` cents above the limit.
    pub(crate) fn over_rate(&mut self, month: &str, over: i64, days: i64, grade: &'static str) {
        let found = self.take(month, |t, claims, _| {
            let own = || claims.iter().filter(|e| e.trip == t.id);
            STAFF[t.employee].grade == grade
                && t.days() >= days
                && own().any(|e| e.category == HOTEL)
                && living(t, claims) < limit(t) - 2_000
        });
        let Some(index) = found else { return };
        let trip = self.trips[index].clone();
        let allowed = limit(&trip);
        let missing = allowed + over - living(&trip, self.claims);
        let mut hotels: Vec<&mut Expense> = self.claims.iter_mut().filter(|e| e.trip == trip.id && e.category == HOTEL).collect();
        let count = i64::try_from(hotels.len()).unwrap_or(1);
        let each = missing / count;
        for (number, hotel) in (0..).zip(hotels.iter_mut()) {
            // A little to one side, so that two nights do not cost the same.
            let lean = (2 * number - (count - 1)) * 170;
            let rest = if number == 0 { missing - each * count } else { 0 };
            hotel.cents += each + lean + rest;
        }
        let evidence = hotels[0].key.clone();
        if over == 0 {
            return;
        }
        let note = format!("living costs of {} days", trip.days());
        self.note_trip("EXP001", index, note);
        if let Some(last) = self.planted.last_mut() {
            last.claimed = Some(allowed + over);
            last.allowed = Some(allowed);
            last.key = evidence;
        }
    }

    /// Changes the first claim of a fitting trip that satisfies `which`, and returns it.
    fn change(&mut self, month: &str, which: impl Fn(&Expense) -> bool, change: impl Fn(&mut Expense)) -> Option<Expense> {
        let index = self.take(month, |t, claims, _| claims.iter().any(|e| e.trip == t.id && which(e)))?;
        let trip = self.trips[index].id.clone();
        let expense = self.claims.iter_mut().find(|e| e.trip == trip && which(e))?;
        change(expense);
        Some(expense.clone())
    }

    pub(crate) fn high_seat(&mut self, month: &str, seat: &'static str, percent: i64) {
        let changed = self.change(
            month,
            |e| e.category == TRAIN && e.seat == "二等座",
            |e| {
                e.seat = seat;
                e.cents = e.cents * percent / 100 + i64::from(e.date.format("%d").to_string().as_bytes()[1] - 48) * 10;
            },
        );
        if let Some(expense) = changed {
            self.note_claim("EXP002", &expense, None, seat);
        }
    }

    pub(crate) fn no_approval(&mut self, month: &str) {
        let changed = self.change(month, |e| e.category == FLIGHT && e.approved == "是", |e| e.approved = "否");
        if let Some(expense) = changed {
            self.note_claim("EXP003", &expense, Some(0), "flight without prior approval");
        }
    }

    pub(crate) fn outside_policy(&mut self, month: &str, category: &'static str, cents: i64) {
        let Some(index) = self.take(month, |t, claims, _| claims.iter().any(|e| e.trip == t.id)) else {
            return;
        };
        let expense = self.on_trip(index, category, cents);
        let expense = self.push(expense, &format!("outside:{month}:{category}"), None);
        self.note_claim("EXP004", &expense, Some(0), category);
    }

    /// One more claim on the first day of a trip.
    pub(crate) fn on_trip(&self, index: usize, category: &'static str, cents: i64) -> Expense {
        let trip = &self.trips[index];
        let mut expense = claim(&trip.id, trip.employee, trip.first_day(), category, cents);
        expense.city = self.customers[trip.visits[0].customer].city;
        expense.submitted = plus(trip.last_day(), 3);
        expense
    }
}

pub(crate) fn limit(trip: &Trip) -> i64 {
    STAFF[trip.employee].day_rate * trip.days()
}

pub(crate) fn living(trip: &Trip, claims: &[Expense]) -> i64 {
    claims.iter().filter(|e| e.trip == trip.id && is_living(e.category)).map(|e| e.cents).sum()
}
