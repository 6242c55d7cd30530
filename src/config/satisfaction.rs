//! `[satisfaction]`: ratings, CSAT and complaints (domain.md section 4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The range that numeric ratings are on when the header does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum RatingScale {
    #[serde(rename = "1-5")]
    OneToFive,
    #[serde(rename = "1-10")]
    OneToTen,
    #[serde(rename = "0-100")]
    Percent,
}

/// Thresholds of satisfaction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Satisfaction {
    /// Range of numeric ratings: `1-5`, `1-10` or `0-100`.
    pub scale: RatingScale,
    /// A rating from here on counts as satisfied.
    pub satisfied_from: f64,
    /// Share of satisfied answers aimed at in `target_year`.
    pub target: f64,
    /// The year the target holds for; it rises by `target_rise` a year from there.
    pub target_year: i32,
    pub target_rise: f64,
    /// A customer's score is drawn towards the company mean with the weight of this many answers.
    pub prior_answers: f64,
    /// Complaints per customer and year that are tolerated.
    pub max_complaints: u32,
    /// With fewer answers than this a customer is not ranked: too few.
    pub few_from: u32,
}

impl Default for Satisfaction {
    fn default() -> Self {
        Satisfaction {
            scale: RatingScale::OneToFive,
            satisfied_from: 4.0,
            target: 0.95,
            target_year: 2026,
            target_rise: 0.005,
            prior_answers: 5.0,
            max_complaints: 1,
            few_from: 5,
        }
    }
}

impl Satisfaction {
    /// The target in a year: never above 100 %, never below the configured one.
    #[must_use]
    pub fn target_in(&self, year: i32) -> f64 {
        (self.target + self.target_rise * f64::from((year - self.target_year).max(0))).min(1.0)
    }

    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !(0.0..=1.0).contains(&self.target) {
            faults.push("satisfaction.target: must be a share from 0 to 1".to_owned());
        }
        if !self.prior_answers.is_finite() || self.prior_answers < 0.0 {
            faults.push("satisfaction.prior_answers: must not be negative".to_owned());
        }
        faults
    }
}
