//! The texts of the visit rules in English, in the order of the registry.

use crate::labels::RuleText;

pub(super) static RULES: &[RuleText] = &[
    RuleText {
        id: "VIS001",
        title: "Too few customers a day in the near area",
        what: "A visit day of a salesperson in the near area (within three hours' drive) with fewer different customers than the procedure asks for.",
        why: "A day on the road in the near area must be worth it: at least two customers a day.",
        example: "One customer visited in Hangzhou on 14 October; two are expected.",
        fix: "Plan a second customer for the day, or say why it was not possible.",
        params: &[("min_customers", "different customers expected a day")],
        sentences: &[(
            "too_few",
            "{found} {found|customer|customers} in the near area on {day}; at least {expected} are expected a day.",
        )],
    },
    RuleText {
        id: "VIS002",
        title: "Too few customers on a trip to Guangdong",
        what: "A trip that goes to Guangdong and sees fewer different customers there than the procedure asks for.",
        why: "The way to Guangdong is long: at least four customers a trip.",
        example: "Three customers in Shenzhen and Dongguan on one trip; four are expected.",
        fix: "Combine trips, or say why the trip was urgent.",
        params: &[("min_customers", "different customers expected a trip")],
        sentences: &[(
            "too_few",
            "{found} {found|customer|customers} visited in Guangdong on the trip; at least {expected} are expected.",
        )],
    },
    RuleText {
        id: "VIS003",
        title: "Visit abroad without project or exhibition",
        what: "A visit overseas, in Hong Kong, Macau or Taiwan that names neither a project nor an exhibition.",
        why: "Travel abroad needs a fixed project negotiation, or goes with an exhibition.",
        example: "A visit in Hamburg with no project named.",
        fix: "Name the project or exhibition in the visit record.",
        params: &[],
        sentences: &[("unnamed", "A visit in {place} names no project and no exhibition; travel abroad needs one.")],
    },
    RuleText {
        id: "VIS004",
        title: "Trip approved below the rank its length asks for",
        what: "A trip whose approver ranks below what the approval ladder asks for its length, or that names no approver.",
        why: "Trips of 1 to 3 days are approved by the supervisor, of 4 days and more by the department head.",
        example: "A trip of 5 days approved by a supervisor; the department head is needed.",
        fix: "Have the trip approved by the right person; plan approvals before departure.",
        params: &[],
        sentences: &[
            ("below", "A trip of {days} {days|day|days} needs approval by the {needed} or above; it was approved by: {role}."),
            ("missing", "A trip of {days} {days|day|days} needs approval by the {needed} or above; no approver is on record."),
        ],
    },
    RuleText {
        id: "VIS005",
        title: "Appointment confirmed too late",
        what: "A visit whose appointment was confirmed with the customer fewer days ahead than the procedure asks for, or not at all.",
        why: "Customers are to be asked at least a week before whether the visit suits them.",
        example: "A visit on 8 May confirmed on 2 May, 6 days ahead; 7 are expected.",
        fix: "Confirm visits a week ahead; record the date.",
        params: &[("days_ahead", "days between confirmation and visit")],
        sentences: &[
            (
                "late",
                "The visit on {visit} was confirmed on {confirmed}, {ahead} {ahead|day|days} ahead; at least {expected} are expected.",
            ),
            ("missing", "The visit on {visit} was to be confirmed at least {expected} days ahead; no confirmation is on record."),
        ],
    },
    RuleText {
        id: "VIS007",
        title: "Visit report not on the day of the visit",
        what: "A visit without a report, or with one of another day.",
        why: "The report is to be written on the day of the visit, while it is remembered.",
        example: "A visit on 12 October, reported on 15 October.",
        fix: "Write the report; record its date.",
        params: &[],
        sentences: &[
            (
                "late",
                "The visit on {visit} was reported on {report}, {days} {days|day|days} later; the report is due on the day of the visit.",
            ),
            (
                "early",
                "The report is dated {report}, {days} {days|day|days} before the visit on {visit}; it is due on the day of the visit.",
            ),
            ("missing", "The visit on {visit} has no report; it is due on the day of the visit."),
        ],
    },
];
