//! The order lines as every month of the history asks for them: customer by customer, side by side in memory.
//!
//! Twelve months and the backtest walk over all of them. A copy of six columns, 32 bytes a line, is walked through many times
//! as fast as the columns themselves, whose cells lie apart and may each be empty.

use std::hash::BuildHasher;
use std::ops::Range;

use rustc_hash::FxBuildHasher;

use super::credit::states_payments;
use super::settlement::Parts;
use crate::tables::orders::OrderColumns;
use crate::tables::{FrameError, PartyIx, Tables};
use crate::units::in_order;

/// One line. Dates are days since 1970-01-01, money is minor units.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) date: i32,
    due_on: i32,
    paid_on: i32,
    /// Its invoice among those of the customer: several lines of one order are one invoice.
    invoice: u32,
    /// Negative for returns.
    pub(super) amount: i64,
    paid_amount: i64,
}

/// What stands for an empty cell.
const NO_DAY: i32 = i32::MIN;
const NO_AMOUNT: i64 = i64::MIN;
/// The sheet states no payments: what became of the order is not known.
const UNSTATED: u32 = u32::MAX;

impl Line {
    const EMPTY: Line =
        Line { date: NO_DAY, due_on: NO_DAY, paid_on: NO_DAY, invoice: UNSTATED, amount: 0, paid_amount: NO_AMOUNT };

    pub(super) fn due_on(&self) -> Option<i32> {
        Some(self.due_on).filter(|day| *day != NO_DAY)
    }

    pub(super) fn paid_on(&self) -> Option<i32> {
        Some(self.paid_on).filter(|day| *day != NO_DAY)
    }

    pub(super) fn paid_amount(&self) -> Option<i64> {
        Some(self.paid_amount).filter(|amount| *amount != NO_AMOUNT)
    }

    /// Its invoice, as a number below those of the customer; none where its sheet states no payments.
    pub(super) fn invoice(&self) -> Option<usize> {
        (self.invoice != UNSTATED).then_some(self.invoice as usize)
    }

    /// The days on which it was due and paid, where both are known and all of it was paid as of a day.
    #[inline]
    pub(super) fn in_full(&self, as_of: i32) -> Option<(i32, i32)> {
        let in_full = self.paid_amount == NO_AMOUNT || self.paid_amount >= self.amount;
        let known = self.due_on != NO_DAY && self.paid_on != NO_DAY && self.paid_on <= as_of;
        (known && in_full).then_some((self.due_on, self.paid_on))
    }

    /// What became of it as of a day.
    pub(super) fn parts(&self, as_of: i32) -> Parts {
        Parts::of(self.amount, self.paid_on(), self.paid_amount(), self.due_on(), as_of)
    }
}

/// The lines of every customer.
#[derive(Debug)]
pub(super) struct Ledger {
    lines: Vec<Line>,
    /// Where each customer's lines end.
    ends: Vec<usize>,
    /// Whether any sheet states payments.
    pub(super) states_payments: bool,
}

impl Ledger {
    /// # Errors
    /// Only for a fault of the program.
    pub(super) fn new(tables: &Tables) -> Result<Self, FrameError> {
        let orders = OrderColumns::new(&tables.orders.0)?;
        let stated: Vec<bool> = tables.sources.sheets().iter().map(states_payments).collect();
        let states_payments = stated.contains(&true);
        let mut next = starts(&orders, tables.parties.len());
        let mut lines = vec![Line::EMPTY; next.last().copied().unwrap_or_default()];
        // What tells an order from the customer's others, until its number takes the place.
        let mut ids = vec![0_u64; if states_payments { lines.len() } else { 0 }];
        for i in 0..orders.len() {
            let (Some(date), Some(party)) = (orders.date.day(i), orders.party.stated(i)) else { continue };
            let at = next[party.at()];
            next[party.at()] += 1;
            let invoice = if stated[orders.source.get(i).sheet as usize] { 0 } else { UNSTATED };
            if let Some(id) = ids.get_mut(at) {
                *id = FxBuildHasher.hash_one(orders.order_id.text(i));
            }
            lines[at] = Line {
                date,
                due_on: orders.due_on.day(i).unwrap_or(NO_DAY),
                paid_on: orders.paid_on.day(i).unwrap_or(NO_DAY),
                invoice,
                amount: orders.amount.minor(i).unwrap_or_default(),
                paid_amount: orders.paid_amount.minor(i).unwrap_or(NO_AMOUNT),
            };
        }
        // Every customer's lines are in: where the next one would go is where they end.
        next.pop();
        let mut ledger = Ledger { lines, ends: next, states_payments };
        ledger.arrange(&ids);
        Ok(ledger)
    }

