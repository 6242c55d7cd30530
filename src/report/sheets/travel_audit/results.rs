//! Results: the exceptions, the exposure by whom and where, and what does not agree between claims and visits.

use crate::finding::Severity;
use crate::labels::{fill, finding_sentence};
use crate::report::Input;
use crate::report::cells::{
    any_rule_checked, bar, column, count, count_if, customer_link, customer_rows, money, money_or, no_findings, rule_checked,
    severity, text, text_or, wrapped,
};
use crate::report::model::{Cell, Column, Table, Target, Tone};
use crate::report::tables::employees;
use crate::workpaper::{Figures, Line};

/// So many customers are listed, the largest exposure first.
const CUSTOMERS: usize = 12;

/// Errors and warnings that are open, the gravest first; notes are on the sheet of all findings.
pub(super) fn exceptions(input: &Input<'_>) -> Table {
    let l = input.labels;
    let mut open: Vec<usize> = (0..input.audit.findings.len())
        .filter(|&at| {
            let finding = &input.audit.findings[at];
            finding.standing.is_open() && finding.draft.severity != Severity::Note
        })
        .collect();
    open.sort_by_key(|&at| {
        let finding = &input.audit.findings[at];
        (std::cmp::Reverse(finding.draft.severity), std::cmp::Reverse(finding.net_excess), at)
    });
    let notes = input.audit.findings.iter().filter(|f| f.draft.severity == Severity::Note && f.standing.is_open()).count();
    let links = customer_rows(input);
    let rows = open
        .into_iter()
        .map(|at| {
            let finding = &input.audit.findings[at];
            let d = &finding.draft;
            vec![
                Cell::Link(finding.id.clone(), Target::Row("findings", at)),
                severity(l, d.severity),
                d.date.map_or(Cell::Empty, Cell::Date),
                text_or(d.employee.as_deref()),
                d.party.map_or(Cell::Empty, |party| customer_link(input, &links, party)),
                text(finding_sentence(l, finding.rule, d)),
                d.claimed.map_or(Cell::Empty, money),
                if d.claimed.is_some() { money_or(d.excess) } else { Cell::Empty },
            ]
        })
        .collect();
    Table {
        id: "exceptions",
        heading: Some(l.table_exceptions.to_owned()),
        caption: Some(fill(l.caption_exceptions, &[("notes", notes.to_string())])),
        columns: vec![
            column(l, "finding_id", 19),
            column(l, "severity", 10),
            column(l, "date", 11),
            column(l, "employee", 11),
            wrapped(l, "customer", 20),
            wrapped(l, "finding", 46),
            column(l, "claimed", 13),
            column(l, "excess", 13),
        ],
        rows,
        total: None,
        main: false,
        empty: no_findings(input),
    }
}

/// Exposure by employee, region, customer and month.
pub(super) fn exposure(input: &Input<'_>) -> Vec<Table> {
    let (l, exposure) = (input.labels, &input.paper.exposure);
    let links = customer_rows(input);
    let unknown = || text(l.no_key);
    let regions = exposure.by_region.iter().map(|line| (line.key.as_deref().map_or_else(unknown, text), line.figures)).collect();
    let customers = exposure
        .by_customer
        .iter()
        .take(CUSTOMERS)
        .map(|line| (line.key.map_or_else(unknown, |party| customer_link(input, &links, party)), line.figures))
        .collect();
    // Zeros where no rule could look would say that all is well.
    let looked = any_rule_checked(input) || input.paper.history.months.iter().any(|past| past.total.findings > 0);
    let months =
        input.paper.history.months.iter().filter(|_| looked).map(|past| (text(past.month.to_string()), past.total)).collect();
    vec![
        people(input),
        group(input, "exposure_region", l.table_by_region, None, "region", regions),
        group(input, "exposure_customer", l.table_by_customer, Some(l.caption_by_customer), "customer", customers),
        group(input, "exposure_month", l.table_by_month, Some(l.caption_by_month), "month", months),
    ]
}

fn group(
    input: &Input<'_>,
    id: &'static str,
    heading: &str,
    caption: Option<&str>,
    key: &str,
    lines: Vec<(Cell, Figures)>,
) -> Table {
    let l = input.labels;
    let mut columns = vec![wrapped(l, key, 30)];
    columns.extend(figure_columns(input));
    Table {
        id,
        heading: Some(heading.to_owned()),
        caption: caption.map(ToOwned::to_owned),
        columns,
        rows: lines
            .into_iter()
            .map(|(key, figures)| {
                let mut row = vec![key];
                row.extend(figure_cells(input, &figures));
                row
            })
            .collect(),
        total: None,
        main: false,
        empty: no_findings(input),
    }
}

