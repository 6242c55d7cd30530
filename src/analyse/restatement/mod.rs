//! Last month's figures from today's input beside those published then: what changed, by how much, through which rows.
//!
//! The month is analysed anew, as a run of it would do today; the two are compared as tables print them, so that what cannot
//! be seen in the published table is no difference.

mod files;
mod rows;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

pub use files::{FileChange, FileState};
pub use rows::{Behind, Rows};

use super::{CustomerReview, Period, Review, Tier};
use crate::config::Config;
use crate::published::{COLUMNS, Earlier, Figures, InputFile, Kind, Published, State, Stated, TOTALS, Totals};
use crate::tables::{FrameError, PartyIx, Tables};
use crate::units::{Money, Month, fixed};

/// What the month is made anew from.
pub struct Today<'a> {
    pub tables: &'a Tables,
    pub config: &'a Config,
    pub inputs: &'a [InputFile],
    pub config_sha256: &'a str,
    pub tool_version: &'a str,
}

/// The month before the review month, then and now.
#[derive(Debug)]
pub struct Restatement {
    pub month: Month,
    /// The hash of the manifest that was published, where there is one.
    pub manifest_sha256: Option<String>,
    /// [`State::code`].
    pub state: &'static str,
    /// None where the month was not published, or cannot be relied on.
    pub compared: Option<Comparison>,
}

/// What differs.
#[derive(Debug)]
pub struct Comparison {
    /// The version that published, where it is another one.
    pub tool_then: Option<String>,
    pub config_same: bool,
    /// Every figure of the company, changed or not.
    pub company: Vec<Difference>,
    /// Customers of the month as published.
    pub customers_then: usize,
    /// Customers with other figures, the largest change of sales first.
    pub customers: Vec<CustomerChange>,
    /// Input files that are not as they were, by name.
    pub files: Vec<FileChange>,
    /// Input files that are.
    pub files_same: usize,
    /// Rows of new and changed files that belong to the customers whose sales, receivables or demand changed.
    pub rows: Rows,
}

/// What became of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Changed,
    /// It was not in the published month.
    Appeared,
    /// It was, and no longer is: other rows, or now the same as another customer.
    Gone,
}

/// One customer whose figures changed.
#[derive(Debug)]
pub struct CustomerChange {
    pub party: Option<PartyIx>,
    pub key: String,
    pub name: String,
    pub change: Change,
    pub differences: Vec<Difference>,
}

/// A figure then and now, as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub column: &'static str,
    pub kind: Kind,
    pub then: Option<String>,
    pub now: Option<String>,
}

impl Difference {
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.then != self.now
    }

    /// Now less then, where both are figures.
    #[must_use]
    pub fn by(&self) -> Option<Decimal> {
        Some(figure(self.now.as_deref())? - figure(self.then.as_deref())?)
    }
}

fn figure(text: Option<&str>) -> Option<Decimal> {
    text?.parse().ok()
}

impl Restatement {
    /// Nothing to compare with: for a command that looks at no output folder.
    #[must_use]
    pub fn none(month: Month) -> Self {
        Restatement { month, manifest_sha256: None, state: State::NotPublished.code(), compared: None }
    }

    /// Makes the month anew and compares it with what was published.
    ///
    /// # Errors
    /// Only for a fault of the program.
    pub fn new(today: &Today<'_>, earlier: &Earlier) -> Result<Self, FrameError> {
        let compared = match &earlier.state {
            State::Published(published) => Some(Comparison::new(today, earlier.month, published)?),
            _ => None,
        };
        let (month, manifest_sha256) = (earlier.month, earlier.manifest_sha256.clone());
        Ok(Restatement { month, manifest_sha256, state: earlier.state.code(), compared })
    }
}

impl Comparison {
    fn new(today: &Today<'_>, month: Month, published: &Published) -> Result<Self, FrameError> {
        let period = Period::new(month, today.config.window_months);
        // Not the review's own look at the month before: that one judges by the customers of today, and a cut-off may rest on
        // how many there are.
        let review = super::analyse_briefly(today.tables, period, today.config)?;
        let customers = customers(today.tables, &review, &published.customers);
        let (files, files_same) = files::compare(&published.inputs, today.inputs);
        let rows = rows::behind(today.tables, period, &customers, &files, today.config.restatement.listed as usize)?;
        let company = differences(TOTALS, &published.totals, &totals(&review));
        Ok(Comparison {
            tool_then: Some(published.tool_version.clone()).filter(|then| then != today.tool_version),
            config_same: published.config_sha256 == today.config_sha256,
            company,
            customers_then: published.customers.len(),
            customers,
            files,
            files_same,
            rows,
        })
    }

    /// Customers to which this happened.
    #[must_use]
    pub fn count(&self, change: Change) -> usize {
        self.customers.iter().filter(|c| c.change == change).count()
    }

    /// Whether any figure is another one.
    #[must_use]
    pub fn is_change(&self) -> bool {
        !self.customers.is_empty() || self.company.iter().any(Difference::is_change)
    }

    /// A figure of the company.
    #[must_use]
    pub fn total(&self, column: &str) -> Option<&Difference> {
        self.company.iter().find(|d| d.column == column)
    }
}

