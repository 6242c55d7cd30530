//! What the trips cost, within the policy, and the small claims between trips.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::calendar::{day, months, plus, workdays};
use super::customers::Customer;
use super::people::STAFF;
use super::rng::Rng;
use super::trips::{CIRCUITS, FULL_FROM, Trip, Way};

#[derive(Clone, Debug)]
pub(crate) struct Expense {
    /// Stays the same when the claims are numbered anew.
    pub(crate) key: String,
    pub(crate) id: String,
    pub(crate) receipt: String,
    /// Empty for a claim between trips.
    pub(crate) trip: String,
    pub(crate) date: NaiveDate,
    pub(crate) employee: usize,
    pub(crate) category: &'static str,
    pub(crate) cents: i64,
    pub(crate) seat: &'static str,
    pub(crate) approved: &'static str,
    pub(crate) city: &'static str,
    pub(crate) customer: Option<usize>,
    pub(crate) submitted: NaiveDate,
    pub(crate) note: &'static str,
}

pub(crate) const HOTEL: &str = "住宿费";
pub(crate) const MEALS: &str = "餐费";
pub(crate) const LOCAL: &str = "市内交通";
pub(crate) const TRAIN: &str = "火车票";
pub(crate) const FLIGHT: &str = "机票";
pub(crate) const RECEPTION: &str = "招待费";
pub(crate) const GIFT: &str = "礼品";

/// Fares and rates that the whole company claims over and over.
const FARES: [i64; 4] = [1_800, 2_500, 3_200, 4_000];
const MEAL_RATE: i64 = 5_000;

pub(crate) fn is_living(category: &str) -> bool {
    matches!(category, HOTEL | MEALS | LOCAL)
}

/// A claim with everything but its place in the trip left plain.
pub(crate) fn claim(trip: &str, employee: usize, date: NaiveDate, category: &'static str, cents: i64) -> Expense {
    Expense {
        key: String::new(),
        id: String::new(),
        receipt: String::new(),
        trip: trip.to_owned(),
        date,
        employee,
        category,
        cents,
        seat: "",
        approved: "",
        city: "宁波",
        customer: None,
        submitted: date,
        note: "",
    }
}

/// Every claim from the day on which expenses are kept.
pub(crate) fn claims(trips: &[Trip], customers: &[Customer]) -> Vec<Expense> {
    let mut rng = Rng::new("expenses");
    let mut list = Vec::new();
    for trip in trips.iter().filter(|t| t.first_day() >= day(FULL_FROM)) {
        list.extend(trip_claims(trip, customers, &mut rng));
    }
    list.extend(between_trips(trips, customers, &mut rng));
    list.sort_by_key(|e| (e.date, e.employee));
    for (serial, expense) in (1..).zip(list.iter_mut()) {
        expense.key = format!("expense:{serial:05}");
        expense.receipt = format!("FP{:08}", 30_410_000 + serial * 37);
    }
    part_chance_twins(&mut list);
    list
}

fn trip_claims(trip: &Trip, customers: &[Customer], rng: &mut Rng) -> Vec<Expense> {
    let circuit = &CIRCUITS[trip.circuit];
    let rate = STAFF[trip.employee].day_rate;
    let abroad = customers[trip.visits[0].customer].abroad();
    let mut list = Vec::new();
    let mut city = customers[trip.visits[0].customer].city;
    let travel = |date, category, cents| claim(&trip.id, trip.employee, date, category, cents);
    for offset in 0..trip.days() {
        let date = plus(trip.first_day(), offset);
        if let Some(visit) = trip.visits.iter().rfind(|v| v.date == date) {
            city = customers[visit.customer].city;
        }
        let mut today = Vec::new();
        if offset + 1 < trip.days() && !abroad {
            today.push(travel(date, HOTEL, hotel(rate, rng)));
        }
        let meal = if rng.chance(40) { MEAL_RATE } else { rate * rng.range(160, 250) / 1000 / 10 * 10 };
        today.push(travel(date, MEALS, meal));
        if offset == 0 || rng.chance(60) {
            today.push(travel(date, LOCAL, *rng.pick(&FARES)));
        }
        for expense in &mut today {
            expense.city = city;
            if abroad && expense.category == MEALS {
                expense.note = "住宿由公司统一结算";
            }
        }
        list.append(&mut today);
    }
    list.extend(rides(trip, circuit.way, rng));
    let submitted = plus(trip.last_day(), rng.range(2, 9));
    for expense in &mut list {
        expense.submitted = submitted;
    }
    list
}

