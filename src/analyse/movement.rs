//! Movement since the month before: from-to matrices of segment, ABC class, tier and grade, and why each mover moved
//! (domain.md section 2).

use std::collections::BTreeMap;

use super::classify::{Abc, Class, Cuts, Line, Tier};
use super::credit::{CreditResult, Grade};
use super::{CustomerReview, Segment};
use crate::units::Money;

/// One cell of a matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move<T> {
    pub from: T,
    pub to: T,
    pub customers: u32,
    /// Their sales in this month's window.
    pub sales: Money,
}

/// The pairs that occur, customers that stayed included, by what moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    pub moves: Vec<Move<Segment>>,
    pub abc: Vec<Move<Abc>>,
    pub tiers: Vec<Move<Tier>>,
    pub grades: Vec<Move<Grade>>,
}

impl Movement {
    #[must_use]
    pub fn new(customers: &[CustomerReview]) -> Self {
        Movement {
            moves: matrix(customers, |c| (c.class_before.segment, c.class.segment)),
            abc: matrix(customers, |c| (c.class_before.abc, c.class.abc)),
            tiers: matrix(customers, |c| (c.class_before.tier, c.class.tier)),
            grades: matrix(customers, |c| (c.credit_before.grade, c.credit.grade)),
        }
    }

    /// Customers that changed their segment.
    #[must_use]
    pub fn movers(&self) -> u32 {
        self.moves.iter().filter(|m| m.from != m.to).map(|m| m.customers).sum()
    }
}

fn matrix<T: Copy + Ord>(customers: &[CustomerReview], pair: impl Fn(&CustomerReview) -> (T, T)) -> Vec<Move<T>> {
    let mut cells: BTreeMap<(T, T), (u32, Money)> = BTreeMap::new();
    for customer in customers {
        let cell = cells.entry(pair(customer)).or_default();
        cell.0 += 1;
        cell.1 += customer.class.sales;
    }
    cells.into_iter().map(|((from, to), (customers, sales))| Move { from, to, customers, sales }).collect()
}

/// What made an amount pass a cut-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed {
    /// With its old amount it would have stayed: its own amount moved.
    Own,
    /// With its new amount it would have changed nothing a month ago: the cut-off moved past it.
    Cut,
    /// Neither alone explains it.
    Both,
}

/// Why a customer changed a class; the figures are those of the month before and of now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reason {
    /// Its volume crossed the line between high and low.
    Volume { pushed: Pushed, amounts: (Money, Money), lines: (Option<Line>, Option<Line>) },
    /// Its share crossed the line; sales and demand say which of them moved.
    Share { shares: (Option<f64>, Option<f64>), sales: (Money, Money), demands: (Option<Money>, Option<Money>) },
    /// Its demand became known, or is known no more.
    Demand { demands: (Option<Money>, Option<Money>) },
    /// Its sales crossed a line of the ABC classes.
    Sales { pushed: Pushed, amounts: (Money, Money), lines: (Option<Line>, Option<Line>) },
    /// Its average monthly sales crossed the line of a tier.
    Average { amounts: (Money, Money), tier: Tier },
    /// It pays promptly again, or no longer.
    Prompt { indices: (Option<f64>, Option<f64>) },
    /// It has enough invoices to be rated now, or no longer.
    Invoices { counts: (u32, u32) },
    /// The component of the credit score that moved most, in points of the score.
    Component { name: &'static str, points: (Option<f64>, Option<f64>), scores: (Option<f64>, Option<f64>) },
}

/// Why the segment changed: one reason, or both axes. Empty where it did not.
#[must_use]
pub fn segment_reasons(before: &Class, now: &Class, cuts: (&Cuts, &Cuts)) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if before.segment == now.segment {
        return reasons;
    }
    let demands = (before.demand, now.demand);
    if before.demand.is_some() != now.demand.is_some() {
        return vec![Reason::Demand { demands }];
    }
    if before.volume_high != now.volume_high {
        let lines = (cuts.0.volume, cuts.1.volume);
        let amounts = (before.volume, now.volume);
        reasons.push(Reason::Volume { pushed: pushed(amounts, lines, now.volume_high), amounts, lines });
    }
    if before.share_high != now.share_high {
        reasons.push(Reason::Share { shares: (before.share, now.share), sales: (before.sales, now.sales), demands });
    }
    reasons
}

