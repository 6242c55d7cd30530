//! The invented customers: who they are, what they could buy, what they do buy, how they pay.

use super::calendar::{day, plus};
use super::rng::Rng;
use super::sheet::{Book, Cell, Columns, Line, Sheet};

/// How a customer is meant to come out of the classification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Core,
    Opportunity,
    Support,
    LowReturn,
    /// No demand is known.
    Unclassified,
    /// In the master, never bought.
    Prospect,
    /// Bought long ago, nothing in these two years.
    Dormant,
    /// Buys, but stands in no master.
    Unlisted,
}

#[derive(Clone, Debug)]
pub(crate) struct Customer {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    pub(crate) alias: &'static str,
    pub(crate) region: &'static str,
    pub(crate) province: &'static str,
    pub(crate) city: &'static str,
    industry: &'static str,
    pub(crate) owner: usize,
    pub(crate) role: Role,
    /// All three in 10,000 CNY; the sales of 2024-11 to 2025-10 and of the twelve months after.
    pub(crate) demand: Option<i64>,
    pub(crate) sales: [i64; 2],
    pub(crate) terms: i64,
    /// A to D: how promptly it pays. N: pays in advance.
    pub(crate) pays: char,
    /// Its credit limit is far too small for what it buys.
    pub(crate) over_limit: bool,
}

impl Customer {
    pub(crate) fn abroad(&self) -> bool {
        matches!(self.region, "海外" | "港澳台")
    }

    pub(crate) fn is_key(&self) -> bool {
        matches!(self.role, Role::Core | Role::Opportunity)
    }

    /// In 10,000 CNY: room for what it usually owes, or far too little of it.
    pub(crate) fn credit_limit(&self) -> Option<i64> {
        let late = match self.pays {
            'A' => 0,
            'B' => 8,
            'C' => 35,
            'D' => 95,
            _ => return None,
        };
        if self.role == Role::Prospect {
            return None;
        }
        let sales = self.sales[0].max(self.sales[1]);
        let owed = sales * (self.terms + late) / 365;
        let limit = match (self.over_limit, self.pays) {
            (true, _) => owed * 45 / 100,
            // Small customers buy seldom: one order may be half of a year's sales.
            (_, 'A') => (owed * 26 / 10).max((sales * 65 / 100).min(60)),
            (_, 'B') => (owed * 23 / 10).max((sales * 65 / 100).min(60)),
            _ => (owed * 19 / 10).max((sales * 65 / 100).min(60)),
        };
        let rounded = if self.over_limit { limit / 5 * 5 } else { (limit + 4) / 5 * 5 };
        Some(rounded.max(5))
    }
}

/// name | short name | region | province or country | city | industry | owner | role | demand | sales before | sales | terms | payment
const CUSTOMERS: &str = include_str!("customers.txt");

/// The customers, numbered in the order of the list.
pub(crate) fn all() -> Result<Vec<Customer>, String> {
    let mut list = Vec::new();
    for (number, line) in (1..).zip(CUSTOMERS.lines().filter(|l| !l.trim().is_empty())) {
        let fields: Vec<&'static str> = line.split('|').map(str::trim).collect();
        list.push(customer(number, &fields).ok_or_else(|| format!("customers.txt: {line}"))?);
    }
    Ok(list)
}