/// The rate agreed with a chain, or a price of the day; both leave room for meals within the day rate.
fn hotel(rate: i64, rng: &mut Rng) -> i64 {
    if rng.chance(50) { rate * 56 / 100 / 100 * 100 } else { rate * rng.range(500, 590) / 1000 / 10 * 10 }
}

fn rides(trip: &Trip, way: Way, rng: &mut Rng) -> Vec<Expense> {
    let mut list = Vec::new();
    for date in [trip.first_day(), trip.last_day()] {
        let mut ride = match way {
            Way::Local => continue,
            Way::Train(fare) => {
                let mut ride = claim(&trip.id, trip.employee, date, TRAIN, fare);
                ride.seat = "二等座";
                ride
            }
            Way::Flight(low, high) => {
                let cents = rng.range(low / 1000, high / 1000) * 1000;
                let mut ride = claim(&trip.id, trip.employee, date, FLIGHT, cents);
                ride.seat = "经济舱";
                ride.approved = "是";
                ride
            }
        };
        ride.city = CIRCUITS[trip.circuit].cities[0];
        list.push(ride);
    }
    list
}

/// Local rides, receptions and small gifts at home, on working days without a trip.
fn between_trips(trips: &[Trip], customers: &[Customer], rng: &mut Rng) -> Vec<Expense> {
    let mut list = Vec::new();
    for (first, last) in months(2025, 7, 16) {
        for employee in 0..13 {
            let free: Vec<NaiveDate> = workdays(first, last)
                .into_iter()
                .filter(|d| !trips.iter().any(|t| t.employee == employee && t.covers(*d)))
                .collect();
            if free.is_empty() {
                continue;
            }
            for _ in 0..rng.range(0, 2) {
                list.push(claim("", employee, *rng.pick(&free), LOCAL, 2_500));
            }
            if rng.chance(28) {
                let cents = rng.range(2_600, 4_400) * 10;
                list.push(hosted(RECEPTION, employee, *rng.pick(&free), cents, customers, rng));
            }
            if rng.chance(12) {
                let cents = rng.range(800, 1_900) * 10;
                list.push(hosted(GIFT, employee, *rng.pick(&free), cents, customers, rng));
            }
        }
    }
    for expense in &mut list {
        expense.submitted = plus(expense.date, rng.range(1, 12));
    }
    list
}

fn hosted(
    category: &'static str,
    employee: usize,
    date: NaiveDate,
    cents: i64,
    customers: &[Customer],
    rng: &mut Rng,
) -> Expense {
    let key: Vec<usize> = (0..customers.len()).filter(|c| customers[*c].is_key() && !customers[*c].abroad()).collect();
    let mut expense = claim("", employee, date, category, cents);
    expense.customer = Some(*rng.pick(&key));
    expense
}

/// Amounts that agree by chance would look like duplicate claims. An amount that is not a fare or a rate (claimed at
/// least five times in the window, with room to spare) is moved by some cents until it stands alone.
pub(crate) fn part_chance_twins(list: &mut [Expense]) {
    let mut total: BTreeMap<(&str, i64), usize> = BTreeMap::new();
    let mut window: BTreeMap<(&str, i64), usize> = BTreeMap::new();
    for e in list.iter() {
        *total.entry((e.category, e.cents)).or_default() += 1;
        if e.date >= day("2025-11-01") {
            *window.entry((e.category, e.cents)).or_default() += 1;
        }
    }
    let mut taken: BTreeSet<(&str, i64)> = total.keys().copied().collect();
    for expense in list.iter_mut() {
        let same = (expense.category, expense.cents);
        let recurs = window.get(&same).copied().unwrap_or(0) >= 8;
        if recurs || total.get(&same).copied().unwrap_or(0) < 2 {
            continue;
        }
        total.entry(same).and_modify(|n| *n -= 1);
        while !taken.insert((expense.category, expense.cents)) {
            expense.cents -= 10;
        }
    }
}

/// Puts the claims in the order of their dates and numbers them by month.
pub(crate) fn number(list: &mut [Expense]) {
    list.sort_by(|a, b| (a.date, a.employee, &a.trip, &a.key).cmp(&(b.date, b.employee, &b.trip, &b.key)));
    for (serial, expense) in (1..).zip(list.iter_mut()) {
        expense.id = format!("BX{}-{serial:05}", expense.date.format("%y%m"));
    }
}
