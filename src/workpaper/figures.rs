//! The figures that every summary of findings shows.

use crate::finding::{Decision, Finding};
use crate::units::Money;

/// Findings and what they come to, each amount once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// All findings, false alarms among them.
    pub findings: u64,
    pub open: u64,
    pub decided: u64,
    pub false_alarms: u64,
    /// Net excess: what can be proved; false alarms left out, what was recovered or accepted included.
    pub excess: Money,
    /// The part of the net excess whose findings are open.
    pub open_excess: Money,
    /// The part of the net excess that came back.
    pub recovered: Money,
    /// Claims that findings question without saying how much would have been allowed; false alarms left out.
    pub in_question: Money,
}

impl Figures {
    #[must_use]
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut figures = Figures::default();
        findings.into_iter().for_each(|f| figures.add(f));
        figures
    }

    pub(super) fn add(&mut self, finding: &Finding) {
        let standing = &finding.standing;
        self.findings += 1;
        self.open += u64::from(standing.is_open());
        self.decided += u64::from(!standing.is_open());
        self.false_alarms += u64::from(standing.is(Decision::FalseAlarm));
        self.excess += finding.net_excess;
        self.in_question += finding.in_question;
        if standing.is_open() {
            self.open_excess += finding.net_excess;
        }
        if standing.is(Decision::Recovered) {
            self.recovered += finding.net_excess;
        }
    }
}
