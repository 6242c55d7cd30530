//! Payment index, credit score, grade, receivables and ageing (domain.md section 3).

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

pub use super::beyond_terms::points;
use super::beyond_terms::{Days, Part, Scale};
use super::ledger::{Ledger, Line};
use super::orders::SalesCube;
use super::period::Period;
use super::settlement::Parts;
use crate::config::{Config, Credit};
use crate::tables::{CustomerCard, PartyIx, SourceSheet, TableId, orders};
use crate::units::{Money, days_since_epoch, in_order};

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
    pub components: [Component; 4],
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

/// What later months ask of an earlier one: of these there are as many as customers and months.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rated {
    pub party: PartyIx,
    pub payment_index: Option<f64>,
    pub score: Option<f64>,
    pub overdue: Option<Money>,
    pub grade: Grade,
}

impl From<&CreditResult> for Rated {
    fn from(credit: &CreditResult) -> Self {
        let CreditResult { party, payment_index, score, overdue, grade, .. } = *credit;
        Rated { party, payment_index, score, overdue, grade }
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

/// What customers are rated with, as of any day.
pub(super) struct Rating<'a> {
    pub(super) ledger: Ledger,
    scope: &'a [PartyIx],
    cards: &'a FxHashMap<PartyIx, &'a CustomerCard>,
    scale: Scale<'a>,
}

/// Every customer rated as of each period, in the order of the scope; of the last two in full.
pub(super) struct Ratings {
    /// By period.
    pub(super) months: Vec<Vec<Rated>>,
    pub(super) before: Vec<CreditResult>,
    pub(super) now: Vec<CreditResult>,
}

/// Sums of one customer's orders as of a day, in minor units.
#[derive(Debug, Clone, Default)]
struct Sums<'r> {
    /// Orders whose payments are stated, and orders whose payments are not.
    stated: u32,
    unstated: u32,
    invoices: u32,
    ageing: [i64; AGEING_CLASSES],
    parts: &'r [Part],
}

/// What one walk needs room for, again for every customer.
#[derive(Default)]
struct Room {
    days: Days,
    parts: Vec<Part>,
    /// Invoices of the customer that take part in the index.
    counted: Vec<bool>,
}

impl<'a> Rating<'a> {
    pub(super) fn new(
        ledger: Ledger,
        scope: &'a [PartyIx],
        cards: &'a FxHashMap<PartyIx, &'a CustomerCard>,
        config: &'a Config,
    ) -> Self {
        Rating { ledger, scope, cards, scale: Scale::of(&config.credit) }
    }

    /// Rates every customer as of each period's last day; nothing dated later counts.
    ///
    /// Customer by customer, since the lines of one are near at hand while all its months are judged.
    #[must_use]
    pub(super) fn rate(&self, sales: &SalesCube, periods: &[Period]) -> Ratings {
        let in_full = periods.len().saturating_sub(2);
        let parts = in_order(self.scope.len().div_ceil(PARTIES), |part| {
            let mut room = Room::default();
            let mut rated = Ratings::with_room(periods.len(), PARTIES);
            for &party in self.scope.iter().skip(part * PARTIES).take(PARTIES) {
                let limit = self.cards.get(&party).and_then(|c| c.credit_limit).filter(|l| l.is_positive());
                let lines = self.ledger.of(party);
                let settled = periods.first().map_or(0, |first| settled_before(lines, *first));
                for (at, period) in periods.iter().enumerate() {
                    let sums = Sums::of(lines, settled, *period, &mut room);
                    let credit = self.as_of(party, limit, sales, *period, &sums);
                    rated.months[at].push(Rated::from(&credit));
                    match at.checked_sub(in_full) {
                        Some(0) => rated.before.push(credit),
                        Some(_) => rated.now.push(credit),
                        None => {}
                    }
                }
            }
            rated
        });
        let mut all = Ratings::with_room(periods.len(), self.scope.len());
        for part in parts {
            all.months.iter_mut().zip(part.months).for_each(|(month, more)| month.extend(more));
            all.before.extend(part.before);
            all.now.extend(part.now);
        }
        all
    }

    fn as_of(&self, party: PartyIx, limit: Option<Money>, sales: &SalesCube, period: Period, sums: &Sums<'_>) -> CreditResult {
        let window = sales.in_months(party, period.window_first, period.month);
        let known = self.ledger.states_payments && (sums.stated > 0 || sums.unstated == 0);
        rate(party, sums, known, window, limit, period.window_days(), &self.scale)
    }
}

impl Ratings {
    fn with_room(periods: usize, customers: usize) -> Ratings {
        let months = (0..periods).map(|_| Vec::with_capacity(customers)).collect();
        Ratings { months, before: Vec::with_capacity(customers), now: Vec::with_capacity(customers) }
    }
}