fn customer(number: u32, f: &[&'static str]) -> Option<Customer> {
    let role = match *f.get(7)? {
        "C" => Role::Core,
        "O" => Role::Opportunity,
        "S" => Role::Support,
        "L" => Role::LowReturn,
        "U" => Role::Unclassified,
        "P" => Role::Prospect,
        "Z" => Role::Dormant,
        "V" => Role::Unlisted,
        _ => return None,
    };
    let pays = f.get(12)?;
    Some(Customer {
        id: format!("KH{number:04}"),
        name: f[0],
        alias: f[1],
        region: f[2],
        province: f[3],
        city: f[4],
        industry: f[5],
        owner: f[6].parse().ok()?,
        role,
        demand: f[8].parse().ok(),
        sales: [f[9].parse().ok()?, f[10].parse().ok()?],
        terms: f[11].parse().ok()?,
        pays: pays.chars().next()?,
        over_limit: pays.ends_with('X'),
    })
}

/// A spelling of the name as it turns up in exports. All of them mean the same customer.
pub(crate) fn spelling(customer: &Customer, rng: &mut Rng) -> String {
    let name = customer.name;
    match rng.range(0, 5) {
        0 if name.ends_with("股份有限公司") => name.trim_end_matches("股份有限公司").to_owned(),
        0 if name.ends_with("有限公司") => name.trim_end_matches("有限公司").to_owned(),
        1 if name.ends_with("股份有限公司") => name.replace("股份有限公司", "有限公司"),
        1 if name.ends_with("有限公司") => name.replace("有限公司", "有限责任公司"),
        2 if name.contains('（') => name.replace('（', "(").replace('）', ")"),
        2 => format!(" {name} "),
        3 if name.is_ascii() => name.to_uppercase(),
        3 => full_width(name),
        4 if !customer.alias.is_empty() && customer.role != Role::Unlisted => customer.alias.to_owned(),
        4 if name.is_ascii() => full_width(name),
        _ => name.replacen("有限", " 有限", 1),
    }
}

/// Latin letters as typed with a Chinese input method: ＴＫ for TK.
fn full_width(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

/// The master: `客户档案.xlsx`.
pub(crate) fn master(customers: &[Customer]) -> Book {
    let columns: Columns = vec![
        ("客户编号", 10.0),
        ("客户名称\n（必填）", 34.0),
        ("简称/别名", 18.0),
        ("大区", 8.0),
        ("城市", 10.0),
        ("行业", 12.0),
        ("负责人", 9.0),
        ("客户阶段", 10.0),
        ("是否签约", 9.0),
        ("首次成交日期", 13.0),
        ("预估年需求量(万元)", 12.0),
        ("信用额度(万元)", 11.0),
        ("账期(天)", 8.0),
        ("联系人", 9.0),
        ("联系人角色", 11.0),
        ("微信群", 14.0),
    ];
    let mut rng = Rng::new("master");
    let mut lines: Vec<Line> = customers
        .iter()
        .filter(|c| c.role != Role::Unlisted)
        .map(|c| Line::accepted(format!("master:{}", c.id), 0, master_cells(c, &mut rng)))
        .collect();
    // A number without a name: somebody reserved it and never came back.
    let reserved = ["KH0099", "", "", "华东", "宁波"].map(Cell::text).to_vec();
    lines.insert(lines.len() - 6, Line::rejected(reserved));
    let sheet = Sheet {
        name: "客户档案".to_owned(),
        table: "customers",
        title: Some("宁波澜衡流控技术有限公司  客户档案（截至2026年10月）".to_owned()),
        columns,
        lines,
    };
    Book::xlsx("客户档案.xlsx", vec![sheet])
}

fn master_cells(c: &Customer, rng: &mut Rng) -> Vec<Cell> {
    let first_deal = plus(day("2016-03-01"), rng.range(0, 3000));
    let stage = match c.role {
        Role::Prospect => "潜在客户",
        Role::Core if c.sales[1] > 700 => "朋友客户",
        _ if c.sales[0] == 0 && c.sales[1] > 0 => "新客户",
        _ => "老客户",
    };
    let contact = format!(
        "{}{}",
        rng.pick(&["吴", "郑", "冯", "蒋", "潘", "钱", "罗", "曹", "彭", "董"]),
        rng.pick(&["工", "经理", "总", "主任", "女士", "先生"])
    );
    let signed = if c.role == Role::Prospect { "否" } else { "是" };
    let deal = match stage {
        "潜在客户" => Cell::Blank,
        "新客户" => Cell::Date(day("2025-11-18")),
        _ => Cell::Date(first_deal),
    };
    let group = if rng.chance(40) { format!("{}服务群", c.city) } else { String::new() };
    let city =
        if matches!(c.city, "上海" | "北京" | "天津" | "重庆") { format!("{}市", c.city) } else { c.city.to_owned() };
    vec![
        Cell::text(c.id.as_str()),
        Cell::text(c.name),
        Cell::text(c.alias),
        Cell::text(c.region),
        Cell::text(city),
        Cell::text(c.industry),
        Cell::text(super::people::STAFF[c.owner].name),
        Cell::text(stage),
        Cell::text(signed),
        deal,
        c.demand.map_or(Cell::Blank, Cell::int),
        c.credit_limit().map_or(Cell::Blank, Cell::int),
        Cell::int(c.terms),
        Cell::text(contact),
        Cell::text(*rng.pick(&["执行人员", "负责人", "决策者"])),
        Cell::text(group),
    ]
}
