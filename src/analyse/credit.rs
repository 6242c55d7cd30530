//! Payment index, credit score, grade, receivables and ageing (domain.md section 3).

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::orders::SalesCube;
use super::period::Period;
use super::settlement::Parts;
use crate::config::{Config, Credit};
use crate::tables::orders::OrderColumns;
use crate::tables::{CustomerCard, FrameError, PartyIx, SourceSheet, TableId, Tables, orders};
use crate::units::{Money, days_since_epoch};

/// The credit grade; unrated where there are too few invoices, never a guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    A,
    B,
    C,
    D,
    Unrated,
}

impl Grade {
    pub const ALL: [Grade; 5] = [Grade::A, Grade::B, Grade::C, Grade::D, Grade::Unrated];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
            Grade::D => "D",
            Grade::Unrated => "unrated",
        }
    }
}

/// A component of the score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Component {
    pub name: &'static str,
    /// 0 to 100; missing where unknown.
    pub points: Option<f64>,
    pub weight: f64,
}

/// Names of the components, in the order of domain.md.
pub const COMPONENTS: [&str; 4] = ["payment_index", "on_time", "overdue_burden", "limit_use"];

/// Upper ends, in days past due, of the ageing classes after "not due"; the last is open.
pub const AGEING_DAYS: [i32; 3] = [30, 60, 90];
/// Number of ageing classes: not due, 1–30, 31–60, 61–90, over 90.
pub const AGEING_CLASSES: usize = 5;

/// The payment index as the fraction it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IndexSums {
    /// Sum of points × amount, in major units.
    pub points: f64,
    pub amount: Money,
    /// The part of the amount that was paid on or before the due day.
    pub prompt: Money,
}

/// How a customer pays.
#[derive(Debug, Clone, PartialEq)]
pub struct CreditResult {
    pub party: PartyIx,
    /// Invoices in the payment index.
    pub invoices: u32,
    /// What payment index and on-time share are made of.
    pub index: Option<IndexSums>,
    pub payment_index: Option<f64>,
    /// Share of the index's amounts that was paid on or before due.
    pub on_time: Option<f64>,
    /// Unpaid at as-of; unknown where the customer's orders state no payments.
    pub open: Option<Money>,
    pub overdue: Option<Money>,
    /// Open receivables by days past due.
    pub ageing: Option<[Money; AGEING_CLASSES]>,
    /// Days sales outstanding: open receivables / sales of the window x its days.
    pub dso: Option<f64>,
    /// The part of it that is not due yet: what it would be if everybody paid on the day (best possible DSO). The rest is the
    /// average days delinquent.
    pub best_dso: Option<f64>,
    pub components: Vec<Component>,
    pub score: Option<f64>,
    pub grade: Grade,
}

impl CreditResult {
    /// Average days delinquent: the part of the days sales outstanding that is past due.
    #[must_use]
    pub fn days_delinquent(&self) -> Option<f64> {
        Some(self.dso? - self.best_dso?)
    }

    /// What each component gives to the score, its weight spread over those that are known: name, points of the score.
    #[must_use]
    pub fn contributions(&self) -> Vec<(&'static str, f64)> {
        let weight: f64 = self.components.iter().filter(|c| c.points.is_some()).map(|c| c.weight).sum();
        let share = |c: &Component| c.points.filter(|_| weight > 0.0).map_or(0.0, |p| p * c.weight / weight);
        self.components.iter().map(|c| (c.name, share(c))).collect()
    }
}

/// The receivables of all customers whose payments are known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CompanyCredit {
    pub invoices: u64,
    pub open: Money,
    pub overdue: Money,
    not_due: Money,
    /// Sales of the window of these customers.
    pub sales: Money,
    /// Credit limits, and what is open of the customers that have one.
    pub limits: Money,
    pub open_within_limits: Money,
    window_days: i64,
}