/// Why the ABC class changed.
#[must_use]
pub fn abc_reason(before: &Class, now: &Class, cuts: (&Cuts, &Cuts)) -> Option<Reason> {
    if before.abc == now.abc {
        return None;
    }
    // The line that was crossed: that below the better of the two classes.
    let line = |cuts: &Cuts| match before.abc.min(now.abc) {
        Abc::A => cuts.abc_a,
        Abc::B => cuts.abc_b,
        Abc::C | Abc::None => None,
    };
    let (amounts, lines) = ((before.sales, now.sales), (line(cuts.0), line(cuts.1)));
    Some(Reason::Sales { pushed: pushed(amounts, lines, now.abc < before.abc), amounts, lines })
}

/// Why the tier changed.
#[must_use]
pub fn tier_reason(before: &Class, now: &Class, indices: (Option<f64>, Option<f64>)) -> Option<Reason> {
    if before.tier == now.tier {
        return None;
    }
    // The tier that sales alone give: where it is the same, payment made the difference.
    let earned = |class: &Class| class.tier_held_back.unwrap_or(class.tier);
    Some(if earned(before) == earned(now) {
        Reason::Prompt { indices }
    } else {
        // The line that was crossed: that of the better of the two.
        Reason::Average { amounts: (before.monthly, now.monthly), tier: earned(before).min(earned(now)) }
    })
}

/// Why the credit grade changed.
#[must_use]
pub fn grade_reason(before: &CreditResult, now: &CreditResult) -> Option<Reason> {
    if before.grade == now.grade {
        return None;
    }
    if before.score.is_none() || now.score.is_none() {
        return Some(Reason::Invoices { counts: (before.invoices, now.invoices) });
    }
    let parts = |credit: &CreditResult| credit.contributions();
    let most = parts(before).into_iter().zip(parts(now)).max_by(|a, b| {
        let change = |((_, was), (_, is)): &((_, f64), (_, f64))| (is - was).abs();
        change(a).total_cmp(&change(b))
    });
    most.map(|((name, _), _)| {
        let points = |credit: &CreditResult| credit.components.iter().find(|c| c.name == name).and_then(|c| c.points);
        Reason::Component { name, points: (points(before), points(now)), scores: (before.score, now.score) }
    })
}

/// What made an amount cross a line: `rose` says whether it stands above it now.
fn pushed(amounts: (Money, Money), lines: (Option<Line>, Option<Line>), rose: bool) -> Pushed {
    let above = |amount: Money, line: Option<Line>| line.is_some_and(|line| amount >= line.lowest_above);
    let stayed_with_old_amount = above(amounts.0, lines.1) != rose;
    let moved_with_old_line = above(amounts.1, lines.0) == rose;
    match (stayed_with_old_amount, moved_with_old_line) {
        (true, true) => Pushed::Own,
        (false, false) => Pushed::Cut,
        (true, false) | (false, true) => Pushed::Both,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(major: i64) -> Money {
        Money::from_minor(major * 100)
    }

    /// The line lies at 300 a month ago and at 320 now (the lowest amount that still is high).
    #[test]
    fn who_moved_the_amount_or_the_line() {
        let line = |lowest: i64| Some(Line { lowest_above: money(lowest), highest_below: None });
        let case = |was: i64, is: i64, rose| pushed((money(was), money(is)), (line(300), line(320)), rose);
        // From 400 to 200: at 400 it would still be above 320, and 200 would have been below 300 already.
        assert_eq!(case(400, 200, false), Pushed::Own);
        // 310 all along: high at 300, low at 320.
        assert_eq!(case(310, 310, false), Pushed::Cut);
        // From 250 to 350: 250 is below either line, 350 above either.
        assert_eq!(case(250, 350, true), Pushed::Own);
        // From 305 to 315: the old amount would be low now, the new one would have been high then: the line alone did it.
        assert_eq!(case(305, 315, false), Pushed::Cut);
        // From 310 to 295: either would have been enough.
        assert_eq!(case(310, 295, false), Pushed::Both);
    }
}
