//! The words that files use: header spellings and cell words, read from data files and compared after one normalisation.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

const HEADERS: &str = include_str!("../../assets/vocabulary/headers.toml");
const WORDS: &str = include_str!("../../assets/vocabulary/words.toml");

/// A list of words with codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vocabulary {
    Category,
    Grade,
    Approver,
    Seat,
    Method,
    Referral,
    Urgency,
    Stage,
    YesNo,
    Rating,
    Blank,
    Total,
    Topic,
    City,
    Decision,
}

impl Vocabulary {
    const ALL: [(Vocabulary, &'static str); 15] = [
        (Vocabulary::Category, "category"),
        (Vocabulary::Grade, "grade"),
        (Vocabulary::Approver, "approver"),
        (Vocabulary::Seat, "seat"),
        (Vocabulary::Method, "method"),
        (Vocabulary::Referral, "referral"),
        (Vocabulary::Urgency, "urgency"),
        (Vocabulary::Stage, "stage"),
        (Vocabulary::YesNo, "yes_no"),
        (Vocabulary::Rating, "rating"),
        (Vocabulary::Blank, "blank"),
        (Vocabulary::Total, "total"),
        (Vocabulary::Topic, "topic"),
        (Vocabulary::City, "city"),
        (Vocabulary::Decision, "decision"),
    ];

    /// The name of the list in the data file.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The words of the list.
    #[must_use]
    pub fn words(self) -> &'static Words {
        &LISTS[self as usize]
    }
}

/// A list of words: exact spellings first, then what titles end in, then parts of a longer text.
#[derive(Debug, Default)]
pub struct Words {
    exact: FxHashMap<String, String>,
    titles: Vec<(String, String)>,
    contains: Vec<(String, String)>,
}

/// The code of words that a list knows to have none of its codes.
const NONE: &str = "none";

impl Words {
    /// The code of a word, if the list knows it.
    #[must_use]
    pub fn code(&self, word: &str) -> Option<&str> {
        let part_of = |word: String| {
            let part = || self.contains.iter().find(|(part, _)| word.contains(part.as_str())).map(|(_, code)| code.as_str());
            self.title_code(&word).or_else(part)
        };
        self.exact_code(word).or_else(|| part_of(normalise_word(word))).filter(|code| *code != NONE)
    }

    /// The code of a title: what it ends in says what somebody is, a 总经理助理 an assistant and a 大客户经理 no 经理. Of several
    /// titles in one cell the one counts whose code stands first in the list.
    fn title_code(&self, word: &str) -> Option<&str> {
        let titles = word.split(['、', ',', ';', '/', '+', '&', '|', '→', '>', '(', ')', '兼', '和', '及']);
        let last_part = |title: &str| {
            let ends = |(part, _): &(String, String)| title.rfind(part.as_str()).map(|at| (at + part.len(), part.len()));
            let found = self.titles.iter().enumerate().filter_map(|(nth, entry)| Some((ends(entry)?, nth)));
            found.max_by_key(|(end, _)| *end).map(|(_, nth)| nth)
        };
        titles.filter_map(last_part).min().map(|nth| self.titles[nth].1.as_str())
    }

    /// Every code that a text speaks of, in the order of the list: of an exact spelling, otherwise of the parts it contains.
    #[must_use]
    pub fn codes(&self, text: &str) -> Vec<&str> {
        if let Some(code) = self.exact_code(text) {
            return vec![code];
        }
        let text = normalise_word(text);
        let mut codes: Vec<&str> = Vec::new();
        for (part, code) in &self.contains {
            if text.contains(part.as_str()) && !codes.contains(&code.as_str()) {
                codes.push(code);
            }
        }
        codes
    }

    /// The code of a word that is in the list as it stands.
    #[must_use]
    pub fn exact_code(&self, word: &str) -> Option<&str> {
        if let Some(code) = self.exact.get(word) {
            return Some(code);
        }
        self.exact.get(&normalise_word(word)).map(String::as_str)
    }
}

/// Width and case unified, white space gone, surrounding punctuation gone: `住 宿费：` is `住宿费`.
#[must_use]
pub fn normalise_word(text: &str) -> String {
    let folded = folded(text, |c| !c.is_whitespace());
    let trimmed = folded.trim_matches(|c| matches!(c, ':' | '*' | '.' | '。' | ',' | ';' | '、' | '"' | '\'' | '!'));
    if trimmed.is_empty() { folded } else { trimmed.to_owned() }
}

/// A text in one width and case, without what nobody sees: the characters that `keep` lets through.
pub(crate) fn folded(text: &str, keep: impl Fn(char) -> bool) -> String {
    if text.is_ascii() {
        // Plain letters have one width, and all of them are seen.
        return text.chars().filter(|c| keep(*c)).map(|c| c.to_ascii_lowercase()).collect();
    }
    text.nfkc().filter(|c| keep(*c) && !is_invisible(*c)).flat_map(char::to_lowercase).collect()
}

/// Zero-width and direction marks, which exports carry unseen.
#[must_use]
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawWords {
    exact: toml::Table,
    title: toml::Table,
    contains: toml::Table,
}

fn spellings(table: &toml::Table) -> impl Iterator<Item = (String, String)> + '_ {
    table.iter().flat_map(|(code, words)| {
        words
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(toml::Value::as_str)
            .map(move |word| (normalise_word(word), code.clone()))
    })
}

