//! VIS008: a visit report that leaves out some of the five topics.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization;

use super::{Case, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{TableId, Visit, Vocabulary, visits};

/// The topics in the order in which the procedure numbers them.
const TOPICS: [&str; 5] =
    ["topic_history", "topic_business_model", "topic_needs", "topic_product_preference", "topic_decision_makers"];

/// A visit whose report does not cover what is to be learnt of a customer: its history, its business model, its needs, what
/// products it prefers, and who decides.
pub(super) struct ReportTopics;

impl Rule for ReportTopics {
    fn id(&self) -> &'static str {
        "VIS008"
    }

    fn source(&self) -> &'static str {
        "[0]1"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Visits, visits::TOPICS_COVERED)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["missing", "counted", "none"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        // A column that nobody fills says nothing.
        let filled: FxHashSet<u32> =
            case.tables.visits.iter().filter(|v| v.topics_covered.is_some()).map(|v| v.source.sheet).collect();
        let mut drafts = Vec::new();
        for visit in case.visits(&[visits::TOPICS_COVERED]) {
            let covered = match &visit.topics_covered {
                Some(text) => covered(text),
                None if filled.contains(&visit.source.sheet) => Covered::Topics(BTreeSet::new()),
                None => Covered::Unclear,
            };
            match covered {
                Covered::Topics(topics) => drafts.extend(self.draft(visit, &topics)),
                Covered::Count(n) if n < TOPICS.len() => {
                    let facts = vec![("found", Fact::counted(n)), ("expected", Fact::counted(TOPICS.len()))];
                    drafts.push(self.visit(visit, "counted", facts));
                }
                Covered::Count(_) => {}
                Covered::Unclear => case.give_up(),
            }
        }
        drafts
    }
}

impl ReportTopics {
    fn draft(&self, visit: &Visit, covered: &BTreeSet<&str>) -> Option<Draft> {
        let missing: Vec<String> = TOPICS.iter().filter(|t| !covered.contains(*t)).map(|t| (*t).to_owned()).collect();
        let sentence = match missing.len() {
            0 => return None,
            n if n == TOPICS.len() => "none",
            _ => "missing",
        };
        Some(self.visit(visit, sentence, vec![("missing", Fact::Codes(missing))]))
    }

    fn visit(&self, visit: &Visit, sentence: &'static str, mut facts: Vec<(&'static str, Fact)>) -> Draft {
        facts.push(("visit", Fact::Day(visit.date)));
        Draft { facts, ..Draft::of_visit(self.severity(), sentence, visit) }
    }
}

