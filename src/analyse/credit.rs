//! Payment index, credit score, grade, receivables and ageing (domain.md section 3).

use chrono::NaiveDate;
use polars::prelude::*;
use rustc_hash::FxHashMap;

use super::orders::SalesCube;
use super::period::Period;
use crate::config::{Config, Credit};
use crate::tables::{CustomerCard, FrameError, PARTY, PartyIx, SOURCE_SHEET, SourceSheet, TableId, Tables, orders};
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

/// How a customer pays.
#[derive(Debug, Clone, PartialEq)]
pub struct CreditResult {
    pub party: PartyIx,
    /// Invoices in the payment index.
    pub invoices: u32,
    pub payment_index: Option<f64>,
    /// Share of the index's amounts that was paid on or before due.
    pub on_time: Option<f64>,
    /// Unpaid at as-of; unknown where the customer's orders state no payments.
    pub open: Option<Money>,
    pub overdue: Option<Money>,
    /// Open receivables by days past due.
    pub ageing: Option<[Money; AGEING_CLASSES]>,
    pub dso: Option<f64>,
    pub components: Vec<Component>,
    pub score: Option<f64>,
    pub grade: Grade,
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
}

impl<'a> Ledger<'a> {
    #[must_use]
    pub fn new(
        tables: &'a Tables,
        scope: &'a [PartyIx],
        cards: &'a FxHashMap<PartyIx, &'a CustomerCard>,
        config: &'a Config,
    ) -> Self {
        Ledger { tables, scope, cards, config }
    }

    /// Rates every customer as of a period's last day; nothing dated later counts.
    ///
    /// # Errors
    /// Only for a fault of the program.
    pub fn rate(&self, sales: &SalesCube, period: Period) -> Result<Vec<CreditResult>, FrameError> {
        let sums = self.sums(period)?;
        let any_stated = self.tables.sources.sheets().iter().any(states_payments);
        Ok(self
            .scope
            .iter()
            .map(|&party| {
                let window = sales.in_months(party, period.window_first, period.month);
                let limit = self.cards.get(&party).and_then(|c| c.credit_limit).filter(|l| l.is_positive());
                let sums = &sums[party.at()];
                let known = any_stated && (sums.stated > 0 || sums.unstated == 0);
                rate(party, sums, known, window, limit, period.window_days(), &self.config.credit)
            })
            .collect())
    }

    fn sums(&self, period: Period) -> Result<Vec<Sums>, FrameError> {
        let mut sums = vec![Sums::default(); self.tables.parties.len()];
        let parts = self.parts(period)?;
        count_orders(&parts, &mut sums)?;
        sum_open(&parts, &mut sums)?;
        sum_index(&parts, &mut sums)?;
        Ok(sums)
    }

    /// One row an order up to as-of: its paid and open part, and the days beyond terms of each.
    fn parts(&self, period: Period) -> Result<DataFrame, FrameError> {
        let data = self.tables.orders.0.data();
        let stated: BooleanChunked = data
            .column(SOURCE_SHEET)?
            .u32()?
            .into_no_null_iter()
            .map(|s| self.tables.sources.sheets().get(s as usize).is_some_and(states_payments))
            .collect();
        let wanted =
            [PARTY, orders::ORDER_ID, orders::DATE, orders::AMOUNT, orders::DUE_ON, orders::PAID_ON, orders::PAID_AMOUNT];
        let mut data = data.select(wanted)?;
        data.with_column(stated.with_name("stated".into()).into_series().into())?;
        let as_of = lit(days_since_epoch(period.as_of));
        let window_start = lit(days_since_epoch(period.window_start()));
        let day = |name: &str| col(name).cast(DataType::Int32);
        let amount = || col(orders::AMOUNT);
        // A payment after as-of has not happened yet; one without a date has, on a day nobody knows.
        let received = || when(col(orders::PAID_AMOUNT).gt(amount())).then(amount()).otherwise(col(orders::PAID_AMOUNT).clip_min_zero());
        let paid = when(day(orders::PAID_ON).gt(as_of.clone()))
            .then(lit(0i64))
            .when(col(orders::PAID_AMOUNT).is_not_null())
            .then(received())
            .when(col(orders::PAID_ON).is_not_null())
            .then(amount())
            .otherwise(lit(0i64));
        let frame = data
            .lazy()
            .filter(day(orders::DATE).lt_eq(as_of.clone()))
            .with_columns([
                paid.alias("paid"),
                day(orders::DUE_ON).alias("due"),
                day(orders::PAID_ON).alias("paid_day"),
                col("stated").and(amount().gt(lit(0i64))).alias("counts"),
            ])
            .with_column((amount() - col("paid")).alias("open"))
            .with_columns([
                (as_of.clone() - col("due")).alias("open_days"),
                when(col("paid_day").lt_eq(as_of.clone())).then(col("paid_day") - col("due")).otherwise(lit(NULL)).alias("paid_days"),
                col("due").gt_eq(window_start).and(col("due").lt_eq(as_of)).or(col("open").gt(lit(0i64))).alias("in_index"),
            ])
            .select([
                col(PARTY), col(orders::ORDER_ID), col("stated"), col("counts"), col("paid"), col("open"), col("due"), col("open_days"),
                col("paid_days"), col("in_index"),
            ])
            .collect()?;
        Ok(frame)
    }
}

/// `max(x, 0)` without polars' clip feature.
trait ClipMinZero {
    fn clip_min_zero(self) -> Expr;
}

