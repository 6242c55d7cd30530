//! Trips and what they cost: which visits and claims make a trip, its days, and each customer's part (domain.md sections 5, 6).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::period::Period;
use crate::tables::{Expense, PartyIx, Tables};
use crate::units::{Money, Month};

/// Days after which a number that nothing has named in between is taken for another trip's.
const PAUSE_DAYS: i64 = 31;

/// A trip: the visits and claims that name it.
#[derive(Debug, Clone)]
pub struct Trip {
    pub id: String,
    /// Positions in the visits and expenses of the tables, in their order; those up to as-of.
    pub visits: Vec<usize>,
    pub expenses: Vec<usize>,
    /// From the first to the last day, which may lie after as-of: that the trip goes on says that it belongs to a later month.
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
    /// First and last day were stated, not taken from the visits and claims.
    pub stated: bool,
}

impl Trip {
    /// The month the trip belongs to: that of its last day.
    #[must_use]
    pub fn month(&self) -> Month {
        Month::of(self.last_day)
    }

    /// Its claims and visits of the window.
    #[must_use]
    pub fn split(&self, tables: &Tables, period: Period) -> Split {
        let claims: Vec<usize> = self.expenses.iter().copied().filter(|&i| period.in_window(tables.expenses[i].date)).collect();
        let visits = self.visits.iter().copied().filter(|&i| period.in_window(tables.visits[i].date)).collect();
        Split { cost: claims.iter().map(|&i| tables.expenses[i].amount).sum(), claims, visits }
    }

    /// Days of the trip, the first and the last included.
    #[must_use]
    pub fn days(&self) -> i64 {
        (self.last_day - self.first_day).num_days() + 1
    }
}

/// What a trip cost in the window, and the visits that share it evenly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    pub cost: Money,
    /// Positions in the expenses and visits of the tables.
    pub claims: Vec<usize>,
    pub visits: Vec<usize>,
}

impl Split {
    /// The part of one visit, not rounded; nothing without visits.
    #[must_use]
    pub fn each(&self) -> Decimal {
        if self.visits.is_empty() { Decimal::ZERO } else { self.cost.to_decimal() / Decimal::from(self.visits.len()) }
    }
}

/// One customer's part of the travel cost.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CustomerTravel {
    pub cost: Money,
    /// Cost ÷ sales in the window.
    pub ratio: Option<f64>,
}

/// Trips and costs up to as-of.
#[derive(Debug, Clone)]
pub struct Travel {
    /// By trip id.
    pub trips: BTreeMap<String, Trip>,
    /// Claims that a reversal takes back, and the reversals: both count for nothing where single claims are judged.
    pub cancelled: FxHashSet<usize>,
    costs: FxHashMap<PartyIx, Decimal>,
    /// Claims of the window that no visit explains.
    pub unallocated: Money,
    /// Claims of the window.
    pub claimed_window: Money,
}

impl Travel {
    #[must_use]
    pub fn new(tables: &Tables, period: Period) -> Self {
        let trips = trips(tables, period.as_of);
        let mut travel = Travel {
            cancelled: cancelled(&tables.expenses, period.as_of),
            trips,
            costs: FxHashMap::default(),
            unallocated: Money::ZERO,
            claimed_window: tables.expenses.iter().filter(|e| period.in_window(e.date)).map(|e| e.amount).sum(),
        };
        travel.allocate(tables, period);
        travel
    }

    /// A trip's claims of the window, split evenly over its visits of the window.
    fn allocate(&mut self, tables: &Tables, period: Period) {
        let mut allocated = Money::ZERO;
        for trip in self.trips.values() {
            let split = trip.split(tables, period);
            if split.visits.is_empty() {
                continue;
            }
            allocated += split.cost;
            let each = split.each();
            for &visit in &split.visits {
                *self.costs.entry(tables.visits[visit].party).or_default() += each;
            }
        }
        self.unallocated = self.claimed_window - allocated;
    }

    /// Claims of the window that visits explain.
    #[must_use]
    pub fn allocated(&self) -> Money {
        self.claimed_window - self.unallocated
    }

    /// One customer's part, and its ratio to the sales.
    #[must_use]
    pub fn customer(&self, party: PartyIx, sales: Money) -> CustomerTravel {
        // Thirds of cents were cut at the 28th digit: rounding there first keeps a true half a half.
        let cost = self.costs.get(&party).and_then(|c| Money::from_decimal(c.round_dp(12))).unwrap_or_default();
        CustomerTravel { cost, ratio: cost.ratio_of(sales) }
    }

    /// The trip a record names.
    #[must_use]
    pub fn trip(&self, id: Option<&str>) -> Option<&Trip> {
        self.trips.get(id?)
    }

    /// The month a record belongs to: its trip's, otherwise that of its own day.
    #[must_use]
    pub fn month_of(&self, trip_id: Option<&str>, date: NaiveDate) -> Month {
        self.trip(trip_id).map_or_else(|| Month::of(date), Trip::month)
    }
}

/// A trip while its records are gathered: the days they are dated, and the bounds they state.
struct Gathered {
    trip: Trip,
    stated: (Option<NaiveDate>, Option<NaiveDate>),
}

