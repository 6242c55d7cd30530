//! The configuration: every threshold of the review, one file per section, defaults beside their meaning.
//!
//! A configuration file may leave anything out. What it states is checked: an unknown key is refused with the nearest
//! known one, a value out of range is refused with the range.

mod after_run;
mod allowances;
mod amount;
mod audit;
mod cache;
mod calendar;
mod classify;
mod coverage;
mod credit;
mod currency;
mod day;
mod doctor;
mod hours;
mod identity;
mod input;
mod logo;
mod machine;
mod mapping;
mod operating;
mod place;
mod policy;
mod policy_changes;
mod policy_faults;
mod read;
mod report;
mod restatement;
mod satisfaction;
mod trial;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use after_run::{AfterRun, PLACEHOLDERS, RunEnd};
pub use allowances::{CityTier, PartDays};
pub use amount::Amount;
pub use audit::Audit;
pub use cache::Cache;
pub use calendar::{CalendarDays, Holiday};
pub use classify::{Classify, VolumeMethod};
pub use coverage::Coverage;
pub use credit::{Credit, Weights};
pub use day::Day;
pub use doctor::Doctor;
pub use hours::{Hours, TimeOfDay};
pub use identity::Identity;
pub use input::{Conflicts, DateOrder, Dates, Input, Limits};
pub use logo::Logo;
pub use machine::Machine;
pub use mapping::Mapping;
pub use operating::changes_the_review;
pub use policy::{Approval, DayRates, Policy};
pub use policy_changes::{Policies, PolicyChange, RateChange};
pub use read::{ConfigError, Hint, nearest, parse, read};
pub use report::{NumberScale, Report, SheetKey};
pub use restatement::Restatement;
pub use satisfaction::{RatingScale, Satisfaction};
pub use trial::{Trial, read_trying};

/// The language of everything a person reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    En,
    Zh,
}

/// The whole configuration, `config/keyaccount.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Language of the review: `en` or `zh`; `--lang` overrides it.
    pub language: Language,
    /// Company named in the review's header; empty for none.
    pub company: String,
    /// Code of the currency that amounts without a currency are in.
    pub currency: String,
    /// Length of the window that ends with the review month, in months.
    #[schemars(range(min = 1, max = 120))]
    pub window_months: u32,
    /// Months back from the review month that each customer's path of classes shows.
    #[schemars(range(min = 2, max = 60))]
    pub history_months: u32,
    pub input: Input,
    pub dates: Dates,
    pub identity: Identity,
    /// More header spellings: table, then field, then a list of headers.
    pub aliases: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Decisions on single files and sheets.
    pub mapping: Vec<Mapping>,
    /// Value of one unit of a foreign currency in the review's currency, for example `USD = 7.1`.
    pub rates: BTreeMap<String, Amount>,
    pub classify: Classify,
    pub credit: Credit,
    pub satisfaction: Satisfaction,
    pub coverage: Coverage,
    pub restatement: Restatement,
    pub audit: Audit,
    pub report: Report,
    pub policy: Policy,
    pub calendar: CalendarDays,
    pub machine: Machine,
    pub cache: Cache,
    /// Per rule id: `enabled`, `severity` and the rule's own thresholds (`keyaccount rules ID` lists them).
    pub rules: BTreeMap<String, BTreeMap<String, serde_json::Value>>,
    pub after_run: AfterRun,
    pub doctor: Doctor,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            language: Language::En,
            company: String::new(),
            currency: "CNY".to_owned(),
            window_months: 12,
            history_months: 12,
            input: Input::default(),
            dates: Dates::default(),
            identity: Identity::default(),
            aliases: BTreeMap::new(),
            mapping: Vec::new(),
            rates: BTreeMap::new(),
            classify: Classify::default(),
            credit: Credit::default(),
            satisfaction: Satisfaction::default(),
            coverage: Coverage::default(),
            restatement: Restatement::default(),
            audit: Audit::default(),
            report: Report::default(),
            policy: Policy::default(),
            calendar: CalendarDays::default(),
            machine: Machine::default(),
            cache: Cache::default(),
            rules: BTreeMap::new(),
            after_run: AfterRun::default(),
            doctor: Doctor::default(),
        }
    }
}

impl Config {
    /// Values that parse and still make no sense, as `key: what is wrong`.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut need = |ok: bool, text: &str| {
            if !ok {
                faults.push(text.to_owned());
            }
        };
        need((1..=120).contains(&self.window_months), "window_months: must be 1 to 120");
        need((2..=60).contains(&self.history_months), "history_months: must be 2 to 60");
        need((0.0..=1.0).contains(&self.input.max_reject_share), "input.max_reject_share: must be 0 to 1");
        need((0.0..=1.0).contains(&self.input.few_rows_share), "input.few_rows_share: must be 0 to 1");
        need(self.dates.first_year <= self.dates.last_year, "dates.first_year: must not be after last_year");
        faults.extend(currency::fault(&self.currency).map(|fault| format!("currency: {fault}")));
        for (code, rate) in &self.rates {
            faults.extend(currency::fault(code).map(|fault| format!("rates.{code}: {fault}")));
            if rate.0 <= rust_decimal::Decimal::ZERO {
                faults.push(format!("rates.{code}: must be above 0"));
            }
        }
        faults.extend(self.mapping.iter().enumerate().flat_map(|(at, m)| m.faults(at)));
        faults.extend(self.classify.faults());
        faults.extend(self.credit.faults());
        faults.extend(self.satisfaction.faults());
        faults.extend(self.report.faults());
        faults.extend(self.policy.faults());
        faults.extend(self.calendar.faults());
        faults.extend(self.audit.faults());
        faults.extend(self.machine.faults());
        faults.extend(self.after_run.faults());
        faults.extend(self.doctor.faults());
        faults
    }
}
