//! Where everything stands on the page: columns that suit all its parts, and the rows of each part.

use crate::draw::xlsx::grid::Span;
use crate::report::model::Picker;

/// Pixels of the unit that places are measured in.
const UNIT: u32 = 15;
/// Where columns begin and end, in units: every place below begins and ends at one of these.
const EDGES: [u32; 26] = [0, 5, 9, 13, 14, 27, 28, 32, 34, 38, 41, 42, 44, 47, 51, 52, 55, 56, 62, 63, 68, 69, 70, 72, 74, 83];

/// Pixels of the columns, without the margin.
pub(crate) fn widths() -> impl Iterator<Item = u32> {
    EDGES.windows(2).map(|pair| (pair[1] - pair[0]) * UNIT)
}

/// The columns from one edge to another; the margin is the first column.
const fn span(from: u32, to: u32) -> Span {
    let (mut first, mut last, mut at) = (1, 1, 0);
    while at < EDGES.len() {
        if EDGES[at] == from {
            first = at as u16 + 1;
        }
        if EDGES[at] == to {
            last = at as u16;
        }
        at += 1;
    }
    Span { first, last }
}

pub(super) const LABEL: Span = span(0, 9);
pub(super) const PICK: Span = span(9, 38);
pub(super) const HINT: Span = span(41, 63);
pub(super) const WAYS: [Span; 3] = [span(63, 69), span(69, 74), span(74, 83)];
/// The cards, and who it is above them.
pub(super) const CARDS: [Span; 6] = [span(0, 13), span(14, 27), span(28, 41), span(42, 55), span(56, 69), span(70, 83)];
pub(super) const CHART: Span = span(0, 27);
/// The month, then its columns.
pub(super) const MONTHS: [Span; 5] = [span(28, 32), span(32, 38), span(38, 44), span(44, 51), span(51, 55)];
pub(super) const SCORES: [Span; 3] = [span(56, 69), span(69, 74), span(74, 83)];
const FINDINGS: [Span; 4] = [span(0, 5), span(5, 9), span(9, 34), span(34, 41)];
const VISITS: [Span; 3] = [span(42, 47), span(47, 52), span(52, 62)];
const CALLBACKS: [Span; 3] = [span(63, 68), span(68, 72), span(72, 83)];
/// The columns of each list, which stand side by side.
pub(super) const LISTS: [&[Span]; 3] = [&FINDINGS, &VISITS, &CALLBACKS];

/// The last column of one span from the first of another.
pub(super) fn over(spans: &[Span]) -> Span {
    Span { first: spans.first().map_or(1, |s| s.first), last: spans.last().map_or(1, |s| s.last) }
}

/// The first row of each part.
pub(super) struct Rows {
    pub(super) pick: u32,
    pub(super) about: u32,
    pub(super) cards: u32,
    /// Heading, header, and a row a month; the chart stands beside them.
    pub(super) months: u32,
    /// Heading, header, lines, and what is not shown.
    pub(super) lists: u32,
    end: u32,
}

impl Rows {
    pub(super) fn of(row: u32, picker: &Picker) -> Rows {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX / 4);
        let scores: usize = picker.scores.iter().map(|part| part.rows.len() + 1).sum();
        let middle = 1 + count(scores).max(1 + count(picker.months.months.len()));
        let lines = count(picker.lists.iter().map(|list| list.most).max().unwrap_or(0));
        // Between two parts there is a row of air.
        let (about, cards) = (row + 2, row + 5);
        let months = cards + 4;
        let lists = months + middle + 1;
        Rows { pick: row, about, cards, months, lists, end: lists + 2 + lines + 1 }
    }
}

/// Rows that the page takes.
pub(crate) fn rows(picker: &Picker) -> u32 {
    if picker.items.is_empty() { 1 } else { Rows::of(0, picker).end }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A place whose edge is none of the columns' would silently take others.
    #[test]
    fn every_place_has_its_columns() {
        assert!(EDGES.is_sorted());
        let all = [LABEL, PICK, HINT, CHART].into_iter().chain(WAYS).chain(CARDS).chain(MONTHS).chain(SCORES);
        let all: Vec<Span> = all.chain(LISTS.into_iter().flatten().copied()).collect();
        assert!(all.iter().all(|s| s.first <= s.last && usize::from(s.last) < EDGES.len()));
        let wide = |s: Span| EDGES[usize::from(s.last)] - EDGES[usize::from(s.first) - 1];
        assert_eq!(CARDS.map(wide), [13; 6]);
        assert_eq!(MONTHS.map(wide), [4, 6, 6, 7, 4]);
        assert_eq!(SCORES.map(wide), [13, 5, 9]);
        assert_eq!(
            LISTS.map(|list| list.iter().map(|s| wide(*s)).collect::<Vec<_>>()),
            [vec![5, 4, 25, 7], vec![5, 5, 10], vec![5, 4, 11]]
        );
        assert_eq!([LABEL, PICK, HINT, CHART].map(wide), [9, 29, 22, 27]);
        assert_eq!(WAYS.map(wide), [6, 5, 9]);
    }
}
