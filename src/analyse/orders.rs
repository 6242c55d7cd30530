//! Sales by customer and month, the region of each customer, and the days of their orders.
//!
//! The sums are of whole numbers: sums of floats would vary in their last bits with their order.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::ledger::{Ledger, Line};
use crate::tables::{FrameError, PARTY, PartyIx, Tables, orders};
use crate::units::{Money, Month, days_since_epoch, from_days};

/// Net sales (returns negative) by customer and month, up to as-of.
#[derive(Debug, Clone)]
pub struct SalesCube {
    /// Of each customer the months with orders, in their order.
    months: Vec<Vec<(Month, Money)>>,
    /// Of all customers together.
    totals: Vec<(Month, Money)>,
    regions: Regions,
}

/// The region of each customer whose orders name one.
pub(super) type Regions = FxHashMap<PartyIx, String>;

impl SalesCube {
    /// Sums the orders dated up to `as_of`.
    pub(super) fn new(ledger: &Ledger, regions: Regions, as_of: NaiveDate) -> Self {
        let last = days_since_epoch(as_of);
        let part = |customers: &mut dyn Iterator<Item = (PartyIx, &[Line])>| -> Vec<_> {
            customers.map(|(_, lines)| by_month(lines, last)).collect()
        };
        let months: Vec<_> = ledger.in_parts(part).into_iter().flatten().collect();
        let mut totals: BTreeMap<Month, Money> = BTreeMap::new();
        months.iter().flatten().for_each(|(month, amount)| *totals.entry(*month).or_default() += *amount);
        SalesCube { months, totals: totals.into_iter().collect(), regions }
    }

    /// The months of a customer from one to another, both included.
    fn between(&self, party: PartyIx, first: Month, last: Month) -> &[(Month, Money)] {
        between(self.months.get(party.at()).map_or(&[], Vec::as_slice), first, last)
    }

    /// Net sales of a customer from one month to another, both included.
    #[must_use]
    pub fn in_months(&self, party: PartyIx, first: Month, last: Month) -> Money {
        self.between(party, first, last).iter().map(|(_, amount)| *amount).sum()
    }

    /// Net sales of all customers in one month.
    #[must_use]
    pub fn total(&self, month: Month) -> Money {
        between(&self.totals, month, month).iter().map(|(_, amount)| *amount).sum()
    }

    /// Net sales of all customers up to as-of.
    #[must_use]
    pub fn grand_total(&self) -> Money {
        self.totals.iter().map(|(_, amount)| *amount).sum()
    }

    /// The first month with an order, from one month to another.
    #[must_use]
    pub fn first_month(&self, party: PartyIx, first: Month, last: Month) -> Option<Month> {
        self.between(party, first, last).first().map(|(month, _)| *month)
    }

    /// The first month with any order of any customer.
    #[must_use]
    pub fn earliest(&self) -> Option<Month> {
        self.totals.first().map(|(month, _)| *month)
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

/// The sums of lines that stand in the order of their dates, up to a day: a month is looked up where the one before ends.
fn by_month(lines: &[Line], last: i32) -> Vec<(Month, Money)> {
    let mut months: Vec<(Month, Money)> = Vec::new();
    let mut ends = i32::MIN;
    for line in lines.iter().take_while(|line| line.date <= last) {
        let amount = Money::from_minor(line.amount);
        match months.last_mut() {
            Some((_, sum)) if line.date <= ends => *sum += amount,
            _ => {
                let month = Month::of(from_days(line.date));
                ends = days_since_epoch(month.last_day());
                months.push((month, amount));
            }
        }
    }
    months
}

/// The months from one to another, both included, of some in their order.
fn between(months: &[(Month, Money)], first: Month, last: Month) -> &[(Month, Money)] {
    let from = months.partition_point(|(month, _)| *month < first);
    let to = months.partition_point(|(month, _)| *month <= last);
    months.get(from..to).unwrap_or_default()
}

/// The region named most often in each customer's orders; ties go to the first in text order.
///
/// # Errors
/// Only for a fault of the program.
pub(super) fn regions(tables: &Tables) -> Result<Regions, FrameError> {
    if !tables.has_column(crate::tables::TableId::Orders, orders::REGION) {
        return Ok(Regions::default());
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
pub(super) fn order_days(ledger: &Ledger, as_of: NaiveDate) -> Vec<Vec<NaiveDate>> {
    let last = days_since_epoch(as_of);
    let distinct = |(_, lines): (PartyIx, &[Line])| {
        let until = lines.iter().take_while(|line| line.date <= last);
        let mut days: Vec<i32> = until.filter(|line| line.amount > 0).map(|line| line.date).collect();
        days.dedup();
        days.into_iter().map(from_days).collect()
    };
    ledger.in_parts(|customers| customers.map(distinct).collect::<Vec<_>>()).into_iter().flatten().collect()
}
