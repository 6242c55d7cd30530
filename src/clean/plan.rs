//! The positions a row is read by, looked up once a sheet: names are for people, positions for half a million rows.

use chrono::NaiveDate;

use super::account::ControlTotal;
use super::header::Header;
use crate::load::{Cell, Value};
use crate::tables::{TableId, TableSpec, customers, dispositions, orders, visits};

/// Where the columns stand that every row is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Groups of positions: a record needs a value in one of each.
    pub(crate) required: Vec<Vec<usize>>,
    /// Position among the control totals, and the column it sums.
    pub(crate) control: Vec<(usize, usize)>,
    /// The column that names the record.
    pub(crate) id: Option<usize>,
    pub(crate) customer_id: Option<usize>,
    pub(crate) customer: Option<usize>,
    /// The currency column, where the sheet has one.
    pub(crate) currency: Option<usize>,
    /// The person visited, where the sheet names no customer: a seller to private people knows no other.
    pub(crate) person_is_customer: Option<usize>,
    /// The day a title states, for records without a date of their own; and where their date stands.
    pub(crate) title_day: Option<NaiveDate>,
    pub(crate) date: Option<usize>,
    /// The last column of the sheet that the header has, where a cell beyond it means that the row was taken apart wrongly:
    /// in delimited text, where one comma too many moves all that follow it.
    pub(crate) last_col: Option<u32>,
    /// Of orders only.
    pub(crate) order: Option<OrderPlan>,
}

/// Positions of an order's amount and of what it may follow from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OrderPlan {
    pub(crate) amount: usize,
    pub(crate) quantity: usize,
    pub(crate) unit_price: usize,
    pub(crate) returned: usize,
}

impl Plan {
    pub(crate) fn new(header: &Header, totals: &[ControlTotal]) -> Self {
        let table = header.table;
        let spec = table.spec();
        let at = |name: &str| spec.position(name);
        // A span that held only a time leaves the date empty; quantity without price leaves the amount empty.
        let filled = |name: &'static str| match (table, name) {
            (TableId::Visits, visits::TIME) => at(visits::DATE),
            (TableId::Orders, orders::UNIT_PRICE) => at(orders::AMOUNT),
            _ => at(name),
        };
        let control = totals.iter().enumerate().filter(|(_, t)| t.table == table);
        let order = || {
            Some(OrderPlan {
                amount: at(orders::AMOUNT)?,
                quantity: at(orders::QUANTITY)?,
                unit_price: at(orders::UNIT_PRICE)?,
                returned: at(orders::RETURNED)?,
            })
        };
        let named = |name: &&'static str| header.has(name);
        let nameless = ![customers::CUSTOMER, customers::CUSTOMER_ID].iter().any(named);
        // Who was visited stands for the customer only where no column is meant for the customer.
        let asked = |name: &&&'static str| nameless || **name != visits::PERSON_VISITED;
        Plan {
            required: spec
                .required
                .iter()
                .map(|group| group.iter().filter(asked).filter_map(|name| filled(name)).collect())
                .collect(),
            control: control.filter_map(|(i, t)| Some((i, at(t.column)?))).collect(),
            id: id_of_record(spec),
            customer_id: at(customers::CUSTOMER_ID),
            customer: at(customers::CUSTOMER),
            currency: at(orders::CURRENCY).filter(|c| header.mapped.iter().any(|m| m.field.column == *c)),
            person_is_customer: at(visits::PERSON_VISITED).filter(|_| nameless && header.has(visits::PERSON_VISITED)),
            title_day: None,
            last_col: None,
            date: at(visits::DATE),
            order: if table == TableId::Orders { order() } else { None },
        }
    }
}

/// A cell of a row that stands beyond the header where none should, and is not blank.
pub(crate) fn surplus<'c, 'a>(plan: &Plan, cells: &'c [Cell<'a>]) -> Option<&'c Cell<'a>> {
    let last = plan.last_col?;
    let blank = |cell: &Cell<'_>| matches!(cell.value, Value::Text(text) if text.trim().is_empty());
    cells.iter().rev().take_while(|cell| cell.col > last).filter(|cell| !blank(cell)).last()
}

/// The column that names a record of a table.
pub(crate) fn id_of_record(spec: &TableSpec) -> Option<usize> {
    let key = spec.record_key.first().copied();
    [key, Some(customers::CUSTOMER_ID), Some(dispositions::FINDING_ID)].into_iter().flatten().find_map(|name| spec.position(name))
}
