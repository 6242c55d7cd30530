//! Findings of the audit that name the customer, with the rows that prove them.

use super::Section;
use super::view::{Item, View, step};
use crate::labels::{fill, finding_sentence};

pub(super) fn section(v: &View<'_>) -> Section {
    let t = v.t;
    let own: Vec<_> = v.input.audit.findings.iter().filter(|f| f.draft.party == Some(v.c.party)).collect();
    let mut steps: Vec<_> = own
        .iter()
        .take(v.rows)
        .map(|f| {
            let what = format!("{} · {}", f.rule, v.l.word(f.draft.severity.code()));
            let excess = f.draft.excess.map_or_else(|| t.no_policy_excess.to_owned(), |m| m.grouped());
            step(what, finding_sentence(v.l, f.rule, &f.draft), excess)
        })
        .collect();
    if own.is_empty() {
        steps.push(step("", t.no_findings, ""));
    }
    if own.len() > steps.len() {
        steps.push(step("", fill(t.source_more_count, &[("n", (own.len() - steps.len()).to_string())]), ""));
    }
    let rows = own.iter().flat_map(|f| f.draft.evidence.iter().map(|source| (*source, f.id.clone())));
    let items = rows.map(|(source, id)| Item { weight: 0, source, amount: None, of: id }).collect();
    let list = v.list("evidence", t.rows_evidence, items, Clone::clone);
    Section { id: "findings", heading: t.findings.to_owned(), steps, sources: list.into_iter().collect() }
}
