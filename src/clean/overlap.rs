//! The same export twice: a record that stands in two sheets is counted once; equal rows within one sheet are all kept.

use rustc_hash::FxHashMap;

use super::builder::{Day, RowBuffer, Typed};

/// Recognises records of a table that an earlier sheet already holds.
///
/// A record that stands twice in one sheet and once in another is two records: each sheet shows how often a record can
/// legitimately occur, so the largest number of any one sheet counts, whatever the order of the files.
#[derive(Debug, Default)]
pub(crate) struct Overlap {
    /// Records of the first sheet, in their order. Most tables are one sheet, and then nobody asks for more.
    first: Vec<u64>,
    /// How often each record was met, by fingerprint, where there is more than one sheet.
    met: FxHashMap<u64, Met>,
    /// The sheets so far.
    sheets: u32,
}

/// How often a record was met.
#[derive(Debug, Clone, Copy, Default)]
struct Met {
    /// The most in any one sheet before the last that has it, and in that one.
    before: u32,
    here: u32,
    /// The last sheet that has it.
    sheet: u32,
}

impl Met {
    /// Once more, in this sheet; whether that is more often than in any sheet before.
    fn again(&mut self, sheet: u32) -> bool {
        if self.sheet != sheet {
            *self = Met { before: self.before.max(self.here), here: 0, sheet };
        }
        self.here += 1;
        self.here > self.before
    }
}

impl Overlap {
    /// Takes a sheet's records; marks as false in `keep` those that were already counted in an earlier one.
    pub(crate) fn sheet(&mut self, prints: &[u64], keep: &mut [bool]) {
        self.sheets += 1;
        if self.sheets == 1 {
            self.first = prints.to_vec();
            return;
        }
        self.met.reserve(self.first.len() + prints.len());
        for first in std::mem::take(&mut self.first) {
            self.met.entry(first).or_default().again(1);
        }
        for (print, keep) in prints.iter().zip(keep) {
            *keep = self.met.entry(*print).or_default().again(self.sheets);
        }
    }
}

/// A fingerprint of the record's values: 64 bits, mixed by folded multiplication. Among five million records the odds that
/// any two different ones agree are about one in a million.
pub(crate) fn fingerprint(buffer: &RowBuffer) -> u64 {
    let mut mix = Mix::default();
    for (column, value, text) in buffer.stated() {
        match value {
            Typed::Text(_) | Typed::Code(_) => mix.text(text.unwrap_or_default()),
            Typed::Money(m) => mix.word(m.minor().cast_unsigned()),
            Typed::Float(x) => mix.word(x.to_bits()),
            Typed::Int(x) => mix.word(u64::from(x.cast_unsigned())),
            Typed::Flag(x) => mix.word(u64::from(*x)),
            Typed::Day(Day { days, minute, .. }) => {
                let minute = minute.map_or(u64::from(u32::MAX), |minute| u64::from(minute.cast_unsigned()));
                mix.word(u64::from(days.cast_unsigned()) << 32 | minute);
            }
        }
        mix.word(column as u64);
    }
    mix.state
}

/// Each word is multiplied into the state to twice its width, and the halves are laid over each other: every bit of the
/// input reaches every bit of the result. The factors are the first digits of pi, as good as any without a pattern.
struct Mix {
    state: u64,
}

impl Default for Mix {
    fn default() -> Self {
        Mix { state: 0x243f_6a88_85a3_08d3 }
    }
}

impl Mix {
    #[allow(clippy::cast_possible_truncation, reason = "both halves of the product are kept")]
    fn word(&mut self, word: u64) {
        let product = u128::from(self.state ^ word) * u128::from(0x1319_8a2e_0370_7345_u64);
        self.state = (product as u64) ^ ((product >> 64) as u64) ^ 0xa409_3822_299f_31d0;
    }

    /// The length comes last, so that no text is another one with zeros behind it.
    fn text(&mut self, text: &str) {
        let (words, rest) = text.as_bytes().as_chunks::<8>();
        words.iter().for_each(|word| self.word(u64::from_le_bytes(*word)));
        let mut last = [0; 8];
        last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        self.word(u64::from_le_bytes(last));
        self.word(text.len() as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_once_across_sheets_and_always_within_one() {
        let mut overlap = Overlap::default();
        let mut kept = |prints: &[u64]| {
            let mut keep = vec![true; prints.len()];
            overlap.sheet(prints, &mut keep);
            keep
        };
        assert_eq!(kept(&[1, 1, 2]), [true, true, true]);
        assert_eq!(kept(&[1, 2, 2, 3]), [false, false, true, true]);
        assert_eq!(kept(&[]), [true; 0]);
        assert_eq!(kept(&[1, 1, 1, 2, 2, 3]), [false, false, true, false, false, false]);
    }
}
