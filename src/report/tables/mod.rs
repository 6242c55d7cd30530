//! The tables for other programs: columns and formats exactly as promised, whatever the language.

pub(in crate::report) mod customers;
pub(in crate::report) mod employees;
mod findings;
mod movement;
mod rejects;

use super::Input;
use crate::report::model::Field;
use crate::units::{Money, fixed};

/// One csv file.
#[derive(Debug)]
pub struct CsvTable {
    /// Its path inside the month's folder.
    pub file: &'static str,
    pub header: Vec<&'static str>,
    pub rows: Vec<Vec<Field>>,
}

/// Every table, in the order of the manifest.
#[must_use]
pub fn all(input: &Input<'_>) -> Vec<CsvTable> {
    vec![customers::table(input), findings::table(input), rejects::table(input), movement::table(input), employees::table(input)]
}

fn text(s: impl Into<String>) -> Field {
    Field::Text(s.into())
}

fn text_or(s: Option<&str>) -> Field {
    s.map_or(Field::Empty, text)
}

fn money(m: Money) -> Field {
    Field::Number(m.to_string())
}

fn money_or(m: Option<Money>) -> Field {
    m.map_or(Field::Empty, money)
}

/// A share with four decimals.
fn share(x: Option<f64>) -> Field {
    decimals(x, 4)
}

/// A score with two decimals.
fn score(x: Option<f64>) -> Field {
    decimals(x, 2)
}

fn decimals(x: Option<f64>, places: u32) -> Field {
    x.and_then(|x| fixed(x, places)).map_or(Field::Empty, Field::Number)
}

fn count(n: impl ToString) -> Field {
    Field::Number(n.to_string())
}

/// A count that is unknown where its table is not in the input.
fn count_if(known: bool, n: impl ToString) -> Field {
    if known { count(n) } else { Field::Empty }
}
