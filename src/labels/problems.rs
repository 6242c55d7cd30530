//! Sentences for problems of the input: what is wrong, and what to do about it.

use std::fmt::Write;
use std::sync::LazyLock;

use super::Labels;
use super::{problems_en as en, problems_zh as zh};
use crate::config::Language;
use crate::load::Fault;
use crate::problems::Kind;
use crate::tables::{TableId, headers};

/// A problem in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub sentence: String,
    /// What a person can do about it.
    pub hint: String,
}

impl Told {
    pub(super) fn new(sentence: impl Into<String>, hint: impl Into<String>) -> Self {
        Told { sentence: sentence.into(), hint: hint.into() }
    }
}

/// Puts a problem into words.
#[must_use]
pub fn problem(labels: &Labels, kind: &Kind) -> Told {
    match labels.language {
        Language::En => en::problem(labels, kind),
        Language::Zh => zh::problem(labels, kind),
    }
}

/// Why a file or folder cannot be read, in words.
#[must_use]
pub fn fault(labels: &Labels, fault: &Fault) -> Told {
    match labels.language {
        Language::En => en::fault(fault),
        Language::Zh => zh::fault(fault),
    }
}

/// The name of a field as a person knows it: in Chinese the usual header, in English the field's own name.
#[must_use]
pub fn field(labels: &Labels, table: TableId, field: &str) -> String {
    static HEADERS: LazyLock<toml::Table> = LazyLock::new(headers);
    let chinese = |text: &&str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let usual = || {
        let spellings = HEADERS.get(table.name())?.get(field)?.as_array()?;
        spellings.iter().filter_map(toml::Value::as_str).find(chinese).map(ToOwned::to_owned)
    };
    match labels.language {
        Language::En => field.replace('_', " "),
        Language::Zh => usual().unwrap_or_else(|| field.replace('_', " ")),
    }
}

/// Several fields, as one text.
pub(super) fn fields(labels: &Labels, table: TableId, names: &[&str], between: &str) -> String {
    names.iter().map(|name| field(labels, table, name)).collect::<Vec<_>>().join(between)
}

/// A size in bytes, in the unit that keeps it short.
pub(super) fn bytes(n: u64) -> String {
    let mut text = String::new();
    let (unit, name) = match n {
        0..0x400 => (1, "B"),
        0x400..0x10_0000 => (0x400, "KiB"),
        0x10_0000..0x4000_0000 => (0x10_0000, "MiB"),
        _ => (0x4000_0000, "GiB"),
    };
    // Writing to a text cannot fail.
    let _ = write!(text, "{} {name}", n / unit);
    text
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::clean::Reason;
    use crate::load::{Found, Limit};

    fn faults() -> Vec<Fault> {
        let limits = [
            Limit::FileBytes,
            Limit::Entries,
            Limit::InflatedBytes,
            Limit::Ratio,
            Limit::PartBytes,
            Limit::SharedStrings,
            Limit::Styles,
            Limit::Sheets,
            Limit::Cells,
            Limit::CellBytes,
            Limit::AreaCells,
            Limit::Memory,
        ];
        let found = [Found::Html, Found::Pdf, Found::Zip, Found::Binary];
        let mut all = vec![
            Fault::NotFound,
            Fault::NotAFolder,
            Fault::Permission,
            Fault::Unreadable,
            Fault::Empty,
            Fault::Encrypted,
            Fault::Truncated,
            Fault::Corrupt,
            Fault::Undecodable { encoding: "UTF-8", byte: 7, line: 2 },
            Fault::ParserFailed,
            Fault::TimedOut { seconds: 15 },
            Fault::ChangedWhileReading,
            Fault::Unsupported { what: "macro sheets" },
        ];
        all.extend(limits.map(|limit| Fault::TooLarge { limit, allowed: 10, found: 11 }));
        all.extend(found.map(|found| Fault::WrongFormat { claimed: "xlsx".to_owned(), found }));
        all
    }

    fn kinds() -> Vec<Kind> {
        let table = TableId::Orders;
        let mut all = vec![
            Kind::CutOff { rows: 65_536 },
            Kind::NotOurs { nearest: None },
            Kind::NotOurs { nearest: Some((table, vec!["order_id", "amount"])) },
            Kind::NothingInIt,
            Kind::PassedOver,
            Kind::UnknownColumn { table, header: "金额x".to_owned(), nearest: Some("amount"), sheets: 1 },
            Kind::UnknownColumn { table, header: "微信群".to_owned(), nearest: None, sheets: 12 },
            Kind::DoubtfulDates { count: 1 },
            Kind::DoubtfulDates { count: 2 },
            Kind::Duplicates { count: 3 },
            Kind::LookAlike { one: "甲公司".to_owned(), other: "甲公司（北京）".to_owned() },
            Kind::AmbiguousName { name: "Delta".to_owned() },
            Kind::NoTable(TableId::Callbacks),
        ];
        all.extend(faults().into_iter().map(Kind::Unreadable));
        all.extend(faults().into_iter().map(Kind::PartlyRead));
        all.extend(Reason::ALL.map(|reason| Kind::Rejected { table, column: "amount", value: "x".to_owned(), reason }));
        all
    }

    #[test]
    fn every_problem_has_a_sentence_and_a_hint_in_every_language() {
        for language in [Language::En, Language::Zh] {
            let labels = Labels::of(language);
            for kind in kinds() {
                let told = problem(labels, &kind);
                assert!(told.sentence.chars().count() > 4 && !told.hint.is_empty(), "{kind:?}");
                for text in [&told.sentence, &told.hint] {
                    assert!(!text.contains(['{', '}', '\n', '\t']) && !text.contains("  "), "{kind:?}: {text}");
                }
            }
        }
    }

    #[test]
    fn fields_are_named_as_a_reader_knows_them() {
        let name = |language, name| field(Labels::of(language), TableId::Orders, name);
        assert_eq!(name(Language::En, "order_id"), "order id");
        assert!(name(Language::Zh, "order_id").contains('订'), "{}", name(Language::Zh, "order_id"));
    }

    #[test]
    fn sizes_are_short() {
        let sizes = [5, 2048, 512 << 20, 4 << 30].map(bytes);
        assert_eq!(sizes, ["5 B", "2 KiB", "512 MiB", "4 GiB"]);
    }
}
