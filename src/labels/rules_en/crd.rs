//! The texts of the credit rules in English, in the order of the registry.

use crate::labels::RuleText;

pub(super) static RULES: &[RuleText] = &[RuleText {
    id: "CRD001",
    title: "New orders to a customer of grade D or above its credit limit",
    what: "Orders of the month to a customer that is graded D, or whose open receivables exceed its credit limit (a limit of 0 is none), both as of the last day of the month. One finding a customer, with its largest order lines of the month as evidence; the grade it had when the month began is said as well.",
    why: "A customer with credit problems is to get no more credit until they are settled.",
    example: "A customer graded D ordered for 89,278.80 in October, with 240,000.00 still open.",
    fix: "Stop deliveries on credit, agree on payment or advance payment, and have the exception approved.",
    params: &[("evidence_lines", "order lines of a finding that stand as evidence, the largest first")],
    sentences: &[
        (
            "grade",
            "{n} {n|order line|order lines} of {orders} in the month went to a customer graded {grade} (when the month began: {before}); {open} are open at the end of the month.",
        ),
        (
            "limit",
            "{n} {n|order line|order lines} of {orders} in the month went to a customer above its credit limit: {open} are open at the end of the month, the limit is {limit}.",
        ),
        (
            "both",
            "{n} {n|order line|order lines} of {orders} in the month went to a customer graded {grade} (when the month began: {before}) and above its credit limit: {open} are open at the end of the month, the limit is {limit}.",
        ),
    ],
}];
