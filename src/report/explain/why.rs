//! Why a class moved, in words.

use super::view::View;
use crate::analyse::classify::Line;
use crate::analyse::movement::{Pushed, Reason};
use crate::labels::fill;
use crate::units::Money;

pub(super) fn words(v: &View<'_>, reason: &Reason) -> String {
    let t = v.t;
    let crossed = |template, pushed, amounts, lines| crossed(v, template, pushed, amounts, lines);
    match *reason {
        Reason::Volume { pushed, amounts, lines } => crossed(t.why_volume, pushed, amounts, lines),
        Reason::Sales { pushed, amounts, lines } => crossed(t.why_sales, pushed, amounts, lines),
        Reason::Share { shares, sales, demands } => fill(
            t.why_share,
            &[
                ("was", v.share_or(shares.0)),
                ("is", v.share_or(shares.1)),
                ("sales_was", sales.0.grouped()),
                ("sales_is", sales.1.grouped()),
                ("demand_was", v.money_or(demands.0)),
                ("demand_is", v.money_or(demands.1)),
            ],
        ),
        Reason::Demand { demands: (was, now) } => match now {
            Some(_) => fill(t.why_demand_known, &[("demand", v.money_or(now))]),
            None => fill(t.why_demand_lost, &[("demand", v.money_or(was))]),
        },
        Reason::Average { amounts, .. } => fill(t.why_average, &[("was", amounts.0.grouped()), ("is", amounts.1.grouped())]),
        Reason::Prompt { indices } => fill(t.why_prompt, &[("was", v.score_or(indices.0)), ("is", v.score_or(indices.1))]),
        Reason::Invoices { counts } => fill(t.why_invoices, &[("was", counts.0.to_string()), ("is", counts.1.to_string())]),
        Reason::Component { name, points, scores } => fill(
            t.why_component,
            &[
                ("score_was", v.score_or(scores.0)),
                ("score_is", v.score_or(scores.1)),
                ("name", v.l.word(name).to_owned()),
                ("was", v.score_or(points.0)),
                ("is", v.score_or(points.1)),
            ],
        ),
    }
}

fn crossed(v: &View<'_>, template: &str, pushed: Pushed, amounts: (Money, Money), lines: (Option<Line>, Option<Line>)) -> String {
    let line = |line: Option<Line>| line.map_or_else(|| v.t.line_unknown.to_owned(), |l| l.lowest_above.grouped());
    let pushed = match pushed {
        Pushed::Own => v.t.pushed_own,
        Pushed::Cut => v.t.pushed_cut,
        Pushed::Both => v.t.pushed_both,
    };
    fill(
        template,
        &[
            ("was", amounts.0.grouped()),
            ("is", amounts.1.grouped()),
            ("line_was", line(lines.0)),
            ("line_is", line(lines.1)),
            ("pushed", pushed.to_owned()),
        ],
    )
}
