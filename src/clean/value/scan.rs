//! A cursor over a date or time as people write it: figures, words, marks.

use super::numeral;

/// What is left of a text. Copying it is how a reading is tried.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan<'a> {
    rest: &'a str,
}

/// A run of figures: its value and how many figures it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Figures {
    pub(super) value: i32,
    pub(super) len: usize,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Scan { rest: text }
    }

    pub(super) fn rest(self) -> &'a str {
        self.rest
    }

    pub(super) fn is_done(self) -> bool {
        self.rest.trim_start().is_empty()
    }

    /// Whether there was white space.
    pub(super) fn spaces(&mut self) -> bool {
        let before = self.rest.len();
        self.rest = self.rest.trim_start();
        self.rest.len() < before
    }

    pub(super) fn next(self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Takes one of these letters.
    pub(super) fn one_of(&mut self, letters: &[char]) -> Option<char> {
        let c = self.next().filter(|c| letters.contains(c))?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    /// Takes the first of these words that is next.
    pub(super) fn any<T: Copy>(&mut self, words: &[(&str, T)]) -> Option<T> {
        let (word, meaning) = words.iter().find(|(word, _)| self.rest.starts_with(word))?;
        self.rest = &self.rest[word.len()..];
        Some(*meaning)
    }

    /// Takes a whole Latin word that means something.
    pub(super) fn word<T>(&mut self, meaning: impl Fn(&str) -> Option<T>) -> Option<T> {
        let end =
            self.rest.find(|c: char| !c.is_alphabetic() || !c.is_lowercase() && !c.is_uppercase()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        let found = meaning(word)?;
        self.rest = rest;
        Some(found)
    }

    /// Takes figures, Arabic ones or numerals: `14`, `十四`, `二〇二四`.
    pub(super) fn figures(&mut self) -> Option<Figures> {
        let end = self.rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.rest.len());
        if end > 0 {
            let value = self.rest[..end].parse().ok()?;
            self.rest = &self.rest[end..];
            return Some(Figures { value, len: end });
        }
        let is_numeral = |c: char| numeral::figure(c).is_some() || matches!(c, '十' | '拾');
        let end = self.rest.find(|c: char| !is_numeral(c)).unwrap_or(self.rest.len());
        let run = &self.rest[..end];
        let figures = in_numerals(run)?;
        self.rest = &self.rest[end..];
        Some(figures)
    }
}

/// `五`, `十五`, `二十五` are counted; `二〇二四` and `〇五` are spelled figure by figure.
fn in_numerals(run: &str) -> Option<Figures> {
    if run.contains(['十', '拾']) {
        let (tens, ones) = run.split_once(['十', '拾'])?;
        let one = |s: &str, empty: i32| {
            let mut letters = s.chars();
            match (letters.next(), letters.next()) {
                (None, _) => Some(empty),
                (Some(c), None) => numeral::figure(c).filter(|v| *v > 0).and_then(|v| i32::try_from(v).ok()),
                _ => None,
            }
        };
        return Some(Figures { value: one(tens, 1)? * 10 + one(ones, 0)?, len: 2 });
    }
    let len = run.chars().count();
    if !(1..=4).contains(&len) {
        return None;
    }
    let value = run.chars().try_fold(0, |n, c| Some(n * 10 + i32::try_from(numeral::figure(c)?).ok()?))?;
    Some(Figures { value, len })
}
