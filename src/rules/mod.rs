//! Rules: the audit. One file a rule, one registry in their order; each finding names the rows that prove it.
//!
//! Knows tables, the review and the policy; knows no sentences (labels have them) and no colours.

mod allowance;
mod area;
mod case;
mod cbk001;
mod cbk002;
mod crd001;
mod exp001;
mod exp002;
mod exp003;
mod exp004;
mod exp005;
mod exp006;
mod exp007;
mod exp008;
mod exp009;
mod exp010;
mod exp011;
mod exp012;
mod exposure;
mod params;
mod place;
mod standing;
mod svc001;
mod svc002;
#[cfg(test)]
pub(crate) mod testing;
mod vis001;
mod vis002;
mod vis003;
mod vis004;
mod vis005;
mod vis006;
mod vis007;
mod vis008;
mod vis009;
mod vis010;
mod vis011;
mod vis012;

use sha2::{Digest, Sha256};

pub use allowance::{Allowance, Days};
pub use case::{Case, Grades, Ground};
pub use exp012::population;
pub use params::{Param, ParamError, ParamValue, Settings, Setup};
pub use standing::{Decided, Decisions};

use crate::analyse::Review;
use crate::config::Config;
use crate::finding::{Draft, Finding, Severity, Standing};
use crate::tables::{Parties, TableId, Tables};
use crate::units::Money;

/// A rule of the audit. Its sentences, title and explanation live in the labels, one text per language.
pub trait Rule: Sync {
    /// The id of domain.md section 6, for example `EXP001`.
    fn id(&self) -> &'static str;
    /// Where the rule comes from: document and piece.
    fn source(&self) -> &'static str;
    fn severity(&self) -> Severity;
    /// Thresholds of its own; those that rules share are in the policy.
    fn params(&self) -> &'static [Param] {
        &[]
    }
    /// Keys of the policy it judges by, for the printed rule.
    fn policy(&self) -> &'static [&'static str] {
        &[]
    }
    /// Columns without which it cannot be checked; a record whose sheet lacks one is not judged.
    fn needs(&self) -> &'static [(TableId, &'static str)];
    /// Groups of columns of which one is enough, for a rule that judges by whichever is there.
    fn any_of(&self) -> &'static [&'static [(TableId, &'static str)]] {
        &[]
    }
    /// Whether it is checked unless the configuration says otherwise.
    fn on_by_default(&self) -> bool {
        true
    }
    /// What beyond tables and columns it would need, for example a limit that the policy leaves out.
    fn lacks(&self, _case: &Case<'_>) -> Option<Lack> {
        None
    }
    /// The sentences its findings use.
    fn sentences(&self) -> &'static [&'static str];
    /// Findings of the review month.
    fn check(&self, case: &Case<'_>) -> Vec<Draft>;
}

/// Every rule, in the order of their ids.
pub static REGISTRY: &[&dyn Rule] = &[
    &cbk001::CallbackOverdue,
    &cbk002::AnswerOverdue,
    &crd001::CreditStop,
    &exp001::LivingCosts,
    &exp002::TrainSeat,
    &exp003::FlightApproval,
    &exp004::CategoryOutsidePolicy,
    &exp005::ClaimedTwice,
    &exp006::TripWithoutVisit,
    &exp007::TwoPlaces,
    &exp008::RestDay,
    &exp009::Submission,
    &exp010::SplitClaims,
    &exp011::GiftsAndReceptions,
    &exp012::Populations,
    &svc001::LateShipment,
    &svc002::SparePartLate,
    &vis001::NearAreaDay,
    &vis002::GuangdongTrip,
    &vis003::AbroadWithoutProject,
    &vis004::TripApproval,
    &vis005::AppointmentAhead,
    &vis006::TripTimes,
    &vis007::ReportSameDay,
    &vis008::ReportTopics,
    &vis009::FirstVisit,
    &vis010::VisitHours,
    &vis011::RouteCalling,
    &vis012::CustomersOfValue,
];

/// Whether a rule was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    Checked,
    /// A table or column it needs is not in the input.
    NotChecked(Lack),
    /// Switched off in the configuration.
    Off,
}

impl Status {
    /// The word in the manifest.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Status::Checked => "checked",
            Status::NotChecked(_) => "not_checked",
            Status::Off => "off",
        }
    }
}

/// What a rule would need and the input has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    Table(TableId),
    Column(TableId, &'static str),
    /// None of these columns.
    Columns(&'static [(TableId, &'static str)]),
    /// A key of the configuration that is empty.
    Setting(&'static str),
    /// So many claims of one employee that do not recur.
    Claims(u64),
}

/// What became of one rule.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub rule: &'static str,
    pub status: Status,
    /// Records it looked at: visits, claims, trips, customers or orders of the review month.
    pub tested: u64,
    /// Records it could not judge: their sheet lacks a column, or their grade or year is unknown.
    pub unjudged: u64,
    pub findings: u64,
    /// Sum of the excess of its findings.
    pub excess: Money,
}

