//! The callback register, half a year to a sheet.

use super::calendar::day;
use super::callbacks::Callback;
use super::customers::{Customer, Role};
use super::rng::Rng;
use super::sheet::{Book, Cell, Columns, Line, Sheet};

fn columns() -> Columns {
    vec![
        ("回访编号", 13.0),
        ("回访日期", 12.0),
        ("客户名称\n（全称）", 34.0),
        ("回访方式", 9.0),
        ("受访人", 10.0),
        ("回访人", 10.0),
        ("回访事由", 14.0),
        ("产品评价", 10.0),
        ("服务评价", 10.0),
        ("及时性评价", 10.0),
        ("总体评价", 10.0),
        ("是否推荐", 9.0),
        ("投诉类别", 10.0),
        ("存在问题", 28.0),
        ("客户建议", 26.0),
        ("承诺完成日", 12.0),
        ("处理完成日", 12.0),
        ("回访费用(元)", 10.0),
        ("微信群", 12.0),
    ]
}

pub(crate) fn register_book(list: &[Callback], customers: &[Customer]) -> Book {
    let mut sheets = Vec::new();
    for (name, from, to) in [
        ("2025下半年", "2025-07-01", "2025-12-31"),
        ("2026上半年", "2026-01-01", "2026-06-30"),
        ("2026下半年", "2026-07-01", "2026-12-31"),
    ] {
        let mut lines: Vec<Line> = list
            .iter()
            .filter(|c| c.date >= day(from) && c.date <= day(to))
            .map(|c| Line::accepted(c.id.as_str(), 0, cells(c, customers)))
            .collect();
        let at = lines.len() / 4;
        let bad = match name {
            "2025下半年" => {
                vec![Cell::text("HF250999901"), Cell::Error("#REF!"), Cell::text("苏州金阊生物制药有限公司"), Cell::text("电话")]
            }
            "2026上半年" => vec![
                Cell::text("HF260299902"),
                Cell::Date(day("2026-02-10")),
                Cell::Blank,
                Cell::text("电话"),
                Cell::text("吴工"),
            ],
            _ => Vec::new(),
        };
        if !bad.is_empty() {
            lines.insert(at, Line::rejected(bad));
        }
        sheets.push(Sheet {
            name: name.to_owned(),
            table: "callbacks",
            title: Some(format!("客户回访登记表 {name}")),
            columns: columns(),
            lines,
        });
    }
    Book::xlsx("回访/回访登记.xlsx", sheets)
}

fn cells(call: &Callback, customers: &[Customer]) -> Vec<Cell> {
    let mut rng = Rng::new(&call.id);
    let customer = &customers[call.customer];
    let short = rng.chance(9) && !customer.alias.is_empty() && customer.role != Role::Unlisted;
    let name = if short { customer.alias } else { customer.name };
    // The desk used other words in its first half-year.
    let word = |text: &'static str| match text {
        "非常满意" if call.date < day("2025-10-01") => "优",
        "满意" if call.date < day("2025-10-01") => "良",
        "一般" if call.date < day("2025-10-01") => "中",
        "不满意" if call.date < day("2025-10-01") => "差",
        other => other,
    };
    let [product, service, timeliness, overall] = call.ratings.map(word);
    vec![
        Cell::text(call.id.as_str()),
        Cell::Date(call.date),
        Cell::text(name),
        Cell::text(call.method),
        Cell::text(call.respondent.as_str()),
        Cell::text(call.caller),
        Cell::text(call.reason),
        Cell::text(product),
        Cell::text(service),
        Cell::text(timeliness),
        Cell::text(overall),
        Cell::text(call.referral),
        Cell::text(call.category),
        Cell::text(call.problem),
        Cell::text(call.suggestion),
        Cell::date(call.promised),
        Cell::date(call.resolved),
        Cell::money(call.cents),
        Cell::text(if customer.is_key() && call.method == "微信" { "已入群" } else { "" }),
    ]
}
