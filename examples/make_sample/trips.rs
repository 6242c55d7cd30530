//! Trips that obey every rule of the travel policy: who goes where, whom they see, on which days.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::calendar::{day, month_key, months, plus, weeks};
use super::customers::{Customer, Role};
use super::people::STAFF;
use super::rng::Rng;

/// The newest month, the one under review.
pub(crate) const REVIEW: &str = "2026-10";
/// From here on visits carry trip numbers, and expenses are kept.
pub(crate) const FULL_FROM: &str = "2025-07-01";

/// How one gets there: a train at a fixed fare (in cents), or a flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Local,
    Train(i64),
    Flight(i64, i64),
}

/// A round of cities that one trip visits.
pub(crate) struct Circuit {
    pub(crate) cities: &'static [&'static str],
    pub(crate) days: (i64, i64),
    pub(crate) customers: (i64, i64),
    pub(crate) way: Way,
}

const fn circuit(cities: &'static [&'static str], days: (i64, i64), customers: (i64, i64), way: Way) -> Circuit {
    Circuit { cities, days, customers, way }
}

/// Near cities are seen in a day with two customers or more; Guangdong with four or more.
pub(crate) const CIRCUITS: [Circuit; 19] = [
    circuit(&["上海"], (1, 1), (2, 3), Way::Train(14_400)),
    circuit(&["宁波"], (1, 1), (2, 3), Way::Local),
    circuit(&["杭州"], (1, 1), (2, 3), Way::Train(7_100)),
    circuit(&["苏州", "无锡"], (2, 2), (3, 4), Way::Train(15_650)),
    circuit(&["南京", "合肥"], (2, 3), (2, 4), Way::Train(21_800)),
    circuit(&["温州", "台州"], (2, 2), (2, 4), Way::Train(11_300)),
    circuit(&["广州", "佛山"], (3, 3), (4, 5), Way::Flight(68_000, 88_000)),
    circuit(&["深圳", "东莞"], (3, 3), (4, 6), Way::Flight(66_000, 87_000)),
    circuit(&["广州", "佛山", "深圳", "东莞"], (4, 5), (6, 8), Way::Flight(68_000, 89_000)),
    circuit(&["厦门"], (2, 2), (1, 1), Way::Train(31_200)),
    circuit(&["北京", "天津"], (3, 4), (3, 5), Way::Flight(60_000, 88_000)),
    circuit(&["济南", "青岛"], (3, 3), (3, 4), Way::Flight(52_000, 78_000)),
    circuit(&["天津", "济南", "北京"], (4, 5), (4, 6), Way::Flight(60_000, 88_000)),
    circuit(&["成都", "重庆"], (4, 5), (4, 5), Way::Flight(105_000, 150_000)),
    circuit(&["武汉"], (2, 2), (2, 2), Way::Train(33_400)),
    circuit(&["昆明", "成都"], (4, 4), (3, 4), Way::Flight(110_000, 165_000)),
    circuit(&["香港"], (2, 3), (2, 2), Way::Flight(112_000, 172_000)),
    circuit(&["胡志明市", "河内"], (4, 5), (2, 2), Way::Flight(215_000, 340_000)),
    circuit(&["汉堡", "慕尼黑"], (5, 5), (2, 2), Way::Flight(520_000, 690_000)),
];

#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub(crate) id: String,
    pub(crate) date: NaiveDate,
    pub(crate) start: NaiveTime,
    pub(crate) minutes: i64,
    pub(crate) customer: usize,
    pub(crate) first: bool,
    pub(crate) party: i64,
    pub(crate) confirmed: NaiveDate,
    pub(crate) report: Option<NaiveDate>,
    pub(crate) topics: &'static str,
    pub(crate) satisfaction: &'static str,
    pub(crate) estimate: Option<i64>,
}

#[derive(Clone, Debug)]
pub(crate) struct Trip {
    pub(crate) id: String,
    pub(crate) employee: usize,
    pub(crate) circuit: usize,
    pub(crate) start: NaiveDateTime,
    pub(crate) end: NaiveDateTime,
    /// False where the form gives the days of the trip but no times.
    pub(crate) exact: bool,
    pub(crate) approver: &'static str,
    pub(crate) project: String,
    pub(crate) visits: Vec<Visit>,
}

impl Trip {
    pub(crate) fn first_day(&self) -> NaiveDate {
        self.start.date()
    }

