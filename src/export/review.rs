//! A published month as typed rows: its tables and what its manifest says, taken over figure by figure.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::shape::{self, CONTROL_TOTALS, INPUTS, Kind, Level, RULES, RUNS, Shape};
use super::{Cell, Delivery, Part, Rows};
use crate::failure::Failure;
use crate::publish::manifest::{Input, Manifest, Said, Sheet};
use crate::publish::{Content, Printed};
use crate::units::days_since_epoch;

/// Whole numbers of at most so many digits are a decimal that every destination can hold.
const DIGITS: u32 = 18;

/// A value that stands on its own.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Null,
    Text(String),
    Int(i64),
}

/// Rows that were read, each with a value for every column of its shape.
struct Typed(Vec<Vec<Value>>);

impl Rows for Typed {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        match &self.0[row][column] {
            Value::Null => Cell::Null,
            Value::Text(text) => Cell::Text(text),
            Value::Int(n) => Cell::Int(*n),
        }
    }
}

/// Every table of a published month. What an older version did not state yet is unknown.
///
/// # Errors
/// When a cell is not what its column promises.
pub fn review(content: &Content) -> Result<Vec<Delivery<'static>>, Failure> {
    shape::shapes()
        .into_iter()
        .filter(|shape| shape.level == Level::Review)
        .map(|shape| {
            let rows = Typed(rows(content, &shape)?);
            let part = Part { month: Some(content.month), rows: Box::new(rows) };
            Ok(Delivery { shape, months: Some((content.month, content.month)), parts: vec![part] })
        })
        .collect()
}

fn rows(content: &Content, shape: &Shape) -> Result<Vec<Vec<Value>>, Failure> {
    let m = &content.manifest;
    let texts = match shape.name {
        INPUTS => m.inputs.iter().flat_map(input).collect(),
        CONTROL_TOTALS => m
            .control_totals
            .iter()
            .map(|t| [&t.table, &t.column, &t.seen, &t.accepted, &t.rejected, &t.skipped].map(|s| Some(s.clone())).to_vec())
            .collect(),
        RULES => rules(m),
        RUNS => vec![run(m, &content.manifest_sha256)],
        name => content.table(name)?.map(|printed| in_order(printed, shape)).unwrap_or_default(),
    };
    let typed = |row: Vec<Option<String>>| shape.columns.iter().zip(row).map(|(c, text)| value(&c.name, c.kind, text)).collect();
    let altered = |cause| Failure::Altered { path: format!("{}/{}", m.month, shape.name), cause };
    texts.into_iter().map(typed).collect::<Result<_, String>>().map_err(altered)
}

/// The cells in the order of the shape's columns.
fn in_order(printed: Printed, shape: &Shape) -> Vec<Vec<Option<String>>> {
    let places: Vec<Option<usize>> =
        shape.columns.iter().map(|c| printed.header.iter().position(|name| *name == c.name)).collect();
    let ordered = |row: Vec<Option<String>>| places.iter().map(|at| at.and_then(|at| row.get(at).cloned().flatten())).collect();
    printed.rows.into_iter().map(ordered).collect()
}

fn value(column: &str, kind: Kind, text: Option<String>) -> Result<Value, String> {
    let Some(text) = text else { return Ok(Value::Null) };
    let read = match kind {
        Kind::Text => return Ok(Value::Text(text)),
        Kind::Date => text.parse::<NaiveDate>().ok().map(|day| i64::from(days_since_epoch(day))),
        Kind::Bool => match text.as_str() {
            "true" => Some(1),
            "false" => Some(0),
            _ => None,
        },
        Kind::Count | Kind::Money | Kind::Share | Kind::Score | Kind::Real => scaled(&text, kind.decimals()),
    };
    read.map(Value::Int).ok_or_else(|| format!("`{text}` in column {column}"))
}

/// A decimal text as a whole number of its smallest unit; none where that would lose something.
fn scaled(text: &str, decimals: u32) -> Option<i64> {
    let number = text.parse::<Decimal>().ok()?.checked_mul(Decimal::from(10_i64.pow(decimals)))?;
    number.is_integer().then(|| number.to_i64()).flatten().filter(|n| n.unsigned_abs() < 10_u64.pow(DIGITS))
}

/// A share as it is printed.
fn four_decimals(share: f64) -> String {
    format!("{share:.4}")
}

