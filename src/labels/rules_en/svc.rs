//! The texts of the service rules in English, in the order of the registry.

use crate::labels::RuleText;

pub(super) static RULES: &[RuleText] = &[
    RuleText {
        id: "SVC001",
        title: "Shipped after the promised date",
        what: "Order lines whose promised date lies in the month and that were shipped later, or not by the end of the month: one note an order. Where the share of lines shipped in time falls below the target, one warning for the company. Days count, not hours; returns do not count.",
        why: "Goods are to leave within the time promised in the quotation; more than 95 % are to be shipped in time.",
        example: "An order promised for 12 October left on 14 October. Of 200 lines due in October 186 left in time: 93.0 %, 95 % are expected.",
        fix: "Tell the customer, find the cause (stock, production, carrier), and promise dates that hold.",
        params: &[("on_time_target", "share of the lines due in the month that is to be shipped in time")],
        sentences: &[
            (
                "late",
                "Order {order} was to be shipped by {promised} and left on {shipped}, {days} {days|day|days} late; {n} of its lines due in the month {n|was|were} late.",
            ),
            (
                "open",
                "Order {order} was to be shipped by {promised} and had not left at the end of the month; {n} of its lines due in the month {n|was|were} late.",
            ),
            (
                "rate",
                "At least {target} % of the lines due in the month are to be shipped in time; it was {on_time} of {due} ({rate} %), {late} {late|was|were} late.",
            ),
        ],
    },
    RuleText {
        id: "SVC002",
        title: "Urgent spare part not delivered in time",
        what: "An order line marked as an urgent spare part that left more than the allowed hours after the order where both times are given, otherwise not on the day of the order. Orders that are merely urgent have a promised date of their own.",
        why: "A customer whose machine stands still needs the part within hours: delivery within 6 hours is promised.",
        example: "A spare part ordered on 8 October left on 9 October, 1 day later.",
        fix: "Ship at once and separately; keep the usual spare parts in stock.",
        params: &[("hours", "hours between order and shipment, where both times are given")],
        sentences: &[
            (
                "hours",
                "Order {order}: an urgent spare part ordered on {ordered} at {ordered_at} was to leave within {hours} hours; it left on {shipped} at {shipped_at}, after {taken} hours.",
            ),
            (
                "day",
                "Order {order}: an urgent spare part ordered on {ordered} was to leave the same day; it left on {shipped}, {days} {days|day|days} later.",
            ),
            (
                "open",
                "Order {order}: an urgent spare part ordered on {ordered} was to leave within {hours} hours, or on the same day; it had not left at the end of the month.",
            ),
        ],
    },
];
