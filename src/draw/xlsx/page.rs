//! One worksheet being written: its set-up for screen and paper, and the only way in for text, figures and links.

use super::formats::Formats;
use super::grid::Span;
use super::plan::{Part, Plan, Tab, cut};
use super::rows::Rows;
use super::spill::Spill;
use crate::draw::error::DrawError;
use crate::draw::style::{Rgb, points};
use crate::report::model::{Report, Target};
use rust_xlsxwriter::{Format, Formula, Url, Worksheet};

/// Links of a sheet: Excel refuses to open one with more than 65,530. Further ones are written as plain text.
pub(super) const MAX_LINKS: usize = 65_000;
/// The greatest height of a row in pixels (409 points).
const MAX_ROW_PIXELS: u32 = 540;

pub(crate) struct Page<'p, 'a> {
    pub(crate) sheet: &'p mut Worksheet,
    pub(crate) tab: &'p Tab<'a>,
    pub(crate) formats: &'p Formats,
    pub(crate) report: &'p Report,
    pub(crate) plan: &'p Plan<'a>,
    pub(super) spill: &'p mut Spill,
    /// Rows that are written as XML.
    pub(super) rows: Rows,
    pub(super) links: usize,
    /// Whether any result of a formula has a mark that must be taken away.
    pub(crate) marked: bool,
    /// Pixels of all rows so far.
    height: u32,
    /// Rows that begin something new, with the pixels above them: where a page of paper may end.
    sections: Vec<(u32, u32)>,
}

impl<'p, 'a> Page<'p, 'a> {
    pub(crate) fn new(
        sheet: &'p mut Worksheet,
        tab: &'p Tab<'a>,
        plan: &'p Plan<'a>,
        formats: &'p Formats,
        spill: &'p mut Spill,
        report: &'p Report,
    ) -> Page<'p, 'a> {
        Page {
            sheet,
            tab,
            plan,
            formats,
            spill,
            rows: Rows::default(),
            report,
            links: 0,
            marked: false,
            height: 0,
            sections: Vec::new(),
        }
    }

    /// Column widths, paper, header and footer.
    pub(crate) fn set_up(&mut self) -> Result<(), DrawError> {
        if self.tab.dashboard {
            self.sheet.set_active(true);
        }
        for (column, width) in self.tab.grid.widths.iter().enumerate() {
            self.sheet.set_column_width_pixels(column as u16, *width)?;
        }
        const A4: u8 = 9;
        self.sheet.set_screen_gridlines(false).set_paper_size(A4).set_landscape();
        self.sheet.set_margins(0.4, 0.4, 0.6, 0.55, 0.3, 0.3).set_print_center_horizontally(true);
        let report = self.report;
        let title = match report.company.is_empty() {
            true => report.title.clone(),
            false => format!("{} · {}", report.title, report.company),
        };
        // The size is followed by a space: digits of the text would be taken for digits of the size.
        let part = |text: &str| format!("&\"{},Regular\"&8 {}", self.formats.font(), cut(&text.replace('&', "&&"), 80));
        let header = format!("&L{}&R{}", part(&title), part(&report.month));
        let page = part(&report.words.page).replace("{page}", "&P").replace("{pages}", "&N");
        let footer = format!("&L{}&R{page}", part(&self.tab.sheet.title));
        self.sheet.set_header(header).set_footer(footer);
        if self.tab.one_page() {
            let content = self.tab.grid.content();
            self.sheet.set_print_fit_to_pages(1, 1);
            self.sheet.set_print_area(0, 0, self.tab.last_row, content.last)?;
        } else if !self.has_leaves() {
            self.sheet.set_print_fit_to_pages(1, 0);
            if let Some(last) = self.tab.last_printed() {
                self.sheet.set_print_area(0, 0, self.tab.last_row, last)?;
            }
        }
        Ok(())
    }

    /// Something new begins at this row.
    pub(crate) fn section(&mut self, row: u32) {
        self.sections.push((row, self.height));
    }

    /// A tab a little too long for one page is made to fit it: better than a second page with three lines. A longer one
    /// ends its pages between its tables where it can, so that no heading is left at the foot of a page.
    pub(crate) fn fit_paper(&mut self) -> Result<(), DrawError> {
        // Pixels of the printable width of a landscape A4 page, and its width by its height.
        const PAPER: u32 = 1047;
        const SHAPE: f64 = 1.5;
        let widths = &self.tab.grid.widths;
        let printed = self.tab.last_printed().map_or(widths.len(), |last| usize::from(last) + 1);
        let width: u32 = widths.iter().take(printed).sum();
        let page = f64::from(width.max(PAPER)) / SHAPE;
        if self.tab.one_page() || self.has_leaves() {
            return Ok(());
        }
        if f64::from(self.height) <= page * 1.3 {
            self.sheet.set_print_fit_to_pages(1, 1);
        } else {
            self.sheet.set_page_breaks(&breaks(&self.sections, self.height, page))?;
        }
        Ok(())
    }

    fn has_leaves(&self) -> bool {
        self.tab.parts.iter().any(|part| matches!(part, Part::Leaf { .. }))
    }

    pub(crate) fn row_height(&mut self, row: u32, pixels: u32) -> Result<(), DrawError> {
        let pixels = self.counted(pixels);
        self.sheet.set_row_height_pixels(row, pixels)?;
        Ok(())
    }

