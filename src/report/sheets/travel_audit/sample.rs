//! The sample of clean claims for a check by hand, and the hints that decided where to draw more.

use crate::labels::{fill, rule_sentence};
use crate::report::Input;
use crate::report::cells::{column, count, money, text, text_or, wrapped};
use crate::report::model::{Block, Cell, Line, Table, Tone};

/// What the sample was drawn from, by amount.
pub(super) fn strata(input: &Input<'_>) -> Table {
    let (l, sample) = (input.labels, &input.paper.sample);
    let known = input.review.available.expenses;
    let rows = sample
        .strata
        .iter()
        .filter(|_| known)
        .map(|s| vec![text(l.word(s.band.code())), count(s.claims), money(s.value), count(s.sampled), money(s.sampled_value)])
        .collect();
    let from = sample.high_from.map_or_else(|| l.unknown.to_owned(), |m| m.grouped());
    let values = [
        ("claims", sample.claims.to_string()),
        ("clean", sample.clean.to_string()),
        ("n", sample.drawn.len().to_string()),
        ("from", from),
    ];
    Table {
        id: "strata",
        heading: Some(l.table_sample.to_owned()),
        caption: known.then(|| fill(l.caption_sample, &values)),
        columns: vec![
            column(l, "stratum", 30),
            column(l, "clean_n", 16),
            column(l, "amount", 20),
            column(l, "drawn_n", 16),
            column(l, "drawn_amount", 20),
        ],
        rows,
        total: None,
        main: false,
        empty: l.no_sample.to_owned(),
    }
}

/// The claims to check, with room for the result.
pub(super) fn drawn(input: &Input<'_>) -> Table {
    let l = input.labels;
    let rows = input
        .paper
        .sample
        .drawn
        .iter()
        .zip(1u64..)
        .map(|(s, number)| {
            vec![
                count(number),
                text(&s.employee),
                Cell::Date(s.date),
                text(l.word(&s.category)),
                money(s.amount),
                text_or(s.receipt_no.as_deref()),
                text(l.word(s.why.code())),
                text(input.tables.sources.cite(s.source)),
                text("☐"),
            ]
        })
        .collect();
    Table {
        id: "sample",
        heading: None,
        caption: Some(l.caption_drawn.to_owned()),
        columns: vec![
            column(l, "number", 6),
            column(l, "employee", 12),
            column(l, "date", 12),
            column(l, "what", 14),
            column(l, "amount", 12),
            wrapped(l, "receipt_no", 16),
            wrapped(l, "drawn_why", 22),
            wrapped(l, "place", 44),
            column(l, "agrees", 10),
        ],
        rows,
        total: None,
        main: false,
        empty: l.no_sample.to_owned(),
    }
}

/// What the tests of whole populations hint at: never a finding against a person.
pub(super) fn hints(input: &Input<'_>) -> Block {
    let l = input.labels;
    let mut lines: Vec<Line> = Vec::new();
    for employee in &input.paper.population.employees {
        for hint in &employee.hints {
            let text = l.stated(&employee.employee, &rule_sentence(l, "EXP012", hint.sentence, &hint.facts));
            lines.push(Line { text, tone: Tone::Watch, link: None });
        }
    }
    if lines.is_empty() {
        lines.push(Line { text: l.no_hints.to_owned(), tone: Tone::Muted, link: None });
    }
    lines.push(Line { text: l.hints_are_no_findings.to_owned(), tone: Tone::Muted, link: None });
    Block::Text { heading: Some(l.hints_heading.to_owned()), lines }
}
