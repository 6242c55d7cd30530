//! Money as whole minor units (cents, 分): exact to add, exact to compare, never a binary float on the way to a total.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

/// An amount in minor units of the review's currency (two decimals).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

impl Money {
    /// One of so many equal parts, rounded to the minor unit; none of nothing.
    #[must_use]
    pub fn divided_by(self, parts: u64) -> Option<Money> {
        (parts > 0).then(|| Money::from_decimal(self.to_decimal() / Decimal::from(parts))).flatten()
    }

    pub const ZERO: Money = Money(0);
    /// The largest amount a single cell may state: far above any order, far below what a sum of millions could overflow.
    pub const CELL_LIMIT: i64 = 1_000_000_000_000_000;

    /// An amount from its minor units.
    #[must_use]
    pub const fn from_minor(minor: i64) -> Self {
        Money(minor)
    }

    /// The amount in minor units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// A decimal amount in major units, rounded half away from zero to the minor unit; `None` when out of range.
    #[must_use]
    pub fn from_decimal(value: Decimal) -> Option<Self> {
        let minor = value.checked_mul(Decimal::ONE_HUNDRED)?;
        minor.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64().map(Money)
    }

    /// The amount divided by a number of parts, rounded half away from zero to the minor unit; zero of no parts.
    #[must_use]
    pub fn divided(self, parts: i64) -> Self {
        let (of, parts) = (i128::from(self.0), i128::from(parts));
        let half = if (of < 0) == (parts < 0) { parts / 2 } else { -(parts / 2) };
        let nearest = (of + half).checked_div(parts).unwrap_or_default();
        Money(i64::try_from(nearest).unwrap_or_default())
    }

    /// The amount in major units.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// The amount as a float in major units: for drawing and ratios, never for totals.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "amounts lie far below 2^53 minor units")]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 100.0
    }

    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    #[must_use]
    pub const fn abs(self) -> Self {
        Money(self.0.abs())
    }

    /// Sum that says when it would overflow.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Money)
    }

    /// `self ÷ other` as a float, `None` when `other` is not positive.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "amounts lie far below 2^53 minor units")]
    pub fn ratio_of(self, other: Self) -> Option<f64> {
        (other.0 > 0).then(|| self.0 as f64 / other.0 as f64)
    }

    /// Whole multiples: a day rate times the days of a trip.
    #[must_use]
    pub fn times(self, n: i64) -> Self {
        Money(self.0.saturating_mul(n))
    }

    /// With thousands separators and two decimals, for sentences: `12,345.60`.
    #[must_use]
    pub fn grouped(self) -> String {
        let digits = (self.0.unsigned_abs() / 100).to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 4);
        if self.0 < 0 {
            out.push('-');
        }
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(c);
        }
        out.push_str(&format!(".{:02}", self.0.unsigned_abs() % 100));
        out
    }
}

/// Two decimals, no separators: what other programs read.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let abs = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", abs / 100, abs % 100)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Money(self.0 + other.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Money(self.0 - other.0)
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Money(-self.0)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Money::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_half_away_from_zero_and_prints_plainly() {
        for (text, shown) in
            [("12.345", "12.35"), ("-12.345", "-12.35"), ("0.005", "0.01"), ("-0.5", "-0.50"), ("1000", "1000.00")]
        {
            let money = Money::from_decimal(text.parse().unwrap()).unwrap();
            assert_eq!(money.to_string(), shown);
        }
    }

    /// The decimals do the same division the long way.
    #[test]
    fn divides_half_away_from_zero() {
        let minor = |minor, parts| Money::from_minor(minor).divided(parts).minor();
        assert_eq!([minor(2, 4), minor(-2, 4), minor(1, 3), minor(2, 3), minor(-5, 3), minor(7, 0)], [1, -1, 0, 1, -2, 0]);
        for of in -50..50 {
            for parts in [1, 2, 3, 7, 12] {
                let money = Money::from_minor(of);
                assert_eq!(
                    Some(money.divided(parts)),
                    Money::from_decimal(money.to_decimal() / Decimal::from(parts)),
                    "{of}/{parts}"
                );
            }
        }
    }

    #[test]
    fn groups_thousands() {
        assert_eq!(Money::from_minor(123_456_789).grouped(), "1,234,567.89");
        assert_eq!(Money::from_minor(-100_000).grouped(), "-1,000.00");
        assert_eq!(Money::from_minor(5).grouped(), "0.05");
    }

    #[test]
    fn ratio_of_nothing_is_unknown() {
        assert_eq!(Money::from_minor(5).ratio_of(Money::ZERO), None);
        assert_eq!(Money::from_minor(5).ratio_of(Money::from_minor(20)), Some(0.25));
    }
}
