//! Charts of the report as native Excel charts: what all have in common.
//!
//! `blocks` holds columns and bars, `curves` the kinds with a line over them (Pareto, interval), `points` the scatter.

mod blocks;
mod curves;
mod picked;
mod points;
mod small;

pub(crate) use picked::{PickedChart, picked};
pub(crate) use small::small_line;

use super::data::{DataColumn, DataSheet};
use super::plan::cut;
use crate::draw::error::DrawError;
use crate::draw::style::{Palette, Rgb, Scale, is_outlined, points as size, workbook_font};
use crate::draw::variance;
use crate::report::model::{Chart, ChartKind, Report, Series, Tone, Unit};
use rust_xlsxwriter::{
    ChartAxisTickType, ChartDataLabel, ChartDataLabelPosition, ChartFont, ChartFormat, ChartLayout, ChartLegendPosition,
    ChartLine, ChartLineDashType, ChartMarker, ChartSolidFill, ChartType,
};

/// Points of the figures on columns and bars.
const LABEL: f64 = 8.0;

type Native = rust_xlsxwriter::Chart;

/// The native chart for a place of this size in pixels; its figures are put on the data tab.
pub(crate) fn chart(chart: &Chart, report: &Report, data: &mut DataSheet, size: (u32, u32)) -> Result<Native, DrawError> {
    let maker = Maker { chart, report, size, palette: Palette::of(report) };
    let mut drawn = match &chart.kind {
        // A heat map is no chart of Excel's: `charts` puts its picture there.
        ChartKind::Heat { .. } => Native::new(ChartType::Column),
        ChartKind::Columns { categories, series, stacked } => maker.columns(data, categories, series, *stacked)?,
        ChartKind::Bars { categories, series, stacked } => maker.bars(data, categories, series, *stacked)?,
        ChartKind::Pareto { .. } => maker.pareto(data)?,
        ChartKind::Scatter { .. } => maker.scatter(data)?,
        ChartKind::Interval { .. } => maker.interval(data)?,
    };
    maker.dress(&mut drawn);
    Ok(drawn)
}

/// How the columns or bars of a chart stand, and the figures on them.
#[derive(Clone, Default)]
struct Space {
    gap: u16,
    overlap: i8,
    label: Option<ChartDataLabel>,
    /// Labels in words, one a point, in place of the figures.
    own: Vec<ChartDataLabel>,
}

impl Space {
    fn of(stacked: bool, series: &[&Series]) -> Space {
        let (gap, overlap) = if stacked {
            (45, 100)
        } else if variance::in_plan(series).is_some() || (series.len() > 1 && variance::exclusive(series)) {
            // What became of a plan stands inside its outline; series that only colour the bars take turns.
            (45, 100)
        } else if variance::on_previous(series).is_some() {
            (60, 55)
        } else {
            (if series.len() > 1 { 70 } else { 45 }, 0)
        };
        Space { gap, overlap, ..Space::default() }
    }
}

struct Maker<'a> {
    chart: &'a Chart,
    report: &'a Report,
    /// Width and height in pixels.
    size: (u32, u32),
    palette: Palette,
}

