//! What must be known before any figure is read: values that were tried, and files that could not be read, or only in part.

use super::Input;
use super::cells::line;
use super::model::{Block, Line, Script, Target, Tone};
use crate::config::Trial;
use crate::labels::{Labels, fill, gaps};
use crate::problems::{Kind, Problem};

/// So many files are named.
const NAMED: usize = 5;

/// Whether a file of the input, or a part of one, could not be read.
#[must_use]
pub fn anything_unread(problems: &[Problem]) -> bool {
    problems.iter().any(|p| matches!(p.kind, Kind::Unreadable(_) | Kind::PartlyRead(_)))
}

/// The files that could not be read, and those read only in part; nothing where all were read.
pub(super) fn unread(input: &Input<'_>) -> Option<String> {
    let l = input.labels;
    let t = gaps::texts(l);
    let of = |template: &str, pick: fn(&Kind) -> bool| {
        let mut files: Vec<&str> = input.problems.iter().filter(|p| pick(&p.kind)).map(|p| p.file.as_str()).collect();
        files.sort_unstable();
        files.dedup();
        (!files.is_empty()).then(|| fill(template, &[("files", first_of(l, &files))]))
    };
    let whole = of(t.unread, |kind| matches!(kind, Kind::Unreadable(_)));
    let part = of(t.unread_part, |kind| matches!(kind, Kind::PartlyRead(_)));
    let mut sentences: Vec<String> = whole.into_iter().chain(part).collect();
    if sentences.is_empty() {
        return None;
    }
    sentences.push(t.unread_means.to_owned());
    Some(sentences.join(if l.script == Script::Latin { " " } else { "" }))
}

/// The same as a line that leads to what is known of the files.
pub(super) fn unread_line(input: &Input<'_>) -> Option<Line> {
    unread(input).map(|text| line(text, Tone::Bad, Some(Target::Sheet("data_quality"))))
}

fn first_of(l: &Labels, files: &[&str]) -> String {
    let told = files[..files.len().min(NAMED)].join(l.list_comma);
    match files.len().saturating_sub(NAMED) {
        0 => told,
        n => told + &fill(gaps::texts(l).more_files, &[("n", n.to_string())]),
    }
}

/// What was tried with `--set`: whoever reads the review must not take it for the company's own.
pub(super) fn trials(input: &Input<'_>) -> Option<Block> {
    let l = input.labels;
    let of = |trial: &Trial| Line { text: fill(l.trial_line, &trial_values(l, trial)), tone: Tone::Watch, link: None };
    (!input.tried.is_empty())
        .then(|| Block::Text { heading: Some(l.trial_heading.to_owned()), lines: input.tried.iter().map(of).collect() })
}

/// The same in one sentence.
pub(super) fn trial_sentence(input: &Input<'_>) -> Option<String> {
    let l = input.labels;
    let values: Vec<String> = input.tried.iter().map(|trial| fill(l.trial_value, &trial_values(l, trial))).collect();
    (!values.is_empty()).then(|| fill(l.trial_sentence, &[("values", values.join(l.list_semicolon))]))
}

fn trial_values(l: &Labels, trial: &Trial) -> [(&'static str, String); 3] {
    let configured = trial.configured.clone().filter(|c| !c.is_empty());
    [
        ("key", trial.key.clone()),
        ("tried", trial.tried.clone()),
        ("configured", configured.unwrap_or_else(|| l.trial_default.to_owned())),
    ]
}
