//! Sales by customer and month, and the days of their orders.
//!
//! Walks over the columns rather than queries: the sums are whole numbers, nothing is copied, and half a million orders
//! take a few hundredths of a second.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use polars::prelude::ChunkAgg;
use rustc_hash::FxHashMap;

use crate::tables::orders::OrderColumns;
use crate::tables::{FrameError, PartyIx, Tables, orders};
use crate::units::{Money, Month, days_since_epoch, from_days};

/// Net sales (returns negative) by customer and month, up to as-of.
#[derive(Debug, Clone)]
pub struct SalesCube {
    months: Vec<BTreeMap<Month, Money>>,
    regions: FxHashMap<PartyIx, String>,
}

impl SalesCube {
    /// Sums the orders dated up to `as_of`.
    ///
    /// # Errors
    /// Only for a fault of the program.
    pub fn new(tables: &Tables, as_of: NaiveDate) -> Result<Self, FrameError> {
        let orders = OrderColumns::new(&tables.orders.0)?;
        let mut months = vec![BTreeMap::new(); tables.parties.len()];
        for (i, party, day) in dated(&orders, days_since_epoch(as_of)) {
            if let Some(row) = months.get_mut(party.at()) {
                let amount = Money::from_minor(orders.amount.minor(i).unwrap_or_default());
                *row.entry(Month::of(from_days(day))).or_insert(Money::ZERO) += amount;
            }
        }
        Ok(SalesCube { months, regions: regions(tables)? })
    }

    /// Net sales of a customer from one month to another, both included.
    #[must_use]
    pub fn in_months(&self, party: PartyIx, first: Month, last: Month) -> Money {
        self.months.get(party.at()).map_or(Money::ZERO, |row| row.range(first..=last).map(|(_, m)| *m).sum())
    }

    /// Net sales of all customers in one month.
    #[must_use]
    pub fn total(&self, month: Month) -> Money {
        self.months.iter().filter_map(|row| row.get(&month)).copied().sum()
    }

    /// Net sales of all customers up to as-of.
    #[must_use]
    pub fn grand_total(&self) -> Money {
        self.months.iter().flat_map(BTreeMap::values).copied().sum()
    }

    /// The first month with an order, from one month to another.
    #[must_use]
    pub fn first_month(&self, party: PartyIx, first: Month, last: Month) -> Option<Month> {
        self.months.get(party.at())?.range(first..=last).next().map(|(month, _)| *month)
    }

    /// The first month with any order of any customer.
    #[must_use]
    pub fn earliest(&self) -> Option<Month> {
        self.months.iter().filter_map(|row| row.keys().next()).min().copied()
    }

    /// Customers with any order up to as-of.
    pub fn parties(&self) -> impl Iterator<Item = PartyIx> + '_ {
        (0u32..).zip(&self.months).filter(|(_, row)| !row.is_empty()).map(|(i, _)| PartyIx(i))
    }

    /// The region that the customer's orders name most often.
    #[must_use]
    pub fn region(&self, party: PartyIx) -> Option<String> {
        self.regions.get(&party).cloned()
    }
}

/// The region named most often in each customer's orders; ties go to the first in text order.
fn regions(tables: &Tables) -> Result<FxHashMap<PartyIx, String>, FrameError> {
    if !tables.has_column(crate::tables::TableId::Orders, orders::REGION) {
        return Ok(FxHashMap::default());
    }
    let orders = OrderColumns::new(&tables.orders.0)?;
    let mut counts: FxHashMap<(PartyIx, &str), u32> = FxHashMap::default();
    for i in 0..orders.len() {
        if let (Some(party), Some(region)) = (orders.party.stated(i), orders.region.text(i)) {
            *counts.entry((party, region)).or_insert(0) += 1;
        }
    }
    let mut best: FxHashMap<PartyIx, (u32, &str)> = FxHashMap::default();
    // The better of two is the same whichever comes first: the order of the walk does not matter.
    #[allow(clippy::iter_over_hash_type)]
    for ((party, region), n) in counts {
        let better = best.get(&party).is_none_or(|&(m, r)| n > m || (n == m && region < r));
        if better {
            best.insert(party, (n, region));
        }
    }
    Ok(best.into_iter().map(|(party, (_, region))| (party, region.to_owned())).collect())
}

/// The newest month with an order: the review month when none is named.
///
/// # Errors
/// Only for a fault of the program.
pub fn newest_month(tables: &Tables) -> Result<Option<Month>, FrameError> {
    let newest = tables.orders.0.data().column(orders::DATE)?.date()?.physical().max();
    Ok(newest.map(|days| Month::of(from_days(days))))
}

/// The days on which each customer ordered (returns are not orders), up to as-of, in rising order.
///
/// # Errors
/// Only for a fault of the program.
pub fn order_days(tables: &Tables, as_of: NaiveDate) -> Result<Vec<Vec<NaiveDate>>, FrameError> {
    let orders = OrderColumns::new(&tables.orders.0)?;
    let mut of = vec![Vec::new(); tables.parties.len()];
    for (i, party, day) in dated(&orders, days_since_epoch(as_of)) {
        if orders.amount.minor(i).is_some_and(|amount| amount > 0)
            && let Some(list) = of.get_mut(party.at())
        {
            list.push(day);
        }
    }
    let distinct = |mut days: Vec<i32>| {
        days.sort_unstable();
        days.dedup();
        days.into_iter().map(from_days).collect()
    };
    Ok(of.into_iter().map(distinct).collect())
}

/// The orders of known customers dated up to a day: position, customer and day.
fn dated<'a>(orders: &'a OrderColumns<'_>, last: i32) -> impl Iterator<Item = (usize, PartyIx, i32)> + 'a {
    (0..orders.len()).filter_map(move |i| {
        let day = orders.date.day(i).filter(|day| *day <= last)?;
        Some((i, orders.party.stated(i)?, day))
    })
}
