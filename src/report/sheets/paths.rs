//! Class history: the segment and the credit grade of key customers and movers at the end of each month, as a strip of cells.

use super::movers::moved;
use crate::analyse::{CustomerReview, Grade, Segment, Standing};
use crate::labels::{Labels, fill};
use crate::report::Input;
use crate::report::cells::{by_sales, column, customer_link, customer_rows, grade_tone, segment_tone, text_or};
use crate::report::charts::short_month;
use crate::report::model::{Block, Cell, Column, Detail, Shade, Sheet, Table, Tone};

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    let mut blocks = vec![Block::Table(segments(input))];
    if input.review.available.payments {
        blocks.push(Block::Table(grades(input)));
    }
    super::sheet("paths", l.sheet_paths, l.sub_paths, blocks)
}

fn short(l: &Labels, s: Segment) -> &str {
    l.word(match s {
        Segment::Core => "short_core",
        Segment::Opportunity => "short_opportunity",
        Segment::Support => "short_support",
        Segment::LowReturn => "short_low_return",
        Segment::Unclassified => "short_unclassified",
    })
}

fn segments(input: &Input<'_>) -> Table {
    let l = input.labels;
    let legend: Vec<String> = Segment::ALL.iter().map(|s| format!("{} = {}", short(l, *s), l.word(s.code()))).collect();
    let caption = fill(l.caption_paths, &[("legend", legend.join(l.list_comma))]);
    let cell = |s: &Standing| (short(l, s.segment).to_owned(), segment_tone(s.segment));
    table(input, "path_segments", (l.table_path_segments, Some(caption)), cell, |_| true)
}

fn grades(input: &Input<'_>) -> Table {
    let l = input.labels;
    let cell = |s: &Standing| {
        let code = if s.grade == Grade::Unrated { l.word("short_unrated") } else { l.word(s.grade.code()) };
        (code.to_owned(), grade_tone(s.grade))
    };
    let legend = format!("{} = {}", l.word("short_unrated"), l.word("unrated"));
    // A row of nothing but "unrated" says nothing.
    let rated = |c: &CustomerReview| c.path.iter().flatten().any(|s| s.grade != Grade::Unrated);
    table(input, "path_grades", (l.table_path_grades, Some(fill(l.caption_paths, &[("legend", legend)]))), cell, rated)
}

fn table(
    input: &Input<'_>,
    id: &'static str,
    (heading, caption): (&str, Option<String>),
    cell: impl Fn(&Standing) -> (String, Tone),
    shown: impl Fn(&CustomerReview) -> bool,
) -> Table {
    let (l, review) = (input.labels, input.review);
    let links = customer_rows(input);
    let rows = by_sales(input)
        .into_iter()
        .map(|i| &review.customers[i])
        .filter(|c| (c.class.is_key() || moved(review, c)) && shown(c))
        .map(|c| {
            let mut row = vec![customer_link(input, &links, c.party), text_or(c.caretaker.as_deref())];
            row.extend(c.path.iter().map(|standing| match standing.as_ref().map(&cell) {
                Some((code, tone)) => Cell::Tag(code, tone),
                None => Cell::Unknown,
            }));
            row
        })
        .collect();
    let mut columns = vec![column(l, "customer", 30), column(l, "caretaker", 12)];
    columns.extend(review.months.iter().map(|month| Column {
        header: short_month(*month),
        help: Some(l.column(if id == "path_grades" { "credit_grade" } else { "segment" }).1.to_owned()),
        width: 8,
        span: 1,
        wrap: false,
        paper: true,
        detail: Detail::No,
        shade: Shade::None,
    }));
    Table {
        id,
        heading: Some(heading.to_owned()),
        caption,
        columns,
        rows,
        total: None,
        main: false,
        empty: l.no_paths.to_owned(),
    }
}