    pub(crate) fn last_day(&self) -> NaiveDate {
        self.end.date()
    }

    pub(crate) fn days(&self) -> i64 {
        (self.last_day() - self.first_day()).num_days() + 1
    }

    pub(crate) fn month(&self) -> String {
        month_key(self.last_day())
    }

    pub(crate) fn covers(&self, date: NaiveDate) -> bool {
        self.first_day() <= date && date <= self.last_day()
    }
}

pub(crate) const TOPICS: &str = "公司历史、经营模式、客户需求、产品偏好、决策人";

/// All trips of 2025 and 2026, in the order in which they were numbered.
pub(crate) fn plan(customers: &[Customer]) -> Vec<Trip> {
    let mut rng = Rng::new("trips");
    let mut trips = Vec::new();
    let mut seen = vec![false; customers.len()];
    for (first, last) in months(2025, 1, 22) {
        let mut month_trips = Vec::new();
        for (number_of_week, week) in weeks(first, last).iter().enumerate() {
            for (employee, person) in STAFF.iter().enumerate() {
                let fixed = FIXED.iter().find(|(e, w, _)| (*e, *w) == (employee, number_of_week) && month_key(first) == REVIEW);
                if fixed.is_some() || rng.chance(person.travels) {
                    let number = fixed.map_or_else(|| *rng.pick(person.circuits), |f| f.2);
                    month_trips.extend(one_trip(customers, employee, number, week, &mut rng));
                }
            }
        }
        month_trips.sort_by_key(|t| (t.first_day(), t.employee));
        for trip in &mut month_trips {
            finish_visits(trip, &mut seen, &mut rng);
        }
        trips.append(&mut month_trips);
    }
    trips
}

/// A trip of this circuit within the week, where the week is long enough for it.
fn one_trip(customers: &[Customer], employee: usize, number: usize, week: &[NaiveDate], rng: &mut Rng) -> Option<Trip> {
    let circuit = &CIRCUITS[number];
    let days = rng.range(circuit.days.0, circuit.days.1);
    let spare = i64::try_from(week.len()).unwrap_or(0) - days;
    if spare < 0 {
        return None;
    }
    let offset = usize::try_from(rng.range(0, spare)).unwrap_or(0);
    let first = week[offset];
    let last = plus(first, days - 1);
    let wanted = rng.range(circuit.customers.0, circuit.customers.1);
    let chosen = choose(customers, circuit, wanted, first, rng);
    let visits = spread(&chosen, first, days, customers);
    let abroad = customers[*chosen.first()?].abroad();
    Some(Trip {
        id: String::new(),
        employee,
        circuit: number,
        start: first.and_time(clock(6 + rng.range(0, 1), rng.range(0, 11) * 5)),
        end: last.and_time(clock(18 + rng.range(0, 2), rng.range(0, 11) * 5)),
        exact: true,
        approver: approver(employee, days, rng),
        project: if abroad { (*rng.pick(&PROJECTS)).to_owned() } else { String::new() },
        visits,
    })
}

/// Trips that the review month must have: employee, week, circuit. Rules on distant places need something to look at.
const FIXED: [(usize, usize, usize); 9] =
    [(4, 1, 13), (5, 1, 16), (5, 2, 17), (5, 3, 18), (2, 1, 6), (2, 2, 8), (7, 2, 7), (3, 3, 12), (6, 3, 5)];

const PROJECTS: [&str; 6] = [
    "LNG接收站低温阀项目",
    "污水厂二期泵组项目",
    "ACHEMA展前客户拜访",
    "VIETWATER展后跟进",
    "空分装置调节阀框架协议谈判",
    "船用泵年度框架谈判",
];

/// Who may sign: the supervisor up to three days, the department head from four.
fn approver(employee: usize, days: i64, rng: &mut Rng) -> &'static str {
    match (STAFF[employee].grade, days) {
        ("经理" | "总监", _) => rng.word(&["副总", "总经理"]),
        (_, 4..) => rng.word(&["部长", "部长", "副总"]),
        ("主管", _) => "部长",
        _ => rng.word(&["主管", "主管", "部长"]),
    }
}

