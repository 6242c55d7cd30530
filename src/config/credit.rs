//! `[credit]`: payment index, credit score and grades (domain.md section 3).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Weights of the score's components; a missing component's weight is spread over the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    pub payment_index: f64,
    pub on_time: f64,
    pub overdue_burden: f64,
    pub limit_use: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Weights { payment_index: 50.0, on_time: 20.0, overdue_burden: 15.0, limit_use: 15.0 }
    }
}

/// Thresholds of the credit score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Credit {
    /// Points by days beyond terms, rising in days; linear between them, flat outside.
    pub payment_points: Vec<(i32, f64)>,
    /// Fewer invoices than this in the payment index: unrated.
    pub min_invoices: u32,
    pub weights: Weights,
    /// Use of the credit limit up to which the component is 100.
    pub limit_free: f64,
    /// Use of the credit limit from which the component is 0.
    pub limit_full: f64,
    /// Score from which a customer is graded A.
    pub grade_a: f64,
    pub grade_b: f64,
    pub grade_c: f64,
    /// Backtest: an invoice is late from so many days beyond terms on.
    pub late_days: u32,
    /// Backtest: the invoices that fall due within so many months after the grades.
    pub backtest_months: u32,
    /// Backtest: fewer invoices than this say nothing; of the late and of the prompt ones a tenth of it.
    pub backtest_invoices: u32,
    /// Change requests: working days after as-of within which a changed grade is to be filed.
    pub file_days: u32,
    /// Change requests: working days after filing within which it is to be verified.
    pub verify_days: u32,
}

impl Default for Credit {
    fn default() -> Self {
        Credit {
            payment_points: vec![
                (-30, 100.0),
                (-20, 90.0),
                (0, 80.0),
                (15, 70.0),
                (22, 60.0),
                (30, 50.0),
                (60, 40.0),
                (90, 30.0),
                (120, 20.0),
                (180, 0.0),
            ],
            min_invoices: 3,
            weights: Weights::default(),
            limit_free: 0.5,
            limit_full: 1.5,
            grade_a: 85.0,
            grade_b: 70.0,
            grade_c: 55.0,
            late_days: 1,
            backtest_months: 3,
            backtest_invoices: 50,
            file_days: 2,
            verify_days: 3,
        }
    }
}

impl Credit {
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.payment_points.len() < 2 || self.payment_points.windows(2).any(|w| w[0].0 >= w[1].0) {
            faults.push("credit.payment_points: needs at least two points with rising days".to_owned());
        }
        if !(self.grade_a > self.grade_b && self.grade_b > self.grade_c) {
            faults.push("credit.grade_a, grade_b, grade_c: must fall in this order".to_owned());
        }
        if self.min_invoices == 0 {
            faults.push("credit.min_invoices: must be 1 at least".to_owned());
        }
        if self.limit_free >= self.limit_full {
            faults.push("credit.limit_free: must be below limit_full".to_owned());
        }
        for (key, days) in [("file_days", self.file_days), ("verify_days", self.verify_days)] {
            if days > 60 {
                faults.push(format!("credit.{key}: must be 60 at most"));
            }
        }
        let w = &self.weights;
        let all = [w.payment_index, w.on_time, w.overdue_burden, w.limit_use];
        if all.iter().any(|x| !x.is_finite() || *x < 0.0) || w.payment_index <= 0.0 {
            faults.push("credit.weights: must not be negative, and payment_index must be above 0".to_owned());
        }
        faults
    }
}
