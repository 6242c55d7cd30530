//! The kinds with a line: Pareto and interval.

use super::{Maker, Native, style_line};
use crate::draw::error::DrawError;
use crate::draw::reach;
use crate::draw::style::{Rgb, Scale, colour};
use crate::draw::xlsx::data::DataSheet;
use crate::report::model::{ChartKind, Tone, Unit};
use rust_xlsxwriter::{
    ChartErrorBars, ChartErrorBarsType, ChartFormat, ChartLine, ChartMarker, ChartMarkerType, ChartPoint, ChartSolidFill,
    ChartType,
};

impl Maker<'_> {
    /// Columns falling, with the cumulative share and the cut-off on a second axis.
    pub(super) fn pareto(&self, data: &mut DataSheet) -> Result<Native, DrawError> {
        let ChartKind::Pareto { categories, values, cumulative, cut, tones } = &self.chart.kind else {
            return Ok(Native::new(ChartType::Column));
        };
        let (low, high) = reach::with_zero(values.iter().copied());
        let mut drawn = Native::new(ChartType::Column);
        let scale = self.value_axis(drawn.y_axis(), &self.chart.y_axis, self.chart.unit, low, high);
        self.quiet(drawn.x_axis(), &self.chart.x_axis);
        let share = Scale::of(Unit::Share, 1.0, self.report);
        let words = &self.report.words;
        let names = self.words(data, &self.chart.x_axis, categories)?;
        let columns = self.figures(data, &self.chart.y_axis, &scale, values.iter().map(|v| Some(*v)))?;
        let line = self.figures(data, &words.cumulative, &share, cumulative.iter().map(|v| Some(*v)))?;
        let cut_name = share.tick(*cut, 0.01);
        let cut_line = self.figures(data, &cut_name, &share, cumulative.iter().map(|_| Some(*cut)))?;

        let fill = |tone: &Tone| ChartPoint::new().set_format(ChartSolidFill::new().set_color(colour(*tone).hex()));
        let series = drawn.add_series();
        series.set_name(&columns.title()).set_categories(&names.range()).set_values(&columns.range()).set_gap(30);
        series.set_points(&tones.iter().map(fill).collect::<Vec<_>>());
        series.delete_from_legend(true);
        let mut over = Native::new(ChartType::Line);
        for (column, tone, dashed) in [(&line, Tone::Target, false), (&cut_line, Tone::Bad, true)] {
            let series = over.add_series();
            series.set_name(&column.title()).set_categories(&names.range()).set_values(&column.range());
            series.set_secondary_axis(true);
            style_line(series, tone, dashed);
        }
        drawn.combine(&over);
        // The second axis belongs to the chart that is combined, not to the one laid over it.
        self.quiet(drawn.y2_axis(), "");
        drawn.y2_axis().set_min(0).set_max(1).set_major_unit(0.2).set_num_format("0%").set_major_gridlines(false);
        Ok(drawn)
    }

    /// A line with its interval as error bars, and the target.
    pub(super) fn interval(&self, data: &mut DataSheet) -> Result<Native, DrawError> {
        let ChartKind::Interval { categories, value, low, high, target, name, interval_name, target_name } = &self.chart.kind
        else {
            return Ok(Native::new(ChartType::Line));
        };
        let figures = || [value, low, high, target].into_iter().flat_map(|s| s.iter().flatten().copied());
        let (least, most) = figures().filter(|v| v.is_finite()).fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
        let (least, most) = if least > most { (0.0, 1.0) } else { (least, most) };
        let mut drawn = Native::new(ChartType::Line);
        let scale = self.value_axis(drawn.y_axis(), &self.chart.y_axis, self.chart.unit, least, most);
        self.quiet(drawn.x_axis(), &self.chart.x_axis);
        let names = self.words(data, &self.chart.x_axis, categories)?;
        let main = data.figures(self.chart.id, &format!("{name} ({interval_name})"), shown(&scale, value))?;
        let apart = |a: &[Option<f64>], b: &[Option<f64>]| {
            let gap = |(a, b): (&Option<f64>, &Option<f64>)| a.zip(*b).map(|(a, b)| scale.shown(a - b).max(0.0));
            a.iter().zip(b).map(gap).collect::<Vec<_>>()
        };
        let plus = data.figures(self.chart.id, "+", apart(high, value).into_iter())?;
        let minus = data.figures(self.chart.id, "-", apart(value, low).into_iter())?;
        let goal = data.figures(self.chart.id, target_name, shown(&scale, target))?;

        let series = drawn.add_series();
        series.set_name(&main.title()).set_categories(&names.range()).set_values(&main.range());
        style_line(series, Tone::Accent, false);
        let mut face = ChartFormat::new();
        face.set_solid_fill(ChartSolidFill::new().set_color(colour(Tone::Accent).hex())).set_no_border();
        series.set_marker(ChartMarker::new().set_type(ChartMarkerType::Circle).set_size(6).set_format(&mut face));
        let soft = colour(Tone::Accent).mix(Rgb::WHITE, 0.45).hex();
        let mut bars = ChartErrorBars::new();
        bars.set_type(ChartErrorBarsType::Custom(plus.range(), minus.range()));
        bars.set_format(ChartLine::new().set_color(soft).set_width(1.5));
        series.set_y_error_bars(&bars);
        let series = drawn.add_series();
        series.set_name(&goal.title()).set_categories(&names.range()).set_values(&goal.range());
        style_line(series, Tone::Target, true);
        Ok(drawn)
    }
}

fn shown<'s>(scale: &'s Scale, values: &'s [Option<f64>]) -> impl Iterator<Item = Option<f64>> + 's {
    values.iter().map(|v| v.map(|v| scale.shown(v)))
}
