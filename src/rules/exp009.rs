//! EXP009: a claim submitted late, dated in the future, or dated before its trip.

use chrono::NaiveDate;

use super::{Case, Param, ParamValue, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{Expense, TableId, expenses, visits};
use crate::units::Month;

/// A claim whose date, submission and trip do not fit together: one finding a claim, the gravest of the three.
///
/// No clock is asked: the future is what comes after the submission. Such a claim belongs to the month of its submission,
/// where that is earlier, and does not wait until its impossible day comes. How late a claim was is known once it was
/// submitted, so the day of submission counts even where it lies after the month: reviewed again then, the month tells it.
/// A fare dated before the trip is a ticket bought ahead more often than not: a note, unless it was submitted late as well.
pub(super) struct Submission;

impl Rule for Submission {
    fn id(&self) -> &'static str {
        "EXP009"
    }

    fn source(&self) -> &'static str {
        "audit practice"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn params(&self) -> &'static [Param] {
        &[Param { key: "late_days", default: ParamValue::Int(30) }]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Expenses, expenses::DATE)]
    }

    /// The day of submission, or both the trip of a claim and when that began.
    fn any_of(&self) -> &'static [&'static [(TableId, &'static str)]] {
        &[
            &[(TableId::Expenses, expenses::SUBMITTED_ON), (TableId::Expenses, expenses::TRIP_ID)],
            &[(TableId::Expenses, expenses::SUBMITTED_ON), (TableId::Visits, visits::TRIP_START)],
        ]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["future", "before_trip", "late"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let (travel, late_days) = (&case.review.travel, case.setup.int("late_days"));
        let claims = case.tables.expenses.iter().enumerate();
        claims
            .filter(|(i, e)| e.amount.is_positive() && !travel.cancelled.contains(i))
            .filter(|(_, e)| month_of(case, e) == Some(case.review.period.month))
            .filter_map(|(_, claim)| {
                let start = trip_start(case, claim);
                case.counted(claim.submitted_on.is_some() || start.is_some()).then_some(())?;
                self.judge(claim, start, late_days)
            })
            .collect()
    }
}

/// The month of a claim: its trip's, otherwise its own; that of its submission where it was submitted before its date and
/// that month is earlier. None for a claim that does not exist yet as of the last day of the month.
fn month_of(case: &Case<'_>, claim: &Expense) -> Option<Month> {
    let early = claim.submitted_on.filter(|day| *day < claim.date);
    let known_on = early.unwrap_or(claim.date);
    let month = case.review.travel.month_of(claim.trip_id.as_deref(), claim.date);
    (known_on <= case.review.period.as_of).then(|| early.map(Month::of).into_iter().fold(month, Month::min))
}

/// The earliest start that the visits of the claim's trip state.
fn trip_start(case: &Case<'_>, claim: &Expense) -> Option<NaiveDate> {
    let trip = case.review.travel.trip(claim.trip_id.as_deref())?;
    trip.visits.iter().filter_map(|&i| case.tables.visits[i].trip_start).min()
}

impl Submission {
    fn judge(&self, claim: &Expense, start: Option<NaiveDate>, late_days: i64) -> Option<Draft> {
        let waited = claim.submitted_on.map(|day| (day, (day - claim.date).num_days()));
        let mut facts = vec![("claimed", Fact::Money(claim.amount)), ("date", Fact::Day(claim.date))];
        let mut severity = self.severity();
        let is_fare = matches!(claim.category.as_str(), "train" | "flight");
        let is_late = waited.is_some_and(|(_, days)| days > late_days);
        let sentence = match (waited, start) {
            (Some((submitted, days)), _) if days < 0 => {
                facts.extend([("submitted", Fact::Day(submitted)), ("days", Fact::Count(-days))]);
                "future"
            }
            (_, Some(start)) if claim.date < start && !(is_fare && is_late) => {
                if is_fare {
                    severity = Severity::Note;
                }
                facts.extend([("start", Fact::Day(start)), ("days", Fact::Count((start - claim.date).num_days()))]);
                "before_trip"
            }
            (Some((submitted, days)), _) if is_late => {
                facts.extend([
                    ("submitted", Fact::Day(submitted)),
                    ("days", Fact::Count(days)),
                    ("limit", Fact::Count(late_days)),
                ]);
                "late"
            }
            _ => return None,
        };
        let number = claim.expense_id.clone().unwrap_or_default();
        Some(Draft {
            facts,
            identity: vec![number, claim.date.to_string(), claim.category.clone(), claim.amount.to_string()],
            ..Draft::of_claim(severity, sentence, claim)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    /// 4 May to 3 June are 30 days, to 4 June 31.
    #[test]
    fn late_from_the_thirty_first_day() {
        let world = World::month("2026-05").expenses(&[
            "date,employee,category,amount,submitted_on",
            "2026-05-04,陆,meals,10,2026-06-03",
            "2026-05-04,陆,meals,11,2026-06-04",
            "2026-05-05,陆,meals,12,",
            "2026-05-05,陆,meals,13,2026-05-05",
            "2026-04-20,陆,meals,14,2026-05-31",
            // Taken back: nobody is paid.
            "2026-05-06,苏,hotel,90,2026-07-01",
            "2026-05-07,苏,hotel,-90,2026-07-01",
        ]);
        assert_eq!(world.found("EXP009"), ["陆|||2026-05-04|11.00|||1"]);
        assert_eq!(world.counts("EXP009"), (3, 1));
        assert_eq!(
            world.messages("EXP009"),
            [
                "A claim of 11.00 dated 2026-05-04 was submitted on 2026-06-04, 31 days later; claims are to be submitted within 30 days."
            ]
        );
    }

    /// Submitted in May and dated in June, a claim is May's and not June's; dated in May, it is May's anyway.
    #[test]
    fn the_future_is_what_comes_after_the_submission() {
        let rows = &[
            "date,employee,category,amount,submitted_on",
            "2026-06-03,陆,meals,10,2026-05-29",
            "2026-05-30,陆,meals,11,2026-05-29",
            "2026-06-01,陆,meals,12,2026-06-01",
        ];
        let found = |month| World::month(month).expenses(rows).found("EXP009");
        assert_eq!(found("2026-05"), ["陆|||2026-05-30|11.00|||1", "陆|||2026-06-03|10.00|||1"]);
        assert!(found("2026-06").is_empty());
        assert_eq!(
            World::month("2026-05").expenses(rows).messages("EXP009")[1],
            "A claim of 10.00 is dated 2026-06-03, 5 days after it was submitted on 2026-05-29."
        );
    }

    /// The trip begins on the 12th by one of its visits: the 11th is before it, the 12th is not. A train ticket of the 8th was
    /// bought ahead: a note. The dinner of the 10th is both late and before the trip: the trip is told.
    #[test]
    fn before_the_trip_as_the_visits_state_it() {
        let visits = &["trip_id,date,customer,salesperson,trip_start,trip_end", "T1,2026-05-12,A,陆,2026-05-12,2026-05-14"];
        let world = World::month("2026-05").visits(visits).expenses(&[
            "trip_id,date,employee,category,amount,submitted_on",
            "T1,2026-05-11,陆,meals,10,2026-05-20",
            "T1,2026-05-12,陆,meals,11,2026-05-20",
            "T1,2026-05-08,陆,train,120,2026-05-20",
            "T1,2026-05-10,陆,meals,50,2026-08-01",
            "T9,2026-05-10,陆,meals,51,2026-05-20",
        ]);
        assert_eq!(
            world.found("EXP009"),
            ["陆||T1|2026-05-08|120.00|||1", "陆||T1|2026-05-10|50.00|||1", "陆||T1|2026-05-11|10.00|||1"]
        );
        assert_eq!(world.severities("EXP009"), ["note", "warning", "warning"]);
        assert_eq!(
            world.messages("EXP009")[1],
            "A claim of 50.00 is dated 2026-05-10, 2 days before its trip began on 2026-05-12."
        );
        // Without days of submission the trip alone can be judged, and only claims of a trip whose start is stated.
        let rows = &["trip_id,date,employee,category,amount", "T1,2026-05-11,陆,meals,10", ",2026-05-11,陆,meals,10"];
        let world = World::month("2026-05").visits(visits).expenses(rows);
        assert_eq!((world.found("EXP009").len(), world.counts("EXP009")), (1, (1, 1)));
        let world = World::month("2026-05").expenses(rows);
        assert_eq!(world.status("EXP009"), "not_checked");
    }
}
