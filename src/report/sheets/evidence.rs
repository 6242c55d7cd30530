//! Evidence: the source rows behind every finding, as they were read, with file, sheet and row.

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::labels::Labels;
use crate::labels::problems::field;
use crate::report::Input;
use crate::report::cells::{any_rule_checked, column, count, money, text, text_or, wrapped};
use crate::report::model::{Block, Cell, Sheet, Table, Target};
use crate::tables::{Callback, CustomerCard, Expense, Order, Source, TableId, Visit};

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    super::sheet("evidence", l.sheet_evidence, l.sub_evidence, vec![Block::Table(table(input))])
}

/// A record of any table.
#[derive(Clone, Copy)]
enum Record<'a> {
    Visit(&'a Visit),
    Expense(&'a Expense),
    Callback(&'a Callback),
    Customer(&'a CustomerCard),
    Order(&'a Order),
}

/// The order lines that findings cite, and no others: the orders are the one table that may be large.
fn cited_orders(input: &Input<'_>) -> Vec<Order> {
    let is_order = |source: &&Source| input.tables.sources.sheet(**source).is_some_and(|s| s.table == Some(TableId::Orders));
    let cited: FxHashSet<Source> =
        input.audit.findings.iter().flat_map(|f| &f.draft.evidence).filter(is_order).copied().collect();
    // The frame was checked when it was made: there is nothing left to fail.
    input.tables.orders.at(&cited).unwrap_or_default()
}

fn records<'a>(input: &Input<'a>, orders: &'a [Order]) -> FxHashMap<Source, Record<'a>> {
    let t = input.tables;
    let orders = orders.iter().map(|o| (o.source, Record::Order(o)));
    let visits = t.visits.iter().map(|v| (v.source, Record::Visit(v)));
    let expenses = t.expenses.iter().map(|e| (e.source, Record::Expense(e)));
    let callbacks = t.callbacks.iter().map(|c| (c.source, Record::Callback(c)));
    let customers = t.customers.iter().map(|c| (c.source, Record::Customer(c)));
    visits.chain(expenses).chain(callbacks).chain(customers).chain(orders).collect()
}

fn table(input: &Input<'_>) -> Table {
    let l = input.labels;
    let orders = cited_orders(input);
    let records = records(input, &orders);
    let mut rows = Vec::new();
    for (at, finding) in input.audit.findings.iter().enumerate() {
        for source in &finding.draft.evidence {
            let mut row = vec![Cell::Link(finding.id.clone(), Target::Row("findings", at))];
            let sheet = input.tables.sources.sheet(*source);
            row.extend([text_or(sheet.map(|s| s.file.as_str())), text_or(sheet.map(|s| s.sheet.as_str())), count(source.row)]);
            row.extend(described(input, l, records.get(source).copied(), *source));
            rows.push(row);
        }
    }
    Table {
        id: "evidence",
        heading: None,
        caption: Some(l.caption_evidence.to_owned()),
        columns: vec![
            column(l, "finding_id", 20),
            wrapped(l, "file", 28),
            column(l, "sheet", 14),
            column(l, "row", 8),
            column(l, "table", 10),
            column(l, "date", 12),
            column(l, "employee", 12),
            wrapped(l, "customer", 28),
            column(l, "trip_id", 15),
            column(l, "what", 16),
            column(l, "amount", 14),
            wrapped(l, "details", 60),
        ],
        rows,
        total: None,
        main: true,
        empty: if any_rule_checked(input) { l.no_evidence } else { l.no_rules_checked }.to_owned(),
    }
}

/// Table, date, employee, customer, trip, what, amount, details.
fn described(input: &Input<'_>, l: &Labels, record: Option<Record<'_>>, source: Source) -> Vec<Cell> {
    let name = |party| text(input.tables.parties.name(party));
    match record {
        Some(Record::Expense(e)) => vec![
            text(l.word("expenses")),
            Cell::Date(e.date),
            text(&e.employee),
            e.party.map_or(Cell::Empty, name),
            text_or(e.trip_id.as_deref()),
            text(l.word(&e.category)),
            money(e.amount),
            details(
                l,
                TableId::Expenses,
                &[
                    ("expense_id", e.expense_id.clone()),
                    ("receipt_no", e.receipt_no.clone()),
                    ("grade", e.grade.as_deref().map(|g| l.word(g).to_owned())),
                    ("seat_class", e.seat_class.as_deref().map(|s| l.word(s).to_owned())),
                    ("prior_approval", e.prior_approval.map(|b| if b { l.yes } else { l.no }.to_owned())),
                    ("city", e.city.clone()),
                    ("submitted_on", e.submitted_on.map(|d| d.to_string())),
                    ("note", e.note.clone()),
                ],
            ),
        ],
        Some(Record::Visit(v)) => vec![
            text(l.word("visits")),
            Cell::Date(v.date),
            text(&v.salesperson),
            name(v.party),
            text_or(v.trip_id.as_deref()),
            text_or(v.city.as_deref().or(v.region.as_deref())),
            Cell::Empty,
            details(
                l,
                TableId::Visits,
                &[
                    ("visit_id", v.visit_id.clone()),
                    ("trip_start", v.trip_start.map(|d| d.to_string())),
                    ("trip_end", v.trip_end.map(|d| d.to_string())),
                    ("confirmed_on", v.confirmed_on.map(|d| d.to_string())),
                    ("approver_role", v.approver_role.as_deref().map(|r| l.word(r).to_owned())),
                    ("report_on", v.report_on.map(|d| d.to_string())),
                    ("project_or_exhibition", v.project.clone()),
                ],
            ),
        ],
        Some(Record::Callback(c)) => vec![
            text(l.word("callbacks")),
            Cell::Date(c.date),
            text_or(c.caller.as_deref()),
            name(c.party),
            Cell::Empty,
            text_or(c.method.as_deref().map(|m| l.word(m))),
            Cell::Empty,
            details(
                l,
                TableId::Callbacks,
                &[
                    ("callback_id", c.callback_id.clone()),
                    ("problem", c.problem.clone()),
                    ("suggestion", c.suggestion.clone()),
                    ("promised_on", c.promised_on.map(|d| d.to_string())),
                    ("resolved_on", c.resolved_on.map(|d| d.to_string())),
                ],
            ),
        ],
        Some(Record::Customer(c)) => vec![
            text(l.word("customers")),
            Cell::Empty,
            text_or(c.owner.as_deref()),
            name(c.party),
            Cell::Empty,
            text_or(c.stage.as_deref().map(|s| l.word(s))),
            Cell::Empty,
            details(
                l,
                TableId::Customers,
                &[("customer_id", c.customer_id.clone()), ("first_deal_on", c.first_deal_on.map(|d| d.to_string()))],
            ),
        ],
        Some(Record::Order(o)) => order(input, l, o),
        None => {
            let table = input.tables.sources.sheet(source).and_then(|s| s.table);
            let mut cells = vec![table.map_or(Cell::Empty, |t| text(l.word(t.name())))];
            cells.resize(8, Cell::Empty);
            cells
        }
    }
}

fn order(input: &Input<'_>, l: &Labels, o: &Order) -> Vec<Cell> {
    vec![
        text(l.word("orders")),
        Cell::Date(o.date),
        Cell::Empty,
        text(input.tables.parties.name(o.party)),
        Cell::Empty,
        text_or(o.urgency.as_deref().map(|u| l.word(u))),
        money(o.amount),
        details(
            l,
            TableId::Orders,
            &[
                ("order_id", Some(o.order_id.clone())),
                ("product", o.product.clone()),
                ("date", o.minute.map(|_| moment(o.date, o.minute))),
                ("promised_on", o.promised_on.map(|d| moment(d, o.promised_minute))),
                ("shipped_on", o.shipped_on.map(|d| moment(d, o.shipped_minute))),
                ("due_on", o.due_on.map(|d| d.to_string())),
                ("paid_on", o.paid_on.map(|d| d.to_string())),
                ("paid_amount", o.paid_amount.map(|m| m.grouped())),
            ],
        ),
    ]
}

/// A day with its time, where one is stated.
fn moment(day: NaiveDate, minute: Option<i32>) -> String {
    minute.map_or_else(|| day.to_string(), |m| format!("{day} {:02}:{:02}", m / 60, m % 60))
}

/// The fields that are stated, as `header: value`.
fn details(l: &Labels, table: TableId, fields: &[(&str, Option<String>)]) -> Cell {
    let stated: Vec<String> =
        fields.iter().filter_map(|(key, value)| Some(l.stated(&field(l, table, key), value.as_ref()?))).collect();
    text(l.in_turn(&stated))
}