    /// In the order of their dates.
    pub(super) fn of(&self, party: PartyIx) -> &[Line] {
        &self.lines[self.range(party.at())]
    }

    fn range(&self, party: usize) -> Range<usize> {
        let from = party.checked_sub(1).map_or(0, |before| self.ends[before]);
        from..self.ends[party]
    }

    /// The customers, each with its lines.
    pub(super) fn customers(&self) -> impl Iterator<Item = (PartyIx, &[Line])> {
        (0u32..).take(self.ends.len()).map(|i| (PartyIx(i), self.of(PartyIx(i))))
    }

    /// Puts each customer's lines in the order of their dates, and numbers its invoices. A hash of 64 bits is no proof of
    /// sameness, but among the orders of one customer two different ones never share it in practice.
    fn arrange(&mut self, ids: &[u64]) {
        let (ledger, parties) = (&*self, self.ends.len());
        // A few hundred customers at a time: enough for every thread, and little between one and the next.
        let arranged = in_order(parties.div_ceil(PARTIES), |part| {
            let mut arranged = Vec::new();
            let (mut order, mut numbers): (Vec<usize>, Vec<u32>) = (Vec::new(), Vec::new());
            for party in part * PARTIES..parties.min((part + 1) * PARTIES) {
                let own = ledger.range(party);
                let lines = &ledger.lines[own.clone()];
                order.clear();
                order.extend(0..lines.len());
                numbers.clear();
                numbers.resize(lines.len(), UNSTATED);
                if let Some(ids) = ids.get(own) {
                    order.sort_unstable_by_key(|&i| ids[i]);
                    for (number, same) in (0..).zip(order.chunk_by(|&a, &b| ids[a] == ids[b])) {
                        same.iter().filter(|i| lines[**i].invoice != UNSTATED).for_each(|&i| numbers[i] = number);
                    }
                }
                // Those of one day stay in the order of the input.
                order.sort_unstable_by_key(|&i| (lines[i].date, i));
                arranged.extend(order.iter().map(|&i| Line { invoice: numbers[i], ..lines[i] }));
            }
            arranged
        });
        self.lines.iter_mut().zip(arranged.into_iter().flatten()).for_each(|(to, line)| *to = line);
    }
}

/// Customers whose lines are arranged at a time.
const PARTIES: usize = 256;

/// Where each customer's lines begin, and after the last customer where they all end.
fn starts(orders: &OrderColumns<'_>, parties: usize) -> Vec<usize> {
    let mut counts = vec![0_usize; parties + 1];
    for i in 0..orders.len() {
        if let (Some(_), Some(party)) = (orders.date.day(i), orders.party.stated(i)) {
            counts[party.at()] += 1;
        }
    }
    let mut from = 0;
    for count in &mut counts {
        from += std::mem::replace(count, from);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::World;

    /// Two sheets, of which one states no payments: lines stay with their customer in the order of their dates, lines of one
    /// order share an invoice, and orders of different customers never do.
    #[test]
    fn lines_stand_by_customer_and_share_invoices() {
        let tables = World::month("2026-05")
            .orders(&[
                "order_id,date,customer,product,amount,due_on,paid_on,paid_amount",
                "1,2026-05-04,B,x,10,2026-06-03,,",
                "1,2026-05-04,A,x,20,2026-06-03,2026-06-01,5",
                "2,2026-05-05,A,x,30,,,",
                "1,2026-05-04,A,y,40,2026-06-03,,",
            ])
            .orders(&["order_id,date,customer,amount", "9,2026-05-06,A,50"])
            .tables();
        let ledger = Ledger::new(&tables).unwrap();
        let seen: Vec<_> =
            ledger.customers().map(|(_, lines)| lines.iter().map(|l| l.amount / 100).collect::<Vec<_>>()).collect();
        assert_eq!(seen, [vec![20, 40, 30, 50], vec![10]]);
        let a = ledger.of(PartyIx(0));
        assert_eq!(a[0].invoice(), a[1].invoice());
        assert_ne!(a[0].invoice(), a[2].invoice());
        assert_eq!(a[3].invoice(), None);
        assert!(a[0].invoice().is_some_and(|n| n < 4) && ledger.states_payments);
        assert_eq!((a[0].paid_amount(), a[2].paid_amount(), a[2].due_on()), (Some(500), None, None));
    }
}
