//! What makes no sense in a policy or in one of its changes, each with the key that says it.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{Amount, Approval, CityTier, DayRates, PartDays, Policy, PolicyChange, RateChange, nearest};

/// Categories of expenses.
pub(super) const CATEGORIES: [&str; 8] = ["hotel", "meals", "local_transport", "train", "flight", "reception", "gift", "other"];
/// Seats and berths of trains.
pub(super) const SEATS: [&str; 8] =
    ["second_class", "first_class", "business_class", "hard_seat", "soft_seat", "hard_sleeper", "soft_sleeper", "standing"];
/// Ranks of approvers, rising.
pub(super) const RANKS: [&str; 4] = ["supervisor", "department_head", "vice_president", "general_manager"];
/// No rate or limit is larger, in major units: a larger one is a slip.
const LARGEST: i64 = 1_000_000;

/// The faults of one part, with the path that leads to it.
struct Faults {
    path: String,
    found: Vec<String>,
}

impl Faults {
    fn say(&mut self, key: &str, what: &str) {
        self.found.push(format!("{}.{key}: {what}", self.path));
    }

    fn code(&mut self, key: &str, code: &str, known: &[&str]) {
        if !known.contains(&code) {
            let hint = nearest(code, known)
                .map_or_else(|| format!("known are {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
            self.say(key, &format!("`{code}` is not known; {hint}"));
        }
    }

    fn codes(&mut self, key: &str, codes: &[String], known: &[&str]) {
        codes.iter().enumerate().for_each(|(at, code)| self.code(&format!("{key}[{at}]"), code, known));
    }

    fn amount(&mut self, key: &str, amount: Amount) {
        if amount.0 < Decimal::ZERO || amount.0 > Decimal::from(LARGEST) {
            self.say(key, &format!("must be 0 to {LARGEST}"));
        }
    }

    fn rates(&mut self, key: &str, rates: &RateChange) {
        let all = [rates.salesperson, rates.merchandiser, rates.supervisor, rates.manager, rates.director];
        for (grade, rate) in DayRates::GRADES.iter().zip(all) {
            if let Some(rate) = rate {
                self.amount(&format!("{key}.{grade}"), rate);
            }
        }
    }

    fn tiers(&mut self, tiers: &[CityTier]) {
        let mut names = BTreeSet::new();
        for (at, tier) in tiers.iter().enumerate() {
            let key = format!("city_tiers[{at}]");
            if tier.name.trim().is_empty() || !names.insert(&tier.name) {
                self.say(&format!("{key}.name"), "must be a name that no other tier has");
            }
            if tier.cities.is_empty() || tier.cities.iter().any(|city| city.trim().is_empty()) {
                self.say(&format!("{key}.cities"), "must name the cities of the tier");
            }
            self.rates(&format!("{key}.day_rates"), &tier.day_rates);
        }
    }

    fn part_days(&mut self, days: &PartDays) {
        for (key, share) in [("leave_share", days.leave_share), ("back_share", days.back_share)] {
            if share.0 < Decimal::ZERO || share.0 > Decimal::ONE {
                self.say(&format!("part_days.{key}"), "must be 0 to 1");
            }
        }
    }

    fn ladder(&mut self, ladder: &[Approval]) {
        let rank = |step: &Approval| RANKS.iter().position(|rank| *rank == step.rank);
        for (at, step) in ladder.iter().enumerate() {
            self.code(&format!("approval[{at}].rank"), &step.rank, &RANKS);
            let Some(before) = at.checked_sub(1).and_then(|at| ladder.get(at)) else { continue };
            if step.from_days <= before.from_days {
                self.say(&format!("approval[{at}].from_days"), "must be more than in the step before");
            }
            if rank(step).zip(rank(before)).is_some_and(|(rank, before)| rank < before) {
                self.say(&format!("approval[{at}].rank"), "must not be lower than in the step before");
            }
        }
    }

    fn seats_by_grade(&mut self, seats: &BTreeMap<String, Vec<String>>) {
        for (grade, seats) in seats {
            self.code("train_seats_by_grade", grade, &DayRates::GRADES);
            self.codes(&format!("train_seats_by_grade.{grade}"), seats, &SEATS);
        }
    }

    fn limits(&mut self, limits: &BTreeMap<String, Vec<Amount>>) {
        for (category, limits) in limits {
            self.code("claim_limits", category, &CATEGORIES);
            let key = format!("claim_limits.{category}");
            limits.iter().enumerate().for_each(|(at, limit)| self.amount(&format!("{key}[{at}]"), *limit));
            if limits.first().is_some_and(|first| first.0 <= Decimal::ZERO) || !limits.is_sorted_by(|a, b| a < b) {
                self.say(&key, "must be above 0 and rise");
            }
        }
    }
}

/// A policy as if all of it were stated by a change.
fn stated(policy: &Policy, valid_from: super::Day) -> PolicyChange {
    let rates = &policy.day_rates;
    PolicyChange {
        valid_from,
        name: Some(policy.name.clone()),
        day_rates: Some(RateChange {
            salesperson: Some(rates.salesperson),
            merchandiser: Some(rates.merchandiser),
            supervisor: Some(rates.supervisor),
            manager: Some(rates.manager),
            director: Some(rates.director),
        }),
        city_tiers: Some(policy.city_tiers.clone()),
        part_days: Some(policy.part_days.clone()),
        approval: Some(policy.approval.clone()),
        near_cities: None,
        guangdong: None,
        overseas: None,
        train_seats: Some(policy.train_seats.clone()),
        train_seats_by_grade: Some(policy.train_seats_by_grade.clone()),
        visit_hours: Some(policy.visit_hours.clone()),
        categories: Some(policy.categories.clone()),
        gift_limit: Some(policy.gift_limit),
        claim_limits: Some(policy.claim_limits.clone()),
    }
}

impl Policy {
    /// Codes nobody knows, amounts and shares out of range, ladders that do not rise, two changes on one day.
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = stated(self, super::Day(chrono::NaiveDate::MIN)).faults("policy".to_owned());
        let mut days = BTreeSet::new();
        for (at, change) in self.changes.iter().enumerate() {
            let path = format!("policy.changes[{at}]");
            if !days.insert(change.valid_from) {
                faults.push(format!("{path}.valid_from: another change holds from {} on", change.valid_from));
            }
            faults.extend(change.faults(path));
        }
        faults
    }
}

impl PolicyChange {
    fn faults(&self, path: String) -> Vec<String> {
        let mut faults = Faults { path, found: Vec::new() };
        if self.name.as_ref().is_some_and(|name| name.trim().is_empty()) {
            faults.say("name", "must not be empty");
        }
        self.day_rates.iter().for_each(|rates| faults.rates("day_rates", rates));
        self.city_tiers.iter().for_each(|tiers| faults.tiers(tiers));
        self.part_days.iter().for_each(|days| faults.part_days(days));
        self.approval.iter().for_each(|ladder| faults.ladder(ladder));
        self.train_seats.iter().for_each(|seats| faults.codes("train_seats", seats, &SEATS));
        self.train_seats_by_grade.iter().for_each(|seats| faults.seats_by_grade(seats));
        self.categories.iter().for_each(|categories| faults.codes("categories", categories, &CATEGORIES));
        self.gift_limit.iter().for_each(|limit| faults.amount("gift_limit", *limit));
        self.claim_limits.iter().for_each(|limits| faults.limits(limits));
        faults.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;
    use crate::tables::Vocabulary;

    #[test]
    fn the_codes_are_those_of_the_vocabulary() {
        for (list, codes) in [
            (Vocabulary::Category, &CATEGORIES[..]),
            (Vocabulary::Seat, &SEATS[..]),
            (Vocabulary::Approver, &RANKS[..]),
            (Vocabulary::Grade, &DayRates::GRADES[..]),
        ] {
            codes.iter().for_each(|code| assert_eq!(list.words().exact_code(code), Some(*code)));
        }
        let words = crate::tables::word_lists();
        let count = |list: &str| words[list]["exact"].as_table().unwrap().len();
        assert_eq!(
            (count("category"), count("grade"), count("approver")),
            (CATEGORIES.len(), DayRates::GRADES.len(), RANKS.len())
        );
    }

    #[test]
    fn each_fault_is_refused_by_its_key() {
        for (text, key) in [
            ("train_seats = [\"first_clas\"]", "policy.train_seats[0]: `first_clas` is not known; did you mean `first_class`?"),
            ("train_seats_by_grade = { boss = [\"first_class\"] }", "policy.train_seats_by_grade: `boss`"),
            ("train_seats_by_grade = { director = [\"sofa\"] }", "policy.train_seats_by_grade.director[0]: `sofa`"),
            ("categories = [\"hotels\"]", "policy.categories[0]"),
            ("claim_limits = { wine = [100] }", "policy.claim_limits: `wine`"),
            ("claim_limits = { gift = [2000, 1000] }", "policy.claim_limits.gift: must be above 0 and rise"),
            ("claim_limits = { gift = [0] }", "policy.claim_limits.gift"),
            ("gift_limit = -1", "policy.gift_limit: must be 0 to 1000000"),
            ("day_rates = { manager = 2000000 }", "policy.day_rates.manager"),
            ("part_days = { leave_share = 50 }", "policy.part_days.leave_share: must be 0 to 1"),
            ("part_days = { back_share = \"-0.5\" }", "policy.part_days.back_share"),
            ("city_tiers = [{ name = \"\", cities = [\"x\"], day_rates = {} }]", "policy.city_tiers[0].name"),
            ("city_tiers = [{ name = \"1\", cities = [], day_rates = {} }]", "policy.city_tiers[0].cities"),
            (
                "city_tiers = [{ name = \"1\", cities = [\"x\"], day_rates = { director = -5 } }]",
                "policy.city_tiers[0].day_rates.director",
            ),
            ("approval = [{ from_days = 1, rank = \"boss\" }]", "policy.approval[0].rank: `boss`"),
            (
                "approval = [{ from_days = 4, rank = \"supervisor\" }, { from_days = 4, rank = \"department_head\" }]",
                "policy.approval[1].from_days",
            ),
            (
                "approval = [{ from_days = 1, rank = \"department_head\" }, { from_days = 4, rank = \"supervisor\" }]",
                "policy.approval[1].rank: must not be lower",
            ),
            (
                "[[policy.changes]]\nvalid_from = 2026-04-01\n[[policy.changes]]\nvalid_from = \"2026-04-01\"",
                "policy.changes[1].valid_from: another change holds from 2026-04-01 on",
            ),
            ("[[policy.changes]]\nvalid_from = 2026-04-01\ngift_limit = -1", "policy.changes[0].gift_limit"),
        ] {
            let error = parse("t", &format!("[policy]\n{text}\n")).unwrap_err().to_string();
            assert!(error.contains(key), "{text}: {error}");
        }
    }

    #[test]
    fn a_policy_with_everything_is_accepted() {
        let text = "[policy]\ngift_limit = 500\nclaim_limits = { reception = [1000, 2000.5] }\n\
            train_seats_by_grade = { director = [\"first_class\", \"soft_sleeper\"] }\n\
            part_days = { leave_from = \"13:00\", leave_share = 0.5, back_until = 12:00:00, back_share = \"0.5\" }\n\
            city_tiers = [{ name = \"一线\", cities = [\"北京\", \"上海\"], day_rates = { salesperson = 300 } }]\n\
            [[policy.changes]]\nvalid_from = 2026-04-01\npart_days = { leave_share = 0 }\ncity_tiers = []\n";
        let config = parse("t", text).unwrap();
        assert_eq!(config.policy.part_days.leave_from.to_string(), "13:00");
        assert_eq!(config.policy.city_tiers[0].cities.len(), 2);
    }
}