/// One row a sheet; a file that could not be read has one row without a sheet.
fn input(file: &Input) -> Vec<Vec<Option<String>>> {
    let said = |said: &Option<Said>| said.clone().map(String::from);
    let head = || vec![Some(file.file.clone()), Some(file.sha256.clone()), Some(file.bytes.to_string())];
    let columns = shape::shapes().iter().find(|s| s.name == INPUTS).map_or(0, |s| s.columns.len());
    let sheet = |sheet: &Sheet| {
        let (rows, skipped) = (&sheet.rows, &sheet.rows.skipped);
        let counts = [
            rows.seen,
            rows.accepted,
            rows.rejected,
            skipped.repeated_header,
            skipped.subtotal,
            skipped.note,
            skipped.duplicate_export,
            skipped.superseded,
        ];
        let mut row = head();
        row.push(said(&sheet.problem).or_else(|| said(&file.problem)));
        row.extend([Some(sheet.sheet.clone()), sheet.table.clone(), said(&sheet.why), sheet.layout.clone()]);
        row.push(sheet.header_row.map(|row| row.to_string()));
        row.extend(counts.map(|n| Some(n.to_string())));
        row
    };
    if file.sheets.is_empty() {
        let mut row = head();
        row.push(said(&file.problem));
        row.resize(columns, None);
        return vec![row];
    }
    file.sheets.iter().map(sheet).collect()
}

fn rules(m: &Manifest) -> Vec<Vec<Option<String>>> {
    let line = |r: &crate::publish::manifest::Rule| {
        let mut row = vec![Some(r.id.clone()), Some(r.status.clone()), r.reason.clone()];
        row.extend([Some(r.findings.to_string()), Some(r.excess.clone())]);
        row.extend([r.tested, r.unjudged, r.open, r.decided, r.false_alarms].map(|n| Some(n.to_string())));
        row.push(r.precision.map(four_decimals));
        row
    };
    m.rules.iter().map(line).collect()
}

fn run(m: &Manifest, manifest_sha256: &str) -> Vec<Option<String>> {
    let (totals, rows) = (&m.totals, m.rows());
    let tried: Vec<String> = m.tried.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let text = |s: &str| Some(s.to_owned());
    let mut row = vec![
        text(&m.as_of),
        text(&m.currency),
        text(&m.newest_month),
        text(&m.tool_version),
        text(&m.schema_version.to_string()),
        text(&m.config_sha256),
        text(manifest_sha256),
        Some(tried.join("; ")).filter(|t| !t.is_empty()),
        text(&totals.sales_month),
        text(&totals.sales_window),
        text(&totals.customers.to_string()),
        totals.receivable_open.clone(),
        totals.overdue.clone(),
        totals.csat.map(four_decimals),
    ];
    row.extend(totals.findings.counts().into_iter().chain(totals.open_findings.counts()).map(|n| Some(n.to_string())));
    row.extend([totals.excess.clone(), totals.net_excess.clone(), totals.in_question.clone()]);
    let counts = [rows.seen, rows.accepted, rows.rejected, rows.skipped.all(), m.conflicts.count];
    row.extend(counts.map(|n| Some(n.to_string())));
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_taken_over_exactly_or_not_at_all() {
        for (text, decimals, whole) in [("12.34", 2, 1234), ("-0.05", 2, -5), ("0.5", 4, 5000), ("7", 2, 700), ("12", 0, 12)] {
            assert_eq!(scaled(text, decimals), Some(whole), "{text}");
        }
        for (text, decimals) in [("0.005", 2), ("1.5", 0), ("x", 2), ("", 2), ("10000000000000000.00", 2)] {
            assert_eq!(scaled(text, decimals), None, "{text}");
        }
    }

    #[test]
    fn cells_are_what_their_column_says() {
        let cell = |kind, text: &str| value("c", kind, Some(text.to_owned()));
        assert_eq!(cell(Kind::Date, "1970-01-03"), Ok(Value::Int(2)));
        assert_eq!(cell(Kind::Bool, "true"), Ok(Value::Int(1)));
        assert_eq!(cell(Kind::Text, "=1+1"), Ok(Value::Text("=1+1".to_owned())));
        assert_eq!(value("c", Kind::Money, None), Ok(Value::Null));
        assert_eq!(cell(Kind::Money, "1,00").unwrap_err(), "`1,00` in column c");
    }

    #[test]
    fn columns_that_an_older_version_did_not_state_are_unknown() {
        let shape = Shape { level: Level::Review, name: "t", monthly: true, columns: Vec::new() };
        let column = |name: &str| shape::Column { name: name.to_owned(), kind: Kind::Text };
        let shape = Shape { columns: vec![column("b"), column("new"), column("a")], ..shape };
        let some = |text: &str| Some(text.to_owned());
        let printed = Printed { header: vec!["a".to_owned(), "b".to_owned()], rows: vec![vec![some("1"), some("2")]] };
        assert_eq!(in_order(printed, &shape), [vec![some("2"), None, some("1")]]);
    }
}
