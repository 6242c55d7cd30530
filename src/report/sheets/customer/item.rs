//! What is said of each customer that can be picked, and the names under which they are.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::lines::lines;
use super::{months, scores, values};
use crate::labels::picker::texts;
use crate::report::Input;
use crate::report::cells::customer_rows;
use crate::report::model::{PickItem, Target};
use crate::report::sheets::explained::explained;
use crate::tables::PartyIx;
use crate::units::in_chunks;

/// Signs that begin a formula: a name that begins so would be one once it is picked.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];
/// A name longer than this cannot be looked up in every program.
const LONGEST: usize = 120;

/// Every customer in the order given.
pub(super) fn items(input: &Input<'_>, order: &[usize]) -> Vec<PickItem> {
    let t = texts(input.labels);
    let customers = &input.review.customers;
    let parties: Vec<PartyIx> = order.iter().map(|&i| customers[i].party).collect();
    let rows = customer_rows(input);
    let pages: FxHashMap<PartyIx, usize> = explained(input).into_iter().enumerate().map(|(at, party)| (party, at)).collect();
    let path: BTreeMap<_, usize> = input.review.months.iter().enumerate().map(|(at, month)| (*month, at)).collect();
    let months: Vec<_> = months(input).collect();
    let (lines, names) = (lines(input, t), names(input, &parties));
    in_chunks(order.len(), |at| {
        let c = &customers[order[at]];
        let own = [
            rows.get(&c.party).map(|row| Target::Row("customers", *row)),
            pages.get(&c.party).map(|at| Target::Leaf("explained", *at)),
        ];
        PickItem {
            name: names[at].clone(),
            ways: own.to_vec(),
            about: values::about(input, c),
            cards: values::cards(input, t, c),
            title: values::title(input, t, c),
            months: values::months(input, c, &months, &path),
            scores: scores::values(input, c),
            lists: lines.of(c.party),
        }
    })
}

/// The names in the list: customers that share one are told apart by their keys.
fn names(input: &Input<'_>, parties: &[PartyIx]) -> Vec<String> {
    let of = |party: PartyIx| safe(input.tables.parties.name(party));
    let mut count: FxHashMap<String, u32> = FxHashMap::default();
    for &party in parties {
        *count.entry(of(party).to_lowercase()).or_default() += 1;
    }
    let mut taken: FxHashSet<String> = FxHashSet::default();
    let unique = |party: &PartyIx| {
        let plain = of(*party);
        let shared = count.get(&plain.to_lowercase()).is_some_and(|n| *n > 1);
        let base = if shared { format!("{plain} ({})", input.tables.parties.get(*party).key) } else { plain };
        let mut name = base.clone();
        for nth in 2.. {
            if taken.insert(name.to_lowercase()) {
                break;
            }
            name = format!("{base} [{nth}]");
        }
        name
    };
    parties.iter().map(unique).collect()
}

/// A name on one line, not too long, and no formula.
fn safe(name: &str) -> String {
    let mut words: String = name.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).collect();
    if words.chars().count() > LONGEST {
        words = words.chars().take(LONGEST - 1).chain(['…']).collect();
    }
    if words.is_empty() {
        "–".to_owned()
    } else if words.starts_with(FORMULA) {
        format!("’{words}")
    } else {
        words
    }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn a_name_in_the_list_is_no_formula_and_not_too_long() {
        assert_eq!(safe("=HYPERLINK(\"http://x\")"), "’=HYPERLINK(\"http://x\")");
        assert_eq!(safe(" a\n b "), "a b");
        assert_eq!(safe(&"长".repeat(300)).chars().count(), 120);
        assert_eq!(safe(""), "–");
    }
}