/// Different customers of the circuit's cities, the key ones far more often, in the order of the cities.
fn choose(customers: &[Customer], circuit: &Circuit, wanted: i64, date: NaiveDate, rng: &mut Rng) -> Vec<usize> {
    let mut weights: Vec<i64> = customers
        .iter()
        .map(|c| {
            if !circuit.cities.contains(&c.city) {
                return 0;
            }
            match c.role {
                Role::Core | Role::Opportunity => 40,
                Role::Support => 14,
                Role::LowReturn => 4,
                Role::Unclassified if c.sales[0] == 0 && date < day("2025-11-01") => 0,
                Role::Unclassified => 5,
                Role::Prospect | Role::Dormant | Role::Unlisted => 0,
            }
        })
        .collect();
    let mut chosen = Vec::new();
    for _ in 0..wanted {
        if weights.iter().sum::<i64>() == 0 {
            break;
        }
        let index = rng.weighted(&weights);
        weights[index] = 0;
        chosen.push(index);
    }
    let place = |c: &usize| circuit.cities.iter().position(|city| *city == customers[*c].city);
    chosen.sort_by_key(|c| (place(c), *c));
    chosen
}

/// The customers, evenly over the days of the trip; each city's customers stay together.
fn spread(chosen: &[usize], first: NaiveDate, days: i64, customers: &[Customer]) -> Vec<Visit> {
    let count = i64::try_from(chosen.len()).unwrap_or(1).max(1);
    let abroad = chosen.first().is_some_and(|c| customers[*c].abroad());
    // The first day abroad is spent in the air.
    let (skip, room) = if abroad && days > 2 { (1, days - 1) } else { (0, days) };
    let mut visits: Vec<Visit> = Vec::new();
    for (index, customer) in (0..).zip(chosen) {
        let date = plus(first, skip + index * room / count);
        let before = visits.iter().filter(|v| v.date == date).count();
        visits.push(Visit {
            id: String::new(),
            date,
            start: [clock(10, 30), clock(15, 0), clock(16, 15)][before.min(2)],
            minutes: 60,
            customer: *customer,
            first: false,
            party: 1,
            confirmed: plus(date, -7),
            report: Some(date),
            topics: TOPICS,
            satisfaction: "",
            estimate: None,
        });
    }
    visits
}

/// What only time tells: whether it is a first visit, how long it took, how it went.
fn finish_visits(trip: &mut Trip, seen: &mut [bool], rng: &mut Rng) {
    for visit in &mut trip.visits {
        visit.first = !seen[visit.customer] && visit.date >= day(FULL_FROM);
        seen[visit.customer] = true;
        visit.confirmed = plus(visit.date, -rng.range(7, 19));
        visit.satisfaction = rating(rng);
        if visit.first {
            visit.party = rng.range(2, 3);
            visit.minutes = *rng.pick(&[20, 25, 30]);
        } else {
            visit.party = rng.range(1, 3);
            visit.minutes = *rng.pick(&[45, 60, 60, 75]);
        }
        if visit.start == clock(15, 0) && rng.chance(30) {
            visit.start = clock(15, 15);
        } else if visit.start == clock(10, 30) && rng.chance(25) {
            visit.start = clock(11, 0);
        }
    }
}

/// Mostly content: about nine in ten are 4 or better. Some visits bring no answer.
pub(crate) fn rating(rng: &mut Rng) -> &'static str {
    let words = ["", "非常满意", "满意", "一般", "不满意", "很不满意"];
    words[rng.weighted(&[90, 400, 430, 56, 22, 5])]
}

/// Numbers trips and visits in the order of their dates.
pub(crate) fn number(trips: &mut [Trip]) {
    trips.sort_by_key(|t| (t.first_day(), t.employee, t.circuit));
    for (serial, trip) in (1..).zip(trips.iter_mut()) {
        trip.id = format!("CC{}-{serial:04}", trip.first_day().format("%y%m"));
    }
    let mut visits: Vec<&mut Visit> = trips.iter_mut().flat_map(|t| &mut t.visits).collect();
    visits.sort_by_key(|v| (v.date, v.start, v.customer));
    for (serial, visit) in (1..).zip(visits) {
        visit.id = format!("BF{}{serial:05}", visit.date.format("%y%m"));
    }
}

pub(crate) fn clock(hour: i64, minute: i64) -> NaiveTime {
    let hour = u32::try_from(hour).unwrap_or(0);
    NaiveTime::from_hms_opt(hour, u32::try_from(minute).unwrap_or(0), 0).unwrap_or_default()
}
