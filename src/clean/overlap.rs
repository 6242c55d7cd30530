//! The same export twice: a record that stands in two sheets is counted once; equal rows within one sheet are all kept.

use rustc_hash::FxHashMap;

use super::builder::{Day, RowBuffer, Typed};
use super::growing::Plain;
use crate::tables::Source;

/// Recognises records of a table that an earlier sheet already holds.
///
/// A record that stands twice in one sheet and once in another is two records: each sheet shows how often a record can
/// legitimately occur, so the largest number of any one sheet counts, whatever the order of the files.
#[derive(Debug, Default)]
pub(crate) struct Overlap {
    /// The records that count, in their order.
    counted: Vec<u64>,
    /// Where the others stand.
    copies: Vec<(u64, Source)>,
    /// How often each record was met, by fingerprint. Most tables are one sheet, and then nobody asks.
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
    /// Takes a sheet's records; marks as false in `keep` those that were already counted in an earlier one. `place` is where each
    /// stands.
    pub(crate) fn sheet(&mut self, prints: &[u64], keep: &mut [bool], place: impl Fn(usize) -> Source) {
        self.sheets += 1;
        if self.sheets == 1 {
            self.counted = prints.to_vec();
            return;
        }
        if self.sheets == 2 {
            self.met.reserve(self.counted.len() + prints.len());
            for first in &self.counted {
                self.met.entry(*first).or_default().again(1);
            }
        }
        self.met.reserve(prints.len());
        for (at, (print, keep)) in prints.iter().zip(keep).enumerate() {
            *keep = self.met.entry(*print).or_default().again(self.sheets);
            if *keep {
                self.counted.push(*print);
            } else {
                self.copies.push((*print, place(at)));
            }
        }
    }

    /// The fingerprint of a record that counts.
    pub(crate) fn print(&self, at: usize) -> Option<u64> {
        self.counted.get(at).copied()
    }

    /// The records that stand in an earlier sheet as well, and where, in the order of the input.
    pub(crate) fn copies(&self) -> &[(u64, Source)] {
        &self.copies
    }
}

/// A fingerprint of the record's values: 64 bits, mixed by folded multiplication. Among five million records the odds that
/// any two different ones agree are about one in a million.
///
/// Each value is mixed by itself, from a state of its column, so that one need not wait for the other; then they are laid into one.
pub(crate) fn fingerprint(buffer: &RowBuffer) -> u64 {
    let mut state = BLANK;
    for (column, value, text) in buffer.stated() {
        let seed = seed_of(column);
        let own = match value {
            Typed::Text(_) | Typed::Code(_) => of_text(seed, text.unwrap_or_default()),
            Typed::Money(m) => of_bits(seed, m.minor().cast_unsigned()),
            Typed::Float(x) => of_bits(seed, x.to_bits()),
            Typed::Int(x) => of_bits(seed, u64::from(x.cast_unsigned())),
            Typed::Flag(x) => of_bits(seed, u64::from(*x)),
            Typed::Day(Day { days, minute, .. }) => of_day(seed, *days, *minute),
        };
        state = laid(state, own);
    }
    state
}

/// The fingerprint of a record without a value.
pub(crate) const BLANK: u64 = DIGITS[0];

/// Lays the values of one more column into the fingerprints of many records: after all columns that have values, in their order,
/// each is the record's [`fingerprint`]. In a column of `days` whole numbers are days without a time.
pub(crate) fn add_column(prints: &mut [u64], column: usize, days: bool, values: &[Plain<'_>]) {
    let seed = seed_of(column);
    for (state, value) in prints.iter_mut().zip(values) {
        let own = match *value {
            Plain::Null => continue,
            Plain::Text(text) => of_text(seed, text),
            Plain::Long(x) => of_bits(seed, x.cast_unsigned()),
            Plain::Float(x) => of_bits(seed, x.to_bits()),
            Plain::Int(x) if days => of_day(seed, x, None),
            Plain::Int(x) => of_bits(seed, u64::from(x.cast_unsigned())),
            Plain::Flag(x) => of_bits(seed, u64::from(x)),
        };
        *state = laid(*state, own);
    }
}

#[inline]
fn seed_of(column: usize) -> u64 {
    (column as u64 + 1).wrapping_mul(DIGITS[1])
}

#[inline]
fn of_bits(seed: u64, bits: u64) -> u64 {
    folded(seed ^ bits, DIGITS[2])
}

#[inline]
fn of_day(seed: u64, days: i32, minute: Option<i32>) -> u64 {
    let minute = minute.map_or(u64::from(u32::MAX), |minute| u64::from(minute.cast_unsigned()));
    of_bits(seed, u64::from(days.cast_unsigned()) << 32 | minute)
}

#[inline]
fn laid(state: u64, own: u64) -> u64 {
    folded(state ^ own, DIGITS[3])
}

/// The first digits of pi, as good as any without a pattern.
const DIGITS: [u64; 4] = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7345, 0xa409_3822_299f_31d0, 0x082e_fa98_ec4e_6c89];