/// Customers that are rated at a time.
const PARTIES: usize = 128;

/// How many of a customer's first lines say nothing as of a period or later but that they are there: what is of no amount, or
/// was due before the window and is paid in full.
fn settled_before(lines: &[Line], first: Period) -> usize {
    let (as_of, window_start) = (days_since_epoch(first.as_of), days_since_epoch(first.window_start()));
    let settled = |line: &&Line| {
        let paid = || line.in_full(as_of).is_some_and(|(due, _)| due < window_start);
        line.date <= as_of && line.invoice().is_some() && (line.amount <= 0 || paid())
    };
    lines.iter().take_while(settled).count()
}

impl<'r> Sums<'r> {
    /// Which parts of a customer's orders are paid and open as of the period's last day, and for how long. The first lines are
    /// known to be settled.
    fn of(lines: &[Line], settled: usize, period: Period, room: &'r mut Room) -> Self {
        let mut sums = Sums { stated: u32::try_from(settled).unwrap_or(u32::MAX), ..Sums::default() };
        let as_of = days_since_epoch(period.as_of);
        let until = lines.partition_point(|line| line.date <= as_of);
        let window_start = days_since_epoch(period.window_start());
        room.counted.clear();
        room.counted.resize(lines.len(), false);
        for line in lines.get(settled..until).unwrap_or_default() {
            let Some(invoice) = line.invoice() else {
                sums.unstated += 1;
                continue;
            };
            sums.stated += 1;
            if line.amount <= 0 {
                continue;
            }
            // Most lines are paid in full, on a day that is known, and nothing of them is open.
            if let Some((due, paid)) = line.in_full(as_of) {
                if (window_start..=as_of).contains(&due) {
                    room.days.add(paid - due, true, line.amount);
                    sums.invoices += u32::from(!std::mem::replace(&mut room.counted[invoice], true));
                }
            } else if sums.take(&line.parts(as_of), window_start, as_of, &mut room.days) {
                sums.invoices += u32::from(!std::mem::replace(&mut room.counted[invoice], true));
            }
        }
        room.days.take(&mut room.parts);
        sums.parts = &room.parts;
        sums
    }

    /// Adds an order; whether it takes part in the index.
    fn take(&mut self, parts: &Parts, window_start: i32, as_of: i32, days: &mut Days) -> bool {
        self.ageing[parts.ageing_class()] += parts.open;
        let of_index = parts.of_index(window_start, as_of);
        of_index.iter().flatten().for_each(|&(late, paid, amount)| days.add(late, paid, amount));
        of_index.iter().any(Option::is_some)
    }
}

/// What the orders of the index come to.
struct Index {
    payment_index: f64,
    on_time: f64,
    sums: IndexSums,
}

impl Index {
    /// None without an order in it.
    #[allow(clippy::cast_precision_loss, reason = "amounts lie far below 2^53 minor units")]
    fn of(parts: &[Part], scale: &Scale<'_>) -> Option<Index> {
        let (mut weight, mut prompt, mut index) = (0_i128, 0_i128, 0.0);
        for &(days, paid, amount) in parts {
            weight += i128::from(amount);
            prompt += if paid && days <= 0 { i128::from(amount) } else { 0 };
            index += scale.points(days) * amount as f64;
        }
        let money = |minor: i128| Money::from_minor(i64::try_from(minor).unwrap_or(i64::MAX));
        (weight > 0).then(|| Index {
            payment_index: index / weight as f64,
            on_time: prompt as f64 / weight as f64,
            sums: IndexSums { points: index / 100.0, amount: money(weight), prompt: money(prompt) },
        })
    }
}

#[allow(clippy::cast_precision_loss, reason = "a window has some hundred days")]
fn rate(
    party: PartyIx,
    sums: &Sums<'_>,
    known: bool,
    window_sales: Money,
    limit: Option<Money>,
    window_days: i64,
    scale: &Scale<'_>,
) -> CreditResult {
    let (rules, index) = (scale.rules, Index::of(sums.parts, scale));
    let (payment_index, on_time) = (index.as_ref().map(|i| i.payment_index), index.as_ref().map(|i| i.on_time));
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
    let component = |at: usize| Component { name: COMPONENTS[at], points: values[at].0, weight: values[at].1 };
    let components = [0, 1, 2, 3].map(component);
    let score = (sums.invoices >= rules.min_invoices).then(|| weighted_mean(&components)).flatten();
    CreditResult {
        party,
        invoices: sums.invoices,
        index: index.map(|i| i.sums),
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
