//! What is handed over: every table with its columns, and what a column's values are.

use crate::tables::{self, TableId};

/// Which of the two levels a table belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// What a published month states.
    Review,
    /// The cleaned rows of the input.
    Records,
}

impl Level {
    /// The folder of its tables.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Level::Review => "review",
            Level::Records => "records",
        }
    }
}

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Date,
    Bool,
    Count,
    /// An amount with two decimals, exact.
    Money,
    /// 0 to 1 (a ratio may exceed it) with four decimals, exact.
    Share,
    /// With two decimals, exact.
    Score,
    /// A measured number: a quantity, a rating.
    Real,
}

impl Kind {
    /// How many decimals the whole number of a cell stands for.
    #[must_use]
    pub fn decimals(self) -> u32 {
        match self {
            Kind::Money | Kind::Score => 2,
            Kind::Share => 4,
            Kind::Text | Kind::Date | Kind::Bool | Kind::Count | Kind::Real => 0,
        }
    }
}

/// A column by name and kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
}

/// A table. Beside its columns every row has a `subsidiary` and, unless it is a snapshot, a `month`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    pub level: Level,
    pub name: &'static str,
    /// Whether its rows belong to months.
    pub monthly: bool,
    pub columns: Vec<Column>,
}

/// Every table that is handed over: those of the review, in the order in which they are put in place, then the records.
#[must_use]
pub fn shapes() -> Vec<Shape> {
    let records = RECORDS.iter().map(|table| record(*table));
    REVIEW.iter().map(|(name, columns)| review(name, columns)).chain(records).collect()
}

/// The tables of records.
pub(super) const RECORDS: [TableId; 5] =
    [TableId::Orders, TableId::Visits, TableId::Expenses, TableId::Callbacks, TableId::Customers];

pub(super) const CUSTOMERS: &str = "customers";
pub(super) const CONTROL_TOTALS: &str = "control_totals";
pub(super) const INPUTS: &str = "inputs";
pub(super) const RULES: &str = "rules";
pub(super) const RUNS: &str = "runs";

/// The tables of the review: those in the folder's `tables/` under their own names and columns, then what the manifest says.
/// `runs` comes last: whoever sees a new run sees all of it.
const REVIEW: &[(&str, &str)] = &[
    (
        CUSTOMERS,
        "customer_key customer_id customer region sales_month:money sales_window:money demand:money volume:money share:share \
         volume_high:bool share_high:bool segment segment_prev abc tier tier_blocked_by payment_index:score credit_score:score \
         credit_grade credit_grade_prev credit_components receivable_open:money overdue:money dso:score ratings_n:count csat:share \
         satisfaction_score:score referral_net:share complaints:count visits_month:count callbacks_month:count \
         callback_weeks_due:count callback_weeks_met:count visits_window:count visit_orders_same_day:share visit_orders_30d:share \
         travel_cost_window:money travel_cost_ratio:share owner",
    ),
    (
        "findings",
        "finding_id rule severity employee customer trip_id date:date claimed:money allowed:money excess:money currency message \
         evidence net_excess:money status policy decided_by decided_on:date decision_note",
    ),
    ("rejects", "table file sheet row:count column value reason message"),
    ("movement", "from to customers:count sales_window:money"),
    (
        "employees",
        "employee grade visits_month:count trips_month:count claimed_month:money allowed_month:money excess_month:money \
         findings:count",
    ),
    (
        INPUTS,
        "file sha256 bytes:count problem sheet table why layout header_row:count seen:count accepted:count rejected:count \
         repeated_header:count subtotal:count note:count duplicate_export:count superseded:count",
    ),
    (CONTROL_TOTALS, "table column seen:money accepted:money rejected:money skipped:money"),
    (
        RULES,
        "rule status reason findings:count excess:money tested:count unjudged:count open:count decided:count false_alarms:count \
         precision:share",
    ),
    (
        RUNS,
        "as_of:date currency newest_month tool_version schema_version:count config_sha256 manifest_sha256 tried \
         sales_month:money sales_window:money customers:count receivable_open:money overdue:money csat:share \
         findings_error:count findings_warning:count findings_note:count open_error:count open_warning:count open_note:count \
         excess:money net_excess:money in_question:money rows_seen:count rows_accepted:count rows_rejected:count \
         rows_skipped:count conflicts:count",
    ),
];

