//! The reference of the rules: what each one finds, why, by which thresholds, from what data. One page a rule, said once and
//! written as plain text (`keyaccount rules ID`) or as Markdown (`docs/rules.md`), so that the two cannot differ.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::config::{Config, Language, Policies, Policy};
use crate::labels::{Labels, RuleText, summary};
use crate::rules::{REGISTRY, Rule, Settings, Setup};

/// More entries of a list than this are counted and not spelt out in Markdown.
const LISTED: usize = 8;

/// All there is to say of one rule.
#[derive(Debug)]
pub struct Page {
    id: &'static str,
    title: &'static str,
    /// Name and value: severity, source, whether it is checked by default.
    facts: Vec<(&'static str, String)>,
    what: &'static str,
    parts: Vec<(&'static str, Vec<Line>)>,
}

/// One line of a part.
#[derive(Debug)]
enum Line {
    Prose(String),
    /// A key of the configuration with its values, the default as plain text names it, and what it means.
    Key {
        key: String,
        values: Vec<String>,
        default: Option<String>,
        meaning: &'static str,
    },
    /// Columns, of which one is enough where there are several.
    Columns {
        any_of: Option<&'static str>,
        columns: Vec<String>,
    },
}

/// A version of the policy, as the configuration spells it.
#[derive(Debug, Clone)]
pub struct Version {
    pub name: String,
    /// Its first day; the first version has always been in force.
    pub from: Option<NaiveDate>,
    policy: Value,
}

impl Version {
    /// Every version of the policy, the oldest first; `None` only for a fault of the program.
    #[must_use]
    pub fn all(policy: &Policy) -> Option<Vec<Self>> {
        let one = |(from, policy): (Option<NaiveDate>, &Policy)| {
            Some(Version { name: policy.name.clone(), from, policy: serde_json::to_value(policy).ok()? })
        };
        Policies::new(policy).versions().map(one).collect()
    }

    /// The keys that a rule judges by, with their values.
    #[must_use]
    pub fn keys_of(&self, rule: &dyn Rule) -> Map<String, Value> {
        rule.policy().iter().map(|key| ((*key).to_owned(), self.value(key).clone())).collect()
    }

    fn value(&self, key: &str) -> &Value {
        self.policy.get(key).unwrap_or(&Value::Null)
    }
}

impl Page {
    /// The page of a rule, with what is in force for it, by every version of the policy.
    #[must_use]
    pub fn new(labels: &Labels, rule: &dyn Rule, setup: &Setup, versions: &[Version]) -> Option<Self> {
        let (w, text) = (summary::words(labels), labels.rule(rule.id())?);
        let severity = setup.severity.unwrap_or_else(|| rule.severity()).code();
        let severity = if setup.enabled { labels.word(severity) } else { w.off };
        let by_default = if rule.on_by_default() { labels.yes } else { labels.no };
        let prose = |text: &str| vec![Line::Prose(text.to_owned())];
        let or_none = |lines: Vec<Line>| if lines.is_empty() { prose(w.none) } else { lines };
        let mut parts = vec![(w.why, prose(text.why)), (w.thresholds, or_none(thresholds(rule, setup, text, w.default)))];
        if !rule.policy().is_empty() {
            parts.push((w.policy, policy_of(labels, rule, versions)));
        }
        parts.extend([
            (w.needs, columns(rule, w.one_of)),
            (w.sentences, text.sentences.iter().map(|(_, template)| Line::Prose(readable(template))).collect()),
            (w.example, prose(text.example)),
            (w.fix, prose(text.fix)),
        ]);
        Some(Page {
            id: rule.id(),
            title: text.title,
            facts: vec![
                (w.severity, severity.to_owned()),
                (w.source, rule.source().to_owned()),
                (w.by_default, by_default.to_owned()),
            ],
            what: text.what,
            parts,
        })
    }

    /// As a terminal shows it.
    #[must_use]
    pub fn text(&self) -> String {
        let facts: Vec<String> = self.facts.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let mut page = format!("{}  {}\n{}\n\n{}\n", self.id, self.title, facts.join("  "), self.what);
        for (heading, lines) in &self.parts {
            page += &format!("\n{heading}\n");
            for line in lines {
                page += &format!("  {}\n", line.text());
            }
        }
        page
    }

    /// As a chapter of a Markdown page.
    #[must_use]
    pub fn markdown(&self, labels: &Labels) -> String {
        let colon = colon(labels);
        let facts: Vec<String> = self.facts.iter().map(|(name, value)| format!("{name}{colon}{value}")).collect();
        let anchor = self.id.to_ascii_lowercase();
        let mut page =
            format!("<a id=\"{anchor}\"></a>\n\n## {} {}\n\n{}\n\n{}\n", self.id, self.title, facts.join(" · "), self.what);
        for (heading, lines) in &self.parts {
            page += &format!("\n**{heading}**\n\n");
            let listed = lines.len() > 1 || !matches!(lines.first(), Some(Line::Prose(_)));
            for line in lines {
                page += &format!("{}{}\n", if listed { "- " } else { "" }, line.markdown(colon));
            }
        }
        page
    }
}

impl Line {
    fn text(&self) -> String {
        match self {
            Line::Prose(text) => text.clone(),
            Line::Key { key, values, default, meaning } => {
                let default = default.as_ref().map(|default| format!("  ({default})")).unwrap_or_default();
                let meaning = if meaning.is_empty() { String::new() } else { format!("  {meaning}") };
                format!("{key} = {}{default}{meaning}", values.join(", "))
            }
            Line::Columns { any_of: Some(any_of), columns } => format!("{any_of}: {}", columns.join(", ")),
            Line::Columns { any_of: None, columns } => columns.join(", "),
        }
    }

    /// What is made from the code shows the defaults: they need not be named twice.
    fn markdown(&self, colon: &str) -> String {
        match self {
            Line::Prose(text) => text.clone(),
            Line::Key { key, values, meaning, .. } => {
                let rest = if values.len() > LISTED { format!(" … ({})", values.len()) } else { String::new() };
                let shown: Vec<&str> = values.iter().take(LISTED).map(String::as_str).collect();
                let meaning = if meaning.is_empty() { String::new() } else { format!("{colon}{meaning}") };
                format!("`{key}` = {}{rest}{meaning}", shown.join(", "))
            }
            Line::Columns { any_of, columns } => {
                let columns: Vec<String> = columns.iter().map(|c| format!("`{c}`")).collect();
                let before = any_of.map(|any_of| format!("{any_of}{colon}")).unwrap_or_default();
                format!("{before}{}", columns.join(", "))
            }
        }
    }
}

/// The whole reference in Markdown, with the defaults.
#[must_use]
pub fn markdown(language: Language) -> String {
    let labels = Labels::of(language);
    let w = summary::words(labels);
    let versions = Version::all(&Config::default().policy).unwrap_or_default();
    let settings = Settings::default();
    let pages: Vec<(&dyn Rule, Page)> = REGISTRY
        .iter()
        .filter_map(|rule| Some((*rule, Page::new(labels, *rule, &shown(*rule, &settings), &versions)?)))
        .collect();
    let mut text = format!("# {}\n\n{}\n\n", w.reference_title, w.reference_intro);
    text += &format!("| {} | {} | {} | {} |\n|---|---|---|---|\n", w.rule, w.title, w.severity, w.source);
    for (rule, page) in &pages {
        let severity = if rule.on_by_default() { labels.word(rule.severity().code()) } else { w.off };
        let anchor = page.id.to_ascii_lowercase();
        text += &format!("| [{}](#{anchor}) | {} | {severity} | {} |\n", page.id, page.title, rule.source());
    }
    for (_, page) in &pages {
        text += &format!("\n{}", page.markdown(labels));
    }
    text
}

/// A rule that is off by default shows the severity that it has once it is on.
fn shown(rule: &dyn Rule, settings: &Settings) -> Setup {
    let mut setup = settings.of(rule);
    setup.enabled = true;
    setup
}

fn colon(labels: &Labels) -> &'static str {
    match labels.language {
        Language::En => ": ",
        Language::Zh => "：",
    }
}

fn thresholds(rule: &dyn Rule, setup: &Setup, text: &RuleText, default: &str) -> Vec<Line> {
    let meaning = |key: &str| text.params.iter().find(|(known, _)| *known == key).map_or("", |(_, meaning)| meaning);
    let line = |(now, declared): (&crate::rules::Param, &crate::rules::Param)| Line::Key {
        key: now.key.to_owned(),
        values: vec![now.default.to_string()],
        default: Some(format!("{default}: {}", declared.default)),
        meaning: meaning(now.key),
    };
    setup.values().iter().zip(rule.params()).map(line).collect()
}

/// The keys of the policy that a rule judges by. Where there are several versions each has its heading, and a later one
/// shows only what it changed.
fn policy_of(labels: &Labels, rule: &dyn Rule, versions: &[Version]) -> Vec<Line> {
    let none = summary::words(labels).none;
    let key_line = |version: &Version, key: &str| Line::Key {
        key: format!("policy.{key}"),
        values: items(version.value(key), none),
        default: None,
        meaning: "",
    };
    let mut lines = Vec::new();
    for (at, version) in versions.iter().enumerate() {
        if versions.len() > 1 {
            lines.push(Line::Prose(summary::version(labels, &version.name, version.from)));
        }
        let before = at.checked_sub(1).and_then(|at| versions.get(at));
        let changed = |key: &&&str| before.is_none_or(|before| before.value(key) != version.value(key));
        let count = lines.len();
        lines.extend(rule.policy().iter().filter(changed).map(|key| key_line(version, key)));
        if lines.len() == count {
            lines.push(Line::Prose(none.to_owned()));
        }
    }
    lines
}

fn columns(rule: &dyn Rule, one_of: &'static str) -> Vec<Line> {
    let all = rule.needs().iter().map(|column| Line::Columns { any_of: None, columns: vec![named(column)] });
    let groups = rule.any_of().iter();
    let groups = groups.map(|group| Line::Columns { any_of: Some(one_of), columns: group.iter().map(named).collect() });
    all.chain(groups).collect()
}

/// `visits.city`.
#[must_use]
pub fn named(column: &(crate::tables::TableId, &'static str)) -> String {
    format!("{}.{}", column.0.name(), column.1)
}

/// The entries of a list or the fields of a table, each on its own; `none` for a list without any.
fn items(value: &Value, none: &str) -> Vec<String> {
    match value {
        Value::Array(items) if items.is_empty() => vec![none.to_owned()],
        Value::Object(fields) if fields.is_empty() => vec![none.to_owned()],
        Value::Array(items) => items.iter().map(|item| plain(item, none)).collect(),
        Value::Object(fields) => fields.iter().map(|field| field_of(field, none)).collect(),
        other => vec![plain(other, none)],
    }
}

/// A field of a table; what holds more than one value stands in parentheses.
fn field_of((key, value): (&String, &Value), none: &str) -> String {
    let text = plain(value, none);
    if value.is_array() || value.is_object() { format!("{key} ({text})") } else { format!("{key} {text}") }
}

/// A value on one line, without the quotes of JSON.
fn plain(value: &Value, none: &str) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(_) => items(value, none).join(", "),
        Value::Object(_) => items(value, none).join(" "),
        other => other.to_string(),
    }
}