impl Maker<'_> {
    fn font(&self, size: f64, ink: Rgb) -> ChartFont {
        let mut font = ChartFont::new();
        font.set_name(workbook_font(self.report.script)).set_size(size).set_color(ink.hex()).set_default_bold(false);
        font
    }

    /// Title, frame and legend, the same for every kind.
    fn dress(&self, drawn: &mut Native) {
        let mut title = self.font(size::CHART_TITLE, Rgb::INK);
        title.set_bold();
        drawn.title().set_name(&plain(&self.chart.title)).set_font(&title);
        drawn.title().set_layout(&ChartLayout::new().set_offset(0.02, 0.03)).set_overlay(false);
        let mut frame = ChartFormat::new();
        frame.set_border(ChartLine::new().set_color(Rgb::LINE.hex()).set_width(0.75));
        frame.set_solid_fill(ChartSolidFill::new().set_color(Rgb::WHITE.hex()));
        drawn.chart_area().set_format(&mut frame);
        drawn.legend().set_position(ChartLegendPosition::Bottom).set_font(&self.font(size::SMALL, Rgb::MUTED));
        // Excel takes 255 signs; the insight stands in a cell in full.
        drawn.set_alt_text(cut(&self.chart.alt, 255)).set_name(self.chart.id);
    }

    /// A quiet value axis from `low` to `high`, with round steps; returns the scale of its figures.
    fn value_axis(&self, axis: &mut rust_xlsxwriter::ChartAxis, title: &str, unit: Unit, low: f64, high: f64) -> Scale {
        let scale = Scale::of(unit, high.abs().max(low.abs()), self.report);
        let (first, last, step) = scale.ticks(low, high, 5);
        axis.set_min(first).set_max(last).set_major_unit(step).set_num_format(scale.axis_format(step));
        self.quiet(axis, &scale.titled(title, self.report.script));
        axis.set_major_gridlines(true);
        axis.set_major_gridlines_line(ChartLine::new().set_color(Rgb::LINE.hex()).set_width(0.75));
        scale
    }

    fn quiet(&self, axis: &mut rust_xlsxwriter::ChartAxis, title: &str) {
        axis.set_font(&self.font(size::SMALL, Rgb::MUTED));
        axis.set_major_tick_type(ChartAxisTickType::None).set_minor_tick_type(ChartAxisTickType::None);
        axis.set_format(ChartLine::new().set_color(Rgb::RULE.hex()).set_width(0.75));
        if !title.is_empty() {
            let mut font = self.font(size::SMALL, Rgb::MUTED);
            font.unset_bold();
            axis.set_name(&plain(title)).set_name_font(&font);
        }
    }

    /// How areas of a meaning are filled: solid, or an outline for what was planned.
    fn face(&self, tone: Tone) -> ChartFormat {
        let mut face = ChartFormat::new();
        let colour = self.palette.colour(tone).hex();
        if is_outlined(tone) {
            face.set_solid_fill(ChartSolidFill::new().set_color(Rgb::WHITE.hex()));
            face.set_border(ChartLine::new().set_color(colour).set_width(1.25));
        } else {
            face.set_solid_fill(ChartSolidFill::new().set_color(colour)).set_no_border();
        }
        face
    }

    fn style_line(&self, series: &mut rust_xlsxwriter::ChartSeries, tone: Tone, dashed: bool) {
        series.set_marker(ChartMarker::new().set_none());
        if dashed {
            series.set_format(&mut self.dashes(tone));
        } else {
            series.set_format(ChartLine::new().set_color(self.palette.colour(tone).hex()).set_width(2.25));
        }
    }

    fn dashes(&self, tone: Tone) -> ChartLine {
        let mut line = ChartLine::new();
        line.set_color(self.palette.colour(tone).hex()).set_width(1.25).set_dash_type(ChartLineDashType::Dash);
        line
    }

    /// Labels in words of our own, one a point; nothing where there is no text.
    fn own_labels(&self, texts: &[String], colour: Rgb, position: ChartDataLabelPosition) -> Vec<ChartDataLabel> {
        let font = self.font(LABEL, colour);
        let label = |text: &String| {
            let mut label = ChartDataLabel::new();
            if text.is_empty() {
                label.set_hidden();
            } else {
                label.set_value(plain(text).as_str()).set_font(&font).set_position(position);
            }
            label.to_custom()
        };
        texts.iter().map(label).collect()
    }

    fn words(&self, data: &mut DataSheet, header: &str, values: &[String]) -> Result<DataColumn, DrawError> {
        data.words(self.chart.id, header, values.iter().map(String::as_str))
    }

    /// A series of figures without its unit in the name: the axis has the unit.
    fn series(
        &self,
        data: &mut DataSheet,
        scale: &Scale,
        one: &Series,
        categories: &DataColumn,
        drawn: &mut Native,
        space: Space,
    ) -> Result<(), DrawError> {
        let values = one.values.iter().map(|v| v.map(|v| scale.shown(v)));
        let column = data.figures(self.chart.id, &one.name, values)?;
        let series = drawn.add_series();
        series.set_name(&column.title()).set_categories(&categories.range()).set_values(&column.range());
        if one.line {
            self.style_line(series, one.tone, one.tone == Tone::Target);
        } else {
            series.set_format(&mut self.face(one.tone));
            series.set_gap(space.gap).set_overlap(space.overlap);
        }
        if let Some(label) = &space.label {
            series.set_data_label(label);
        }
        if !space.own.is_empty() {
            series.set_custom_data_labels(&space.own);
        }
        Ok(())
    }
}

/// Text for a title: a leading `=` or a `sheet!cell` would be read as a reference.
fn plain(text: &str) -> String {
    let text = text.replace('!', "!\u{200B}");
    if text.starts_with('=') { format!(" {text}") } else { text }
}
