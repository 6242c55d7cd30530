//! `findings.csv`: every finding, with its sentence and the rows that prove it.

use super::{CsvTable, Input, money_or, text, text_or};
use crate::labels::finding_sentence;
use crate::report::model::Field;

const HEADER: [&str; 19] = [
    "finding_id",
    "rule",
    "severity",
    "employee",
    "customer",
    "trip_id",
    "date",
    "claimed",
    "allowed",
    "excess",
    "currency",
    "message",
    "evidence",
    "net_excess",
    "status",
    "policy",
    "decided_by",
    "decided_on",
    "decision_note",
];

pub(super) fn table(input: &Input<'_>) -> CsvTable {
    let rows = input
        .audit
        .findings
        .iter()
        .map(|f| {
            let d = &f.draft;
            let evidence: Vec<String> = d.evidence.iter().map(|s| input.tables.sources.cite(*s)).collect();
            vec![
                text(&f.id),
                text(f.rule),
                text(d.severity.code()),
                text_or(d.employee.as_deref()),
                text_or(d.party.map(|p| input.tables.parties.name(p))),
                text_or(d.trip_id.as_deref()),
                text_or(d.date.map(|day| day.to_string()).as_deref()),
                money_or(d.claimed),
                money_or(d.allowed),
                money_or(d.excess),
                text(&input.config.currency),
                text(finding_sentence(input.labels, f.rule, d)),
                text(evidence.join(";")),
                d.excess.map_or(Field::Empty, |_| super::money(f.net_excess)),
                text(f.standing.code()),
                text(&f.policy),
                text_or(f.standing.by.as_deref()),
                text_or(f.standing.on.map(|day| day.to_string()).as_deref()),
                text_or(f.standing.note.as_deref()),
            ]
        })
        .collect();
    CsvTable { file: "tables/findings.csv", header: HEADER.to_vec(), rows }
}
