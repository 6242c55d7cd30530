//! Describes a finished run as its manifest.

use super::TOOL_VERSION;
use super::manifest::{
    Conflicts, ControlTotal, Findings, Input, Manifest, Restated, Rows, Rule, SCHEMA_VERSION, Said, Sheet, Skipped, ThenNow,
    Totals,
};
use crate::analyse::restatement::Change;
use crate::analyse::{Restatement, Review, restatement};
use crate::clean::{Account, FileAccount, RowCounts, SheetAccount, Why};
use crate::config::{Language, Trial};
use crate::finding::{Finding, Severity};
use crate::labels::{self, Labels};
use crate::load::{Discovery, Fault};
use crate::problems::Kind;
use crate::published::InputFile;
use crate::rules::{Audit, Lack, Status};
use crate::units::{Money, Month};
use crate::workpaper::Workpaper;

/// What the manifest is made from.
pub struct Described<'a> {
    pub found: &'a Discovery,
    pub account: &'a Account,
    pub review: &'a Review,
    pub audit: &'a Audit,
    pub restatement: &'a Restatement,
    pub paper: &'a Workpaper,
    pub newest: Month,
    pub currency: &'a str,
    pub config_sha256: String,
    /// Values that were tried in place of the configured ones.
    pub tried: &'a [Trial],
}

/// The manifest, still without the outputs.
#[must_use]
pub fn describe(run: &Described<'_>) -> Manifest {
    let mut inputs: Vec<Input> = run.account.files.iter().map(input).collect();
    inputs.extend(run.found.problems.iter().map(|(name, problem)| Input {
        file: name.clone(),
        sha256: String::new(),
        bytes: 0,
        problem: Some(broken(&problem.fault)),
        sheets: Vec::new(),
    }));
    inputs.sort_by(|a, b| a.file.cmp(&b.file));
    Manifest {
        schema_version: SCHEMA_VERSION,
        tool_version: TOOL_VERSION.to_owned(),
        month: run.review.period.month.to_string(),
        newest_month: run.newest.to_string(),
        as_of: run.review.period.as_of.to_string(),
        currency: run.currency.to_owned(),
        config_sha256: run.config_sha256.clone(),
        tried: run.tried.iter().map(|t| (t.key.clone(), t.tried.clone())).collect(),
        inputs,
        passed_over: run.found.skipped.clone(),
        control_totals: control_totals(run.account),
        conflicts: conflicts(run.account),
        rules: rules(run.audit, run.paper),
        totals: totals(run.review, run.audit, run.paper),
        restatement: Some(restated(run.restatement)),
        outputs: Vec::new(),
    }
}

/// Every file of the input with its hash, as the manifest states them.
#[must_use]
pub fn inputs(found: &Discovery, account: &Account) -> Vec<InputFile> {
    let read = account.files.iter().map(|f| InputFile { file: f.file.clone(), sha256: f.sha256.clone() });
    let unread = found.problems.iter().map(|(name, _)| InputFile { file: name.clone(), sha256: String::new() });
    read.chain(unread).collect()
}

/// The manifest speaks English whatever the review speaks: programs read it.
fn english() -> &'static Labels {
    Labels::of(Language::En)
}

fn broken(fault: &Fault) -> Said {
    Said { code: fault.code().to_owned(), text: labels::problems::fault(english(), fault).sentence }
}

fn input(file: &FileAccount) -> Input {
    Input {
        file: file.file.clone(),
        sha256: file.sha256.clone(),
        bytes: file.bytes,
        problem: file.problem.as_ref().map(|p| broken(&p.fault)),
        sheets: file.sheets.iter().map(sheet).collect(),
    }
}

fn sheet(sheet: &SheetAccount) -> Sheet {
    Sheet {
        sheet: sheet.sheet.clone(),
        table: sheet.table.map(|t| t.name().to_owned()),
        why: sheet.why.as_ref().map(why),
        problem: sheet.problem.as_ref().map(|p| broken(&p.fault)),
        layout: sheet.layout.map(|l| l.name().to_owned()),
        header_row: sheet.header_row,
        columns: sheet.columns.iter().map(|(header, field)| (header.clone(), (*field).to_owned())).collect(),
        unknown_columns: sheet.unknown.iter().map(|u| u.header.clone()).collect(),
        rows: rows(&sheet.rows),
    }
}

fn why(why: &Why) -> Said {
    match why {
        Why::Empty => Said { code: "empty".to_owned(), text: "The sheet is empty.".to_owned() },
        Why::Skipped => Said { code: "skipped".to_owned(), text: "The configuration says to pass over it.".to_owned() },
        Why::Guide => Said { code: "guide".to_owned(), text: "The explanations that come with a template.".to_owned() },
        Why::NoHeader { nearest } => {
            let kind = Kind::NotOurs { nearest: nearest.clone() };
            Said { code: kind.code().to_owned(), text: labels::problems::problem(english(), &kind).sentence }
        }
    }
}

fn rows(counts: &RowCounts) -> Rows {
    Rows {
        seen: counts.seen,
        accepted: counts.accepted,
        rejected: counts.rejected,
        skipped: Skipped {
            repeated_header: counts.repeated_header,
            subtotal: counts.subtotal,
            note: counts.note,
            duplicate_export: counts.duplicate_export,
            superseded: counts.superseded,
        },
    }
}

fn conflicts(account: &Account) -> Conflicts {
    let mut found = Conflicts { count: account.conflicts.len() as u64, ..Conflicts::default() };
    for conflict in &account.conflicts {
        *found.by_table.entry(conflict.table.name().to_owned()).or_default() += 1;
    }
    found
}

