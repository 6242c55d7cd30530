//! Segment: volume and share against their cut-offs, the way to the other side, and why it moved.

use super::view::{View, plain, step};
use super::{Section, Step, why};
use crate::analyse::classify::side;
use crate::analyse::movement::segment_reasons;
use crate::config::VolumeMethod;
use crate::labels::fill;
use crate::units::Money;

pub(super) fn section(v: &View<'_>) -> Section {
    let (t, class) = (v.t, &v.c.class);
    let mut steps = vec![volume(v), volume_distance(v)];
    if let (Some(share), Some(high)) = (class.share, class.share_high) {
        steps.extend(share_steps(v, share, high));
    }
    let share_word = class.share_high.map_or(v.l.unknown, |high| word(v, high));
    let segment = fill(t.segment_of, &[("volume", word(v, class.volume_high).to_owned()), ("share", share_word.to_owned())]);
    steps.push(v.figure("segment", "segment", segment, v.l.word(class.segment.code())));
    steps.extend(before(v));
    steps.extend(v.path(|standing| v.l.word(standing.segment.code()).to_owned()));
    Section { id: "segment", heading: t.segment.to_owned(), steps, sources: Vec::new() }
}

fn word(v: &View<'_>, high: bool) -> &'static str {
    if high { v.t.high } else { v.t.low }
}

/// On which side of the volume's cut-off it stands.
fn volume(v: &View<'_>) -> Step {
    let (t, class, rules) = (v.t, &v.c.class, &v.config().classify);
    let ahead = &v.ground.volumes;
    let text = match rules.method {
        VolumeMethod::Pareto => {
            let (before, total) = (ahead.before(v.at), ahead.total());
            let text = fill(
                t.pareto,
                &[
                    ("before", before.grouped()),
                    ("total", total.grouped()),
                    ("share", v.share_or(before.ratio_of(total))),
                    ("cut", v.share(rules.volume_cut)),
                ],
            );
            text + &band_note(v)
        }
        VolumeMethod::Amount => {
            fill(t.fixed, &[("volume", class.volume.grouped()), ("cut", rules.volume_amount.money().grouped())])
        }
        VolumeMethod::Quantile => {
            let (place, of) = ahead.place(v.at);
            let share = v.share(rules.volume_quantile);
            fill(t.quantile, &[("place", place.to_string()), ("of", of.to_string()), ("share", share)])
        }
    };
    Step { figure: Some("volume_high"), ..step(t.volume_side, text, word(v, class.volume_high)) }
}

/// That a cut of cumulative share gives way, where it does.
pub(super) fn band_note(v: &View<'_>) -> String {
    match v.config().classify.band {
        band if band > 0.0 => fill(v.t.band_note, &[("band", v.share(band))]),
        _ => String::new(),
    }
}

fn volume_distance(v: &View<'_>) -> Step {
    let (t, class) = (v.t, &v.c.class);
    let line = v.input.review.cuts.1.volume;
    let other = line.and_then(|l| if class.volume_high { l.highest_below } else { Some(l.lowest_above) });
    match (other, line.and_then(|l| l.distance(class.volume, class.volume_high))) {
        (Some(other), Some(distance)) => {
            let template = if class.volume_high { t.lose_volume } else { t.gain_volume };
            step(t.to_other_side, fill(template, &[("line", other.grouped())]), distance.grouped())
        }
        _ => step(t.to_other_side, t.no_line, ""),
    }
}

/// On which side of the share's cut-off it stands, and how much sales the other side is away.
fn share_steps(v: &View<'_>, share: f64, high: bool) -> [Step; 2] {
    let (t, class, rules) = (v.t, &v.c.class, &v.config().classify);
    let moved = side(v.c.class_before.share_high, rules.share_band);
    let cut = rules.share_high - moved;
    let mut values = vec![("share", v.share(share)), ("cut", v.share(cut))];
    let template = if moved.abs() > 0.0 {
        values.push(("band", v.share(rules.share_band)));
        t.share_cut_band
    } else {
        t.share_cut
    };
    let cut_sales = Money::from_minor((cut * class.volume.to_f64() * 100.0).round() as i64);
    let template_distance = if high { t.lose_share } else { t.gain_share };
    let distance =
        fill(template_distance, &[("sales", class.sales.grouped()), ("cut", plain(cut)), ("volume", class.volume.grouped())]);
    [
        Step { figure: Some("share_high"), ..step(t.share_side, fill(template, &values), word(v, high)) },
        step(t.to_other_side, distance, (class.sales - cut_sales).abs().grouped()),
    ]
}

/// The segment of last month, and why it is another one now.
fn before(v: &View<'_>) -> Vec<Step> {
    let (t, review) = (v.t, v.input.review);
    let Some((was, _)) = review.before(v.c) else {
        return vec![v.figure("segment_prev", "segment_prev", v.l.no_month_before, v.l.unknown)];
    };
    let text = fill(
        t.segment_before,
        &[
            ("month", review.period.before().as_of.to_string()),
            ("sales", was.sales.grouped()),
            ("volume", was.volume.grouped()),
            ("high", word(v, was.volume_high).to_owned()),
            ("share", v.share_or(was.share)),
        ],
    );
    let mut steps = vec![v.figure("segment_prev", "segment_prev", text, v.l.word(was.segment.code()))];
    let reasons = segment_reasons(was, &v.c.class, (&review.cuts.0, &review.cuts.1));
    steps.extend(reasons.iter().map(|reason| step(t.why_moved, why::words(v, reason), "")));
    steps
}
