//! Where a rule comes from, in words: a reader of the review has the company's procedures and not their numbers.

use super::Labels;
use crate::config::Language;

/// The documents that ask for rules, by their number: in English and in Chinese.
const DOCUMENTS: [(&str, &str); 4] = [
    ("the procedure for visits to key customers", "大客户拜访流程"),
    ("the procedure for receiving customers", "客户来访接待流程"),
    ("the rules for developing new customers", "新客户开发管理规范"),
    ("the service plan for key customers", "大客户服务方案"),
];

/// What no document asks for.
const PRACTICE: &str = "audit practice";

/// A source such as `[0]1 C` in words; what names no document is said as it stands.
#[must_use]
pub fn words(labels: &Labels, source: &str) -> String {
    let document = source.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let named = document.and_then(|(number, piece)| Some((DOCUMENTS.get(number.parse::<usize>().ok()?)?, piece.trim())));
    match (labels.language, named) {
        (Language::En, Some(((name, _), ""))) => format!("(Source: {name}.)"),
        (Language::En, Some(((name, _), piece))) => format!("(Source: {name}, {piece}.)"),
        (Language::En, None) => format!("(Source: {source}.)"),
        (Language::Zh, Some(((_, name), ""))) => format!("（来源：《{name}》）"),
        (Language::Zh, Some(((_, name), piece))) => format!("（来源：《{name}》{piece}）"),
        (Language::Zh, None) => format!("（来源：{}）", if source == PRACTICE { "审计惯例" } else { source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::REGISTRY;

    #[test]
    fn no_reader_meets_a_number_in_brackets() {
        let (en, zh) = (Labels::of(Language::En), Labels::of(Language::Zh));
        assert_eq!(words(en, "[0]1 A2"), "(Source: the procedure for visits to key customers, 1 A2.)");
        assert_eq!(words(en, "[3] 4.2"), "(Source: the service plan for key customers, 4.2.)");
        assert_eq!(words(zh, "[3]"), "（来源：《大客户服务方案》）");
        assert_eq!(words(zh, "audit practice"), "（来源：审计惯例）");
        for rule in REGISTRY {
            for labels in [en, zh] {
                let told = words(labels, rule.source());
                assert!(!told.contains('['), "{}: {told}", rule.id());
            }
        }
    }
}
