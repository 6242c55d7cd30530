//! The rows behind a restatement: records of new and changed files that belong to the customers whose figures changed.
//!
//! A row of a changed file may have been there before: only its file is known to be another one.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::Period;
use super::files::{FileChange, FileState};
use super::{Change, CustomerChange};
use crate::tables::orders::OrderColumns;
use crate::tables::{FrameError, PartyIx, Source, TableId, Tables};
use crate::units::{Money, days_since_epoch, from_days};

/// A record that may be behind a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    pub table: TableId,
    pub source: Source,
    pub party: PartyIx,
    pub date: Option<NaiveDate>,
    /// The order's amount, or the annual demand that is stated.
    pub amount: Money,
    pub file: FileState,
}

/// The largest of them, and how many there are.
#[derive(Debug, Default)]
pub struct Rows {
    pub listed: Vec<Behind>,
    pub all: u64,
}

/// What of a customer changed that rows can be behind.
#[derive(Debug, Clone, Copy, Default)]
struct Moved {
    sales: bool,
    receivables: bool,
    demand: bool,
}

pub(super) fn behind(
    tables: &Tables,
    period: Period,
    customers: &[CustomerChange],
    files: &[FileChange],
    limit: usize,
) -> Result<Rows, FrameError> {
    let states: BTreeMap<&str, FileState> =
        files.iter().filter(|f| f.state.has_news()).map(|f| (f.file.as_str(), f.state)).collect();
    let news: Vec<Option<FileState>> = tables.sources.sheets().iter().map(|s| states.get(s.file.as_str()).copied()).collect();
    let moved = moved(tables, customers);
    let of = |party: PartyIx| moved.get(party.at()).copied().unwrap_or_default();
    let mut largest = Largest { limit, rows: Rows::default() };
    if !news.iter().any(Option::is_some) || !moved.iter().any(|m| m.sales || m.receivables || m.demand) {
        return Ok(largest.rows);
    }
    let state = |source: Source| news.get(source.sheet as usize).copied().flatten();
    let orders = OrderColumns::new(&tables.orders.0)?;
    let (first, last) = (days_since_epoch(period.window_start()), days_since_epoch(period.as_of));
    for i in 0..orders.len() {
        let source = orders.source.get(i);
        let (Some(file), Some(party), Some(day)) = (state(source), orders.party.stated(i), orders.date.day(i)) else { continue };
        // Sales look at the window alone; what is open may be older.
        let moved = of(party);
        if day <= last && (moved.receivables || (moved.sales && first <= day)) {
            let amount = orders.amount.get(i).unwrap_or_default();
            largest.take(Behind { table: TableId::Orders, source, party, date: Some(from_days(day)), amount, file });
        }
    }
    for card in tables.customers.iter().filter(|c| of(c.party).demand) {
        if let (Some(file), Some(amount)) = (state(card.source), card.annual_demand) {
            let (source, party) = (card.source, card.party);
            largest.take(Behind { table: TableId::Customers, source, party, date: None, amount, file });
        }
    }
    for visit in tables.visits.iter().filter(|v| v.date <= period.as_of && of(v.party).demand) {
        if let (Some(file), Some(amount)) = (state(visit.source), visit.annual_demand_estimate) {
            let (source, party, date) = (visit.source, visit.party, Some(visit.date));
            largest.take(Behind { table: TableId::Visits, source, party, date, amount, file });
        }
    }
    Ok(largest.done())
}

/// By party: which of its figures moved. Those of a customer that appeared are all new.
fn moved(tables: &Tables, customers: &[CustomerChange]) -> Vec<Moved> {
    let mut moved = vec![Moved::default(); tables.parties.len()];
    for c in customers {
        let any = |columns: &[&str]| c.differences.iter().any(|d| columns.contains(&d.column));
        let appeared = c.change == Change::Appeared;
        let sales = appeared || any(&["sales_month", "sales_window"]);
        let receivables = appeared || any(&["receivable_open", "overdue"]);
        let demand = appeared || any(&["demand"]);
        if let Some(place) = c.party.and_then(|party| moved.get_mut(party.at())) {
            *place = Moved { sales, receivables, demand };
        }
    }
    moved
}

/// Keeps the largest amounts, however many there are to choose from.
struct Largest {
    limit: usize,
    rows: Rows,
}

impl Largest {
    fn take(&mut self, row: Behind) {
        self.rows.all += 1;
        self.rows.listed.push(row);
        if self.rows.listed.len() >= (2 * self.limit).max(1024) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        self.rows.listed.sort_by_key(|r| (Reverse(r.amount.abs()), r.source));
        self.rows.listed.truncate(self.limit);
    }

    fn done(mut self) -> Rows {
        self.cut();
        self.rows
    }
}