static LISTS: LazyLock<Vec<Words>> = LazyLock::new(|| {
    // The data file is part of the program and a test reads it whole: a fault in it cannot reach a user.
    let mut raw: toml::Table = toml::from_str(WORDS).unwrap_or_default();
    Vocabulary::ALL
        .iter()
        .map(|(_, name)| {
            let list: RawWords = raw.remove(*name).and_then(|value| value.try_into().ok()).unwrap_or_default();
            let mut exact: FxHashMap<String, String> = spellings(&list.exact).collect();
            // A code is a spelling of itself, unless it is only a group's name.
            for code in list.exact.keys().filter(|code| !matches!(code.as_str(), "any" | "open" | "total")) {
                exact.entry(normalise_word(code)).or_insert_with(|| code.clone());
            }
            Words { exact, titles: spellings(&list.title).collect(), contains: spellings(&list.contains).collect() }
        })
        .collect()
});

/// Header spellings as shipped: table, field, spellings.
#[must_use]
pub fn headers() -> toml::Table {
    toml::from_str(HEADERS).unwrap_or_default()
}

/// The word lists as shipped, in their order: list, `exact`, `title` or `contains`, code, spellings.
#[must_use]
pub fn word_lists() -> toml::Table {
    toml::from_str(WORDS).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{Kind, TableId};

    proptest::proptest! {
        /// Plain letters take a shorter way, to the same end: with a wide letter in front and behind they take the long one.
        #[test]
        fn plain_words_are_what_they_would_be_the_long_way(text in "[\\x00-\\x7f]{0,40}") {
            proptest::prop_assert_eq!(format!("甲{}甲", normalise_word(&format!("a{text}a"))), normalise_word(&format!("甲a{text}a甲")));
        }
    }

    #[test]
    fn every_list_is_in_the_data_and_every_header_list_is_of_a_column() {
        let words: toml::Table = toml::from_str(WORDS).unwrap();
        for (_, name) in Vocabulary::ALL {
            assert!(words.contains_key(name), "{name}");
        }
        assert_eq!(words.len(), Vocabulary::ALL.len());
        for (i, (list, _)) in Vocabulary::ALL.iter().enumerate() {
            assert_eq!(*list as usize, i);
        }
        let headers = headers();
        for table in TableId::ALL {
            let fields = headers[table.name()].as_table().unwrap();
            for field in fields.keys() {
                assert!(table.spec().position(field).is_some(), "{}: {field}", table.name());
            }
            for column in table.spec().columns {
                assert!(fields.contains_key(column.name), "{}: {} has no spelling", table.name(), column.name);
                if let Kind::Words(list) = column.kind {
                    assert!(!list.words().exact.is_empty());
                }
            }
        }
    }

    #[test]
    fn one_spelling_means_one_field_of_a_table() {
        for (table, fields) in &headers() {
            let mut seen: FxHashMap<String, String> = FxHashMap::default();
            for (field, word) in spellings(fields.as_table().unwrap()).map(|(w, f)| (f, w)) {
                if let Some(other) = seen.insert(word.clone(), field.clone()).filter(|other| *other != field) {
                    panic!("{table}: `{word}` means both {other} and {field}");
                }
            }
        }
    }

    #[test]
    fn titles_are_ranked_by_what_they_contain() {
        for (list, title, code) in [
            (Vocabulary::Approver, "副总经理", Some("vice_president")),
            (Vocabulary::Approver, "销售副总", Some("vice_president")),
            (Vocabulary::Approver, "销售部部长", Some("department_head")),
            (Vocabulary::Approver, "华东区副总监", Some("department_head")),
            (Vocabulary::Approver, "总经理", Some("general_manager")),
            (Vocabulary::Approver, "业务 主管", Some("supervisor")),
            (Vocabulary::Approver, "主管、部长", Some("department_head")),
            (Vocabulary::Approver, "部长（总经理助理）", Some("department_head")),
            (Vocabulary::Approver, "Senior Vice President", Some("vice_president")),
            (Vocabulary::Approver, "Sales Manager", Some("department_head")),
            (Vocabulary::Approver, "总经理助理", None),
            (Vocabulary::Approver, "部长秘书", None),
            (Vocabulary::Approver, "大客户经理", None),
            (Vocabulary::Approver, "Key Account Manager", None),
            (Vocabulary::Approver, "Assistant to the General Manager", None),
            (Vocabulary::Grade, "业务员（主管级）", Some("salesperson")),
            (Vocabulary::Grade, "大客户经理", Some("salesperson")),
            (Vocabulary::Grade, "Key Account Manager", Some("salesperson")),
            (Vocabulary::Grade, "外贸跟单", Some("merchandiser")),
            (Vocabulary::Grade, "高级业务助理", Some("merchandiser")),
            (Vocabulary::Grade, "跟单主管", Some("supervisor")),
            (Vocabulary::Grade, "华东区域经理", Some("manager")),
            (Vocabulary::Grade, "副总监", Some("director")),
            (Vocabulary::Grade, "Sales Director", Some("director")),
            (Vocabulary::Grade, "总经理", None),
            (Vocabulary::Grade, "常务副总", None),
            (Vocabulary::Grade, "董事长", None),
            (Vocabulary::Grade, "总监助理", None),
            (Vocabulary::Grade, "经理秘书", None),
            (Vocabulary::Grade, "General Manager", None),
            (Vocabulary::Grade, "Vice President", None),
            (Vocabulary::Grade, "Assistant to the Director", None),
        ] {
            assert_eq!(list.words().code(title), code, "{title}");
        }
        assert_eq!(Vocabulary::Category.words().code("洗衣费"), None);
        assert_eq!(Vocabulary::Rating.words().code("很 满意"), Some("5"));
        assert_eq!(Vocabulary::Rating.words().code("不满意"), Some("2"));
    }
}
