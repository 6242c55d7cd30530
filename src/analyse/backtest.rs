//! Backtest of the credit score: grades as of earlier months against how the invoices paid that fell due afterwards
//! (domain.md section 3; Anderson, The Credit Scoring Toolkit, 2007, chapter 8).
//!
//! Nothing after as-of is seen: an invoice counts as late when it was paid late, or stands open past its due day at as-of.

use rustc_hash::FxHashMap;

use super::credit::{CreditResult, Grade, Ledger};
use super::history::History;
use super::period::Period;
use super::statistics::{auc, ks, psi, share, wilson_95};
use crate::config::Config;
use crate::tables::PartyIx;
use crate::units::{Month, days_since_epoch};

/// Grades that are tested, best first: who is unrated was not judged.
pub const TESTED: [Grade; 4] = [Grade::A, Grade::B, Grade::C, Grade::D];

/// Why a month cannot be tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooFew {
    /// No orders state payments and due days.
    Payments,
    /// Fewer invoices of rated customers fell due afterwards than the configuration asks for.
    Invoices,
    /// Fewer late ones, or fewer that were paid in time.
    Late,
}

/// What became of the invoices of one grade.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GradeOutcome {
    pub grade: Grade,
    pub customers: u32,
    pub invoices: u64,
    pub late: u64,
}

impl GradeOutcome {
    #[must_use]
    pub fn late_share(&self) -> Option<f64> {
        share(self.late, self.invoices)
    }

    /// Its 95 % Wilson interval, as if the invoices were independent: those of one customer are not, so the true one is wider.
    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        wilson_95(self.late, self.invoices)
    }
}

/// The grades of one month against what came after it.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthTest {
    /// The month whose grades are tested.
    pub month: Month,
    pub invoices: u64,
    pub late: u64,
    pub grades: [GradeOutcome; 4],
    /// The chance that of a late and a prompt invoice the late one's customer had the lower score.
    pub auc: Option<f64>,
    /// The same for the payment index alone.
    pub auc_index: Option<f64>,
    pub ks: Option<f64>,
    /// Whether the late share rises from each grade to the next, grades without invoices left out.
    pub monotone: Option<bool>,
    /// Shift of the grades from that month to the review month.
    pub psi: Option<f64>,
    pub too_few: Option<TooFew>,
}

/// Every month of the history that has a month after it, oldest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Backtest {
    pub months: Vec<MonthTest>,
}

/// One invoice: the lines of one order of one customer.
#[derive(Debug, Clone, Copy)]
struct Invoice {
    party: PartyIx,
    due: i32,
    /// Day from which it is late for certain, where it is; judged as of the review month.
    late: bool,
}

impl Backtest {
    /// Tests each earlier month of the history.
    #[must_use]
    pub fn new(history: &History<'_>, period: Period, config: &Config) -> Self {
        let invoices = invoices(&history.ledger, period, config);
        let now = &history.now().credit;
        let earlier = &history.months[..history.months.len() - 1];
        let months = earlier.iter().map(|end| test(end.period, &end.credit, now, &invoices, period, config)).collect();
        Backtest { months }
    }

    /// The newest month that could be tested.
    #[must_use]
    pub fn newest(&self) -> Option<&MonthTest> {
        self.months.iter().rev().find(|m| m.too_few.is_none())
    }
}

