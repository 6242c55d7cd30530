//! The example records of the templates: data in `assets/templates/`, turned into what stands in the cells.

use std::sync::LazyLock;

use chrono::{NaiveDate, NaiveTime};
use toml::Table;
use toml::value::Datetime;

use super::model::Value;
use super::offer;
use crate::config::Language;
use crate::labels::Labels;
use crate::tables::{Kind, TableId};

static ZH: LazyLock<Table> =
    LazyLock::new(|| toml::from_str(include_str!("../../assets/templates/examples_zh.toml")).unwrap_or_default());
static EN: LazyLock<Table> =
    LazyLock::new(|| toml::from_str(include_str!("../../assets/templates/examples_en.toml")).unwrap_or_default());

fn data(labels: &Labels) -> &'static Table {
    match labels.language {
        Language::Zh => &ZH,
        Language::En => &EN,
    }
}

/// The example rows of a table.
pub(super) fn rows(labels: &Labels, table: TableId) -> Vec<Table> {
    let rows = data(labels).get(table.name()).and_then(toml::Value::as_array);
    rows.into_iter().flatten().filter_map(toml::Value::as_table).cloned().collect()
}

/// The example record of a form; its keys are the form's fields in the order they are printed in.
pub(super) fn form(labels: &Labels, table: TableId) -> Table {
    let key = if table == TableId::Visits { "visit_form" } else { "callback_form" };
    data(labels).get(key).and_then(toml::Value::as_table).cloned().unwrap_or_default()
}

/// A record as the cells of the given fields.
pub(super) fn values(labels: &Labels, table: TableId, fields: &[&str], record: &Table) -> Vec<Value> {
    let kind = |name: &str| table.spec().columns.iter().find(|c| c.name == name).map(|c| c.kind);
    let known = fields.iter().filter_map(|name| Some((kind(name)?, record.get(*name))));
    known.map(|(kind, value)| value.map_or(Value::Empty, |v| cell(labels.language, kind, v))).collect()
}

fn cell(language: Language, kind: Kind, value: &toml::Value) -> Value {
    if let Some(list) = offer::list_of(kind) {
        let code = match value {
            toml::Value::Boolean(true) => "yes".to_owned(),
            toml::Value::Boolean(false) => "no".to_owned(),
            toml::Value::String(code) => code.clone(),
            other => other.to_string(),
        };
        return offer::word(language, list, &code).map_or(Value::Empty, |word| Value::Text(word.to_owned()));
    }
    match value {
        toml::Value::String(text) if text.is_empty() => Value::Empty,
        toml::Value::String(text) => Value::Text(text.clone()),
        toml::Value::Integer(n) => i32::try_from(*n).map_or(Value::Empty, |n| Value::Number(f64::from(n))),
        toml::Value::Float(x) => Value::Number(*x),
        toml::Value::Datetime(moment) => when(moment).unwrap_or(Value::Empty),
        _ => Value::Empty,
    }
}

fn when(moment: &Datetime) -> Option<Value> {
    let day = |d: toml::value::Date| NaiveDate::from_ymd_opt(i32::from(d.year), u32::from(d.month), u32::from(d.day));
    let time =
        |t: toml::value::Time| NaiveTime::from_hms_opt(u32::from(t.hour), u32::from(t.minute), t.second.map_or(0, u32::from));
    match (moment.date, moment.time) {
        (Some(d), Some(t)) => Some(Value::Moment(day(d)?.and_time(time(t)?))),
        (Some(d), None) => day(d).map(Value::Day),
        (None, Some(t)) => time(t).map(Value::Time),
        (None, None) => None,
    }
}
