//! The lists side by side: how many lines there are, the first of them, and how many are not shown.

use super::formula::{Value, literal, shown, template};
use super::line::cells;
use super::places::{LISTS, over};
use super::store::{ListPlace, Places};
use super::{Sight, head, note};
use crate::draw::error::DrawError;
use crate::draw::style::{Rgb, points};
use crate::draw::xlsx::grid::Span;
use crate::draw::xlsx::page::Page;
use crate::report::model::{Cell, PickLine, PickList};
use rust_xlsxwriter::{ConditionalFormatFormula, Format, FormatAlign, FormatBorder};

pub(super) fn draw(page: &mut Page, sight: &Sight) -> Result<(), DrawError> {
    let top = sight.rows.lists;
    page.row_height(top, 28)?;
    page.row_height(top + 1, 26)?;
    let most = sight.picker.lists.iter().map(|list| list.most).max().unwrap_or(0);
    for (row, _) in (top + 2..).zip(0..most) {
        page.row_height(row, 36)?;
    }
    page.row_height(top + 2 + most as u32, 22)?;
    for (at, (list, spans)) in sight.picker.lists.iter().zip(LISTS).enumerate() {
        let Some(place) = sight.places.lists.get(at) else { break };
        one(page, sight, at, list, place, spans)?;
    }
    Ok(())
}

fn one(page: &mut Page, sight: &Sight, at: usize, list: &PickList, place: &ListPlace, spans: &[Span]) -> Result<(), DrawError> {
    let top = sight.rows.lists;
    let count = sight.places.picked(place.count);
    let of = sight.item.lists.get(at).map_or(0, |own| own.of);
    let heading = page.formats.text(points::HEADING).set_bold();
    let whole = over(spans);
    let plain = ["({n})", "（{n}）", "{n}"].iter().fold(list.heading.clone(), |heading, n| heading.replace(n, ""));
    let plain = plain.trim_end();
    if let Some(reason) = &list.missing {
        // Nothing is known of anybody: no figure, not even a zero.
        page.text(top, whole, plain, &heading)?;
        let format = page.formats.muted(points::BODY).set_text_wrap();
        return page.text(top + 1, whole, reason, &format);
    }
    let said = list.heading.replace("{n}", &of.to_string());
    let formula = format!("IF({count}=\"\",{},{})", literal(plain), template(&list.heading, &count));
    page.formula(top, whole, &formula, &said, &heading)?;
    for (nth, (column, span)) in list.columns.iter().zip(spans).enumerate() {
        let figures = style(page, sight, at, nth).1;
        let format = page.formats.header(figures, false);
        page.text(top + 1, *span, &column.header, &format)?;
        note(page, top + 1, span.first, column)?;
    }
    for (nth, span) in spans.iter().enumerate().take(list.columns.len()) {
        column(page, sight, (at, nth), list, place, *span)?;
    }
    hairlines(page, top + 2, list, whole)?;
    more(page, sight, list, whole, &count, of)
}

/// A hairline under each line there is: under empty ones it would look like a form to fill in.
fn hairlines(page: &mut Page, row: u32, list: &PickList, span: Span) -> Result<(), DrawError> {
    let format = Format::new().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(Rgb::LINE.hex());
    let first = rust_xlsxwriter::utility::row_col_to_cell(row, span.first);
    let rule = ConditionalFormatFormula::new().set_rule(format!("=LEN(${first})>0").as_str()).set_format(format);
    let last = row + list.most.max(1) as u32 - 1;
    page.sheet.add_conditional_format(row, span.first, last, span.last, &rule)?;
    Ok(())
}

/// The format of a column, and whether it holds figures.
fn style(page: &Page, sight: &Sight, at: usize, nth: usize) -> (Format, bool) {
    let items = sight.picker.items.iter().filter_map(|item| item.lists.get(at));
    let mut all = items.flat_map(|own| &own.lines).filter_map(|line| line.cells.get(nth));
    let first = all.find(|cell| !matches!(cell, Cell::Empty | Cell::Unknown));
    let body = page.formats.text(points::SMALL).set_align(FormatAlign::Top);
    match first {
        Some(Cell::Date(_)) | None => (head::figures(&body, first.into_iter()).set_align(FormatAlign::Left).set_indent(1), false),
        Some(Cell::Money(_) | Cell::Int(_) | Cell::Number(..) | Cell::Score(_) | Cell::Share(_)) => {
            let format = head::figures(&body, first.into_iter());
            // A rating may have a decimal: the cell shows what there is.
            let format = if let Some(Cell::Number(..)) = first { format.set_num_format("General") } else { format };
            (format.set_align(FormatAlign::Right), true)
        }
        Some(_) => (body.set_align(FormatAlign::Left).set_indent(1).set_text_wrap(), false),
    }
}

/// One column of a list: a formula a line.
fn column(
    page: &mut Page,
    sight: &Sight,
    (at, nth): (usize, usize),
    list: &PickList,
    place: &ListPlace,
    span: Span,
) -> Result<(), DrawError> {
    let (format, figures) = style(page, sight, at, nth);
    let count = sight.places.picked(place.count);
    // The second column leads to where the line stands in full.
    let links = place.links.filter(|_| nth == 1 && !figures);
    let format = if links.is_some() { format.set_font_color(page.formats.palette.link().hex()) } else { format };
    // Where there is no line, the widest column of texts says so.
    let speaks = nth + 1 == list.columns.len().min(3);
    let none: Vec<PickLine> = Vec::new();
    let own = sight.item.lists.get(at).map_or(&none, |own| &own.lines);
    for line in 1..=list.most {
        let value = shown(&sight.places.line(place, line, Places::line_column(place, nth)));
        let value = match links {
            Some(column) => format!("HYPERLINK(\"#\"&{},{value})", sight.places.line(place, line, column)),
            None => value,
        };
        let value = format!("IF({count}<{line},\"\",{value})");
        let speaks = speaks && line == 1;
        let value = if speaks { format!("IF({count}=0,{},{value})", literal(&list.none)) } else { value };
        let result = match own.get(line - 1) {
            Some(own) => cells(page, at, own).nth(nth).map(|value| value.result()),
            None if speaks => Some(Value::text(&list.none).result()),
            None => None,
        };
        let row = sight.rows.lists + 1 + line as u32;
        page.formula(row, span, &format!("IFERROR({value},\"\")"), &result.unwrap_or_default(), &format)?;
    }
    Ok(())
}

/// How many lines are not shown, and where they are.
fn more(page: &mut Page, sight: &Sight, list: &PickList, span: Span, count: &str, of: usize) -> Result<(), DrawError> {
    let row = sight.rows.lists + 2 + list.most as u32;
    let text = template(&list.more, &format!("({count}-{})", list.most));
    let to = list.see.as_ref().and_then(|target| page.plan.links.cell(target));
    let (text, format) = match to {
        Some(cell) => (format!("HYPERLINK({},{text})", literal(&format!("#{cell}"))), page.formats.link(points::SMALL)),
        None => (text, page.formats.muted(points::SMALL)),
    };
    let result = match of.checked_sub(list.most).filter(|rest| *rest > 0) {
        Some(rest) => list.more.replace("{n}", &rest.to_string()),
        None => String::new(),
    };
    let formula = format!("IFERROR(IF({count}>{},{text},\"\"),\"\")", list.most);
    page.formula(row, span, &formula, &result, &format.set_indent(1))
}
