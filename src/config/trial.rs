//! What-if: values tried on the command line (`--set classify.share_high=0.4`) in place of the configured ones.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::read::{Hint, in_plain_words, look_at_logo, suggestion, text_of};
use super::{Config, ConfigError, parse};

/// One value that was tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The key as the configuration spells it, for example `classify.share_high`.
    pub key: String,
    pub tried: String,
    /// What the configuration says, or its default; none for a key that only a rule has a default for.
    pub configured: Option<String>,
}

/// Reads the configuration, from a file where there is one, with the values that are to be tried in it.
///
/// # Errors
/// As [`super::read`], and for a trial that is no `KEY=VALUE`, names no key, or has a value that the key cannot take.
pub fn read_trying(path: Option<&Path>, sets: &[String]) -> Result<(Config, Vec<Trial>), ConfigError> {
    let (name, text) = match path {
        Some(path) => (path.display().to_string(), text_of(path)?),
        None => (String::new(), String::new()),
    };
    let mut configured = parse(&name, &text)?;
    look_at_logo(&mut configured, path).map_err(|faults| ConfigError::OutOfRange { path: name, faults })?;
    let (mut config, trials) = try_values(configured, &text, sets)?;
    // Made anew from the text, the configuration has lost what was read beside it.
    look_at_logo(&mut config, path).map_err(|message| {
        let set = trials.iter().find(|t| t.key == "report.logo").map(|t| format!("{}={}", t.key, t.tried));
        ConfigError::Trial { set: set.unwrap_or_default(), message, hint: None }
    })?;
    Ok((config, trials))
}

fn try_values(configured: Config, text: &str, sets: &[String]) -> Result<(Config, Vec<Trial>), ConfigError> {
    let before = serde_json::to_value(&configured).unwrap_or_default();
    let mut table: toml::Table = toml::from_str(text).unwrap_or_default();
    let (mut config, mut trials) = (configured, Vec::with_capacity(sets.len()));
    for set in sets {
        let refused = |message: String, hint| ConfigError::Trial { set: set.clone(), message, hint };
        let Some((key, value)) =
            set.split_once('=').map(|(key, value)| (key.trim(), value.trim())).filter(|(k, _)| !k.is_empty())
        else {
            return Err(refused("not KEY=VALUE".to_owned(), Some(Hint::Example("--set classify.share_high=0.4"))));
        };
        put(&mut table, key, read_value(value)).map_err(|part| refused(format!("`{part}` holds no keys"), None))?;
        // One at a time, so that a refusal names the one at fault.
        config = Config::deserialize(table.clone()).map_err(|e| refused(in_plain_words(e.message()), suggestion(e.message())))?;
        trials.push(Trial { key: key.to_owned(), tried: value.to_owned(), configured: find(&before, key).map(plain) });
    }
    let faults = config.faults();
    // Mostly the fault names the key of the one that made it.
    let named = trials.iter().find(|trial| faults.iter().any(|fault| fault.starts_with(&format!("{}:", trial.key))));
    match named.or(trials.last()).filter(|_| !faults.is_empty()) {
        Some(last) => {
            let set = format!("{}={}", last.key, last.tried);
            Err(ConfigError::Trial { set, message: faults.join("; "), hint: None })
        }
        None => Ok((config, trials)),
    }
}

/// A value as TOML spells it; anything else is a text that lacks its quotes.
fn read_value(text: &str) -> toml::Value {
    toml::from_str::<toml::Table>(&format!("value = {text}"))
        .ok()
        .and_then(|mut table| table.remove("value"))
        .unwrap_or_else(|| toml::Value::String(text.to_owned()))
}

/// Puts a value at a dotted key; gives the part of the key back that is no table.
fn put(table: &mut toml::Table, key: &str, value: toml::Value) -> Result<(), String> {
    match key.split_once('.') {
        None => {
            table.insert(key.to_owned(), value);
            Ok(())
        }
        Some((first, rest)) => match table.entry(first).or_insert_with(|| toml::Value::Table(toml::Table::new())) {
            toml::Value::Table(inner) => put(inner, rest, value),
            _ => Err(first.to_owned()),
        },
    }
}

fn find<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    key.split('.').try_fold(value, |inside, part| inside.get(part))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(text: &str, sets: &[&str]) -> Result<(Config, Vec<Trial>), ConfigError> {
        let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
        try_values(parse("t", text).unwrap(), text, &sets)
    }

    #[test]
    fn values_are_tried_in_place_of_the_configured_ones() {
        let (config, trials) = tried(
            "[classify]\nshare_high = 0.6\n",
            &["classify.share_high=0.4", "window_months = 6", "company=North Valves", "rules.EXP005.near_days=1"],
        )
        .unwrap();
        assert!((config.classify.share_high - 0.4).abs() < 1e-12);
        assert_eq!((config.window_months, config.company.as_str()), (6, "North Valves"));
        assert_eq!(config.rules["EXP005"]["near_days"], 1);
        let told: Vec<(&str, &str, Option<&str>)> =
            trials.iter().map(|t| (t.key.as_str(), t.tried.as_str(), t.configured.as_deref())).collect();
        assert_eq!(
            told,
            [
                ("classify.share_high", "0.4", Some("0.6")),
                ("window_months", "6", Some("12")),
                ("company", "North Valves", Some("")),
                ("rules.EXP005.near_days", "1", None),
            ]
        );
    }

    #[test]
    fn a_trial_that_cannot_be_is_refused_by_name() {
        for (set, needle) in [
            ("classify.share_hihg=0.4", "share_hihg"),
            ("classify.share_high=much", "classify.share_high=much: invalid type: string \"much\", expected a number"),
            ("classify.volume_cut=80", "classify.volume_cut"),
            ("company.name=x", "company"),
            ("share", "KEY=VALUE"),
        ] {
            let error = tried("company = \"c\"\n", &["window_months=6", set]).unwrap_err().to_string();
            assert!(error.contains(needle), "{set}: {error}");
        }
    }
}
