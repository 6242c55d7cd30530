//! CBK002: a suggestion or complaint that was not answered by the promised date.

use chrono::NaiveDate;

use super::{Case, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{Callback, TableId, callbacks};

/// A callback that promised an answer by a day, and was answered later or not at all.
///
/// The finding belongs to the month in which the promise fell due. By the letter of domain.md section 6 it would be that of
/// the callback; a promise made in September for October is not yet broken at the end of September, and in October nobody
/// would look at a callback of September: such a promise could be broken unseen. A promise dated before its own callback
/// falls due with the callback. Answers after the last day of the month are not known yet: they count as open.
pub(super) struct AnswerOverdue;

impl Rule for AnswerOverdue {
    fn id(&self) -> &'static str {
        "CBK002"
    }

    fn source(&self) -> &'static str {
        "[3]"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Callbacks, callbacks::PROMISED_ON), (TableId::Callbacks, callbacks::RESOLVED_ON)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["late", "open"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let period = case.review.period;
        let states_both = |c: &Callback| self.needs().iter().all(|(_, column)| case.tables.sources.states(c.source, column));
        let mut drafts = Vec::new();
        for callback in case.tables.callbacks.iter().filter(|c| c.date <= period.as_of) {
            let Some(promised) = callback.promised_on else { continue };
            let due = promised.max(callback.date);
            if !period.in_month(due) || !case.counted(states_both(callback)) {
                continue;
            }
            let resolved = callback.resolved_on.filter(|day| *day <= period.as_of);
            if resolved.is_some_and(|day| day <= promised) {
                continue;
            }
            drafts.push(self.draft(callback, promised, due, resolved));
        }
        drafts
    }
}

impl AnswerOverdue {
    fn draft(&self, callback: &Callback, promised: NaiveDate, due: NaiveDate, resolved: Option<NaiveDate>) -> Draft {
        let mut facts = vec![("promised", Fact::Day(promised)), ("called", Fact::Day(callback.date))];
        if let Some(day) = resolved {
            facts.extend([("resolved", Fact::Day(day)), ("days", Fact::Count((day - promised).num_days()))]);
        }
        let number = callback.callback_id.clone().unwrap_or_default();
        Draft {
            employee: callback.caller.clone(),
            party: Some(callback.party),
            facts,
            evidence: vec![callback.source],
            identity: vec![number, callback.date.to_string(), promised.to_string()],
            ..Draft::new(self.severity(), if resolved.is_some() { "late" } else { "open" }, due)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    const CALLS: &[&str] = &[
        "date,customer,caller,method,promised_on,resolved_on",
        "2026-05-04,A,宋,phone,2026-05-10,2026-05-10",
        "2026-05-04,B,宋,phone,2026-05-10,2026-05-11",
        "2026-05-04,C,何,phone,2026-05-10,",
        "2026-05-04,D,何,phone,,",
        // Made in April for May, answered in June: in May it is open, in June it is no longer looked at.
        "2026-04-28,E,何,phone,2026-05-31,2026-06-02",
        // Due in June.
        "2026-05-28,F,何,phone,2026-06-01,",
        // Promised before it was made: due with the callback.
        "2026-05-30,G,宋,phone,2026-04-30,2026-05-30",
    ];

    #[test]
    fn a_promise_belongs_to_the_month_in_which_it_fell_due() {
        let world = |month| World::month(month).callbacks(CALLS);
        assert!(world("2026-04").found("CBK002").is_empty());
        assert_eq!(
            world("2026-05").found("CBK002"),
            ["何|C||2026-05-10||||1", "宋|B||2026-05-10||||1", "宋|G||2026-05-30||||1", "何|E||2026-05-31||||1"]
        );
        assert_eq!(world("2026-05").counts("CBK002"), (5, 0));
        assert_eq!(world("2026-06").found("CBK002"), ["何|F||2026-06-01||||1"]);
        assert_eq!(
            world("2026-05").messages("CBK002")[..2],
            [
                "An answer to the callback of 2026-05-04 was promised by 2026-05-10; none is on record at the end of the month.",
                "An answer to the callback of 2026-05-04 was promised by 2026-05-10; it was given on 2026-05-11, 1 day late.",
            ]
        );
    }

    #[test]
    fn without_a_column_for_answers_nothing_is_known() {
        let world =
            World::month("2026-05").callbacks(&["date,customer,caller,method,promised_on", "2026-05-04,A,宋,phone,2026-05-10"]);
        assert_eq!(world.status("CBK002"), "not_checked");
    }
}
