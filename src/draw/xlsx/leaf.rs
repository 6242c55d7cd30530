//! Leaves: a title on a new page of paper, then parts of three columns: what, how, and what comes out.

use super::grid::Span;
use super::page::Page;
use super::plan::{Part, TOP};
use super::raw::Pen;
use super::rows::{Content, Shown};
use crate::draw::error::DrawError;
use crate::draw::style::{Rgb, points};
use crate::report::model::{Leaf, LeafRow, Tone};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

/// Columns of what, how and what comes out.
const WHAT: Span = Span { first: 1, last: 1 };
const TEXT: Span = Span { first: 2, last: 2 };
const RESULT: Span = Span { first: 3, last: 3 };
/// Printed so small, in percent, the three columns fit a landscape page of A4 with room to spare for programs that make
/// columns wider. Excel passes over page breaks where a sheet is fitted to pages, so that these sheets are not.
const SCALE: u16 = 74;

pub(crate) fn draw(page: &mut Page, first: u32, leaf: &Leaf) -> Result<(), DrawError> {
    let content = page.tab.grid.content();
    let title = page.formats.text(points::TITLE).set_bold();
    page.row_height(first, 40)?;
    page.text(first, content, &leaf.title, &title)?;
    let mut row = first + 1;
    for line in &leaf.lines {
        super::text::lines(page, row, std::slice::from_ref(line))?;
        row += 1;
    }
    let styles = Styles::of(page);
    for part in &leaf.parts {
        let heading = [(WHAT, part.heading.as_str()), (TEXT, ""), (RESULT, "")];
        page.row(row, 30, heading.map(|(span, text)| shown(span, text, styles.heading)));
        row += 1;
        for line in &part.rows {
            write(page, row, line, &styles);
            row += 1;
        }
    }
    Ok(())
}

/// A leaf that is not the first thing on its tab begins a new page of paper.
pub(crate) fn page_breaks(page: &mut Page) -> Result<(), DrawError> {
    let row = |part: &Part| if let Part::Leaf { row, .. } = part { Some(*row) } else { None };
    let leaves: Vec<u32> = page.tab.parts.iter().filter_map(row).collect();
    if !leaves.is_empty() {
        page.sheet.set_print_scale(SCALE);
        // Excel knows no more breaks than these.
        let breaks: Vec<u32> = leaves.into_iter().filter(|row| *row > TOP).take(1000).collect();
        page.sheet.set_page_breaks(&breaks)?;
    }
    Ok(())
}

/// The formats of a leaf: of a step, and of a source row.
struct Styles {
    heading: Pen,
    what: [Pen; 2],
    text: [Pen; 2],
    result: [Pen; 2],
}

impl Styles {
    fn of(page: &mut Page) -> Styles {
        let formats = page.formats;
        let line = |format: Format| {
            let format = format.set_border_bottom(FormatBorder::Hair).set_border_bottom_color(Rgb::RULE.hex());
            format.set_align(FormatAlign::Top).set_text_wrap()
        };
        let left = |format: Format| line(format.set_align(FormatAlign::Left));
        let right = |format: Format| line(format.set_align(FormatAlign::Right));
        let (ink, muted) = (formats.text(points::BODY), formats.muted(points::SMALL));
        let heading = formats
            .text(points::HEADING)
            .set_bold()
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(Rgb::RULE.hex());
        let mut pens = |formats: [Format; 2]| formats.map(|format| page.pen(&format));
        Styles {
            what: pens([left(ink.clone()), left(muted.clone()).set_indent(1)]),
            text: pens([left(ink.clone()), left(muted.clone())]),
            result: pens([right(ink.set_bold()), right(muted)]),
            heading: page.pen(&heading),
        }
    }
}

fn write(page: &mut Page, row: u32, line: &LeafRow, styles: &Styles) {
    let muted = usize::from(line.tone == Tone::Muted);
    let cells = [(WHAT, &line.what, styles.what), (TEXT, &line.text, styles.text), (RESULT, &line.result, styles.result)];
    let (size, each) = if muted == 1 { (points::SMALL, 15) } else { (points::BODY, 17) };
    let lines = |page: &Page, span: Span, text: &str| {
        // The indent of a source row takes its part.
        page.lines(text, page.tab.grid.pixels(span).saturating_sub(14), size)
    };
    let most = cells.iter().map(|(span, text, _)| lines(page, *span, text)).max().unwrap_or(1);
    page.row(row, each * most + 5, cells.map(|(span, text, pens)| shown(span, text, pens[muted])));
}

fn shown(span: Span, text: &str, pen: Pen) -> Shown<'_> {
    Shown { span, content: Content::Text(text.into()), pen, link: None }
}