fn figure_columns(input: &Input<'_>) -> Vec<Column> {
    let l = input.labels;
    vec![
        column(l, "findings", 11),
        column(l, "open", 11),
        column(l, "decided", 11),
        bar(l, "excess_net", 18, Tone::Bad),
        column(l, "recovered", 15),
        bar(l, "in_question", 18, Tone::Watch),
    ]
}

fn figure_cells(input: &Input<'_>, figures: &Figures) -> Vec<Cell> {
    // Without claims nobody knows what is in excess.
    let amount = |m| if input.review.available.expenses { money(m) } else { Cell::Unknown };
    vec![
        count(figures.findings),
        count(figures.open),
        count(figures.decided),
        amount(figures.excess),
        amount(figures.recovered),
        amount(figures.in_question),
    ]
}

/// Everyone who visited, travelled or claimed, with what their claims came to.
fn people(input: &Input<'_>) -> Table {
    let l = input.labels;
    let available = input.review.available;
    let of = |name: Option<&str>| -> Figures {
        let line: Option<&Line<String>> = input.paper.exposure.by_employee.iter().find(|line| line.key.as_deref() == name);
        line.map(|line| line.figures).unwrap_or_default()
    };
    let amount = |x| if available.expenses { money(x) } else { Cell::Unknown };
    let tail =
        |figures: &Figures| [amount(figures.excess), amount(figures.in_question), count(figures.findings), count(figures.open)];
    let people = employees::rows(input);
    let claimed = people.iter().map(|m| m.claimed).sum();
    let visits: u32 = people.iter().map(|m| m.visits).sum();
    let mut rows: Vec<Vec<Cell>> = people
        .into_iter()
        .map(|m| {
            let figures = of(Some(&m.employee));
            let mut row = vec![
                text(&m.employee),
                text_or(m.grade.as_deref().map(|g| l.word(g))),
                if available.visits { count(m.visits) } else { Cell::Unknown },
                count(m.trips),
                amount(m.claimed),
            ];
            row.extend(tail(&figures));
            row
        })
        .collect();
    // Callbacks, orders and deliveries are nobody's trip: their findings name no employee.
    let nobody = of(None);
    if nobody.findings > 0 {
        let mut row = vec![Cell::Empty; 5];
        row[0] = text(l.no_key);
        row.extend(tail(&nobody));
        rows.push(row);
    }
    let mut total = vec![text(l.total), Cell::Empty, count_if(available.visits, visits), Cell::Empty, amount(claimed)];
    total.extend(tail(&input.paper.exposure.total));
    Table {
        id: "employees",
        heading: Some(l.table_employees.to_owned()),
        caption: None,
        columns: vec![
            column(l, "employee", 14),
            column(l, "grade", 14),
            column(l, "visits_month", 10),
            column(l, "trips_month", 10),
            column(l, "claimed", 15),
            bar(l, "excess_net", 18, Tone::Bad),
            bar(l, "in_question", 18, Tone::Watch),
            column(l, "findings", 10),
            column(l, "open", 10),
        ],
        total: (!rows.is_empty()).then_some(total),
        rows,
        main: false,
        empty: if available.visits || available.expenses { l.no_employees } else { l.no_travel_tables }.to_owned(),
    }
}

/// How many claims, visits and trips do not agree; the lists are on the sheet of trips.
pub(super) fn reconciliation(input: &Input<'_>) -> Table {
    let (l, found) = (input.labels, &input.paper.reconciliation);
    let line = |what: &str, n: Option<usize>, amount: Cell, id: &'static str| {
        let shown = n.map_or(Cell::Unknown, |n| count(n as u64));
        let link = match n {
            Some(n) if n > 0 => Cell::Link(l.see_list.to_owned(), Target::Table(id)),
            _ => Cell::Empty,
        };
        vec![text(what), shown, amount, link]
    };
    let claims = found.claims_without_visit.as_ref();
    let receptions = found.receptions_without_customer.as_ref();
    let rows = vec![
        line(
            l.recon_claims,
            claims.map(Vec::len),
            claims.map_or(Cell::Unknown, |c| money(c.iter().map(|c| c.amount).sum())),
            "claims_without_visit",
        ),
        line(l.recon_visits, found.visits_without_claim.as_ref().map(Vec::len), Cell::Empty, "visits_without_claim"),
        line(l.recon_places, rule_checked(input, "EXP007").then_some(found.two_places.len()), Cell::Empty, "two_places"),
        line(
            l.recon_receptions,
            receptions.map(Vec::len),
            receptions.map_or(Cell::Unknown, |r| money(r.iter().map(|r| r.amount).sum())),
            "receptions_without_customer",
        ),
    ];
    Table {
        id: "disagreements",
        heading: Some(l.table_reconciliation.to_owned()),
        caption: Some(l.caption_reconciliation.to_owned()),
        columns: vec![wrapped(l, "disagreement", 60), column(l, "cases_n", 12), column(l, "amount", 18), column(l, "list", 16)],
        rows,
        total: None,
        main: false,
        empty: String::new(),
    }
}
