//! The words of the Customer page: how to pick, what stands beside the figures, and the names for formulas.

use super::Labels;
use crate::config::Language;

/// Declares the texts: a field each, and the list of all for the test.
macro_rules! texts {
    ($($field:ident),* $(,)?) => {
        /// The texts of one language.
        pub struct Texts { $(pub $field: &'static str,)* }

        impl Texts {
            /// Every single text by name.
            #[must_use]
            pub fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($field), self.$field)),*]
            }
        }
    };
}

texts! {
    sheet, sub, label, hint, hint_most, refusal, empty, way,
    monthly, monthly_help, note_sales, note_sales_alone, note_class, note_share, note_share_unknown, note_grade, note_overdue,
    note_satisfaction, note_no_answers,
    months, grade, alt, sales, sales_help, sales_last, sales_last_help, title, title_alone,
    part_credit, part_credit_help, points, points_help, in_score, in_score_help, weighted, credit_score,
    part_answers, part_answers_help, answers, answers_help, result, result_help, csat, referral, satisfaction,
    part_care, part_care_help, done, done_help, due, due_help, visits, calls,
    findings, findings_more, finding_decided, seen, seen_more, seen_none, called, called_more, called_none,
    rating, rating_help, seen_what, seen_what_help, called_what, called_what_help, by, by_help,
    names, names_caption, name, name_help, stands_for, stands_for_help, name_picked, name_list, name_card, name_table,
}

static EN: Texts = Texts {
    sheet: "Customer",
    sub: "One customer on one page: sales, classes, scores, findings, visits and callbacks of whom you pick",
    label: "Customer",
    hint: "Pick from the list in this cell, or type a name; {n} {n|customer|customers}, the largest sales first.",
    hint_most: "Pick from the list in this cell, or type a name: the {n} of {all} customers with the largest sales.",
    refusal: "Not in the list: pick a customer from it.",
    empty: "No customers in the input.",
    way: "{sheet} ›",
    monthly: "Average month",
    monthly_help: "Net sales of the window by the months since the first order in it.",
    note_sales: "{change} on the {months} months before; {month} this month",
    note_sales_alone: "{month} this month",
    note_class: "ABC {abc}, tier {tier}; last month {segment}",
    note_share: "of a volume of {volume} a year",
    note_share_unknown: "its demand is not known",
    note_grade: "score {score}; last month {grade}",
    note_overdue: "of {open} open",
    note_satisfaction: "{n} {n|answer|answers}, {csat} satisfied",
    note_no_answers: "no answers in the window",
    months: "Month by month",
    grade: "Grade",
    alt: "Sales of the customer that is picked, month by month, beside the same months of last year",
    sales: "Sales",
    sales_help: "Net sales of the month.",
    sales_last: "Last year",
    sales_last_help: "Net sales of the same month a year before; a dash where the orders do not reach back.",
    title: "Sales of {window} in {months} months, {change} on those before",
    title_alone: "Sales of {window} in {months} months",
    part_credit: "Credit",
    part_credit_help: "The parts of the credit score.",
    points: "Points",
    points_help: "0 to 100; a dash where it is unknown.",
    in_score: "In the score",
    in_score_help: "Points × weight ÷ the weights that are known; they add up to the score.",
    weighted: "{name} (weight {weight})",
    credit_score: "Credit score",
    part_answers: "Satisfaction",
    part_answers_help: "Answers of callbacks and visits in the window.",
    answers: "Answers",
    answers_help: "How many there are.",
    result: "Result",
    result_help: "What they come to.",
    csat: "Satisfied (4 or 5)",
    referral: "Net referral",
    satisfaction: "Satisfaction score",
    part_care: "Care in the month",
    part_care_help: "What was due in the review month and what was done.",
    done: "Done",
    done_help: "In the review month.",
    due: "Due",
    due_help: "By segment and tier; see Method.",
    visits: "Visits",
    calls: "Weeks with a callback",
    findings: "Findings of the month ({n})",
    findings_more: "… and {n} more, see Findings",
    finding_decided: "[{status}] {finding}",
    seen: "Visits, newest first ({n})",
    seen_more: "… and {n} more in the window",
    seen_none: "No visit in the window.",
    called: "Callbacks, newest first ({n})",
    called_more: "… and {n} more in the window",
    called_none: "No callback in the window.",
    rating: "Rating",
    rating_help: "Overall rating of the callback, 1 to 5.",
    seen_what: "What for",
    seen_what_help: "Purpose and city as the visit states them.",
    called_what: "What was said",
    called_what_help: "Complaint and problem, otherwise the reason of the callback.",
    by: "By",
    by_help: "Salesperson of the visit.",
    names: "Names for formulas",
    names_caption: "Type them in any formula of the workbook, for example =ka_overdue/ka_sales_window; each is listed under Formulas, Name Manager.",
    name: "Name",
    name_help: "As formulas write it.",
    stands_for: "Stands for",
    stands_for_help: "The cell or the table that the name leads to.",
    name_picked: "The customer picked on the sheet {sheet}",
    name_list: "The customers that can be picked there",
    name_card: "{label}, on the sheet {sheet}",
    name_table: "The table on the sheet {sheet}, with its header",
};

