//! `keyaccount rules`: the rule list, and one rule's text with what is in force for it.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::print_json;
use crate::Job;
use crate::cli::Format;
use crate::config::{Policies, Policy, nearest};
use crate::console;
use crate::failure::{DONE, Failure};
use crate::labels::{RuleText, summary};
use crate::rules::{self, REGISTRY, Rule};

pub(super) fn rules(job: &Job, format: Format, id: Option<&str>) -> Result<u8, Failure> {
    match (id, format) {
        (None, Format::Text) => console::print(&list(job))?,
        (None, Format::Json) => {
            let all: Result<Vec<Value>, Failure> = REGISTRY.iter().map(|rule| as_json(job, *rule)).collect();
            print_json(&Value::Array(all?))?;
        }
        (Some(id), format) => {
            let rule = rules::find(id).ok_or_else(|| unknown(id))?;
            match format {
                Format::Text => console::print(&page(job, rule)?)?,
                Format::Json => print_json(&as_json(job, rule)?)?,
            }
        }
    }
    Ok(DONE)
}

fn unknown(id: &str) -> Failure {
    let ids: Vec<&'static str> = REGISTRY.iter().map(|r| r.id()).collect();
    Failure::UnknownRule { id: id.to_owned(), nearest: nearest(&id.to_ascii_uppercase(), &ids) }
}

fn text_of(job: &Job, rule: &dyn Rule) -> Result<&'static RuleText, Failure> {
    job.labels.rule(rule.id()).ok_or_else(|| Failure::Internal(format!("rule {} has no text", rule.id())))
}

/// The code of the severity in force, or none where the rule is off.
fn severity(job: &Job, rule: &dyn Rule) -> Option<&'static str> {
    let setup = job.settings.of(rule);
    setup.enabled.then(|| setup.severity.unwrap_or_else(|| rule.severity()).code())
}

fn list(job: &Job) -> String {
    let w = summary::words(job.labels);
    let row = |rule: &&dyn Rule| {
        let severity = severity(job, *rule).map_or(w.off, |code| job.labels.word(code));
        let title = job.labels.rule(rule.id()).map_or("", |t| t.title);
        vec![rule.id().to_owned(), severity.to_owned(), rule.source().to_owned(), title.to_owned()]
    };
    let rows: Vec<Vec<String>> = REGISTRY.iter().map(row).collect();
    console::table(&[w.rule, w.severity, w.source, w.title], &rows, console::is_terminal(), 4)
}

fn page(job: &Job, rule: &dyn Rule) -> Result<String, Failure> {
    let w = summary::words(job.labels);
    let text = text_of(job, rule)?;
    let severity = severity(job, rule).map_or(w.off, |code| job.labels.word(code));
    let mut page =
        format!("{}  {}\n{}: {severity}  {}: {}\n\n{}\n", rule.id(), text.title, w.severity, w.source, rule.source(), text.what);
    let mut part = |heading: &str, lines: &[String]| {
        page.push_str(&format!("\n{heading}\n"));
        for line in lines {
            page.push_str(&format!("  {line}\n"));
        }
    };
    part(w.why, &[text.why.to_owned()]);
    let setup = job.settings.of(rule);
    let mut thresholds: Vec<String> = Vec::new();
    for (now, default) in setup.values().iter().zip(rule.params()) {
        let meaning = text.params.iter().find(|(key, _)| *key == now.key).map_or("", |(_, meaning)| meaning);
        thresholds.push(format!("{} = {}  ({}: {})  {meaning}", now.key, now.default, w.default, default.default));
    }
    part(w.thresholds, &or_none(thresholds, w.none));
    if !rule.policy().is_empty() {
        part(w.policy, &policy_lines(job, &versions(job, rule)?, w.none));
    }
    part(w.needs, &needs(rule));
    part(w.example, &[text.example.to_owned()]);
    part(w.fix, &[text.fix.to_owned()]);
    Ok(page)
}

fn or_none(lines: Vec<String>, none: &str) -> Vec<String> {
    if lines.is_empty() { vec![none.to_owned()] } else { lines }
}

fn needs(rule: &dyn Rule) -> Vec<String> {
    rule.needs().iter().map(|(table, column)| format!("{}.{column}", table.name())).collect()
}

/// A version of the policy: its name, its first day, and the keys that a rule judges by.
struct Version {
    name: String,
    from: Option<NaiveDate>,
    keys: Vec<(&'static str, Value)>,
}

/// Every version of the policy, with the parts that the rule judges by.
fn versions(job: &Job, rule: &dyn Rule) -> Result<Vec<Version>, Failure> {
    let one = |(from, policy): (Option<NaiveDate>, &Policy)| {
        let all = serde_json::to_value(policy).map_err(|e| Failure::Internal(e.to_string()))?;
        let keys = rule.policy().iter().map(|key| (*key, all.get(*key).cloned().unwrap_or(Value::Null))).collect();
        Ok(Version { name: policy.name.clone(), from, keys })
    };
    Policies::new(&job.config.policy).versions().map(one).collect()
}

/// The keys of the first version, and of each later one what it changed of them.
fn policy_lines(job: &Job, versions: &[Version], none: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for (at, version) in versions.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| versions.get(at));
        lines.push(summary::version(job.labels, &version.name, version.from));
        let changed = version.keys.iter().filter(|key| before.is_none_or(|before| !before.keys.contains(key)));
        let shown: Vec<String> = changed.map(|(key, value)| format!("  policy.{key} = {}", plain(value, none))).collect();
        lines.extend(or_none(shown, &format!("  {none}")));
    }
    lines
}

/// A value on one line, without the quotes of JSON.
fn plain(value: &Value, none: &str) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => none.to_owned(),
        Value::Object(fields) if fields.is_empty() => none.to_owned(),
        // What holds more than one value stands in parentheses within a list.
        Value::Array(items) => {
            let shown = |item: &Value| if item.is_object() { format!("({})", plain(item, none)) } else { plain(item, none) };
            items.iter().map(shown).collect::<Vec<_>>().join(", ")
        }
        Value::Object(fields) => {
            let shown = |(key, value): (&String, &Value)| {
                let text = plain(value, none);
                if value.is_array() || value.is_object() { format!("{key} ({text})") } else { format!("{key} {text}") }
            };
            fields.iter().map(shown).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

fn as_json(job: &Job, rule: &dyn Rule) -> Result<Value, Failure> {
    let text = text_of(job, rule)?;
    let setup = job.settings.of(rule);
    let thresholds: Vec<Value> = setup
        .values()
        .iter()
        .zip(rule.params())
        .map(|(now, default)| {
            let meaning = text.params.iter().find(|(key, _)| *key == now.key).map(|(_, meaning)| *meaning);
            json!({ "key": now.key, "value": now.default, "default": default.default, "meaning": meaning })
        })
        .collect();
    let versions: Vec<Value> = versions(job, rule)?
        .into_iter()
        .map(|version| {
            let keys: serde_json::Map<String, Value> = version.keys.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
            json!({ "name": version.name, "valid_from": version.from, "policy": keys })
        })
        .collect();
    Ok(json!({
        "id": rule.id(),
        "title": text.title,
        "enabled": setup.enabled,
        "severity": setup.severity.unwrap_or_else(|| rule.severity()).code(),
        "source": rule.source(),
        "what": text.what,
        "why": text.why,
        "thresholds": thresholds,
        "policy": versions.first().map(|first| &first["policy"]),
        "policy_versions": versions,
        "needs": needs(rule),
        "example": text.example,
        "fix": text.fix,
    }))
}
