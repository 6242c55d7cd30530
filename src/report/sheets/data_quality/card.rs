//! The report card: each file of the input with a verdict, and what to do about it.

use std::collections::BTreeMap;

use crate::clean::{FileAccount, RowCounts};
use crate::finding::Severity;
use crate::labels::fill;
use crate::labels::problems::{bytes, problem};
use crate::problems::{Kind, Problem};
use crate::report::Input;
use crate::report::cells::{column, count, share_or, text, wrapped};
use crate::report::model::{Cell, Table, Tone};

/// What a file deserves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Good,
    Look,
    Mend,
}

/// The problems of one file.
#[derive(Default)]
struct Marks<'a> {
    /// Errors, warnings, notes.
    counts: [u64; 3],
    /// What kept the file, or a part of it, from being read.
    broken: Option<&'a Problem>,
}

pub(super) fn table(input: &Input<'_>) -> Table {
    let l = input.labels;
    let mut marks: BTreeMap<&str, Marks<'_>> = BTreeMap::new();
    for problem in input.problems.iter().filter(|p| !p.file.is_empty() && p.kind != Kind::PassedOver) {
        let of_file = marks.entry(&problem.file).or_default();
        if let Some(at) = Severity::ALL.iter().position(|s| *s == problem.severity) {
            of_file.counts[at] += 1;
        }
        if matches!(problem.kind, Kind::Unreadable(_) | Kind::PartlyRead(_)) {
            of_file.broken.get_or_insert(problem);
        }
    }
    let none = Marks::default();
    let known = input.account.files.iter().map(|file| (file.file.as_str(), Some(file)));
    // A file that could not even be opened is in no account.
    let lost = marks.keys().filter(|name| input.account.files.iter().all(|f| f.file != **name)).map(|name| (*name, None));
    let mut files: Vec<(&str, Option<&FileAccount>)> = known.chain(lost).collect();
    files.sort_by_key(|(name, _)| *name);
    let rows = files.into_iter().map(|(name, file)| row(input, name, file, marks.get(name).unwrap_or(&none))).collect();
    Table {
        id: "report_card",
        heading: Some(l.table_card.to_owned()),
        caption: Some(l.caption_card.to_owned()),
        columns: vec![
            wrapped(l, "file", 44),
            wrapped(l, "hint", 40),
            column(l, "verdict", 14),
            column(l, "format", 12),
            column(l, "size", 12),
            column(l, "sheets_read", 13),
            column(l, "rows_seen", 13),
            column(l, "accepted_share", 13),
            column(l, "rows_rejected", 13),
            column(l, "errors_n", 12),
            column(l, "warnings_n", 12),
            column(l, "notes_n", 13),
        ],
        rows,
        total: None,
        main: true,
        empty: l.none_of_input.to_owned(),
    }
}

fn row(input: &Input<'_>, name: &str, file: Option<&FileAccount>, marks: &Marks<'_>) -> Vec<Cell> {
    let l = input.labels;
    let sheets = || file.into_iter().flat_map(|f| &f.sheets);
    let mut rows = RowCounts::default();
    sheets().filter(|s| s.table.is_some()).for_each(|s| rows.add(&s.rows));
    let read = sheets().filter(|s| s.table.is_some()).count();
    let (verdict, to_do) = judged(input, &rows, read, marks);
    let used = rows.accepted + rows.rejected;
    #[allow(clippy::cast_precision_loss)]
    let share = (used > 0).then(|| rows.accepted as f64 / used as f64);
    let (code, tone) = match verdict {
        Verdict::Good => ("good", Tone::Good),
        Verdict::Look => ("look", Tone::Watch),
        Verdict::Mend => ("mend", Tone::Bad),
    };
    let [errors, warnings, notes] = marks.counts.map(count);
    vec![
        text(name),
        text(to_do),
        Cell::Tag(l.word(code).to_owned(), tone),
        text(name.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase()),
        file.map_or(Cell::Unknown, |f| text(bytes(f.bytes))),
        text(format!("{read} / {}", sheets().count())),
        count(rows.seen),
        share_or(share),
        count(rows.rejected),
        errors,
        warnings,
        notes,
    ]
}

/// The verdict, and in one sentence what to do.
fn judged(input: &Input<'_>, rows: &RowCounts, read: usize, marks: &Marks<'_>) -> (Verdict, String) {
    let l = input.labels;
    let [errors, warnings, _] = marks.counts;
    if let Some(broken) = marks.broken {
        let said = problem(l, &broken.kind);
        return (Verdict::Mend, l.sentences(&said.sentence, &said.hint));
    }
    if rows.rejected > 0 {
        return (Verdict::Mend, fill(l.card_mend, &[("n", rows.rejected.to_string())]));
    }
    match (errors, warnings) {
        (1.., _) => (Verdict::Mend, fill(l.card_look, &[("n", errors.to_string())])),
        (0, 1..) => (Verdict::Look, fill(l.card_look, &[("n", warnings.to_string())])),
        (0, 0) if read == 0 => (Verdict::Look, l.card_unused.to_owned()),
        (0, 0) => (Verdict::Good, l.card_good.to_owned()),
    }
}
