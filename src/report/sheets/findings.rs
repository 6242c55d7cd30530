//! Findings: every one of the month, open and decided, to be filtered; each leads to the rows that prove it.

use crate::labels::{fill, finding_sentence};
use crate::report::Input;
use crate::report::cells::{
    column, customer_link, customer_rows, detail, folded, money, money_or, no_findings, off_paper, severity, text, text_or,
    wrapped,
};
use crate::report::model::{Block, Cell, Sheet, Table, Target, Tone};

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    super::sheet("findings", l.sheet_findings, l.sub_findings, vec![Block::Table(table(input))])
}

fn table(input: &Input<'_>) -> Table {
    let l = input.labels;
    let links = customer_rows(input);
    let mut evidence_row = 0;
    let rows = input
        .audit
        .findings
        .iter()
        .map(|f| {
            let d = &f.draft;
            let first = evidence_row;
            evidence_row += d.evidence.len();
            let evidence = fill(l.claims_of, &[("n", d.evidence.len().to_string())]);
            let tone = if f.standing.is_open() { Tone::Watch } else { Tone::Muted };
            vec![
                text(&f.id),
                severity(l, d.severity),
                Cell::Tag(l.word(f.standing.code()).to_owned(), tone),
                d.date.map_or(Cell::Empty, Cell::Date),
                text_or(d.employee.as_deref()),
                d.party.map_or(Cell::Empty, |p| customer_link(input, &links, p)),
                text_or(d.trip_id.as_deref()),
                text(finding_sentence(l, f.rule, d)),
                d.claimed.map_or(Cell::Empty, money),
                if d.claimed.is_some() { money_or(d.allowed) } else { Cell::Empty },
                if d.claimed.is_some() { money_or(d.excess) } else { Cell::Empty },
                if d.evidence.is_empty() { Cell::Empty } else { Cell::Link(evidence, Target::Row("evidence", first)) },
                text(l.word(&f.policy)),
                text_or(f.standing.by.as_deref()),
                f.standing.on.map_or(Cell::Empty, Cell::Date),
                text_or(f.standing.note.as_deref()),
            ]
        })
        .collect();
    // Where nothing is decided yet, three empty columns would only make the print smaller.
    let decided =
        input.audit.findings.iter().any(|f| f.standing.by.is_some() || f.standing.on.is_some() || f.standing.note.is_some());
    let decision = |column| if decided { detail(column) } else { off_paper(folded(column)) };
    Table {
        id: "findings",
        heading: None,
        caption: Some(l.caption_findings.to_owned()),
        columns: vec![
            column(l, "finding_id", 19),
            column(l, "severity", 9),
            column(l, "finding_status", 11),
            column(l, "date", 11),
            column(l, "employee", 10),
            wrapped(l, "customer", 22),
            column(l, "trip_id", 14),
            wrapped(l, "finding", 50),
            column(l, "claimed", 12),
            column(l, "allowed", 11),
            column(l, "excess", 11),
            column(l, "evidence", 9),
            column(l, "policy_version", 10),
            decision(column(l, "decided_by", 10)),
            decision(column(l, "decided_on", 11)),
            decision(wrapped(l, "decision_note", 18)),
        ],
        rows,
        total: None,
        main: true,
        empty: no_findings(input),
    }
}