fn review(name: &'static str, columns: &str) -> Shape {
    Shape { level: Level::Review, name, monthly: true, columns: columns.split_whitespace().map(declared).collect() }
}

/// `name` or `name:kind`.
fn declared(text: &str) -> Column {
    let (name, kind) = text.split_once(':').unwrap_or((text, "text"));
    let kind = match kind {
        "date" => Kind::Date,
        "bool" => Kind::Bool,
        "count" => Kind::Count,
        "money" => Kind::Money,
        "share" => Kind::Share,
        "score" => Kind::Score,
        _ => Kind::Text,
    };
    Column { name: name.to_owned(), kind }
}

/// Columns beside those that a table of records declares.
pub(super) const CUSTOMER_KEY: &str = "customer_key";
pub(super) const CUSTOMER: &str = "customer";
pub(super) const SOURCE: [(&str, Kind); 3] =
    [("source_file", Kind::Text), ("source_sheet", Kind::Text), ("source_row", Kind::Count)];

/// A table of records: the customer it is about, the columns as stored, and the row of the input they came from.
pub(super) fn record(table: TableId) -> Shape {
    let column = |name: &str, kind| Column { name: name.to_owned(), kind };
    let mut columns = vec![column(CUSTOMER_KEY, Kind::Text)];
    let spec = table.spec();
    if spec.columns.iter().any(|c| c.kind == tables::Kind::PartyName) {
        columns.push(column(CUSTOMER, Kind::Text));
    }
    for declared in spec.columns {
        columns.extend(declared.stored().into_iter().map(|(name, _)| {
            let kind = if name == declared.name { kind(declared.kind) } else { Kind::Count };
            Column { name, kind }
        }));
    }
    columns.extend(SOURCE.map(|(name, kind)| column(name, kind)));
    Shape { level: Level::Records, name: spec.name, monthly: table != TableId::Customers, columns }
}

fn kind(kind: tables::Kind) -> Kind {
    match kind {
        tables::Kind::Text
        | tables::Kind::Answer
        | tables::Kind::Name
        | tables::Kind::Id
        | tables::Kind::Words(_)
        | tables::Kind::PartyName
        | tables::Kind::PartyId
        | tables::Kind::Span => Kind::Text,
        tables::Kind::Date | tables::Kind::Moment => Kind::Date,
        tables::Kind::Minute | tables::Kind::Count => Kind::Count,
        tables::Kind::Money => Kind::Money,
        tables::Kind::Decimal | tables::Kind::Rating => Kind::Real,
        tables::Kind::Flag => Kind::Bool,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_table_has_a_column_twice_or_one_that_partitions_it() {
        for shape in shapes() {
            let names: BTreeSet<&str> = shape.columns.iter().map(|c| c.name.as_str()).collect();
            assert_eq!(names.len(), shape.columns.len(), "{}", shape.name);
            assert!(!["subsidiary", "month", "line"].iter().any(|name| names.contains(name)), "{}", shape.name);
        }
    }

    #[test]
    fn records_say_whose_and_from_where() {
        let orders = record(TableId::Orders);
        let name = |at: usize| orders.columns[at].name.as_str();
        assert_eq!([name(0), name(1), name(2)], ["customer_key", "customer", "order_id"]);
        let kind = |name: &str| orders.columns.iter().find(|c| c.name == name).map(|c| c.kind);
        assert_eq!(kind("date"), Some(Kind::Date));
        assert_eq!(kind("date_minute"), Some(Kind::Count));
        assert_eq!(kind("amount"), Some(Kind::Money));
        assert_eq!(kind("source_row"), Some(Kind::Count));
        // The master spells the customer itself.
        let master = record(TableId::Customers);
        assert_eq!(master.columns.iter().filter(|c| c.name == "customer").count(), 1);
        assert!(!master.monthly);
    }
}
