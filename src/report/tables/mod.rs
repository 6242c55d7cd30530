//! The tables for other programs: columns and formats exactly as promised, whatever the language.

pub(in crate::report) mod customers;
pub(in crate::report) mod employees;
mod findings;
mod movement;
mod rejects;

use rust_decimal::{Decimal, RoundingStrategy};

use super::Input;
use crate::report::model::Field;
use crate::units::Money;

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
    let Some(x) = x.filter(|x| x.is_finite()) else { return Field::Empty };
    let Some(exact) = Decimal::from_f64_retain(x) else { return Field::Empty };
    // A tie is rounded away from zero, as money is: 1 of 32 is 0.0313. The last bits of a float are no figures.
    let rounded = exact.round_dp(9).round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    let zero = if rounded.is_zero() { Decimal::ZERO } else { rounded };
    Field::Number(format!("{zero:.prec$}", prec = places as usize))
}

fn count(n: impl ToString) -> Field {
    Field::Number(n.to_string())
}

/// A count that is unknown where its table is not in the input.
fn count_if(known: bool, n: impl ToString) -> Field {
    if known { count(n) } else { Field::Empty }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rounded_half_away_from_zero() {
        for (x, places, shown) in
            [(0.03125, 4, "0.0313"), (-0.00001, 2, "0.00"), (73.125, 2, "73.13"), (-0.5, 4, "-0.5000"), (2.0 / 3.0, 4, "0.6667")]
        {
            assert_eq!(decimals(Some(x), places), Field::Number(shown.to_owned()), "{x}");
        }
        assert_eq!(decimals(Some(f64::NAN), 2), Field::Empty);
        assert_eq!(decimals(None, 2), Field::Empty);
    }
}
