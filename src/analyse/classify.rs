//! Segments, ABC classes and tiers (domain.md section 2).

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::credit::Rated;
use super::orders::SalesCube;
use super::period::Period;
use crate::config::{Classify, Config, VolumeMethod};
use crate::tables::{CustomerCard, PartyIx, Tables, Visit};
use crate::units::Money;

/// The quadrant of volume and share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    Core,
    Opportunity,
    Support,
    LowReturn,
    Unclassified,
}

impl Segment {
    pub const ALL: [Segment; 5] =
        [Segment::Core, Segment::Opportunity, Segment::Support, Segment::LowReturn, Segment::Unclassified];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Segment::Core => "core",
            Segment::Opportunity => "opportunity",
            Segment::Support => "support",
            Segment::LowReturn => "low_return",
            Segment::Unclassified => "unclassified",
        }
    }
}

/// The class by sales.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Abc {
    A,
    B,
    C,
    None,
}

impl Abc {
    pub const ALL: [Abc; 4] = [Abc::A, Abc::B, Abc::C, Abc::None];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Abc::A => "A",
            Abc::B => "B",
            Abc::C => "C",
            Abc::None => "none",
        }
    }
}

/// The tier of a large customer by average monthly sales.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    A,
    B,
    None,
}

impl Tier {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Tier::A => "A",
            Tier::B => "B",
            Tier::None => "none",
        }
    }
}

/// How a customer is classified, with what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// Net sales in the window.
    pub sales: Money,
    pub demand: Option<Money>,
    pub volume: Money,
    /// Sales ÷ volume, where the demand is known.
    pub share: Option<f64>,
    pub volume_high: bool,
    pub share_high: Option<bool>,
    pub segment: Segment,
    pub abc: Abc,
    pub tier: Tier,
    /// Average monthly sales, over the months that count for the tier.
    pub monthly: Money,
    /// The tier the sales alone would give, where prompt payment is lacking.
    pub tier_held_back: Option<Tier>,
}

impl Class {
    /// Key customer: segment core or opportunity, or tier A or B (domain.md, "Words").
    #[must_use]
    pub fn is_key(&self) -> bool {
        matches!(self.segment, Segment::Core | Segment::Opportunity) || self.tier != Tier::None
    }
}

/// What the classification of one customer rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Facts {
    pub sales: Money,
    pub demand: Option<Money>,
    /// Months since the first order in the window, that one included.
    pub months_since_first: Option<i32>,
    pub payment_index: Option<f64>,
}

/// Gathers the facts as of a period, in the order of the customers that `credit` was rated in.
pub(crate) fn facts(
    tables: &Tables,
    sales: &SalesCube,
    cards: &FxHashMap<PartyIx, &CustomerCard>,
    credit: &[Rated],
    period: Period,
    config: &Config,
) -> Vec<Facts> {
    let estimates = newest_estimates(tables, period.as_of);
    credit
        .iter()
        .map(|c| {
            let demand = cards.get(&c.party).and_then(|card| card.annual_demand);
            let demand = demand.or_else(|| estimates.get(&c.party).copied());
            let first = sales.first_month(c.party, period.window_first, period.month);
            Facts {
                sales: sales.in_months(c.party, period.window_first, period.month),
                demand: demand.map(|d| scaled(d, config.window_months)),
                months_since_first: first.map(|m| period.month.since(m) + 1),
                payment_index: c.payment_index,
            }
        })
        .collect()
}

/// A year's demand over a window of another length.
fn scaled(annual: Money, window_months: u32) -> Money {
    if window_months == 12 {
        return annual;
    }
    let minor = i128::from(annual.minor()) * i128::from(window_months) / 12;
    Money::from_minor(i64::try_from(minor).unwrap_or(i64::MAX))
}

/// Day, time and amount: the amount settles ties, so that the order of files cannot.
type Rank = (NaiveDate, Option<i32>, Money);

/// Which of two estimates of a customer's demand counts: the higher rank. None for a visit without one.
#[must_use]
pub fn estimate_rank(visit: &Visit) -> Option<Rank> {
    visit.annual_demand_estimate.map(|estimate| (visit.date, visit.start, estimate))
}

/// The newest estimate of each customer up to as-of; of two on one day the later record counts.
fn newest_estimates(tables: &Tables, as_of: NaiveDate) -> FxHashMap<PartyIx, Money> {
    let mut newest: FxHashMap<PartyIx, Rank> = FxHashMap::default();
    for visit in tables.visits.iter().filter(|v| v.date <= as_of) {
        if let Some(rank) = estimate_rank(visit) {
            let entry = newest.entry(visit.party).or_insert(rank);
            *entry = (*entry).max(rank);
        }
    }
    newest.into_iter().map(|(party, (.., estimate))| (party, estimate)).collect()
}

