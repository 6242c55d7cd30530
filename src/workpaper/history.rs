//! The months before: each is reviewed and audited anew, as of its own last day, and only a summary is kept.

use super::Figures;
use crate::analyse::{self, Period, Review};
use crate::config::Config;
use crate::finding::{Decision, Finding};
use crate::rules::{self, Audit, Settings, Status};
use crate::tables::{FrameError, PartyIx, TableId, Tables};
use crate::units::{Month, in_order};

/// What a rule came to in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleMonth {
    pub rule: &'static str,
    pub checked: bool,
    pub figures: Figures,
}

/// One month of the trend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastMonth {
    pub month: Month,
    pub total: Figures,
    /// Every rule of the audit, in its order.
    pub rules: Vec<RuleMonth>,
}

/// A finding of the window: what is needed to tell whether it was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub id: String,
    pub month: Month,
    pub rule: &'static str,
    pub employee: Option<String>,
    pub customer: Option<PartyIx>,
    pub decision: Option<Decision>,
}

/// The window, month by month, oldest first; the last one is the review month.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// Months before the first visit, claim or callback are left out: nothing is known of them.
    pub months: Vec<PastMonth>,
    /// Every finding of these months, in the order of the ids; one that several months find is that of the latest.
    pub known: Vec<Known>,
}

impl History {
    /// Only what the audit is about makes a history: orders alone need none, and stay as fast as they are.
    pub(super) fn new(
        tables: &Tables,
        review: &Review,
        audit: &Audit,
        config: &Config,
        settings: &Settings,
    ) -> Result<Self, FrameError> {
        let wanted = [TableId::Visits, TableId::Expenses, TableId::Dispositions].into_iter().any(|table| tables.has(table));
        let period = review.period;
        let first = first_month(tables).filter(|_| wanted);
        let months: Vec<Month> =
            period.months().filter(|m| *m != period.month && first.is_some_and(|first| first <= *m)).collect();
        let mut history = History::default();
        for summary in in_order(months.len(), |at| past(months[at], tables, config, settings)) {
            let (month, known) = summary?;
            history.months.push(month);
            history.known.extend(known);
        }
        let (month, known) = summary(period.month, audit);
        history.months.push(month);
        history.known.extend(known);
        history.known.sort_by(|a, b| a.id.cmp(&b.id).then(b.month.cmp(&a.month)));
        history.known.dedup_by(|later, kept| later.id == kept.id);
        Ok(history)
    }

    /// A finding of the window by its id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Known> {
        self.known.binary_search_by(|known| known.id.as_str().cmp(id)).ok().map(|at| &self.known[at])
    }
}

fn first_month(tables: &Tables) -> Option<Month> {
    let visits = tables.visits.iter().map(|v| v.date);
    let claims = tables.expenses.iter().map(|e| e.date);
    visits.chain(claims).chain(tables.callbacks.iter().map(|c| c.date)).min().map(Month::of)
}

type Summary = (PastMonth, Vec<Known>);

fn past(month: Month, tables: &Tables, config: &Config, settings: &Settings) -> Result<Summary, FrameError> {
    let review = analyse::analyse_briefly(tables, Period::new(month, config.window_months), config)?;
    Ok(summary(month, &rules::audit(tables, &review, config, settings)))
}

fn summary(month: Month, audit: &Audit) -> Summary {
    let rules = audit.outcomes.iter().map(|outcome| RuleMonth {
        rule: outcome.rule,
        checked: outcome.status == Status::Checked,
        figures: Figures::of(audit.findings.iter().filter(|f| f.rule == outcome.rule)),
    });
    let known = |f: &Finding| Known {
        id: f.id.clone(),
        month,
        rule: f.rule,
        employee: f.draft.employee.clone(),
        customer: f.draft.party,
        decision: f.standing.decision,
    };
    let month = PastMonth { month, total: Figures::of(&audit.findings), rules: rules.collect() };
    (month, audit.findings.iter().map(known).collect())
}
