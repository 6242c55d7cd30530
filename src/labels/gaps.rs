//! What is said of the input where a file could not be read, or only in part: nobody knows what it held, so nothing is called
//! missing; it is missing from what could be read.

use std::sync::LazyLock;

use super::Labels;
use super::texts::texts;
use crate::config::{Language, NumberScale};

texts! {
    unread, unread_part, unread_means, more_files, scope_all,
    note_no_ratings, note_no_callbacks, note_no_visits, note_no_payments, no_rules_checked, none_of_input, chart_sales_empty,
    chart_csat_empty, chart_travel_empty, chart_complaints_empty, chart_coverage_empty, chart_trend_empty, chart_ageing_empty,
    no_complaints, no_ratings, no_coverage, no_employees, no_travel_tables, no_trips, no_master, no_month_visits, no_referral, no_answers,
    lacks_table, lacks_columns, recon_unknown, last_year, last_year_part,
}

static EN: Texts = Texts {
    unread: "Could not be read: {files}.",
    unread_part: "Read only in part: {files}.",
    unread_means: "What is missing there is missing from every figure.",
    more_files: " and {n} more",
    scope_all: "Every claim, visit, order and callback of the month that could be read was tested, not a sample; a rule that lacks columns says so below.",
    note_no_ratings: "no ratings in what could be read",
    note_no_callbacks: "no callbacks in what could be read",
    note_no_visits: "no visits in what could be read",
    note_no_payments: "orders that could be read state no payments",
    no_rules_checked: "No rule could be checked: what the rules need is not in what could be read; the sheet Travel audit says what is missing.",
    none_of_input: "Nothing of this kind in what could be read.",
    chart_sales_empty: "No orders of the window in what could be read.",
    chart_csat_empty: "No ratings of the window in what could be read.",
    chart_travel_empty: "No claims of the month in what could be read.",
    chart_complaints_empty: "No complaint categories in what could be read.",
    chart_coverage_empty: "No visits in what could be read.",
    chart_trend_empty: "No claims in what could be read.",
    chart_ageing_empty: "The orders that could be read state neither payment dates nor paid amounts.",
    no_complaints: "No complaints of the window in what could be read.",
    no_ratings: "No ratings in what could be read.",
    no_coverage: "Neither visits nor callbacks in what could be read.",
    no_employees: "Neither visits nor claims of the month in what could be read.",
    no_travel_tables: "Neither visits nor claims in what could be read.",
    no_trips: "No trips of the month in what could be read.",
    no_master: "There is no customer master in what could be read.",
    no_month_visits: "No visits of the month in what could be read.",
    no_referral: "Nobody was asked whether they would recommend us, in what could be read.",
    no_answers: "No callback of the window in what could be read promised an answer.",
    lacks_table: "no {table} in what could be read",
    lacks_columns: "none of the columns {columns} in what could be read",
    recon_unknown: "Cannot be told: a table or column it needs is not in what could be read.",
    last_year: "last year is not in what could be read",
    last_year_part: "only {n} of {of} months of last year {n|is|are} in what could be read",
};

