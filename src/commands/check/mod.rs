//! `keyaccount check`: reads and validates, prints what every sheet was taken for and every problem, writes nothing.

mod sheets;

use serde_json::{Value, json};

use super::print_json;
use crate::cli::{FailOn, Format};
use crate::console::{self, Entry};
use crate::failure::{DONE, FOUND, Failure};
use crate::labels::{Labels, failures, problems as words, summary};
use crate::problems::{self, Kind, Problem};
use crate::tables::TableId;
use crate::{Intake, Job, admit};

pub(super) fn check(job: &Job, format: Format, fail_on: FailOn) -> Result<u8, Failure> {
    let mut intake = crate::read(job, &crate::discover(job)?)?;
    let usable = admit::month(job.month, &intake.tables, &intake.account, &intake.found, &job.config);
    if let Ok((month, _)) = &usable
        && intake.tables.has(TableId::Dispositions)
    {
        // Which decisions name no finding, only the findings can tell.
        let (review, audit) = crate::review(job, &intake, *month)?;
        crate::workpaper(job, &mut intake, &review, &audit)?;
    }
    let counts = problems::count(&intake.problems).map(|n| n as u64);
    match format {
        Format::Text => console::print(&as_text(&intake, counts, job.labels))?,
        Format::Json => print_json(&as_json(&intake, counts, usable.as_ref().err(), job.labels))?,
    }
    usable?;
    Ok(if fail_on.reached(counts) { FOUND } else { DONE })
}

fn as_text(intake: &Intake, counts: [u64; 3], labels: &Labels) -> String {
    let (w, person) = (summary::words(labels), console::is_terminal());
    let problems: Vec<Entry> = intake.problems.iter().flat_map(Problem::by_cell).map(|p| entry(&p, labels)).collect();
    let last = summary::check(labels, intake.account.files.len(), rows_of(intake), counts);
    console::list(w.sheets, &sheets::entries(&intake.account, labels), person)
        + &console::list(w.problems, &problems, person)
        + &last
}

fn entry(problem: &Problem, labels: &Labels) -> Entry {
    let told = words::problem(labels, &problem.kind);
    let place = match problem.place() {
        place if place.is_empty() => "-".to_owned(),
        place => place,
    };
    let said = format!("{}: {}", labels.word(problem.severity.code()), told.sentence);
    Entry { place, brief: format!("{said} {}", told.hint).trim_end().to_owned(), paragraphs: vec![said, told.hint] }
}

/// Seen, accepted, rejected, skipped.
fn rows_of(intake: &Intake) -> [u64; 4] {
    let rows = intake.account.rows();
    [rows.seen, rows.accepted, rows.rejected, rows.skipped()]
}

fn as_json(intake: &Intake, counts: [u64; 3], failure: Option<&Failure>, labels: &Labels) -> Value {
    let [seen, accepted, rejected, skipped] = rows_of(intake);
    let [errors, warnings, notes] = counts;
    let unusable = failure.map(|f| {
        let told = failures::failure(labels, f);
        json!({ "code": f.code(), "message": told.sentence, "hint": told.hint })
    });
    json!({
        "files": intake.account.files.len(),
        "rows": { "seen": seen, "accepted": accepted, "rejected": rejected, "skipped": skipped },
        "problems": { "error": errors, "warning": warnings, "note": notes },
        "unusable": unusable,
        "sheets": sheets::as_json(&intake.account, labels),
        "list": intake.problems.iter().map(|p| one(p, labels)).collect::<Vec<_>>(),
    })
}

fn one(problem: &Problem, labels: &Labels) -> Value {
    let told = words::problem(labels, &problem.kind);
    let (table, column) = match &problem.kind {
        Kind::Rejected { table, first, .. } => (Some(table.name()), Some(first.column)),
        Kind::UnknownColumn { table, nearest, .. } => (Some(table.name()), nearest.as_ref().map(|n| n.field)),
        Kind::NoTable(table) => (Some(table.name()), None),
        Kind::NotOurs { nearest } => (nearest.as_ref().map(|near| near.table.name()), None),
        _ => (None, None),
    };
    // The first cell of a row is the problem's own; the others have a sentence each as well.
    let also: Vec<Value> = problem.by_cell().iter().skip(1).map(|of_cell| also(of_cell, labels)).collect();
    json!({
        "severity": problem.severity.code(),
        "code": problem.kind.code(),
        "file": problem.file,
        "sheet": problem.sheet,
        "cell": problem.cell,
        "table": table,
        "column": column,
        "value": problem.kind.value(),
        "message": told.sentence,
        "hint": told.hint,
        "also": also,
    })
}

/// A further faulty cell of a row.
fn also(problem: &Problem, labels: &Labels) -> Value {
    let told = words::problem(labels, &problem.kind);
    let column = if let Kind::Rejected { first, .. } = &problem.kind { Some(first.column) } else { None };
    json!({
        "cell": problem.cell, "column": column, "value": problem.kind.value(), "message": told.sentence, "hint": told.hint,
    })
}
