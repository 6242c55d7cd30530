//! Tests of all claims of an employee together (EXP012): first digits against Benford's law, and the share of round amounts.
//! They say where to draw more samples. They prove nothing about a person.

use std::f64::consts::PI;

use crate::analyse::statistics;
use crate::config;
use crate::finding::Fact;
use crate::rules::{self, Audit, Ground, Settings, Status};
use crate::tables::Expense;
use crate::units::Money;

/// The rule that these tests belong to.
const RULE: &str = "EXP012";

/// How closely first digits follow Benford's law: cut-offs 0.006, 0.012 and 0.015 of the mean absolute deviation (Nigrini,
/// Benford's Law: Applications for Forensic Accounting, Auditing, and Fraud Detection, Wiley 2012).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conformity {
    Close,
    Acceptable,
    Marginal,
    Nonconformity,
}

impl Conformity {
    fn of(mad: f64) -> Self {
        match mad {
            mad if mad <= 0.006 => Conformity::Close,
            mad if mad <= 0.012 => Conformity::Acceptable,
            mad if mad <= 0.015 => Conformity::Marginal,
            _ => Conformity::Nonconformity,
        }
    }

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Conformity::Close => "close_conformity",
            Conformity::Acceptable => "acceptable_conformity",
            Conformity::Marginal => "marginal_conformity",
            Conformity::Nonconformity => "nonconformity",
        }
    }
}

/// First digits of a population.
#[derive(Debug, Clone, PartialEq)]
pub struct Digits {
    pub n: u64,
    /// Claims by first digit, 1 to 9.
    pub counts: [u64; 9],
    /// Mean absolute deviation of the nine shares from Benford's law.
    pub mad: f64,
    /// What the deviation of so many claims would be on average if they followed the law.
    pub expected_mad: f64,
    /// Deviation beyond that, which the cut-offs are applied to: a plain MAD cries wolf on small populations (Barney and
    /// Schulzke, Moderating "Cry Wolf" Events with Excess MAD in Benford's Law Research and Practice, Journal of Forensic
    /// Accounting Research 1, 2016).
    pub excess_mad: f64,
    pub conformity: Conformity,
}

/// The share of the law for a first digit: log10(1 + 1/d).
fn benford(digit: u8) -> f64 {
    (1.0 + 1.0 / f64::from(digit)).log10()
}

/// The mean absolute deviation to be expected of n claims that follow the law. A share p of n claims deviates on average by
/// √(2 p (1 − p) ÷ (π n)), the mean absolute deviation of a normal distribution; the mean over the nine digits is
/// 0.2348 ÷ √n. (For the first two digits the same formula is 1 ÷ √(158.8 n), as Barney and Schulzke print it.)
#[allow(clippy::cast_precision_loss)]
fn expected_mad(n: u64) -> f64 {
    let spread = |d: u8| (2.0 * benford(d) * (1.0 - benford(d)) / (PI * n as f64)).sqrt();
    (1..=9).map(spread).sum::<f64>() / 9.0
}

impl Digits {
    #[allow(clippy::cast_precision_loss, reason = "counts lie far below 2^53")]
    fn new(counts: [u64; 9]) -> Option<Self> {
        let n: u64 = counts.iter().sum();
        if n == 0 {
            return None;
        }
        let deviations = (1u8..).zip(counts).map(|(digit, count)| (count as f64 / n as f64 - benford(digit)).abs());
        let mad = deviations.sum::<f64>() / 9.0;
        let expected_mad = expected_mad(n);
        let excess_mad = mad - expected_mad;
        Some(Digits { n, counts, mad, expected_mad, excess_mad, conformity: Conformity::of(excess_mad) })
    }

    fn of(claims: &[&Expense]) -> Option<Self> {
        let mut counts = [0; 9];
        for claim in claims {
            if let Some(count) = first_digit(claim.amount).and_then(|digit| counts.get_mut(digit - 1)) {
                *count += 1;
            }
        }
        Self::new(counts)
    }
}

