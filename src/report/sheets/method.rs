//! Method: every definition and every threshold in force, so that a figure can be recomputed by hand.

use crate::labels::sources;
use crate::report::cells::{column, text, wrapped};
use crate::report::model::{Block, Cell, Sheet, Table};
use crate::report::{Input, colours, notices};
use crate::rules::REGISTRY;

pub(super) fn sheet(input: &Input<'_>, others: &[Sheet]) -> Sheet {
    let l = input.labels;
    let mut blocks = vec![
        Block::Table(definitions(input)),
        Block::Table(rules(input)),
        Block::Table(thresholds(input)),
        Block::Table(super::customer::names_for_formulas(input, others)),
        Block::Table(colours::table(l)),
    ];
    if let Some(trials) = notices::trials(input) {
        blocks.insert(0, trials);
    }
    super::sheet("method", l.sheet_method, l.sub_method, blocks)
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
                text(format!("{} {}", l.sentences(texts.what, texts.why), sources::words(l, rule.source()))),
                text(l.in_turn(&params.into_iter().chain(policy).collect::<Vec<_>>())),
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

/// The effective configuration, key by key, as the file spells them; how the job is run is no matter of the review.
fn thresholds(input: &Input<'_>) -> Table {
    let l = input.labels;
    let mut rows = Vec::new();
    if let Ok(value) = input.config.of_the_review() {
        flatten("", &value, l.word("none"), &mut rows);
    }
    // The calendar's data file is no key, and EXP008 judges by it.
    let calendar = input.config.calendar.calendar();
    let years: Vec<String> = calendar.years().map(|year| year.to_string()).collect();
    rows.push(vec![text("calendar"), text(format!("{}: {}", calendar.version(), years.join(", ")))]);
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

fn flatten(path: &str, value: &serde_json::Value, none: &str, rows: &mut Vec<Vec<Cell>>) {
    let row = |shown: String| vec![text(path), text(shown)];
    match value {
        serde_json::Value::Object(map) if map.is_empty() => rows.push(row(none.to_owned())),
        serde_json::Value::Object(map) => {
            for (key, inner) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten(&path, inner, none, rows);
            }
        }
        serde_json::Value::Array(items) if items.is_empty() => rows.push(row(none.to_owned())),
        serde_json::Value::Array(items) => {
            let shown: Vec<String> = items.iter().map(plain).collect();
            let apart = if items.iter().any(serde_json::Value::is_object) { "; " } else { ", " };
            rows.push(row(shown.join(apart)));
        }
        other => rows.push(row(plain(other))),
    }
}

fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        // A pair within a list: days and points.
        serde_json::Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(": "),
        serde_json::Value::Object(map) => map.iter().map(|(key, inner)| field(key, inner)).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// A key with its value; what holds several stands in parentheses.
fn field(key: &str, value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Array(items) => format!("{key} ({})", items.iter().map(plain).collect::<Vec<_>>().join(", ")),
        serde_json::Value::Object(_) => format!("{key} ({})", plain(value)),
        other => format!("{key} {}", plain(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_tables_are_readable() {
        let value = serde_json::json!([{ "name": "T1", "cities": ["北京", "上海"], "day_rates": { "director": "500" } }, [1, 2]]);
        assert_eq!(plain(&value[0]), "cities (北京, 上海), day_rates (director 500), name T1");
        assert_eq!(plain(&value[1]), "1: 2");
        let mut rows = Vec::new();
        flatten("", &serde_json::json!({ "a": {}, "b": [], "c": { "d": ["x", "y"] } }), "none", &mut rows);
        let expected = [("a", "none"), ("b", "none"), ("c.d", "x, y")].map(|(key, value)| vec![text(key), text(value)]);
        assert_eq!(rows, expected);
    }
}
