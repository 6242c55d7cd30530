//! Sales by customer and month, the region of each customer, and the days of their orders.
//!
//! The sums are a walk over three columns: whole numbers, since parallel sums of floats would vary in their last bits, and no
//! copies, since half a million orders are what the memory of a run is made of.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use crate::tables::orders::OrderColumns;
use crate::tables::{FrameError, PARTY, PartyIx, Tables, orders};
use crate::units::{Money, Month, days_since_epoch, from_days};

/// Net sales (returns negative) by customer and month, up to as-of.
#[derive(Debug, Clone)]
pub struct SalesCube {
    months: Vec<BTreeMap<Month, Money>>,
    regions: FxHashMap<PartyIx, String>,
    earliest: Option<Month>,
}

impl SalesCube {
    /// Sums the orders dated up to `as_of`.
    ///
    /// # Errors
    /// Only for a fault of the program.
    pub fn new(tables: &Tables, as_of: NaiveDate) -> Result<Self, FrameError> {
        let orders = OrderColumns::new(&tables.orders.0)?;
        let mut months: Vec<BTreeMap<Month, Money>> = vec![BTreeMap::new(); tables.parties.len()];
        let mut calendar: FxHashMap<i32, Month> = FxHashMap::default();
        for (i, party, day) in dated(&orders, days_since_epoch(as_of)) {
            let amount = Money::from_minor(orders.amount.minor(i).unwrap_or_default());
            let month = *calendar.entry(day).or_insert_with(|| Month::of(from_days(day)));
            if let Some(row) = months.get_mut(party.at()) {
                *row.entry(month).or_default() += amount;
            }
        }
        let earliest = months.iter().filter_map(|row| row.keys().next()).min().copied();
        Ok(SalesCube { months, regions: regions(tables)?, earliest })
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
        self.earliest
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
    // A walk: grouping by text would take more memory than the orders themselves.
    let (party, region) = (tables.orders.0.data().column(PARTY)?.u32()?, tables.orders.0.data().column(orders::REGION)?.str()?);
    let mut counts: FxHashMap<(PartyIx, &str), u32> = FxHashMap::default();
    for (party, region) in party.iter().zip(region.iter()) {
        if let (Some(party), Some(region)) = (party, region) {
            *counts.entry((PartyIx(party), region)).or_insert(0) += 1;
        }
    }
    let mut best: FxHashMap<PartyIx, (u32, &str)> = FxHashMap::default();
    // The better of two is the same whichever comes first.
    #[allow(clippy::iter_over_hash_type)]
    for ((party, region), n) in counts {
        if best.get(&party).is_none_or(|&(m, r)| n > m || (n == m && region < r)) {
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
    let newest = tables.orders.0.data().column(orders::DATE)?.date()?.physical().iter().flatten().max();
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
