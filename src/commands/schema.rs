//! `keyaccount schema`: the JSON Schema of the configuration, for editors and other programs; with `--manifest`, of `run.json`.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::print_json;
use crate::config::{Config, Language};
use crate::failure::{DONE, Failure};
use crate::finding::Severity;
use crate::labels::Labels;
use crate::publish::manifest::{Manifest, SCHEMA_VERSION};
use crate::rules::{ParamValue, REGISTRY, Rule};

pub(super) fn print(manifest: bool) -> Result<u8, Failure> {
    print_json(&if manifest { of_manifest() } else { schema()? })?;
    Ok(DONE)
}

/// The schema of `run.json`, as it is written: a key that is always there is required, one that may be added is admitted.
fn of_manifest() -> Value {
    let mut schema = SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Manifest>();
    let title = format!("keyaccount run.json, layout {SCHEMA_VERSION}");
    schema.insert("title".to_owned(), Value::String(title));
    schema.to_value()
}

/// The schema of the configuration. The type knows the rules' sections only as free tables; what each takes is in the
/// registry.
pub(super) fn schema() -> Result<Value, Failure> {
    let mut schema = schemars::schema_for!(Config).to_value();
    let sections: Map<String, Value> = REGISTRY.iter().map(|rule| (rule.id().to_owned(), section(*rule))).collect();
    let rules = json!({
        "description": "The audit rules, by id.",
        "type": "object",
        "properties": sections,
        "additionalProperties": false,
        "default": {},
    });
    match schema.pointer_mut("/properties/rules") {
        Some(place) => *place = rules,
        None => return Err(Failure::Internal("the schema has no place for the rules".to_owned())),
    }
    Ok(schema)
}

fn section(rule: &dyn Rule) -> Value {
    let text = Labels::of(Language::En).rule(rule.id());
    let severities = Severity::ALL.map(Severity::code);
    let mut properties = Map::new();
    properties.insert(
        "enabled".to_owned(),
        json!({ "type": "boolean", "default": rule.on_by_default(), "description": "Whether the rule is checked." }),
    );
    properties.insert(
        "severity".to_owned(),
        json!({ "enum": severities, "default": rule.severity().code(), "description": "The severity of all its findings." }),
    );
    for param in rule.params() {
        let kind = match param.default {
            ParamValue::Int(_) => "integer",
            ParamValue::Float(_) => "number",
            ParamValue::Flag(_) => "boolean",
        };
        let meaning = text.and_then(|t| t.params.iter().find(|(key, _)| *key == param.key)).map(|(_, meaning)| *meaning);
        properties.insert(param.key.to_owned(), json!({ "type": kind, "default": param.default, "description": meaning }));
    }
    json!({
        "title": text.map(|t| t.title),
        "description": text.map(|t| t.what),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_and_threshold_is_described() {
        let schema = schema().unwrap();
        for rule in REGISTRY {
            let section = &schema["properties"]["rules"]["properties"][rule.id()];
            assert_eq!(section["additionalProperties"], false, "{}", rule.id());
            assert_eq!(section["properties"]["severity"]["default"], rule.severity().code());
            for param in rule.params() {
                let described = &section["properties"][param.key];
                assert_eq!(described["default"], json!(param.default), "{} {}", rule.id(), param.key);
                assert!(described["description"].is_string(), "{} {}", rule.id(), param.key);
            }
        }
        assert_eq!(schema["additionalProperties"], false);
        assert!(schema["properties"]["window_months"]["description"].is_string());
    }

    /// Whether a part of the schema admits a value: as much of the language as the configuration's schema speaks.
    fn check(root: &Value, schema: &Value, value: &Value, path: &str) -> Result<(), String> {
        if let Some(at) = schema["$ref"].as_str() {
            return check(root, root.pointer(&at[1..]).unwrap(), value, path);
        }
        if let Some(union) = schema.get("anyOf").or(schema.get("oneOf")).and_then(Value::as_array) {
            let admitted = union.iter().filter(|branch| check(root, branch, value, path).is_ok()).count();
            let fits = if schema.get("oneOf").is_some() { admitted == 1 } else { admitted > 0 };
            return fits.then_some(()).ok_or_else(|| format!("{path}: {admitted} of the union admit {value}"));
        }
        let is = |kind: &str| match kind {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            _ => value.is_null(),
        };
        let kinds: Vec<&str> = match &schema["type"] {
            Value::String(kind) => vec![kind],
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let known = |allowed: &Value| allowed.as_array().is_none_or(|allowed| allowed.contains(value));
        let constant = schema.get("const").is_none_or(|constant| constant == value);
        if !(kinds.is_empty() || kinds.iter().any(|kind| is(kind))) || !constant || !known(&schema["enum"]) {
            return Err(format!("{path}: {value} is not admitted"));
        }
        for (key, value) in value.as_object().into_iter().flatten() {
            let path = format!("{path}.{key}");
            match schema["properties"].get(key).or(schema.get("additionalProperties")) {
                Some(Value::Bool(false)) => return Err(format!("{path}: unknown")),
                Some(schema) => check(root, schema, value, &path)?,
                None => {}
            }
        }
        for (at, value) in value.as_array().into_iter().flatten().enumerate() {
            let item = schema["prefixItems"].get(at).unwrap_or(&schema["items"]);
            check(root, item, value, &format!("{path}[{at}]"))?;
        }
        Ok(())
    }

    #[test]
    fn the_schema_admits_what_is_shipped_and_every_spelling_of_a_union() {
        let schema = schema().unwrap();
        let admitted = |text: &str| {
            crate::config::parse("t", text).unwrap();
            check(&schema, &schema, &toml::from_str(text).unwrap(), "")
        };
        assert_eq!(admitted(include_str!("../../config/keyaccount.toml")), Ok(()));
        let unions = "[classify]\nmethod = \"amount\"\ntier_a = \"2000000.00\"\ntier_b = 600000\n\
            [input]\nconflicts = \"earlier_name\"\n\
            [[policy.changes]]\nvalid_from = \"2026-04-01\"\ngift_limit = 0.5\nday_rates = { manager = \"300\" }\n\
            part_days = { leave_share = 0.5 }\n";
        assert_eq!(admitted(unions), Ok(()));
        let wrong = json!({ "classify": { "method": "magic" } });
        assert!(check(&schema, &schema, &wrong, "").is_err());
        assert!(check(&schema, &schema, &json!({ "windows": 3 }), "").is_err());
    }
}
