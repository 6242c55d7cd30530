//! Numbers as they stand in a sheet's XML, rounded to the nearest double.

/// Up to nine digits.
#[inline]
pub(super) fn small(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    digits.iter().try_fold(0_u32, |n, byte| byte.is_ascii_digit().then(|| n * 10 + u32::from(byte - b'0')))
}

/// Powers of ten that a double holds exactly.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21,
    1e22,
];

/// A number as programs write it, rounded to the nearest double. Fifteen digits and an exact power of ten need one division,
/// whose result is the nearest (W. D. Clinger, How to read floating point numbers accurately, 1990); others are parsed.
#[inline]
pub(super) fn number(raw: &[u8]) -> Option<f64> {
    let (negative, digits) = match raw.split_first() {
        Some((b'-', rest)) => (true, rest),
        _ => (false, raw),
    };
    let (mut mantissa, mut point, mut count) = (0_u64, None, 0_usize);
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' if count < 19 => {
                mantissa = mantissa * 10 + u64::from(byte - b'0');
                count += 1;
            }
            b'.' if point.is_none() && at > 0 => point = Some(at),
            _ => return other_number(raw, digits),
        }
    }
    let decimals = point.map_or(0, |at| digits.len() - at - 1);
    if count == 0 || point.is_some() && decimals == 0 {
        return None;
    }
    if mantissa > 1 << 53 {
        return other_number(raw, digits);
    }
    exact(mantissa, decimals, negative)
}

#[inline]
pub(super) fn exact(mantissa: u64, decimals: usize, negative: bool) -> Option<f64> {
    let value = mantissa as f64 / TENS.get(decimals)?;
    Some(if negative { -value } else { value })
}

/// More digits, or an exponent: digits, a point between digits, an exponent, and nothing else.
fn other_number(raw: &[u8], digits: &[u8]) -> Option<f64> {
    let exponent = digits.iter().position(|byte| matches!(byte, b'e' | b'E'));
    let (number, exponent) = digits.split_at(exponent.unwrap_or(digits.len()));
    let all = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let mut parts = number.splitn(2, |byte| *byte == b'.');
    let sound = parts.next().is_some_and(all) && parts.next().is_none_or(all);
    let scale = match exponent {
        [] => true,
        [_, b'+' | b'-', rest @ ..] | [_, rest @ ..] => all(rest),
    };
    if sound && scale { std::str::from_utf8(raw).ok()?.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_the_nearest_doubles() {
        for text in [
            "0",
            "-0",
            "7",
            "-12.5",
            "809.01",
            "45038",
            "0.1",
            "123456789012345",
            "1234567890123456",
            "9007199254740993",
            "0.000001",
            "1E5",
            "1.5e-7",
            "-2.5E+10",
            "1e400",
            "4.9E-324",
            "99999999999999999999.5",
        ] {
            let expected: f64 = text.parse().unwrap();
            assert_eq!(number(text.as_bytes()).unwrap().to_bits(), expected.to_bits(), "{text}");
        }
        for text in ["", "-", ".5", "5.", "1.2.3", "+1", " 1", "1 ", "1e", "1e+", "0x1", "inf", "NaN", "1,000", "--1", "１"] {
            assert_eq!(number(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        /// However a program writes a double, the same double is read.
        #[test]
        fn every_double_comes_back(x in prop::num::f64::NORMAL, digits in 0..17_usize) {
            for text in [format!("{x}"), format!("{x:e}"), format!("{x:.digits$}")] {
                let expected: f64 = text.parse().unwrap();
                prop_assert_eq!(number(text.as_bytes()).unwrap().to_bits(), expected.to_bits(), "{}", text);
            }
        }

        /// Amounts with two decimals, which is what exports are full of.
        #[test]
        fn every_amount_comes_back(minor in -10_000_000_000_000_i64..10_000_000_000_000) {
            let text = format!("{}{}.{:02}", if minor < 0 { "-" } else { "" }, minor.abs() / 100, minor.abs() % 100);
            let expected: f64 = text.parse().unwrap();
            prop_assert_eq!(number(text.as_bytes()).unwrap().to_bits(), expected.to_bits(), "{}", text);
        }

        #[test]
        fn whatever_is_scanned_nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = number(&bytes);
        }
    }
}
