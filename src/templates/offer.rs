//! The words a drop-down offers: of each code the first usual spelling in the language.

use std::sync::LazyLock;

use crate::config::Language;
use crate::tables::{Kind, Vocabulary, word_lists};

static LISTS: LazyLock<toml::Table> = LazyLock::new(word_lists);

/// The list of a kind that is entered by choosing a word.
pub(super) fn list_of(kind: Kind) -> Option<Vocabulary> {
    match kind {
        Kind::Words(list) => Some(list),
        Kind::Flag => Some(Vocabulary::YesNo),
        Kind::Rating => Some(Vocabulary::Rating),
        _ => None,
    }
}

/// Each code of a list with the word that is offered for it.
pub(super) fn words(language: Language, list: Vocabulary) -> Vec<(&'static str, &'static str)> {
    let codes = LISTS.get(list.name()).and_then(|l| l.get("exact")).and_then(toml::Value::as_table);
    codes.into_iter().flatten().filter_map(|(code, words)| Some((code.as_str(), usual(language, words)?))).collect()
}

/// The word that is offered for a code.
pub(super) fn word(language: Language, list: Vocabulary, code: &str) -> Option<&'static str> {
    words(language, list).into_iter().find(|(c, _)| *c == code).map(|(_, word)| word)
}

fn usual(language: Language, words: &'static toml::Value) -> Option<&'static str> {
    let mut words = words.as_array()?.iter().filter_map(toml::Value::as_str);
    match language {
        Language::Zh => words.find(|w| w.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))),
        // A single letter is a word for machines.
        Language::En => words.find(|w| w.is_ascii() && w.len() > 1),
    }
}