fn first_digit(amount: Money) -> Option<usize> {
    let mut rest = usize::try_from(amount.minor()).ok()?;
    while rest >= 10 {
        rest /= 10;
    }
    (rest > 0).then_some(rest)
}

/// The round amounts of an employee against those of the company.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoundShare {
    /// Multiples of 10 or of 100.
    pub step: u32,
    pub n: u64,
    pub round: u64,
    pub share: f64,
    /// The lower end of the share's Wilson interval, of as many standard deviations as the configuration asks for.
    pub at_least: f64,
    /// The company's share.
    pub company: f64,
}

/// Where to look closer, in one of the sentences of EXP012.
#[derive(Debug, Clone, PartialEq)]
pub struct Hint {
    pub sentence: &'static str,
    pub facts: Vec<(&'static str, Fact)>,
}

/// One employee's claims of the window that do not recur.
#[derive(Debug, Clone, PartialEq)]
pub struct EmployeePopulation {
    pub employee: String,
    pub claims: u64,
    /// `None` where the claims are too few.
    pub digits: Option<Digits>,
    /// Multiples of 10 and of 100; empty where the claims are too few.
    pub round: Vec<RoundShare>,
    pub hints: Vec<Hint>,
}

/// Every employee's tests; empty where EXP012 was not checked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Population {
    /// Everyone's first digits together, to compare with.
    pub company: Option<Digits>,
    /// In the order of their names.
    pub employees: Vec<EmployeePopulation>,
}

impl Population {
    pub(super) fn new(ground: &Ground<'_>, audit: &Audit, settings: &Settings) -> Self {
        let checked = audit.outcomes.iter().any(|o| o.rule == RULE && o.status == Status::Checked);
        let Some(rule) = rules::find(RULE).filter(|_| checked) else { return Population::default() };
        let by_employee = rules::population(ground, settings.of(rule).int("recurring_from"));
        let all: Vec<&Expense> = by_employee.values().flatten().copied().collect();
        let settings = &ground.config.audit;
        let company = [10, 100].map(|step| (step, statistics::share(rounds(&all, step), all.len() as u64).unwrap_or_default()));
        let employees = by_employee.into_iter().map(|(name, claims)| employee(name, &claims, company, settings)).collect();
        Population { company: Digits::of(&all).filter(|d| d.n >= u64::from(settings.benford_from)), employees }
    }

    /// Whether there is a hint to draw more claims of an employee.
    #[must_use]
    pub fn has_hint(&self, employee: &str) -> bool {
        self.employees.iter().any(|e| e.employee == employee && !e.hints.is_empty())
    }
}

fn rounds(claims: &[&Expense], step: u32) -> u64 {
    claims.iter().filter(|c| c.amount.minor() % (i64::from(step) * 100) == 0).count() as u64
}

fn employee(name: &str, claims: &[&Expense], company: [(u32, f64); 2], settings: &config::Audit) -> EmployeePopulation {
    let n = claims.len() as u64;
    let digits = Digits::of(claims).filter(|_| n >= u64::from(settings.benford_from));
    let against = |(step, company): (u32, f64)| {
        let round = rounds(claims, step);
        let (at_least, _) = statistics::wilson(round, n, settings.round_z)?;
        Some(RoundShare { step, n, round, share: statistics::share(round, n)?, at_least, company })
    };
    let enough = n >= u64::from(settings.round_from);
    let round: Vec<RoundShare> = company.into_iter().filter(|_| enough).filter_map(against).collect();
    let hints = hints(digits.as_ref(), &round, settings.benford_mad);
    EmployeePopulation { employee: name.to_owned(), claims: n, digits, round, hints }
}