impl CompanyCredit {
    /// Sums over customers: how each pays, its sales of the window and its credit limit.
    #[must_use]
    pub fn of<'a>(customers: impl Iterator<Item = (&'a CreditResult, Money, Option<Money>)>, period: Period) -> Self {
        let mut all = CompanyCredit { window_days: period.window_days(), ..CompanyCredit::default() };
        for (credit, sales, limit) in customers {
            let (Some(open), Some(overdue), Some(ageing)) = (credit.open, credit.overdue, credit.ageing) else { continue };
            all.invoices += u64::from(credit.invoices);
            all.open += open;
            all.overdue += overdue;
            all.not_due += ageing[0];
            all.sales += sales;
            if let Some(limit) = limit.filter(|l| l.is_positive()) {
                all.limits += limit;
                all.open_within_limits += open;
            }
        }
        all
    }

    #[allow(clippy::cast_precision_loss, reason = "a window has some hundred days")]
    fn days_of(&self, part: Money) -> Option<f64> {
        part.ratio_of(self.sales).filter(|_| self.sales.is_positive()).map(|r| r * self.window_days as f64)
    }

    #[must_use]
    pub fn dso(&self) -> Option<f64> {
        self.days_of(self.open)
    }

    /// The part of it that is not due yet.
    #[must_use]
    pub fn best_dso(&self) -> Option<f64> {
        self.days_of(self.not_due)
    }

    /// The part of it that is past due.
    #[must_use]
    pub fn days_delinquent(&self) -> Option<f64> {
        Some(self.dso()? - self.best_dso()?)
    }

    /// Share of the limits in use, of the customers that have one.
    #[must_use]
    pub fn limit_used(&self) -> Option<f64> {
        self.open_within_limits.ratio_of(self.limits)
    }
}

/// Whether a sheet of orders states when or how much was paid.
#[must_use]
pub fn states_payments(sheet: &SourceSheet) -> bool {
    sheet.table == Some(TableId::Orders)
        && [orders::PAID_ON, orders::PAID_AMOUNT].iter().any(|column| sheet.columns.contains(column))
}

/// What is needed to rate customers as of any day.
pub struct Ledger<'a> {
    tables: &'a Tables,
    scope: &'a [PartyIx],
    cards: &'a FxHashMap<PartyIx, &'a CustomerCard>,
    config: &'a Config,
    orders: OrderColumns<'a>,
    /// Of each sheet, whether it states payments.
    stated: Vec<bool>,
    /// Of each order line, which invoice it belongs to: several lines of one order of a customer are one invoice. Hashed once,
    /// since every month of the history asks again.
    invoice: Vec<u32>,
    invoices: usize,
}

/// Sums of one customer's orders as of a day, in minor units.
#[derive(Debug, Clone, Default)]
struct Sums {
    /// Orders whose payments are stated, and orders whose payments are not.
    stated: u32,
    unstated: u32,
    invoices: u32,
    ageing: [i64; AGEING_CLASSES],
    /// Amount by days beyond terms, and whether it is the paid part.
    parts: Vec<(i32, bool, i64)>,
    /// How many of them there were when they were last joined.
    joined: usize,
}

impl<'a> Ledger<'a> {
    /// # Errors
    /// Only for a fault of the program.
    pub fn new(
        tables: &'a Tables,
        scope: &'a [PartyIx],
        cards: &'a FxHashMap<PartyIx, &'a CustomerCard>,
        config: &'a Config,
    ) -> Result<Self, FrameError> {
        let orders = OrderColumns::new(&tables.orders.0)?;
        let stated: Vec<bool> = tables.sources.sheets().iter().map(states_payments).collect();
        let (invoice, invoices) = if stated.contains(&true) { invoices(&orders) } else { (Vec::new(), 0) };
        Ok(Ledger { tables, scope, cards, config, orders, stated, invoice, invoices })
    }

