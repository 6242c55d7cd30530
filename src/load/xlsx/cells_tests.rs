//! Places and ranges; what is left to the library is in `tests/suite/lanes.rs`, which reads whole workbooks both ways.

use proptest::prelude::*;

use super::*;

#[test]
fn ranges_are_places_in_order() {
    for (range, last) in [("A1", 1), ("A1:J500001", 500_001), ("XFD1048576", 1_048_576), ("B2:B2", 2)] {
        assert_eq!(last_row(range.as_bytes()), Some(last), "{range}");
    }
    for range in ["", "A", "1", "A0", "a1", "XFE1", "A1048577", "B1:A1", "A2:A1", "A1:B2:C3", "A1:", "$A$1"] {
        assert_eq!(last_row(range.as_bytes()), None, "{range}");
    }
}

#[test]
fn row_numbers_as_text() {
    for row in [1, 9, 10, 99, 1_048_576] {
        assert_eq!(Digits::of(row).bytes(), row.to_string().as_bytes());
    }
}

proptest! {
    #[test]
    fn whatever_is_scanned_nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = last_row(&bytes);
        let _ = decode(&bytes).map(unescape);
        let _ = (whole(&bytes), figures(&bytes));
    }

    /// The way that is taken where a cell is written like the one above comes to the same as the other.
    #[test]
    fn values_are_the_same_either_way(text in "-?[0-9]{0,17}([.][0-9]{0,9})?([eE][-+]?[0-9]{1,2})?") {
        let cell = format!("{text}</v></c><c r=\"B2\"><v>1</v></c>");
        if let Some((value, length)) = whole(cell.as_bytes()) {
            prop_assert_eq!((number(text.as_bytes()), length), (Some(f64::from(value)), text.len() + 8));
        }
        if let Some((mantissa, decimals, negative, length)) = figures(cell.as_bytes()) {
            let value = exact(mantissa, decimals, negative).map(f64::to_bits);
            prop_assert_eq!((number(text.as_bytes()).map(f64::to_bits), length), (value, text.len() + 8));
        }
    }
}
