//! Net exposure: an amount that several findings question counts once.

use rustc_hash::FxHashMap;

use crate::finding::Finding;
use crate::tables::{Source, Tables};
use crate::units::Money;

/// Gives each finding the part of its excess that no finding before it took from the same claims. An excess is laid on its
/// evidence from the last claim backwards: of a claim made twice, the later one is the excess.
pub(super) fn count_once(findings: &mut [Finding], tables: &Tables) {
    let amounts: FxHashMap<Source, Money> = tables.expenses.iter().map(|e| (e.source, e.amount)).collect();
    let mut taken: FxHashMap<Source, Money> = FxHashMap::default();
    for finding in findings {
        let Some(mut rest) = finding.draft.excess else { continue };
        for source in finding.draft.evidence.iter().rev() {
            let Some(&amount) = amounts.get(source) else { continue };
            let taken = taken.entry(*source).or_default();
            let part = rest.min(amount - *taken).max(Money::ZERO);
            *taken += part;
            rest -= part;
            finding.net_excess += part;
        }
    }
}
