//! Where findings stand: the auditor's decisions by finding id, the newest of several.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::finding::{Decision, Standing};
use crate::tables::{Disposition, Tables};

/// What is decided of one finding.
#[derive(Debug, Clone)]
pub struct Decided<'a> {
    pub decision: Decision,
    /// The row that counts.
    pub row: &'a Disposition,
    /// Rows that it outdates, the newest first.
    pub outdated: Vec<&'a Disposition>,
}

/// Every decision, by finding id.
#[derive(Debug, Default)]
pub struct Decisions<'a> {
    by_finding: BTreeMap<&'a str, Decided<'a>>,
}

impl<'a> Decisions<'a> {
    /// Of several decisions on one finding the newest counts; of one day, or without days, the one that comes last in the
    /// input. A row without a decision decides nothing, and takes none back.
    #[must_use]
    pub fn new(tables: &'a Tables) -> Self {
        let mut rows: BTreeMap<&str, Vec<(Decision, &Disposition)>> = BTreeMap::new();
        for row in &tables.dispositions {
            if let Some(decision) = row.decision.as_deref().and_then(Decision::from_code) {
                rows.entry(&row.finding_id).or_default().push((decision, row));
            }
        }
        let newest = |mut all: Vec<(Decision, &'a Disposition)>| {
            all.sort_by_key(|(_, row)| Reverse((row.decided_on, row.source)));
            let (decision, row) = *all.first()?;
            Some(Decided { decision, row, outdated: all[1..].iter().map(|(_, row)| *row).collect() })
        };
        Decisions { by_finding: rows.into_iter().filter_map(|(id, all)| Some((id, newest(all)?))).collect() }
    }

    /// Where a finding stands.
    #[must_use]
    pub fn standing(&self, id: &str) -> Standing {
        self.by_finding.get(id).map_or_else(Standing::default, |decided| Standing {
            decision: Some(decided.decision),
            by: decided.row.decided_by.clone(),
            on: decided.row.decided_on,
            note: decided.row.note.clone(),
            source: Some(decided.row.source),
        })
    }

    /// Each finding that is decided, in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &Decided<'a>)> {
        self.by_finding.iter().map(|(id, decided)| (*id, decided))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::World;

    #[test]
    fn the_newest_decision_counts_then_the_later_row() {
        let world = World::month("2026-05").dispositions(&[
            "finding_id,decision,decided_by,decided_on,note",
            "EXP001-a,误报,林,2026-06-02,",
            "EXP001-a,已追回,林,2026-06-09,扣回",
            "EXP001-a,accepted,Guo,2026-06-05,",
            "EXP001-b,accepted,,,",
            "EXP001-b,false alarm,,,again",
            "EXP001-c,,,,",
            "EXP001-b,,,2026-06-30,still looking",
            "EXP001-d,open,,,",
        ]);
        let tables = world.tables();
        assert_eq!(tables.dispositions.len(), 8, "undecided rows are records too");
        let decisions = Decisions::new(&tables);
        let seen = |id: &str| {
            let s = decisions.standing(id);
            (s.code(), s.by.unwrap_or_default(), s.note.unwrap_or_default(), s.source.map(|s| s.row))
        };
        assert_eq!(seen("EXP001-a"), ("recovered", "林".to_owned(), "扣回".to_owned(), Some(3)));
        assert_eq!(seen("EXP001-b"), ("false_alarm", String::new(), "again".to_owned(), Some(6)));
        for open in ["EXP001-c", "EXP001-d", "EXP001-e"] {
            assert_eq!(seen(open).0, "open");
        }
        let outdated: Vec<(&str, usize)> = decisions.iter().map(|(id, d)| (id, d.outdated.len())).collect();
        assert_eq!(outdated, [("EXP001-a", 2), ("EXP001-b", 1)]);
    }
}
