//! What has to stand in the plan of trips before it is numbered: first visits, calls without orders, an overlapping trip.

use super::calendar::plus;
use super::customers::{Customer, Role};
use super::trips::{REVIEW, TOPICS, Trip, Visit, clock};

/// Adds what must be there before trips are numbered: an overlapping trip, first visits, calls on customers without orders.
pub(crate) fn trips(trips: &mut Vec<Trip>, customers: &[Customer]) {
    let prospects: Vec<usize> = with_role(customers, Role::Prospect);
    let dormant: Vec<usize> = with_role(customers, Role::Dormant);
    for month in ["2026-04", "2026-07", REVIEW] {
        for index in &dormant {
            add_visit(trips, customers, month, *index, false);
        }
    }
    for index in prospects {
        add_visit(trips, customers, REVIEW, index, true);
    }
    // Two places at once: a day in Hangzhou in the middle of a trip to the south-west.
    let long = trips.iter().find(|t| t.month() == REVIEW && t.employee == 4 && t.days() >= 4);
    let near = trips.iter().find(|t| t.month() == REVIEW && t.circuit == 2 && t.visits.len() >= 2);
    if let (Some(long), Some(near)) = (long, near) {
        let date = plus(long.first_day(), 1);
        let mut second = near.clone();
        second.employee = long.employee;
        second.approver = "部长";
        second.start = date.and_time(clock(6, 50));
        second.end = date.and_time(clock(19, 10));
        for visit in &mut second.visits {
            visit.date = date;
            visit.report = Some(date);
            visit.confirmed = plus(date, -9);
            visit.first = false;
        }
        trips.push(second);
    }
}

pub(crate) fn with_role(customers: &[Customer], role: Role) -> Vec<usize> {
    (0..customers.len()).filter(|c| customers[*c].role == role).collect()
}

/// One more call, late in the afternoon of a trip to the customer's city.
fn add_visit(trips: &mut [Trip], customers: &[Customer], month: &str, customer: usize, first: bool) {
    let city = customers[customer].city;
    let found = trips.iter_mut().find(|t| t.month() == month && t.visits.iter().any(|v| customers[v.customer].city == city));
    let Some(trip) = found else { return };
    let at = trip.visits.iter().find(|v| customers[v.customer].city == city).map(|v| v.date);
    let Some(date) = at else { return };
    trip.visits.push(Visit {
        id: String::new(),
        date,
        start: clock(16, 30),
        minutes: 30,
        customer,
        first,
        party: 2,
        confirmed: plus(date, -8),
        report: Some(date),
        topics: TOPICS,
        satisfaction: "满意",
        estimate: None,
    });
}
