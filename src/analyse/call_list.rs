//! The call list: who must be seen or called next month, by when and why, what is most at stake first; and how the duties of
//! this month were met, by any grouping (domain.md section 5).

use chrono::{Days, NaiveDate};

use super::CustomerReview;
use super::period::Period;
use crate::config::Config;
use crate::units::{Money, Month};

/// Why a customer is on the list, beyond its turn having come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    NeverCalled,
    /// The last callback lies further back than its kind allows.
    CallOverdue {
        last: NaiveDate,
        days: i64,
    },
    /// Fewer visits this month than were due.
    VisitsMissed {
        done: u32,
        due: u32,
    },
    /// Receivables past due.
    Overdue(Money),
    /// Sales of the month below half of the window's monthly average.
    Falling,
    /// Complaints in the window above what is tolerated.
    Complaints(u64),
}

/// One customer of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Position of the customer in the review.
    pub customer: usize,
    /// Callbacks due in the month, and by when the first.
    pub calls: u32,
    pub call_by: Option<NaiveDate>,
    /// Visits due in the month, and by when the first.
    pub visits: u32,
    pub visit_by: Option<NaiveDate>,
    pub why: Vec<Why>,
    /// What the customer buys or could buy in a window.
    pub stake: Money,
}

/// Everyone who is due next month; the largest stake first, ties by customer key.
#[must_use]
pub fn call_list(customers: &[CustomerReview], period: Period, callbacks_known: bool, config: &Config) -> Vec<Call> {
    let agenda = Agenda::of(period.month.plus(1), config);
    let mut list: Vec<Call> = customers
        .iter()
        .enumerate()
        .filter(|(_, c)| c.coverage.active)
        .map(|(at, c)| call(at, c, period, &agenda, callbacks_known, config))
        .filter(|call| call.calls > 0 || call.visits > 0)
        .collect();
    list.sort_by(|a, b| b.stake.cmp(&a.stake).then(a.customer.cmp(&b.customer)));
    list
}

fn call(at: usize, c: &CustomerReview, period: Period, agenda: &Agenda, callbacks_known: bool, config: &Config) -> Call {
    let (key, own) = (c.class.is_key(), &c.coverage);
    let rules = &config.coverage;
    let allowed = u64::from(if key { rules.key_call_days } else { rules.routine_call_days });
    let calls = match (callbacks_known, key) {
        (false, _) => 0,
        (true, true) => u32::try_from(agenda.month.iso_weeks().len()).unwrap_or(5),
        (true, false) => 1,
    };
    let call_by = agenda.worked_by(own.last_callback.map_or(agenda.month.first_day(), |last| last + Days::new(allowed)));
    let short = own.visits_month < own.visits_due;
    // Whoever was missed this month is seen in the first half of the next.
    let visit_by = agenda.worked_by(if short { agenda.month.first_day() + Days::new(14) } else { agenda.month.last_day() });
    Call {
        customer: at,
        calls,
        call_by: (calls > 0).then_some(call_by),
        visits: own.visits_due,
        visit_by: (own.visits_due > 0).then_some(visit_by),
        why: reasons(c, period, allowed, calls > 0, config.satisfaction.max_complaints),
        stake: c.class.volume,
    }
}

/// The month of the list, and its working days.
struct Agenda {
    month: Month,
    worked: Vec<NaiveDate>,
}

impl Agenda {
    fn of(month: Month, config: &Config) -> Self {
        let calendar = config.calendar.calendar();
        let days = month.first_day().iter_days().take_while(|d| *d <= month.last_day());
        Agenda { month, worked: days.filter(|d| calendar.is_likely_worked(*d)).collect() }
    }

    /// The last working day of the month up to a day; where the month begins with days off, its first working day: nobody calls
    /// before the list.
    fn worked_by(&self, day: NaiveDate) -> NaiveDate {
        let before = self.worked.partition_point(|worked| *worked <= day).checked_sub(1);
        let worked = self.worked.get(before.unwrap_or(0)).copied();
        worked.unwrap_or_else(|| day.clamp(self.month.first_day(), self.month.last_day()))
    }
}

fn reasons(c: &CustomerReview, period: Period, allowed: u64, calls: bool, max_complaints: u32) -> Vec<Why> {
    let own = &c.coverage;
    let mut why = Vec::new();
    match own.last_callback.filter(|_| calls) {
        Some(last) => {
            let days = (period.as_of - last).num_days();
            if days.unsigned_abs() > allowed {
                why.push(Why::CallOverdue { last, days });
            }
        }
        None if calls => why.push(Why::NeverCalled),
        None => {}
    }
    if own.visits_month < own.visits_due {
        why.push(Why::VisitsMissed { done: own.visits_month, due: own.visits_due });
    }
    if let Some(overdue) = c.credit.overdue.filter(|o| o.is_positive()) {
        why.push(Why::Overdue(overdue));
    }
    if c.sales_month.times(2 * i64::from(period.window_months())) < c.sales_window {
        why.push(Why::Falling);
    }
    if c.satisfaction.complaints > u64::from(max_complaints) {
        why.push(Why::Complaints(c.satisfaction.complaints));
    }
    why
}

