//! The order exports: a sheet a month with title and total rows, a GB18030 csv, the subsidiary's English list, an overlap.

use chrono::{Datelike, NaiveDate};

use super::calendar::{day, months};
use super::customers::Customer;
use super::orders::{Order, PRODUCTS, Urgency, is_domestic};
use super::rng::Rng;
use super::service::key;
use super::sheet::{Book, Cell, Columns, Encoding, Format, Kind, Line, Sheet};
use super::write::money_text;

/// Which of the company's order layouts: they changed with the year, as they do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Csv,
    Year2025,
    Year2026,
}

pub(crate) fn books(orders: &[Order], customers: &[Customer]) -> Vec<Book> {
    vec![
        csv_book(orders, customers),
        year_book(2025, 12, Layout::Year2025, orders, customers),
        year_book(2026, 10, Layout::Year2026, orders, customers),
        overlap(orders, customers),
        subsidiary(orders, customers),
    ]
}

fn columns(layout: Layout) -> Columns {
    let mut list: Columns = match layout {
        Layout::Csv => vec![("订单号", 14.0), ("订单日期", 12.0), ("客户单位", 34.0)],
        Layout::Year2025 => vec![("序号", 6.0), ("订单编号", 14.0), ("下单日期", 13.0), ("客户 名称", 34.0)],
        Layout::Year2026 => vec![("订单编号", 14.0), ("下单日期", 13.0), ("客户编号", 10.0), ("客户名称", 34.0)],
    };
    let price = match layout {
        Layout::Csv => [("单价", 12.0), ("金额", 14.0)],
        Layout::Year2025 => [("单价(元)", 12.0), ("金额\n（元）", 15.0)],
        Layout::Year2026 => [("单价（元）", 12.0), ("含税金额（元）", 15.0)],
    };
    list.extend([("产品名称", 22.0), ("数量", 7.0)]);
    list.extend(price);
    list.extend([
        ("应付日期", 12.0),
        ("实付日期", 12.0),
        ("实付金额", 14.0),
        ("承诺交期", 12.0),
        ("发货日期", 12.0),
        ("紧急程度", 9.0),
        ("是否退货", 9.0),
    ]);
    list
}

fn lines(layout: Layout, index: usize, order: &Order, customers: &[Customer], serial: i64) -> Line {
    let mut rng = Rng::new(&format!("mess{index}"));
    let mut cells = match layout {
        Layout::Year2025 => vec![Cell::int(serial)],
        _ => Vec::new(),
    };
    cells.push(Cell::text(order.id.as_str()));
    cells.push(messy_date(order.date, &mut rng));
    if layout == Layout::Year2026 {
        cells.push(Cell::text(customers[order.customer].id.as_str()));
    }
    cells.push(Cell::text(order.name.as_str()));
    cells.push(Cell::text(PRODUCTS[order.product].0));
    cells.push(Cell::int(order.quantity));
    cells.push(Cell::Money(order.price));
    cells.push(messy_money(order.amount(), &mut rng));
    cells.push(Cell::date(order.due));
    cells.push(Cell::date(order.paid_on));
    cells.push(Cell::money(order.paid));
    cells.push(Cell::date(order.promised));
    cells.push(Cell::date(order.shipped));
    cells.push(Cell::text(match order.urgency {
        Urgency::Normal => "普通",
        Urgency::Urgent => "加急",
        Urgency::SparePart => "紧急备件",
    }));
    cells.push(Cell::text(if order.returned { "是" } else { "否" }));
    Line::accepted(key(index), order.amount(), cells)
}

/// Mostly a date; now and then what somebody typed.
fn messy_date(date: NaiveDate, rng: &mut Rng) -> Cell {
    match rng.range(0, 199) {
        0 => Cell::text(format!("{}年{}月{}日", date.year(), date.month(), date.day())),
        1 => Cell::text(format!("{}/{}/{}", date.year(), date.month(), date.day())),
        2 => Cell::text(date.format("%Y%m%d").to_string()),
        _ => Cell::Date(date),
    }
}

