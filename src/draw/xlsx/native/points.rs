//! The scatter: a series for each colour, names beside some points, cut-off lines.

use super::{Maker, Native, plain};
use crate::draw::error::DrawError;
use crate::draw::reach;
use crate::draw::style::{Rgb, Scale, points as size, text_pixels};
use crate::draw::xlsx::data::DataSheet;
use crate::draw::xlsx::plan::cut;
use crate::report::model::{ChartKind, Point, Quadrants, Tone};
use rust_xlsxwriter::{
    ChartAxisCrossing, ChartDataLabel, ChartDataLabelPosition, ChartFormat, ChartLayout, ChartLine, ChartMarker, ChartMarkerType,
    ChartSolidFill, ChartType,
};

/// Points of the names beside points.
const NAME: f64 = 8.0;
/// How far the names of the quadrants stand inside the field, as a part of its height.
const CORNER: f64 = 0.05;

/// What the axes show: their scales and ends.
struct Field {
    x: Scale,
    y: Scale,
    across: (f64, f64),
    up: (f64, f64),
    log: bool,
}

impl Field {
    /// Where a point is drawn; what is not above zero stands at the edge of a logarithmic axis.
    fn place(&self, point: &Point) -> (f64, f64) {
        let x = self.x.shown(point.x);
        (if self.log { x.max(self.across.0) } else { x }, self.y.shown(point.y))
    }

    /// Where a point is drawn, as parts of width and height from the top left.
    fn part(&self, point: &Point) -> (f64, f64) {
        let (x, y) = self.place(point);
        let (low, high) = self.across;
        let across = match self.log {
            true => (x / low).ln() / (high / low).ln(),
            false => (x - low) / (high - low),
        };
        (across, 1.0 - (y - self.up.0) / (self.up.1 - self.up.0))
    }
}

