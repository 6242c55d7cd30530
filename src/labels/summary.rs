//! The short texts that commands print: the outcome of a run, the count of problems, the headings of a rule.

use chrono::NaiveDate;

use super::{Labels, fill};
use crate::config::Language;
use crate::publish::manifest::Manifest;
use crate::units::Month;

/// Words of the printed results.
pub struct Words {
    /// The lists of `check`.
    pub sheets: &'static str,
    pub problems: &'static str,
    /// Columns of `rules`, and the parts of one rule.
    pub rule: &'static str,
    pub severity: &'static str,
    pub source: &'static str,
    pub title: &'static str,
    pub why: &'static str,
    pub thresholds: &'static str,
    pub policy: &'static str,
    pub needs: &'static str,
    pub example: &'static str,
    pub fix: &'static str,
    pub none: &'static str,
    pub off: &'static str,
    pub default: &'static str,
    /// A version of the policy: the first one, and one with its first day.
    always: &'static str,
    since: &'static str,
    pub one_of: &'static str,
    pub sentences: &'static str,
    pub by_default: &'static str,
    /// The reference of the rules as a document.
    pub reference_title: &'static str,
    pub reference_intro: &'static str,
    run: &'static str,
    unchanged: &'static str,
    check: &'static str,
    /// Files that could not be read, by name.
    unreadable: &'static str,
    /// Between two names, and after the last that is shown.
    comma: &'static str,
    more: &'static str,
    exported: &'static str,
    exported_records: &'static str,
}

static EN: Words = Words {
    sheets: "Sheets",
    problems: "Problems",
    rule: "rule",
    severity: "severity",
    source: "source",
    title: "title",
    why: "Why",
    thresholds: "Thresholds",
    policy: "Policy",
    needs: "Needs",
    example: "Example",
    fix: "How to fix it",
    none: "none",
    off: "off",
    default: "default",
    always: "{name}, from the beginning",
    since: "{name}, from {day}; changed:",
    one_of: "one of",
    sentences: "What its findings say",
    by_default: "on by default",
    reference_title: "The audit rules",
    reference_intro: "Made from the code: `BLESS=1 cargo test --test suite rules::` writes it anew. `keyaccount rules ID` prints the same with the \
        thresholds in force. A source such as `[0]1` names the document and the piece of it that asks for the rule. A rule is checked \
        where the input has the columns it needs; otherwise the review says that it was not checked, and why. Thresholds are set under \
        `[rules.ID]`, the policy under `[policy]`, as `config/keyaccount.toml` shows.",
    run: "{month}: written to {folder}\n\
        rows: {seen} read, {accepted} accepted, {rejected} rejected, {skipped} skipped\n\
        open findings: {errors} {errors|error|errors}, {warnings} {warnings|warning|warnings}, {notes} {notes|note|notes}\n",
    unchanged: "{month}: nothing has changed, {folder} stays as it is\n\
        rows: {seen} read, {accepted} accepted, {rejected} rejected, {skipped} skipped\n\
        open findings: {errors} {errors|error|errors}, {warnings} {warnings|warning|warnings}, {notes} {notes|note|notes}\n",
    check: "{files} {files|file|files}, {seen} {seen|row|rows}: {accepted} accepted, {rejected} rejected, {skipped} skipped; \
        {errors} {errors|error|errors}, {warnings} {warnings|warning|warnings}, {notes} {notes|note|notes}\n",
    unreadable: "{n} of {files} files could not be read: {names} (see Data quality)\n",
    comma: ", ",
    more: ", and {n} more",
    exported: "{month}: {rows} {rows|row|rows} in {tables} tables to {to}\n",
    exported_records: "records: {rows} {rows|row|rows} in {tables} tables to {to}\n",
};

