//! `[audit]`: the auditor's working paper: samples, the precision of rules, tests of whole populations (domain.md section 6).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of the working paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Audit {
    /// Claims without a finding that are drawn for a check by hand each month.
    pub sample_size: u32,
    /// Of each employee at least so many, as far as the size allows.
    pub sample_min_per_employee: u32,
    /// So many more of an employee for whom a test of EXP012 gives a hint.
    pub sample_more_for_hints: u32,
    /// The largest claims that together make this share of the month's value are drawn from apart.
    pub sample_high_value: f64,
    /// The precision of a rule is told from so many decided findings on.
    pub precision_from: u32,
    /// First digits are tested from so many claims of an employee on.
    pub benford_from: u32,
    /// Excess MAD above which first digits are a hint.
    pub benford_mad: f64,
    /// Round amounts are tested from so many claims of an employee on.
    pub round_from: u32,
    /// Round amounts are a hint where the lower end of their Wilson interval of so many standard deviations lies above the
    /// company's share.
    pub round_z: f64,
}

impl Default for Audit {
    fn default() -> Self {
        Audit {
            sample_size: 25,
            sample_min_per_employee: 1,
            sample_more_for_hints: 2,
            sample_high_value: 0.2,
            precision_from: 10,
            benford_from: 500,
            benford_mad: 0.015,
            round_from: 50,
            round_z: 3.0,
        }
    }
}

impl Audit {
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut need = |ok: bool, text: &str| {
            if !ok {
                faults.push(text.to_owned());
            }
        };
        need((0.0..=1.0).contains(&self.sample_high_value), "audit.sample_high_value: must be a share from 0 to 1");
        need(self.precision_from > 0, "audit.precision_from: must be at least 1");
        need(self.benford_from >= 100, "audit.benford_from: must be at least 100, fewer claims have no first digits to test");
        need(self.benford_mad > 0.0 && self.benford_mad < 1.0, "audit.benford_mad: must be above 0 and below 1");
        need(self.round_from >= 10, "audit.round_from: must be at least 10");
        need((1.0..=6.0).contains(&self.round_z), "audit.round_z: must be 1 to 6");
        faults
    }
}
