//! The findings of the charts in a sentence, the words of the visit calendar, and what the colours mean.

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
    see, alone, variance, alt, small_line,
    window_before, sales, sales_no_last, sales_no_last_empty, trend_title_below, trend_title_above, trend_title_within, trend_what, trend, trend_range, trend_now,
    trend_mean,
    top_what, top, top_sales, quadrant_what, quadrant, quadrant_none, movement_title, movement_none, movement_what, movement_from,
    movement_to, movement, movement_steady,
    ageing, ageing_none, late, csat, complaints, coverage, coverage_all, owners,
    calendar_title, calendar_what, calendar, calendar_day, travel, travel_clean, audit_trend,
    sheet_calendar, sub_calendar, table_calendar, caption_calendar, no_calendar, column_total, column_day,
    table_colours, caption_colours, colour_figures, colour_judgement, colour_grades, colour_segments, key_actual, key_previous, key_plan, key_good, key_watch, key_bad,
    means_actual, means_previous, means_plan, means_good, means_watch, means_bad,
}

static EN: Texts = Texts {
    see: "{insight}; see {sheet}.",
    alone: "{insight}.",
    variance: "Difference from last year, %",
    alt: "{title}. {what}. {insight}",
    small_line: "{label}: the last {n} months",
    window_before: "{before} in the {months} months before",
    sales: "The {months} months come to {window}, {change} on the ones before; {n} of them {n|was|were} below last year",
    sales_no_last: "The {months} months come to {window}; last year is not in the input",
    sales_no_last_empty: "The orders do not reach back a year.",
    trend_title_below: "Sales of {now} lie below last year's range of {low} to {high}",
    trend_title_above: "Sales of {now} lie above last year's range of {low} to {high}",
    trend_title_within: "Sales of {now} lie within last year's range of {low} to {high}",
    trend_what: "Sales by month against last year's range: the lowest and highest of the same month and its two neighbours",
    trend: "{above} of {n} {n|month lies|months lie} above the range, {below} below",
    trend_range: "Last year's range",
    trend_now: "This year",
    trend_mean: "Last year",
    top_what: "The largest customers by sales of the window, coloured by segment",
    top: "The largest, {name}, brings {first}; those shown bring {shown}",
    top_sales: "Sales",
    quadrant_what: "Customers by volume (logarithmic) and our share of it; {n} with known demand, {unknown} unclassified",
    quadrant: "Opportunity customers buy {gap} a year elsewhere, {name} most of it ({most})",
    quadrant_none: "No customer of high volume buys most of it elsewhere",
    movement_title: "{n} {n|customer|customers} changed segment: {lost} left core, {won} joined it",
    movement_none: "No customer changed segment",
    movement_what: "Customers by segment last month and this month; grey: those who stayed",
    movement_from: "last month",
    movement_to: "this month",
    movement: "{n} of {of} core customers bought less than half of last year",
    movement_steady: "None of {of} core {of|customer|customers} bought less than half of last year",
    ageing: "{name} owes most of it: {amount}, {share} of all that is overdue; {due} is not due yet",
    ageing_none: "{due} is not due yet",
    late: "Of all {of} {of|invoice|invoices}, {late} {late|was|were} late ({share})",
    csat: "{n} of {of} {of|month misses|months miss} the target for certain: the whole interval lies below it",
    complaints: "Most of all: {name}, {n} of {total}",
    coverage: "Furthest behind: {segment} with {done} of {due}",
    coverage_all: "No segment is behind",
    owners: "{n} of {of} {of|owner|owners} made every visit that was due",
    calendar_title: "{n} {n|visit|visits} on {days} of {working} working days, by {people} {people|person|people}",
    calendar_what: "Visits of the month by salesperson and day; grey: days off",
    calendar: "Most on {day}: {most}; {off} on {off|a day|days} off",
    calendar_day: "Day of the month",
    travel: "{name} accounts for {share} of the excess ({amount})",
    travel_clean: "The largest claim is that of {name}: {amount}",
    audit_trend: "{question} more is in question: claims whose allowed part no rule can tell",
    sheet_calendar: "Visit calendar",
    sub_calendar: "Who visited how often on which day of the month; grey days are days off",
    table_calendar: "Visits by salesperson and day",
    caption_calendar: "Darker: more visits on that day. The busiest come first.",
    no_calendar: "No visits in the month.",
    column_total: "Visits",
    column_day: "Visits dated {day}.",
    table_colours: "What the colours mean",
    caption_colours: "One meaning each, in every sheet, chart and picture; nothing is said by colour alone.",
    colour_figures: "Figures",
    colour_judgement: "Judgement and severity",
    colour_grades: "Credit grades",
    colour_segments: "Segments",
    key_actual: "actual",
    key_previous: "last year",
    key_plan: "due",
    key_good: "better",
    key_watch: "look at it",
    key_bad: "worse",
    means_actual: "actual",
    means_previous: "last year, last month",
    means_plan: "due or planned (an outline)",
    means_good: "better",
    means_watch: "look at it; warning",
    means_bad: "worse; error",
};

