//! EXP002: a train seat above second class.

use super::{Case, Rule};
use crate::config::{DayRates, Policy};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{TableId, Vocabulary, expenses};

/// A train ticket of a class that the policy does not list. What second class would have cost is not in the data: the
/// allowed amount stays unknown, it is never taken for zero.
pub(super) struct TrainSeat;

impl Rule for TrainSeat {
    fn id(&self) -> &'static str {
        "EXP002"
    }

    fn source(&self) -> &'static str {
        "[0]1 C"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn policy(&self) -> &'static [&'static str] {
        &["train_seats", "train_seats_by_grade"]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Expenses, expenses::SEAT_CLASS)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["above", "above_grade"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for claim in case.claims(&[expenses::SEAT_CLASS]).filter(|c| c.category == "train") {
            let Some(seat) = claim.seat_class.as_deref() else { continue };
            let grade = claim.grade.as_deref().or_else(|| case.grade(&claim.employee, claim.date));
            let policy = case.policy(claim.trip_id.as_deref(), claim.date);
            match verdict(policy, seat, grade) {
                Verdict::Within => {}
                // A class nobody knows cannot be judged, nor can one that a grade may have, without the grade.
                Verdict::Unknown => case.give_up(),
                Verdict::Above => {
                    // Where the policy tells grades apart, so does the sentence.
                    let told = grade.filter(|_| !policy.train_seats_by_grade.is_empty());
                    let mut facts = vec![("seat", Fact::Code(seat.to_owned())), ("claimed", Fact::Money(claim.amount))];
                    facts.extend(told.map(|grade| ("grade", Fact::Code(grade.to_owned()))));
                    drafts.push(Draft {
                        facts,
                        ..Draft::of_claim(self.severity(), if told.is_some() { "above_grade" } else { "above" }, claim)
                    });
                }
            }
        }
        drafts
    }
}

enum Verdict {
    Within,
    Above,
    Unknown,
}

fn verdict(policy: &Policy, seat: &str, grade: Option<&str>) -> Verdict {
    let has = |seats: &[String]| seats.iter().any(|s| s == seat);
    let more = &policy.train_seats_by_grade;
    if has(&policy.train_seats) || grade.and_then(|g| more.get(g)).is_some_and(|seats| has(seats)) {
        return Verdict::Within;
    }
    let unknown_grade = grade.is_none_or(|g| !DayRates::GRADES.contains(&g));
    let unknown_seat = Vocabulary::Seat.words().code(seat).is_none();
    if unknown_seat || (unknown_grade && more.values().any(|seats| has(seats))) { Verdict::Unknown } else { Verdict::Above }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    #[test]
    fn seats_above_second_class() {
        let world = World::month("2026-05").expenses(&[
            "date,employee,category,amount,seat_class",
            "2026-05-02,陆,train,100,二等座",
            "2026-05-03,陆,高铁,160,一等座",
            "2026-05-04,苏,火车票,300,商务座",
            "2026-05-05,苏,train,200,硬卧",
            "2026-05-06,苏,train,400,软卧",
            "2026-05-07,苏,train,90,",
            "2026-05-08,苏,机票,900,公务舱",
            "2026-04-08,苏,train,160,一等座",
        ]);
        assert_eq!(
            world.found("EXP002"),
            ["陆|||2026-05-03|160.00|||1", "苏|||2026-05-04|300.00|||1", "苏|||2026-05-06|400.00|||1"]
        );
    }

    /// The director may sit in first class, by the grade of the claim or the one known of the employee, and not in business
    /// class; the salesperson may not. Where nobody knows the grade, a seat that some grade may have is not judged.
    #[test]
    fn seats_by_grade() {
        let world = World::month("2026-05")
            .configured("[policy]\ntrain_seats_by_grade = { director = [\"first_class\"], manager = [\"soft_seat\"] }\n")
            .expenses(&[
                "date,employee,grade,category,amount,seat_class",
                "2026-05-02,韩,总监,train,160,一等座",
                "2026-05-03,韩,,train,170,一等座",
                "2026-05-04,韩,,train,300,商务座",
                "2026-05-05,陆,业务员,train,180,一等座",
                "2026-05-06,某,,train,190,一等座",
                "2026-05-07,某,,train,310,商务座",
            ]);
        assert_eq!(
            world.found("EXP002"),
            ["韩|||2026-05-04|300.00|||1", "陆|||2026-05-05|180.00|||1", "某|||2026-05-07|310.00|||1"]
        );
        assert_eq!(world.counts("EXP002"), (5, 1));
    }

    #[test]
    fn without_the_column_it_says_so() {
        let world = World::month("2026-05").expenses(&["date,employee,category,amount", "2026-05-02,陆,train,100"]);
        assert_eq!(world.status("EXP002"), "not_checked");
    }
}
