//! A rule's own thresholds: declared with their defaults in the rule's file, overridden in the configuration.

use std::collections::BTreeMap;

use crate::config::nearest;
use crate::finding::Severity;

use super::{REGISTRY, Rule};

/// A threshold of a rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Param {
    pub key: &'static str,
    pub default: ParamValue,
}

/// The value of a threshold.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum ParamValue {
    Int(i64),
    Float(f64),
    Flag(bool),
}

impl std::fmt::Display for ParamValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ParamValue::Int(n) => write!(f, "{n}"),
            ParamValue::Float(x) => write!(f, "{x}"),
            ParamValue::Flag(b) => write!(f, "{b}"),
        }
    }
}

/// Why the rules' part of a configuration cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, miette::Diagnostic)]
#[error("configuration: {message}")]
pub struct ParamError {
    pub message: String,
    #[help]
    pub hint: Option<String>,
}

/// What is in force for one rule.
#[derive(Debug, Clone)]
pub struct Setup {
    pub enabled: bool,
    /// Overrides the rule's severity.
    pub severity: Option<Severity>,
    values: Vec<Param>,
}

impl Setup {
    /// A whole number.
    #[must_use]
    pub fn int(&self, key: &str) -> i64 {
        match self.get(key) {
            Some(ParamValue::Int(n)) => n,
            _ => 0,
        }
    }

    #[must_use]
    pub fn float(&self, key: &str) -> f64 {
        match self.get(key) {
            Some(ParamValue::Float(x)) => x,
            _ => 0.0,
        }
    }

    /// Yes or no.
    #[must_use]
    pub fn flag(&self, key: &str) -> bool {
        matches!(self.get(key), Some(ParamValue::Flag(true)))
    }

    /// Every threshold in force.
    #[must_use]
    pub fn values(&self) -> &[Param] {
        &self.values
    }

    fn get(&self, key: &str) -> Option<ParamValue> {
        let found = self.values.iter().find(|p| p.key == key).map(|p| p.default);
        debug_assert!(found.is_some(), "a rule asks for a threshold it does not declare: {key}");
        found
    }
}

/// The rules' part of the configuration, checked against what the rules declare.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    setups: BTreeMap<&'static str, Setup>,
}

impl Settings {
    /// Checks and resolves `[rules.ID]` sections.
    ///
    /// # Errors
    /// An unknown rule or key, or a value of another type.
    pub fn resolve(sections: &BTreeMap<String, BTreeMap<String, serde_json::Value>>) -> Result<Self, ParamError> {
        let ids: Vec<&str> = REGISTRY.iter().map(|r| r.id()).collect();
        for id in sections.keys() {
            if !ids.contains(&id.as_str()) {
                let hint = nearest(id, &ids).map(|near| format!("did you mean `{near}`?"));
                return Err(ParamError { message: format!("rules.{id}: there is no such rule"), hint });
            }
        }
        let mut setups = BTreeMap::new();
        for rule in REGISTRY {
            let mut setup = defaults(*rule);
            for (key, value) in sections.get(rule.id()).into_iter().flatten() {
                apply(&mut setup, *rule, key, value)?;
            }
            setups.insert(rule.id(), setup);
        }
        Ok(Settings { setups })
    }

    /// What is in force for a rule.
    #[must_use]
    pub fn of(&self, rule: &dyn Rule) -> Setup {
        self.setups.get(rule.id()).cloned().unwrap_or_else(|| defaults(rule))
    }
}

fn defaults(rule: &dyn Rule) -> Setup {
    Setup { enabled: rule.on_by_default(), severity: None, values: rule.params().to_vec() }
}

fn apply(setup: &mut Setup, rule: &dyn Rule, key: &str, value: &serde_json::Value) -> Result<(), ParamError> {
    let wrong = |expected: &str| ParamError {
        message: format!("rules.{}.{key}: must be {expected}, not {value}", rule.id()),
        hint: None,
    };
    match key {
        "enabled" => setup.enabled = value.as_bool().ok_or_else(|| wrong("true or false"))?,
        "severity" => {
            let severity = value.as_str().and_then(Severity::from_code);
            setup.severity = Some(severity.ok_or_else(|| wrong("error, warning or note"))?);
        }
        _ => {
            let Some(param) = setup.values.iter_mut().find(|p| p.key == key) else {
                let known: Vec<&str> = ["enabled", "severity"].into_iter().chain(rule.params().iter().map(|p| p.key)).collect();
                let hint = nearest(key, &known)
                    .map_or_else(|| format!("known keys here: {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
                return Err(ParamError { message: format!("rules.{}.{key}: unknown key", rule.id()), hint: Some(hint) });
            };
            param.default = match param.default {
                ParamValue::Int(_) => ParamValue::Int(value.as_i64().ok_or_else(|| wrong("a whole number"))?),
                ParamValue::Float(_) => ParamValue::Float(value.as_f64().ok_or_else(|| wrong("a number"))?),
                ParamValue::Flag(_) => ParamValue::Flag(value.as_bool().ok_or_else(|| wrong("true or false"))?),
            };
            // Days, counts, amounts and shares: none of them can be less than nothing.
            if matches!(param.default, ParamValue::Int(..0)) || matches!(param.default, ParamValue::Float(x) if x < 0.0) {
                return Err(wrong("0 or more"));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(text: &str) -> Result<Settings, ParamError> {
        Settings::resolve(&crate::config::parse("t", text).unwrap().rules)
    }

    #[test]
    fn thresholds_are_overridden_and_wrong_ones_refused() {
        let settings =
            resolve("[rules.VIS005]\ndays_ahead = 3\nseverity = \"error\"\n[rules.EXP002]\nenabled = false\n").unwrap();
        let vis005 = settings.of(super::super::find("vis005").unwrap());
        assert_eq!((vis005.int("days_ahead"), vis005.severity), (3, Some(Severity::Error)));
        assert!(!settings.of(super::super::find("EXP002").unwrap()).enabled);
        let error = resolve("[rules.VIS05]\n").unwrap_err();
        assert_eq!(error.hint.as_deref(), Some("did you mean `VIS005`?"));
        let error = resolve("[rules.VIS005]\ndays_ahed = 3\n").unwrap_err();
        assert_eq!(error.hint.as_deref(), Some("did you mean `days_ahead`?"));
        assert!(resolve("[rules.VIS005]\ndays_ahead = \"soon\"\n").is_err());
        let error = resolve("[rules.CBK001]\nkey_days = -3\n").unwrap_err();
        assert_eq!(error.message, "rules.CBK001.key_days: must be 0 or more, not -3");
    }
}