    /// The orders it walks over.
    pub(super) fn orders(&self) -> &OrderColumns<'a> {
        &self.orders
    }

    /// The invoice of an order line, as a number below [`Self::invoices`]; none where its sheet states no payments.
    pub(super) fn invoice(&self, line: usize) -> Option<usize> {
        let stated = self.stated[self.orders.source.get(line).sheet as usize];
        stated.then(|| self.invoice[line] as usize)
    }

    pub(super) fn invoices(&self) -> usize {
        self.invoices
    }

    /// Rates every customer as of a period's last day; nothing dated later counts.
    #[must_use]
    pub fn rate(&self, sales: &SalesCube, period: Period) -> Vec<CreditResult> {
        let sums = self.sums(period);
        let any_stated = self.stated.contains(&true);
        self.scope
            .iter()
            .map(|&party| {
                let window = sales.in_months(party, period.window_first, period.month);
                let limit = self.cards.get(&party).and_then(|c| c.credit_limit).filter(|l| l.is_positive());
                let sums = &sums[party.at()];
                let known = any_stated && (sums.stated > 0 || sums.unstated == 0);
                rate(party, sums, known, window, limit, period.window_days(), &self.config.credit)
            })
            .collect()
    }

    /// One pass over the orders: which parts are paid and open as of the period's last day, and for how long.
    ///
    /// A walk over the columns rather than a query: the sums are whole numbers, nothing is copied, and half a million
    /// orders take a few hundredths of a second.
    fn sums(&self, period: Period) -> Vec<Sums> {
        let orders = &self.orders;
        let mut sums = vec![Sums::default(); self.tables.parties.len()];
        let mut counted = vec![false; self.invoices];
        let as_of = days_since_epoch(period.as_of);
        let window_start = days_since_epoch(period.window_start());
        for i in 0..orders.len() {
            if orders.date.day(i).is_none_or(|day| day > as_of) {
                continue;
            }
            let own = &mut sums[orders.party.get(i).at()];
            if !self.stated[orders.source.get(i).sheet as usize] {
                own.unstated += 1;
                continue;
            }
            own.stated += 1;
            let amount = orders.amount.minor(i).unwrap_or_default();
            if amount <= 0 {
                continue;
            }
            let parts = Parts::of(amount, orders.paid_on.day(i), orders.paid_amount.minor(i), orders.due_on.day(i), as_of);
            if own.take(&parts, window_start, as_of) {
                let invoice = &mut counted[self.invoice[i] as usize];
                own.invoices += u32::from(!*invoice);
                *invoice = true;
            }
        }
        sums.iter_mut().for_each(Sums::settle);
        sums
    }
}

/// Numbers the invoices: of each line its invoice, and how many there are. Sorted rather than looked up, which takes a third of
/// the memory.
fn invoices(orders: &OrderColumns<'_>) -> (Vec<u32>, usize) {
    let mut lines: Vec<(u64, PartyIx, u32)> =
        (0u32..).take(orders.len()).map(|i| (orders.order_id.fingerprint(i as usize), orders.party.get(i as usize), i)).collect();
    lines.sort_unstable();
    let mut of = vec![0u32; lines.len()];
    let mut number = 0;
    for same in lines.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        same.iter().for_each(|(.., line)| of[*line as usize] = number);
        number += 1;
    }
    (of, number as usize)
}

impl Sums {
    /// Adds one order; says whether it takes part in the payment index.
    fn take(&mut self, parts: &Parts, window_start: i32, as_of: i32) -> bool {
        self.ageing[parts.ageing_class()] += parts.open;
        let of_index = parts.of_index(window_start, as_of);
        self.parts.extend(of_index.into_iter().flatten());
        // Joined on the way: what is kept grows with the different days, not with the orders.
        if self.parts.len() >= 64.max(2 * self.joined) {
            self.settle();
        }
        of_index.iter().any(Option::is_some)
    }

    /// Joins amounts of the same days: whole numbers in rising order, so that the order of the rows cannot show.
    fn settle(&mut self) {
        self.parts.sort_unstable();
        let mut kept: usize = 0;
        for at in 0..self.parts.len() {
            let (days, paid, amount) = self.parts[at];
            match kept.checked_sub(1).map(|last| &mut self.parts[last]).filter(|last| (last.0, last.1) == (days, paid)) {
                Some(last) => last.2 += amount,
                None => {
                    self.parts[kept] = (days, paid, amount);
                    kept += 1;
                }
            }
        }
        self.parts.truncate(kept);
        self.joined = kept;
    }
}

