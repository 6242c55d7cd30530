//! Satisfaction: ratings, CSAT with its interval, net referral, complaints (domain.md section 4).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::answers::Answers;
use super::period::Period;
use super::statistics::{correlation, share, wilson_95};
use crate::config::Config;
use crate::tables::{Callback, PartyIx, Tables};
use crate::units::Month;

/// Answers counted.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Ratings {
    pub n: u64,
    pub satisfied: u64,
    /// Sum of the ratings in millionths: whole, so that the order of adding cannot show.
    sum_micro: i64,
}

impl Ratings {
    #[allow(clippy::cast_possible_truncation, reason = "a rating is at most a few millions of millionths")]
    fn add(&mut self, rating: f64, config: &Config) {
        self.n += 1;
        self.satisfied += u64::from(rating >= config.satisfaction.satisfied_from);
        self.sum_micro += (rating * 1e6).round() as i64;
    }

    /// Share of ratings that count as satisfied.
    #[must_use]
    pub fn csat(&self) -> Option<f64> {
        share(self.satisfied, self.n)
    }

    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        wilson_95(self.satisfied, self.n)
    }

    /// The ratings added up.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "sums of ratings lie far below 2^53 millionths")]
    pub fn sum(&self) -> f64 {
        self.sum_micro as f64 / 1e6
    }

    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "counts lie far below 2^53")]
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then(|| self.sum() / self.n as f64)
    }
}

/// Answers to "would you recommend us".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Referrals {
    pub yes: u64,
    pub neutral: u64,
    pub no: u64,
}

impl Referrals {
    fn add(&mut self, code: &str) {
        match code {
            "yes" => self.yes += 1,
            "no" => self.no += 1,
            _ => self.neutral += 1,
        }
    }

    #[must_use]
    pub fn n(&self) -> u64 {
        self.yes + self.neutral + self.no
    }

    /// Share willing minus share unwilling.
    #[must_use]
    pub fn net(&self) -> Option<f64> {
        Some(share(self.yes, self.n())? - share(self.no, self.n())?)
    }

    /// The 95 % interval of the net share: the difference of two shares of one sample has the variance
    /// (yes + no - (yes - no)^2) / n in shares. Wald, with three answers added, three quarters of one to each side and the rest
    /// undecided, so that a few answers do not look certain (Rocks 2016, Interval Estimation for the Net Promoter Score).
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "counts lie far below 2^53")]
    pub fn interval(&self) -> Option<(f64, f64)> {
        if self.n() == 0 {
            return None;
        }
        let n = self.n() as f64 + 3.0;
        let (yes, no) = ((self.yes as f64 + 0.75) / n, (self.no as f64 + 0.75) / n);
        let net = yes - no;
        let spread = 1.959_963_984_540_054 * ((yes + no - net * net) / n).sqrt();
        Some(((net - spread).max(-1.0), (net + spread).min(1.0)))
    }
}

/// One customer's answers in the window.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CustomerSatisfaction {
    pub ratings: Ratings,
    /// 0 to 100, drawn towards the company mean.
    pub score: Option<f64>,
    pub referrals: Referrals,
    pub complaints: u64,
}

/// One thing that customers rate singly, over the window, with how closely it goes with the overall rating.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Driver {
    pub name: &'static str,
    pub ratings: Ratings,
    /// Pearson's correlation with the overall rating of the same callback, where enough answers hold both.
    pub with_overall: Option<f64>,
}

/// One month's answers of all customers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MonthRatings {
    pub month: Month,
    pub ratings: Ratings,
}

/// The company's answers.
#[derive(Debug, Clone)]
pub struct Satisfaction {
    /// All answers in the window.
    pub ratings: Ratings,
    /// All answers in the window that ended a month earlier.
    pub ratings_before: Ratings,
    pub referrals: Referrals,
    /// Each month of the window.
    pub months: Vec<MonthRatings>,
    /// Complaints by category, most frequent first.
    pub complaints: Vec<(String, u64)>,
    /// What the customers were asked about singly: product, service, timeliness.
    pub drivers: [Driver; 3],
    pub answers: Answers,
    customers: FxHashMap<PartyIx, CustomerSatisfaction>,
}

impl Satisfaction {
    #[must_use]
    pub fn new(tables: &Tables, period: Period, config: &Config) -> Self {
        let mut result = Satisfaction {
            ratings: Ratings::default(),
            ratings_before: Ratings::default(),
            referrals: Referrals::default(),
            months: period.months().map(|month| MonthRatings { month, ratings: Ratings::default() }).collect(),
            complaints: Vec::new(),
            drivers: drivers(tables, period, config),
            answers: Answers::new(tables.callbacks.iter(), period),
            customers: FxHashMap::default(),
        };
        for (date, party, rating) in ratings(tables) {
            result.add_rating(date, party, rating, period, config);
        }
        let visits = tables.visits.iter().map(|v| (v.date, v.party, v.referral.as_deref()));
        let callbacks = tables.callbacks.iter().map(|c| (c.date, c.party, c.referral.as_deref()));
        for (_, party, code) in visits.chain(callbacks).filter(|(date, ..)| period.in_window(*date)) {
            if let Some(code) = code {
                result.referrals.add(code);
                result.customers.entry(party).or_default().referrals.add(code);
            }
        }
        let mut categories: BTreeMap<&str, u64> = BTreeMap::new();
        for callback in tables.callbacks.iter().filter(|c| period.in_window(c.date)) {
            if let Some(category) = &callback.complaint_category {
                *categories.entry(category).or_default() += 1;
                result.customers.entry(callback.party).or_default().complaints += 1;
            }
        }
        result.complaints = categories.into_iter().map(|(name, n)| (name.to_owned(), n)).collect();
        result.complaints.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        result
    }

