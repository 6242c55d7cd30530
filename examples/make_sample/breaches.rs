//! The known breaches of the travel policy, and the traps beside them that must not be reported.

use super::calendar::{month_key, plus};
use super::customers::{Customer, Role};
use super::expenses::Expense;
use super::ledger::Planted;
use super::people::STAFF;
use super::restructure::with_role;
use super::trips::{CIRCUITS, REVIEW, TOPICS, Trip, clock};

/// Everything the planting reads and changes.
pub(crate) struct Planter<'a> {
    pub(crate) customers: &'a [Customer],
    pub(crate) trips: &'a mut Vec<Trip>,
    pub(crate) claims: &'a mut Vec<Expense>,
    pub(crate) planted: &'a mut Vec<Planted>,
    /// How many breaches each trip bears already.
    pub(crate) load: Vec<u32>,
    /// Claims added so far: each has a receipt number of its own.
    pub(crate) pushed: u32,
}

impl Planter<'_> {
    /// A few breaches in each month before the review, so that there is a trend; then the review month in full.
    pub(crate) fn plant(&mut self) {
        for number in 1..=9 {
            let month = format!("2026-{number:02}");
            match number % 3 {
                0 => self.lone_visit(&month),
                1 => self.high_seat(&month, "一等座", 160),
                _ => self.no_approval(&month),
            }
            self.over_rate(&month, 8_000 + number * 1_130, 2, "业务员");
            self.late_appointment(&month, 3);
            if number % 2 == 0 {
                self.late_report(&month, Some(1));
            } else {
                self.outside_policy(&month, "通讯费", 9_900 + number * 130);
            }
        }
        self.review_visits();
        self.review_claims();
        self.review_home_claims();
        self.review_hours();
    }

    fn review_visits(&mut self) {
        for _ in 0..3 {
            self.lone_visit(REVIEW);
        }
        for _ in 0..2 {
            self.few_in_guangdong();
            self.no_project();
        }
        for (least, most, grade, approver) in [(4, 9, "业务员", "主管"), (4, 9, "业务员", "主管"), (2, 3, "业务员", "业务员")]
        {
            self.low_approver(least, most, grade, approver);
        }
        for days in [6, 3, 1, 0] {
            self.late_appointment(REVIEW, days);
        }
        for _ in 0..2 {
            self.no_times();
        }
        for days in [Some(1), Some(3), None] {
            self.late_report(REVIEW, days);
        }
        for topics in ["公司历史、客户需求", "客户需求、产品偏好、决策人", "经营模式、客户需求、产品偏好、决策人"]
        {
            self.few_topics(topics);
        }
        self.first_visits();
        self.without_orders();
    }

    fn review_claims(&mut self) {
        self.over_rate(REVIEW, 18_650, 2, "业务员");
        self.over_rate(REVIEW, 1_250, 3, "业务员");
        self.over_rate(REVIEW, 31_200, 2, "经理");
        self.over_rate(REVIEW, 42_000, 2, "总监");
        // A trip at exactly the limit obeys.
        self.over_rate(REVIEW, 0, 2, "主管");
        self.high_seat(REVIEW, "一等座", 160);
        self.high_seat(REVIEW, "一等座", 161);
        self.high_seat(REVIEW, "商务座", 305);
        self.no_approval(REVIEW);
        self.no_approval(REVIEW);
        self.outside_policy(REVIEW, "通讯费", 12_060);
        self.outside_policy(REVIEW, "洗衣费", 8_640);
        self.outside_policy(REVIEW, "娱乐费", 68_000);
        self.same_receipt();
        self.same_ride();
        self.no_visit();
        self.no_claim();
        self.two_cities();
        self.submission();
    }

    /// A trip that fits: one that bears a breach already, as long as it bears fewer than four, else the earliest.
    /// So most trips of a month stay without any.
    pub(crate) fn take(&mut self, month: &str, fits: impl Fn(&Trip, &[Expense], &[Customer]) -> bool) -> Option<usize> {
        self.load.resize(self.trips.len(), 0);
        let index = (0..self.trips.len())
            .filter(|t| self.trips[*t].month() == month)
            .filter(|t| fits(&self.trips[*t], self.claims, self.customers))
            .min_by_key(|t| match self.load[*t] {
                0 => 4,
                load @ 1..=3 => 4 - load,
                load => 4 + load,
            })?;
        self.load[index] += 1;
        Some(index)
    }

    pub(crate) fn note_trip(&mut self, rule: &'static str, index: usize, note: String) {
        let trip = &self.trips[index];
        self.planted.push(Planted {
            rule,
            month: trip.month(),
            employee: STAFF[trip.employee].name.to_owned(),
            trip_id: trip.id.clone(),
            date: trip.last_day(),
            key: format!("visit:{}", trip.visits[0].id),
            note,
            ..Planted::default()
        });
    }

    fn note_visit(&mut self, rule: &'static str, index: usize, visit: usize, note: String) {
        self.note_trip(rule, index, note);
        let visit = &self.trips[index].visits[visit];
        if let Some(last) = self.planted.last_mut() {
            last.key = format!("visit:{}", visit.id);
            last.date = visit.date;
            last.customer = self.customers[visit.customer].name.to_owned();
        }
    }

    pub(crate) fn note_claim(&mut self, rule: &'static str, e: &Expense, allowed: Option<i64>, note: &str) {
        let trip = self.trips.iter().find(|t| t.id == e.trip);
        self.planted.push(Planted {
            rule,
            month: trip.map_or_else(|| month_key(e.date), Trip::month),
            employee: STAFF[e.employee].name.to_owned(),
            customer: e.customer.map_or("", |c| self.customers[c].name).to_owned(),
            trip_id: e.trip.clone(),
            date: e.date,
            claimed: Some(e.cents),
            allowed,
            key: e.key.clone(),
            note: note.to_owned(),
        });
    }

    pub(crate) fn push(&mut self, mut expense: Expense, key: &str, receipt: Option<&str>) -> Expense {
        self.pushed += 1;
        let number = 58_800_000 + self.pushed * 41;
        key.clone_into(&mut expense.key);
        expense.receipt = receipt.map_or_else(|| format!("FP{number:08}"), str::to_owned);
        self.claims.push(expense.clone());
        expense
    }

    fn lone_visit(&mut self, month: &str) {
        let found = self.take(month, |t, _, customers| {
            CIRCUITS[t.circuit].days == (1, 1)
                && t.visits.len() >= 2
                && t.visits.iter().all(|v| customers[v.customer].role != Role::Dormant)
                && t.employee != 4
        });
        let Some(index) = found else { return };
        self.trips[index].visits.truncate(1);
        self.note_visit("VIS001", index, 0, "1 customer on the day, 2 expected".to_owned());
        if let Some(last) = self.planted.last_mut() {
            last.customer.clear();
        }
    }

    fn few_in_guangdong(&mut self) {
        let found =
            self.take(REVIEW, |t, _, customers| customers[t.visits[0].customer].province == "广东" && t.visits.len() >= 4);
        let Some(index) = found else { return };
        self.trips[index].visits.truncate(3);
        self.note_trip("VIS002", index, "3 customers in Guangdong, 4 expected".to_owned());
    }

    fn no_project(&mut self) {
        let found = self.take(REVIEW, |t, _, customers| customers[t.visits[0].customer].abroad() && !t.project.is_empty());
        let Some(index) = found else { return };
        self.trips[index].project.clear();
        self.note_trip("VIS003", index, "abroad without a named project or exhibition".to_owned());
    }

    fn low_approver(&mut self, least: i64, most: i64, grade: &'static str, approver: &'static str) {
        let found = self.take(REVIEW, |t, _, _| {
            (least..=most).contains(&t.days()) && STAFF[t.employee].grade == grade && t.approver != approver
        });
        let Some(index) = found else { return };
        self.trips[index].approver = approver;
        let days = self.trips[index].days();
        self.note_trip("VIS004", index, format!("{days} days approved by {approver}"));
    }

    fn late_appointment(&mut self, month: &str, days: i64) {
        let found = self.take(month, |t, _, _| t.visits.last().is_some_and(|v| (v.date - v.confirmed).num_days() >= 7));
        let Some(index) = found else { return };
        let last = self.trips[index].visits.len() - 1;
        let visit = &mut self.trips[index].visits[last];
        visit.confirmed = plus(visit.date, -days);
        self.note_visit("VIS005", index, last, format!("confirmed {days} days ahead, 7 expected"));
    }

    fn no_times(&mut self) {
        let Some(index) = self.take(REVIEW, |t, _, _| t.exact) else {
            return;
        };
        self.trips[index].exact = false;
        self.note_trip("VIS006", index, "trip_start and trip_end are dates without times".to_owned());
    }

    fn late_report(&mut self, month: &str, days: Option<i64>) {
        let Some(index) = self.take(month, |t, _, _| t.visits[0].report == Some(t.visits[0].date)) else {
            return;
        };
        let visit = &mut self.trips[index].visits[0];
        visit.report = days.map(|d| plus(visit.date, d));
        let note = days.map_or_else(|| "no report date".to_owned(), |d| format!("reported {d} days after the visit"));
        self.note_visit("VIS007", index, 0, note);
    }

    fn few_topics(&mut self, topics: &'static str) {
        let Some(index) = self.take(REVIEW, |t, _, _| t.visits[0].topics == TOPICS) else {
            return;
        };
        self.trips[index].visits[0].topics = topics;
        self.note_visit("VIS008", index, 0, format!("topics: {topics}"));
    }

    /// The two prospects: one seen by a single person, one for fifty minutes.
    fn first_visits(&mut self) {
        for (number, customer) in with_role(self.customers, Role::Prospect).into_iter().enumerate() {
            let Some((index, visit)) = find_visit(self.trips, customer, REVIEW) else {
                continue;
            };
            let (party, minutes) = [(1, 30), (2, 50)][number % 2];
            let chosen = &mut self.trips[index].visits[visit];
            chosen.party = party;
            chosen.minutes = minutes;
            let note = format!("first visit by {party} person(s), {minutes} minutes");
            self.note_visit("VIS009", index, visit, note);
        }
    }

    /// Two people call before, between and after the hours in which customers have time.
    fn review_hours(&mut self) {
        let first = self.odd_hours(&[(9, 30), (13, 30)], None);
        self.odd_hours(&[(17, 0)], first);
    }

    /// Moves the first visits of a trip to these hours; gives the employee. It is not to be the one named.
    fn odd_hours(&mut self, hours: &[(i64, i64)], other: Option<usize>) -> Option<usize> {
        let index = self.take(REVIEW, |t, _, _| t.visits.len() >= hours.len() && Some(t.employee) != other)?;
        for (visit, (hour, minute)) in hours.iter().enumerate() {
            self.trips[index].visits[visit].start = clock(*hour, *minute);
            self.note_visit("VIS010", index, visit, format!("begins at {hour:02}:{minute:02}"));
        }
        Some(self.trips[index].employee)
    }

    fn without_orders(&mut self) {
        for customer in with_role(self.customers, Role::Dormant) {
            if let Some((index, visit)) = find_visit(self.trips, customer, REVIEW) {
                let note = "3 visits in the window, no order".to_owned();
                self.note_visit("VIS012", index, visit, note);
            }
        }
    }
}

fn find_visit(trips: &[Trip], customer: usize, month: &str) -> Option<(usize, usize)> {
    trips.iter().enumerate().find_map(|(index, trip)| {
        let visit = trip.visits.iter().position(|v| v.customer == customer)?;
        (trip.month() == month).then_some((index, visit))
    })
}