/// The audit: every rule's outcome and all findings, in the order of rule, date, employee.
#[derive(Debug, Default)]
pub struct Audit {
    pub outcomes: Vec<Outcome>,
    pub findings: Vec<Finding>,
}

/// Checks every rule.
#[must_use]
pub fn audit(tables: &Tables, review: &Review, config: &Config, settings: &Settings) -> Audit {
    let mut audit = Audit::default();
    let ground = Ground::new(tables, review, config);
    for rule in REGISTRY {
        let setup = settings.of(*rule);
        let case = Case::new(&ground, &setup);
        let status = status(*rule, &case);
        let mut findings = if status == Status::Checked { rule.check(&case) } else { Vec::new() };
        if let Some(severity) = setup.severity {
            findings.iter_mut().for_each(|f| f.severity = severity);
        }
        audit.outcomes.push(Outcome {
            rule: rule.id(),
            status,
            tested: case.tested(),
            unjudged: case.unjudged(),
            findings: findings.len() as u64,
            excess: findings.iter().filter_map(|f| f.excess).sum(),
        });
        audit.findings.extend(named(rule.id(), findings, &ground));
    }
    settle(&mut audit.findings, tables);
    audit
}

/// Where each finding stands, and what each counts for: a false alarm counts for nothing.
fn settle(findings: &mut [Finding], tables: &Tables) {
    let decisions = Decisions::new(tables);
    for finding in findings.iter_mut() {
        finding.standing = decisions.standing(&finding.id);
    }
    exposure::count_once(findings, tables);
}

fn status(rule: &dyn Rule, case: &Case<'_>) -> Status {
    if !case.setup.enabled {
        return Status::Off;
    }
    let tables = case.tables;
    for &(table, column) in rule.needs() {
        if !tables.has(table) {
            return Status::NotChecked(Lack::Table(table));
        }
        if !tables.has_column(table, column) {
            return Status::NotChecked(Lack::Column(table, column));
        }
    }
    let missing = rule.any_of().iter().find(|group| !group.iter().any(|(table, column)| tables.has_column(*table, column)));
    if let Some(group) = missing {
        return Status::NotChecked(Lack::Columns(group));
    }
    rule.lacks(case).map_or(Status::Checked, Status::NotChecked)
}

/// Sorts a rule's findings and gives them their ids.
fn named(rule: &'static str, mut drafts: Vec<Draft>, ground: &Ground<'_>) -> Vec<Finding> {
    drafts.sort_by(|a, b| {
        let key =
            |d: &Draft| (d.date, d.employee.clone(), d.trip_id.clone(), d.party, d.identity.clone(), d.evidence.first().copied());
        key(a).cmp(&key(b))
    });
    let mut findings: Vec<Finding> = Vec::with_capacity(drafts.len());
    let mut seen: rustc_hash::FxHashMap<String, u32> = rustc_hash::FxHashMap::default();
    for draft in drafts {
        let id = finding_id(rule, &draft, &ground.tables.parties);
        // Two findings of the very same facts are told apart by a number.
        let n = seen.entry(id.clone()).or_insert(0);
        *n += 1;
        let id = if *n == 1 { id } else { format!("{id}-{n}") };
        let policy = draft.date.map_or_else(String::new, |day| ground.policy(draft.trip_id.as_deref(), day).name.clone());
        findings.push(Finding {
            id,
            rule,
            draft,
            policy,
            standing: Standing::default(),
            net_excess: Money::ZERO,
            in_question: Money::ZERO,
        });
    }
    findings
}

/// Rule id and ten hex digits of a hash over the facts, never over files or rows.
fn finding_id(rule: &str, draft: &Draft, parties: &Parties) -> String {
    let mut hash = Sha256::new();
    let party = draft.party.map(|p| parties.get(p).key.clone()).unwrap_or_default();
    let parts = [rule, draft.employee.as_deref().unwrap_or_default(), &party, draft.trip_id.as_deref().unwrap_or_default()];
    for part in parts.into_iter().chain(draft.identity.iter().map(String::as_str)) {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    let hex: String = digest.iter().take(5).map(|b| format!("{b:02x}")).collect();
    format!("{rule}-{hex}")
}

/// The rule of an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static dyn Rule> {
    REGISTRY.iter().copied().find(|r| r.id().eq_ignore_ascii_case(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_is_in_order_and_every_id_is_unique() {
        assert!(REGISTRY.is_sorted_by(|a, b| a.id() < b.id()));
        for rule in REGISTRY {
            let needs = rule.needs().len() + rule.any_of().len();
            assert!(needs > 0 && !rule.sentences().is_empty(), "{}", rule.id());
            for (table, column) in rule.needs().iter().chain(rule.any_of().iter().copied().flatten()) {
                assert!(table.spec().position(column).is_some(), "{}: {column}", rule.id());
            }
        }
    }
}