impl Maker<'_> {
    pub(super) fn scatter(&self, data: &mut DataSheet) -> Result<Native, DrawError> {
        let ChartKind::Scatter { points, cut_x, cut_y, quadrants, .. } = &self.chart.kind else {
            return Ok(Native::new(ChartType::Scatter));
        };
        let mut drawn = Native::new(ChartType::Scatter);
        let field = self.field(&mut drawn, points, (*cut_x, *cut_y));
        let names = self.names(&field, points);
        for tone in tones(points) {
            let name = quadrant_of(tone, quadrants.as_ref());
            let of_tone = || points.iter().zip(&names).filter(|(p, _)| p.tone == tone);
            let bare: Vec<_> = of_tone().filter(|(_, n)| n.is_none()).collect();
            let named: Vec<_> = of_tone().filter(|(_, n)| n.is_some()).collect();
            // One of the two groups is enough in the legend.
            self.dots(data, &mut drawn, &field, &bare, (&name, tone), !name.is_empty())?;
            self.dots(data, &mut drawn, &field, &named, (&name, tone), !name.is_empty() && bare.is_empty())?;
        }
        if let Some(quadrants) = quadrants {
            self.corners(data, &mut drawn, &field, quadrants)?;
            drawn.legend().set_hidden();
        }
        self.lay_out(&mut drawn);
        let ends = cut_lines((*cut_x, *cut_y), &field);
        for (nth, (from, to)) in ends.into_iter().enumerate() {
            let name = format!("cut {}", nth + 1);
            let xs = data.figures(self.chart.id, &name, [Some(from.0), Some(to.0)].into_iter())?;
            let ys = data.figures(self.chart.id, &name, [Some(from.1), Some(to.1)].into_iter())?;
            let series = drawn.add_series();
            series.set_name(&ys.title()).set_categories(&xs.range()).set_values(&ys.range());
            series.set_marker(ChartMarker::new().set_none()).delete_from_legend(true);
            series.set_format(&mut self.dashes(Tone::Target));
        }
        Ok(drawn)
    }

    /// The names of the quadrants in their corners, in place of a legend: labels of points that are not drawn.
    fn corners(&self, data: &mut DataSheet, drawn: &mut Native, field: &Field, names: &Quadrants) -> Result<(), DrawError> {
        let inside = (field.up.1 - field.up.0) * CORNER;
        let (left, right) = field.across;
        let (top, bottom) = (field.up.1 - inside, field.up.0 + inside);
        let corners = [
            (&names.low_high, left, top, ChartDataLabelPosition::Right),
            (&names.high_high, right, top, ChartDataLabelPosition::Left),
            (&names.low_low, left, bottom, ChartDataLabelPosition::Right),
            (&names.high_low, right, bottom, ChartDataLabelPosition::Left),
        ];
        let xs = data.figures(self.chart.id, "corners", corners.iter().map(|c| Some(c.1)))?;
        let ys = data.figures(self.chart.id, "corners", corners.iter().map(|c| Some(c.2)))?;
        let series = drawn.add_series();
        series.set_name(&ys.title()).set_categories(&xs.range()).set_values(&ys.range());
        series.set_marker(ChartMarker::new().set_none()).set_format(ChartLine::new().set_hidden(true));
        let label = |((name, tone), .., side): &(&(String, Tone), f64, f64, ChartDataLabelPosition)| {
            let mut font = self.font(NAME + 1.0, self.palette.colour(*tone).readable());
            font.set_bold();
            let mut label = ChartDataLabel::new();
            label.set_value(cut(&plain(name), 250)).set_font(&font).set_position(*side).to_custom()
        };
        series.set_data_label(ChartDataLabel::new().show_value());
        series.set_custom_data_labels(&corners.iter().map(label).collect::<Vec<_>>());
        Ok(())
    }

    /// Gives the points the room that title, axes and legend do not need: left to themselves some programs leave a
    /// strip for them in a small chart.
    fn lay_out(&self, drawn: &mut Native) {
        let (width, height) = (f64::from(self.size.0), f64::from(self.size.1));
        let lines = if text_pixels(self.report.script, &self.chart.title, size::CHART_TITLE) > width * 0.78 { 2.0 } else { 1.0 };
        let top = (22.0 + 18.0 * lines) / height;
        let below = 46.0;
        let (left, right, bottom) = (62.0 / width, 16.0 / width, below / height);
        let plot = ChartLayout::new().set_offset(left, top).set_dimensions(1.0 - left - right, 1.0 - top - bottom);
        drawn.plot_area().set_layout(&plot);
    }

    /// Sets up both axes.
    fn field(&self, drawn: &mut Native, points: &[Point], cuts: (Option<f64>, Option<f64>)) -> Field {
        let ChartKind::Scatter { x_unit, log_x, .. } = &self.chart.kind else {
            let scale = Scale::of(self.chart.unit, 1.0, self.report);
            return Field { x: scale.clone(), y: scale, across: (0.0, 1.0), up: (0.0, 1.0), log: false };
        };
        let (low, high) = reach::of_scatter(self.chart.unit, points.iter().map(|p| p.y).chain(cuts.1));
        let y = self.value_axis(drawn.y_axis(), &self.chart.y_axis, self.chart.unit, low, high);
        let (first_y, last_y, _) = y.ticks(low, high, 5);
        let xs = || points.iter().map(|p| p.x).chain(cuts.0).filter(|x| x.is_finite());
        let (low, high) = reach::with_zero(xs());
        let x = self.value_axis(drawn.x_axis(), &self.chart.x_axis, *x_unit, low, high);
        let (mut first_x, mut last_x, _) = x.ticks(low, high, 5);
        let least = xs().filter(|x| *x > 0.0).fold(f64::MAX, f64::min);
        let log = *log_x && least <= high;
        if log {
            first_x = decade(x.shown(least), f64::floor);
            last_x = decade(x.shown(high), f64::ceil).max(first_x * 10.0);
            let format = if first_x < 1.0 { "General" } else { "#,##0" };
            drawn.x_axis().set_log_base(10).set_min(first_x).set_max(last_x).set_major_unit(10).set_num_format(format);
        }
        // Both axes stay at the edge, also where zero is inside or cannot be on the axis.
        drawn.y_axis().set_crossing(ChartAxisCrossing::Min);
        drawn.x_axis().set_crossing(ChartAxisCrossing::Min);
        Field { x, y, across: (first_x, last_x), up: (first_y, last_y), log }
    }

    /// For each point the side its name stands on, where it has one and there is room: a native chart does not move
    /// names apart, so that one over another is better left out. The table of the sheet has them all.
    fn names(&self, field: &Field, points: &[Point]) -> Vec<Option<ChartDataLabelPosition>> {
        // The plot is what the axes, the title and the legend leave of the chart, about.
        let (width, height) = (f64::from(self.size.0) - 78.0, f64::from(self.size.1) - 120.0);
        let place = |p: &Point| {
            let (x, y) = field.part(p);
            (x * width, y * height)
        };
        let mut taken: Vec<[f64; 4]> = points.iter().map(|p| square(place(p))).collect();
        // The corners belong to the names of the quadrants.
        let corner = width * 0.24;
        for top in [0.0, height - 18.0] {
            taken.extend([[0.0, top, corner, top + 18.0], [width - corner, top, width, top + 18.0]]);
        }
        let mut side = |p: &Point| {
            let (x, y) = place(p);
            let wide = text_pixels(self.report.script, &self.short(&p.name), NAME) + 6.0;
            let boxes = [
                (ChartDataLabelPosition::Right, [x + 5.0, y - 7.0, x + 5.0 + wide, y + 7.0]),
                (ChartDataLabelPosition::Left, [x - 5.0 - wide, y - 7.0, x - 5.0, y + 7.0]),
                (ChartDataLabelPosition::Above, [x - wide / 2.0, y - 19.0, x + wide / 2.0, y - 5.0]),
                (ChartDataLabelPosition::Below, [x - wide / 2.0, y + 5.0, x + wide / 2.0, y + 19.0]),
            ];
            let free = |b: &[f64; 4]| {
                b[0] > 0.0
                    && b[2] < width
                    && b[1] > 0.0
                    && b[3] < height
                    && taken.iter().all(|t| b[2] < t[0] || b[0] > t[2] || b[3] < t[1] || b[1] > t[3])
            };
            let (side, area) = boxes.into_iter().find(|(_, b)| free(b))?;
            taken.push(area);
            Some(side)
        };
        points.iter().map(|p| if p.named { side(p) } else { None }).collect()
    }

    /// A name short enough for the chart.
    fn short(&self, name: &str) -> String {
        let room = f64::from(self.size.0) * 0.32;
        if text_pixels(self.report.script, name, NAME) <= room {
            return plain(name);
        }
        let mut kept = String::new();
        for c in name.chars() {
            if text_pixels(self.report.script, &kept, NAME) > room - 14.0 {
                break;
            }
            kept.push(c);
        }
        plain(&format!("{}…", kept.trim_end()))
    }

    fn dots(
        &self,
        data: &mut DataSheet,
        drawn: &mut Native,
        field: &Field,
        group: &[(&Point, &Option<ChartDataLabelPosition>)],
        (name, tone): (&str, Tone),
        in_legend: bool,
    ) -> Result<(), DrawError> {
        if group.is_empty() {
            return Ok(());
        }
        data.words(self.chart.id, name, group.iter().map(|(p, _)| p.name.as_str()))?;
        let xs = data.figures(self.chart.id, &self.chart.x_axis, group.iter().map(|(p, _)| Some(field.place(p).0)))?;
        let ys = data.figures(self.chart.id, name, group.iter().map(|(p, _)| Some(field.place(p).1)))?;
        let series = drawn.add_series();
        series.set_name(&ys.title()).set_categories(&xs.range()).set_values(&ys.range());
        series.delete_from_legend(!in_legend);
        let mut face = ChartFormat::new();
        face.set_solid_fill(ChartSolidFill::new().set_color(self.palette.colour(tone).hex()));
        face.set_border(ChartLine::new().set_color(Rgb::WHITE.hex()).set_width(0.5));
        series.set_marker(ChartMarker::new().set_type(ChartMarkerType::Circle).set_size(6).set_format(&mut face));
        if group.iter().any(|(_, side)| side.is_some()) {
            let font = self.font(NAME, Rgb::INK);
            // The names as plain text: a reference to their cells is shown as a figure by some programs.
            let label = |(p, side): &(&Point, &Option<ChartDataLabelPosition>)| {
                let mut label = ChartDataLabel::new();
                label.set_value(cut(&self.short(&p.name), 250)).set_font(&font);
                label.set_position(side.unwrap_or(ChartDataLabelPosition::Right)).to_custom()
            };
            series.set_data_label(ChartDataLabel::new().show_value().set_font(&font));
            series.set_custom_data_labels(&group.iter().map(label).collect::<Vec<_>>());
        }
        Ok(())
    }
}

