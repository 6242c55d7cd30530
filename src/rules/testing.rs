//! A small world for the rules' tests: tables typed as lines of text, read by the real reader, analysed and audited.

use crate::analyse::{self, Period};
use crate::clean::Cleaner;
use crate::config::Config;
use crate::load::{Cell, Consumer, FileRead, Format, Value};

use super::{Audit, Settings, audit};
use crate::tables::Tables;

/// Tables as text, and the month under review.
pub(crate) struct World {
    month: String,
    files: Vec<(&'static str, Vec<String>)>,
}

impl World {
    pub(crate) fn month(month: &str) -> Self {
        World { month: month.to_owned(), files: Vec::new() }
    }

    fn with(mut self, name: &'static str, rows: &[&str]) -> Self {
        self.files.push((name, rows.iter().map(|r| (*r).to_owned()).collect()));
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
        let config = Config::default();
        let mut cleaner = Cleaner::new(&config);
        for (name, rows) in &self.files {
            cleaner.begin_file(name);
            cleaner.begin_sheet(0, name);
            for (line, row) in rows.iter().zip(1u32..) {
                let cells: Vec<Cell<'_>> = line
                    .split(',')
                    .zip(0u32..)
                    .filter(|(text, _)| !text.is_empty())
                    .map(|(text, col)| Cell { col, value: Value::Text(text) })
                    .collect();
                cleaner.row(row, &cells);
            }
            cleaner.end_sheet(None);
            cleaner.end_file(FileRead { sha256: String::new(), bytes: 0, format: Format::Text, problem: None });
        }
        let cleaned = cleaner.finish().unwrap();
        assert!(cleaned.account.rejects.is_empty(), "{:?}", cleaned.account.rejects);
        for file in &cleaned.account.files {
            assert!(file.sheets.iter().all(|s| s.table.is_some()), "{}: not recognised", file.file);
        }
        cleaned.tables
    }

    pub(crate) fn audit(&self) -> (Tables, Audit) {
        let config = Config::default();
        let tables = self.tables();
        let period = Period::new(self.month.parse().unwrap(), config.window_months);
        let review = analyse::analyse(&tables, period, &config).unwrap();
        let audit = audit(&tables, &review, &config, &Settings::default());
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

    pub(crate) fn status(&self, rule: &str) -> &'static str {
        self.audit().1.outcomes.iter().find(|o| o.rule == rule).unwrap().status.code()
    }
}
