//! The ten lines for mail or chat: headline, what changed, what is to be decided.

use super::Labels;
use crate::config::Language;

/// Texts of the summary.
#[derive(Debug)]
pub struct Brief {
    /// The first line, with and without a company.
    pub title: &'static str,
    pub title_company: &'static str,
    pub sales: &'static str,
    pub sales_before: &'static str,
    pub sales_year: &'static str,
    pub changed: &'static str,
    /// One figure that changed.
    pub figure: &'static str,
    pub unchanged: &'static str,
    pub decide: &'static str,
    pub nothing: &'static str,
    pub findings: &'static str,
    pub findings_excess: &'static str,
    pub findings_largest: &'static str,
    /// Before what is said of core customers.
    pub core: &'static str,
    pub core_lost: &'static str,
    pub core_falling: &'static str,
    pub overdue: &'static str,
    pub trips: &'static str,
    pub trips_most: &'static str,
    pub rejects: &'static str,
    pub unattended: &'static str,
    /// A name with its amount, and names beyond those told.
    pub name_amount: &'static str,
    pub more_names: &'static str,
    /// Between names, and between two halves of a sentence.
    pub comma: &'static str,
    pub and: &'static str,
    pub stop: &'static str,
    pub end: &'static str,
}

static EN: Brief = Brief {
    title: "{title} {month}, as of {day}",
    title_company: "{title} {month}, {company}, as of {day}",
    sales: "Sales of the month {now}",
    sales_before: "; the month before {before} ({change})",
    sales_year: "; {month} {before} ({change})",
    changed: "Changed most: {figures}.",
    figure: "{label} {now}, before {before} ({change})",
    unchanged: "No other figure of the Dashboard has changed, or none has a figure before it.",
    decide: "To decide:",
    nothing: "Nothing to decide this month.",
    findings: "Audit: {n} open {n|finding|findings}, {errors} of them {errors|an error|errors}",
    findings_excess: ", {excess} in excess",
    core: "Customers: {parts}",
    findings_largest: "; the largest is {id}: {who}, {rule}, {amount}",
    core_lost: "{n} left core ({names})",
    core_falling: "{n} of the {of} customers that were core last month bought less than half of their monthly average ({names})",
    overdue: "Receivables: {overdue} of {open} open are overdue; most owe {names}",
    trips: "Trips: {claims} {claims|claim|claims} without a visit ({amount}) and {visits} {visits|visit|visits} without a claim do not agree",
    trips_most: "; most by {name} ({amount})",
    rejects: "Input: {n} of {seen} rows {n|was|were} rejected, {most} of them in {file}; mend them in rejects.xlsx",
    unattended: "Coverage: {n} active {n|customer was|customers were} neither seen nor called ({names})",
    name_amount: "{name} {amount}",
    more_names: " and {n} more",
    comma: ", ",
    and: "; ",
    stop: ".",
    end: "All of it is in report.html (any browser) and review.xlsx.",
};

static ZH: Brief = Brief {
    title: "{title} {month}（数据截至{day}）",
    title_company: "{company} {title} {month}（数据截至{day}）",
    sales: "本月销售额{now}",
    sales_before: "；上月{before}（{change}）",
    sales_year: "；{month}为{before}（{change}）",
    changed: "变化最大：{figures}。",
    figure: "{label}{now}，此前{before}（{change}）",
    unchanged: "总览中其他指标无变化，或尚无可比数据。",
    decide: "待决事项：",
    nothing: "本月没有待决事项。",
    findings: "审计：待处理发现{n}项，其中错误{errors}项",
    findings_excess: "，超标{excess}",
    core: "客户：{parts}",
    findings_largest: "；金额最大的是{id}：{who}，{rule}，{amount}",
    core_lost: "{n}家退出核心（{names}）",
    core_falling: "上月的{of}家核心客户中有{n}家本月采购不足月均一半（{names}）",
    overdue: "应收账款：未收{open}中逾期{overdue}；欠款最多：{names}",
    trips: "差旅核对：{claims}笔报销无对应拜访（{amount}），{visits}次拜访无对应报销",
    trips_most: "；其中{name}最多（{amount}）",
    rejects: "数据：{seen}行中有{n}行被拒绝，其中{most}行在 {file}；请在 rejects.xlsx 中修改",
    unattended: "客户覆盖：{n}家活跃客户本月既无拜访也无回访（{names}）",
    name_amount: "{name}（{amount}）",
    more_names: "，另有{n}家",
    comma: "、",
    and: "；",
    stop: "。",
    end: "详见 report.html（浏览器打开）和 review.xlsx。",
};

impl Labels {
    /// The texts of the summary for mail or chat.
    #[must_use]
    pub fn brief(&self) -> &'static Brief {
        match self.language {
            Language::En => &EN,
            Language::Zh => &ZH,
        }
    }
}
