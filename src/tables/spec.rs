//! How a table is declared: its name, what it needs, and its columns with their kinds.

use polars::prelude::DataType;

use serde::{Deserialize, Serialize};

use super::{Vocabulary, callbacks, customers, dispositions, expenses, orders, visits};

/// The tables of the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TableId {
    Customers,
    Visits,
    Expenses,
    Orders,
    Callbacks,
    /// Beyond domain.md section 1: what was decided about findings.
    Dispositions,
}

impl TableId {
    /// In the order of domain.md section 1.
    pub const ALL: [TableId; 6] =
        [TableId::Customers, TableId::Visits, TableId::Expenses, TableId::Orders, TableId::Callbacks, TableId::Dispositions];

    /// The name used in the manifest, in `rejects.csv` and in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// The declaration of the table.
    #[must_use]
    pub fn spec(self) -> &'static TableSpec {
        match self {
            TableId::Customers => &customers::SPEC,
            TableId::Visits => &visits::SPEC,
            TableId::Expenses => &expenses::SPEC,
            TableId::Orders => &orders::SPEC,
            TableId::Callbacks => &callbacks::SPEC,
            TableId::Dispositions => &dispositions::SPEC,
        }
    }
}

/// The name of a declared column, found by a text that says the same.
pub(crate) fn column_name(text: &str) -> Option<&'static str> {
    TableId::ALL.iter().flat_map(|table| table.spec().columns).map(|column| column.name).find(|name| *name == text)
}

/// A table as declared.
#[derive(Debug)]
pub struct TableSpec {
    pub id: TableId,
    pub name: &'static str,
    /// Groups of columns: a record needs one of each group.
    pub required: &'static [&'static [&'static str]],
    /// At least one of these tells the table from others; a sheet without any is not taken for it.
    pub distinctive: &'static [&'static str],
    /// Money columns whose sums are reconciled.
    pub control: &'static [&'static str],
    /// What names one record across exports: the first column must be there, the others may be empty; none
    /// where every record stands for itself. A record that is not
    /// the only one of its key in its file (an order of several lines without a product) is not compared.
    pub record_key: &'static [&'static str],
    pub columns: &'static [Column],
}

impl TableSpec {
    /// Position of a column by name.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == name)
    }

    /// Every column as stored, in order: name and type.
    #[must_use]
    pub fn schema(&self) -> Vec<(String, DataType)> {
        self.columns.iter().flat_map(Column::stored).collect()
    }
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
}

/// What the cells of a column mean; it decides how they are read and stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Free text.
    Text,
    /// Free text that says what there is, where there is something: a no is nothing.
    Answer,
    /// The name of a person or company: spaces and full-width letters unified.
    Name,
    /// An identifier: text, never a number.
    Id,
    /// The customer's name in a record: read, and kept as the customer it stands for.
    PartyName,
    /// The customer's id in a record: read, and kept as the customer it stands for.
    PartyId,
    /// A day; a time of day beside it is dropped.
    Date,
    /// A day with, where stated, a time; stored as `name` and `name_minute`.
    Moment,
    /// A time of day, in minutes after midnight.
    Minute,
    /// `11:00-12:00`, or a day with a time: not stored, it fills `date`, `start` and `end`.
    Span,
    /// Money in minor units.
    Money,
    /// A decimal number that is not money.
    Decimal,
    Count,
    Flag,
    /// One of a list of words, stored as its code.
    Words(Vocabulary),
    /// A rating on 1 to 5, from words or numbers.
    Rating,
}

impl Column {
    /// The name of the minutes that stand beside a moment.
    #[must_use]
    pub fn minute_of(name: &str) -> String {
        format!("{name}_minute")
    }

    /// The stored columns of this column.
    #[must_use]
    pub fn stored(&self) -> Vec<(String, DataType)> {
        let name = self.name.to_owned();
        match self.kind {
            Kind::Text | Kind::Answer | Kind::Name | Kind::Id | Kind::Words(_) => vec![(name, DataType::String)],
            Kind::Date => vec![(name, DataType::Date)],
            Kind::Moment => vec![(name, DataType::Date), (Self::minute_of(self.name), DataType::Int32)],
            Kind::Minute | Kind::Count => vec![(name, DataType::Int32)],
            Kind::Span | Kind::PartyName | Kind::PartyId => Vec::new(),
            Kind::Money => vec![(name, DataType::Int64)],
            Kind::Decimal | Kind::Rating => vec![(name, DataType::Float64)],
            Kind::Flag => vec![(name, DataType::Boolean)],
        }
    }
}

/// Declares the columns of a table: a constant for each name, and the list.
macro_rules! columns {
    ($( $(#[$doc:meta])* $constant:ident = $name:literal : $kind:expr; )*) => {
        $( $(#[$doc])* pub const $constant: &str = $name; )*
        /// Every column, in the order of domain.md section 1.
        pub const COLUMNS: &[$crate::tables::Column] = &[ $( $crate::tables::Column { name: $name, kind: $kind } ),* ];
    };
}
pub(super) use columns;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_table_needs_are_columns_it_has() {
        for table in TableId::ALL {
            let spec = table.spec();
            assert_eq!(spec.id, table);
            for name in spec.required.iter().copied().flatten().chain(spec.distinctive).chain(spec.control) {
                assert!(spec.position(name).is_some(), "{}: {name}", spec.name);
            }
        }
    }
}