    fn add_rating(&mut self, date: NaiveDate, party: PartyIx, rating: f64, period: Period, config: &Config) {
        if period.before().in_window(date) {
            self.ratings_before.add(rating, config);
        }
        if !period.in_window(date) {
            return;
        }
        self.ratings.add(rating, config);
        self.customers.entry(party).or_default().ratings.add(rating, config);
        if let Some(month) = self.months.iter_mut().find(|m| m.month.contains(date)) {
            month.ratings.add(rating, config);
        }
    }

    /// One customer's answers, with the score drawn towards the company mean.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "counts lie far below 2^53")]
    pub fn customer(&self, party: PartyIx, config: &Config) -> CustomerSatisfaction {
        let mut own = self.customers.get(&party).copied().unwrap_or_default();
        let prior = config.satisfaction.prior_answers;
        own.score = own.ratings.mean().zip(self.ratings.mean()).map(|(mean, company)| {
            let n = own.ratings.n as f64;
            let drawn = (n * mean + prior * company) / (n + prior);
            (drawn - 1.0) / 4.0 * 100.0
        });
        own
    }

    /// Complaints of all customers in the window.
    #[must_use]
    pub fn complaints_n(&self) -> u64 {
        self.complaints.iter().map(|(_, n)| n).sum()
    }
}

/// The three single ratings of the callbacks of the window.
fn drivers(tables: &Tables, period: Period, config: &Config) -> [Driver; 3] {
    type Rated = fn(&Callback) -> Option<f64>;
    let asked: [(&str, Rated); 3] =
        [("product", |c| c.product_rating), ("service", |c| c.service_rating), ("timeliness", |c| c.timeliness_rating)];
    asked.map(|(name, pick)| {
        let mut driver = Driver { name, ..Driver::default() };
        let mut pairs = Vec::new();
        for callback in tables.callbacks.iter().filter(|c| period.in_window(c.date)) {
            let Some(rating) = pick(callback) else { continue };
            driver.ratings.add(rating, config);
            pairs.extend(callback.overall_rating.map(|overall| (rating, overall)));
        }
        // Sorted, so that the order of the files cannot show in the last bits.
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        driver.with_overall = correlation(&pairs).filter(|_| pairs.len() >= config.satisfaction.few_from as usize);
        driver
    })
}

/// Every rating: the overall rating of callbacks, the satisfaction of visits.
fn ratings(tables: &Tables) -> impl Iterator<Item = (NaiveDate, PartyIx, f64)> + '_ {
    let visits = tables.visits.iter().filter_map(|v| Some((v.date, v.party, v.satisfaction?)));
    let callbacks = tables.callbacks.iter().filter_map(|c| Some((c.date, c.party, c.overall_rating?)));
    visits.chain(callbacks)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Company: 5, 4, 4, 2, 1 — mean 3.2, three of five satisfied. A customer with 5 and 4: mean 4.5, drawn with the weight
    /// of five answers: (2×4.5 + 5×3.2) ÷ 7 = 25 ÷ 7; score (25/7 − 1) ÷ 4 × 100 = 64.2857…
    #[test]
    fn a_score_drawn_towards_the_company_mean() {
        let config = Config::default();
        let period = Period::new("2026-05".parse().unwrap(), 12);
        let mut s = Satisfaction {
            ratings: Ratings::default(),
            ratings_before: Ratings::default(),
            referrals: Referrals::default(),
            months: Vec::new(),
            complaints: Vec::new(),
            drivers: ["product", "service", "timeliness"].map(|name| Driver { name, ..Driver::default() }),
            answers: Answers::default(),
            customers: FxHashMap::default(),
        };
        for (party, rating) in [(0, 5.0), (0, 4.0), (1, 4.0), (1, 2.0), (1, 1.0)] {
            s.add_rating(period.as_of, PartyIx(party), rating, period, &config);
        }
        assert_eq!(s.ratings.csat(), Some(0.6));
        let own = s.customer(PartyIx(0), &config);
        assert!((own.score.unwrap() - (25.0 / 7.0 - 1.0) * 25.0).abs() < 1e-9);
        assert_eq!((own.ratings.n, own.ratings.csat()), (2, Some(1.0)));
        assert_eq!(s.customer(PartyIx(9), &config).score, None);
    }

    #[test]
    fn net_referral_leaves_the_undecided_out_of_both_sides() {
        let mut r = Referrals::default();
        ["yes", "yes", "neutral", "no"].iter().for_each(|c| r.add(c));
        assert_eq!(r.net(), Some(0.25));
        assert_eq!(Referrals::default().net(), None);
    }

    /// 50 yes, 30 undecided, 20 no: (50.75 - 20.75) / 103 = 0.291262; variance (0.694175 - 0.084834) / 103 = 0.00591593;
    /// 1.959964 x 0.0769151 = 0.150751.
    #[test]
    fn the_net_share_has_an_interval() {
        let (low, high) = Referrals { yes: 50, neutral: 30, no: 20 }.interval().unwrap();
        assert!((low - 0.140_511).abs() < 1e-5 && (high - 0.442_013).abs() < 1e-5, "{low} {high}");
        assert_eq!(Referrals::default().interval(), None);
    }
}
