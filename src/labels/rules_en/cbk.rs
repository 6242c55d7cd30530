//! The texts of the callback rules in English, in the order of the registry.

use crate::labels::RuleText;

pub(super) static RULES: &[RuleText] = &[
    RuleText {
        id: "CBK001",
        title: "Callback overdue",
        what: "At the end of the month an active customer's last callback lies further back than its kind allows.",
        why: "Routine customers are to be called at least once a month, key customers at least once a week; a customer nobody calls is lost unheard.",
        example: "A core customer was last called on 20 October; by 31 October 11 days have passed, 7 are allowed.",
        fix: "Call the customer and record the callback; if it was called, add the missing record to the export.",
        params: &[
            ("key_days", "days a key customer may go without a callback"),
            ("routine_days", "days any other active customer may go without one"),
        ],
        sentences: &[
            (
                "overdue",
                "A {kind} customer is to be called within {limit} days; the last callback was on {last}, {days} days before the end of the month.",
            ),
            ("never", "A {kind} customer is to be called within {limit} days; no callback is on record."),
        ],
    },
    RuleText {
        id: "CBK002",
        title: "Suggestion or complaint not answered by the promised date",
        what: "A callback that promised the customer an answer by a day, and was answered later or not at all. The finding belongs to the month in which the promise fell due; answers after the end of the month are not counted yet.",
        why: "Suggestions and complaints are to be answered within the time promised; a broken promise costs more trust than none.",
        example: "On 8 October an answer was promised by 15 October; it was given on 18 October, 3 days late.",
        fix: "Answer the customer and record the day; if it was answered in time, add the missing day to the export.",
        params: &[],
        sentences: &[
            (
                "late",
                "An answer to the callback of {called} was promised by {promised}; it was given on {resolved}, {days} {days|day|days} late.",
            ),
            (
                "open",
                "An answer to the callback of {called} was promised by {promised}; none is on record at the end of the month.",
            ),
        ],
    },
];
