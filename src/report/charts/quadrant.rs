//! The quadrants: volume across, our share up, key customers by name.

use super::{drawn, names, nothing};
use crate::analyse::{CustomerReview, Segment};
use crate::labels::{fill, insights};
use crate::report::Input;
use crate::report::cells::segment_tone;
use crate::report::model::{Chart, ChartKind, Point, Quadrants, Target, Unit};
use crate::tables::PartyIx;
use crate::units::Money;

/// So many of the largest customers are named.
const NAMED: usize = 10;

pub(super) fn chart(input: &Input<'_>) -> Chart {
    let (l, review) = (input.labels, input.review);
    let placed: Vec<&CustomerReview> =
        review.customers.iter().filter(|c| c.class.share.is_some() && c.class.volume.is_positive()).collect();
    if placed.is_empty() {
        return nothing("quadrant", l.chart_quadrant, l.chart_quadrant_empty);
    }
    let in_segment = |s: Segment| review.customers.iter().filter(|c| c.class.segment == s).count();
    let mut largest: Vec<usize> = (0..placed.len()).collect();
    largest.sort_by(|&a, &b| placed[b].class.volume.cmp(&placed[a].class.volume).then(a.cmp(&b)));
    largest.truncate(NAMED);
    let parties: Vec<PartyIx> = placed.iter().map(|c| c.party).collect();
    let points = placed
        .iter()
        .zip(names::labels(input, &parties))
        .enumerate()
        .map(|(i, (c, name))| Point {
            x: drawn(c.class.volume),
            y: c.class.share.unwrap_or_default(),
            name,
            named: largest.contains(&i),
            tone: segment_tone(c.class.segment),
        })
        .collect();
    // The cut lies between the smallest high volume and the largest low one.
    let smallest_high = review.customers.iter().filter(|c| c.class.volume_high).map(|c| c.class.volume).min();
    let name = |s: Segment| (l.word(s.code()).to_owned(), segment_tone(s));
    let title = fill(
        l.chart_quadrant_insight,
        &[("core", in_segment(Segment::Core).to_string()), ("opportunity", in_segment(Segment::Opportunity).to_string())],
    );
    Chart {
        id: "quadrant",
        alt: String::new(),
        title,
        what: fill(
            insights::texts(l).quadrant_what,
            &[("n", placed.len().to_string()), ("unknown", in_segment(Segment::Unclassified).to_string())],
        ),
        insight: insight(input, &placed),
        pointer: String::new(),
        see: Some(Target::Sheet("segments")),
        x_axis: l.chart_quadrant_x.to_owned(),
        y_axis: l.chart_quadrant_y.to_owned(),
        unit: Unit::Share,
        kind: ChartKind::Scatter {
            points,
            cut_x: smallest_high.map(drawn),
            cut_y: Some(input.config.classify.share_high),
            x_unit: Unit::Money,
            quadrants: Some(Quadrants {
                high_high: name(Segment::Core),
                high_low: name(Segment::Opportunity),
                low_high: name(Segment::Support),
                low_low: name(Segment::LowReturn),
            }),
            log_x: true,
        },
        empty: None,
    }
}

/// What opportunity customers buy of others: their volume without our sales.
fn insight(input: &Input<'_>, placed: &[&CustomerReview]) -> String {
    let l = input.labels;
    let t = insights::texts(l);
    let elsewhere = |c: &CustomerReview| c.class.volume - c.class.sales;
    let of = || placed.iter().filter(|c| c.class.segment == Segment::Opportunity);
    let most = of().max_by(|a, b| elsewhere(a).cmp(&elsewhere(b)).then(b.party.cmp(&a.party)));
    let Some(most) = most else { return t.quadrant_none.to_owned() };
    let gap: Money = of().map(|c| elsewhere(c)).sum();
    fill(
        t.quadrant,
        &[("gap", l.short(gap)), ("name", names::in_sentence(input, most.party)), ("most", l.short(elsewhere(most)))],
    )
}
