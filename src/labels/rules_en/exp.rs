//! The texts of the expense rules in English, in the order of the registry.

use crate::labels::RuleText;

pub(super) static RULES: &[RuleText] = &[
    RuleText {
        id: "EXP001",
        title: "Living costs above the day rate",
        what: "Hotel, meals and local transport of one employee on one trip, taken together, against the day rate of the grade times the days of the trip. Where the policy has tiers of cities, each day has the rate of the dearest city that the employee's visits and living-cost claims state for it (a day without a city that of the day before); where it has part days, a late departure or early return counts for its share.",
        why: "The travel policy reimburses living costs up to a rate a person and day.",
        example: "A salesperson (230 a day) on a trip of 3 days may claim 690; claimed are 710, 20 too much.",
        fix: "Reimburse the allowed amount only, or have the difference approved as an exception.",
        params: &[],
        sentences: &[
            ("above", "Living costs of {claimed} were claimed; a {grade} may spend {rate} × {days} {days|day|days} = {allowed}."),
            ("above_sum", "Living costs of {claimed} were claimed; a {grade} may spend {sum} = {allowed} on this trip."),
        ],
    },
    RuleText {
        id: "EXP002",
        title: "Train seat above second class",
        what: "A train ticket of a class that the policy does not list, for all or for the grade. Where some grade may have the seat and the employee's grade is unknown, the ticket is not judged.",
        why: "The policy pays second class of the EMU at most, unless it allows a grade more. Sleepers of the hard class cost no more and are allowed by default.",
        example: "A first-class seat for 553.00. What second class would have cost is not in the data, so the excess stays open.",
        fix: "Ask for the second-class fare of the same train and reimburse that.",
        params: &[],
        sentences: &[
            ("above", "A train ticket of {claimed} is {seat}; the policy pays second class at most."),
            (
                "above_grade",
                "A train ticket of {claimed} is {seat}, a class that the policy does not pay for the grade of {grade}.",
            ),
        ],
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
        id: "EXP006",
        title: "Trip claimed without a visit, or visited without a claim",
        what: "Living costs and fares of one employee on a trip that no visit names, while the employee visited nobody on its days. The other way round, a trip with visits that no claim names is a note. Claims that name no trip are left alone.",
        why: "Travel is paid for seeing customers; a trip that saw none needs an explanation, and a visit trip without costs may be claimed elsewhere.",
        example: "Two days in Nanjing for 714.00, and not one visit on them.",
        fix: "Add the missing visit records, name the purpose of the trip, or do not reimburse it.",
        params: &[],
        sentences: &[
            (
                "no_visit",
                "{claimed} were claimed for a trip from {first} to {last}; no visit is on record on it, and none of the employee on its days.",
            ),
            ("no_claim", "{n} {n|visit is|visits are} on record on a trip from {first} to {last}; no claim names the trip."),
        ],
    },
    RuleText {
        id: "EXP007",
        title: "Two cities on one day, or overlapping trips",
        what: "Visits and claims (hotel, meals, local transport, reception) that place an employee in two cities on one day, though no trip leads from one to the other; and two trips of one employee that overlap. Explained are records of the same trip, cities of the near area, the first and last day of a trip, and the day on which one trip ends and the next begins. Fares are left out.",
        why: "Nobody can be in two places at once: one of the records is wrong, or an expense of somebody else.",
        example: "A meal in Ningbo on the second of four days, for which a visit of the same person names Chengdu.",
        fix: "Ask which record is right; correct its date, city or trip number, or refuse the claim.",
        params: &[],
        sentences: &[
            (
                "two_cities",
                "On {day} the records of one person name {one} and also {other}; no trip leads from one to the other that day.",
            ),
            (
                "overlap",
                "Trip {trip} ({first} to {last}) overlaps trip {other} ({other_first} to {other_last}) of the same person; a trip ends at the latest on the day on which the next begins.",
            ),
        ],
    },
    RuleText {
        id: "EXP008",
        title: "Weekend or holiday claim outside a trip",
        what: "A claim without a trip, dated on a weekend or public holiday on which the employee was on no trip. A weekend day that is worked in a holiday's stead is a working day; a claim with prior approval is explained; a day of a year whose holidays are not known is not judged.",
        why: "Business is done on working days. What is spent at home on a day of rest is often private.",
        example: "A taxi of 68.45 on Saturday, 17 October, without a trip. On Saturday, 10 October 2026, everybody worked: nothing to report.",
        fix: "Ask what the expense was for. Record the approval, name the trip, or refuse the claim.",
        params: &[],
        sentences: &[
            (
                "weekend",
                "A claim of {claimed} ({category}) outside any trip is dated {day}, a {name}; claims fall on working days.",
            ),
            (
                "holiday",
                "A claim of {claimed} ({category}) outside any trip is dated {day}, a public holiday ({name}); claims fall on working days.",
            ),
        ],
    },
    RuleText {
        id: "EXP009",
        title: "Submitted late, dated in the future or before the trip",
        what: "A claim dated after the day it was submitted, before the start of its trip as the visits state it, or submitted later than allowed. A claim submitted before its date belongs to the month of its submission. A fare dated before the trip is a note: tickets are bought ahead.",
        why: "Late claims cannot be checked any more; a date that cannot be is a slip at best.",
        example: "A meal of 8 October submitted on 9 November, 32 days later; 30 are allowed.",
        fix: "Compare the receipt and correct the date; have late claims approved before they are paid.",
        params: &[("late_days", "days within which a claim is to be submitted")],
        sentences: &[
            ("future", "A claim of {claimed} is dated {date}, {days} {days|day|days} after it was submitted on {submitted}."),
            ("before_trip", "A claim of {claimed} is dated {date}, {days} {days|day|days} before its trip began on {start}."),
            (
                "late",
                "A claim of {claimed} dated {date} was submitted on {submitted}, {days} days later; claims are to be submitted within {limit} days.",
            ),
        ],
    },
    RuleText {
        id: "EXP010",
        title: "Claims split to stay under a limit",
        what: "Several claims of one employee and category, and of the same customer where they name one, within some days, each just under an amount from which on a further approval is needed. A claim that reaches the amount is none of them; a claim and its reversal cancel first; the same receipt again is a double claim (EXP005).",
        why: "An expense that is cut into parts escapes the approval that the whole would need.",
        example: "Receptions of one customer of 990, 985 and 995 on three days, where 1,000 needs a further approval: 2,970 in question.",
        fix: "Look at the receipts together. Have the whole approved afterwards, or refuse it.",
        params: &[
            ("at_least", "claims that make a split (2 at least)"),
            ("just_under", "share of the limit: 0.1 = from 90 % of it on, and below it"),
            ("within_days", "days from the first claim to the last"),
        ],
        sentences: &[(
            "split",
            "{n} claims ({category}) from {first} to {last}, {claimed} in all, each stay just under {limit}, from which on a further approval is needed; one expense is to be claimed whole.",
        )],
    },
    RuleText {
        id: "EXP011",
        title: "Gift above the standard, reception without a customer",
        what: "A gift of more than one may cost (error); a reception that names no customer (warning). Where a sheet has no column of customers, its receptions are not judged.",
        why: "Gifts and receptions have a standard, and they serve a customer. Who was received belongs in the register.",
        example: "A gift of 1,280 where one may cost 1,000: 280 in excess.",
        fix: "Reimburse the standard only, or attach the approval. For a reception, have the customer and the guests named.",
        params: &[],
        sentences: &[
            ("gift", "A gift of {claimed} was claimed; one may cost {limit} at most."),
            ("reception", "A reception of {claimed} on {day} names no customer; every reception states whom it was for."),
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
