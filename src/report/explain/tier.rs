//! ABC class and tier: cumulative share, average monthly sales, the lines and the way to them.

use super::segment::band_note;
use super::view::{View, step};
use super::{Section, Step, why};
use crate::analyse::classify::tier_months;
use crate::analyse::movement::{abc_reason, tier_reason};
use crate::analyse::{Abc, Tier};
use crate::labels::fill;
use crate::units::Money;

pub(super) fn section(v: &View<'_>) -> Section {
    let t = v.t;
    let mut steps = abc(v);
    steps.extend(tier(v));
    Section { id: "abc_tier", heading: t.abc_tier.to_owned(), steps, sources: Vec::new() }
}

fn abc(v: &View<'_>) -> Vec<Step> {
    let (t, class, rules, review) = (v.t, &v.c.class, &v.config().classify, v.input.review);
    let word = v.l.word(class.abc.code());
    let mut steps = match class.abc {
        Abc::None => vec![v.figure("abc", "abc", t.abc_none, word)],
        Abc::A | Abc::B | Abc::C => {
            let (before, total) = (v.ground.sales.before(v.at), v.ground.sales.total());
            let values = [
                ("before", before.grouped()),
                ("total", total.grouped()),
                ("share", v.share_or(before.ratio_of(total))),
                ("a", v.share(rules.abc_a)),
                ("b", v.share(rules.abc_b)),
            ];
            vec![v.figure("abc", "abc", fill(t.abc_of, &values) + &band_note(v), word)]
        }
    };
    let (cut_a, cut_b) = (review.cuts.1.abc_a, review.cuts.1.abc_b);
    let (up, down) = match class.abc {
        Abc::A => (None, cut_a),
        Abc::B => (cut_a, cut_b),
        Abc::C => (cut_b, None),
        Abc::None => (None, None),
    };
    if let Some(line) = up {
        let text = fill(t.abc_up, &[("line", line.lowest_above.grouped())]);
        steps.push(step(t.abc_distance, text, (line.lowest_above - class.sales).grouped()));
    }
    if let Some(below) = down.and_then(|line| line.highest_below) {
        let text = fill(t.abc_down, &[("line", below.grouped())]);
        steps.push(step(t.abc_distance, text, (class.sales - below).grouped()));
    }
    let reason = review.before(v.c).and_then(|(was, _)| abc_reason(was, class, (&review.cuts.0, &review.cuts.1)));
    steps.extend(reason.map(|reason| step(t.why_moved, why::words(v, &reason), "")));
    steps.extend(v.path(|standing| v.l.word(standing.abc.code()).to_owned()));
    steps
}

fn tier(v: &View<'_>) -> Vec<Step> {
    let (t, class, rules, period) = (v.t, &v.c.class, &v.config().classify, v.input.review.period);
    let first = v.input.review.sales.first_month(v.c.party, period.window_first, period.month);
    let months = tier_months(first.map(|m| period.month.since(m) + 1), rules);
    let (Some(first), Some(months)) = (first, months) else {
        return vec![v.figure("tier", "tier", t.no_month, v.l.word(class.tier.code()))];
    };
    let monthly = fill(
        t.monthly_of,
        &[
            ("sales", class.sales.grouped()),
            ("months", months.to_string()),
            ("first", first.to_string()),
            ("least", rules.tier_min_months.to_string()),
            ("most", rules.tier_max_months.to_string()),
        ],
    );
    let (a, b) = (rules.tier_a.money(), rules.tier_b.money());
    let of = fill(t.tier_of, &[("monthly", class.monthly.grouped()), ("a", a.grouped()), ("b", b.grouped())]);
    let mut steps =
        vec![step(t.monthly, monthly, class.monthly.grouped()), v.figure("tier", "tier", of, v.l.word(class.tier.code()))];
    let earned = class.tier_held_back.unwrap_or(class.tier);
    let mut distance = |template: &str, line: Money, missing: bool| {
        let values = [("months", months.to_string()), ("line", line.grouped()), ("sales", class.sales.grouped())];
        let gap = if missing { line.times(months) - class.sales } else { class.sales - line.times(months) };
        steps.push(step(t.tier_distance, fill(template, &values), gap.grouped()));
    };
    match earned {
        Tier::A => distance(t.tier_spare, a, false),
        Tier::B => {
            distance(t.tier_gap_a, a, true);
            distance(t.tier_spare, b, false);
        }
        Tier::None => distance(t.tier_gap_b, b, true),
    }
    if class.tier_held_back.is_some() {
        let line = rules.prompt_index - rules.prompt_tolerance;
        let values = [
            ("tier", v.l.word(earned.code()).to_owned()),
            ("index", v.score_or(v.c.credit.payment_index)),
            ("prompt", super::view::plain(rules.prompt_index)),
            ("tolerance", super::view::plain(rules.prompt_tolerance)),
            ("line", super::view::plain(line)),
        ];
        steps.push(v.figure("tier_held_back", "tier_blocked_by", fill(t.held_back, &values), v.l.word("payment_index")));
    }
    let before = v.input.review.before(v.c);
    let reason = before.and_then(|(was, credit)| tier_reason(was, class, (credit.payment_index, v.c.credit.payment_index)));
    steps.extend(reason.map(|reason| step(t.why_moved, why::words(v, &reason), "")));
    steps
}
