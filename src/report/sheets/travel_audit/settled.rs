//! What the auditor decided, what could not be matched to a finding, and the lines to sign.

use crate::labels::fill;
use crate::report::Input;
use crate::report::cells::{column, text, wrapped};
use crate::report::model::{Block, Cell, Line, Table, Target, Tone};
use crate::workpaper::Stray;

/// How to decide, how many are decided, and rows of the dispositions that decide nothing.
pub(super) fn decisions(input: &Input<'_>) -> Vec<Block> {
    let (l, found) = (input.labels, &input.paper.dispositions);
    let line = |text: String, tone| Line { text, tone, link: None };
    let total = &input.paper.exposure.total;
    let values = [
        ("decided", total.decided.to_string()),
        ("alarms", total.false_alarms.to_string()),
        ("window", found.applied.len().to_string()),
    ];
    let mut lines = vec![
        Line { link: Some(Target::Sheet("findings")), ..line(fill(l.decided_line, &values), Tone::Neutral) },
        line(l.decide_how.to_owned(), Tone::Muted),
    ];
    let place = |stray: &Stray| input.tables.sources.cite(stray.source);
    let told = |template: &str, stray: &Stray| {
        fill(template, &[("id", stray.id.clone()), ("decision", l.word(&stray.decision).to_owned()), ("place", place(stray))])
    };
    lines.extend(found.unknown.iter().map(|s| line(told(l.decided_unknown, s), Tone::Watch)));
    lines.extend(found.not_understood.iter().map(|s| line(told(l.decided_not_understood, s), Tone::Watch)));
    lines.extend(found.outdated.iter().map(|old| {
        let cite = |source| input.tables.sources.cite(source);
        let values = [("id", old.id.clone()), ("place", cite(old.source)), ("by", cite(old.by))];
        line(fill(l.decided_outdated, &values), Tone::Muted)
    }));
    vec![Block::Text { heading: Some(l.decided_heading.to_owned()), lines }]
}

/// Who prepared, reviewed and approved it.
pub(super) fn signatures(input: &Input<'_>) -> Table {
    let l = input.labels;
    let rows = [l.sign_prepared, l.sign_reviewed, l.sign_approved]
        .iter()
        // Two more lines: room to sign.
        .map(|role| vec![text(format!("{role}\n\n")), Cell::Empty, Cell::Empty, Cell::Empty])
        .collect();
    Table {
        id: "signatures",
        heading: Some(l.table_signatures.to_owned()),
        caption: Some(l.caption_signatures.to_owned()),
        columns: vec![wrapped(l, "role", 24), column(l, "name", 30), column(l, "date", 20), column(l, "signature", 40)],
        rows,
        total: None,
        main: false,
        empty: String::new(),
    }
}
