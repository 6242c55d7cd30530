//! A finding of the audit: what was expected, what was found, and the rows that prove it. Plain data, no sentences.

use chrono::NaiveDate;

use crate::tables::{Expense, PartyIx, Source, Visit};
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

impl Fact {
    /// How many there are.
    #[must_use]
    pub fn counted(n: usize) -> Self {
        Fact::Count(i64::try_from(n).unwrap_or(i64::MAX))
    }
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
    /// The excess is one of all the claims together, as a sum above a rate is, and not of the last of them.
    pub pooled: bool,
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
            pooled: false,
            sentence,
            facts: Vec::new(),
            evidence: Vec::new(),
            identity: Vec::new(),
        }
    }

    /// A finding about one claim.
    #[must_use]
    pub fn of_claim(severity: Severity, sentence: &'static str, claim: &Expense) -> Self {
        let text = |t: &Option<String>| t.clone().unwrap_or_default();
        Draft {
            employee: Some(claim.employee.clone()),
            party: claim.party,
            trip_id: claim.trip_id.clone(),
            claimed: Some(claim.amount),
            evidence: vec![claim.source],
            identity: vec![
                claim.date.to_string(),
                claim.amount.to_string(),
                claim.category.clone(),
                text(&claim.receipt_no),
                text(&claim.expense_id),
            ],
            ..Draft::new(severity, sentence, claim.date)
        }
    }

    /// A finding about one visit.
    #[must_use]
    pub fn of_visit(severity: Severity, sentence: &'static str, visit: &Visit) -> Self {
        let start = visit.start.map(|minute| minute.to_string()).unwrap_or_default();
        Draft {
            employee: Some(visit.salesperson.clone()),
            party: Some(visit.party),
            trip_id: visit.trip_id.clone(),
            evidence: vec![visit.source],
            identity: vec![visit.date.to_string(), start, visit.visit_id.clone().unwrap_or_default()],
            ..Draft::new(severity, sentence, visit.date)
        }
    }
}

/// What the auditor decided about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// The money came back.
    Recovered,
    /// The finding is right, and the company bears it.
    Accepted,
    /// There is nothing in it.
    FalseAlarm,
}

impl Decision {
    pub const ALL: [Decision; 3] = [Decision::Recovered, Decision::Accepted, Decision::FalseAlarm];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Decision::Recovered => "recovered",
            Decision::Accepted => "accepted",
            Decision::FalseAlarm => "false_alarm",
        }
    }

    /// The decision of a code of the vocabulary.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.code() == code)
    }
}

/// Where a finding stands: open, or decided by whom, when and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// None while the finding is open.
    pub decision: Option<Decision>,
    pub by: Option<String>,
    pub on: Option<NaiveDate>,
    pub note: Option<String>,
    /// The row that says so.
    pub source: Option<Source>,
}

impl Standing {
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.decision.is_none()
    }

    #[must_use]
    pub fn is(&self, decision: Decision) -> bool {
        self.decision == Some(decision)
    }

    /// `open`, or the code of the decision.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.decision.map_or("open", Decision::code)
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
    pub standing: Standing,
    /// The part of the excess that no other finding counts already; nothing where it is a false alarm.
    pub net_excess: Money,
    /// What it puts in question without saying how much would have been allowed: the part of the claims that neither an
    /// excess nor another finding counts already.
    pub in_question: Money,
}