static ZH: Texts = Texts {
    unread: "无法读取：{files}。",
    unread_part: "只读取了一部分：{files}。",
    unread_means: "所有数字均不含其中缺失的内容。",
    more_files: "，另有{n}个文件",
    scope_all: "本月能够读取的报销、拜访、订单和回访均已逐笔检查，而非抽样；缺少所需列的规则在下文注明。",
    note_no_ratings: "已读取的数据中没有评价",
    note_no_callbacks: "已读取的数据中没有回访",
    note_no_visits: "已读取的数据中没有拜访",
    note_no_payments: "已读取的订单没有付款信息",
    no_rules_checked: "没有可检查的规则：已读取的数据中缺少规则所需的内容，缺少什么见“差旅审计”。",
    none_of_input: "已读取的数据中没有此类内容。",
    chart_sales_empty: "已读取的数据中没有窗口期内的订单。",
    chart_csat_empty: "已读取的数据中没有窗口期内的评价。",
    chart_travel_empty: "已读取的数据中没有本月报销。",
    chart_complaints_empty: "已读取的数据中没有投诉类别。",
    chart_coverage_empty: "已读取的数据中没有拜访。",
    chart_trend_empty: "已读取的数据中没有报销。",
    chart_ageing_empty: "已读取的订单中没有付款日期或付款金额。",
    no_complaints: "已读取的数据中没有窗口期内的投诉。",
    no_ratings: "已读取的数据中没有评价。",
    no_coverage: "已读取的数据中没有拜访与回访。",
    no_employees: "已读取的数据中没有本月的拜访与报销。",
    no_travel_tables: "已读取的数据中没有拜访与报销。",
    no_trips: "已读取的数据中没有本月的行程。",
    no_master: "已读取的数据中没有客户档案。",
    no_month_visits: "已读取的数据中没有本月的拜访。",
    no_referral: "已读取的数据中没有推荐意愿。",
    no_answers: "已读取的窗口期内的回访没有承诺答复。",
    lacks_table: "已读取的数据中没有{table}",
    lacks_columns: "已读取的数据中没有下列任何一列：{columns}",
    recon_unknown: "无法判断：已读取的数据中缺少所需的表或列。",
    last_year: "已读取的数据中没有上年数据",
    last_year_part: "上年{of}个月中已读取的只有{n}个月",
};

impl Labels {
    /// The same labels for a review of input that could not be read as a whole.
    #[must_use]
    pub fn of_what_was_read(&self) -> &'static Labels {
        static ALL: LazyLock<Vec<Labels>> = LazyLock::new(|| {
            let of = |language| NumberScale::ALL.map(|scale| careful(Labels::scaled(language, scale)));
            [Language::En, Language::Zh].into_iter().flat_map(of).collect()
        });
        let found = ALL.iter().find(|l| l.language == self.language && l.scale == self.scale);
        found.unwrap_or_else(|| Labels::of(self.language))
    }
}

fn careful(labels: &Labels) -> Labels {
    let t = texts(labels);
    Labels {
        scope_all: t.scope_all,
        note_no_ratings: t.note_no_ratings,
        note_no_callbacks: t.note_no_callbacks,
        note_no_visits: t.note_no_visits,
        note_no_payments: t.note_no_payments,
        no_rules_checked: t.no_rules_checked,
        none_of_input: t.none_of_input,
        chart_sales_empty: t.chart_sales_empty,
        chart_csat_empty: t.chart_csat_empty,
        chart_travel_empty: t.chart_travel_empty,
        chart_complaints_empty: t.chart_complaints_empty,
        chart_coverage_empty: t.chart_coverage_empty,
        chart_trend_empty: t.chart_trend_empty,
        chart_ageing_empty: t.chart_ageing_empty,
        no_payments: t.chart_ageing_empty,
        no_complaints: t.no_complaints,
        no_ratings: t.no_ratings,
        no_coverage: t.no_coverage,
        no_employees: t.no_employees,
        no_travel_tables: t.no_travel_tables,
        no_trips: t.no_trips,
        no_master: t.no_master,
        no_month_visits: t.no_month_visits,
        no_referral: t.no_referral,
        no_answers: t.no_answers,
        lacks_table: t.lacks_table,
        lacks_columns: t.lacks_columns,
        recon_unknown: t.recon_unknown,
        last_year: t.last_year,
        last_year_part: t.last_year_part,
        ..labels.clone()
    }
}

#[cfg(test)]
mod claims {
    use super::*;

    /// No sentence of such a review says what the input lacks as a whole.
    #[test]
    fn nothing_is_called_missing() {
        for (language, phrases) in
            [(Language::En, ["in the input", "No visits in the month"]), (Language::Zh, ["输入中没有", "输入中缺少"])]
        {
            for scale in NumberScale::ALL {
                let labels = Labels::scaled(language, scale).of_what_was_read();
                assert_eq!((labels.language, labels.scale), (language, scale));
                let bold: Vec<_> =
                    labels.all().into_iter().filter(|(_, text)| phrases.iter().any(|p| text.contains(p))).collect();
                assert!(bold.is_empty(), "{bold:?}");
            }
        }
    }
}
