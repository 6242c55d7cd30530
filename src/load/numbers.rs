//! Numbers for texts that a file writes out again and again: what is found out about one cell holds for the others.

use rustc_hash::FxHashMap;

/// So many texts get a number: what is shared by many cells is met early.
const TEXTS: usize = 1 << 16;
/// Longer ones are remarks, and hardly met twice.
const LONGEST: usize = 64;

/// The numbers given so far.
#[derive(Default)]
pub(super) struct Numbers {
    known: FxHashMap<Box<str>, u32>,
}

impl Numbers {
    /// The number of a text; none for one that is too long, or that came too late.
    pub(super) fn of(&mut self, text: &str) -> Option<u32> {
        if text.len() > LONGEST || is_figure(text) {
            return None;
        }
        if let Some(&number) = self.known.get(text) {
            return Some(number);
        }
        let number = u32::try_from(self.known.len()).ok().filter(|_| self.known.len() < TEXTS)?;
        self.known.insert(text.into(), number);
        Some(number)
    }
}

/// `1234.56`: such texts differ from cell to cell, and are read faster than they are found.
fn is_figure(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_has_the_same_number_and_no_other_has_it() {
        let mut numbers = Numbers::default();
        let texts = ["华东", "2026-05-01", "华东", "12.50", "2026-05-01", "", "华北"];
        let given = texts.map(|text| numbers.of(text));
        assert_eq!(given, [Some(0), Some(1), Some(0), None, Some(1), None, Some(2)]);
        assert_eq!(numbers.of(&"长".repeat(30)), None);
        for n in 0..2 * TEXTS {
            numbers.of(&format!("x{n}"));
        }
        assert_eq!(numbers.known.len(), TEXTS);
        assert_eq!((numbers.of("华东"), numbers.of("y")), (Some(0), None));
    }
}
