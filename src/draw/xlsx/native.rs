//! Charts of the report as native Excel charts: what all have in common, columns and bars.
//!
//! `curves` holds the kinds with a line over them (Pareto, interval), `points` the scatter.

mod curves;
mod points;

use super::data::{DataColumn, DataSheet};
use super::plan::cut;
use crate::draw::error::DrawError;
use crate::draw::reach;
use crate::draw::style::{Rgb, Scale, colour, points as size, workbook_font};
use crate::report::model::{Chart, ChartKind, Report, Series, Tone, Unit};
use rust_xlsxwriter::{
    ChartAxisLabelPosition, ChartAxisTickType, ChartDataLabel, ChartFont, ChartFormat, ChartLayout, ChartLegendPosition,
    ChartLine, ChartLineDashType, ChartMarker, ChartSolidFill, ChartType,
};

type Native = rust_xlsxwriter::Chart;

/// The native chart for a place of this size in pixels; its figures are put on the data tab.
pub(crate) fn chart(chart: &Chart, report: &Report, data: &mut DataSheet, size: (u32, u32)) -> Result<Native, DrawError> {
    let maker = Maker { chart, report, size };
    let mut drawn = match &chart.kind {
        ChartKind::Columns { categories, series, stacked } => maker.columns(data, categories, series, *stacked)?,
        ChartKind::Bars { categories, series, stacked } => maker.bars(data, categories, series, *stacked)?,
        ChartKind::Pareto { .. } => maker.pareto(data)?,
        ChartKind::Scatter { .. } => maker.scatter(data)?,
        ChartKind::Interval { .. } => maker.interval(data)?,
    };
    maker.dress(&mut drawn);
    Ok(drawn)
}

/// Room between columns, and the figures on them.
#[derive(Clone, Default)]
struct Space {
    gap: u16,
    overlap: i8,
    label: Option<ChartDataLabel>,
}

impl Space {
    fn of(stacked: bool, count: usize) -> Space {
        let gap = if count > 1 && !stacked { 70 } else { 45 };
        Space { gap, overlap: if stacked { 100 } else { 0 }, label: None }
    }
}

struct Maker<'a> {
    chart: &'a Chart,
    report: &'a Report,
    /// Width and height in pixels.
    size: (u32, u32),
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

    fn words(&self, data: &mut DataSheet, header: &str, values: &[String]) -> Result<DataColumn, DrawError> {
        data.words(self.chart.id, header, values.iter().map(String::as_str))
    }

    fn figures(
        &self,
        data: &mut DataSheet,
        header: &str,
        scale: &Scale,
        values: impl Iterator<Item = Option<f64>>,
    ) -> Result<DataColumn, DrawError> {
        let header = scale.titled(header, self.report.script);
        data.figures(self.chart.id, &header, values.map(|v| v.map(|v| scale.shown(v))))
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
            style_line(series, one.tone, one.tone == Tone::Target);
        } else {
            series.set_format(ChartSolidFill::new().set_color(colour(one.tone).hex()));
            series.set_gap(space.gap).set_overlap(space.overlap);
        }
        if let Some(label) = &space.label {
            series.set_data_label(label);
        }
        Ok(())
    }

    fn columns(
        &self,
        data: &mut DataSheet,
        categories: &[String],
        series: &[Series],
        stacked: bool,
    ) -> Result<Native, DrawError> {
        let (columns, lines): (Vec<&Series>, Vec<&Series>) = series.iter().partition(|s| !s.line);
        let (low, high) = reach::of_series(&columns, &lines, stacked);
        let kind = if stacked { ChartType::ColumnStacked } else { ChartType::Column };
        let mut drawn = Native::new(if columns.is_empty() { ChartType::Line } else { kind });
        let scale = self.value_axis(drawn.y_axis(), &self.chart.y_axis, self.chart.unit, low, high);
        self.quiet(drawn.x_axis(), &self.chart.x_axis);
        let names = self.words(data, &self.chart.x_axis, categories)?;
        let space = Space::of(stacked, columns.len());
        for one in &columns {
            self.series(data, &scale, one, &names, &mut drawn, space.clone())?;
        }
        if columns.is_empty() {
            for one in &lines {
                self.series(data, &scale, one, &names, &mut drawn, space.clone())?;
            }
        } else if !lines.is_empty() {
            let mut over = Native::new(ChartType::Line);
            for one in &lines {
                self.series(data, &scale, one, &names, &mut over, Space::default())?;
            }
            drawn.combine(&over);
        }
        if series.len() == 1 {
            drawn.legend().set_hidden();
        }
        Ok(drawn)
    }

    fn bars(&self, data: &mut DataSheet, categories: &[String], series: &[Series], stacked: bool) -> Result<Native, DrawError> {
        let all: Vec<&Series> = series.iter().collect();
        let (low, high) = reach::of_series(&all, &[], stacked);
        let mut drawn = Native::new(if stacked { ChartType::BarStacked } else { ChartType::Bar });
        // In a bar chart the x axis is the value axis, lying at the bottom.
        let scale = self.value_axis(drawn.x_axis(), &self.chart.y_axis, self.chart.unit, low, high);
        self.quiet(drawn.y_axis(), "");
        drawn.y_axis().set_major_gridlines(false).set_label_interval(1);
        // The first category on top. One series is simply written from its end; several would change places inside
        // a category then, so the axis is turned round and the value axis told to stay below.
        let single = series.len() == 1;
        if !single {
            drawn.y_axis().set_reverse();
            drawn.x_axis().set_label_position(ChartAxisLabelPosition::High);
        }
        let mut categories = categories.to_vec();
        let mut series = series.to_vec();
        if single {
            categories.reverse();
            series.iter_mut().for_each(|s| s.values.reverse());
        }
        let names = self.words(data, "", &categories)?;
        let mut space = Space::of(stacked, series.len());
        if single {
            // The figure at each bar says more than grid lines.
            let mut label = ChartDataLabel::new();
            label.show_value().set_num_format(scale.label_format(scale.shown(high)));
            label.set_font(&self.font(size::SMALL, Rgb::INK));
            space.label = Some(label);
        }
        for one in &series {
            self.series(data, &scale, one, &names, &mut drawn, space.clone())?;
        }
        if single {
            drawn.legend().set_hidden();
            drawn.x_axis().set_major_gridlines(false).set_label_position(ChartAxisLabelPosition::None);
        }
        Ok(drawn)
    }
}

fn style_line(series: &mut rust_xlsxwriter::ChartSeries, tone: Tone, dashed: bool) {
    series.set_marker(ChartMarker::new().set_none());
    if dashed {
        series.set_format(&mut dashes(tone));
    } else {
        series.set_format(ChartLine::new().set_color(colour(tone).hex()).set_width(2.25));
    }
}

fn dashes(tone: Tone) -> ChartLine {
    let mut line = ChartLine::new();
    line.set_color(colour(tone).hex()).set_width(1.25).set_dash_type(ChartLineDashType::Dash);
    line
}

/// Text for a title: a leading `=` or a `sheet!cell` would be read as a reference.
fn plain(text: &str) -> String {
    let text = text.replace('!', "!\u{200B}");
    if text.starts_with('=') { format!(" {text}") } else { text }
}
