//! The texts of the expense rules in English, in the order of the registry.

use crate::labels::RuleText;

pub(super) static RULES: &[RuleText] = &[
    RuleText {
        id: "EXP001",
        title: "Living costs above the day rate",
        what: "Hotel, meals and local transport of one employee on one trip, taken together, against the day rate of the grade times the days of the trip.",
        why: "The travel policy reimburses living costs up to a rate a person and day.",
        example: "A salesperson (230 a day) on a trip of 3 days may claim 690; claimed are 710, 20 too much.",
        fix: "Reimburse the allowed amount only, or have the difference approved as an exception.",
        params: &[],
        sentences: &[(
            "above",
            "Living costs of {claimed} were claimed; a {grade} may spend {rate} × {days} {days|day|days} = {allowed}.",
        )],
    },
    RuleText {
        id: "EXP002",
        title: "Train seat above second class",
        what: "A train ticket of a class that the policy does not list.",
        why: "The policy pays second class of the EMU at most. Sleepers of the hard class cost no more and are allowed by default.",
        example: "A first-class seat for 553.00. What second class would have cost is not in the data, so the excess stays open.",
        fix: "Ask for the second-class fare of the same train and reimburse that.",
        params: &[],
        sentences: &[("above", "A train ticket of {claimed} is {seat}; the policy pays second class at most.")],
    },
    RuleText {
        id: "EXP003",
        title: "Flight without prior approval",
        what: "A flight whose claim denies prior approval or does not state it.",
        why: "Flights are to be applied for before the trip.",
        example: "A flight of 1,240.00 with 'prior approval: no'.",
        fix: "Attach the approval and its date, or do not reimburse the flight.",
        params: &[],
        sentences: &[("unapproved", "A flight of {claimed} needs approval before the trip; none is on record.")],
    },
    RuleText {
        id: "EXP004",
        title: "Category outside the policy",
        what: "A claim of a category that the policy does not reimburse.",
        why: "Beyond living costs and fares nothing is reimbursed.",
        example: "A laundry bill of 35.00.",
        fix: "Refuse the claim, or correct its category if it was entered wrongly.",
        params: &[],
        sentences: &[(
            "outside",
            "A claim of {claimed} in the category \u{201c}{category}\u{201d}, which the policy does not reimburse.",
        )],
    },
    RuleText {
        id: "EXP005",
        title: "Same claim twice",
        what: "One receipt number on two claims (error); same employee, day, category and amount (warning); nearly so (note). A claim and its reversal cancel first; amounts that recur all over the company are left alone.",
        why: "Double claims are the most common loss in travel spend. On real claims the plain test raises an alarm for 6 % of them, mostly fares; without recurring amounts it is 0.4 %.",
        example: "Receipt 04417 was claimed on 3 and again on 17 October, 300.00 each: 300.00 in excess.",
        fix: "Compare the receipts. Recover the second payment, or record why both are right.",
        params: &[
            ("recurring_from", "an amount that occurs so often in a category in the window, over the company, is a fare or rate"),
            ("near_days", "days within which an equal claim of the same employee is a near duplicate"),
        ],
        sentences: &[
            ("receipt", "Receipt {receipt} stands on {n} claims, {claimed} in all; a receipt is paid once."),
            (
                "same_day",
                "{employee} made {n} equal claims of {amount} ({category}) on {day}; {receipts} to tell them apart: {claimed} in all.",
            ),
            (
                "near_day",
                "{employee} claimed {amount} ({category}) {n} times from {day} to {again}, {days} {days|day|days} apart; {receipts} to tell the claims apart: {claimed} in all may be one expense.",
            ),
            (
                "other_employee",
                "{other} claimed {amount} ({category}) on {first} and {employee} on {again}; {receipts} to tell the claims apart: {n} claims, {claimed} in all, may be one expense.",
            ),
        ],
    },
    RuleText {
        id: "EXP012",
        title: "Population tests: first digits and round amounts",
        what: "Over all claims of an employee in the window whose amounts do not recur: first digits against Benford's law (from 500 claims on), and the share of multiples of 10 and 100 against the company's. A hint where to draw more samples, never a finding against a person.",
        why: "Amounts that are made up have other first digits and more round figures than amounts that are read off receipts. So have honest claims of unusual kinds: the tests say where to look, not what is wrong.",
        example: "Of 120 claims that do not recur 54 are multiples of 10; over the company it is one in five. Two more claims of this employee come into the sample.",
        fix: "Check the sampled claims against their receipts. If they are in order, nothing else follows from the hint.",
        params: &[(
            "recurring_from",
            "an amount that occurs so often in a category in the window, over the company, is a fare or rate and is left out",
        )],
        sentences: &[
            (
                "first_digits",
                "The first digits of {n} claims depart from Benford's law by an excess MAD of {mad} (cut-off {cut}): a hint to sample more claims here, not a finding against anyone.",
            ),
            (
                "round_amounts",
                "{share} of {n} claims are multiples of {step}, against {company} over the company: a hint to sample more claims here, not a finding against anyone.",
            ),
        ],
    },
];
