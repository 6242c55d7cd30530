//! The months of the output folder in words: how each stands, why, and which were removed.

use super::{Labels, fill};
use crate::config::Language;
use crate::publish::{MonthState, Prunable, State};

/// Words of `status` and `prune`.
pub struct Words {
    pub month: &'static str,
    pub state: &'static str,
    pub why: &'static str,
    pub no_months: &'static str,
    current: &'static str,
    stale: &'static str,
    other_version: &'static str,
    damaged: &'static str,
    foreign: &'static str,
    missing: &'static str,
    why_version: &'static str,
    why_config: &'static str,
    why_month_before: &'static str,
    why_foreign: &'static str,
    why_missing: &'static str,
    added: &'static str,
    changed: &'static str,
    removed: &'static str,
    outputs_changed: &'static str,
    outputs_removed: &'static str,
    /// Between two reasons, between two names, and after the last name that is shown.
    and: &'static str,
    comma: &'static str,
    more: &'static str,
    pruned: &'static str,
    would_be_pruned: &'static str,
    left: &'static str,
    nothing_to_prune: &'static str,
}

static EN: Words = Words {
    month: "month",
    state: "state",
    why: "why",
    no_months: "No month is published yet.",
    current: "current",
    stale: "out of date",
    other_version: "made by another version",
    damaged: "damaged",
    foreign: "not ours",
    missing: "missing",
    why_version: "made by version {version}",
    why_config: "the configuration is another",
    why_month_before: "the month before was published anew",
    why_foreign: "there is no manifest of this month in it",
    why_missing: "`keyaccount run --month {month}` makes it, if it has orders",
    added: "new in the input: {files}",
    changed: "changed in the input: {files}",
    removed: "gone from the input: {files}",
    outputs_changed: "changed in its folder: {files}",
    outputs_removed: "missing in its folder: {files}",
    and: "; ",
    comma: ", ",
    more: ", and {n} more",
    pruned: "{month}: removed\n",
    would_be_pruned: "{month}: would be removed\n",
    left: "{month}: stays, since keyaccount did not write what is in it: {files}\n",
    nothing_to_prune: "nothing to remove\n",
};

static ZH: Words = Words {
    month: "月份",
    state: "状态",
    why: "说明",
    no_months: "尚未发布任何月份。",
    current: "最新",
    stale: "已过时",
    other_version: "由其他版本生成",
    damaged: "已损坏",
    foreign: "非本程序生成",
    missing: "缺失",
    why_version: "由 {version} 版生成",
    why_config: "配置已变更",
    why_month_before: "上月已重新发布",
    why_foreign: "其中没有该月的清单",
    why_missing: "该月若有订单，可用 `keyaccount run --month {month}` 补做",
    added: "输入中新增：{files}",
    changed: "输入中有变动：{files}",
    removed: "输入中已不存在：{files}",
    outputs_changed: "文件夹中被改动：{files}",
    outputs_removed: "文件夹中缺少：{files}",
    and: "；",
    comma: "、",
    more: "等另外 {n} 个",
    pruned: "{month}：已删除\n",
    would_be_pruned: "{month}：将被删除\n",
    left: "{month}：保留，其中有并非 keyaccount 写出的内容：{files}\n",
    nothing_to_prune: "没有需要删除的月份\n",
};

/// The words of a language.
#[must_use]
pub fn words(labels: &Labels) -> &'static Words {
    match labels.language {
        Language::En => &EN,
        Language::Zh => &ZH,
    }
}

/// The state of a month, in a word or two.
#[must_use]
pub fn state(labels: &Labels, state: State) -> &'static str {
    let w = words(labels);
    match state {
        State::Current => w.current,
        State::Stale => w.stale,
        State::OtherVersion => w.other_version,
        State::Damaged => w.damaged,
        State::Foreign => w.foreign,
        State::Missing => w.missing,
    }
}

/// Why the month is in its state; empty where nothing has changed.
#[must_use]
pub fn why(labels: &Labels, month: &MonthState) -> String {
    let w = words(labels);
    let mut reasons = Vec::new();
    match month.state {
        State::Foreign => reasons.push(w.why_foreign.to_owned()),
        State::Missing => reasons.push(fill(w.why_missing, &[("month", month.month.to_string())])),
        State::OtherVersion => {
            let version = month.tool_version.clone().unwrap_or_default();
            reasons.push(fill(w.why_version, &[("version", version)]));
        }
        State::Current | State::Stale | State::Damaged => {}
    }
    if let Some(changes) = &month.changes {
        let files = [
            (w.outputs_removed, &changes.outputs.removed),
            (w.outputs_changed, &changes.outputs.changed),
            (w.added, &changes.inputs.added),
            (w.changed, &changes.inputs.changed),
            (w.removed, &changes.inputs.removed),
        ];
        let told = files.into_iter().filter(|(_, files)| !files.is_empty());
        reasons.extend(told.map(|(text, files)| fill(text, &[("files", names(w, files))])));
        reasons.extend(changes.config.then(|| w.why_config.to_owned()));
        reasons.extend(changes.month_before.then(|| w.why_month_before.to_owned()));
    }
    reasons.join(w.and)
}

/// What became of the months beyond those that are kept.
#[must_use]
pub fn pruned(labels: &Labels, months: &[Prunable], dry_run: bool) -> String {
    let w = words(labels);
    let line = |p: &Prunable| {
        let month = ("month", p.month.to_string());
        match (p.strange.is_empty(), dry_run) {
            (true, false) => fill(w.pruned, &[month]),
            (true, true) => fill(w.would_be_pruned, &[month]),
            (false, _) => fill(w.left, &[month, ("files", names(w, &p.strange))]),
        }
    };
    if months.is_empty() { w.nothing_to_prune.to_owned() } else { months.iter().map(line).collect() }
}

/// The first few names; the manifest and `--format json` have them all.
fn names(w: &Words, files: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown = files[..files.len().min(SHOWN)].join(w.comma);
    match files.len().saturating_sub(SHOWN) {
        0 => shown,
        n => shown + &fill(w.more, &[("n", n.to_string())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::{Changes, Files};

    #[test]
    fn every_reason_is_told_and_long_lists_are_cut() {
        let list = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let month = MonthState {
            month: "2026-05".parse().unwrap(),
            state: State::Damaged,
            tool_version: Some("0.1.0".to_owned()),
            changes: Some(Changes {
                inputs: Files { added: list(&["a", "b", "c", "d", "e"]), ..Files::default() },
                config: true,
                month_before: true,
                outputs: Files { removed: list(&["review.xlsx"]), ..Files::default() },
            }),
        };
        assert_eq!(
            why(Labels::of(Language::En), &month),
            "missing in its folder: review.xlsx; new in the input: a, b, c, and 2 more; the configuration is another; \
            the month before was published anew"
        );
        assert_eq!(
            why(Labels::of(Language::Zh), &month),
            "文件夹中缺少：review.xlsx；输入中新增：a、b、c等另外 2 个；配置已变更；上月已重新发布"
        );
    }
}