/// What was due in a month and what was met, of a group of customers; never more met than due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Duty {
    pub customers: u32,
    pub visits_due: u32,
    pub visits_met: u32,
    pub calls_due: u32,
    pub calls_met: u32,
    /// Active customers that nobody saw or called.
    pub unattended: u32,
}

impl Duty {
    /// Adds an active customer; others are owed nothing.
    pub fn add(&mut self, c: &CustomerReview) {
        let own = &c.coverage;
        if !own.active {
            return;
        }
        self.customers += 1;
        self.visits_due += own.visits_due;
        self.visits_met += own.visits_month.min(own.visits_due);
        // A key customer is owed a callback a week, any other one a month.
        let (due, met) = if own.weeks_due > 0 { (own.weeks_due, own.weeks_met) } else { (1, u32::from(own.callbacks_month > 0)) };
        self.calls_due += due;
        self.calls_met += met.min(due);
        self.unattended += u32::from(own.unattended());
    }
}

#[cfg(test)]
mod tests {
    use crate::analyse::{self, Period, Review};
    use crate::rules::testing::World;

    fn review() -> Review {
        let world = World::month("2026-06")
            .customers(&[
                "customer,annual_demand,stage",
                "Large,1200000,established",
                "Small,10000,established",
                "Prospect,900000,prospect",
            ])
            .orders(&["order_id,date,customer,amount", "1,2025-08-05,Large,900000", "2,2026-06-05,Small,9000"])
            .visits(&["visit_id,date,customer,salesperson", "v1,2026-06-03,Small,A"])
            .callbacks(&["callback_id,date,customer,overall_rating", "k1,2026-06-20,Large,5", "k2,2026-06-28,Small,5"]);
        let config = crate::config::Config::default();
        analyse::analyse(&world.tables(), Period::new("2026-06".parse().unwrap(), 12), &config).unwrap()
    }

    /// Large: demand 1.2m, sales 0.9m = 75 %: core, two visits due in June, none made; last callback 20 June, 10 days before
    /// the end, 7 allowed; nothing bought in June. July 2026 has five ISO weeks (Thursdays 2, 9, 16, 23, 30): five calls, the
    /// first due on 27 June, which is past: on 1 July. Small: 9,000 of 10,000, low volume, support: one visit, made; one call,
    /// 28 June + 31 days = 29 July. The prospect never bought: it is owed nothing.
    #[test]
    fn who_is_due_next_month_and_why() {
        let review = review();
        let told: Vec<String> = review
            .calls
            .iter()
            .map(|c| {
                let day = |d: Option<chrono::NaiveDate>| d.map(|d| d.to_string()).unwrap_or_default();
                format!(
                    "{} calls {} by {}, visits {} by {}: {:?}",
                    c.customer,
                    c.calls,
                    day(c.call_by),
                    c.visits,
                    day(c.visit_by),
                    c.why
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "0 calls 5 by 2026-07-01, visits 2 by 2026-07-15: \
                 [CallOverdue { last: 2026-06-20, days: 10 }, VisitsMissed { done: 0, due: 2 }, Falling]",
                "2 calls 1 by 2026-07-29, visits 1 by 2026-07-31: []",
            ]
        );
    }

    /// 1 and 15 November 2026 are Sundays, and no working day of the month lies before the first.
    #[test]
    fn nobody_is_due_on_a_day_off() {
        let day = |d: u32| chrono::NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        let agenda = super::Agenda::of(super::Month::of(day(1)), &super::Config::default());
        for (due, worked) in [
            (day(1), 2),
            (day(10), 10),
            (day(15), 13),
            (day(30), 30),
            (day(1) - super::Days::new(9), 2),
            (day(30) + super::Days::new(9), 30),
        ] {
            assert_eq!(agenda.worked_by(due), day(worked), "{due}");
        }
    }

    /// June 2026 has the weeks of 4, 11, 18 and 25 June. Large owes 2 visits and 4 calls and got 0 and 1; Small 1 and 1, met.
    #[test]
    fn duties_are_never_met_beyond_what_was_due() {
        let review = review();
        let mut duty = super::Duty::default();
        review.customers.iter().for_each(|c| duty.add(c));
        assert_eq!((duty.customers, duty.visits_due, duty.visits_met), (2, 3, 1));
        assert_eq!((duty.calls_due, duty.calls_met, duty.unattended), (5, 2, 0));
    }
}
