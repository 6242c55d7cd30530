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
        let months = ledger.each(|_, lines| by_month(lines, last));
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
    // Regions are few, and mostly the one of the line before: numbered, they are counted without their texts.
    let (mut numbers, mut names): (FxHashMap<&str, u32>, Vec<&str>) = (FxHashMap::default(), Vec::new());
    let mut counts: Vec<Vec<(u32, u32)>> = vec![Vec::new(); tables.parties.len()];
    let mut last = u32::MAX;
    for (party, region) in party.iter().zip(region.iter()) {
        let (Some(party), Some(region)) = (party, region) else { continue };
        if names.get(last as usize) != Some(&region) {
            last = *numbers.entry(region).or_insert_with(|| {
                names.push(region);
                u32::try_from(names.len() - 1).unwrap_or(u32::MAX)
            });
        }
        let own = &mut counts[party as usize];
        match own.iter_mut().find(|(region, _)| *region == last) {
            Some((_, n)) => *n += 1,
            None => own.push((last, 1)),
        }
    }
    let best = |own: &Vec<(u32, u32)>| {
        let named = own.iter().map(|&(region, n)| (n, names[region as usize]));
        named.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(a.1))).map(|(_, name)| name.to_owned())
    };
    Ok((0..).map(PartyIx).zip(&counts).filter_map(|(party, own)| Some((party, best(own)?))).collect())
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
    ledger.each(|_, lines| {
        let until = lines.iter().take_while(|line| line.date <= last);
        let mut days: Vec<i32> = until.filter(|line| line.amount > 0).map(|line| line.date).collect();
        days.dedup();
        days.into_iter().map(from_days).collect()
    })
}
