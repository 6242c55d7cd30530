//! The reference of the rules in `docs/` says what the program does, in both languages.

use keyaccount::config::Language;
use keyaccount::report::reference;
use keyaccount::rules::REGISTRY;

use crate::common::root;

const PAGES: [(&str, Language); 2] = [("docs/rules.md", Language::En), ("docs/rules.zh.md", Language::Zh)];

/// `BLESS=1 cargo test --test suite rules::` writes the pages anew after a rule or a text has changed.
#[test]
fn the_reference_is_made_from_the_rules() {
    for (name, language) in PAGES {
        let path = root().join(name);
        let wanted = reference::markdown(language);
        let shipped = std::fs::read_to_string(&path).unwrap_or_default();
        if std::env::var_os("BLESS").is_some() && shipped != wanted {
            std::fs::write(&path, &wanted).unwrap();
            continue;
        }
        assert!(shipped == wanted, "{name} is stale: run `BLESS=1 cargo test --test suite rules::`");
    }
}

#[test]
fn every_rule_has_its_chapter() {
    for (name, language) in PAGES {
        let text = reference::markdown(language);
        for rule in REGISTRY {
            let id = rule.id();
            assert_eq!(text.matches(&format!("\n## {id} ")).count(), 1, "{name}: {id}");
            assert!(text.contains(&format!("](#{})", id.to_ascii_lowercase())), "{name}: {id}");
            for param in rule.params() {
                assert!(text.contains(&format!("`{}` = {}", param.key, param.default)), "{name}: {id} {}", param.key);
            }
        }
    }
}
