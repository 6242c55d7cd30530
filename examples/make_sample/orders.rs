//! Orders and how they were delivered and paid, customer by customer.

use chrono::{Datelike, NaiveDate};

use super::calendar::{day, plus, workday_from, workdays};
use super::customers::{Customer, spelling};
use super::rng::Rng;
use super::trips::Trip;

/// The day on which the sample company made its exports; nothing later is in them.
pub(crate) const EXPORTED: &str = "2026-11-10";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Urgency {
    Normal,
    Urgent,
    SparePart,
}

#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) id: String,
    pub(crate) date: NaiveDate,
    pub(crate) customer: usize,
    /// The customer as this line spells it.
    pub(crate) name: String,
    pub(crate) product: usize,
    pub(crate) quantity: i64,
    pub(crate) price: i64,
    pub(crate) due: Option<NaiveDate>,
    pub(crate) paid_on: Option<NaiveDate>,
    pub(crate) paid: Option<i64>,
    pub(crate) promised: Option<NaiveDate>,
    pub(crate) shipped: Option<NaiveDate>,
    pub(crate) urgency: Urgency,
    pub(crate) returned: bool,
}

impl Order {
    pub(crate) fn amount(&self) -> i64 {
        self.quantity * self.price
    }
}

/// Name, English name, list price in cents.
pub(crate) const PRODUCTS: [(&str, &str, i64); 14] = [
    ("密封圈组件", "Seal kit", 4_800),
    ("压力表 YB-100", "Pressure gauge YB-100", 26_000),
    ("球阀 Q41F-16 DN50", "Ball valve Q41F-16 DN50", 68_000),
    ("止回阀 H44H DN80", "Check valve H44H DN80", 92_000),
    ("闸阀 Z41H DN100", "Gate valve Z41H DN100", 148_000),
    ("压力变送器 LH3051", "Pressure transmitter LH3051", 236_000),
    ("电磁流量计 LHD-80", "Electromagnetic flowmeter LHD-80", 385_000),
    ("磁力泵 CQB50-32", "Magnetic pump CQB50-32", 562_000),
    ("气动调节阀 LHT-DN80", "Pneumatic control valve LHT-DN80", 984_000),
    ("离心泵 IH80-50", "Centrifugal pump IH80-50", 1_260_000),
    ("低温截止阀 DJ61F", "Cryogenic globe valve DJ61F", 1_880_000),
    ("多级泵 D46-50", "Multistage pump D46-50", 3_450_000),
    ("阀门试验台 VT-600", "Valve test bench VT-600", 8_600_000),
    ("撬装计量系统 SK-20", "Metering skid SK-20", 26_800_000),
];

/// Amounts on top of what the year brings, in 10,000 CNY: they carry a customer over a border of the classes, or
/// bring an order of a customer that should get no more credit.
const EXTRA: [(&str, &str, i64); 7] = [
    ("梁溪精工", "2026-10-20", 62),
    ("番沙能源", "2025-10-16", 62),
    ("良岚陶瓷", "2026-10-15", 12),
    ("海岚精工", "2025-10-22", 12),
    ("泉岳重工", "2026-10-19", 6),
    ("楚澜配套", "2026-10-14", 9),
    ("虎澜电镀", "2026-10-21", 2),
];

pub(crate) fn book(customers: &[Customer], trips: &[Trip]) -> Vec<Order> {
    let mut rng = Rng::new("orders");
    let mut list = Vec::new();
    for (index, customer) in customers.iter().enumerate() {
        let seen: Vec<NaiveDate> = trips.iter().flat_map(|t| &t.visits).filter(|v| v.customer == index).map(|v| v.date).collect();
        let years = [("2024-11-01", "2025-10-31"), ("2025-11-01", "2026-10-31")];
        for (sales, (from, to)) in customer.sales.iter().zip(years) {
            let target = sales * 1_000_000;
            if target > 0 {
                let dates = order_dates(*sales, day(from), day(to), &seen, &mut rng);
                year_of(index, customer, target, &dates, &mut list, &mut rng);
            }
        }
        for (_, date, sales) in EXTRA.iter().filter(|(alias, ..)| *alias == customer.alias) {
            let order = line(index, customer, day(date), sales * 1_000_000, &mut rng);
            list.push(order);
        }
    }
    returns(&mut list, &mut rng);
    settle(&mut list, customers);
    list
}

/// Many dates for large customers; part of them soon after somebody called.
fn order_dates(sales: i64, from: NaiveDate, to: NaiveDate, seen: &[NaiveDate], rng: &mut Rng) -> Vec<NaiveDate> {
    let count = (2 + sales / 9).min(130);
    let open = workdays(from, to);
    let visits: Vec<NaiveDate> = seen.iter().copied().filter(|d| *d >= from && plus(*d, 28) <= to).collect();
    let mut dates: Vec<NaiveDate> = (0..count)
        .map(|_| {
            if visits.is_empty() || !rng.chance(38) {
                return *rng.pick(&open);
            }
            let wait = if rng.chance(22) { 0 } else { rng.range(1, 24) };
            let date = workday_from(plus(*rng.pick(&visits), wait));
            date.min(*open.last().unwrap_or(&date))
        })
        .collect();
    dates.sort_unstable();
    dates
}

