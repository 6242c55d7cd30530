//! `[[policy.changes]]`: later versions of the policy, and which one is in force on a day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Amount, Approval, CityTier, Day, DayRates, Hours, PartDays, Policy};

/// A later version of the policy: what it states replaces what was in force before, the rest stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyChange {
    /// First day it is in force; a trip is judged by the version of its first day.
    pub valid_from: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_rates: Option<RateChange>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city_tiers: Option<Vec<CityTier>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_days: Option<PartDays>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Vec<Approval>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near_cities: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guangdong: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overseas: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub train_seats: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub train_seats_by_grade: Option<BTreeMap<String, Vec<String>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub categories: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_limit: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim_limits: Option<BTreeMap<String, Vec<Amount>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit_hours: Option<Vec<Hours>>,
}

/// What a change states, otherwise what was in force before.
fn or<T: Clone>(stated: &Option<T>, before: &T) -> T {
    stated.clone().unwrap_or_else(|| before.clone())
}

impl PolicyChange {
    /// The version that comes of making this change.
    fn on(&self, before: &Policy) -> Policy {
        Policy {
            name: self.name.clone().unwrap_or_else(|| self.valid_from.to_string()),
            day_rates: self.day_rates.as_ref().map_or_else(|| before.day_rates.clone(), |change| change.on(&before.day_rates)),
            city_tiers: or(&self.city_tiers, &before.city_tiers),
            part_days: or(&self.part_days, &before.part_days),
            approval: or(&self.approval, &before.approval),
            near_cities: or(&self.near_cities, &before.near_cities),
            guangdong: or(&self.guangdong, &before.guangdong),
            overseas: or(&self.overseas, &before.overseas),
            train_seats: or(&self.train_seats, &before.train_seats),
            train_seats_by_grade: or(&self.train_seats_by_grade, &before.train_seats_by_grade),
            categories: or(&self.categories, &before.categories),
            gift_limit: or(&self.gift_limit, &before.gift_limit),
            claim_limits: or(&self.claim_limits, &before.claim_limits),
            visit_hours: or(&self.visit_hours, &before.visit_hours),
            changes: Vec::new(),
        }
    }
}

/// Day rates that a change of the policy or a tier of cities sets; grades it leaves out keep theirs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RateChange {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salesperson: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchandiser: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supervisor: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manager: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub director: Option<Amount>,
}

impl RateChange {
    /// The rates with this change made.
    #[must_use]
    pub fn on(&self, rates: &DayRates) -> DayRates {
        DayRates {
            salesperson: self.salesperson.unwrap_or(rates.salesperson),
            merchandiser: self.merchandiser.unwrap_or(rates.merchandiser),
            supervisor: self.supervisor.unwrap_or(rates.supervisor),
            manager: self.manager.unwrap_or(rates.manager),
            director: self.director.unwrap_or(rates.director),
        }
    }
}

/// Every version of the policy, whole, in the order of the days from which they hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Policies {
    versions: Vec<(Option<NaiveDate>, Policy)>,
}

impl Policies {
    #[must_use]
    pub fn new(policy: &Policy) -> Self {
        let mut changes: Vec<&PolicyChange> = policy.changes.iter().collect();
        changes.sort_by_key(|c| c.valid_from);
        let mut versions = vec![(None, Policy { changes: Vec::new(), ..policy.clone() })];
        for change in changes {
            if let Some((_, before)) = versions.last() {
                versions.push((Some(change.valid_from.0), change.on(before)));
            }
        }
        Policies { versions }
    }

    /// The version in force on a day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> &Policy {
        let later = self.versions.partition_point(|(from, _)| from.is_none_or(|from| from <= day));
        &self.versions[later.saturating_sub(1)].1
    }

    /// Every version, with its first day; the first has always been in force.
    pub fn versions(&self) -> impl Iterator<Item = (Option<NaiveDate>, &Policy)> {
        self.versions.iter().map(|(from, policy)| (*from, policy))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn each_day_has_the_version_in_force() {
        let config = crate::config::parse(
            "t",
            "[policy.day_rates]\nmanager = 270\n\
             [[policy.changes]]\nvalid_from = \"2026-07-01\"\nname = \"summer\"\ntrain_seats = [\"second_class\"]\n\
             [[policy.changes]]\nvalid_from = 2026-04-01\nday_rates = { salesperson = 250 }\n",
        )
        .unwrap();
        let policies = Policies::new(&config.policy);
        let seen = |on: &str| {
            let policy = policies.on(day(on));
            let rate = |grade: &str| policy.day_rates.of(grade).unwrap().money().to_string();
            (policy.name.as_str(), rate("salesperson"), rate("manager"), policy.train_seats.len())
        };
        assert_eq!(seen("2026-03-31"), ("standard", "230.00".to_owned(), "270.00".to_owned(), 4));
        // What a change leaves out stays as the version before it had it, whatever the order in the file.
        assert_eq!(seen("2026-04-01"), ("2026-04-01", "250.00".to_owned(), "270.00".to_owned(), 4));
        assert_eq!(seen("2026-12-31"), ("summer", "250.00".to_owned(), "270.00".to_owned(), 1));
    }

    #[test]
    fn a_day_that_is_none_is_refused() {
        for text in ["valid_from = \"2026-02-30\"", "valid_from = \"soon\"", "valid_from = 07:32:00"] {
            let error = crate::config::parse("t", &format!("[[policy.changes]]\n{text}\n")).unwrap_err().to_string();
            assert!(error.contains("day") || error.contains("date"), "{text}: {error}");
        }
    }
}
