//! `keyaccount check`: reads and validates, prints every problem, writes nothing.

use serde_json::{Value, json};

use super::print_json;
use crate::cli::{FailOn, Format};
use crate::console;
use crate::failure::{DONE, FOUND, Failure};
use crate::labels::{Labels, failures, problems as words, summary};
use crate::problems::{self, Kind, Problem};
use crate::{Intake, Job, admit};

pub(super) fn check(job: &Job, format: Format, fail_on: FailOn) -> Result<u8, Failure> {
    let intake = crate::read(job, &crate::discover(job)?)?;
    let counts = problems::count(&intake.problems).map(|n| n as u64);
    let usable = admit::month(job.month, &intake.tables, &intake.account, &intake.found, &job.config);
    match format {
        Format::Text => console::print(&as_text(&intake, counts, job.labels))?,
        Format::Json => print_json(&as_json(&intake, counts, usable.as_ref().err(), job.labels))?,
    }
    usable?;
    Ok(if fail_on.reached(counts) { FOUND } else { DONE })
}

fn as_text(intake: &Intake, counts: [u64; 3], labels: &Labels) -> String {
    let w = summary::words(labels);
    let rows: Vec<Vec<String>> = intake.problems.iter().map(|p| row(p, labels)).collect();
    let rows_read = rows_of(intake);
    let last = summary::check(labels, intake.account.files.len(), rows_read, counts);
    if rows.is_empty() {
        return last;
    }
    console::table(&[w.place, w.problem, w.value, w.hint], &rows, console::is_terminal(), 2) + &last
}

fn row(problem: &Problem, labels: &Labels) -> Vec<String> {
    let told = words::problem(labels, &problem.kind);
    let place = match problem.place() {
        place if place.is_empty() => "-".to_owned(),
        place => place,
    };
    vec![
        place,
        format!("{}: {}", labels.word(problem.severity.code()), told.sentence),
        problem.kind.value().to_owned(),
        told.hint,
    ]
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
        "list": intake.problems.iter().map(|p| one(p, labels)).collect::<Vec<_>>(),
    })
}

fn one(problem: &Problem, labels: &Labels) -> Value {
    let told = words::problem(labels, &problem.kind);
    let (table, column) = match &problem.kind {
        Kind::Rejected { table, first, .. } => (Some(table.name()), Some(first.column)),
        Kind::UnknownColumn { table, nearest, .. } => (Some(table.name()), nearest.as_ref().map(|n| n.field)),
        Kind::NoTable(table) => (Some(table.name()), None),
        Kind::NotOurs { nearest } => (nearest.as_ref().map(|(table, _)| table.name()), None),
        _ => (None, None),
    };
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
    })
}
