//! `keyaccount schema`: the JSON Schema of the configuration, for editors and other programs.

use serde_json::{Map, Value, json};

use super::print_json;
use crate::config::{Config, Language};
use crate::failure::{DONE, Failure};
use crate::finding::Severity;
use crate::labels::Labels;
use crate::rules::{ParamValue, REGISTRY, Rule};

pub(super) fn print() -> Result<u8, Failure> {
    print_json(&schema()?)?;
    Ok(DONE)
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
}