/// Points for days beyond terms: linear between the configured ones, flat outside.
#[must_use]
pub fn points(days: i32, table: &[(i32, f64)]) -> f64 {
    let (Some(first), Some(last)) = (table.first(), table.last()) else { return 0.0 };
    if days <= first.0 {
        return first.1;
    }
    if days >= last.0 {
        return last.1;
    }
    table
        .windows(2)
        .find(|w| days <= w[1].0)
        .map_or(last.1, |w| w[0].1 + f64::from(days - w[0].0) / f64::from(w[1].0 - w[0].0) * (w[1].1 - w[0].1))
}

#[allow(clippy::cast_precision_loss, reason = "amounts lie far below 2^53 minor units")]
fn rate(
    party: PartyIx,
    sums: &Sums,
    known: bool,
    window_sales: Money,
    limit: Option<Money>,
    window_days: i64,
    rules: &Credit,
) -> CreditResult {
    let weight: i128 = sums.parts.iter().map(|p| i128::from(p.2)).sum();
    let (payment_index, on_time, index) = if weight > 0 {
        let index = sums.parts.iter().map(|&(days, _, amount)| points(days, &rules.payment_points) * amount as f64).sum::<f64>();
        let prompt: i128 = sums.parts.iter().filter(|p| p.1 && p.0 <= 0).map(|p| i128::from(p.2)).sum();
        let money = |minor: i128| Money::from_minor(i64::try_from(minor).unwrap_or(i64::MAX));
        let sums = IndexSums { points: index / 100.0, amount: money(weight), prompt: money(prompt) };
        (Some(index / weight as f64), Some(prompt as f64 / weight as f64), Some(sums))
    } else {
        (None, None, None)
    };
    let ageing = sums.ageing.map(Money::from_minor);
    let open: Money = ageing.iter().copied().sum();
    let overdue: Money = ageing[1..].iter().copied().sum();
    let burden = overdue.ratio_of(window_sales).map(|r| (100.0 * (1.0 - r)).clamp(0.0, 100.0));
    let days_of = |part: Money| part.ratio_of(window_sales).filter(|_| known).map(|r| r * window_days as f64);
    let limit_use = limit
        .and_then(|l| open.ratio_of(l))
        .map(|used| (100.0 * (rules.limit_full - used) / (rules.limit_full - rules.limit_free)).clamp(0.0, 100.0));
    let w = &rules.weights;
    let values = [
        (payment_index, w.payment_index),
        (on_time.map(|s| s * 100.0), w.on_time),
        (burden.filter(|_| known), w.overdue_burden),
        (limit_use.filter(|_| known), w.limit_use),
    ];
    let components: Vec<Component> =
        COMPONENTS.iter().zip(values).map(|(name, (points, weight))| Component { name, points, weight }).collect();
    let score = (sums.invoices >= rules.min_invoices).then(|| weighted_mean(&components)).flatten();
    CreditResult {
        party,
        invoices: sums.invoices,
        index,
        payment_index,
        on_time,
        open: known.then_some(open),
        overdue: known.then_some(overdue),
        ageing: known.then_some(ageing),
        dso: days_of(open),
        best_dso: days_of(ageing[0]),
        components,
        score,
        grade: grade(score, rules),
    }
}

/// The mean of the components that are known: a missing one's weight is spread over the rest.
fn weighted_mean(components: &[Component]) -> Option<f64> {
    let known = || components.iter().filter_map(|c| c.points.map(|p| (p, c.weight)));
    let weight: f64 = known().map(|(_, w)| w).sum();
    (weight > 0.0).then(|| known().map(|(p, w)| p * w).sum::<f64>() / weight)
}

fn grade(score: Option<f64>, rules: &Credit) -> Grade {
    match score {
        None => Grade::Unrated,
        Some(s) if s >= rules.grade_a => Grade::A,
        Some(s) if s >= rules.grade_b => Grade::B,
        Some(s) if s >= rules.grade_c => Grade::C,
        Some(_) => Grade::D,
    }
}

/// The due day, for rules and explanations.
#[must_use]
pub fn days_beyond_terms(due: NaiveDate, settled: NaiveDate) -> i64 {
    (settled - due).num_days()
}

#[cfg(test)]
#[path = "credit_tests.rs"]
mod tests;