static ZH: Words = Words {
    sheets: "工作表",
    problems: "问题",
    rule: "规则",
    severity: "级别",
    source: "来源",
    title: "名称",
    why: "原因",
    thresholds: "阈值",
    policy: "制度",
    needs: "所需数据",
    example: "示例",
    fix: "处理办法",
    none: "无",
    off: "关闭",
    default: "默认",
    always: "{name}，一直有效",
    since: "{name}，自{day}起；变更：",
    one_of: "其中之一",
    sentences: "发现的表述",
    by_default: "默认检查",
    reference_title: "审计规则",
    reference_intro: "本文由代码生成：`BLESS=1 cargo test --test suite rules::` 可重新生成。`keyaccount rules ID --lang zh` 显示同样内容和现行阈值。来源如 `[0]1` \
        指提出该规则的文件及其篇次。数据中有所需列时才检查该规则；否则报告会说明未检查及其原因。阈值在 `[rules.ID]` 中设置，制度在 `[policy]` 中设置，\
        写法见 `config/keyaccount.toml`。",
    run: "{month}：已写入 {folder}\n\
        行数：读取 {seen}，采用 {accepted}，拒绝 {rejected}，略过 {skipped}\n\
        待处理发现：错误 {errors}，警告 {warnings}，提示 {notes}\n",
    unchanged: "{month}：没有变化，{folder} 保持原样\n\
        行数：读取 {seen}，采用 {accepted}，拒绝 {rejected}，略过 {skipped}\n\
        待处理发现：错误 {errors}，警告 {warnings}，提示 {notes}\n",
    check: "文件 {files} 个，共 {seen} 行：采用 {accepted}，拒绝 {rejected}，略过 {skipped}；错误 {errors}，警告 {warnings}，提示 {notes}\n",
    unreadable: "{files} 个文件中有 {n} 个无法读取：{names}（见“数据质量”表）\n",
    comma: "、",
    more: "等，另有 {n} 个",
    exported: "{month}：{tables} 张表共 {rows} 行已导出到 {to}\n",
    exported_records: "明细记录：{tables} 张表共 {rows} 行已导出到 {to}\n",
};

/// The words of a language.
#[must_use]
pub fn words(labels: &Labels) -> &'static Words {
    match labels.language {
        Language::En => &EN,
        Language::Zh => &ZH,
    }
}

/// A version of the policy and the day from which it holds.
#[must_use]
pub fn version(labels: &Labels, name: &str, day: Option<NaiveDate>) -> String {
    let words = words(labels);
    let named = ("name", name.to_owned());
    match day {
        None => fill(words.always, &[named]),
        Some(day) => fill(words.since, &[named, ("day", day.to_string())]),
    }
}

/// The outcome of a run.
#[must_use]
pub fn run(labels: &Labels, manifest: &Manifest, folder: &str, unchanged: bool) -> String {
    let words = words(labels);
    let rows = manifest.rows();
    let mut values =
        counted([rows.seen, rows.accepted, rows.rejected, rows.skipped.all()], manifest.totals.open_findings.counts());
    values.push(("month", manifest.month.clone()));
    values.push(("folder", folder.to_owned()));
    fill(if unchanged { words.unchanged } else { words.run }, &values) + &unreadable(words, manifest)
}

/// The files that could not be read, in a line; nothing where all could.
fn unreadable(words: &Words, manifest: &Manifest) -> String {
    const NAMED: usize = 3;
    let names: Vec<&str> = manifest.inputs.iter().filter(|i| i.problem.is_some()).map(|i| i.file.as_str()).collect();
    if names.is_empty() {
        return String::new();
    }
    let mut named = names[..names.len().min(NAMED)].join(words.comma);
    if names.len() > NAMED {
        named.push_str(&fill(words.more, &[("n", (names.len() - NAMED).to_string())]));
    }
    let count = |n: usize| n.to_string();
    fill(words.unreadable, &[("n", count(names.len())), ("files", count(manifest.inputs.len())), ("names", named)])
}

/// The one line of summary of a check. `rows`: seen, accepted, rejected, skipped; `problems`: errors, warnings, notes.
#[must_use]
pub fn check(labels: &Labels, files: usize, rows: [u64; 4], problems: [u64; 3]) -> String {
    let mut values = counted(rows, problems);
    values.push(("files", files.to_string()));
    fill(words(labels).check, &values)
}

/// What an export brought to its destination: a month, or the records.
#[must_use]
pub fn exported(labels: &Labels, month: Option<Month>, tables: usize, rows: usize, to: &str) -> String {
    let words = words(labels);
    let mut values = vec![("tables", tables.to_string()), ("rows", rows.to_string()), ("to", to.to_owned())];
    values.extend(month.map(|month| ("month", month.to_string())));
    fill(if month.is_some() { words.exported } else { words.exported_records }, &values)
}

fn counted(rows: [u64; 4], found: [u64; 3]) -> Vec<(&'static str, String)> {
    let names = ["seen", "accepted", "rejected", "skipped", "errors", "warnings", "notes"];
    names.into_iter().zip(rows.into_iter().chain(found).map(|n| n.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_many() {
        let line = check(Labels::of(Language::En), 1, [2, 1, 1, 0], [1, 0, 2]);
        assert_eq!(line, "1 file, 2 rows: 1 accepted, 1 rejected, 0 skipped; 1 error, 0 warnings, 2 notes\n");
        assert!(check(Labels::of(Language::Zh), 1, [2, 1, 1, 0], [1, 0, 2]).contains("错误 1"));
    }
}
