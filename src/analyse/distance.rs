//! How far a customer stands from the nearest cut-off of each class: what it may lose, or has to gain (domain.md section 2).

use super::classify::{Abc, Class, Cuts, Line, Tier};
use super::credit::{CreditResult, Grade};
use crate::config::Config;
use crate::units::Money;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    Volume,
    Sales,
    Average,
}

/// The way to a cut-off: `below` says that the customer has to gain so much, otherwise it may lose it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Distance {
    Amount { axis: Axis, by: Money, below: bool },
    Share { by: f64, below: bool },
    Score { by: f64, below: bool },
    PaymentIndex { by: f64, below: bool },
    Invoices { missing: u32 },
}

impl Distance {
    fn amount(axis: Axis, amount: Money, line: Money, below: bool) -> (f64, Distance) {
        let by = if below { line - amount } else { amount - line };
        (relative(by.to_f64(), line.to_f64()), Distance::Amount { axis, by, below })
    }
}

/// A way in parts of its cut-off, so that ways along different axes can be compared.
fn relative(by: f64, line: f64) -> f64 {
    if line > 0.0 { by / line } else { f64::INFINITY }
}

fn nearest(ways: impl IntoIterator<Item = Option<(f64, Distance)>>) -> Option<Distance> {
    ways.into_iter().flatten().min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, way)| way)
}

/// The way to the other side of a line; none where there is nobody there.
fn to_line(axis: Axis, amount: Money, line: Option<Line>, above: bool) -> Option<(f64, Distance)> {
    let line = line?;
    let other = if above { line.highest_below? } else { line.lowest_above };
    Some(Distance::amount(axis, amount, other, !above))
}

/// Of a segment: the nearer of the lines of volume and of share, each in parts of its cut-off. None without a known demand.
#[must_use]
pub fn segment(class: &Class, cuts: &Cuts, config: &Config) -> Option<Distance> {
    let (share, high) = class.share.zip(class.share_high)?;
    let line = config.classify.share_high;
    let by = (share - line).abs();
    nearest([
        to_line(Axis::Volume, class.volume, cuts.volume, class.volume_high),
        Some((relative(by, line), Distance::Share { by, below: !high })),
    ])
}

/// Of an ABC class: the nearer of the lines above and below it. None without sales.
#[must_use]
pub fn abc(class: &Class, cuts: &Cuts) -> Option<Distance> {
    let to = |line, above| to_line(Axis::Sales, class.sales, line, above);
    match class.abc {
        Abc::A => nearest([to(cuts.abc_a, true)]),
        Abc::B => nearest([to(cuts.abc_a, false), to(cuts.abc_b, true)]),
        Abc::C => nearest([to(cuts.abc_b, false)]),
        Abc::None => None,
    }
}

/// Of a tier: the nearer line of average monthly sales; where payment holds it back, the way to prompt payment.
#[must_use]
pub fn tier(class: &Class, payment_index: Option<f64>, config: &Config) -> Option<Distance> {
    let rules = &config.classify;
    if class.tier_held_back.is_some() {
        let by = rules.prompt_index - rules.prompt_tolerance - payment_index?;
        return Some(Distance::PaymentIndex { by, below: true });
    }
    let (a, b) = (rules.tier_a.money(), rules.tier_b.money());
    let to = |line, below| Some(Distance::amount(Axis::Average, class.monthly, line, below));
    match class.tier {
        Tier::A => nearest([to(a, false)]),
        Tier::B => nearest([to(a, true), to(b, false)]),
        Tier::None => nearest([to(b, true)]),
    }
}

/// Of a grade: the nearer line of the score; unrated, the invoices that are missing.
#[must_use]
pub fn grade(credit: &CreditResult, config: &Config) -> Option<Distance> {
    let rules = &config.credit;
    let Some(score) = credit.score else {
        let missing = rules.min_invoices.saturating_sub(credit.invoices);
        return (missing > 0).then_some(Distance::Invoices { missing });
    };
    let to = |line: f64, below: bool| Some(((score - line).abs(), Distance::Score { by: (score - line).abs(), below }));
    match credit.grade {
        Grade::A => nearest([to(rules.grade_a, false)]),
        Grade::B => nearest([to(rules.grade_a, true), to(rules.grade_b, false)]),
        Grade::C => nearest([to(rules.grade_b, true), to(rules.grade_c, false)]),
        Grade::D => nearest([to(rules.grade_c, true)]),
        Grade::Unrated => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::Segment;

    fn money(major: i64) -> Money {
        Money::from_minor(major * 100)
    }

    fn class() -> Class {
        Class {
            sales: money(110),
            demand: Some(money(200)),
            volume: money(200),
            share: Some(0.55),
            volume_high: true,
            share_high: Some(true),
            segment: Segment::Core,
            abc: Abc::B,
            tier: Tier::None,
            monthly: money(480_000),
            tier_held_back: None,
        }
    }

    fn line(lowest: i64, highest: i64) -> Option<Line> {
        Some(Line { lowest_above: money(lowest), highest_below: Some(money(highest)) })
    }

    /// Volume 200 above 100: 100, all of the line. Share 0.55 above 0.50: 0.05, a tenth of it, which is nearer. With the line at
    /// 195 the volume is: 5 of 195 are 2.6 %.
    #[test]
    fn the_nearer_of_volume_and_share() {
        let config = Config::default();
        let cuts = |highest| Cuts { volume: line(200, highest), abc_a: line(180, 110), abc_b: line(110, 100) };
        let Some(Distance::Share { by, below }) = segment(&class(), &cuts(100), &config) else { panic!() };
        assert!((by - 0.05).abs() < 1e-9 && !below);
        let near = segment(&class(), &cuts(195), &config);
        assert_eq!(near, Some(Distance::Amount { axis: Axis::Volume, by: money(5), below: false }));
        assert_eq!(segment(&Class { share: None, share_high: None, ..class() }, &cuts(100), &config), None);
        // B: 70 short of A's 180 (39 %), 10 above C's 100 (10 %).
        let near = abc(&class(), &cuts(100));
        assert_eq!(near, Some(Distance::Amount { axis: Axis::Sales, by: money(10), below: false }));
        // 480,000 a month are 20,000 short of tier B.
        let near = tier(&class(), None, &config);
        assert_eq!(near, Some(Distance::Amount { axis: Axis::Average, by: money(20_000), below: true }));
        // Held back: payment index 72 is 3 short of 80 - 5.
        let held = Class { tier_held_back: Some(Tier::A), ..class() };
        assert_eq!(tier(&held, Some(72.0), &config), Some(Distance::PaymentIndex { by: 3.0, below: true }));
    }
}
