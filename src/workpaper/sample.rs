//! A random sample of clean claims for a check by hand. The same month and claims give the same sample, on any machine and
//! in whatever files and order the claims come: the order is a hash of the month and of each claim's facts.

use std::collections::{BTreeMap, VecDeque};

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use super::Population;
use crate::config::Config;
use crate::finding::{Decision, Finding};
use crate::rules::{Audit, Ground};
use crate::tables::{Expense, PartyIx, Source, Tables};
use crate::units::{Money, Month};

/// The claims by amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// The largest, which together make the configured share of the month's value.
    High,
    Rest,
}

impl Band {
    pub const ALL: [Band; 2] = [Band::High, Band::Rest];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Band::High => "sample_high",
            Band::Rest => "sample_rest",
        }
    }
}

/// What a claim was drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Everyone has some claims in the sample.
    Employee,
    /// A test of all claims gives a hint to draw more of this employee.
    Hint,
    /// From its band.
    Band,
}

impl Why {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Why::Employee => "sample_employee",
            Why::Hint => "sample_hint",
            Why::Band => "sample_band",
        }
    }
}

/// A claim to check by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sampled {
    pub source: Source,
    pub employee: String,
    pub date: NaiveDate,
    pub category: String,
    pub amount: Money,
    pub receipt_no: Option<String>,
    pub trip_id: Option<String>,
    pub party: Option<PartyIx>,
    pub band: Band,
    pub why: Why,
}

/// What a band holds, and how much of it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stratum {
    pub band: Band,
    pub claims: u64,
    pub value: Money,
    pub sampled: u64,
    pub sampled_value: Money,
}

/// The sample of the month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// Claims of the month, and those of them without an open or accepted finding: from these is drawn.
    pub claims: u64,
    pub clean: u64,
    /// The smallest amount of the high band.
    pub high_from: Option<Money>,
    pub strata: Vec<Stratum>,
    /// In the order of employee, day and place.
    pub drawn: Vec<Sampled>,
}

/// A clean claim, with its place in the order of chance.
struct Lot<'a> {
    key: [u8; 32],
    claim: &'a Expense,
    band: Band,
}

impl Sample {
    pub(super) fn new(ground: &Ground<'_>, audit: &Audit, population: &Population) -> Self {
        let (config, month, all) = (ground.config, ground.review.period.month, &ground.claims);
        let questioned = questioned(&audit.findings);
        let clean: Vec<&Expense> = all.iter().copied().filter(|e| !questioned.contains(&e.source)).collect();
        let high_from = high_from(&clean, config.audit.sample_high_value);
        let lots = lots(&clean, month, high_from, ground.tables);
        let drawn =
            Draw { month, left: config.audit.sample_size as usize, lots: &lots, drawn: Vec::new() }.run(population, config);
        let strata = Band::ALL.map(|band| stratum(band, &lots, &drawn)).to_vec();
        Sample { claims: all.len() as u64, clean: clean.len() as u64, high_from, strata, drawn: told(&lots, drawn) }
    }
}

/// Claims that an open or accepted finding names: they are looked at anyway.
fn questioned(findings: &[Finding]) -> FxHashSet<Source> {
    let looked_at = findings.iter().filter(|f| f.standing.is_open() || f.standing.is(Decision::Accepted));
    looked_at.flat_map(|f| f.draft.evidence.iter().copied()).collect()
}

/// The amount from which claims are high: the largest ones are added up until the share of the value is reached.
fn high_from(claims: &[&Expense], share: f64) -> Option<Money> {
    let mut amounts: Vec<Money> = claims.iter().map(|e| e.amount).collect();
    amounts.sort_by(|a, b| b.cmp(a));
    let total: Money = amounts.iter().copied().sum();
    let wanted = total.to_f64() * share;
    let mut sum = Money::ZERO;
    amounts.into_iter().find(|&amount| {
        sum += amount;
        sum.to_f64() >= wanted
    })
}

/// Every clean claim with its key. Claims whose facts are all the same are told apart by a number.
fn lots<'a>(claims: &[&'a Expense], month: Month, high_from: Option<Money>, tables: &Tables) -> Vec<Lot<'a>> {
    let mut seen: FxHashMap<[u8; 32], u32> = FxHashMap::default();
    let mut sorted: Vec<&Expense> = claims.to_vec();
    sorted.sort_by_key(|e| e.source);
    let lot = |claim: &'a Expense| {
        let facts = key(&facts(claim, month, tables));
        let nth = seen.entry(facts).or_default();
        *nth += 1;
        let key = if *nth == 1 { facts } else { key(&[format!("{facts:02x?}"), nth.to_string()]) };
        let band = if high_from.is_some_and(|from| claim.amount >= from) { Band::High } else { Band::Rest };
        Lot { key, claim, band }
    };
    let mut lots: Vec<Lot<'a>> = sorted.into_iter().map(lot).collect();
    lots.sort_by_key(|lot| lot.key);
    lots
}