    /// The height of a row as it is written, counted with those above it.
    pub(super) fn counted(&mut self, pixels: u32) -> u32 {
        // A row of the default height would be written without one, and programs differ in what they make of that.
        let pixels = if pixels == 20 { 21 } else { pixels.min(MAX_ROW_PIXELS) };
        self.height = self.height.saturating_add(pixels);
        pixels
    }

    /// Lines a text takes in a span.
    pub(crate) fn lines(&self, text: &str, pixels: u32, points: f64) -> u32 {
        super::grid::lines(self.formats.script, text, pixels, points)
    }

    /// Makes one cell of a span; its value is then written into the first column.
    pub(crate) fn merge(&mut self, row: u32, span: Span, format: &Format) -> Result<(), DrawError> {
        if span.last > span.first {
            self.sheet.merge_range(row, span.first, row, span.last, "", format)?;
        }
        Ok(())
    }

    /// Text, whatever it looks like: never a formula, never cut without a word.
    pub(crate) fn text(&mut self, row: u32, span: Span, text: &str, format: &Format) -> Result<(), DrawError> {
        self.merge(row, span, format)?;
        let text = self.spill.fit(&self.tab.name, row, span.first, text);
        self.sheet.write_string_with_format(row, span.first, text, format)?;
        Ok(())
    }

    pub(crate) fn number(&mut self, row: u32, span: Span, value: f64, format: &Format) -> Result<(), DrawError> {
        self.merge(row, span, format)?;
        self.sheet.write_number_with_format(row, span.first, value, format)?;
        Ok(())
    }

    /// Text that leads somewhere; where there is nothing to lead to, plain text.
    pub(crate) fn link(&mut self, row: u32, span: Span, text: &str, target: &Target, format: &Format) -> Result<(), DrawError> {
        let way = if text.is_empty() { None } else { self.way(target) };
        let Some(cell) = way else {
            // A sheet that was left out: a text that looks like a link and leads nowhere would be a riddle.
            return self.text(row, span, text, &format.clone().set_font_color(Rgb::INK.hex()));
        };
        self.merge(row, span, format)?;
        let text = self.spill.fit(&self.tab.name, row, span.first, text).into_owned();
        self.sheet.write_url_with_format(row, span.first, Url::new(format!("internal:{cell}")).set_text(text), format)?;
        Ok(())
    }

    /// A formula with its result for programs that do not calculate.
    pub(crate) fn formula(
        &mut self,
        row: u32,
        span: Span,
        formula: &str,
        result: &str,
        format: &Format,
    ) -> Result<(), DrawError> {
        self.merge(row, span, format)?;
        self.marked |= result.starts_with(super::picker::TEXT);
        let formula = Formula::new(formula).set_result(result);
        self.sheet.write_formula_with_format(row, span.first, formula, format)?;
        Ok(())
    }

    /// A link to another tab by its name.
    pub(crate) fn link_to_tab(&mut self, row: u32, span: Span, text: &str, tab: &str) -> Result<(), DrawError> {
        let format = self.formats.link(points::BODY);
        self.merge(row, span, &format)?;
        let address = format!("internal:'{}'!A1", tab.replace('\'', "''"));
        self.sheet.write_url_with_format(row, span.first, Url::new(address).set_text(text), &format)?;
        Ok(())
    }

    /// Whether a link leads somewhere in this workbook.
    pub(crate) fn leads(&self, target: Option<&Target>) -> bool {
        target.is_some_and(|t| self.plan.links.tab(t).is_some())
    }

    /// The name of the tab that a link leads to.
    pub(crate) fn tab_of(&self, target: &Target) -> Option<String> {
        Some(self.plan.tabs.get(self.plan.links.tab(target)?)?.name.clone())
    }

    /// The tabs of the report in order, without continuations.
    pub(crate) fn tabs(&self) -> impl Iterator<Item = &'p Tab<'a>> + use<'p, 'a> {
        self.plan.tabs.iter().filter(|t| t.first)
    }
}

/// Rows before which a page ends early: of sections that would be torn though a page holds them, and of long ones that
/// would begin at the foot of a page. `sections` are rows with the pixels above them, `room` the pixels of a page.
fn breaks(sections: &[(u32, u32)], end: u32, room: f64) -> Vec<u32> {
    /// Excel knows no more breaks than about these.
    const MOST: usize = 1000;
    let mut rows = Vec::new();
    let mut start = 0.0;
    for (at, (row, top)) in sections.iter().enumerate() {
        let top = f64::from(*top);
        let bottom = f64::from(sections.get(at + 1).map_or(end, |next| next.1));
        start += ((top - start) / room).floor().max(0.0) * room;
        let (used, size) = (top - start, bottom - top);
        let left = room - used;
        // Not where little stands on the page so far: a page with a title alone is no better.
        if size > left && used > room * 0.3 && (size <= room || left < room * 0.25) && rows.len() < MOST {
            rows.push(*row);
            start = top;
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_ends_before_what_would_be_torn() {
        // 100 pixels a page: the third section would be torn, the fourth is longer than a page and begins at the foot.
        assert_eq!(breaks(&[(0, 0), (5, 40), (9, 80), (14, 170)], 400, 100.0), [9, 14]);
        // What is longer than a page begins where it is as long as there is room.
        assert_eq!(breaks(&[(0, 0), (5, 40)], 400, 100.0), [0; 0]);
    }
}
