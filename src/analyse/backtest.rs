//! Backtest of the credit score: grades as of earlier months against how the invoices paid that fell due afterwards
//! (domain.md section 3; Anderson, The Credit Scoring Toolkit, 2007, chapter 8).
//!
//! Nothing after as-of is seen: an invoice counts as late when it was paid late, or stands open past its due day at as-of.

use super::credit::{Grade, Rated};
use super::history::History;
use super::ledger::{Ledger, Line};
use super::period::Period;
use super::statistics::{Scored, auc, ks, psi, share, wilson_95};
use crate::config::Config;
use crate::tables::PartyIx;
use crate::units::{Month, days_since_epoch, in_order};

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

/// What became of the invoices of one customer, in the order of their due days.
struct Owed {
    party: PartyIx,
    invoices: Vec<Invoice>,
}

/// One invoice: the lines of one order of one customer.
#[derive(Debug, Clone, Copy)]
struct Invoice {
    due: i32,
    /// Day from which it is late for certain, where it is; judged as of the review month.
    late: bool,
}

impl Backtest {
    /// Tests each earlier month of the history.
    #[must_use]
    pub fn new(history: &History, period: Period, config: &Config) -> Self {
        let invoices = invoices(&history.ledger, period, config);
        let now = &history.now().credit;
        let earlier = &history.months[..history.months.len() - 1];
        let tested = |at: usize| test(earlier[at].period, &earlier[at].credit, now, &invoices, period, config);
        Backtest { months: in_order(earlier.len(), tested) }
    }

    /// The newest month that could be tested.
    #[must_use]
    pub fn newest(&self) -> Option<&MonthTest> {
        self.months.iter().rev().find(|m| m.too_few.is_none())
    }
}

/// Invoices whose fate is known as of the period's last day, of the customers that have any.
fn invoices(ledger: &Ledger, period: Period, config: &Config) -> Vec<Owed> {
    let as_of = days_since_epoch(period.as_of);
    let grace = i32::try_from(config.credit.late_days).unwrap_or(i32::MAX);
    let mut owed = ledger.each(|party, lines| Owed { party, invoices: of_customer(lines, as_of, grace) });
    owed.retain(|owed| !owed.invoices.is_empty());
    owed
}

/// The invoices of a customer in the order of their due days.
fn of_customer(lines: &[Line], as_of: i32, grace: i32) -> Vec<Invoice> {
    let mut numbered: Vec<Option<Invoice>> = vec![None; lines.len()];
    for line in lines {
        let (Some(due), Some(number)) = (line.due_on(), line.invoice()) else { continue };
        // Past its due day by the grace at least: before that nobody knows how it ends.
        if line.amount <= 0 || line.date > as_of || due > as_of - grace {
            continue;
        }
        let Some(late) = is_late(line, due, as_of, grace) else { continue };
        let invoice = numbered[number].get_or_insert(Invoice { due, late });
        // Of several lines the last due day counts, and one late line makes the invoice late.
        invoice.due = invoice.due.max(due);
        invoice.late |= late;
    }
    let mut own: Vec<Invoice> = numbered.into_iter().flatten().collect();
    own.sort_unstable_by_key(|i| (i.due, i.late));
    own
}

/// Whether a line was paid late, or stands open past its due day; `None` where it cannot be told.
fn is_late(line: &Line, due: i32, as_of: i32, grace: i32) -> Option<bool> {
    match (line.paid_on().filter(|paid| *paid <= as_of), line.paid_amount()) {
        (Some(paid), received) => Some(paid - due >= grace || received.is_some_and(|r| r < line.amount)),
        // Paid on a day nobody knows.
        (None, Some(received)) if line.paid_on().is_none() && received >= line.amount => None,
        (None, _) => Some(true),
    }
}

fn test(then: Period, credit: &[Rated], now: &[Rated], owed: &[Owed], period: Period, config: &Config) -> MonthTest {
    let parties = credit.iter().map(|c| c.party.at() + 1).max().unwrap_or_default();
    let mut by_party: Vec<Option<&Rated>> = vec![None; parties];
    credit.iter().filter(|c| c.score.is_some()).for_each(|c| by_party[c.party.at()] = Some(c));
    let horizon = i32::try_from(config.credit.backtest_months).unwrap_or(3);
    let first = days_since_epoch(then.as_of) + 1;
    let last = days_since_epoch(then.month.plus(horizon).last_day()).min(days_since_epoch(period.as_of));
    let mut grades = TESTED.map(|grade| GradeOutcome { grade, customers: count(credit, grade), invoices: 0, late: 0 });
    // All invoices of a customer have its one score.
    let (mut scores, mut indices): (Vec<Scored>, Vec<Scored>) = (Vec::new(), Vec::new());
    for Owed { party, invoices: own } in owed {
        let Some(rated) = by_party.get(party.at()).copied().flatten() else { continue };
        let (Some(score), Some(index)) = (rated.score, rated.payment_index) else { continue };
        let (from, to) = (own.partition_point(|i| i.due < first), own.partition_point(|i| i.due <= last));
        let due = &own[from..to.max(from)];
        let (all, late) = (due.len() as u64, due.iter().filter(|i| i.late).count() as u64);
        if let Some(outcome) = grades.iter_mut().find(|g| g.grade == rated.grade) {
            outcome.invoices += all;
            outcome.late += late;
        }
        scores.push(Scored { score, happened: late, spared: all - late });
        indices.push(Scored { score: index, happened: late, spared: all - late });
    }
    let least = u64::from(config.credit.backtest_invoices);
    let n_late: u64 = scores.iter().map(|s| s.happened).sum();
    let n = n_late + scores.iter().map(|s| s.spared).sum::<u64>();
    let too_few = if owed.is_empty() {
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
        auc: auc(&scores).filter(|_| told),
        auc_index: auc(&indices).filter(|_| told),
        ks: ks(&scores).filter(|_| told),
        monotone: monotone(&grades).filter(|_| told),
        psi: psi(&TESTED.map(|g| u64::from(count(credit, g))), &TESTED.map(|g| u64::from(count(now, g)))),
        too_few,
    }
}

fn count(credit: &[Rated], grade: Grade) -> u32 {
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