/// The figures of the company, as the manifest states them.
#[must_use]
pub fn totals(review: &Review) -> Totals {
    let sum = |pick: fn(&CustomerReview) -> Option<Money>| -> Option<Money> {
        let known: Vec<Money> = review.customers.iter().filter_map(pick).collect();
        (!known.is_empty()).then(|| known.into_iter().sum())
    };
    let sales = |pick: fn(&CustomerReview) -> Money| -> Money { review.customers.iter().map(pick).sum() };
    [
        Some(sales(|c| c.sales_month).to_string()),
        Some(sales(|c| c.sales_window).to_string()),
        Some(review.customers.len().to_string()),
        sum(|c| c.credit.open).map(|m| m.to_string()),
        sum(|c| c.credit.overdue).map(|m| m.to_string()),
    ]
}

/// A customer's figures, as `customers.csv` prints them.
fn figures(c: &CustomerReview) -> Figures {
    let money = |m: Money| Some(m.to_string());
    let decimals = |x: Option<f64>, places| x.and_then(|x| fixed(x, places));
    let word = |code: &str| Some(code.to_owned());
    let (class, credit) = (&c.class, &c.credit);
    [
        money(c.sales_month),
        money(c.sales_window),
        class.demand.and_then(money),
        money(class.volume),
        decimals(class.share, 4),
        word(class.segment.code()),
        word(class.abc.code()),
        (class.tier != Tier::None).then(|| class.tier.code().to_owned()),
        decimals(credit.payment_index, 2),
        decimals(credit.score, 2),
        word(credit.grade.code()),
        credit.open.and_then(money),
        credit.overdue.and_then(money),
        decimals(credit.dso, 2),
    ]
}

fn differences<const N: usize>(
    columns: [(&'static str, Kind); N],
    then: &[Option<String>; N],
    now: &[Option<String>; N],
) -> Vec<Difference> {
    let pairs = columns.into_iter().zip(then.iter().zip(now));
    pairs.map(|((column, kind), (then, now))| Difference { column, kind, then: then.clone(), now: now.clone() }).collect()
}

/// Of a customer that is there on one side only: what it sold and owed, without the zeros.
const OF_ONE_SIDE: [&str; 4] = ["sales_month", "sales_window", "receivable_open", "overdue"];

fn customers(tables: &Tables, review: &Review, published: &[Stated]) -> Vec<CustomerChange> {
    const NONE: Figures = [const { None }; COLUMNS.len()];
    let (pairs, gone) = paired(tables, review, published);
    let mut changes = Vec::new();
    for (now, then) in pairs {
        let party = tables.parties.get(now.party);
        let stated = then.map_or(&NONE, |t| &t.figures);
        let mut differences = differences(COLUMNS, stated, &figures(now));
        differences.retain(Difference::is_change);
        let change = if then.is_some() { Change::Changed } else { Change::Appeared };
        if change == Change::Appeared {
            one_side(&mut differences);
        } else if differences.is_empty() {
            continue;
        }
        let (key, name) = (party.key.clone(), party.name.clone());
        changes.push(CustomerChange { party: Some(now.party), key, name, change, differences });
    }
    for then in gone {
        let mut differences = differences(COLUMNS, &then.figures, &NONE);
        one_side(&mut differences);
        let (key, name) = (then.key.clone(), then.name.clone());
        changes.push(CustomerChange { party: None, key, name, change: Change::Gone, differences });
    }
    changes.sort_by_cached_key(|c| (Reverse(weight(c)), c.key.clone()));
    changes
}

fn one_side(differences: &mut Vec<Difference>) {
    let says = |d: &Difference| figure(d.then.as_deref().or(d.now.as_deref())).is_some_and(|x| !x.is_zero());
    differences.retain(|d| d.column == "sales_window" || (OF_ONE_SIDE.contains(&d.column) && says(d)));
}

/// By how much sales of the window, sales of the month and open receivables moved.
fn weight(c: &CustomerChange) -> [Decimal; 3] {
    ["sales_window", "sales_month", "receivable_open"].map(|column| {
        let found = c.differences.iter().find(|d| d.column == column);
        let side = |text: &Option<String>| figure(text.as_deref()).unwrap_or_default();
        found.map_or(Decimal::ZERO, |d| (side(&d.now) - side(&d.then)).abs())
    })
}

type Pairs<'a> = Vec<(&'a CustomerReview, Option<&'a Stated>)>;

/// Every customer of today with what was stated of it, and those that only then were there. A customer that has been given an
/// id since has another key: then its name tells, where it is the only one of that name.
fn paired<'a>(tables: &Tables, review: &'a Review, published: &'a [Stated]) -> (Pairs<'a>, Vec<&'a Stated>) {
    let mut left: BTreeMap<&str, &Stated> = published.iter().map(|s| (s.key.as_str(), s)).collect();
    let mut pairs: Pairs<'a> = Vec::with_capacity(review.customers.len());
    for c in &review.customers {
        let then = left.remove(tables.parties.get(c.party).key.as_str());
        pairs.push((c, then));
    }
    let mut named: BTreeMap<&str, (Vec<usize>, Vec<&Stated>)> = BTreeMap::new();
    for then in left.values() {
        named.entry(&then.name).or_default().1.push(then);
    }
    for (at, (now, _)) in pairs.iter().enumerate().filter(|(_, (_, then))| then.is_none()) {
        if let Some((places, _)) = named.get_mut(tables.parties.name(now.party)) {
            places.push(at);
        }
    }
    for (places, stated) in named.into_values() {
        if let ([at], [then]) = (places.as_slice(), stated.as_slice()) {
            pairs[*at].1 = Some(then);
            left.remove(then.key.as_str());
        }
    }
    (pairs, left.into_values().collect())
}

#[cfg(test)]
mod tests;
