//! Where things of a chart lie, whether it is drawn as a picture or on the page.

use super::style::Scale;

/// The horizontal axis of a scatter, plain or logarithmic; its figures are in the unit of the axis.
pub(crate) struct Across {
    pub(crate) scale: Scale,
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// Figures at grid lines, and as text.
    pub(crate) ticks: Vec<(f64, String)>,
    pub(crate) log: bool,
}

impl Across {
    /// A logarithmic axis that holds `least..high` (in the unit of the model), both above zero.
    pub(crate) fn logarithmic(scale: Scale, least: f64, high: f64) -> Across {
        let (low, high) = (scale.shown(least) * 0.85, scale.shown(high) * 1.25);
        let steps: &[f64] = if (high / low).log10() < 2.2 { &[1.0, 2.0, 5.0] } else { &[1.0] };
        let powers = low.log10().floor() as i32..=high.log10().ceil() as i32;
        let ticks = powers.flat_map(|power| steps.iter().map(move |s| s * 10f64.powi(power)));
        let mut ticks: Vec<(f64, String)> = ticks.filter(|t| *t >= low && *t <= high).map(|t| (t, scale.tick(t, t))).collect();
        if ticks.len() < 2 {
            // Within less than a step of these: one figure alone does not say how wide the axis is.
            let (first, _, step) = scale.ticks(low * scale.divisor, high * scale.divisor, 4);
            let even = (0..20).map(|n| first + step * f64::from(n)).filter(|t| *t >= low && *t <= high);
            ticks = even.map(|t| (t, scale.tick(t, step))).collect();
        }
        Across { scale, low, high, ticks, log: true }
    }

    /// Where a figure lies, as a share of the width; what is not above zero stands at the edge of a logarithmic axis.
    fn part(&self, shown: f64) -> f64 {
        let part = match self.log {
            true => (shown.max(self.low).ln() - self.low.ln()) / (self.high.ln() - self.low.ln()),
            false => (shown - self.low) / (self.high - self.low),
        };
        part.clamp(0.0, 1.0)
    }

    /// The same on a plot that begins at `left` and is so wide.
    pub(crate) fn place(&self, (left, width): (f64, f64), shown: f64) -> f64 {
        left + self.part(shown) * width
    }

    /// Where a value in the unit of the model lies.
    pub(crate) fn x(&self, plot: (f64, f64), value: f64) -> f64 {
        self.place(plot, self.scale.shown(value))
    }
}

/// Moves labels that want to stand at these heights apart, keeping their order, `gap` between them.
pub(crate) fn spread(wanted: &mut [(f64, usize)], gap: f64, top: f64, bottom: f64) {
    wanted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut least = top;
    for (y, _) in wanted.iter_mut() {
        *y = y.max(least);
        least = *y + gap;
    }
    let mut most = bottom;
    for (y, _) in wanted.iter_mut().rev() {
        *y = y.min(most);
        most = *y - gap;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::sample;
    use crate::report::model::{Script, Unit};

    /// However narrow, an axis has two figures at least: from 2.1 to 2.6 million there is one of 1, 2 and 5.
    #[test]
    fn a_logarithmic_axis_has_two_figures_at_least() {
        let report = sample::report(Script::Latin);
        for (least, high) in [(2.1e8, 2.6e8), (2.2e8, 2.2000001e8), (1.0, 9.0), (1e4, 1e12)] {
            let axis = Across::logarithmic(Scale::of(Unit::Money, high, &report), least, high);
            let texts: std::collections::BTreeSet<&String> = axis.ticks.iter().map(|(_, text)| text).collect();
            assert!(texts.len() >= 2 && texts.len() == axis.ticks.len(), "{least} to {high}: {:?}", axis.ticks);
        }
    }
}
