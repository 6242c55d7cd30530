//! Each customer's classes and grade as of the last months, each month judged by what was known then (domain.md section 2).

use rustc_hash::FxHashMap;

use super::classify::{self, Abc, Class, Cuts, Segment, Tier};
use super::credit::{CreditResult, Grade, Rated, Rating};
use super::ledger::Ledger;
use super::orders::SalesCube;
use super::period::Period;
use crate::config::Config;
use crate::tables::{CustomerCard, PartyIx, Tables};
use crate::units::{Money, Month, in_order};

/// Where a customer stood at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub segment: Segment,
    pub abc: Abc,
    pub tier: Tier,
    pub grade: Grade,
}

/// One month's judgement of every customer, in the order of the customers.
#[derive(Debug)]
pub struct MonthEnd {
    pub period: Period,
    pub credit: Vec<Rated>,
    pub classes: Vec<Class>,
    pub cuts: Cuts,
}

/// The months up to the review month, oldest first; there are always two at least.
pub struct History {
    pub months: Vec<MonthEnd>,
    /// How each customer pays, in full: as of the month before and of the review month.
    pub credit_before: Vec<CreditResult>,
    pub credit_now: Vec<CreditResult>,
    pub(super) ledger: Ledger,
    /// The first month with an order: before it nothing was known.
    earliest: Option<Month>,
}

/// What a history is made from.
pub(super) struct Sight<'a> {
    pub(super) tables: &'a Tables,
    pub(super) scope: &'a [PartyIx],
    pub(super) cards: &'a FxHashMap<PartyIx, &'a CustomerCard>,
    pub(super) sales: &'a SalesCube,
    pub(super) config: &'a Config,
}

/// The classes of every month: side by side, unless a band at the cut-offs makes a month build on the one before.
fn classes(sight: &Sight<'_>, periods: &[Period], rated: &[Vec<Rated>]) -> Vec<(Vec<Class>, Cuts)> {
    let classify = |at: usize, before: Option<&[Class]>| {
        let facts = classify::facts(sight.tables, sight.sales, sight.cards, &rated[at], periods[at], sight.config);
        classify::classify(sight.scope, &facts, before, sight.config)
    };
    if !sight.config.classify.is_banded() {
        return in_order(periods.len(), |at| classify(at, None));
    }
    let mut all: Vec<(Vec<Class>, Cuts)> = Vec::with_capacity(periods.len());
    for at in 0..periods.len() {
        all.push(classify(at, all.last().map(|(classes, _)| classes.as_slice())));
    }
    all
}

impl History {
    /// Judges the last `length` months.
    pub(super) fn new(sight: &Sight<'_>, ledger: Ledger, period: Period, length: u32) -> Self {
        let rating = Rating::new(ledger, sight.scope, sight.cards, sight.config);
        let mut periods = vec![period, period.before()];
        while periods.len() < length as usize {
            periods.push(periods[periods.len() - 1].before());
        }
        periods.reverse();
        let rated = rating.rate(sight.sales, &periods);
        let classes = classes(sight, &periods, &rated.months);
        let months = periods.into_iter().zip(rated.months).zip(classes);
        let months = months.map(|((period, credit), (classes, cuts))| MonthEnd { period, credit, classes, cuts }).collect();
        let (credit_before, credit_now, earliest) = (rated.before, rated.now, sight.sales.earliest());
        History { months, credit_before, credit_now, ledger: rating.ledger, earliest }
    }

    /// The review month.
    #[must_use]
    pub fn now(&self) -> &MonthEnd {
        &self.months[self.months.len() - 1]
    }

    /// The month before it.
    #[must_use]
    pub fn before(&self) -> &MonthEnd {
        &self.months[self.months.len() - 2]
    }

    /// One customer's way through the months, oldest first; nothing for months before the first order of all.
    #[must_use]
    pub fn path(&self, customer: usize) -> Vec<Option<Standing>> {
        let known = |period: Period| self.earliest.is_some_and(|first| first <= period.month);
        let standing = |end: &MonthEnd| {
            let (class, grade) = (&end.classes[customer], end.credit[customer].grade);
            Standing { segment: class.segment, abc: class.abc, tier: class.tier, grade }
        };
        self.months.iter().map(|end| known(end.period).then(|| standing(end))).collect()
    }

    /// What all customers together owed too long at the end of each month; nothing for months before the first order of all.
    #[must_use]
    pub fn overdue(&self) -> Vec<Option<Money>> {
        let known = |period: Period| self.earliest.is_some_and(|first| first <= period.month);
        let sum = |end: &MonthEnd| {
            let amounts = || end.credit.iter().filter_map(|c| c.overdue);
            (known(end.period) && amounts().next().is_some()).then(|| amounts().sum())
        };
        self.months.iter().map(sum).collect()
    }
}
