//! `[policy]`, how a trip's allowance comes about: tiers of cities with rates of their own, and days that count in part.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Amount, RateChange, TimeOfDay};

/// Cities with day rates of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CityTier {
    pub name: String,
    pub cities: Vec<String>,
    /// Rates there; a grade left out keeps the base rate.
    pub day_rates: RateChange,
}

/// What the first and the last day of a trip count for, where its times are stated: by default a whole day each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PartDays {
    /// A trip that leaves at this time or later
    pub leave_from: TimeOfDay,
    /// has so much of the day rate on its first day (0 to 1).
    pub leave_share: Amount,
    /// A trip that is back at this time or earlier
    pub back_until: TimeOfDay,
    /// has so much of the day rate on its last day (0 to 1).
    pub back_share: Amount,
}

impl Default for PartDays {
    fn default() -> Self {
        let noon = TimeOfDay::NOON;
        PartDays { leave_from: noon, leave_share: Amount::whole(1), back_until: noon, back_share: Amount::whole(1) }
    }
}

impl PartDays {
    /// What the first day counts for, by the minute the trip left.
    #[must_use]
    pub fn first(&self, left: Option<i32>) -> Decimal {
        if left.is_some_and(|minute| minute >= self.leave_from.minute()) { self.leave_share.0 } else { Decimal::ONE }
    }

    /// What the last day counts for, by the minute the trip was back.
    #[must_use]
    pub fn last(&self, back: Option<i32>) -> Decimal {
        if back.is_some_and(|minute| minute <= self.back_until.minute()) { self.back_share.0 } else { Decimal::ONE }
    }
}
