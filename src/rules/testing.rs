//! A small world for the rules' tests: tables typed as lines of text, read by the real reader, analysed and audited.

use crate::analyse::{self, Period};
use crate::clean::testing::Cleaner;
use crate::config::{self, Config};
use crate::labels::{Labels, finding_sentence};
use crate::load::{Cell, Consumer, FileRead, Format, Value};

use super::{Audit, Settings, audit};
use crate::tables::Tables;

/// Tables as text, and the month under review.
pub(crate) struct World {
    month: String,
    files: Vec<(&'static str, Vec<String>)>,
    config: String,
}

impl World {
    pub(crate) fn month(month: &str) -> Self {
        World { month: month.to_owned(), files: Vec::new(), config: String::new() }
    }

    fn config(&self) -> Config {
        crate::config::parse("test", &self.config).unwrap()
    }

    fn with(mut self, name: &'static str, rows: &[&str]) -> Self {
        self.files.push((name, rows.iter().map(|r| (*r).to_owned()).collect()));
        self
    }

    /// With a configuration of its own.
    pub(crate) fn configured(mut self, config: &str) -> Self {
        config.clone_into(&mut self.config);
        self
    }

    pub(crate) fn visits(self, rows: &[&str]) -> Self {
        self.with("visits", rows)
    }

    pub(crate) fn expenses(self, rows: &[&str]) -> Self {
        self.with("expenses", rows)
    }

    pub(crate) fn orders(self, rows: &[&str]) -> Self {
        self.with("orders", rows)
    }

    pub(crate) fn callbacks(self, rows: &[&str]) -> Self {
        self.with("callbacks", rows)
    }

    pub(crate) fn customers(self, rows: &[&str]) -> Self {
        self.with("customers", rows)
    }

    pub(crate) fn dispositions(self, rows: &[&str]) -> Self {
        self.with("dispositions", rows)
    }

    pub(crate) fn tables(&self) -> Tables {
        let config = self.config();
        let mut cleaner = Cleaner::new(&config);
        for (name, rows) in &self.files {
            cleaner.begin_file(name);
            cleaner.begin_sheet(0, name);
            for (line, row) in rows.iter().zip(1u32..) {
                let cells: Vec<Cell<'_>> = line
                    .split(',')
                    .zip(0u32..)
                    .filter(|(text, _)| !text.is_empty())
                    .map(|(text, col)| Cell::new(col, Value::Text(text)))
                    .collect();
                cleaner.row(row, &cells);
            }
            cleaner.end_sheet(None);
            cleaner.end_file(FileRead {
                sha256: String::new(),
                bytes: 0,
                format: Format::Text,
                problem: None,
                remarks: Vec::new(),
            });
        }
        let cleaned = cleaner.finish().unwrap();
        assert!(cleaned.account.rejects.is_empty(), "{:?}", cleaned.account.rejects);
        for file in &cleaned.account.files {
            assert!(file.sheets.iter().all(|s| s.table.is_some()), "{}: not recognised", file.file);
        }
        cleaned.tables
    }

    pub(crate) fn audit(&self) -> (Tables, Audit) {
        let config = self.config();
        let tables = self.tables();
        let period = Period::new(self.month.parse().unwrap(), config.window_months);
        let review = analyse::analyse(&tables, period, &config).unwrap();
        let audit = audit(&tables, &review, &config, &Settings::resolve(&config.rules).unwrap());
        (tables, audit)
    }

    /// The findings of a rule as `employee|customer|trip|date|claimed|allowed|excess|evidence rows`.
    pub(crate) fn found(&self, rule: &str) -> Vec<String> {
        let (tables, audit) = self.audit();
        let shown = |m: Option<crate::units::Money>| m.map(|m| m.to_string()).unwrap_or_default();
        audit
            .findings
            .iter()
            .filter(|f| f.rule == rule)
            .map(|f| {
                let d = &f.draft;
                [
                    d.employee.clone().unwrap_or_default(),
                    d.party.map(|p| tables.parties.name(p).to_owned()).unwrap_or_default(),
                    d.trip_id.clone().unwrap_or_default(),
                    d.date.map(|d| d.to_string()).unwrap_or_default(),
                    shown(d.claimed),
                    shown(d.allowed),
                    shown(d.excess),
                    d.evidence.len().to_string(),
                ]
                .join("|")
            })
            .collect()
    }

    pub(crate) fn severities(&self, rule: &str) -> Vec<&'static str> {
        self.audit().1.findings.iter().filter(|f| f.rule == rule).map(|f| f.draft.severity.code()).collect()
    }

    /// Records the rule looked at, and records it could not judge.
    pub(crate) fn counts(&self, rule: &str) -> (u64, u64) {
        let audit = self.audit().1;
        let outcome = audit.outcomes.iter().find(|o| o.rule == rule).unwrap();
        (outcome.tested, outcome.unjudged)
    }

    /// The names of the sentences, in the order of the findings.
    pub(crate) fn sentences(&self, rule: &str) -> Vec<&'static str> {
        self.audit().1.findings.iter().filter(|f| f.rule == rule).map(|f| f.draft.sentence).collect()
    }

    /// A rule's findings in words.
    pub(crate) fn said(&self, rule: &str, language: config::Language) -> Vec<String> {
        let labels = Labels::of(language);
        let (_, audit) = self.audit();
        audit.findings.iter().filter(|f| f.rule == rule).map(|f| finding_sentence(labels, rule, &f.draft)).collect()
    }

    /// A rule's findings in English.
    pub(crate) fn messages(&self, rule: &str) -> Vec<String> {
        self.said(rule, config::Language::En)
    }

    /// A rule's findings in English, each with the policy it was judged by.
    pub(crate) fn judged(&self, rule: &str) -> Vec<String> {
        let audit = self.audit().1;
        let policies = audit.findings.into_iter().filter(|f| f.rule == rule).map(|f| f.policy);
        policies.zip(self.messages(rule)).map(|(policy, message)| format!("{policy}: {message}")).collect()
    }

    pub(crate) fn status(&self, rule: &str) -> &'static str {
        self.audit().1.outcomes.iter().find(|o| o.rule == rule).unwrap().status.code()
    }
}
