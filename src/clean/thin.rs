//! Months with far fewer rows than the ones before: most likely an export that was cut short.

use std::collections::BTreeMap;

use crate::tables::{Frame, FrameError, TableId, orders};
use crate::units::{Month, from_days};

/// A month that lacks rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThinMonth {
    pub table: TableId,
    pub month: Month,
    pub rows: u64,
    /// The median of the months before.
    pub usual: u64,
}

/// Below so many rows a month says little: two instead of five is no sign of a cut.
const USUAL_ROWS: u64 = 20;
/// The months before that tell what is usual, and how few of them are too few to tell.
const MONTHS_BEFORE: i32 = 6;
const FEWEST_MONTHS: usize = 3;

/// The newest month of each table where it has far fewer rows than the months before, and months in between without any.
pub(crate) fn find(frames: &[Frame], share: f64) -> Result<Vec<ThinMonth>, FrameError> {
    let mut thin = Vec::new();
    for frame in frames.iter().filter(|f| !f.is_empty() && f.table().spec().position(orders::DATE).is_some()) {
        let dates = frame.data().column(orders::DATE)?.date()?.physical();
        let mut days = Days::default();
        dates.iter().flatten().for_each(|day| days.count(day));
        let mut rows: BTreeMap<Month, u64> = BTreeMap::new();
        for (day, n) in days.counts() {
            *rows.entry(Month::of(from_days(day))).or_default() += n;
        }
        thin.extend(of_table(frame.table(), &rows, share));
    }
    Ok(thin)
}

/// How many records each day has. Nearly all lie within some years of 1970 to now, where a day is a place.
#[derive(Default)]
struct Days {
    near: Vec<u64>,
    far: BTreeMap<i32, u64>,
}

/// Days from 1970-01-01 up to the year 2150 or so.
const NEAR: usize = 1 << 16;

impl Days {
    #[inline]
    fn count(&mut self, day: i32) {
        match usize::try_from(day).ok().filter(|at| *at < NEAR) {
            Some(at) => {
                if self.near.len() <= at {
                    self.near.resize(at + 1, 0);
                }
                self.near[at] += 1;
            }
            None => *self.far.entry(day).or_default() += 1,
        }
    }

    fn counts(self) -> impl Iterator<Item = (i32, u64)> {
        (0..).zip(self.near).filter(|(_, n)| *n > 0).chain(self.far)
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts lie far below 2^53")]
fn of_table(table: TableId, rows: &BTreeMap<Month, u64>, share: f64) -> Vec<ThinMonth> {
    let Some((&newest, _)) = rows.last_key_value() else { return Vec::new() };
    let first = rows.keys().next().copied().unwrap_or(newest);
    let judge = |month: Month| {
        let mut before: Vec<u64> = (1..=MONTHS_BEFORE)
            .map(|n| month.plus(-n))
            .filter(|m| *m >= first)
            .map(|m| rows.get(&m).copied().unwrap_or(0))
            .collect();
        before.sort_unstable();
        let usual =
            before.get(before.len() / 2).copied().filter(|usual| before.len() >= FEWEST_MONTHS && *usual >= USUAL_ROWS)?;
        let here = rows.get(&month).copied().unwrap_or(0);
        let is_thin = (here as f64) < usual as f64 * share && (month == newest || here == 0);
        is_thin.then_some(ThinMonth { table, month, rows: here, usual })
    };
    (0..=newest.since(first)).map(|n| first.plus(n)).filter_map(judge).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(counts: &[u64]) -> BTreeMap<Month, u64> {
        let first = Month::new(2025, 11).unwrap();
        counts.iter().zip(0..).filter(|(n, _)| **n > 0).map(|(n, i)| (first.plus(i), *n)).collect()
    }

    #[test]
    fn days_near_and_far_are_counted() {
        let mut days = Days::default();
        [20_000, -5, 20_000, 65_535, 65_536, 0, -5, 65_536, 65_536].into_iter().for_each(|day| days.count(day));
        let counts: Vec<_> = days.counts().collect();
        assert_eq!(counts, [(0, 1), (20_000, 2), (65_535, 1), (-5, 2), (65_536, 3)]);
    }

    #[test]
    fn the_newest_month_is_held_against_the_ones_before() {
        let thin = |counts: &[u64]| {
            of_table(TableId::Orders, &months(counts), 0.5)
                .iter()
                .map(|t| (t.month.to_string(), t.rows, t.usual))
                .collect::<Vec<_>>()
        };
        // The median of 100, 120, 90 is 100: 49 is less than half of it, 50 is not.
        assert_eq!(thin(&[100, 120, 90, 49]), [("2026-02".to_owned(), 49, 100)]);
        assert!(thin(&[100, 120, 90, 50]).is_empty());
        assert!(thin(&[100, 120, 10]).is_empty(), "two months before are too few");
        assert!(thin(&[10, 12, 9, 2]).is_empty(), "small counts say little");
        assert!(thin(&[100, 120, 90, 20, 100]).is_empty(), "a weak month in the past is the business's own");
        assert_eq!(thin(&[100, 120, 90, 0, 100]), [("2026-02".to_owned(), 0, 100)], "a month without any is not");
        assert!(of_table(TableId::Orders, &months(&[100, 120, 90, 1]), 0.0).is_empty());
    }
}
