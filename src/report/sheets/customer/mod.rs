//! Customer: a page of one customer that the reader picks from a list: sales, classes, scores, findings, visits, callbacks.

mod item;
mod lines;
mod names;
mod scores;
mod values;

pub(super) use names::table as names_for_formulas;

use crate::labels::picker::{Texts, texts};
use crate::labels::{Labels, fill};
use crate::report::Input;
use crate::report::cells::{by_sales, line};
use crate::report::model::{Block, PickColumn, PickMonths, Picker, Sheet, Target, Tone};
use crate::units::Month;

/// Customers that can be picked, the largest by sales: what is said of each takes four KiB of the workbook before it is packed, and
/// nobody scrolls through a longer list. `keyaccount explain` knows all of them.
const MOST: usize = 5_000;
/// Months of the page: a year.
const MONTHS: i32 = 12;

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let t = texts(input.labels);
    super::sheet("customer", t.sheet, t.sub, vec![Block::Picker(Box::new(picker(input)))])
}

fn picker(input: &Input<'_>) -> Picker {
    let (l, t) = (input.labels, texts(input.labels));
    let mut order = by_sales(input);
    let all = order.len();
    order.truncate(MOST);
    let items = item::items(input, &order);
    let customers = &input.review.customers;
    let link = |sheet: &str, to| line(fill(t.way, &[("sheet", sheet.to_owned())]), Tone::Neutral, Some(to));
    Picker {
        label: t.label.to_owned(),
        hint: fill(if all > MOST { t.hint_most } else { t.hint }, &[("n", items.len().to_string()), ("all", all.to_string())]),
        refusal: t.refusal.to_owned(),
        items,
        // What a manager asks for first: the largest of the key customers.
        picked: order.iter().position(|&i| customers[i].class.is_key()).unwrap_or(0),
        ways: vec![link(l.sheet_findings, Target::Sheet("findings"))],
        own_ways: [l.sheet_customers, crate::labels::explain::texts(l).sheet]
            .map(|sheet| fill(t.way, &[("sheet", sheet.to_owned())]))
            .to_vec(),
        about: about(l, t),
        cards: ["sales_window", "segment", "share", "credit_grade", "overdue", "satisfaction_score"]
            .map(|key| named(l, key))
            .to_vec(),
        months: months_of_page(input, t),
        scores: scores::parts(input, t),
        lists: lines::lists(input, t),
        empty: t.empty.to_owned(),
    }
}

/// Headers of `values::about`.
fn about(l: &Labels, t: &Texts) -> Vec<PickColumn> {
    let [id, region, caretaker, limit, travel] =
        ["customer_id", "region", "caretaker", "credit_limit", "travel_cost"].map(|key| named(l, key));
    vec![id, region, caretaker, said(t.monthly, t.monthly_help), limit, travel]
}

fn months_of_page(input: &Input<'_>, t: &Texts) -> PickMonths {
    let l = input.labels;
    PickMonths {
        heading: t.months.to_owned(),
        month: named(l, "month"),
        months: months(input).map(|month| month.to_string()).collect(),
        short: months(input).map(crate::report::charts::short_month).collect(),
        columns: vec![
            said(t.sales, t.sales_help),
            said(t.sales_last, t.sales_last_help),
            named(l, "segment"),
            PickColumn { header: t.grade.to_owned(), ..named(l, "credit_grade") },
        ],
        axis: l.chart_pareto_y.to_owned(),
        alt: t.alt.to_owned(),
    }
}

/// The months of the page, oldest first: always a year, however long the window is.
fn months(input: &Input<'_>) -> impl Iterator<Item = Month> + use<> {
    let last = input.review.period.month;
    (0..MONTHS).map(move |at| last.plus(at + 1 - MONTHS))
}

/// A header and definition that the sheets have too.
fn named(l: &Labels, key: &str) -> PickColumn {
    let (header, help) = l.column(key);
    said(header, help)
}

fn said(header: &str, help: &str) -> PickColumn {
    PickColumn { header: header.to_owned(), help: (!help.is_empty()).then(|| help.to_owned()) }
}
