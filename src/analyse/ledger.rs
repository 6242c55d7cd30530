//! The order lines as every month of the history asks for them: customer by customer, side by side in memory.
//!
//! Twelve months and the backtest walk over all of them. A copy of six columns, 32 bytes a line, is walked through many times
//! as fast as the columns themselves, whose cells lie apart and may each be empty.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::credit::states_payments;
use super::settlement::Parts;
use crate::tables::orders::OrderColumns;
use crate::tables::{FrameError, PartyIx, Tables};
use crate::units::{in_chunks, in_order};

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
    /// [`PARTIES`] customers each.
    parts: Vec<Part>,
    parties: usize,
    /// Whether any sheet states payments.
    pub(super) states_payments: bool,
}

/// Customers whose lines lie together: few enough that every thread gets some, and enough that little is lost between them.
const PARTIES: usize = 256;

impl Ledger {
    /// # Errors
    /// Only for a fault of the program.
    pub(super) fn new(tables: &Tables) -> Result<Self, FrameError> {
        let columns = OrderColumns::new(&tables.orders.0)?;
        let stated: Vec<bool> = tables.sources.sheets().iter().map(states_payments).collect();
        let parties = tables.parties.len();
        let (rows, ends) = rows_by_party(&columns, parties);
        let orders = Orders { columns, states_payments: stated.contains(&true), stated };
        let parts = in_order(parties.div_ceil(PARTIES), |part| {
            let first = part * PARTIES;
            let from = first.checked_sub(1).map_or(0, |before| ends[before]);
            let mut gathered = Gathering::default();
            let own = &ends[first..parties.min(first + PARTIES)];
            gathered.part.lines.reserve_exact(own.last().map_or(0, |to| to - from));
            let mut begin = from;
            for &end in own {
                gathered.party(&orders, &rows[begin..end]);
                begin = end;
            }
            gathered.part
        });
        Ok(Ledger { parts, parties, states_payments: orders.states_payments })
    }

    /// In the order of their dates.
    pub(super) fn of(&self, party: PartyIx) -> &[Line] {
        let part = &self.parts[party.at() / PARTIES];
        let at = party.at() % PARTIES;
        &part.lines[at.checked_sub(1).map_or(0, |before| part.ends[before])..part.ends[at]]
    }

    /// `work` on every customer with its lines, some hundred of them side by side; what came out in their order.
    pub(super) fn each<T: Send>(&self, work: impl Fn(PartyIx, &[Line]) -> T + Sync) -> Vec<T> {
        in_chunks(self.parties, |at| {
            let party = PartyIx(u32::try_from(at).unwrap_or(u32::MAX));
            work(party, self.of(party))
        })
    }
}

/// The order lines as they stand in the table.
struct Orders<'a> {
    columns: OrderColumns<'a>,
    /// Which sheets state payments, and whether any does.
    stated: Vec<bool>,
    states_payments: bool,
}

impl Orders<'_> {
    fn line(&self, i: usize) -> Line {
        let columns = &self.columns;
        let stated = self.stated[columns.source.get(i).sheet as usize];
        Line {
            date: columns.date.day(i).unwrap_or(NO_DAY),
            due_on: columns.due_on.day(i).unwrap_or(NO_DAY),
            paid_on: columns.paid_on.day(i).unwrap_or(NO_DAY),
            // Numbered once those of the customer are all in.
            invoice: if stated { 0 } else { UNSTATED },
            amount: columns.amount.minor(i).unwrap_or_default(),
            paid_amount: columns.paid_amount.minor(i).unwrap_or(NO_AMOUNT),
        }
    }
}

/// The lines of some customers, and where each one's end.
#[derive(Debug, Default)]
struct Part {
    lines: Vec<Line>,
    ends: Vec<usize>,
}

/// A part while its customers come in, with the room that each of them needs.
#[derive(Default)]
struct Gathering {
    part: Part,
    lines: Vec<Line>,
    /// The number of each order, by the hash of its id.
    numbers: FxHashMap<u64, u32>,
    order: Vec<(i32, usize)>,
}

impl Gathering {
    /// Puts a customer's lines in the order of their dates, and numbers its invoices. A hash of 64 bits is no proof of
    /// sameness, but among the orders of one customer two different ones never share it in practice.
    fn party(&mut self, orders: &Orders<'_>, rows: &[u32]) {
        self.lines.clear();
        self.lines.extend(rows.iter().map(|&row| orders.line(row as usize)));
        if orders.states_payments {
            self.numbers.clear();
            for (line, &row) in self.lines.iter_mut().zip(rows).filter(|(line, _)| line.invoice != UNSTATED) {
                let next = u32::try_from(self.numbers.len()).unwrap_or(UNSTATED);
                let id = FxBuildHasher.hash_one(orders.columns.order_id.text(row as usize));
                line.invoice = *self.numbers.entry(id).or_insert(next);
            }
        }
        // Those of one day stay in the order of the input.
        self.order.clear();
        self.order.extend(self.lines.iter().map(|line| line.date).zip(0..));
        if !self.order.is_sorted() {
            self.order.sort_unstable();
        }
        self.part.lines.extend(self.order.iter().map(|&(_, at)| self.lines[at]));
        self.part.ends.push(self.part.lines.len());
    }
}

/// The rows of every customer in the order of the input, and where each customer's end.
fn rows_by_party(orders: &OrderColumns<'_>, parties: usize) -> (Vec<u32>, Vec<usize>) {
    let party = |i: usize| orders.date.day(i).and(orders.party.stated(i)).map(PartyIx::at);
    let mut next = vec![0_usize; parties + 1];
    (0..orders.len()).filter_map(party).for_each(|party| next[party] += 1);
    let mut from = 0;
    for count in &mut next {
        from += std::mem::replace(count, from);
    }
    let mut rows = vec![0; next.pop().unwrap_or_default()];
    for (row, at) in (0u32..).zip(0..orders.len()) {
        if let Some(party) = party(at) {
            rows[next[party]] = row;
            next[party] += 1;
        }
    }
    // Where the next one would go is where they end.
    (rows, next)
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
        let seen = ledger.each(|_, lines| lines.iter().map(|l| l.amount / 100).collect::<Vec<_>>());
        assert_eq!(seen, [vec![20, 40, 30, 50], vec![10]]);
        let a = ledger.of(PartyIx(0));
        assert_eq!(a[0].invoice(), a[1].invoice());
        assert_ne!(a[0].invoice(), a[2].invoice());
        assert_eq!(a[3].invoice(), None);
        assert!(a[0].invoice().is_some_and(|n| n < 4) && ledger.states_payments);
        assert_eq!((a[0].paid_amount(), a[2].paid_amount(), a[2].due_on()), (Some(500), None, None));
    }
}
