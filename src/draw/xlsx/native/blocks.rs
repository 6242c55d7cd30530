//! Columns and bars, with their figures on them.

use super::{LABEL, Maker, Native, Space};
use crate::draw::error::DrawError;
use crate::draw::style::{Rgb, Scale, points as size, text_pixels};
use crate::draw::xlsx::data::{DataColumn, DataSheet};
use crate::draw::{reach, variance};
use crate::report::model::{Series, Tone};
use rust_xlsxwriter::{ChartAxisLabelPosition, ChartDataLabel, ChartDataLabelPosition as Position, ChartType};

/// Parts of the plot's height, from the bottom: where the columns end, and where the variances have their zero.
const COLUMNS_TO: f64 = 0.68;
const ZERO_AT: f64 = 0.84;
/// The longest variance, as a part of the plot's height.
const LONGEST: f64 = 0.09;

/// The name of a series that is there for its labels: nothing to see in the legend, whose entries not every program can leave out.
const NAMELESS: &str = " ";

impl Maker<'_> {
    pub(super) fn columns(
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
        let names = self.words(data, &self.chart.x_axis, &self.narrow(categories))?;
        let relations = variance::on_previous(&columns).filter(|_| !stacked && lines.is_empty() && low >= 0.0);
        let space = Space::of(stacked, &columns);
        for (nth, one) in columns.iter().enumerate() {
            let last = nth + 1 == columns.len();
            let plan = variance::in_plan(&columns);
            let wanted = !stacked && (last || plan.is_some());
            let points = if wanted { self.fitting(one, &scale, categories.len()) } else { None };
            let labelled = points.is_some();
            let label = points.map(|points| self.value_label(&scale, one, points));
            let own = match plan.filter(|_| labelled) {
                Some((plan, actual)) => self.own_labels(&of_plan(&scale, plan, actual, nth == 0), Rgb::INK, Position::OutsideEnd),
                // Without an axis some figures must stand there: the greatest and the newest.
                None if last && relations.is_some() && !labelled => {
                    self.own_labels(&few(&scale, one), Rgb::INK, Position::OutsideEnd)
                }
                None => Vec::new(),
            };
            let label = if own.is_empty() { label } else { Some(self.value_label(&scale, one, LABEL)) };
            self.series(data, &scale, one, &names, &mut drawn, Space { label, own, ..space.clone() })?;
        }
        if stacked && columns.len() > 1 {
            self.totals_above(data, &scale, &columns, &names, &mut drawn)?;
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
        if let Some(relations) = relations {
            self.variances(data, &relations, &names, &mut drawn, scale.shown(high))?;
        }
        // The colours of a stack have a meaning, also where there is only one.
        if series.len() == 1 && !stacked {
            drawn.legend().set_hidden();
        }
        Ok(drawn)
    }

    /// Months of a narrow chart without what repeats: `25-11`, `12`, `26-01`, `02`.
    pub(super) fn narrow(&self, categories: &[String]) -> Vec<String> {
        let is_month = |c: &String| c.len() == 5 && c.as_bytes()[2] == b'-' && c.bytes().filter(u8::is_ascii_digit).count() == 4;
        let room = f64::from(self.size.0) * 0.84 / categories.len().max(1) as f64;
        if !categories.iter().all(is_month) || text_pixels(self.report.script, "25-11", size::SMALL) + 6.0 < room {
            return categories.to_vec();
        }
        let short = |(at, c): (usize, &String)| match (at == 0 || c.ends_with("-01"), c.split_once('-')) {
            (false, Some((_, month))) => month.to_owned(),
            // The year on a line of its own: there is no room beside the month.
            (true, Some((year, month))) => format!("{month}\n20{year}"),
            (_, None) => c.clone(),
        };
        categories.iter().enumerate().map(short).collect()
    }

    /// The points in which the figures of a series have room on its columns, if any.
    fn fitting(&self, one: &Series, scale: &Scale, count: usize) -> Option<f64> {
        let room = f64::from(self.size.0) * 0.84 / count.max(1) as f64;
        let largest = scale.shown(one.values.iter().flatten().copied().fold(0.0, f64::max));
        let texts: Vec<String> = one.values.iter().flatten().map(|v| scale.label(scale.shown(*v), largest)).collect();
        let widest = |points: f64| texts.iter().map(|t| text_pixels(self.report.script, t, points)).fold(0.0, f64::max);
        [LABEL, LABEL - 1.0].into_iter().find(|points| widest(*points) + 2.0 < room)
    }

    fn value_label(&self, scale: &Scale, one: &Series, points: f64) -> ChartDataLabel {
        let largest = scale.shown(one.values.iter().flatten().copied().fold(0.0, f64::max));
        let mut label = ChartDataLabel::new();
        label.show_value().set_num_format(scale.label_format(largest)).set_position(Position::OutsideEnd);
        label.set_font(&self.font(points, Rgb::INK));
        label
    }

    /// The sum of a stack over it: labels of a line that is not drawn.
    fn totals_above(
        &self,
        data: &mut DataSheet,
        scale: &Scale,
        columns: &[&Series],
        names: &DataColumn,
        drawn: &mut Native,
    ) -> Result<(), DrawError> {
        let totals = variance::totals(columns);
        let largest = scale.shown(totals.iter().copied().fold(0.0, f64::max));
        let column = data.figures(self.chart.id, NAMELESS, totals.iter().map(|v| Some(scale.shown(*v))))?;
        let mut over = Native::new(ChartType::Line);
        let series = over.add_series();
        series.set_name(&column.title()).set_categories(&names.range()).set_values(&column.range());
        series.set_marker(rust_xlsxwriter::ChartMarker::new().set_none());
        series.set_format(rust_xlsxwriter::ChartLine::new().set_hidden(true));
        let mut label = ChartDataLabel::new();
        label.show_value().set_num_format(scale.label_format(largest)).set_position(Position::Above);
        label.set_font(self.font(LABEL, Rgb::INK).set_bold());
        series.set_data_label(&label);
        drawn.combine(&over);
        Ok(())
    }

    /// How far columns are from those of the year before, on an axis of their own in the upper part of the plot.
    fn variances(
        &self,
        data: &mut DataSheet,
        relations: &[Option<f64>],
        names: &DataColumn,
        drawn: &mut Native,
        high: f64,
    ) -> Result<(), DrawError> {
        let most = reach::of_variances(relations);
        let span = most / LONGEST;
        let mut over = Native::new(ChartType::Column);
        for (tone, sign) in [(Tone::Good, 1.0), (Tone::Bad, -1.0)] {
            let own = |v: &Option<f64>| v.filter(|v| v * sign > 0.0);
            let column = data.figures(
                self.chart.id,
                if sign > 0.0 { "+%" } else { "−%" },
                relations.iter().map(|v| own(v).map(|v| v.clamp(-most, most))),
            )?;
            let texts: Vec<String> = relations.iter().map(|v| own(v).map_or_else(String::new, variance::signed)).collect();
            let series = over.add_series();
            series.set_name(&column.title()).set_categories(&names.range()).set_values(&column.range());
            series.set_secondary_axis(true).set_gap(110).set_overlap(100);
            series.set_format(&mut self.face(tone));
            // Percent signs would not fit beside each other; the legend has them.
            let texts: Vec<String> = texts.iter().map(|t| t.trim_end_matches('%').to_owned()).collect();
            series.set_data_label(ChartDataLabel::new().show_value().set_position(Position::OutsideEnd));
            series.set_custom_data_labels(&self.own_labels(&texts, self.palette.colour(tone).readable(), Position::OutsideEnd));
        }
        drawn.combine(&over);
        // Not hidden: LibreOffice forgets an axis that is deleted, and its figures with it.
        let axis = drawn.y2_axis();
        self.quiet(axis, "");
        axis.set_min(-ZERO_AT * span).set_max((1.0 - ZERO_AT) * span).set_major_gridlines(false);
        axis.set_label_position(ChartAxisLabelPosition::None).set_format(rust_xlsxwriter::ChartLine::new().set_hidden(true));
        // The columns keep to the lower part; above them the axis says nothing.
        let top = high / COLUMNS_TO;
        drawn.y_axis().set_max(top).set_hidden(true).set_major_gridlines(false);
        Ok(())
    }

    pub(super) fn bars(
        &self,
        data: &mut DataSheet,
        categories: &[String],
        series: &[Series],
        stacked: bool,
    ) -> Result<Native, DrawError> {
        let all: Vec<&Series> = series.iter().collect();
        let (low, high) = reach::of_series(&all, &[], stacked);
        let stacked = stacked && !variance::exclusive(&all);
        let mut drawn = Native::new(if stacked { ChartType::BarStacked } else { ChartType::Bar });
        // In a bar chart the x axis is the value axis, lying at the bottom.
        let scale = self.value_axis(drawn.x_axis(), &self.chart.y_axis, self.chart.unit, low, high);
        self.quiet(drawn.y_axis(), "");
        drawn.y_axis().set_major_gridlines(false).set_label_interval(1);
        // The first category on top; the figure at each bar says more than an axis.
        drawn.y_axis().set_reverse();
        drawn.x_axis().set_major_gridlines(false).set_label_position(ChartAxisLabelPosition::None);
        drawn.x_axis().set_max(scale.shown(high) * 1.16);
        let names = self.words(data, "", categories)?;
        let space = Space::of(stacked, &all);
        let plan = variance::in_plan(&all);
        for (nth, one) in all.iter().enumerate() {
            let mut space = space.clone();
            if !stacked {
                space.label = Some(self.value_label(&scale, one, LABEL));
            }
            if let Some((plan, actual)) = plan {
                space.own = self.own_labels(&of_plan(&scale, plan, actual, nth == 0), Rgb::INK, Position::OutsideEnd);
            }
            self.series(data, &scale, one, &names, &mut drawn, space)?;
        }
        if stacked {
            self.totals_beside(data, &scale, &all, &names, &mut drawn)?;
        }
        // One series in a colour that means something is named too.
        if series.len() == 1 && series[0].tone == Tone::Accent {
            drawn.legend().set_hidden();
        }
        Ok(drawn)
    }
    /// The sum of a stack beside it: labels of bars without length.
    fn totals_beside(
        &self,
        data: &mut DataSheet,
        scale: &Scale,
        all: &[&Series],
        names: &DataColumn,
        drawn: &mut Native,
    ) -> Result<(), DrawError> {
        let totals = variance::totals(all);
        let largest = scale.shown(totals.iter().copied().fold(0.0, f64::max));
        let texts: Vec<String> = totals.iter().map(|v| scale.label(scale.shown(*v), largest)).collect();
        let column = data.figures(self.chart.id, NAMELESS, totals.iter().map(|_| Some(0.0)))?;
        let series = drawn.add_series();
        series.set_name(&column.title()).set_categories(&names.range()).set_values(&column.range());
        series.set_gap(45).set_overlap(100).set_format(rust_xlsxwriter::ChartFormat::new().set_no_fill().set_no_border());
        series.set_data_label(ChartDataLabel::new().show_value().set_position(Position::InsideBase));
        series.set_custom_data_labels(&self.own_labels(&texts, Rgb::INK, Position::InsideBase));
        Ok(())
    }
}

/// `done / due` at the end of the longer of the two bars.
fn of_plan(scale: &Scale, plan: &Series, actual: &Series, at_plan: bool) -> Vec<String> {
    let pairs = plan.values.iter().zip(&actual.values);
    let figure = |v: Option<f64>| v.map_or_else(|| "–".to_owned(), |v| scale.label(scale.shown(v), 100.0));
    let text = |(due, done): (&Option<f64>, &Option<f64>)| match (done > due) == at_plan {
        true => String::new(),
        false => format!("{} / {}", figure(*done), figure(*due)),
    };
    pairs.map(text).collect()
}

/// The figures of the greatest column and of the last one.
fn few(scale: &Scale, one: &Series) -> Vec<String> {
    let largest = one.values.iter().flatten().copied().fold(f64::MIN, f64::max);
    let last = one.values.len().saturating_sub(1);
    let text = |(at, v): (usize, &Option<f64>)| match v.filter(|v| *v == largest || at == last) {
        Some(v) => scale.label(scale.shown(v), scale.shown(largest)),
        None => String::new(),
    };
    one.values.iter().enumerate().map(text).collect()
}
