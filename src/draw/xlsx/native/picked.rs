//! The chart of a picker: columns of this year and the last that read the formulas of the page.

use super::{Maker, Native};
use crate::draw::error::DrawError;
use crate::draw::style::{Palette, Scale};
use crate::draw::xlsx::data::{DataColumn, DataSheet};
use crate::report::model::{Chart, ChartKind, Report, Tone, Unit};
use rust_xlsxwriter::{ChartLine, ChartMarker, ChartRange, ChartType};

/// Where the figures stand, and the words that no formula tells.
pub(crate) struct PickedChart<'a> {
    pub(crate) alt: &'a str,
    pub(crate) axis: &'a str,
    /// The number format of the value axis: it must suit whoever is picked.
    pub(crate) format: String,
    pub(crate) months: &'a [String],
    /// Name and figures.
    pub(crate) actual: (ChartRange, ChartRange),
    pub(crate) previous: (ChartRange, ChartRange),
    /// Whether any month is below zero.
    pub(crate) returns: bool,
    /// Pixels.
    pub(crate) size: (u32, u32),
}

pub(crate) fn picked(of: &PickedChart, report: &Report, data: &mut DataSheet) -> Result<Native, DrawError> {
    let chart = Chart {
        id: "picked",
        title: String::new(),
        what: String::new(),
        insight: String::new(),
        pointer: String::new(),
        see: None,
        alt: of.alt.to_owned(),
        x_axis: String::new(),
        y_axis: of.axis.to_owned(),
        unit: Unit::Money,
        kind: ChartKind::Columns { categories: Vec::new(), series: Vec::new(), stacked: false },
        empty: None,
    };
    let maker = Maker { chart: &chart, report, size: of.size, palette: Palette::of(report) };
    let names = maker.words(data, "", &maker.narrow(of.months))?;
    let mut drawn = Native::new(ChartType::Column);
    for ((name, figures), tone) in [(&of.previous, Tone::Previous), (&of.actual, Tone::Accent)] {
        let series = drawn.add_series();
        series.set_name(name).set_categories(&names.range()).set_values(figures);
        series.set_format(&mut maker.face(tone)).set_gap(60).set_overlap(55);
    }
    // In the unit of the cells, whatever is picked: the number format shortens it.
    let unit = Scale::of(Unit::Money, 0.0, report).titled(of.axis, report.script);
    maker.quiet(drawn.y_axis(), &unit);
    drawn.y_axis().set_num_format(&of.format).set_major_gridlines(true);
    drawn.y_axis().set_major_gridlines_line(ChartLine::new().set_color(crate::draw::style::Rgb::LINE.hex()).set_width(0.75));
    maker.quiet(drawn.x_axis(), "");
    if of.returns {
        zero(of, &names, data, &mut drawn)?;
    } else {
        drawn.y_axis().set_min(0);
    }
    maker.dress(&mut drawn);
    drawn.title().set_hidden();
    drawn.set_width(of.size.0).set_height(of.size.1);
    Ok(drawn)
}

/// A line of zeros that nobody sees: columns begin at zero even where Excel would rather begin above it, and an axis that was
/// set to begin there would hide the returns.
fn zero(of: &PickedChart, names: &DataColumn, data: &mut DataSheet, drawn: &mut Native) -> Result<(), DrawError> {
    let column = data.figures("picked", " ", of.months.iter().map(|_| Some(0.0)))?;
    let mut over = Native::new(ChartType::Line);
    let series = over.add_series();
    series.set_name(&column.title()).set_categories(&names.range()).set_values(&column.range());
    series.set_marker(ChartMarker::new().set_none()).set_format(ChartLine::new().set_hidden(true));
    drawn.combine(&over);
    Ok(())
}
