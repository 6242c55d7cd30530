//! Method: every definition and every threshold in force, so that a figure can be recomputed by hand.

use crate::config::Trial;
use crate::labels::fill;
use crate::report::Input;
use crate::report::cells::{column, text, wrapped};
use crate::report::model::{Block, Cell, Line, Sheet, Table, Tone};
use crate::rules::REGISTRY;

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    let mut blocks = vec![Block::Table(definitions(input)), Block::Table(rules(input)), Block::Table(thresholds(input))];
    if !input.tried.is_empty() {
        blocks.insert(0, trials(input));
    }
    super::sheet("method", l.sheet_method, l.sub_method, blocks)
}

/// What was tried with `--set`: whoever reads the review must not take it for the company's own.
fn trials(input: &Input<'_>) -> Block {
    let l = input.labels;
    let line = |trial: &Trial| {
        let configured = trial.configured.clone().filter(|c| !c.is_empty());
        let values = [
            ("key", trial.key.clone()),
            ("tried", trial.tried.clone()),
            ("configured", configured.unwrap_or_else(|| l.trial_default.to_owned())),
        ];
        Line { text: fill(l.trial_line, &values), tone: Tone::Watch, link: None }
    };
    Block::Text { heading: Some(l.trial_heading.to_owned()), lines: input.tried.iter().map(line).collect() }
}

fn definitions(input: &Input<'_>) -> Table {
    let l = input.labels;
    Table {
        id: "definitions",
        heading: Some(l.table_definitions.to_owned()),
        caption: None,
        columns: vec![column(l, "term", 26), wrapped(l, "definition", 100)],
        rows: l.method.iter().map(|(term, definition)| vec![text(*term), text(*definition)]).collect(),
        total: None,
        main: false,
        empty: String::new(),
    }
}

fn rules(input: &Input<'_>) -> Table {
    let l = input.labels;
    let rows = REGISTRY
        .iter()
        .filter_map(|rule| {
            let texts = l.rule(rule.id())?;
            let setup = input.settings.of(*rule);
            let params: Vec<String> = setup.values().iter().map(|p| format!("{} = {}", p.key, p.default)).collect();
            let policy: Vec<String> = rule.policy().iter().map(|key| format!("policy.{key}")).collect();
            Some(vec![
                text(format!("{} {}", rule.id(), texts.title)),
                text(format!("{} {} [{}]", texts.what, texts.why, rule.source())),
                text(params.into_iter().chain(policy).collect::<Vec<_>>().join("; ")),
            ])
        })
        .collect();
    Table {
        id: "rules_method",
        heading: Some(l.table_policy.to_owned()),
        caption: None,
        columns: vec![wrapped(l, "rule", 26), wrapped(l, "definition", 100), wrapped(l, "thresholds", 30)],
        rows,
        total: None,
        main: false,
        empty: String::new(),
    }
}

/// The effective configuration, key by key, as the file spells them.
fn thresholds(input: &Input<'_>) -> Table {
    let l = input.labels;
    let mut rows = Vec::new();
    if let Ok(value) = serde_json::to_value(input.config) {
        flatten("", &value, &mut rows);
    }
    Table {
        id: "thresholds",
        heading: Some(l.table_thresholds.to_owned()),
        caption: Some(l.caption_thresholds.to_owned()),
        columns: vec![column(l, "key", 26), wrapped(l, "value", 100)],
        rows,
        total: None,
        main: false,
        empty: String::new(),
    }
}

fn flatten(path: &str, value: &serde_json::Value, rows: &mut Vec<Vec<Cell>>) {
    let row = |shown: String| vec![text(path), text(shown)];
    match value {
        serde_json::Value::Object(map) => {
            for (key, inner) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten(&path, inner, rows);
            }
        }
        serde_json::Value::Array(items) => {
            let shown: Vec<String> = items.iter().map(plain).collect();
            rows.push(row(shown.join(", ")));
        }
        other => rows.push(row(plain(other))),
    }
}

fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(": "),
        serde_json::Value::Object(map) => {
            map.iter().map(|(key, inner)| format!("{key} {}", plain(inner))).collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}
