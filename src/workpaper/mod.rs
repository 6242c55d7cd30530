//! Workpaper: what an auditor signs, as plain data: exposure, history, decisions, reconciliation, trips, sample, hints.
//!
//! Takes tables, review, the audit's findings and the dispositions. Knows no sentences, no Excel.

mod decisions;
mod exposure;
mod figures;
mod history;
mod population;
mod reconcile;
mod sample;
mod trips;

pub use decisions::{Decided, Dispositions, Outdated, Precision, Stray};
pub use exposure::{Exposure, Line};
pub use figures::Figures;
pub use history::{History, Known, PastMonth, RuleMonth};
pub use population::{Conformity, Digits, EmployeePopulation, Hint, Population, RoundShare};
pub use reconcile::{ClaimWithoutVisit, Reconciliation, UnnamedReception, VisitWithoutClaim, Why as WithoutVisit};
pub use sample::{Band, Sample, Sampled, Stratum, Why as SampledFor};
pub use trips::{ByGroup, Traveller, TripLine};

use crate::analyse::Review;
use crate::config::Config;
use crate::rules::{Audit, Ground, Settings};
use crate::tables::{FrameError, Tables};

/// The working paper of one review month.
#[derive(Debug)]
pub struct Workpaper {
    pub exposure: Exposure,
    pub history: History,
    pub dispositions: Dispositions,
    /// Per rule of the audit, in its order.
    pub precision: Vec<Precision>,
    pub reconciliation: Reconciliation,
    pub trips: Vec<TripLine>,
    pub population: Population,
    pub sample: Sample,
}

impl Workpaper {
    /// Draws the working paper up.
    ///
    /// # Errors
    /// Only for a fault of the program.
    pub fn new(
        tables: &Tables,
        review: &Review,
        audit: &Audit,
        config: &Config,
        settings: &Settings,
    ) -> Result<Self, FrameError> {
        let ground = Ground::new(tables, review, config);
        let history = History::new(tables, review, audit, config, settings)?;
        let population = Population::new(&ground, audit, settings);
        Ok(Workpaper {
            exposure: Exposure::new(tables, review, audit),
            dispositions: Dispositions::new(tables, review, audit, &history),
            precision: decisions::precision(audit, &history, config),
            reconciliation: Reconciliation::new(&ground, audit),
            trips: trips::lines(&ground, audit),
            sample: Sample::new(&ground, audit, &population),
            population,
            history,
        })
    }

    /// The precision of a rule.
    #[must_use]
    pub fn precision_of(&self, rule: &str) -> Option<&Precision> {
        self.precision.iter().find(|p| p.rule == rule)
    }
}

#[cfg(test)]
#[path = "workpaper_tests.rs"]
mod tests;
