//! The texts of a rule, and the sentence of a finding: what was expected and what was found.

use super::{Labels, fill};
use crate::finding::{Draft, Fact};
use crate::report::model::Script;

/// What a rule says in one language.
#[derive(Debug)]
pub struct RuleText {
    pub id: &'static str,
    pub title: &'static str,
    pub what: &'static str,
    pub why: &'static str,
    pub example: &'static str,
    pub fix: &'static str,
    /// Threshold, meaning.
    pub params: &'static [(&'static str, &'static str)],
    /// Name, template.
    pub sentences: &'static [(&'static str, &'static str)],
}

/// The sentence of a finding.
#[must_use]
pub fn finding_sentence(labels: &Labels, rule: &str, draft: &Draft) -> String {
    rule_sentence(labels, rule, draft.sentence, &draft.facts)
}

/// One of a rule's sentences with its facts: a finding's, or a hint's.
#[must_use]
pub fn rule_sentence(labels: &Labels, rule: &str, sentence: &str, facts: &[(&'static str, Fact)]) -> String {
    let template = labels
        .rule(rule)
        .and_then(|text| text.sentences.iter().find(|(name, _)| *name == sentence))
        .map_or("", |(_, template)| template);
    let values: Vec<(&str, String)> = facts.iter().map(|(name, fact)| (*name, shown(labels, fact))).collect();
    fill(template, &values)
}

fn shown(labels: &Labels, fact: &Fact) -> String {
    match fact {
        Fact::Money(m) => m.grouped(),
        Fact::Count(n) => n.to_string(),
        Fact::Day(day) => day.format("%Y-%m-%d").to_string(),
        Fact::Text(text) => text.clone(),
        Fact::Code(code) => labels.word_of(code).to_owned(),
        Fact::Codes(codes) => {
            let words: Vec<&str> = codes.iter().map(|code| labels.word(code)).collect();
            words.join(if labels.script == Script::Han { "、" } else { ", " })
        }
        Fact::Missing => labels.unknown.to_owned(),
    }
}