static ZH: Texts = Texts {
    see: "{insight}；详见“{sheet}”。",
    alone: "{insight}。",
    variance: "同比 %",
    alt: "{title}。{what}。{insight}",
    small_line: "{label}：近{n}个月",
    window_before: "前{months}个月{before}",
    sales: "{months}个月合计{window}，比前期{change}；其中{n}个月低于上年同月",
    sales_no_last: "{months}个月合计{window}；输入中没有上年数据",
    sales_no_last_empty: "订单未追溯到上年。",
    trend_title_below: "本月销售额{now}，低于上年区间（{low}至{high}）",
    trend_title_above: "本月销售额{now}，高于上年区间（{low}至{high}）",
    trend_title_within: "本月销售额{now}，在上年区间之内（{low}至{high}）",
    trend_what: "各月销售额与上年区间：上年同月及前后各一个月的最低与最高",
    trend: "{n}个月中{above}个月高于区间，{below}个月低于区间",
    trend_range: "上年区间",
    trend_now: "本年",
    trend_mean: "上年",
    top_what: "窗口期销售额最大的客户，颜色表示客户分类",
    top: "最大客户{name}占{first}；图中客户合计占{shown}",
    top_sales: "销售额",
    quadrant_what: "客户需求量（对数坐标）与我方份额；{n}家需求已知，{unknown}家未分类",
    quadrant: "机会性客户每年另有{gap}采购不在我方，其中{name}最多（{most}）",
    quadrant_none: "没有大需求客户主要向别家采购",
    movement_title: "{n}家客户分类变动：{lost}家退出核心，{won}家进入核心",
    movement_none: "没有客户分类变动",
    movement_what: "客户上月与本月所在分类；灰色为未变动",
    movement_from: "上月",
    movement_to: "本月",
    movement: "{of}家核心客户中有{n}家采购额不到上年的一半",
    movement_steady: "{of}家核心客户的采购额都不低于上年的一半",
    ageing: "{name}逾期最多：{amount}，占全部逾期的{share}；另有{due}未到期",
    ageing_none: "{due}未到期",
    late: "全部{of}张发票中{late}张逾期（{share}）",
    csat: "{of}个月中有{n}个月确定未达标：整个区间低于目标",
    complaints: "最多的是{name}：{total}起中的{n}起",
    coverage: "落后最多的是{segment}：应访{due}次，完成{done}次",
    coverage_all: "各分类均已完成",
    owners: "{of}位负责人中{n}位完成了全部应访",
    calendar_title: "{people}人在{working}个工作日中的{days}天拜访{n}次",
    calendar_what: "本月各业务员每日拜访次数；灰色为休息日",
    calendar: "{day}最多：{most}次；休息日拜访{off}次",
    calendar_day: "日",
    travel: "{name}占超出部分的{share}（{amount}）",
    travel_clean: "报销最多的是{name}：{amount}",
    audit_trend: "另有{question}存疑：没有规则能判定其中可报销的部分",
    sheet_calendar: "拜访日历",
    sub_calendar: "本月各业务员每日拜访次数；灰色为休息日",
    table_calendar: "按业务员和日期的拜访次数",
    caption_calendar: "颜色越深，当日拜访越多；拜访最多者在前。",
    no_calendar: "本月没有拜访。",
    column_total: "拜访次数",
    column_day: "{day}的拜访次数。",
    table_colours: "颜色的含义",
    caption_colours: "每种颜色在所有工作表、图表和图片中只有一种含义；任何信息都不只靠颜色表达。",
    colour_figures: "数值",
    colour_judgement: "评价与级别",
    colour_grades: "信用等级",
    colour_segments: "客户分类",
    key_actual: "实际",
    key_previous: "上年",
    key_plan: "应完成",
    key_good: "好转",
    key_watch: "关注",
    key_bad: "变差",
    means_actual: "实际",
    means_previous: "上年、上月",
    means_plan: "应完成、计划（仅轮廓）",
    means_good: "好转",
    means_watch: "需关注；警告",
    means_bad: "变差；错误",
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
