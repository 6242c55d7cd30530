//! Breaches that lie in orders: late deliveries, urgent spare parts, orders of customers that should not get credit.

use super::calendar::{day, plus};
use super::customers::Customer;
use super::ledger::{Ledger, Planted};
use super::orders::{Order, Urgency, in_review};
use super::trips::REVIEW;

/// Changes orders of the review month and notes what was done. `orders` keep their places, which name them.
pub(crate) fn plant(orders: &mut [Order], customers: &[Customer], ledger: &mut Ledger) {
    late_spare_parts(orders, customers, ledger);
    late_deliveries(orders, customers, ledger);
    due_from_before(orders, customers, ledger);
    credit(orders, customers, ledger);
}

pub(crate) fn key(index: usize) -> String {
    format!("order:{index}")
}

fn note(rule: &'static str, order: &Order, index: usize, customer: &Customer, text: String) -> Planted {
    Planted {
        rule,
        month: REVIEW.to_owned(),
        customer: customer.name.to_owned(),
        date: order.date,
        claimed: None,
        key: key(index),
        note: text,
        ..Planted::default()
    }
}

fn late_spare_parts(orders: &mut [Order], customers: &[Customer], ledger: &mut Ledger) {
    let parts: Vec<usize> = (0..orders.len())
        .filter(|o| in_review(&orders[*o]) && orders[*o].product < 6 && orders[*o].date < day("2026-10-24"))
        .step_by(4)
        .take(3)
        .collect();
    for (days, index) in [1, 3, 0].into_iter().zip(parts) {
        let order = &mut orders[index];
        order.urgency = Urgency::SparePart;
        order.promised = Some(order.date);
        order.shipped = Some(plus(order.date, days));
        // The third is in time, so that a rule which reports every spare part is found out.
        if days > 0 {
            let customer = &customers[order.customer];
            for rule in ["SVC002", "SVC001"] {
                let text = format!("{}: spare part shipped {days} day(s) after the order", order.id);
                ledger.planted.push(note(rule, order, index, customer, text));
            }
        }
    }
}

fn late_deliveries(orders: &mut [Order], customers: &[Customer], ledger: &mut Ledger) {
    let fits = |o: &Order| in_review(o) && o.urgency != Urgency::SparePart && o.promised.is_some_and(|p| p <= day("2026-10-23"));
    let chosen: Vec<usize> = (0..orders.len()).filter(|o| fits(&orders[*o])).step_by(2).take(6).collect();
    for (number, index) in (0..).zip(chosen) {
        let order = &mut orders[index];
        let days = 1 + number % 5;
        order.shipped = order.promised.map(|p| plus(p, days));
        let text = format!("{}: shipped {days} day(s) after the promised date", order.id);
        ledger.planted.push(note("SVC001", order, index, &customers[order.customer], text));
    }
}

/// What was ordered before the review month, fell due in it and left late by itself: it belongs to the month of its promise.
fn due_from_before(orders: &[Order], customers: &[Customer], ledger: &mut Ledger) {
    for (index, order) in orders.iter().enumerate().filter(|(_, o)| o.date < day("2026-10-01") && !o.returned) {
        let Some((promised, shipped)) = order.promised.zip(order.shipped) else { continue };
        if promised >= day("2026-10-01") && promised <= day("2026-10-31") && shipped > promised {
            let days = (shipped - promised).num_days();
            let text = format!("{}: ordered in September, shipped {days} day(s) after the promised date", order.id);
            ledger.planted.push(note("SVC001", order, index, &customers[order.customer], text));
        }
    }
}

/// One entry for a customer, at its first order of the month.
fn credit(orders: &[Order], customers: &[Customer], ledger: &mut Ledger) {
    for (number, customer) in customers.iter().enumerate() {
        if customer.pays != 'D' && !customer.over_limit {
            continue;
        }
        let Some(index) = orders.iter().position(|o| in_review(o) && o.customer == number) else {
            continue;
        };
        let why = if customer.over_limit { "open receivables above the credit limit" } else { "credit grade D" };
        let total: i64 = orders.iter().filter(|o| in_review(o) && o.customer == number).map(Order::amount).sum();
        let mut entry = note("CRD001", &orders[index], index, customer, why.to_owned());
        entry.claimed = Some(total);
        ledger.planted.push(entry);
    }
}