fn control_totals(account: &Account) -> Vec<ControlTotal> {
    let line = |total: &crate::clean::ControlTotal| ControlTotal {
        table: total.table.name().to_owned(),
        column: total.column.to_owned(),
        seen: decimal(total.flow.seen),
        accepted: decimal(total.flow.accepted),
        rejected: decimal(total.flow.rejected),
        skipped: decimal(total.flow.skipped),
    };
    account.stated_totals().map(line).collect()
}

/// Minor units as a decimal text: sums over all rows may be larger than any one amount.
fn decimal(minor: i128) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let abs = minor.unsigned_abs();
    format!("{sign}{}.{:02}", abs / 100, abs % 100)
}

fn rules(audit: &Audit, paper: &Workpaper) -> Vec<Rule> {
    let reason = |status: &Status| match status {
        Status::Checked | Status::Off => None,
        Status::NotChecked(Lack::Table(table)) => Some(format!("no {} in the input", table.name())),
        Status::NotChecked(Lack::Column(table, column)) => Some(format!("no column {column} in {}", table.name())),
        Status::NotChecked(Lack::Columns(columns)) => {
            let names: Vec<String> = columns.iter().map(|(table, column)| format!("{}.{column}", table.name())).collect();
            Some(format!("none of the columns {} in the input", names.join(", ")))
        }
        Status::NotChecked(Lack::Setting(key)) => Some(format!("{key} is empty in the configuration")),
        Status::NotChecked(Lack::Claims(n)) => Some(format!("too few claims: no employee has {n} that do not recur")),
    };
    let line = |outcome: &crate::rules::Outcome| {
        let decided = paper.precision_of(outcome.rule);
        Rule {
            id: outcome.rule.to_owned(),
            status: outcome.status.code().to_owned(),
            reason: reason(&outcome.status),
            findings: outcome.findings,
            excess: outcome.excess.to_string(),
            tested: outcome.tested,
            unjudged: outcome.unjudged,
            open: audit.findings.iter().filter(|f| f.rule == outcome.rule && f.standing.is_open()).count() as u64,
            decided: decided.map_or(0, |p| p.decided),
            false_alarms: decided.map_or(0, |p| p.false_alarms),
            precision: decided.and_then(|p| p.precision).map(four_decimals),
        }
    };
    audit.outcomes.iter().map(line).collect()
}

fn four_decimals(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}

fn totals(review: &Review, audit: &Audit, paper: &Workpaper) -> Totals {
    let money = |sum: Money| sum.to_string();
    let [sales_month, sales_window, _, receivable_open, overdue] = restatement::totals(review);
    let of = |findings: &[&Finding]| {
        let count = |severity: Severity| findings.iter().filter(|f| f.draft.severity == severity).count() as u64;
        Findings { error: count(Severity::Error), warning: count(Severity::Warning), note: count(Severity::Note) }
    };
    let all: Vec<&Finding> = audit.findings.iter().collect();
    let open: Vec<&Finding> = all.iter().copied().filter(|f| f.standing.is_open()).collect();
    let excess = |sum: Money| review.available.expenses.then(|| money(sum));
    Totals {
        sales_month: sales_month.unwrap_or_default(),
        sales_window: sales_window.unwrap_or_default(),
        customers: review.customers.len() as u64,
        receivable_open,
        overdue,
        csat: review.satisfaction.ratings.csat().map(four_decimals),
        findings: of(&all),
        excess: excess(audit.findings.iter().filter_map(|f| f.draft.excess).sum()),
        net_excess: excess(paper.exposure.total.excess),
        in_question: excess(paper.exposure.total.in_question),
        open_findings: of(&open),
    }
}

fn restated(r: &Restatement) -> Restated {
    let compared = r.compared.as_ref();
    let customers = |what: Change| compared.map(|c| c.count(what) as u64);
    let sum = |column: &str| {
        let difference = compared?.total(column)?;
        Some(ThenNow { then: difference.then.clone()?, now: difference.now.clone()? })
    };
    Restated {
        month: r.month.to_string(),
        published: compared.is_some(),
        state: r.state.to_owned(),
        manifest_sha256: r.manifest_sha256.clone(),
        config_same: compared.map(|c| c.config_same),
        tool_same: compared.map(|c| c.tool_then.is_none()),
        customers_changed: customers(Change::Changed),
        customers_appeared: customers(Change::Appeared),
        customers_gone: customers(Change::Gone),
        sales_month: sum("sales_month"),
        sales_window: sum("sales_window"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conflicts_are_counted_by_table() {
        use crate::clean::{Basis, Conflict, Place};
        use crate::tables::TableId;
        let place = || Place { file: "a.csv".to_owned(), sheet: "a".to_owned(), row: 2 };
        let one = |table| Conflict {
            table,
            id: "1".to_owned(),
            kept: place(),
            dropped: place(),
            basis: Basis::Fuller,
            differences: Vec::new(),
        };
        let all = [TableId::Orders, TableId::Visits, TableId::Orders].map(one).to_vec();
        let text = serde_json::to_string(&conflicts(&Account { conflicts: all, ..Account::default() })).unwrap();
        assert_eq!(text, r#"{"count":3,"by_table":{"orders":2,"visits":1}}"#);
    }

    #[test]
    fn sums_are_exact_texts() {
        let shown = [0, 5, -5, -12_345, i128::from(i64::MAX) * 10].map(decimal);
        assert_eq!(shown, ["0.00", "0.05", "-0.05", "-123.45", "922337203685477580.70"]);
    }
}
