//! EXP002: a train seat above second class.

use super::{Case, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{TableId, expenses};

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
        &["train_seats"]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Expenses, expenses::SEAT_CLASS)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["above"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        case.claims(&[expenses::SEAT_CLASS])
            .filter(|c| c.category == "train")
            .filter_map(|c| Some((c, c.seat_class.as_deref()?)))
            // A class nobody knows cannot be judged.
            .filter(|(_, seat)| crate::tables::Vocabulary::Seat.words().code(seat).is_some())
            .filter(|(c, seat)| !case.policy(c.trip_id.as_deref(), c.date).train_seats.iter().any(|s| s == seat))
            .map(|(c, seat)| Draft {
                severity: self.severity(),
                employee: Some(c.employee.clone()),
                party: c.party,
                trip_id: c.trip_id.clone(),
                date: Some(c.date),
                claimed: Some(c.amount),
                allowed: None,
                excess: None,
                sentence: "above",
                facts: vec![("seat", Fact::Code(seat.to_owned())), ("claimed", Fact::Money(c.amount))],
                evidence: vec![c.source],
                identity: claim_identity(c),
            })
            .collect()
    }
}

/// What makes a claim this one: its day, amount, and numbers.
pub(super) fn claim_identity(c: &crate::tables::Expense) -> Vec<String> {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    vec![c.date.to_string(), c.amount.to_string(), c.category.clone(), text(&c.receipt_no), text(&c.expense_id)]
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

    #[test]
    fn without_the_column_it_says_so() {
        let world = World::month("2026-05").expenses(&["date,employee,category,amount", "2026-05-02,陆,train,100"]);
        assert_eq!(world.status("EXP002"), "not_checked");
    }
}
