//! Figures with a fixed number of decimals, as tables for programs print them.

use rust_decimal::{Decimal, RoundingStrategy};

/// A figure with so many decimals, `None` where it is no number.
///
/// A tie is rounded away from zero, as money is: 1 of 32 is 0.0313. The last bits of a float are no figures.
#[must_use]
pub fn fixed(x: f64, places: u32) -> Option<String> {
    let exact = Decimal::from_f64_retain(x).filter(|_| x.is_finite())?;
    let rounded = exact.round_dp(9).round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    let zero = if rounded.is_zero() { Decimal::ZERO } else { rounded };
    Some(format!("{zero:.prec$}", prec = places as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rounded_half_away_from_zero() {
        for (x, places, shown) in
            [(0.03125, 4, "0.0313"), (-0.00001, 2, "0.00"), (73.125, 2, "73.13"), (-0.5, 4, "-0.5000"), (2.0 / 3.0, 4, "0.6667")]
        {
            assert_eq!(fixed(x, places).as_deref(), Some(shown), "{x}");
        }
        assert_eq!(fixed(f64::NAN, 2), None);
    }
}