fn hints(digits: Option<&Digits>, round: &[RoundShare], cut: f64) -> Vec<Hint> {
    let count = |n: u64| Fact::Count(i64::try_from(n).unwrap_or(i64::MAX));
    let percent = |share: f64| Fact::Text(format!("{:.1}%", share * 100.0));
    let digits = digits.filter(|d| d.excess_mad > cut).map(|d| Hint {
        sentence: "first_digits",
        facts: vec![
            ("n", count(d.n)),
            ("mad", Fact::Text(format!("{:.4}", d.excess_mad))),
            ("cut", Fact::Text(format!("{cut:.3}"))),
        ],
    });
    let round = round.iter().filter(|r| r.at_least > r.company).map(|r| Hint {
        sentence: "round_amounts",
        facts: vec![
            ("n", count(r.n)),
            ("share", percent(r.share)),
            ("step", count(r.step.into())),
            ("company", percent(r.company)),
        ],
    });
    digits.into_iter().chain(round).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shares as every table of the law prints them.
    #[test]
    fn the_law_is_the_law() {
        let shares: Vec<String> = (1..=9).map(|d| format!("{:.3}", benford(d))).collect();
        assert_eq!(shares, ["0.301", "0.176", "0.125", "0.097", "0.079", "0.067", "0.058", "0.051", "0.046"]);
    }

    /// By hand: √(p(1−p)) of the nine digits is 0.4587, 0.3809, 0.3306, 0.2958, 0.2700, 0.2499, 0.2337, 0.2203, 0.2090, their
    /// mean 0.29432; times √(2/π) = 0.79788 that is 0.23484; ÷ √500 = 22.3607 that is 0.010502.
    #[test]
    fn the_expected_deviation_is_that_of_chance() {
        assert!((expected_mad(500) - 0.010_502).abs() < 5e-6, "{}", expected_mad(500));
        // Simulated: 400 populations of 500 claims that follow the law, drawn by a generator of fixed steps (SplitMix64).
        let mut state = 2016u64;
        let mut uniform = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            #[allow(clippy::cast_precision_loss, reason = "53 bits are what a float holds")]
            let x = ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64;
            x
        };
        let mut sum = 0.0;
        for _ in 0..400 {
            let mut counts = [0u64; 9];
            for _ in 0..500 {
                // 10^u of a uniform u has first digits that follow the law.
                let digit = 10f64.powf(uniform()).floor().clamp(1.0, 9.0);
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 9")]
                let at = digit as usize - 1;
                counts[at] += 1;
            }
            sum += Digits::new(counts).unwrap().mad;
        }
        let mean = sum / 400.0;
        assert!((mean / expected_mad(500) - 1.0).abs() < 0.03, "{mean}");
    }

    /// 900 claims, 100 of each first digit. MAD by hand: (0.1899 + 0.0650 + 0.0138 + 0.0142 + 0.0319 + 0.0442 + 0.0531 +
    /// 0.0600 + 0.0654) ÷ 9 = 0.5375 ÷ 9 = 0.0597; expected 0.2348 ÷ 30 = 0.0078; excess 0.0519.
    #[test]
    fn even_digits_do_not_follow_the_law_and_true_ones_do() {
        let even = Digits::new([100; 9]).unwrap();
        assert!((even.mad - 0.0597).abs() < 1e-4 && (even.excess_mad - 0.0519).abs() < 1e-4, "{even:?}");
        assert_eq!(even.conformity, Conformity::Nonconformity);
        let [even_hints, law_hints] =
            [even, Digits::new([301, 176, 125, 97, 79, 67, 58, 51, 46]).unwrap()].map(|d| hints(Some(&d), &[], 0.015));
        assert_eq!((even_hints.len(), even_hints[0].sentence, law_hints.len()), (1, "first_digits", 0));
    }

    #[test]
    fn amounts_have_first_digits() {
        let first = [5, 70, 12_345, 0, -5].map(|minor| first_digit(Money::from_minor(minor)));
        assert_eq!(first, [Some(5), Some(7), Some(1), None, None]);
    }
}
