//! The visit records of two years and the expense claims, as the sales office and the finance office keep them.

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::calendar::{day, months, plus};
use super::customers::Customer;
use super::expenses::Expense;
use super::people::STAFF;
use super::rng::Rng;
use super::sheet::{Book, Cell, Columns, Encoding, Format, Line, Sheet};
use super::trips::{Trip, Visit};

/// How much a visit sheet knows: at first little, then everything, then with both times in one column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    Few,
    Full,
    FullOneTime,
}

pub(crate) fn visit_books(trips: &[Trip], customers: &[Customer]) -> Vec<Book> {
    let sheet = |name: &str, from: &str, to: &str, detail: Detail| {
        let mut list: Vec<(&Trip, &Visit)> = trips
            .iter()
            .flat_map(|t| t.visits.iter().map(move |v| (t, v)))
            .filter(|(_, v)| v.date >= day(from) && v.date <= day(to))
            .collect();
        list.sort_by_key(|(_, v)| (v.date, &v.id));
        let mut lines: Vec<Line> = list
            .into_iter()
            .map(|(trip, visit)| {
                let cells = visit_cells(trip, visit, customers, detail);
                Line::accepted(format!("visit:{}", visit.id), 0, cells)
            })
            .collect();
        spoil_visits(from, detail, &mut lines);
        Sheet {
            name: name.to_owned(),
            table: "visits",
            title: Some(format!("客户拜访记录（{name}）")),
            columns: visit_columns(detail),
            lines,
        }
    };
    vec![
        Book::xlsx(
            "拜访/拜访记录2025.xlsx",
            vec![
                sheet("2025年上半年", "2025-01-01", "2025-06-30", Detail::Few),
                sheet("2025年下半年", "2025-07-01", "2025-12-31", Detail::Full),
            ],
        ),
        Book::xlsx(
            "拜访/拜访记录2026.xlsx",
            vec![
                sheet("一季度", "2026-01-01", "2026-03-31", Detail::FullOneTime),
                sheet("二季度", "2026-04-01", "2026-06-30", Detail::FullOneTime),
                sheet("三季度", "2026-07-01", "2026-09-30", Detail::FullOneTime),
                sheet("10月", "2026-10-01", "2026-10-31", Detail::FullOneTime),
            ],
        ),
    ]
}

fn visit_columns(detail: Detail) -> Columns {
    if detail == Detail::Few {
        return vec![("日期", 12.0), ("客户名称", 34.0), ("拜访人", 10.0), ("城市", 10.0), ("拜访目的", 16.0), ("满意度", 10.0)];
    }
    let mut list: Columns = vec![("拜访编号", 13.0), ("出差单号", 13.0), ("拜访日期", 12.0)];
    if detail == Detail::Full {
        list.extend([("开始时间", 9.0), ("结束时间", 9.0)]);
    } else {
        list.push(("拜访时间", 12.0));
    }
    list.extend([
        ("客户\n名称", 34.0),
        ("拜访人物", 10.0),
        ("拜访地点", 12.0),
        ("地区", 9.0),
        ("城市", 10.0),
        ("业务员", 10.0),
        ("级别", 8.0),
        ("拜访人数", 8.0),
        ("是否首次拜访", 9.0),
        ("拜访目的", 16.0),
        ("项目/展会", 24.0),
        ("预约确认日期", 12.0),
        ("审批人职务", 10.0),
        ("出发时间", 16.0),
        ("返回时间", 16.0),
        ("拜访报告日期", 12.0),
        ("汇报要点", 40.0),
        ("满意度", 10.0),
        ("建议", 22.0),
        ("是否推荐", 9.0),
        ("预估年需求量(万元)", 12.0),
    ]);
    list
}

