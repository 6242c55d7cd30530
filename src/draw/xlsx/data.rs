//! The hidden tab with the figures of the charts: what a chart shows can be looked up and checked there.

use crate::draw::error::DrawError;
use rust_xlsxwriter::{ChartRange, Worksheet};

/// Rows of a column: 0 the chart, 1 the series, then the figures.
const FIRST: u32 = 2;

pub(crate) struct DataSheet {
    sheet: Worksheet,
    name: String,
    next: u16,
}

/// A column of figures or words of one chart.
pub(crate) struct DataColumn {
    name: String,
    column: u16,
    rows: u32,
}

impl DataSheet {
    pub(crate) fn new(name: &str) -> Result<DataSheet, DrawError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        sheet.set_hidden(true);
        Ok(DataSheet { sheet, name: name.to_owned(), next: 0 })
    }

    /// A column of figures; what is unknown or not finite stays empty, so that the chart has a gap there.
    pub(crate) fn figures(
        &mut self,
        chart: &str,
        header: &str,
        values: impl Iterator<Item = Option<f64>>,
    ) -> Result<DataColumn, DrawError> {
        let mut out = self.start(chart, header)?;
        for value in values {
            if let Some(value) = value.filter(|v| v.is_finite()) {
                self.sheet.write_number(FIRST + out.rows, out.column, value)?;
            }
            out.rows += 1;
        }
        Ok(out)
    }

    pub(crate) fn words<'w>(
        &mut self,
        chart: &str,
        header: &str,
        values: impl Iterator<Item = &'w str>,
    ) -> Result<DataColumn, DrawError> {
        let mut out = self.start(chart, header)?;
        for value in values {
            self.sheet.write_string(FIRST + out.rows, out.column, super::plan::cut(value, 255))?;
            out.rows += 1;
        }
        Ok(out)
    }

    fn start(&mut self, chart: &str, header: &str) -> Result<DataColumn, DrawError> {
        let column = self.next;
        self.next += 1;
        self.sheet.write_string(0, column, chart)?;
        self.sheet.write_string(1, column, super::plan::cut(header, 255))?;
        Ok(DataColumn { name: self.name.clone(), column, rows: 0 })
    }

    /// The tab, where there is anything on it.
    pub(crate) fn finish(self) -> Option<Worksheet> {
        (self.next > 0).then_some(self.sheet)
    }
}

impl DataColumn {
    pub(crate) fn range(&self) -> ChartRange {
        let last = FIRST + self.rows.max(1) - 1;
        ChartRange::new_from_range(&self.name, FIRST, self.column, last, self.column)
    }

    /// The cell with the name of the series: a name is data, and must not be read as a formula.
    pub(crate) fn title(&self) -> ChartRange {
        ChartRange::new_from_range(&self.name, 1, self.column, 1, self.column)
    }
}