/// Mostly a number; now and then a text that means one.
fn messy_money(cents: i64, rng: &mut Rng) -> Cell {
    let plain = money_text(cents);
    match rng.range(0, 249) {
        0 => Cell::text(format!("￥{plain}")),
        1 => Cell::text(plain.chars().map(wide_digit).collect::<String>()),
        2 => Cell::text(thousands(&plain)),
        3 => Cell::text(format!("{plain}\u{a0}")),
        4 if cents > 0 && cents % 100 == 0 => Cell::text(format!("{}.{:04}万", cents / 1_000_000, cents % 1_000_000 / 100)),
        _ if cents < 0 && rng.chance(40) => Cell::text(format!("({})", money_text(-cents))),
        _ => Cell::Money(cents),
    }
}

fn wide_digit(c: char) -> char {
    if c.is_ascii_digit() { char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c) } else { c }
}

fn thousands(plain: &str) -> String {
    let (whole, cents) = plain.split_once('.').unwrap_or((plain, "00"));
    let mut text = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) && !text.ends_with('-') {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text}.{cents}")
}

fn year_book(year: i32, count: usize, layout: Layout, orders: &[Order], customers: &[Customer]) -> Book {
    let mut sheets = Vec::new();
    for (number, (first, last)) in (1..).zip(months(year, 1, count)) {
        let mut body = Vec::new();
        let mut sum = 0;
        for (index, order) in orders.iter().enumerate() {
            if order.date >= first && order.date <= last && is_domestic(order, customers) {
                let serial = i64::try_from(body.len()).unwrap_or(0) + 1;
                body.push(lines(layout, index, order, customers, serial));
                sum += order.amount();
            }
        }
        spoil(year, number, layout, &mut body);
        let amount = columns(layout).iter().position(|(h, _)| h.contains("金额")).unwrap_or(0);
        body.push(Line::blank());
        body.push(Line::total("合计", amount, sum));
        sheets.push(Sheet {
            name: format!("{number}月"),
            table: "orders",
            title: Some(format!("宁波澜衡流控技术有限公司 {year}年{number}月 订单明细")),
            columns: columns(layout),
            lines: body,
        });
    }
    Book::xlsx(&format!("订单/{year}年订单.xlsx"), sheets)
}

/// The rows that cannot be read as orders, and a page break with the header once more.
fn spoil(year: i32, month: u32, layout: Layout, body: &mut Vec<Line>) {
    let at = body.len() / 2;
    let row = |id: Cell, date: Cell, name: &str, price: Cell, amount: Cell| {
        let mut cells = match layout {
            Layout::Year2025 => vec![Cell::int(999)],
            _ => Vec::new(),
        };
        cells.extend([id, date]);
        if layout == Layout::Year2026 {
            cells.push(Cell::Blank);
        }
        cells.extend([Cell::text(name), Cell::text(PRODUCTS[4].0), Cell::int(3), price, amount]);
        Line::rejected(cells)
    };
    let price = || Cell::Money(148_000);
    let amount = || Cell::Money(444_000);
    let bad = match (year, month) {
        (2025, 5) => row(
            Cell::text("SO250500911"),
            Cell::Date(day("2025-05-15")),
            "苏州吴岸光学有限公司",
            Cell::Error("#REF!"),
            Cell::Error("#REF!"),
        ),
        (2025, 11) => {
            row(Cell::text("SO251100912"), Cell::Date(day("2025-11-14")), "无锡锡岚铸造有限公司", Cell::Blank, Cell::text("待定"))
        }
        (2026, 3) => row(Cell::text("SO260300913"), Cell::text("2026-13-05"), "宁波甬东五金机械有限公司", price(), amount()),
        (2026, 6) => row(Cell::text("SO260600914"), Cell::Date(day("2026-06-16")), "", price(), amount()),
        (2026, 8) => row(
            Cell::Num(6_217_001_234_567_890_123.0),
            Cell::Date(day("2026-08-14")),
            "杭州余岚光伏科技有限公司",
            price(),
            amount(),
        ),
        (2025, 6) => Line::repeated(&columns(layout)),
        _ => return,
    };
    body.insert(at, bad);
}

