//! Figures with a fixed number of decimals.

use rust_decimal::{Decimal, RoundingStrategy};

/// The size of a figure rounded to so many decimals, where a multiplication tells: not for a tie or nearly one, for large figures
/// and for many decimals, nor for what is no number.
#[must_use]
pub fn rounded(x: f64, places: u32) -> Option<String> {
    /// Powers of ten, one for each number of decimals.
    const POWERS: [u64; 5] = [1, 10, 100, 1_000, 10_000];
    /// The product is at most a ten-thousandth off below this, and a thousandth is kept clear of ties.
    const MOST: f64 = 1e12;
    let one = *POWERS.get(places as usize)?;
    let scaled = x.abs() * one as f64;
    // What is no number is not below it either.
    if !(scaled < MOST && (scaled.fract() - 0.5).abs() > 1e-3) {
        return None;
    }
    let count = scaled.round() as u64;
    let mut buffer = itoa::Buffer::new();
    let mut text = buffer.format(count / one).to_owned();
    if places > 0 {
        // The one before the places keeps the zeroes they begin with.
        text.push('.');
        text.push_str(&buffer.format(one + count % one)[1..]);
    }
    Some(text)
}

/// A figure with so many decimals, `None` where it is no number.
///
/// A tie is rounded away from zero, as money is: 1 of 32 is 0.0313. The last bits of a float are no figures.
#[must_use]
pub fn fixed(x: f64, places: u32) -> Option<String> {
    if let Some(mut text) = rounded(x, places) {
        if x < 0.0 && text.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
            text.insert(0, '-');
        }
        return Some(text);
    }
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
        assert_eq!([f64::NAN, f64::INFINITY, f64::NEG_INFINITY].map(|x| fixed(x, 2)), [None, None, None]);
    }

    proptest::proptest! {
        /// The short way gives what decimals give, ties and near ties among them.
        #[test]
        fn the_short_way_gives_the_same(whole in -1_000_000_i64..1_000_000, parts in 0..100_000_u32, off in -3..=3_i32, places in 0..=5_u32) {
            for x in [
                whole as f64 + f64::from(parts) / 1e5 + f64::from(off) * 1e-10,
                (whole as f64 + 0.5) / 10_f64.powi(places as i32) + f64::from(off) * 1e-12,
                whole as f64 * f64::from(parts) * 1.000_1,
            ] {
                let decimal = Decimal::from_f64_retain(x).unwrap().round_dp(9);
                let decimal = decimal.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
                let decimal = if decimal.is_zero() { Decimal::ZERO } else { decimal };
                proptest::prop_assert_eq!(fixed(x, places), Some(format!("{decimal:.prec$}", prec = places as usize)));
            }
        }
    }
}