static ZH: Texts = Texts {
    sheet: "客户页",
    sub: "一页看清一个客户：选中后显示其销售、分类、评分、发现、拜访和回访",
    label: "客户",
    hint: "在此单元格的下拉列表中选择，或直接输入名称；共{n}家客户，销售额大的在前。",
    hint_most: "在此单元格的下拉列表中选择，或直接输入名称；列出{all}家客户中销售额最大的{n}家。",
    refusal: "不在列表中：请从列表选择客户。",
    empty: "数据中没有客户。",
    way: "{sheet} ›",
    monthly: "月均销售额",
    monthly_help: "窗口期净销售额除以首单以来的月数。",
    note_sales: "较前{months}个月{change}；本月{month}",
    note_sales_alone: "本月{month}",
    note_class: "ABC {abc}，等级{tier}；上月{segment}",
    note_share: "占年用量{volume}的份额",
    note_share_unknown: "需求量未知",
    note_grade: "评分{score}；上月{grade}",
    note_overdue: "未收款共{open}",
    note_satisfaction: "{n}份评价，满意{csat}",
    note_no_answers: "窗口期内没有评价",
    months: "逐月情况",
    grade: "信用等级",
    alt: "所选客户逐月销售额与上年同月对比",
    sales: "销售额",
    sales_help: "当月净销售额。",
    sales_last: "上年同月",
    sales_last_help: "上年同月净销售额；订单未覆盖的月份为横线。",
    title: "{months}个月销售额{window}，较前期{change}",
    title_alone: "{months}个月销售额{window}",
    part_credit: "信用",
    part_credit_help: "信用评分的组成部分。",
    points: "得分",
    points_help: "0至100；未知为横线。",
    in_score: "计入评分",
    in_score_help: "得分×权重÷已知权重之和；相加即为评分。",
    weighted: "{name}（权重{weight}）",
    credit_score: "信用评分",
    part_answers: "满意度",
    part_answers_help: "窗口期内回访和拜访的评价。",
    answers: "评价数",
    answers_help: "评价的份数。",
    result: "结果",
    result_help: "评价得出的结果。",
    csat: "满意（4或5分）",
    referral: "净推荐值",
    satisfaction: "满意度得分",
    part_care: "当月服务",
    part_care_help: "当月应做和已做的拜访与回访。",
    done: "完成",
    done_help: "考核月内。",
    due: "应做",
    due_help: "按客户分类和等级确定，见“方法说明”。",
    visits: "拜访",
    calls: "有回访的周数",
    findings: "当月发现（{n}）",
    findings_more: "……另有{n}条，见“发现清单”",
    finding_decided: "［{status}］{finding}",
    seen: "拜访，最新在前（{n}）",
    seen_more: "……窗口期内另有{n}次",
    seen_none: "窗口期内没有拜访。",
    called: "回访，最新在前（{n}）",
    called_more: "……窗口期内另有{n}次",
    called_none: "窗口期内没有回访。",
    rating: "评分",
    rating_help: "回访的总体评分，1至5分。",
    seen_what: "事由",
    seen_what_help: "拜访记录所填的目的和城市。",
    called_what: "反馈",
    called_what_help: "投诉和问题；没有时为回访原因。",
    by: "拜访人",
    by_help: "拜访的业务员。",
    names: "公式可用的名称",
    names_caption: "可在工作簿的任何公式中输入，例如 =ka_overdue/ka_sales_window；“公式”—“名称管理器”中列有全部名称。",
    name: "名称",
    name_help: "公式中的写法。",
    stands_for: "代表",
    stands_for_help: "名称所指的单元格或表格。",
    name_picked: "在“{sheet}”中选中的客户",
    name_list: "可供选择的全部客户",
    name_card: "{label}（“{sheet}”）",
    name_table: "“{sheet}”中的表格，含表头",
};

/// The texts of a language.
#[must_use]
pub fn texts(labels: &Labels) -> &'static Texts {
    match labels.language {
        Language::En => &EN,
        Language::Zh => &ZH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_speak_of_the_same_values() {
        let placeholders = |template: &'static str| {
            let names = template.split('{').skip(1).filter_map(|p| p.split(['}', '|']).next());
            names.collect::<std::collections::BTreeSet<_>>()
        };
        for ((name, en), (_, zh)) in EN.all().into_iter().zip(ZH.all()) {
            assert_eq!(placeholders(en), placeholders(zh), "{name}");
            assert!(!en.is_empty() && !zh.is_empty(), "{name}");
        }
    }
}
