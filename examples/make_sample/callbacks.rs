//! Callbacks: every key customer once a week, every other customer once in four weeks, and what the customers said.

use chrono::{Datelike, NaiveDate};

use super::calendar::{day, is_holiday, plus, workday_from, workdays};
use super::customers::{Customer, Role};
use super::ledger::{Ledger, Planted};
use super::people::{CALLERS, STAFF};
use super::rng::Rng;
use super::trips::{REVIEW, rating};

#[derive(Clone, Debug)]
pub(crate) struct Callback {
    pub(crate) id: String,
    pub(crate) date: NaiveDate,
    pub(crate) customer: usize,
    pub(crate) method: &'static str,
    pub(crate) respondent: String,
    pub(crate) caller: &'static str,
    pub(crate) reason: &'static str,
    /// Product, service, timeliness, overall.
    pub(crate) ratings: [&'static str; 4],
    pub(crate) referral: &'static str,
    pub(crate) category: &'static str,
    pub(crate) problem: &'static str,
    pub(crate) suggestion: &'static str,
    pub(crate) promised: Option<NaiveDate>,
    pub(crate) resolved: Option<NaiveDate>,
    pub(crate) cents: Option<i64>,
}

/// Category, what was said, and how often: a few causes bring most of the complaints.
const COMPLAINTS: [(&str, &str, i64); 6] = [
    ("交货延期", "承诺交期推迟，影响现场安装", 40),
    ("产品质量", "阀座有渗漏，需更换密封件", 25),
    ("售后响应", "报修后超过两天才有人联系", 14),
    ("包装破损", "木箱破损，法兰面有划痕", 9),
    ("技术资料", "合格证与随货图纸缺页", 7),
    ("开票错误", "发票税号与合同不一致", 5),
];

const SUGGESTIONS: [&str; 6] = [
    "希望提供季度备件清单",
    "建议增加现场培训",
    "希望缩短小批量订单交期",
    "建议提供英文版操作手册",
    "希望开放在线查询物流",
    "建议样机试用期延长至两个月",
];

/// Customers that were forgotten, and the last day on which somebody still called.
const FORGOTTEN: [(&str, &str); 6] = [
    ("海屿港机", "2026-10-14"),
    ("澄浦环境", "2026-10-07"),
    ("渝峡零部件", "2026-09-30"),
    ("嘉澜食机", "2026-09-30"),
    ("泉岳重工", "2026-09-30"),
    ("余岚光伏", "2026-09-30"),
];

/// The register of callbacks, from July 2025 on.
pub(crate) fn register(customers: &[Customer], ledger: &mut Ledger) -> Vec<Callback> {
    let mut rng = Rng::new("callbacks");
    let mut list = Vec::new();
    for (index, customer) in customers.iter().enumerate() {
        let mut dates = schedule(index, customer, &mut rng);
        let forgotten = FORGOTTEN.iter().find(|(alias, _)| *alias == customer.alias);
        if let Some((_, until)) = forgotten {
            dates.retain(|d| *d <= day(until));
        }
        for date in dates {
            list.push(callback(index, customer, date, &mut rng));
        }
    }
    list.sort_by_key(|c| (c.date, c.customer));
    for (serial, call) in (1..).zip(list.iter_mut()) {
        call.id = format!("HF{}{serial:05}", call.date.format("%y%m"));
    }
    note_forgotten(&list, customers, ledger);
    leave_unanswered(&mut list, customers, ledger);
    list
}

fn schedule(index: usize, customer: &Customer, rng: &mut Rng) -> Vec<NaiveDate> {
    if customer.role == Role::Prospect {
        return Vec::new();
    }
    let new = customer.sales[0] == 0 && customer.role != Role::Dormant;
    let from = day(if new { "2025-12-01" } else { "2025-07-01" });
    let review = day("2026-10-01");
    let mut dates = Vec::new();
    if customer.is_key() {
        let weekday = i64::try_from(index % 5).unwrap_or(0);
        let mut date = plus(day("2025-06-30"), weekday);
        while date <= day("2026-10-30") {
            // Since September 2026 the service desk is manned on holidays; before, it kept them.
            let closed = is_holiday(date) && date < day("2026-09-01");
            let missed = date < plus(review, -14) && rng.chance(3);
            if date >= from && !closed && !missed {
                dates.push(date);
            }
            date = plus(date, 7);
        }
    } else {
        let anchors = workdays(day("2026-10-08"), day("2026-10-27"));
        let mut date = anchors[index % anchors.len()];
        while date >= from {
            let missed = date < plus(review, -40) && rng.chance(4);
            if !missed {
                dates.push(workday_from(date));
            }
            date = plus(date, -28);
        }
    }
    dates
}

fn callback(index: usize, c: &Customer, date: NaiveDate, rng: &mut Rng) -> Callback {
    let trouble = 30 + i64::try_from(index * 7 % 5).unwrap_or(0) * 12;
    let complains = rng.range(0, 999) < trouble;
    let asked = complains || rng.chance(if c.is_key() { 45 } else { 85 });
    let words = ["非常满意", "满意", "一般", "不满意", "很不满意"];
    let overall = match (asked, complains) {
        (false, _) => "",
        (true, true) => words[rng.weighted(&[10, 45, 30, 12, 3])],
        (true, false) => rating(rng),
    };
    let side = |rng: &mut Rng| {
        if asked && rng.chance(50) { rating(rng) } else { "" }
    };
    let ratings = [side(rng), side(rng), side(rng), overall];
    let suggestion = if rng.chance(7) { *rng.pick(&SUGGESTIONS) } else { "" };
    let (category, problem, _) = if complains { COMPLAINTS[rng.weighted(&COMPLAINTS.map(|c| c.2))] } else { ("", "", 0) };
    let answered = complains || !suggestion.is_empty();
    let promised = answered.then(|| plus(date, rng.range(5, 14)));
    let late = date < day("2026-10-01") && rng.chance(5);
    let resolved = promised.map(|p| if late { plus(p, rng.range(1, 6)) } else { plus(p, -rng.range(0, 4)) });
    let method = ["电话", "邮件", "上门", "微信"][rng.weighted(&[72, 12, 8, 8])];
    let named = rng.pick(&["吴", "郑", "冯", "蒋", "潘", "钱", "罗", "曹", "彭", "董"]);
    let title = rng.pick(&["工", "经理", "主任", "女士", "先生"]);
    let referral = if asked && rng.chance(60) { ["愿意", "看情况", "不愿意"][rng.weighted(&[62, 30, 8])] } else { "" };
    Callback {
        id: String::new(),
        date,
        customer: index,
        method,
        respondent: format!("{named}{title}"),
        caller: STAFF[CALLERS[index % CALLERS.len()]].name,
        reason: rng.word(&["例行回访", "例行回访", "交货后回访", "使用情况了解", "服务后回访"]),
        ratings,
        referral,
        category,
        problem,
        suggestion,
        promised,
        resolved: resolved.filter(|d| *d <= day(super::orders::EXPORTED)),
        cents: (method == "上门").then(|| rng.range(20, 80) * 100),
    }
}

fn note_forgotten(list: &[Callback], customers: &[Customer], ledger: &mut Ledger) {
    for (alias, _) in FORGOTTEN {
        let Some(call) = list.iter().rfind(|c| customers[c.customer].alias == alias) else {
            continue;
        };
        let customer = &customers[call.customer];
        let kind = if customer.is_key() { "key, 7 days" } else { "routine, 31 days" };
        let gap = (day("2026-10-31") - call.date).num_days();
        ledger.planted.push(Planted {
            rule: "CBK001",
            month: REVIEW.to_owned(),
            customer: customer.name.to_owned(),
            employee: call.caller.to_owned(),
            date: call.date,
            key: call.id.clone(),
            note: format!("{kind}: last callback {gap} days before the end of the month"),
            ..Planted::default()
        });
    }
}

/// Three answers that were promised for October and did not come in time.
fn leave_unanswered(list: &mut [Callback], customers: &[Customer], ledger: &mut Ledger) {
    let mut number = 0;
    for call in list.iter_mut() {
        let early = call.date >= day("2026-10-08") && call.date.day() <= 19;
        if number == 3 || !early || call.customer % 4 != number {
            continue;
        }
        let (category, problem, _) = COMPLAINTS[number];
        call.category = category;
        call.problem = problem;
        let promised = plus(call.date, 7);
        call.promised = Some(promised);
        call.resolved = (number == 1).then(|| plus(promised, 3));
        if call.ratings[3].is_empty() {
            call.ratings[3] = "一般";
        }
        ledger.planted.push(Planted {
            rule: "CBK002",
            month: REVIEW.to_owned(),
            customer: customers[call.customer].name.to_owned(),
            employee: call.caller.to_owned(),
            date: call.date,
            key: call.id.clone(),
            note: match call.resolved {
                Some(date) => format!("promised {promised}, answered {date}"),
                None => format!("promised {promised}, not answered"),
            },
            ..Planted::default()
        });
        number += 1;
    }
}
