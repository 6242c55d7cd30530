//! What became of one order: which part of it is paid, which is open, and what of it takes part in the payment index.

use chrono::NaiveDate;

use super::credit::AGEING_DAYS;
use super::period::Period;
use crate::tables::orders::OrderColumns;
use crate::units::{Money, days_since_epoch};

/// The paid and the open part of one order as of a day.
pub(super) struct Parts {
    paid: i64,
    pub(super) open: i64,
    /// Days beyond terms of the paid part, where both days are known.
    paid_days: Option<i32>,
    /// Days past due at as-of; none without a due day.
    past_due: Option<i32>,
    due: Option<i32>,
}

impl Parts {
    pub(super) fn of(amount: i64, paid_on: Option<i32>, paid_amount: Option<i64>, due: Option<i32>, as_of: i32) -> Self {
        // A payment after as-of has not happened yet; one without a date has, on a day nobody knows.
        let later = paid_on.is_some_and(|day| day > as_of);
        let paid = match (later, paid_amount, paid_on) {
            (true, ..) | (false, None, None) => 0,
            (false, Some(received), _) => received.clamp(0, amount),
            (false, None, Some(_)) => amount,
        };
        Parts {
            paid,
            open: amount - paid,
            paid_days: paid_on.filter(|_| !later).zip(due).map(|(paid, due)| paid - due),
            past_due: due.map(|due| as_of - due),
            due,
        }
    }

    /// The ageing class of the open part.
    pub(super) fn ageing_class(&self) -> usize {
        match self.past_due.unwrap_or(0) {
            days if days <= 0 => 0,
            days => 1 + AGEING_DAYS.iter().filter(|limit| days > **limit).count(),
        }
    }

    /// What takes part in the payment index: the paid part of an order due in the window or still open, and the open part
    /// that is past due. Each with its days beyond terms, whether it is paid, and its amount.
    pub(super) fn of_index(&self, window_start: i32, as_of: i32) -> [Option<(i32, bool, i64)>; 2] {
        let due_in_window = self.due.is_some_and(|due| (window_start..=as_of).contains(&due));
        let counts = self.paid > 0 && (due_in_window || self.open > 0);
        let paid = self.paid_days.filter(|_| counts).map(|days| (days, true, self.paid));
        let open = self.past_due.filter(|days| self.open > 0 && *days > 0).map(|days| (days, false, self.open));
        [paid, open]
    }
}

/// One order as the credit score sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Settlement {
    pub due: Option<NaiveDate>,
    pub paid_on: Option<NaiveDate>,
    pub paid: Money,
    pub open: Money,
    pub ageing_class: usize,
    /// The parts of it in the payment index: days beyond terms, whether paid, amount.
    pub of_index: Vec<(i32, bool, Money)>,
}

impl Settlement {
    /// One order of a sheet that states payments, as of a period's last day; none without a positive amount.
    pub(super) fn of(orders: &OrderColumns<'_>, i: usize, period: Period) -> Option<Self> {
        let as_of = days_since_epoch(period.as_of);
        let amount = orders.amount.minor(i).filter(|amount| *amount > 0)?;
        let parts = Parts::of(amount, orders.paid_on.day(i), orders.paid_amount.minor(i), orders.due_on.day(i), as_of);
        let of_index = parts.of_index(days_since_epoch(period.window_start()), as_of);
        let money = |(days, paid, amount)| (days, paid, Money::from_minor(amount));
        Some(Settlement {
            due: orders.due_on.get(i),
            paid_on: orders.paid_on.get(i),
            paid: Money::from_minor(parts.paid),
            open: Money::from_minor(parts.open),
            ageing_class: parts.ageing_class(),
            of_index: of_index.into_iter().flatten().map(money).collect(),
        })
    }
}
