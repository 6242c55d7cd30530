//! A finding of the audit: what was expected, what was found, and the rows that prove it. Plain data, no sentences.

use chrono::NaiveDate;

use crate::tables::{PartyIx, Source};
use crate::units::Money;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Note,
    Warning,
    Error,
}

impl Severity {
    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }

    /// The severity a configuration names.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// A value that a finding's sentence mentions.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    Money(Money),
    Count(i64),
    Day(NaiveDate),
    Text(String),
    /// A code of a vocabulary (`second_class`, `manager`), which each language has a word for.
    Code(String),
    /// Several codes, in the order they are to be read.
    Codes(Vec<String>),
    /// Something that should be there and is not.
    Missing,
}

/// What a rule found, before it gets its id.
#[derive(Debug, Clone)]
pub struct Draft {
    pub severity: Severity,
    pub employee: Option<String>,
    pub party: Option<PartyIx>,
    pub trip_id: Option<String>,
    pub date: Option<NaiveDate>,
    pub claimed: Option<Money>,
    pub allowed: Option<Money>,
    pub excess: Option<Money>,
    /// Which of the rule's sentences says it.
    pub sentence: &'static str,
    pub facts: Vec<(&'static str, Fact)>,
    pub evidence: Vec<Source>,
    /// What makes the finding this one and no other, free of files and rows: the same facts give the same id next month.
    pub identity: Vec<String>,
}

impl Draft {
    /// A finding of a day, to which the rule adds what else it knows.
    #[must_use]
    pub fn new(severity: Severity, sentence: &'static str, date: NaiveDate) -> Self {
        Draft {
            severity,
            employee: None,
            party: None,
            trip_id: None,
            date: Some(date),
            claimed: None,
            allowed: None,
            excess: None,
            sentence,
            facts: Vec::new(),
            evidence: Vec::new(),
            identity: Vec::new(),
        }
    }
}

/// A finding with its id.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Rule id and a hash of the facts.
    pub id: String,
    pub rule: &'static str,
    pub draft: Draft,
    /// Name of the policy version it was judged by.
    pub policy: String,
    /// The part of the excess that no earlier finding counts already.
    pub net_excess: Money,
}