/// Shares the year's sales out over the dates.
fn year_of(index: usize, customer: &Customer, target: i64, dates: &[NaiveDate], list: &mut Vec<Order>, rng: &mut Rng) {
    let weights: Vec<i64> = dates.iter().map(|_| rng.range(20, 120) * rng.range(30, 100)).collect();
    let whole: i64 = weights.iter().sum();
    let mut missing = 0;
    for (date, weight) in dates.iter().zip(weights) {
        let wanted = target / 1000 * weight / whole * 1000 + missing;
        let order = line(index, customer, *date, wanted.max(20_000), rng);
        // What rounding to whole pieces took away is made good by the next line.
        missing = wanted - order.amount();
        list.push(order);
    }
}

fn line(index: usize, c: &Customer, date: NaiveDate, wanted: i64, rng: &mut Rng) -> Order {
    let fitting: Vec<usize> =
        (0..PRODUCTS.len()).filter(|p| PRODUCTS[*p].2 * 2 <= wanted.max(9_600) && PRODUCTS[*p].2 * 400 >= wanted).collect();
    let product = if fitting.is_empty() { PRODUCTS.len() - 1 } else { *rng.pick(&fitting) };
    let price = PRODUCTS[product].2 * rng.range(90, 100) / 100 / 10 * 10;
    let quantity = ((wanted + price / 2) / price).max(1);
    let urgency = match rng.range(0, 99) {
        0..=7 => Urgency::Urgent,
        8..=11 if product < 6 => Urgency::SparePart,
        _ => Urgency::Normal,
    };
    let wait = match urgency {
        Urgency::Normal => rng.range(5, 18),
        Urgency::Urgent => rng.range(3, 6),
        Urgency::SparePart => 0,
    };
    let promised = plus(date, wait);
    // The review month is late only where that was planted.
    let late = date < day("2026-10-01") && wait > 0 && rng.range(0, 999) < 27;
    let early = rng.range(0, wait.min(5));
    let shipped = if late { plus(promised, rng.range(1, 9)) } else { plus(promised, -early) };
    let name = if rng.chance(7) { spelling(c, rng) } else { c.name.to_owned() };
    let mut order = Order {
        id: String::new(),
        date,
        customer: index,
        name,
        product,
        quantity,
        price,
        due: Some(plus(date, c.terms)),
        paid_on: None,
        paid: None,
        promised: Some(promised),
        shipped: Some(shipped).filter(|d| *d <= day(EXPORTED)),
        urgency,
        returned: false,
    };
    pay(&mut order, c, rng);
    order
}

/// When the invoice was settled, if it was before the export.
fn pay(order: &mut Order, c: &Customer, rng: &mut Rng) {
    let late = match (c.pays, rng.range(0, 99)) {
        ('A', 0..=92) => rng.range(-14, 0),
        ('A', _) => rng.range(1, 8),
        ('B', 0..=61) => rng.range(-6, 0),
        ('B', _) => rng.range(4, 19),
        ('C', 0..=34) => rng.range(-3, 0),
        ('C', 35..=74) => rng.range(8, 26),
        ('C', _) => rng.range(27, 48),
        ('D', 0..=6) => rng.range(5, 20),
        ('D', _) => rng.range(55, 150),
        _ => {
            // Paid in advance: there is no term that it could miss.
            order.due = None;
            order.paid_on = Some(order.date);
            order.paid = Some(order.amount());
            return;
        }
    };
    let Some(due) = order.due else { return };
    let date = plus(due, late);
    if date > day(EXPORTED) {
        return;
    }
    let part = due >= day("2026-07-01") && rng.chance(7);
    order.paid_on = Some(date);
    order.paid = Some(if part { order.amount() * 6 / 10 / 100 * 100 } else { order.amount() });
}

/// A few deliveries came back.
fn returns(list: &mut Vec<Order>, rng: &mut Rng) {
    let mut back = Vec::new();
    for order in list.iter().filter(|o| o.quantity >= 4) {
        if rng.range(0, 999) < 4 {
            let date = workday_from(plus(order.date, rng.range(12, 40)));
            if date <= day("2026-10-30") {
                back.push(Order {
                    date,
                    quantity: -(order.quantity / 4).max(1),
                    due: None,
                    paid_on: None,
                    paid: None,
                    promised: None,
                    shipped: None,
                    urgency: Urgency::Normal,
                    returned: true,
                    ..order.clone()
                });
            }
        }
    }
    list.append(&mut back);
}

/// Sorts by date and numbers the orders; lines of one customer and one day often share a number.
fn settle(list: &mut [Order], customers: &[Customer]) {
    list.sort_by_key(|o| (o.date, o.customer, o.product, o.quantity));
    let mut serials = [0, 0];
    let mut last: Option<(NaiveDate, usize, bool)> = None;
    for order in list.iter_mut() {
        let abroad = customers[order.customer].abroad();
        let this = (order.date, order.customer, order.returned);
        if last != Some(this) {
            serials[usize::from(abroad)] += 1;
        }
        last = Some(this);
        let serial = serials[usize::from(abroad)];
        order.id = if abroad {
            format!("LHI-{}-{serial:05}", order.date.year() % 100)
        } else {
            format!("SO{}{serial:05}", order.date.format("%y%m"))
        };
    }
}

/// True for customers whose sales are left to the files of the company itself.
pub(crate) fn is_domestic(order: &Order, customers: &[Customer]) -> bool {
    !customers[order.customer].abroad()
}

/// An order of the review month, which a planted case may take.
pub(crate) fn in_review(order: &Order) -> bool {
    order.date >= day("2026-10-01") && !order.returned
}