/// A template without its choices of number: `{n} {n|customer|customers}` is `{n} customers`.
fn readable(template: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|at| open + at) else { break };
        out.push_str(&rest[..open]);
        match rest[open + 1..close].rsplit_once('|') {
            Some((_, many)) => out.push_str(many),
            None => out.push_str(&rest[open..=close]),
        }
        rest = &rest[close + 1..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_shown_with_their_values_named() {
        assert_eq!(readable("{n} {n|customer|customers} of {of}."), "{n} customers of {of}.");
        assert_eq!(readable("nothing {open"), "nothing {open");
    }

    #[test]
    fn long_lists_are_counted() {
        let list: Vec<Value> = (1..=10).map(Value::from).collect();
        let line = Line::Key { key: "k".to_owned(), values: items(&Value::Array(list), "none"), default: None, meaning: "m" };
        assert_eq!(line.markdown(": "), "`k` = 1, 2, 3, 4, 5, 6, 7, 8 … (10): m");
        assert_eq!(line.text(), "k = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10  m");
    }

    #[test]
    fn groups_of_columns_are_shown() {
        let labels = Labels::of(Language::En);
        let rule = crate::rules::find("VIS009").unwrap();
        let page = Page::new(labels, rule, &Settings::default().of(rule), &[]).unwrap();
        assert!(page.text().contains("  one of: visits.party_size, visits.start, visits.end\n"), "{}", page.text());
        assert!(page.markdown(labels).contains("- one of: `visits.party_size`, `visits.start`, `visits.end`\n"));
    }
}