impl Gathered {
    /// A record of the trip: its day, and when the trip begins and ends as it states.
    fn add(&mut self, day: NaiveDate, start: Option<NaiveDate>, end: Option<NaiveDate>) {
        self.trip.first_day = self.trip.first_day.min(day);
        self.trip.last_day = self.trip.last_day.max(day);
        self.stated.0 = self.stated.0.into_iter().chain(start).min();
        self.stated.1 = self.stated.1.into_iter().chain(end).max();
    }
}

/// Trips by id, from the visits and claims dated up to as-of. How long they last is told by later ones too: a trip that goes on is
/// judged once, in the month of its last day, and not on a part of its days before.
fn trips(tables: &Tables, as_of: NaiveDate) -> BTreeMap<String, Trip> {
    let mut gathered: FxHashMap<&str, Gathered> = FxHashMap::default();
    for (i, visit) in tables.visits.iter().enumerate().filter(|(_, v)| v.date <= as_of) {
        if let Some(id) = &visit.trip_id {
            let of_trip = gather(&mut gathered, id, visit.date);
            of_trip.trip.visits.push(i);
            of_trip.add(visit.date, visit.trip_start, visit.trip_end);
        }
    }
    for (i, expense) in tables.expenses.iter().enumerate().filter(|(_, e)| e.date <= as_of) {
        if let Some(id) = &expense.trip_id {
            let of_trip = gather(&mut gathered, id, expense.date);
            of_trip.trip.expenses.push(i);
            of_trip.add(expense.date, None, None);
        }
    }
    for (id, day, start, end) in later(tables, as_of) {
        if let Some(of_trip) = gathered.get_mut(id)
            && (day - of_trip.trip.last_day).num_days() <= PAUSE_DAYS
        {
            of_trip.add(day, start, end);
        }
    }
    let bounded = |Gathered { mut trip, stated }| {
        if let (Some(start), Some(end)) = stated
            && start <= end
        {
            (trip.first_day, trip.last_day, trip.stated) = (start, end, true);
        }
        (trip.id.clone(), trip)
    };
    gathered.into_values().map(bounded).collect()
}

/// What names a trip after as-of, in the order of the days: trip, day, and when the trip begins and ends as it states.
fn later(tables: &Tables, as_of: NaiveDate) -> Vec<(&str, NaiveDate, Option<NaiveDate>, Option<NaiveDate>)> {
    let visits = tables.visits.iter().filter_map(|v| Some((v.trip_id.as_deref()?, v.date, v.trip_start, v.trip_end)));
    let claims = tables.expenses.iter().filter_map(|e| Some((e.trip_id.as_deref()?, e.date, None, None)));
    let mut later: Vec<_> = visits.chain(claims).filter(|(_, day, ..)| *day > as_of).collect();
    later.sort_unstable_by_key(|(_, day, ..)| *day);
    later
}

/// The trip of an id, which a record of a day is the first to name.
fn gather<'a, 'b>(trips: &'b mut FxHashMap<&'a str, Gathered>, id: &'a str, day: NaiveDate) -> &'b mut Gathered {
    trips.entry(id).or_insert_with(|| Gathered {
        trip: Trip { id: id.to_owned(), visits: Vec::new(), expenses: Vec::new(), first_day: day, last_day: day, stated: false },
        stated: (None, None),
    })
}

/// Pairs each reversal (a negative claim) with the claim it takes back: same employee, category and amount; the same
/// receipt first, then the same trip or day, then the nearest earlier day.
fn cancelled(expenses: &[Expense], as_of: NaiveDate) -> FxHashSet<usize> {
    let mut reversals: Vec<usize> =
        (0..expenses.len()).filter(|&i| expenses[i].date <= as_of && expenses[i].amount < Money::ZERO).collect();
    // Few claims are ever taken back: only those that could be are put up.
    let mut open: FxHashMap<(&str, &str, Money), Vec<usize>> = reversals
        .iter()
        .map(|&i| &expenses[i])
        .map(|r| ((r.employee.as_str(), r.category.as_str(), -r.amount), Vec::new()))
        .collect();
    if !open.is_empty() {
        for (i, e) in expenses.iter().enumerate().filter(|(_, e)| e.date <= as_of && e.amount.is_positive()) {
            if let Some(claims) = open.get_mut(&(e.employee.as_str(), e.category.as_str(), e.amount)) {
                claims.push(i);
            }
        }
    }
    reversals.sort_by_key(|&i| (expenses[i].date, i));
    let mut gone = FxHashSet::default();
    let mut used = BTreeSet::new();
    for r in reversals {
        let reversal = &expenses[r];
        let candidates = open.get(&(reversal.employee.as_str(), reversal.category.as_str(), -reversal.amount));
        let best = candidates.into_iter().flatten().copied().filter(|i| !used.contains(i)).min_by_key(|&i| {
            let claim = &expenses[i];
            let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
            let receipt = same(&claim.receipt_no, &reversal.receipt_no);
            let near = same(&claim.trip_id, &reversal.trip_id) || claim.date == reversal.date;
            (!receipt, !near, (claim.date - reversal.date).num_days().abs(), i)
        });
        if let Some(claim) = best {
            used.insert(claim);
            gone.extend([claim, r]);
        }
    }
    gone
}
