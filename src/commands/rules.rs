//! `keyaccount rules`: the rule list, and one rule's text with what is in force for it.

use serde_json::{Value, json};

use super::print_json;
use crate::Job;
use crate::cli::Format;
use crate::config::nearest;
use crate::console;
use crate::failure::{DONE, Failure};
use crate::labels::{RuleText, summary};
use crate::report::reference::{Page, Version, named};
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
    job.labels.rule(rule.id()).ok_or_else(|| no_text(rule))
}

fn no_text(rule: &dyn Rule) -> Failure {
    Failure::Internal(format!("rule {} has no text", rule.id()))
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
    let page = Page::new(job.labels, rule, &job.settings.of(rule), &versions(job)?);
    page.map(|page| page.text()).ok_or_else(|| no_text(rule))
}

fn versions(job: &Job) -> Result<Vec<Version>, Failure> {
    Version::all(&job.config.policy).ok_or_else(|| Failure::Internal("a policy that cannot be written".to_owned()))
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
    // The parts of the policy that the rule judges by.
    let versions: Vec<Value> = versions(job)?
        .iter()
        .map(|version| json!({ "name": version.name, "valid_from": version.from, "policy": version.keys_of(rule) }))
        .collect();
    let needs: Vec<String> = rule.needs().iter().map(named).collect();
    let any_of: Vec<Vec<String>> = rule.any_of().iter().map(|group| group.iter().map(named).collect()).collect();
    Ok(json!({
        "id": rule.id(),
        "title": text.title,
        "enabled": setup.enabled,
        "on_by_default": rule.on_by_default(),
        "severity": setup.severity.unwrap_or_else(|| rule.severity()).code(),
        "source": rule.source(),
        "what": text.what,
        "why": text.why,
        "thresholds": thresholds,
        "policy": versions.first().map(|first| &first["policy"]),
        "policy_versions": versions,
        "needs": needs,
        "needs_one_of": any_of,
        "example": text.example,
        "fix": text.fix,
    }))
}
