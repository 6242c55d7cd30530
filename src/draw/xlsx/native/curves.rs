//! The kinds with a line: Pareto and interval.

use super::{LABEL, Maker, Native};
use crate::draw::error::DrawError;
use crate::draw::reach;
use crate::draw::style::{Rgb, Scale};
use crate::draw::xlsx::data::{DataColumn, DataSheet};
use crate::report::model::{ChartKind, Tone, Unit};
use rust_xlsxwriter::{
    ChartDataLabel, ChartDataLabelPosition, ChartErrorBars, ChartErrorBarsType, ChartFormat, ChartLine, ChartMarker,
    ChartMarkerType, ChartPoint, ChartSolidFill, ChartType,
};

impl Maker<'_> {
    /// Columns falling, with the cumulative share over them, on one axis of shares; the figures stand at the columns.
    pub(super) fn pareto(&self, data: &mut DataSheet) -> Result<Native, DrawError> {
        let ChartKind::Pareto { categories, values, cumulative, cut, tones } = &self.chart.kind else {
            return Ok(Native::new(ChartType::Column));
        };
        let mut drawn = Native::new(ChartType::Column);
        let share = self.value_axis(drawn.y_axis(), "", Unit::Share, 0.0, 1.0);
        self.quiet(drawn.x_axis(), &self.chart.x_axis);
        let words = &self.report.words;
        let names = self.words(data, &self.chart.x_axis, categories)?;
        let largest = values.iter().copied().fold(0.0, f64::max);
        let scale = Scale::of(self.chart.unit, largest, self.report);
        let header = scale.titled(&self.chart.y_axis, self.report.script);
        data.figures(self.chart.id, &header, values.iter().map(|v| Some(scale.shown(*v))))?;
        let total = reach::pareto_total(values, cumulative);
        let columns = data.figures(self.chart.id, &header, values.iter().map(|v| Some(v / total)))?;
        let line = data.figures(self.chart.id, &words.cumulative, cumulative.iter().map(|v| Some(*v)))?;
        let cut_line = data.figures(self.chart.id, &share.tick(*cut, 0.01), cumulative.iter().map(|_| Some(*cut)))?;

        let series = drawn.add_series();
        series.set_name(&columns.title()).set_categories(&names.range()).set_values(&columns.range()).set_gap(30);
        let fill = |tone: &Tone| ChartPoint::new().set_format(&mut self.face(*tone));
        series.set_format(&mut self.face(tones.first().copied().unwrap_or(Tone::Accent)));
        series.set_points(&tones.iter().map(fill).collect::<Vec<_>>());
        let texts: Vec<String> = values.iter().map(|v| scale.label(scale.shown(*v), scale.shown(largest))).collect();
        let inside = values.iter().zip(tones).map(|(v, tone)| match v / total > 0.12 {
            true => self.palette.colour(*tone).text_on(),
            false => Rgb::INK,
        });
        let label = |(text, ink): (&String, Rgb)| {
            let mut label = ChartDataLabel::new();
            label.set_value(text).set_font(&self.font(LABEL, ink)).set_position(ChartDataLabelPosition::InsideBase).to_custom()
        };
        series.set_data_label(ChartDataLabel::new().show_value().set_position(ChartDataLabelPosition::InsideBase));
        series.set_custom_data_labels(&texts.iter().zip(inside).map(label).collect::<Vec<_>>());
        let mut over = Native::new(ChartType::Line);
        for (column, dashed) in [(&line, false), (&cut_line, true)] {
            let series = over.add_series();
            series.set_name(&column.title()).set_categories(&names.range()).set_values(&column.range());
            self.style_line(series, Tone::Target, dashed);
        }
        drawn.combine(&over);
        Ok(drawn)
    }

    /// A line in its band, or points with their intervals, and the target.
    pub(super) fn interval(&self, data: &mut DataSheet) -> Result<Native, DrawError> {
        let ChartKind::Interval { joined, categories, value, low, high, target, target_tone, name, interval_name, target_name } =
            &self.chart.kind
        else {
            return Ok(Native::new(ChartType::Line));
        };
        let (least, most) = reach::of_interval(self.chart.unit, &[value, low, high, target]);
        // An area has no gaps: where the interval is unknown somewhere, it is drawn at each point.
        let banded = *joined && low.iter().chain(high).all(Option::is_some);
        let mut drawn = Native::new(if banded { ChartType::AreaStacked } else { ChartType::Line });
        let scale = self.value_axis(drawn.y_axis(), &self.chart.y_axis, self.chart.unit, least, most);
        self.quiet(drawn.x_axis(), &self.chart.x_axis);
        let names = self.words(data, &self.chart.x_axis, &self.narrow(categories))?;
        let main = data.figures(self.chart.id, name, shown(&scale, value))?;
        let goal = data.figures(self.chart.id, target_name, shown(&scale, target))?;
        if banded {
            self.band(data, &scale, &names, &mut drawn)?;
        }
        let mut over = Native::new(ChartType::Line);
        let lines = if banded { &mut over } else { &mut drawn };
        let series = lines.add_series();
        series.set_name(&main.title()).set_categories(&names.range()).set_values(&main.range());
        self.style_line(series, Tone::Accent, false);
        if !joined {
            series.set_format(ChartLine::new().set_hidden(true));
        }
        let mut face = self.face(Tone::Accent);
        series.set_marker(ChartMarker::new().set_type(ChartMarkerType::Circle).set_size(6).set_format(&mut face));
        if !banded {
            let apart = |a: &[Option<f64>], b: &[Option<f64>]| {
                let gap = |(a, b): (&Option<f64>, &Option<f64>)| a.zip(*b).map(|(a, b)| scale.shown(a - b).max(0.0));
                a.iter().zip(b).map(gap).collect::<Vec<_>>()
            };
            let plus = data.figures(self.chart.id, &format!("{interval_name} +"), apart(high, value).into_iter())?;
            let minus = data.figures(self.chart.id, &format!("{interval_name} −"), apart(value, low).into_iter())?;
            let mut bars = ChartErrorBars::new();
            bars.set_type(ChartErrorBarsType::Custom(plus.range(), minus.range()));
            bars.set_format(
                ChartLine::new().set_color(self.palette.colour(Tone::Accent).mix(Rgb::WHITE, 0.45).hex()).set_width(2.5),
            );
            series.set_y_error_bars(&bars);
        }
        let series = lines.add_series();
        series.set_name(&goal.title()).set_categories(&names.range()).set_values(&goal.range());
        self.style_line(series, *target_tone, *target_tone == Tone::Target);
        if banded {
            drawn.combine(&over);
        }
        Ok(drawn)
    }

    /// The interval as an area: a lower part that is not seen, and the band on it.
    fn band(&self, data: &mut DataSheet, scale: &Scale, names: &DataColumn, drawn: &mut Native) -> Result<(), DrawError> {
        let ChartKind::Interval { low, high, interval_name, target_tone, .. } = &self.chart.kind else { return Ok(()) };
        let below = data.figures(self.chart.id, &format!("{interval_name} −"), shown(scale, low))?;
        let width = low.iter().zip(high).map(|(low, high)| low.zip(*high).map(|(low, high)| scale.shown(high - low)));
        let width = data.figures(self.chart.id, interval_name, width)?;
        let series = drawn.add_series();
        series.set_name(&below.title()).set_categories(&names.range()).set_values(&below.range());
        series.set_format(ChartFormat::new().set_no_fill().set_no_border()).delete_from_legend(true);
        let series = drawn.add_series();
        series.set_name(&width.title()).set_categories(&names.range()).set_values(&width.range());
        let mut face = ChartFormat::new();
        let soft = self.palette.band(*target_tone).hex();
        face.set_solid_fill(ChartSolidFill::new().set_color(soft)).set_no_border();
        series.set_format(&mut face);
        Ok(())
    }
}

fn shown<'s>(scale: &'s Scale, values: &'s [Option<f64>]) -> impl Iterator<Item = Option<f64>> + 's {
    values.iter().map(|v| v.map(|v| scale.shown(v)))
}