/// Invoices that were due up to as-of, with their outcome as known then.
fn invoices(ledger: &Ledger<'_>, period: Period, config: &Config) -> Vec<Invoice> {
    let orders = ledger.orders();
    let as_of = days_since_epoch(period.as_of);
    let grace = i32::try_from(config.credit.late_days).unwrap_or(i32::MAX);
    let mut found: Vec<Option<Invoice>> = vec![None; ledger.invoices()];
    for i in 0..orders.len() {
        let amount = orders.amount.minor(i).unwrap_or_default();
        let (Some(day), Some(due), Some(number)) = (orders.date.day(i), orders.due_on.day(i), ledger.invoice(i)) else {
            continue;
        };
        // Past its due day by the grace at least: before that nobody knows how it ends.
        if amount <= 0 || day > as_of || due > as_of - grace {
            continue;
        }
        let Some(party) = orders.party.stated(i) else { continue };
        let paid_on = orders.paid_on.day(i).filter(|paid| *paid <= as_of);
        let received = orders.paid_amount.minor(i);
        let late = match (paid_on, received) {
            (Some(paid), received) => paid - due >= grace || received.is_some_and(|r| r < amount),
            // Paid on a day nobody knows: it cannot be told.
            (None, Some(received)) if orders.paid_on.day(i).is_none() && received >= amount => continue,
            (None, _) => true,
        };
        let invoice = found[number].get_or_insert(Invoice { party, due, late });
        // Of several lines the last due day counts, and one late line makes the invoice late.
        invoice.due = invoice.due.max(due);
        invoice.late |= late;
    }
    let mut all: Vec<Invoice> = found.into_iter().flatten().collect();
    all.sort_unstable_by_key(|i| (i.party, i.due, i.late));
    all
}

fn test(
    then: Period,
    credit: &[CreditResult],
    now: &[CreditResult],
    invoices: &[Invoice],
    period: Period,
    config: &Config,
) -> MonthTest {
    let by_party: FxHashMap<PartyIx, &CreditResult> = credit.iter().filter(|c| c.score.is_some()).map(|c| (c.party, c)).collect();
    let horizon = i32::try_from(config.credit.backtest_months).unwrap_or(3);
    let first = days_since_epoch(then.as_of) + 1;
    let last = days_since_epoch(then.month.plus(horizon).last_day()).min(days_since_epoch(period.as_of));
    let mut grades = TESTED.map(|grade| GradeOutcome { grade, customers: count(credit, grade), invoices: 0, late: 0 });
    let (mut late, mut prompt) = (Vec::new(), Vec::new());
    let (mut late_index, mut prompt_index) = (Vec::new(), Vec::new());
    for invoice in invoices.iter().filter(|i| (first..=last).contains(&i.due)) {
        let Some(rated) = by_party.get(&invoice.party) else { continue };
        let (Some(score), Some(index)) = (rated.score, rated.payment_index) else { continue };
        if let Some(outcome) = grades.iter_mut().find(|g| g.grade == rated.grade) {
            outcome.invoices += 1;
            outcome.late += u64::from(invoice.late);
        }
        let (scores, indices) = if invoice.late { (&mut late, &mut late_index) } else { (&mut prompt, &mut prompt_index) };
        scores.push(score);
        indices.push(index);
    }
    let least = u64::from(config.credit.backtest_invoices);
    let (n_late, n) = (late.len() as u64, (late.len() + prompt.len()) as u64);
    let too_few = if invoices.is_empty() {
        Some(TooFew::Payments)
    } else if n < least {
        Some(TooFew::Invoices)
    } else if n_late.min(n - n_late) * 10 < least {
        // An area under a curve of a handful of late invoices says nothing.
        Some(TooFew::Late)
    } else {
        None
    };
    let told = too_few.is_none();
    MonthTest {
        month: then.month,
        invoices: n,
        late: n_late,
        grades,
        auc: auc(&late, &prompt).filter(|_| told),
        auc_index: auc(&late_index, &prompt_index).filter(|_| told),
        ks: ks(&late, &prompt).filter(|_| told),
        monotone: monotone(&grades).filter(|_| told),
        psi: psi(&TESTED.map(|g| u64::from(count(credit, g))), &TESTED.map(|g| u64::from(count(now, g)))),
        too_few,
    }
}

fn count(credit: &[CreditResult], grade: Grade) -> u32 {
    u32::try_from(credit.iter().filter(|c| c.grade == grade).count()).unwrap_or(u32::MAX)
}

/// Whether the late share rises from grade to grade; unknown with fewer than two grades to compare.
fn monotone(grades: &[GradeOutcome]) -> Option<bool> {
    let shares: Vec<f64> = grades.iter().filter_map(GradeOutcome::late_share).collect();
    (shares.len() > 1).then(|| shares.is_sorted())
}

#[cfg(test)]
#[path = "backtest_tests.rs"]
mod tests;
