//! The same export twice: a record that stands in two sheets is counted once; equal rows within one sheet are all kept.

use std::hash::{DefaultHasher, Hash, Hasher};

use rustc_hash::FxHashMap;

use super::builder::{RowBuffer, Typed};

/// Recognises records of a table that an earlier sheet already holds.
///
/// A record that stands twice in one sheet and once in another is two records: each sheet shows how often a record can
/// legitimately occur, so the largest number of any one sheet counts, whatever the order of the files.
#[derive(Debug, Default)]
pub(crate) struct Overlap {
    /// Records kept from the sheets that are over, by fingerprint.
    kept: FxHashMap<u64, u32>,
    /// Records met in the sheet being read.
    here: FxHashMap<u64, u32>,
}

impl Overlap {
    /// Whether this record was already counted in an earlier sheet.
    pub(crate) fn is_repeat(&mut self, fingerprint: u64) -> bool {
        let here = self.here.entry(fingerprint).or_insert(0);
        *here += 1;
        self.kept.get(&fingerprint).is_some_and(|&kept| *here <= kept)
    }

    /// The sheet is over.
    pub(crate) fn end_sheet(&mut self) {
        if self.kept.is_empty() {
            self.kept = std::mem::take(&mut self.here);
            return;
        }
        // Taking the larger of two counts: the order of the walk does not matter.
        #[allow(clippy::iter_over_hash_type)]
        for (fingerprint, here) in self.here.drain() {
            let kept = self.kept.entry(fingerprint).or_insert(0);
            *kept = (*kept).max(here);
        }
    }
}

/// A fingerprint of the record's values: 64 bits of SipHash with fixed keys. Among five million records the odds that any
/// two different ones agree are about one in a million.
pub(crate) fn fingerprint(buffer: &RowBuffer) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (i, value) in buffer.values.iter().enumerate() {
        match value {
            Typed::Null => continue,
            Typed::Text(_) | Typed::Code(_) => buffer.text_of(i).hash(&mut hasher),
            Typed::Money(m) => m.minor().hash(&mut hasher),
            Typed::Float(x) => x.to_bits().hash(&mut hasher),
            Typed::Int(x) => x.hash(&mut hasher),
            Typed::Flag(x) => x.hash(&mut hasher),
            Typed::Moment(m) => (m.day, m.minute).hash(&mut hasher),
        }
        i.hash(&mut hasher);
    }
    hasher.finish()
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
}
