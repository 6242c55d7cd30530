//! The small line of a card. A chart and not a sparkline: every program prints it, and it has a text for who cannot see it.

use super::Native;
use crate::draw::error::DrawError;
use crate::draw::style::{Palette, Rgb};
use crate::draw::xlsx::data::DataSheet;
use crate::report::model::{Card, Report, Tone};
use rust_xlsxwriter::{ChartFormat, ChartLayout, ChartLine, ChartMarker, ChartMarkerType, ChartSolidFill, ChartType};

/// The last months of a card as a line without axes, its end marked.
pub(crate) fn small_line(card: &Card, report: &Report, data: &mut DataSheet, size: (u32, u32)) -> Result<Native, DrawError> {
    let palette = Palette::of(report);
    let last = card.trend.iter().rposition(Option::is_some);
    let end = card.trend.iter().enumerate().map(|(at, v)| v.filter(|_| Some(at) == last));
    let line = data.figures("small line", &card.label, card.trend.iter().copied())?;
    let end = data.figures("small line", &card.label, end)?;
    let mut drawn = Native::new(ChartType::Line);
    let series = drawn.add_series();
    series.set_name(&line.title()).set_values(&line.range());
    series.set_format(ChartLine::new().set_color(palette.colour(Tone::Previous).mix(Rgb::MUTED, 0.4).hex()).set_width(1.5));
    series.set_marker(ChartMarker::new().set_none());
    let series = drawn.add_series();
    series.set_name(&end.title()).set_values(&end.range()).set_format(ChartLine::new().set_hidden(true));
    let mut face = ChartFormat::new();
    face.set_solid_fill(ChartSolidFill::new().set_color(palette.colour(Tone::Accent).hex())).set_no_border();
    series.set_marker(ChartMarker::new().set_type(ChartMarkerType::Circle).set_size(5).set_format(&mut face));

    // A line of levels, not of sizes: it need not begin at zero, and has no axis that could say so.
    let known = || card.trend.iter().flatten().copied().filter(|v| v.is_finite());
    let (low, high) = known().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
    let room = ((high - low) * 0.15).max(high.abs() * 0.01).max(1e-6);
    drawn.y_axis().set_min(low - room).set_max(high + room).set_hidden(true).set_major_gridlines(false);
    drawn.x_axis().set_hidden(true);
    drawn.title().set_hidden();
    drawn.legend().set_hidden();
    let mut bare = ChartFormat::new();
    bare.set_no_fill().set_no_border();
    drawn.chart_area().set_format(&mut bare);
    drawn.plot_area().set_format(&mut bare).set_layout(&ChartLayout::new().set_offset(0.02, 0.08).set_dimensions(0.94, 0.84));
    let alt = report.words.trend.replace("{label}", &card.label).replace("{n}", &card.trend.len().to_string());
    drawn.set_width(size.0).set_height(size.1).set_alt_text(super::cut(&alt, 255));
    Ok(drawn)
}