fn visit_cells(trip: &Trip, visit: &Visit, customers: &[Customer], detail: Detail) -> Vec<Cell> {
    let mut rng = Rng::new(&visit.id);
    let customer = &customers[visit.customer];
    let person = &STAFF[trip.employee];
    let purpose = *rng.pick(&["订单跟进", "技术交流", "新品推介", "合同谈判", "例行拜访", "售后走访"]);
    if detail == Detail::Few {
        return vec![
            Cell::Date(visit.date),
            Cell::text(visit_name(customer, &mut rng)),
            Cell::text(person.name),
            Cell::text(customer.city),
            Cell::text(purpose),
            Cell::text(visit.satisfaction),
        ];
    }
    let end = NaiveTime::overflowing_add_signed(&visit.start, chrono::TimeDelta::minutes(visit.minutes)).0;
    let hour = |time: NaiveTime| time.format("%H:%M").to_string();
    let mut cells = vec![Cell::text(visit.id.as_str()), Cell::text(trip.id.as_str()), Cell::Date(visit.date)];
    if detail == Detail::Full {
        cells.extend([Cell::text(hour(visit.start)), Cell::text(hour(end))]);
    } else {
        cells.push(Cell::text(format!("{}-{}", hour(visit.start), hour(end))));
    }
    let contact =
        format!("{}{}", rng.pick(&["吴", "郑", "冯", "蒋", "潘", "钱", "罗", "曹"]), rng.pick(&["工", "经理", "总", "主任"]));
    let (leave, back) = if trip.exact {
        (Cell::Stamp(trip.start), Cell::Stamp(trip.end))
    } else {
        (Cell::Date(trip.first_day()), Cell::Date(trip.last_day()))
    };
    let suggestion =
        if rng.chance(8) { *rng.pick(&["缩短交期", "增加备件库存", "安排现场培训", "无"]) } else { "" };
    let refer = if rng.chance(35) { *rng.pick(&["愿意", "愿意", "愿意", "看情况", "不愿意"]) } else { "" };
    cells.extend([
        Cell::text(visit_name(customer, &mut rng)),
        Cell::text(contact),
        Cell::text(*rng.pick(&["客户会议室", "客户工厂", "客户办公室"])),
        Cell::text(customer.province),
        Cell::text(customer.city),
        Cell::text(person.name),
        Cell::text(person.grade),
        Cell::int(visit.party),
        Cell::text(if visit.first { "是" } else { "否" }),
        Cell::text(purpose),
        Cell::text(trip.project.as_str()),
        Cell::Date(visit.confirmed),
        Cell::text(trip.approver),
        leave,
        back,
        Cell::date(visit.report),
        Cell::text(visit.topics),
        Cell::text(visit.satisfaction),
        Cell::text(suggestion),
        Cell::text(refer),
        visit.estimate.map_or(Cell::Blank, Cell::int),
    ]);
    cells
}

/// People on the road write the short name about one time in six.
fn visit_name(customer: &Customer, rng: &mut Rng) -> &'static str {
    if rng.chance(16) && !customer.alias.is_empty() && customer.role != super::customers::Role::Unlisted {
        customer.alias
    } else {
        customer.name
    }
}

/// A visit "in the middle of the month", and one to nobody.
fn spoil_visits(from: &str, detail: Detail, lines: &mut Vec<Line>) {
    let at = lines.len() / 3;
    match (from, detail) {
        ("2025-01-01", _) => {
            let cells = ["三月中旬", "杭州钱湾电子测试有限公司", "林听雨", "杭州", "例行拜访", "满意"];
            lines.insert(at, Line::rejected(cells.map(Cell::text).to_vec()));
        }
        ("2026-04-01", _) => {
            let mut cells = vec![
                Cell::text("BF260499901"),
                Cell::Blank,
                Cell::Date(day("2026-05-13")),
                Cell::text("10:30-11:30"),
                Cell::Blank,
            ];
            cells.extend(["蒋工", "客户工厂", "浙江", "杭州", "林听雨", "主管"].map(Cell::text));
            lines.insert(at, Line::rejected(cells));
        }
        _ => {}
    }
}

