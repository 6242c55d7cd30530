//! What became of the auditor's decisions: which apply, which name no finding, and how often each rule was right.

use std::collections::BTreeMap;

use super::History;
use crate::analyse::{Review, statistics};
use crate::config::Config;
use crate::finding::Decision;
use crate::rules::{self, Audit, Decisions, Status};
use crate::tables::{EXAMPLE_PREFIXES, Source, Tables};
use crate::units::Month;

/// A decided finding of the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub id: String,
    pub rule: &'static str,
    pub month: Month,
    pub decision: Decision,
    pub source: Source,
}

/// A row of the dispositions that decides nothing: it names no finding, or says what is no decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    pub id: String,
    /// The decision, as a code or as it is written.
    pub decision: String,
    pub source: Source,
}

/// A decision that a newer one takes the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outdated {
    pub id: String,
    pub source: Source,
    /// The row that counts instead.
    pub by: Source,
}

/// The dispositions of the input.
#[derive(Debug, Clone, Default)]
pub struct Dispositions {
    /// In the order of the ids.
    pub applied: Vec<Decided>,
    /// Decided, and no such finding in the review month or in the months of the window before.
    pub unknown: Vec<Stray>,
    /// The decision is no word that is known: the finding stays open.
    pub not_understood: Vec<Stray>,
    pub outdated: Vec<Outdated>,
    /// Rows without a decision.
    pub undecided: u64,
    /// Decided before the window began: their findings are older than what is looked at.
    pub older: u64,
    /// Of rules that are off or cannot be checked now.
    pub unchecked: u64,
}

impl Dispositions {
    pub(super) fn new(tables: &Tables, review: &Review, audit: &Audit, history: &History) -> Self {
        let mut all = Dispositions::default();
        for row in &tables.dispositions {
            match row.decision.as_deref() {
                None | Some("undecided") => all.undecided += 1,
                Some(word) if Decision::from_code(word).is_none() => {
                    all.not_understood.push(Stray { id: row.finding_id.clone(), decision: word.to_owned(), source: row.source });
                }
                Some(_) => {}
            }
        }
        for (id, decided) in Decisions::new(tables).iter() {
            let row = decided.row;
            let newer = |old: &&crate::tables::Disposition| Outdated { id: id.to_owned(), source: old.source, by: row.source };
            all.outdated.extend(decided.outdated.iter().map(newer));
            if let Some(known) = history.find(id) {
                all.applied.push(Decided {
                    id: id.to_owned(),
                    rule: known.rule,
                    month: known.month,
                    decision: decided.decision,
                    source: row.source,
                });
            } else if row.decided_on.is_some_and(|day| day < review.period.window_start()) {
                all.older += 1;
            } else if !is_checked(id, audit) {
                all.unchecked += 1;
            } else if !EXAMPLE_PREFIXES.iter().any(|prefix| id.starts_with(prefix)) {
                let decision = decided.decision.code().to_owned();
                all.unknown.push(Stray { id: id.to_owned(), decision, source: row.source });
            }
        }
        all.unknown.sort_by_key(|stray| stray.source);
        all
    }

    /// Rows that a person should look at.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.unknown.is_empty() && self.not_understood.is_empty() && self.outdated.is_empty()
    }
}

/// Whether the rule that an id names was checked; an id that names none could be anything, and counts as checked.
fn is_checked(id: &str, audit: &Audit) -> bool {
    let rule = id.split('-').next().and_then(rules::find).map(|rule| rule.id());
    rule.is_none_or(|rule| audit.outcomes.iter().any(|o| o.rule == rule && o.status == Status::Checked))
}

/// How often a rule was right, as far as it was decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Precision {
    pub rule: &'static str,
    /// Decided findings of the window.
    pub decided: u64,
    pub false_alarms: u64,
    /// 1 − false alarms ÷ decided; unknown where too few are decided.
    pub precision: Option<f64>,
}

pub(super) fn precision(audit: &Audit, history: &History, config: &Config) -> Vec<Precision> {
    let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (rule, decision) in history.known.iter().filter_map(|k| Some((k.rule, k.decision?))) {
        let (decided, false_alarms) = counts.entry(rule).or_default();
        *decided += 1;
        *false_alarms += u64::from(decision == Decision::FalseAlarm);
    }
    let line = |rule: &'static str| {
        let (decided, false_alarms) = counts.get(rule).copied().unwrap_or_default();
        let enough = decided >= u64::from(config.audit.precision_from);
        let precision = statistics::share(decided - false_alarms, decided).filter(|_| enough);
        Precision { rule, decided, false_alarms, precision }
    };
    audit.outcomes.iter().map(|o| line(o.rule)).collect()
}