impl ClipMinZero for Expr {
    fn clip_min_zero(self) -> Expr {
        when(self.clone().gt(lit(0i64))).then(self).otherwise(lit(0i64))
    }
}

/// Orders with stated payments and without, and the invoices that take part in the index.
fn count_orders(parts: &DataFrame, sums: &mut [Sums]) -> Result<(), FrameError> {
    let counts = parts
        .clone()
        .lazy()
        .group_by([col(PARTY)])
        .agg([col("stated").sum().cast(DataType::UInt32).alias("with"), len().cast(DataType::UInt32).alias("all")])
        .collect()?;
    let (party, with, all) = (counts.column(PARTY)?.u32()?, counts.column("with")?.u32()?, counts.column("all")?.u32()?);
    for i in 0..counts.height() {
        if let (Some(party), Some(with), Some(all)) = (party.get(i), with.get(i), all.get(i)) {
            sums[party as usize].stated = with;
            sums[party as usize].unstated = all - with;
        }
    }
    let invoices = parts
        .clone()
        .lazy()
        .filter(has_paid_part().or(has_open_part()))
        .group_by([col(PARTY)])
        .agg([col(orders::ORDER_ID).n_unique().cast(DataType::UInt32).alias("n")])
        .collect()?;
    let (party, n) = (invoices.column(PARTY)?.u32()?, invoices.column("n")?.u32()?);
    for i in 0..invoices.height() {
        if let (Some(party), Some(n)) = (party.get(i), n.get(i)) {
            sums[party as usize].invoices = n;
        }
    }
    Ok(())
}

/// The part that was paid, with the days it took beyond terms.
fn has_paid_part() -> Expr {
    col("counts").and(col("in_index")).and(col("paid").gt(lit(0i64))).and(col("paid_days").is_not_null())
}

/// The part that is unpaid past its due day.
fn has_open_part() -> Expr {
    col("counts").and(col("open").gt(lit(0i64))).and(col("open_days").gt(lit(0i32)))
}

/// Open receivables by ageing class; without a due day they are not due.
fn sum_open(parts: &DataFrame, sums: &mut [Sums]) -> Result<(), FrameError> {
    let [a, b, c] = AGEING_DAYS;
    let days = || col("open_days").fill_null(lit(0i32));
    let class = when(days().lt_eq(lit(0i32)))
        .then(lit(0i32))
        .when(days().lt_eq(lit(a)))
        .then(lit(1i32))
        .when(days().lt_eq(lit(b)))
        .then(lit(2i32))
        .when(days().lt_eq(lit(c)))
        .then(lit(3i32))
        .otherwise(lit(4i32));
    let open = parts
        .clone()
        .lazy()
        .filter(col("counts").and(col("open").gt(lit(0i64))))
        .group_by([col(PARTY), class.alias("class")])
        .agg([col("open").sum()])
        .collect()?;
    let (party, class, amount) = (open.column(PARTY)?.u32()?, open.column("class")?.i32()?, open.column("open")?.i64()?);
    for i in 0..open.height() {
        if let (Some(party), Some(class), Some(amount)) = (party.get(i), class.get(i), amount.get(i)) {
            sums[party as usize].ageing[class.unsigned_abs() as usize] = amount;
        }
    }
    Ok(())
}

/// Amounts by days beyond terms: whole numbers, so that the index does not depend on the order of summing.
fn sum_index(parts: &DataFrame, sums: &mut [Sums]) -> Result<(), FrameError> {
    for (filter, days, amount, is_paid) in
        [(has_paid_part(), "paid_days", "paid", true), (has_open_part(), "open_days", "open", false)]
    {
        let grouped = parts
            .clone()
            .lazy()
            .filter(filter)
            .group_by([col(PARTY), col(days).alias("days")])
            .agg([col(amount).sum().alias("amount")])
            .collect()?;
        let (party, days, amount) = (grouped.column(PARTY)?.u32()?, grouped.column("days")?.i32()?, grouped.column("amount")?.i64()?);
        for i in 0..grouped.height() {
            if let (Some(party), Some(days), Some(amount)) = (party.get(i), days.get(i), amount.get(i)) {
                sums[party as usize].parts.push((days, is_paid, amount));
            }
        }
    }
    sums.iter_mut().for_each(|s| s.parts.sort_unstable());
    Ok(())
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

#[allow(clippy::cast_precision_loss)]
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
    let (payment_index, on_time) = if weight > 0 {
        let index = sums.parts.iter().map(|&(days, _, amount)| points(days, &rules.payment_points) * amount as f64).sum::<f64>();
        let prompt: i128 = sums.parts.iter().filter(|p| p.1 && p.0 <= 0).map(|p| i128::from(p.2)).sum();
        (Some(index / weight as f64), Some(prompt as f64 / weight as f64))
    } else {
        (None, None)
    };
    let ageing = sums.ageing.map(Money::from_minor);
    let open: Money = ageing.iter().copied().sum();
    let overdue: Money = ageing[1..].iter().copied().sum();
    let burden = overdue.ratio_of(window_sales).map(|r| (100.0 * (1.0 - r)).clamp(0.0, 100.0));
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
        payment_index,
        on_time,
        open: known.then_some(open),
        overdue: known.then_some(overdue),
        ageing: known.then_some(ageing),
        dso: if known { open.ratio_of(window_sales).map(|r| r * window_days as f64) } else { None },
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
