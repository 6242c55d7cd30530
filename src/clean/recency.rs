//! Which of two exports is the later one, by their names: numbers count as numbers, and a copy or a second download comes after
//! the file it is named after.

use std::cmp::Ordering;

/// Where a file stands among others by its name. `orders_10` comes after `orders_9`, `10月` after `9月`, and `orders (1)`,
/// `orders（1）`, `orders - Copy` and `orders - 副本` after `orders`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Recency {
    /// The folders, and the name without its ending.
    parts: Vec<Part>,
    /// The whole of it: two files never stand at the same place.
    whole: String,
}

impl Recency {
    pub(crate) fn of(file: &str) -> Self {
        let (folders, name) = file.rsplit_once('/').map_or((None, file), |(folders, name)| (Some(folders), name));
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let parts = folders.into_iter().flat_map(|folders| folders.split('/')).chain([stem]).map(Part::of).collect();
        Recency { parts, whole: file.to_owned() }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    name: Vec<Piece>,
    /// Which copy of it: none where it is none, the second number where it is a copy of a copy.
    copies: Vec<Number>,
}

impl Part {
    fn of(text: &str) -> Self {
        let (mut name, mut copies) = (text.trim(), Vec::new());
        while let Some((before, nth)) = copied(name) {
            name = before;
            copies.push(nth);
        }
        copies.reverse();
        Part { name: pieces(name), copies }
    }
}

/// The name a copy was made of, and which copy it is.
fn copied(name: &str) -> Option<(&str, Number)> {
    let (before, nth) = if let Some(open) = name.strip_suffix([')', '）']) {
        let (before, figures) = open.rsplit_once(['(', '（'])?;
        (before, Number::of(figures)?)
    } else {
        let word = ["副本", "copy"].into_iter().find(|word| ends_with(name, word))?;
        let before = name.get(..name.len() - word.len())?.trim_end().strip_suffix(['-', '–', '—'])?;
        (before, Number::of("1")?)
    };
    let before = before.trim_end();
    (!before.is_empty()).then_some((before, nth))
}

fn ends_with(name: &str, word: &str) -> bool {
    let tail = name.len().checked_sub(word.len()).and_then(|at| name.get(at..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(word))
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Number(Number),
    /// In small letters.
    Text(String),
}

/// Figures as long as they come, without zeros in front.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Number(String);

impl Number {
    fn of(figures: &str) -> Option<Self> {
        let plain: Option<String> = figures.chars().map(figure).collect();
        plain.filter(|plain| !plain.is_empty()).map(|plain| Number(plain.trim_start_matches('0').to_owned()))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.0.len(), &self.0).cmp(&(other.0.len(), &other.0))
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A figure, full width or not, as a plain one.
fn figure(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    }
}

fn pieces(name: &str) -> Vec<Piece> {
    let chars: Vec<char> = name.chars().collect();
    let runs = chars.chunk_by(|a, b| figure(*a).is_some() == figure(*b).is_some());
    let piece = |run: &[char]| {
        let text: String = run.iter().collect();
        Number::of(&text).map_or_else(|| Piece::Text(text.to_lowercase()), Piece::Number)
    };
    runs.map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each row from the earliest to the latest.
    #[test]
    fn later_names_come_later() {
        let rows: &[&[&str]] = &[
            &["orders_9.xlsx", "orders_10.xlsx", "orders_100.csv"],
            &["9月.xlsx", "10月.xlsx", "１１月.xlsx"],
            &["2026-09/a.xlsx", "2026-10/a.xlsx"],
            &["export_2026-05-01.xlsx", "export_2026-05-02.xlsx", "export_2026-05-10.xlsx"],
            &["销售订单.xlsx", "销售订单 (1).xlsx", "销售订单(2).xlsx", "销售订单（10）.xlsx"],
            &["销售订单.xlsx", "销售订单 - 副本.xlsx", "销售订单 - 副本 (2).xlsx"],
            &["Orders.csv", "orders - Copy.csv", "orders - Copy (2).csv", "ORDERS (3).csv"],
            &["a.xlsx", "a (1).xlsx", "a_1.xlsx", "a_1 (1).xlsx", "b.xlsx"],
            &["old.csv", "old.xlsx"],
            &["5月(更新).xlsx", "6月.xlsx"],
            &["007.xlsx", "7.xlsx", "8.xlsx"],
            &["(1).xlsx", "a.xlsx"],
        ];
        for row in rows {
            for pair in row.windows(2) {
                assert!(Recency::of(pair[0]) < Recency::of(pair[1]), "{pair:?}");
            }
        }
    }
}