/// What a claim says, free of files and rows.
fn facts(claim: &Expense, month: Month, tables: &Tables) -> Vec<String> {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    vec![
        month.to_string(),
        claim.employee.clone(),
        claim.date.to_string(),
        claim.category.clone(),
        claim.amount.to_string(),
        text(&claim.trip_id),
        text(&claim.expense_id),
        text(&claim.receipt_no),
        text(&claim.city),
        claim.party.map(|p| tables.parties.get(p).key.clone()).unwrap_or_default(),
        text(&claim.note),
    ]
}

fn key(parts: &[String]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().into()
}

/// The drawing: positions of lots, in the order of chance.
struct Draw<'a> {
    month: Month,
    left: usize,
    lots: &'a [Lot<'a>],
    drawn: Vec<(usize, Why)>,
}

impl Draw<'_> {
    /// Everyone's claims first, in an order of chance where the size does not reach all; then more of those with a hint; then
    /// from the bands in turn.
    fn run(mut self, population: &Population, config: &Config) -> Vec<(usize, Why)> {
        let mut by_employee: BTreeMap<&str, [VecDeque<usize>; 2]> = BTreeMap::new();
        for (at, lot) in self.lots.iter().enumerate() {
            by_employee.entry(&lot.claim.employee).or_default()[lot.band as usize].push_back(at);
        }
        let month = self.month.to_string();
        let mut employees: Vec<(&str, [VecDeque<usize>; 2])> = by_employee.into_iter().collect();
        employees.sort_by_cached_key(|(name, _)| key(&[month.clone(), (*name).to_owned()]));
        for round in 0..config.audit.sample_min_per_employee {
            for (_, bands) in &mut employees {
                self.take(bands, round as usize, Why::Employee);
            }
        }
        let first = config.audit.sample_min_per_employee;
        for round in first..first.saturating_add(config.audit.sample_more_for_hints) {
            for (_, bands) in employees.iter_mut().filter(|(name, _)| population.has_hint(name)) {
                self.take(bands, round as usize, Why::Hint);
            }
        }
        let mut rest: [VecDeque<usize>; 2] = Default::default();
        for (band, rest) in rest.iter_mut().enumerate() {
            let mut all: Vec<usize> = employees.iter().flat_map(|(_, bands)| bands[band].iter().copied()).collect();
            all.sort_unstable();
            rest.extend(all);
        }
        let mut turn = 0;
        while self.left > 0 && rest.iter().any(|band| !band.is_empty()) {
            self.take(&mut rest, turn, Why::Band);
            turn += 1;
        }
        self.drawn
    }

    /// One claim, from the high band on even turns and from the rest on odd ones; from the other where there is none.
    fn take(&mut self, bands: &mut [VecDeque<usize>; 2], turn: usize, why: Why) {
        if self.left == 0 {
            return;
        }
        let first = turn % 2;
        let lot = bands[first].pop_front().or_else(|| bands[1 - first].pop_front());
        if let Some(at) = lot {
            self.left -= 1;
            self.drawn.push((at, why));
        }
    }
}

fn stratum(band: Band, lots: &[Lot<'_>], drawn: &[(usize, Why)]) -> Stratum {
    let within = || lots.iter().filter(move |lot| lot.band == band);
    let sampled = || drawn.iter().map(|(at, _)| &lots[*at]).filter(move |lot| lot.band == band);
    Stratum {
        band,
        claims: within().count() as u64,
        value: within().map(|lot| lot.claim.amount).sum(),
        sampled: sampled().count() as u64,
        sampled_value: sampled().map(|lot| lot.claim.amount).sum(),
    }
}

fn told(lots: &[Lot<'_>], drawn: Vec<(usize, Why)>) -> Vec<Sampled> {
    let sampled = |(at, why): (usize, Why)| {
        let Lot { claim, band, .. } = &lots[at];
        Sampled {
            source: claim.source,
            employee: claim.employee.clone(),
            date: claim.date,
            category: claim.category.clone(),
            amount: claim.amount,
            receipt_no: claim.receipt_no.clone(),
            trip_id: claim.trip_id.clone(),
            party: claim.party,
            band: *band,
            why,
        }
    };
    let mut drawn: Vec<Sampled> = drawn.into_iter().map(sampled).collect();
    drawn.sort_by(|a, b| (&a.employee, a.date, a.source).cmp(&(&b.employee, b.date, b.source)));
    drawn
}