fn csv_book(orders: &[Order], customers: &[Customer]) -> Book {
    let body: Vec<Line> = orders
        .iter()
        .enumerate()
        .filter(|(_, o)| o.date < day("2025-01-01") && is_domestic(o, customers))
        .map(|(index, order)| lines(Layout::Csv, index, order, customers, 0))
        .collect();
    Book {
        path: "订单/2024年11-12月订单.csv".to_owned(),
        format: Format::Csv(Encoding::Gb18030),
        sheets: vec![Sheet { name: "csv".to_owned(), table: "orders", title: None, columns: columns(Layout::Csv), lines: body }],
    }
}

/// Two weeks of July 2026, exported a second time by somebody who wanted to be sure.
fn overlap(orders: &[Order], customers: &[Customer]) -> Book {
    let mut body = Vec::new();
    for (index, order) in orders.iter().enumerate() {
        let inside = order.date >= day("2026-07-01") && order.date <= day("2026-07-14");
        if inside && is_domestic(order, customers) {
            let mut line = lines(Layout::Year2026, index, order, customers, 0);
            line.kind = Kind::Duplicate;
            body.push(line);
        }
    }
    let sheet =
        Sheet { name: "补导出".to_owned(), table: "orders", title: None, columns: columns(Layout::Year2026), lines: body };
    Book::xlsx("订单/补导出_2026年7月上半月.xlsx", vec![sheet])
}

/// The subsidiary that sells abroad exports from another system, in English.
fn subsidiary(orders: &[Order], customers: &[Customer]) -> Book {
    let columns: Columns = vec![
        ("Invoice No", 15.0),
        ("Invoice Date", 12.0),
        ("Account", 38.0),
        ("Product", 30.0),
        ("Qty", 7.0),
        ("Unit Price", 12.0),
        ("Amount (CNY)", 15.0),
        ("Due Date", 12.0),
        ("Paid Date", 12.0),
        ("Paid Amount", 14.0),
        ("Promised Date", 13.0),
        ("Ship Date", 12.0),
        ("Urgency", 10.0),
        ("Returned", 9.0),
        ("Ccy", 6.0),
    ];
    let mut body = Vec::new();
    let mut sum = 0;
    for (index, o) in orders.iter().enumerate() {
        if is_domestic(o, customers) {
            continue;
        }
        let mut rng = Rng::new(&format!("export{index}"));
        let date = if rng.chance(4) { Cell::text(o.date.format("%-d-%b-%y").to_string()) } else { Cell::Date(o.date) };
        sum += o.amount();
        let cells = vec![
            Cell::text(o.id.as_str()),
            date,
            Cell::text(o.name.as_str()),
            Cell::text(PRODUCTS[o.product].1),
            Cell::int(o.quantity),
            Cell::Money(o.price),
            Cell::Money(o.amount()),
            Cell::date(o.due),
            Cell::date(o.paid_on),
            Cell::money(o.paid),
            Cell::date(o.promised),
            Cell::date(o.shipped),
            Cell::text(match o.urgency {
                Urgency::Normal => "Normal",
                Urgency::Urgent => "Urgent",
                Urgency::SparePart => "Spare part",
            }),
            Cell::text(if o.returned { "Y" } else { "N" }),
            Cell::text("CNY"),
        ];
        body.push(Line::accepted(key(index), o.amount(), cells));
    }
    body.push(Line::total("Total", 6, sum));
    let sheet = Sheet { name: "Invoices".to_owned(), table: "orders", title: None, columns, lines: body };
    Book::xlsx("subsidiary/orders_export.xlsx", vec![sheet])
}