/// Two words multiplied to twice their width, with the halves laid over each other: every bit of either reaches every bit of the
/// result.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "both halves of the product are kept")]
fn folded(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    (product as u64) ^ ((product >> 64) as u64) ^ DIGITS[2]
}

/// A text by sixteen bytes at a time, the last of them once more where they are no sixteen. The length comes first, so that no
/// text is another one with zeros behind it.
#[inline]
fn of_text(seed: u64, text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut state = folded(seed ^ bytes.len() as u64, DIGITS[1]);
    let word = |at: usize| bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes);
    let mut two = |one: u64, other: u64| state = folded(state ^ one, DIGITS[3] ^ other) ^ one.rotate_left(32);
    match bytes.len() {
        0 => {}
        1..8 => two(bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0),
        8..=16 => two(word(0), word(bytes.len() - 8)),
        len => {
            (0..len - 16).step_by(16).for_each(|at| two(word(at), word(at + 8)));
            two(word(len - 16), word(len - 8));
        }
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_once_across_sheets_and_always_within_one() {
        let mut overlap = Overlap::default();
        let mut kept = |prints: &[u64]| {
            let mut keep = vec![true; prints.len()];
            overlap.sheet(prints, &mut keep, |at| Source { sheet: 0, row: u32::try_from(at).unwrap() });
            keep
        };
        assert_eq!(kept(&[1, 1, 2]), [true, true, true]);
        assert_eq!(kept(&[1, 2, 2, 3]), [false, false, true, true]);
        assert_eq!(kept(&[]), [true; 0]);
        assert_eq!(kept(&[1, 1, 1, 2, 2, 3]), [false, false, true, false, false, false]);
        assert_eq!(overlap.counted, [1, 1, 2, 2, 3, 1]);
        let copies: Vec<(u64, u32)> = overlap.copies().iter().map(|(print, source)| (*print, source.row)).collect();
        assert_eq!(copies, [(1, 0), (2, 1), (1, 0), (1, 1), (2, 3), (2, 4), (3, 5)]);
    }

    /// Texts of every length, with any byte another one, with zeros behind them, and in another column.
    #[test]
    fn different_texts_have_different_prints() {
        let mut prints = std::collections::BTreeMap::new();
        let mut put = |column: usize, text: &str| {
            let mut buffer = RowBuffer::default();
            buffer.reset(4);
            buffer.set_text(column, text);
            let said = format!("{column} {text:?}");
            if let Some(other) = prints.insert(fingerprint(&buffer), said.clone()) {
                assert_eq!(other, said);
            }
        };
        for length in 0..70 {
            let text = "a".repeat(length);
            for column in 0..4 {
                put(column, &text);
                put(column, &format!("{text}\0"));
            }
            for at in 0..length {
                for other in ["b", "c", "\0", "A"] {
                    put(1, &format!("{}{other}{}", &text[..at], &text[at + 1..]));
                }
            }
        }
    }

    #[test]
    fn values_change_the_print_wherever_they_stand() {
        let print = |values: [i32; 3]| {
            let mut buffer = RowBuffer::default();
            buffer.reset(3);
            values.into_iter().enumerate().filter(|(_, v)| *v != 0).for_each(|(at, v)| buffer.set(at, Typed::Int(v)));
            fingerprint(&buffer)
        };
        let mut prints: Vec<u64> = (0..27_000).map(|n| print([n % 30, n / 30 % 30, n / 900])).collect();
        prints.sort_unstable();
        prints.dedup();
        assert_eq!(prints.len(), 27_000);
    }
}
