//! The same export twice: a record that stands in two sheets is counted once; equal rows within one sheet are all kept.

use chrono::Datelike;
use rustc_hash::FxHashMap;

use super::builder::{RowBuffer, Typed};

/// Recognises records of a table that an earlier sheet already holds.
///
/// A record that stands twice in one sheet and once in another is two records: each sheet shows how often a record can
/// legitimately occur, so the largest number of any one sheet counts, whatever the order of the files.
#[derive(Debug, Default)]
pub(crate) struct Overlap {
    /// Records of the first sheet, in their order. Most tables are one sheet, and then nobody asks for more.
    first: Vec<u64>,
    /// The first sheet is over.
    compares: bool,
    /// Records kept from the sheets that are over, by fingerprint.
    kept: FxHashMap<u64, u32>,
    /// Records met in the sheet being read.
    here: FxHashMap<u64, u32>,
    /// Whether earlier files hold records.
    compared: bool,
    /// What `kept` said before the file being read.
    before: Vec<(u64, u32)>,
}

impl Overlap {
    /// Whether this record was already counted in an earlier sheet.
    pub(crate) fn is_repeat(&mut self, fingerprint: u64) -> bool {
        if !self.compares {
            self.first.push(fingerprint);
            return false;
        }
        for first in std::mem::take(&mut self.first) {
            *self.kept.entry(first).or_insert(0) += 1;
        }
        let here = self.here.entry(fingerprint).or_insert(0);
        *here += 1;
        self.kept.get(&fingerprint).is_some_and(|&kept| *here <= kept)
    }

    /// A file begins: from here on it can be taken back.
    pub(crate) fn begin_file(&mut self) {
        self.compared = self.compares;
        self.before.clear();
    }

    /// Nothing of the file counts: a copy of it that comes later is no repetition.
    pub(crate) fn take_back_file(&mut self) {
        if !self.compared {
            *self = Overlap::default();
            return;
        }
        self.here.clear();
        for (fingerprint, kept) in self.before.drain(..).rev() {
            self.kept.insert(fingerprint, kept);
        }
    }

    /// The sheet is over.
    pub(crate) fn end_sheet(&mut self) {
        self.compares |= !self.first.is_empty();
        // Taking the larger of two counts: the order of the walk does not matter.
        #[allow(clippy::iter_over_hash_type)]
        for (fingerprint, here) in self.here.drain() {
            let kept = self.kept.entry(fingerprint).or_insert(0);
            if here > *kept {
                self.before.push((fingerprint, *kept));
                *kept = here;
            }
        }
    }
}

/// A fingerprint of the record's values: 64 bits, mixed by folded multiplication. Among five million records the odds that
/// any two different ones agree are about one in a million.
pub(crate) fn fingerprint(buffer: &RowBuffer) -> u64 {
    let mut mix = Mix::default();
    for (i, value) in buffer.values.iter().enumerate() {
        match value {
            Typed::Null => continue,
            Typed::Text(_) | Typed::Code(_) => mix.text(buffer.text_of(i).unwrap_or_default()),
            Typed::Money(m) => mix.word(m.minor().cast_unsigned()),
            Typed::Float(x) => mix.word(x.to_bits()),
            Typed::Int(x) => mix.word(u64::from(x.cast_unsigned())),
            Typed::Flag(x) => mix.word(u64::from(*x)),
            Typed::Moment(m) => {
                let day = u64::from(m.day.num_days_from_ce().cast_unsigned());
                let minute = m.minute.map_or(u64::from(u32::MAX), |minute| u64::from(minute.cast_unsigned()));
                mix.word(day << 32 | minute);
            }
        }
        mix.word(i as u64);
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
        assert_eq!([1, 1, 2].map(|f| overlap.is_repeat(f)), [false, false, false]);
        overlap.end_sheet();
        assert_eq!([1, 2, 2, 3].map(|f| overlap.is_repeat(f)), [true, true, false, false]);
        overlap.end_sheet();
        assert_eq!([1, 1, 1, 2, 2, 3].map(|f| overlap.is_repeat(f)), [true, true, false, true, true, true]);
    }

    #[test]
    fn a_file_that_is_taken_back_leaves_no_trace() {
        let mut overlap = Overlap::default();
        overlap.begin_file();
        assert_eq!([1, 2].map(|f| overlap.is_repeat(f)), [false, false]);
        overlap.end_sheet();
        overlap.take_back_file();
        // The same file again, whole this time, then another that is taken back, and its copy.
        overlap.begin_file();
        assert_eq!([1, 2].map(|f| overlap.is_repeat(f)), [false, false]);
        overlap.end_sheet();
        for last in [false, true] {
            overlap.begin_file();
            assert_eq!([2, 2, 3].map(|f| overlap.is_repeat(f)), [true, false, false]);
            overlap.end_sheet();
            if !last {
                overlap.take_back_file();
            }
        }
        overlap.begin_file();
        assert_eq!([1, 2, 2, 3].map(|f| overlap.is_repeat(f)), [true; 4]);
    }
}
