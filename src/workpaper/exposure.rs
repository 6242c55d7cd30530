//! Net exposure of the review month: by rule, employee, region and customer. By month stands in the history.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Figures;
use crate::analyse::Review;
use crate::finding::Finding;
use crate::rules::Audit;
use crate::tables::{PartyIx, Tables, Visit};

/// One line of a summary; no key where the findings name none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<K> {
    pub key: Option<K>,
    pub figures: Figures,
}

/// What the findings of the month come to.
#[derive(Debug, Clone, Default)]
pub struct Exposure {
    pub total: Figures,
    /// Every rule of the audit, in its order.
    pub by_rule: Vec<Line<&'static str>>,
    /// The others with the largest excess first; those without a key last.
    pub by_employee: Vec<Line<String>>,
    /// The customer's region, else region or city of the trip's first visit that states one.
    pub by_region: Vec<Line<String>>,
    pub by_customer: Vec<Line<PartyIx>>,
}

impl Exposure {
    pub(super) fn new(tables: &Tables, review: &Review, audit: &Audit) -> Self {
        let findings = &audit.findings;
        let rule_line =
            |rule: &'static str| Line { key: Some(rule), figures: Figures::of(findings.iter().filter(|f| f.rule == rule)) };
        Exposure {
            total: Figures::of(findings),
            by_rule: audit.outcomes.iter().map(|o| rule_line(o.rule)).collect(),
            by_employee: lines(findings, |f| f.draft.employee.clone()),
            by_region: lines(findings, |f| region(f, tables, review)),
            by_customer: lines(findings, |f| f.draft.party),
        }
    }
}

fn lines<K: Ord + Clone>(findings: &[Finding], key: impl Fn(&Finding) -> Option<K>) -> Vec<Line<K>> {
    let mut by_key: BTreeMap<Option<K>, Figures> = BTreeMap::new();
    for finding in findings {
        by_key.entry(key(finding)).or_default().add(finding);
    }
    let mut lines: Vec<Line<K>> = by_key.into_iter().map(|(key, figures)| Line { key, figures }).collect();
    let weight = |f: &Figures| (f.excess, f.in_question, f.findings);
    lines.sort_by_key(|line| (line.key.is_none(), Reverse(weight(&line.figures))));
    lines
}

/// Where a finding belongs: the region of its customer, else of its trip.
fn region(finding: &Finding, tables: &Tables, review: &Review) -> Option<String> {
    let draft = &finding.draft;
    let of_customer = draft.party.and_then(|party| review.customer(party)?.region.clone());
    of_customer.or_else(|| {
        let trip = review.travel.trip(draft.trip_id.as_deref())?;
        let mut visits: Vec<&Visit> = trip.visits.iter().map(|&i| &tables.visits[i]).collect();
        visits.sort_by_key(|v| (v.date, v.start, v.source));
        visits.iter().find_map(|v| v.region.clone().or_else(|| v.city.clone()))
    })
}