/// Where a cut-off lies: between the lowest amount above it and the highest below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    pub lowest_above: Money,
    /// None where nobody with an amount is below.
    pub highest_below: Option<Money>,
}

impl Line {
    /// The line that divides amounts; none where nobody is above.
    fn between(amounts: &[Money], above: &[bool]) -> Option<Self> {
        let of = |side: bool| amounts.iter().zip(above).filter(move |(m, a)| **a == side && m.is_positive()).map(|(m, _)| *m);
        Some(Line { lowest_above: of(true).min()?, highest_below: of(false).max() })
    }

    /// How far an amount lies from the other side: what it may lose, or has to gain.
    #[must_use]
    pub fn distance(&self, amount: Money, above: bool) -> Option<Money> {
        if above { self.highest_below.map(|below| amount - below) } else { Some(self.lowest_above - amount) }
    }
}

/// The cut-offs of one month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cuts {
    /// Between high and low volume.
    pub volume: Option<Line>,
    /// Between A and B, and between B and C.
    pub abc_a: Option<Line>,
    pub abc_b: Option<Line>,
}

/// Classifies customers; `facts` are in the order of `parties`, which is the order of their keys. `before` are the classes
/// of the month before, in the same order: with a band a customer near a cut-off keeps its side.
#[must_use]
pub fn classify(parties: &[PartyIx], facts: &[Facts], before: Option<&[Class]>, config: &Config) -> (Vec<Class>, Cuts) {
    let rules = &config.classify;
    let volumes: Vec<Money> = facts.iter().map(|f| f.demand.map_or(f.sales, |d| d.max(f.sales))).collect();
    let was = |pick: fn(&Class) -> bool| before.map(|classes| classes.iter().map(pick).collect::<Vec<bool>>());
    let high = high_volume(&volumes, was(|c| c.volume_high).as_deref(), rules);
    let sales: Vec<Money> = facts.iter().map(|f| f.sales).collect();
    let ahead = Ahead::of(&sales);
    let before_a = walk(&sales, &ahead, rules.abc_a, was(|c| c.abc == Abc::A).as_deref(), rules.band);
    let before_b = walk(&sales, &ahead, rules.abc_b, was(|c| matches!(c.abc, Abc::A | Abc::B)).as_deref(), rules.band);
    debug_assert_eq!(parties.len(), facts.len());
    let cuts = Cuts {
        volume: Line::between(&volumes, &high),
        abc_a: Line::between(&sales, &before_a),
        abc_b: Line::between(&sales, &before_b),
    };
    let classes = facts
        .iter()
        .enumerate()
        .map(|(i, f)| {
            let share = f.demand.and_then(|_| f.sales.ratio_of(volumes[i]));
            let was_high = before.and_then(|classes| classes[i].share_high);
            let share_high = share.map(|s| s >= rules.share_high - side(was_high, rules.share_band));
            let (tier, tier_held_back) = tier(f, rules);
            Class {
                sales: f.sales,
                demand: f.demand,
                volume: volumes[i],
                share,
                volume_high: high[i],
                share_high,
                segment: segment(high[i], share_high),
                abc: match (f.sales.is_positive(), before_a[i], before_b[i]) {
                    (false, _, _) => Abc::None,
                    (true, true, _) => Abc::A,
                    (true, false, true) => Abc::B,
                    (true, false, false) => Abc::C,
                },
                tier,
                monthly: monthly(f, rules),
                tier_held_back,
            }
        })
        .collect();
    (classes, cuts)
}

/// By how much a cut-off gives way to a customer: outwards for one inside, inwards for one outside, not at all for a new one.
#[must_use]
pub fn side(was_inside: Option<bool>, band: f64) -> f64 {
    was_inside.map_or(0.0, |inside| if inside { band } else { -band })
}

fn segment(volume_high: bool, share_high: Option<bool>) -> Segment {
    match (volume_high, share_high) {
        (true, Some(true)) => Segment::Core,
        (true, Some(false)) => Segment::Opportunity,
        (false, Some(true)) => Segment::Support,
        (false, Some(false)) => Segment::LowReturn,
        (_, None) => Segment::Unclassified,
    }
}

fn high_volume(volumes: &[Money], was: Option<&[bool]>, rules: &Classify) -> Vec<bool> {
    match rules.method {
        VolumeMethod::Pareto => walk(volumes, &Ahead::of(volumes), rules.volume_cut, was, rules.band),
        VolumeMethod::Amount => volumes.iter().map(|v| v.is_positive() && *v >= rules.volume_amount.money()).collect(),
        VolumeMethod::Quantile => {
            let order = falling(volumes);
            #[allow(
                clippy::cast_precision_loss,
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a part of the number of customers is such a number"
            )]
            let count = (order.len() as f64 * rules.volume_quantile).round() as usize;
            let mut high = vec![false; volumes.len()];
            order.into_iter().take(count).for_each(|i| high[i] = true);
            high
        }
    }
}