fn expense_columns() -> Columns {
    vec![
        ("报销单号", 14.0),
        ("发票号", 14.0),
        ("出差单号", 13.0),
        ("费用日期", 12.0),
        ("报销人", 10.0),
        ("级别", 8.0),
        ("费用类别", 10.0),
        ("报销金额\n（元）", 13.0),
        ("席别/舱位", 9.0),
        ("事前审批", 9.0),
        ("城市", 10.0),
        ("客户名称", 34.0),
        ("提交日期", 12.0),
        ("备注", 20.0),
    ]
}

fn expense_line(e: &Expense, customers: &[Customer]) -> Line {
    let cells = vec![
        Cell::text(e.id.as_str()),
        Cell::text(e.receipt.as_str()),
        Cell::text(e.trip.as_str()),
        Cell::Date(e.date),
        Cell::text(STAFF[e.employee].name),
        Cell::text(STAFF[e.employee].grade),
        Cell::text(e.category),
        Cell::Money(e.cents),
        Cell::text(e.seat),
        Cell::text(e.approved),
        Cell::text(e.city),
        Cell::text(e.customer.map_or("", |c| customers[c].name)),
        Cell::Date(e.submitted),
        Cell::text(e.note),
    ];
    Line::accepted(e.key.as_str(), e.cents, cells)
}

/// All claims in one sheet with a subtotal after each month; the third quarter of 2026 came as a csv of its own.
pub(crate) fn expense_books(claims: &[Expense], customers: &[Customer]) -> Vec<Book> {
    let inside = |from: NaiveDate, to: NaiveDate| claims.iter().filter(move |e| e.date >= from && e.date <= to);
    let mut lines = Vec::new();
    let quarter = (day("2026-07-01"), day("2026-09-30"));
    let mut whole = 0;
    for (first, last) in months(2025, 7, 16) {
        if first >= quarter.0 && last <= quarter.1 {
            continue;
        }
        let mut sum = 0;
        for expense in inside(first, last) {
            lines.push(expense_line(expense, customers));
            sum += expense.cents;
        }
        spoil_expenses(first, &mut lines);
        lines.push(Line::total(&format!("{}年{}月小计", first.year(), first.month()), 7, sum));
        whole += sum;
    }
    lines.push(Line::total("总计", 7, whole));
    let sheet = Sheet {
        name: "报销明细".to_owned(),
        table: "expenses",
        title: Some("差旅及业务费用报销明细表".to_owned()),
        columns: expense_columns(),
        lines,
    };
    let mut columns = expense_columns();
    columns[7].0 = "报销金额(元)";
    let quarter_lines = inside(quarter.0, quarter.1).map(|e| expense_line(e, customers)).collect();
    let csv = Sheet { name: "csv".to_owned(), table: "expenses", title: None, columns, lines: quarter_lines };
    vec![
        Book::xlsx("财务/费用报销明细.xlsx", vec![sheet]),
        Book { path: "财务/2026年Q3报销.csv".to_owned(), format: Format::Csv(Encoding::Utf8Bom), sheets: vec![csv] },
    ]
}

fn spoil_expenses(first: NaiveDate, lines: &mut Vec<Line>) {
    let (date, name, amount) = match (first.year(), first.month()) {
        (2025, 9) => (Cell::Date(plus(first, 9)), "江知行", Cell::text("见附件")),
        (2026, 2) => (Cell::text("2026-02-30"), "顾长风", Cell::Money(3_660)),
        (2026, 5) => (Cell::Date(plus(first, 11)), "", Cell::Money(4_120)),
        _ => return,
    };
    let id = format!("BX{}-900", first.format("%y%m"));
    let mut cells = vec![Cell::text(id), Cell::Blank, Cell::Blank, date];
    cells.extend([Cell::text(name), Cell::Blank, Cell::text("餐费"), amount]);
    lines.push(Line::rejected(cells));
}