/// What a cell says of the topics.
#[derive(Debug, PartialEq, Eq)]
enum Covered {
    Topics(BTreeSet<&'static str>),
    /// So many of the five, without saying which.
    Count(usize),
    /// Something else, such as `3/5` that a spreadsheet took for a day.
    Unclear,
}

/// Reads a cell: topics by name, `全部`, `3/5`, `5项`, or their numbers (`1、2、4`).
fn covered(text: &str) -> Covered {
    // One form for full-width letters, circled figures and ticks; ① becomes 1, so figures are parted first.
    let text: String = text.chars().flat_map(|c| if is_circled(c) { vec![' ', c] } else { vec![c] }).collect();
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let list = Vocabulary::Topic.words();
    let (mut topics, mut all, mut last) = (BTreeSet::new(), false, Vec::new());
    for part in parts(&text) {
        // `2.模式: 是` is 模式; what it contains may also stand in a sentence.
        let head = part.split([':', '=', '(']).next().unwrap_or_default().trim_matches(|c: char| !c.is_alphabetic());
        let codes = [list.codes(&part), list.codes(head)].concat();
        let named: Vec<&str> = TOPICS.into_iter().filter(|topic| codes.contains(topic)).collect();
        if codes.contains(&"not_covered") || is_denied(&part) {
            // Said on its own, it is said of the topic before it.
            if named.is_empty() {
                last.iter().for_each(|topic| _ = topics.remove(topic));
            }
            continue;
        }
        all |= codes.contains(&"all");
        topics.extend(named.iter().copied());
        last = named;
    }
    if topics.is_empty() && all {
        return Covered::Topics(TOPICS.into_iter().collect());
    }
    if topics.is_empty() { figures(&text) } else { Covered::Topics(topics) }
}

fn is_circled(c: char) -> bool {
    ('①'..='⑳').contains(&c)
}

/// The parts of a list. A box stands before what it ticks, a tick or cross behind it.
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = text.chars().peekable();
    let mut before = None;
    while let Some(c) = chars.next() {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let separates = match c {
            '、' | ',' | ';' | '/' | '|' | '+' | '&' | '。' | '.' | '·' | '\n' | '\r' | '\t' => true,
            // English phrases have spaces in them, and a space ties an answer or a tick to its topic.
            ' ' => {
                let next = chars.peek().copied();
                let answer = before.is_some_and(|c| is_box(c) || matches!(c, ':' | '='));
                let mark = next.is_some_and(|c| is_tick(c) || c == '(');
                !(answer || mark || (latin(before) && latin(next)))
            }
            _ => false,
        };
        if separates || is_box(c) {
            parts.push(String::new());
        }
        if !separates && let Some(last) = parts.last_mut() {
            last.push(c);
        }
        if is_tick(c) {
            parts.push(String::new());
        }
        before = Some(c);
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn is_box(c: char) -> bool {
    matches!(c, '☑' | '☐' | '□' | '☒' | '■' | '✅' | '❌')
}

fn is_tick(c: char) -> bool {
    matches!(c, '√' | '✓' | '✔' | '×' | '✗' | '✘')
}

/// `决策人: 无`, `needs = no`.
fn is_denied(part: &str) -> bool {
    let Some((_, answer)) = part.rsplit_once([':', '=', '(']) else { return false };
    Vocabulary::YesNo.words().exact_code(answer.trim_matches([' ', ')'])) == Some("no")
}

/// A cell without any topic's name: `3/5`, `5`, `80%`, `1-3`, `1 2 4`.
fn figures(text: &str) -> Covered {
    let nothing = || Covered::Topics(BTreeSet::new());
    let plain: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let numbers: Vec<usize> = plain.split(|c: char| !c.is_ascii_digit()).filter_map(|run| run.parse().ok()).collect();
    if looks_like_a_day(&plain) {
        return Covered::Unclear;
    }
    let between = |mark: &[char]| plain.matches(mark).count() == 1;
    let topics = |numbers: &mut dyn Iterator<Item = usize>| {
        Covered::Topics(numbers.filter_map(|n| TOPICS.get(n.checked_sub(1)?).copied()).collect())
    };
    match numbers[..] {
        [] => nothing(),
        [share] if plain.contains('%') => Covered::Count(share.min(100) * TOPICS.len() / 100),
        [n] if n <= TOPICS.len() => Covered::Count(n),
        [n] => topics(&mut n.to_string().bytes().map(|digit| usize::from(digit - b'0'))),
        [n, of] if of == TOPICS.len() && (between(&['/']) || plain.contains("of") || plain.contains("out")) => Covered::Count(n),
        [from, to] if from < to && between(&['-', '~', '–', '—']) => topics(&mut (from..=to.min(TOPICS.len()))),
        _ => topics(&mut numbers.into_iter()),
    }
}

/// `2026-03-05`, `3月5日`: a spreadsheet makes days of fractions.
fn looks_like_a_day(text: &str) -> bool {
    let year = text.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() == 4);
    (year && text.matches(['-', '/']).count() == 2) || (text.contains('月') && text.contains('日')) || text.contains("00:00")
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use super::*;
    use crate::config::Language;

    fn topics(text: &str) -> String {
        match covered(text) {
            Covered::Topics(topics) => {
                let marks = TOPICS.iter().zip(["H", "M", "N", "P", "D"]);
                marks.filter(|(topic, _)| topics.contains(*topic)).map(|(_, mark)| mark).collect()
            }
            Covered::Count(n) => n.to_string(),
            Covered::Unclear => "?".to_owned(),
        }
    }

    #[test]
    fn topics_are_named_in_both_languages_with_any_separator() {
        for (text, expected) in [
            ("公司历史、经营模式、客户需求、产品偏好、决策人", "HMNPD"),
            ("历史，商业模式；要求/喜好 | 组织架构", "HMNPD"),
            ("1.历史 2.模式 3.需求 4.产品喜好 5.决策者", "HMNPD"),
            ("公司历史和经营模式以及需求", "HMN"),
            ("公司历史：成立于1998年；主要要求及合作模式", "HN"),
            ("Company history; business model, requirements", "HMN"),
            ("Needs + product preferences & decision makers", "NPD"),
            ("HISTORY/Business Model/NEEDS/Product/Org chart", "HMNPD"),
            ("需求、决策人", "ND"),
            ("价格、交期", ""),
            ("无", ""),
            ("☑历史 ☑模式 ☐需求 □喜好 ☑决策人", "HMD"),
            ("历史√ 模式√ 需求× 喜好√ 决策人×", "HMP"),
            ("历史、模式、需求，决策人未了解", "HMN"),
            ("历史：是 模式：是；需求：否；喜好（无）", "HM"),
            ("合作模式", "N"),
            ("☑ 历史 ☐ 模式 ☑ 需求", "HN"),
            ("历史 √ 模式 ×", "H"),
            ("历史 模式 需求 喜好 架构", "HMNPD"),
            ("历史 模式 决策人 未了解", "HM"),
            ("客户需求 （要求、交期）", "N"),
            ("history: yes; business model: yes; needs: no; decision makers: not discussed", "HM"),
            ("客户需求全部了解", "N"),
            ("全部", "HMNPD"),
            ("五项均已了解", "HMNPD"),
            ("All five topics covered", "HMNPD"),
        ] {
            assert_eq!(topics(text), expected, "{text}");
        }
    }

    #[test]
    fn topics_are_counted_or_numbered() {
        for (text, expected) in [
            ("5/5", "5"),
            ("３／５", "3"),
            ("3 of 5", "3"),
            ("5", "5"),
            ("4项", "4"),
            ("0", "0"),
            ("80%", "4"),
            ("1、2、4", "HMP"),
            ("①②③⑤", "HMND"),
            ("12345", "HMNPD"),
            ("1-5", "HMNPD"),
            ("1-3", "HMN"),
            ("1/2/3/4/5", "HMNPD"),
            ("2026-03-05", "?"),
            ("3月5日", "?"),
        ] {
            assert_eq!(topics(text), expected, "{text}");
        }
    }

    #[test]
    fn one_finding_a_visit_names_what_is_missing() {
        let world = World::month("2026-05").visits(&[
            "date,customer,salesperson,topics_covered,report_on",
            "2026-05-04,A,陆,公司历史、经营模式、客户需求、产品偏好、决策人,2026-05-04",
            "2026-05-05,B,陆,公司历史、客户需求,2026-05-05",
            "2026-05-06,C,陆,3/5,2026-05-06",
            "2026-05-07,D,陆,,2026-05-07",
            "2026-05-08,E,陆,2026-03-05,2026-05-08",
            "2026-04-30,F,陆,历史,2026-04-30",
        ]);
        let found = ["陆|B||2026-05-05||||1", "陆|C||2026-05-06||||1", "陆|D||2026-05-07||||1"];
        assert_eq!(world.found("VIS008"), found);
        assert_eq!(world.sentences("VIS008"), ["missing", "counted", "none"]);
        assert_eq!(world.counts("VIS008"), (4, 1));
        let said = world.said("VIS008", Language::En);
        assert!(said[0].contains("business model, product preference, decision makers"), "{}", said[0]);
        let said = world.said("VIS008", Language::Zh);
        assert!(said[0].contains("经营模式、产品偏好、决策人"), "{}", said[0]);
    }

    #[test]
    fn a_column_that_nobody_fills_is_not_judged() {
        let rows = ["date,customer,salesperson,topics_covered", "2026-05-04,A,陆,", "2026-05-05,B,陆,"];
        let world = World::month("2026-05").visits(&rows);
        assert!(world.found("VIS008").is_empty());
        assert_eq!(world.counts("VIS008"), (0, 2));
        assert_eq!(
            World::month("2026-05").visits(&["date,customer,salesperson,purpose", "2026-05-04,A,陆,x"]).status("VIS008"),
            "not_checked"
        );
    }
}