/// Positions with a positive amount, largest first, ties in the order given (that of the customer keys).
fn falling(amounts: &[Money]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..amounts.len()).filter(|&i| amounts[i].is_positive()).collect();
    order.sort_by(|&a, &b| amounts[b].cmp(&amounts[a]).then(a.cmp(&b)));
    order
}

/// Walks the amounts, largest first: true while the cumulative share *before* one is below the cut. Exact arithmetic, so
/// that a customer at the line falls on the same side everywhere. `was` says who was below the cut before: with a band the
/// cut gives way to them by so many points of cumulative share, and to the others the other way.
fn walk(amounts: &[Money], ahead: &Ahead, cut: f64, was: Option<&[bool]>, band: f64) -> Vec<bool> {
    const PARTS: f64 = 1e9;
    #[allow(clippy::cast_possible_truncation, reason = "a share of 1 is 10^9 parts")]
    let exact = |cut: f64| (cut * PARTS).round() as i128;
    #[allow(clippy::cast_possible_truncation, reason = "a whole number, as written")]
    let parts = PARTS as i128;
    let cut_of = |i: usize| exact(cut + side(was.map(|was| was[i]).filter(|_| band > 0.0), band));
    let below = |i: usize| ahead.before[i] * parts < cut_of(i) * ahead.total;
    (0..amounts.len()).map(|i| amounts[i].is_positive() && below(i)).collect()
}

/// What the larger amounts come to before each one, in minor units: what the walk compares with its cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    /// In the order of the amounts; nothing before one that is not positive.
    before: Vec<i128>,
    total: i128,
    /// Place in the walk, from 1; 0 for an amount that is not positive.
    places: Vec<usize>,
}

impl Ahead {
    /// Sums in the order of the walk: the largest first, ties in the order given.
    #[must_use]
    pub fn of(amounts: &[Money]) -> Self {
        let mut ahead = Ahead { before: vec![0; amounts.len()], total: 0, places: vec![0; amounts.len()] };
        for (place, i) in (1..).zip(falling(amounts)) {
            (ahead.before[i], ahead.places[i]) = (ahead.total, place);
            ahead.total += i128::from(amounts[i].minor());
        }
        ahead
    }

    /// What is before an amount.
    #[must_use]
    pub fn before(&self, i: usize) -> Money {
        Money::from_minor(i64::try_from(self.before[i]).unwrap_or(i64::MAX))
    }

    /// All amounts that are positive.
    #[must_use]
    pub fn total(&self) -> Money {
        Money::from_minor(i64::try_from(self.total).unwrap_or(i64::MAX))
    }

    /// Place of an amount, from 1, and how many have one.
    #[must_use]
    pub fn place(&self, i: usize) -> (usize, usize) {
        (self.places[i], self.places.iter().filter(|place| **place > 0).count())
    }
}

/// The months over which a customer's sales are averaged for its tier; `since_first`: those since its first order.
#[must_use]
pub fn tier_months(since_first: Option<i32>, rules: &Classify) -> Option<i64> {
    let least = i32::try_from(rules.tier_min_months).unwrap_or(3);
    let most = i32::try_from(rules.tier_max_months).unwrap_or(12);
    since_first.map(|since| i64::from(since.max(least).min(most)))
}

/// Average monthly sales, over the months that count for the tier; nothing without an order in the window.
fn monthly(facts: &Facts, rules: &Classify) -> Money {
    tier_months(facts.months_since_first, rules).map(|months| facts.sales.divided(months)).unwrap_or_default()
}

/// The tier, and the tier that is held back where payment is not prompt.
fn tier(facts: &Facts, rules: &Classify) -> (Tier, Option<Tier>) {
    let Some(months) = tier_months(facts.months_since_first, rules) else { return (Tier::None, None) };
    // Sales against threshold × months: no division, no rounding.
    let reaches = |threshold: Money| facts.sales >= threshold.times(months);
    let earned = if reaches(rules.tier_a.money()) {
        Tier::A
    } else if reaches(rules.tier_b.money()) {
        Tier::B
    } else {
        return (Tier::None, None);
    };
    let slow = facts.payment_index.is_some_and(|index| index < rules.prompt_index - rules.prompt_tolerance);
    if slow { (Tier::None, Some(earned)) } else { (earned, None) }
}

#[cfg(test)]
#[path = "classify_tests.rs"]
mod tests;
