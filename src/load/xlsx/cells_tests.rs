//! Numbers, places and ranges; what is left to the library is in `tests/lanes.rs`, which reads whole workbooks both ways.

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

#[test]
fn ranges_are_places_in_order() {
    for range in ["A1", "A1:J500001", "XFD1048576", "B2:B2"] {
        assert!(is_range(range.as_bytes()), "{range}");
    }
    for range in ["", "A", "1", "A0", "a1", "XFE1", "A1048577", "B1:A1", "A2:A1", "A1:B2:C3", "A1:", "$A$1"] {
        assert!(!is_range(range.as_bytes()), "{range}");
    }
}

#[test]
fn row_numbers_as_text() {
    for row in [1, 9, 10, 99, 1_048_576] {
        assert_eq!(Digits::of(row).bytes(), row.to_string().as_bytes());
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
        let _ = is_range(&bytes);
        let _ = decode(&bytes).map(unescape);
    }
}
