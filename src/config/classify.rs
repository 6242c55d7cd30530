//! `[classify]`: segments, ABC classes and tiers (domain.md section 2).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Amount;

/// How the cut between high and low volume is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VolumeMethod {
    /// High while the cumulative share of the larger customers is below `volume_cut`.
    Pareto,
    /// High from a fixed volume on (`volume_amount`).
    Amount,
    /// High for the largest customers by number (`volume_quantile` of those with a volume).
    Quantile,
}

/// Thresholds of the classification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Classify {
    /// `pareto`, `amount` or `quantile`.
    pub method: VolumeMethod,
    /// Pareto: high while the cumulative share before the customer is below this.
    pub volume_cut: f64,
    /// Amount: high from this volume a window on.
    pub volume_amount: Amount,
    /// Quantile: the largest share of customers, by number, that counts as high.
    pub volume_quantile: f64,
    /// High share from this part of the customer's volume on.
    pub share_high: f64,
    /// ABC by sales: A while the cumulative share before is below this.
    pub abc_a: f64,
    /// B while the cumulative share before is below this; C beyond.
    pub abc_b: f64,
    /// Average monthly sales from which a customer is tier A.
    pub tier_a: Amount,
    /// Average monthly sales from which a customer is tier B.
    pub tier_b: Amount,
    /// The average is taken over at least this many months.
    pub tier_min_months: u32,
    /// The average is taken over at most this many months.
    pub tier_max_months: u32,
    /// Payment index that counts as prompt.
    pub prompt_index: f64,
    /// A tier is held back where the index is below `prompt_index` minus this.
    pub prompt_tolerance: f64,
    /// Points of cumulative share around the cuts of volume and ABC within which a customer keeps last month's side; 0: none.
    pub band: f64,
    /// Points of share around `share_high` within which a customer keeps last month's side; 0: none.
    pub share_band: f64,
}

impl Classify {
    /// Whether a customer near a cut-off keeps the side it was on.
    #[must_use]
    pub fn is_banded(&self) -> bool {
        self.band > 0.0 || self.share_band > 0.0
    }
}

impl Default for Classify {
    fn default() -> Self {
        Classify {
            method: VolumeMethod::Pareto,
            volume_cut: 0.80,
            volume_amount: Amount::whole(1_000_000),
            volume_quantile: 0.20,
            share_high: 0.50,
            abc_a: 0.80,
            abc_b: 0.95,
            tier_a: Amount::whole(1_000_000),
            tier_b: Amount::whole(500_000),
            tier_min_months: 3,
            tier_max_months: 12,
            prompt_index: 80.0,
            prompt_tolerance: 5.0,
            band: 0.0,
            share_band: 0.0,
        }
    }
}

impl Classify {
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (key, share) in [
            ("volume_cut", self.volume_cut),
            ("volume_quantile", self.volume_quantile),
            ("share_high", self.share_high),
            ("abc_a", self.abc_a),
            ("abc_b", self.abc_b),
            ("band", self.band),
            ("share_band", self.share_band),
        ] {
            if !(0.0..=1.0).contains(&share) {
                faults.push(format!("classify.{key}: must be a share from 0 to 1"));
            }
        }
        if self.abc_a > self.abc_b {
            faults.push("classify.abc_a: must not be above abc_b".to_owned());
        }
        if self.tier_b > self.tier_a {
            faults.push("classify.tier_b: must not be above tier_a".to_owned());
        }
        if self.tier_min_months == 0 || self.tier_min_months > self.tier_max_months {
            faults.push("classify.tier_min_months: must be 1 to tier_max_months".to_owned());
        }
        faults
    }
}