fn square((x, y): (f64, f64)) -> [f64; 4] {
    [x - 4.0, y - 4.0, x + 4.0, y + 4.0]
}

/// What a colour means: the quadrant that has it.
fn quadrant_of(tone: Tone, quadrants: Option<&Quadrants>) -> String {
    let named = quadrants.map(|q| [&q.high_high, &q.high_low, &q.low_high, &q.low_low]);
    let found = named.into_iter().flatten().find(|(_, t)| *t == tone);
    found.map(|(name, _)| name.clone()).unwrap_or_default()
}

/// The tones in use, in the order they first appear.
fn tones(points: &[Point]) -> Vec<Tone> {
    let mut out: Vec<Tone> = Vec::new();
    for point in points {
        if !out.contains(&point.tone) {
            out.push(point.tone);
        }
    }
    out
}

/// The power of ten at or beyond a value.
fn decade(value: f64, round: fn(f64) -> f64) -> f64 {
    10f64.powf(round(value.max(1e-9).log10()))
}

/// The cut-off lines, each from edge to edge.
fn cut_lines(cuts: (Option<f64>, Option<f64>), field: &Field) -> Vec<((f64, f64), (f64, f64))> {
    let upright = cuts.0.map(|v| field.x.shown(v)).map(|x| ((x, field.up.0), (x, field.up.1)));
    let level = cuts.1.map(|v| field.y.shown(v)).map(|y| ((field.across.0, y), (field.across.1, y)));
    upright.into_iter().chain(level).collect()
}
