//! How one sheet is looked at: the known headers, and over them what the configuration decided for this sheet.

use wildmatch::WildMatch;

use super::header::{HeaderIndex, Match, Spelling, key, split_unit};
use crate::config::{Config, DateOrder, Mapping};
use crate::tables::TableId;

/// The decisions that fit one sheet.
#[derive(Debug, Default)]
pub(crate) struct Pin {
    pub(crate) skip: bool,
    pub(crate) table: Option<TableId>,
    pub(crate) header_row: Option<u32>,
    pub(crate) date_order: Option<DateOrder>,
    pub(crate) currency: Option<String>,
    /// Header, as it is compared, and the field it fills; an empty field leaves the column out.
    columns: Vec<(String, String)>,
}

impl Pin {
    /// What the configuration decides for a sheet; `None` where it says nothing.
    pub(crate) fn of(config: &Config, file: &str, sheet: &str) -> Option<Pin> {
        let fits = |m: &&Mapping| {
            let fit = |pattern: &str, name: &str| WildMatch::new_case_insensitive(pattern).matches(name);
            fit(&m.file, file) && fit(&m.sheet, sheet)
        };
        let mut fitting = config.mapping.iter().filter(fits).peekable();
        fitting.peek()?;
        let mut pin = Pin::default();
        for m in fitting {
            pin.skip |= m.skip;
            pin.table = m.table.as_deref().and_then(table_of).or(pin.table);
            pin.header_row = m.header_row.or(pin.header_row);
            pin.date_order = m.date_order.or(pin.date_order);
            pin.currency = m.currency.clone().or(pin.currency);
            for (header, field) in &m.columns {
                pin.columns.retain(|(known, _)| *known != key(header));
                pin.columns.push((key(header), field.clone()));
            }
        }
        Some(pin)
    }

    fn column(&self, header: &str) -> Option<&str> {
        let wanted = key(header);
        self.columns.iter().find(|(known, _)| *known == wanted).map(|(_, field)| field.as_str())
    }
}

fn table_of(name: &str) -> Option<TableId> {
    TableId::ALL.into_iter().find(|table| table.name() == name)
}

/// The known headers as they hold for one sheet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lens<'a> {
    pub(crate) index: &'a HeaderIndex,
    pub(crate) pin: Option<&'a Pin>,
}

impl Lens<'_> {
    /// The tables the sheet may hold.
    pub(crate) fn tables(&self) -> impl Iterator<Item = TableId> + use<> {
        let pinned = self.pin.and_then(|pin| pin.table);
        TableId::ALL.into_iter().filter(move |table| pinned.is_none_or(|only| only == *table))
    }

    /// Whether a person said which table it is: then nothing else has to tell it from others.
    pub(crate) fn is_pinned(&self) -> bool {
        self.pin.is_some_and(|pin| pin.table.is_some())
    }

    /// The column of a table that a header names.
    pub(crate) fn find(&self, table: TableId, header: &str) -> Option<Match> {
        match self.pin.and_then(|pin| pin.column(header)) {
            Some(field) => {
                let column = table.spec().position(field)?;
                Some(Match::new(table, Spelling::decided(column), split_unit(header).1))
            }
            None => self.index.find(table, header),
        }
    }

    /// Whether the configuration leaves the column out: then it is not unknown either.
    pub(crate) fn is_left_out(&self, header: &str) -> bool {
        self.pin.and_then(|pin| pin.column(header)).is_some_and(str::is_empty)
    }
}

/// Names in `[[mapping]]` and `[aliases]` that no table or field has, as `key: what is wrong`.
#[must_use]
pub fn config_faults(config: &Config) -> Vec<String> {
    let tables = || TableId::ALL.map(TableId::name).join(", ");
    let mut faults = Vec::new();
    for (table, fields) in &config.aliases {
        let Some(known) = table_of(table) else {
            faults.push(format!("aliases.{table}: no such table; the tables are {}", tables()));
            continue;
        };
        for field in fields.keys().filter(|field| known.spec().position(field).is_none()) {
            faults.push(format!("aliases.{table}.{field}: {}", no_field(field, &[known])));
        }
    }
    for (at, mapping) in config.mapping.iter().enumerate() {
        let pinned = mapping.table.as_deref();
        if let Some(name) = pinned.filter(|name| table_of(name).is_none()) {
            faults.push(format!("mapping[{at}].table: `{name}` is none; the tables are {}", tables()));
            continue;
        }
        let among: Vec<TableId> = pinned.and_then(table_of).map_or_else(|| TableId::ALL.to_vec(), |table| vec![table]);
        for (header, field) in &mapping.columns {
            if !field.is_empty() && among.iter().all(|table| table.spec().position(field).is_none()) {
                faults.push(format!("mapping[{at}].columns.{header}: {}", no_field(field, &among)));
            }
        }
    }
    faults
}

fn no_field(field: &str, tables: &[TableId]) -> String {
    let known: Vec<&str> = tables.iter().flat_map(|t| t.spec().columns.iter().map(|c| c.name)).collect();
    match crate::config::nearest(field, &known) {
        Some(near) => format!("no field `{field}`; did you mean `{near}`?"),
        None => format!("no field `{field}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{expenses, orders};

    const MAPPING: &str = r#"
        [[mapping]]
        file = "财务/*"
        date_order = "mdy"
        [[mapping]]
        sheet = "报销?"
        table = "expenses"
        columns = { "花了多少(k)" = "amount", "微信群" = "" }
    "#;

    #[test]
    fn decisions_that_fit_a_sheet_add_up() {
        let config = crate::config::parse("t", MAPPING).unwrap();
        let index = HeaderIndex::new(&config);
        assert!(Pin::of(&config, "orders.xlsx", "Sheet1").is_none());
        let pin = Pin::of(&config, "财务/a.XLSX", "报销1").unwrap();
        assert_eq!((pin.table, pin.date_order), (Some(TableId::Expenses), Some(DateOrder::Mdy)));
        let lens = Lens { index: &index, pin: Some(&pin) };
        assert_eq!(lens.tables().collect::<Vec<_>>(), [TableId::Expenses]);
        let found = lens.find(TableId::Expenses, "花了多少（k）").unwrap();
        assert_eq!(TableId::Expenses.spec().columns[found.column].name, expenses::AMOUNT);
        assert_eq!(found.unit.factor, rust_decimal::Decimal::from(1000));
        assert!(lens.is_left_out("微信群") && !lens.is_left_out("金额"));
        assert!(lens.find(TableId::Expenses, "金额").is_some(), "what is not decided is known as ever");
    }

    #[test]
    fn names_that_do_not_exist_are_refused_with_the_nearest_one() {
        let text = "[aliases.order]\namount = [\"x\"]\n[aliases.orders]\namonut = [\"y\"]\n\
            [[mapping]]\ntable = \"visit\"\n[[mapping]]\ntable = \"orders\"\ncolumns = { a = \"employee\", b = \"due_onn\" }\n";
        let faults = config_faults(&crate::config::parse("t", text).unwrap());
        assert_eq!(faults.len(), 5, "{faults:?}");
        assert!(faults[1].contains("did you mean `amount`?"), "{}", faults[1]);
        assert!(faults.iter().any(|f| f.contains(&format!("`{}`", orders::DUE_ON))), "{faults:?}");
        assert!(config_faults(&Config::default()).is_empty());
    }
}
