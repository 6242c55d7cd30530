//! The shipped configuration says what the program does: every key, each with its default.

use keyaccount::config::{self, Config, Language};
use keyaccount::labels::Labels;
use keyaccount::publish::config_sha256;
use keyaccount::rules::{REGISTRY, Settings};

use crate::common::root;

/// The configuration as shipped; read anew by each test, since one of them may have written it.
fn shipped_text() -> String {
    std::fs::read_to_string(root().join("config/keyaccount.toml")).unwrap()
}

/// Where the part begins that is made from the rules as declared.
const RULES_BEGIN: &str = "# The audit rules; `keyaccount rules` lists them.";

/// The rules' part of the shipped configuration: each rule with its thresholds, their defaults and meanings.
fn rules_part() -> String {
    let labels = Labels::of(Language::En);
    let mut text = format!(
        "{RULES_BEGIN} Each takes `enabled`, `severity` (error, warning or note; left out, each finding\n\
         # keeps the severity its rule gives it) and its own thresholds. This part is made from the code.\n"
    );
    for rule in REGISTRY {
        let texts = labels.rule(rule.id()).unwrap();
        let policy: Vec<String> = rule.policy().iter().map(|key| format!("policy.{key}")).collect();
        let judged = if policy.is_empty() { String::new() } else { format!("; judged by {}", policy.join(", ")) };
        text += &format!("\n# {}{judged}.\n[rules.{}]\nenabled = {}\n", texts.title, rule.id(), rule.on_by_default());
        for (param, (_, meaning)) in rule.params().iter().zip(texts.params) {
            let value = toml::Value::try_from(param.default).unwrap();
            text += &format!("# {}.\n{} = {value}\n", upper_first(meaning), param.key);
        }
    }
    text
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `BLESS=1 cargo test` writes the part anew after a rule or a text has changed.
#[test]
fn the_rules_part_is_made_from_the_rules() {
    let path = root().join("config/keyaccount.toml");
    let shipped = std::fs::read_to_string(&path).unwrap();
    let begin = shipped.find(RULES_BEGIN).unwrap();
    let wanted = rules_part();
    if std::env::var_os("BLESS").is_some() && shipped[begin..] != wanted {
        std::fs::write(&path, format!("{}{wanted}", &shipped[..begin])).unwrap();
        return;
    }
    assert!(shipped[begin..] == wanted, "config/keyaccount.toml is stale: run `BLESS=1 cargo test --test suite config::`");
}

fn shipped() -> Config {
    config::parse("config/keyaccount.toml", &shipped_text()).unwrap()
}

#[test]
fn what_is_shipped_is_the_default() {
    let bare = Config { rules: Config::default().rules, ..shipped() };
    assert_eq!(bare, Config::default());
}

#[test]
fn the_rules_shipped_are_the_rules_as_declared() {
    let shipped = shipped();
    let settings = Settings::resolve(&shipped.rules).unwrap();
    let default = Config::default();
    let declared = Settings::resolve(&default.rules).unwrap();
    assert_eq!(config_sha256(&shipped, &settings).unwrap(), config_sha256(&default, &declared).unwrap());
    let sections: Vec<&str> = shipped.rules.keys().map(String::as_str).collect();
    assert_eq!(sections, REGISTRY.iter().map(|r| r.id()).collect::<Vec<_>>());
    for rule in REGISTRY {
        let section = &shipped.rules[rule.id()];
        assert_eq!(section["enabled"], rule.on_by_default(), "{}", rule.id());
        for param in rule.params() {
            assert_eq!(section[param.key], serde_json::to_value(param.default).unwrap(), "{} {}", rule.id(), param.key);
        }
    }
}

#[test]
fn every_key_is_written_down() {
    let written: toml::Table = toml::from_str(&shipped_text()).unwrap();
    let mut declared = toml::Table::try_from(Config::default()).unwrap();
    // An empty list would be in the way of the first entry somebody adds: it stands there as an example, which must hold.
    declared.remove("mapping").unwrap();
    declared["policy"].as_table_mut().unwrap().remove("changes").unwrap();
    let text = shipped_text();
    let example: String = text
        .lines()
        .skip_while(|line| *line != "# [[mapping]]")
        .map_while(|line| line.strip_prefix("# "))
        .map(|line| format!("{line}\n"))
        .collect();
    let example = config::parse("example", &example).unwrap();
    assert_eq!(example.mapping.len(), 1);
    assert!(keyaccount::clean::config_faults(&example).is_empty());
    missing("", &declared, &written);
}

/// Fails at the first declared key that is not written.
fn missing(path: &str, declared: &toml::Table, written: &toml::Table) {
    for (key, value) in declared {
        let path = format!("{path}{key}");
        let there = written.get(key).unwrap_or_else(|| panic!("{path} is not in the shipped configuration"));
        if let (toml::Value::Table(declared), toml::Value::Table(written)) = (value, there) {
            missing(&format!("{path}."), declared, written);
        }
    }
}
