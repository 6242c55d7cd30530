//! Tests of the templates as they are said: words that read back, messages that fit, examples that are whole.

use std::collections::BTreeSet;

use super::*;
use crate::tables::{EXAMPLE_PREFIXES, Vocabulary, word_lists};

const LANGUAGES: [Language; 2] = [Language::Zh, Language::En];

/// The texts that a table's example rows hold in a column.
fn texts(language: Language, table: TableId, name: &str) -> BTreeSet<String> {
    let template = super::table(Labels::of(language), table);
    let Body::Table { rows } = &template.body else { panic!("{} is no table", template.title) };
    let at = template.columns.iter().position(|c| c.name == name).unwrap();
    let text = |value: &Value| if let Value::Text(text) = value { Some(text.clone()) } else { None };
    rows.iter().filter_map(|row| text(&row[at])).collect()
}

#[test]
fn every_code_is_offered_and_every_offered_word_reads_back_as_its_code() {
    let lists = TableId::ALL.into_iter().flat_map(|t| t.spec().columns).filter_map(|c| offer::list_of(c.kind));
    let lists: BTreeSet<Vocabulary> = lists.collect();
    assert!(lists.len() >= 9, "{lists:?}");
    let data = word_lists();
    for list in lists {
        for language in LANGUAGES {
            let offered = offer::words(language, list);
            assert_eq!(offered.len(), data[list.name()]["exact"].as_table().unwrap().len(), "{list:?} {language:?}");
            for (code, word) in offered {
                assert_eq!(list.words().code(word), Some(code), "{list:?}: {word}");
            }
        }
    }
}

#[test]
fn messages_and_lists_fit_into_a_spreadsheet() {
    let units = |text: &str| text.encode_utf16().count();
    for template in LANGUAGES.into_iter().flat_map(all) {
        for column in &template.columns {
            let place = format!("{}: {}", template.file, column.header);
            assert!(units(&column.header) <= 32, "{place}");
            assert!(units(&column.meaning) + units(&column.how) < 255, "{place}");
            assert!(units(column.refusal.0) <= 32 && units(&column.refusal.1) <= 255, "{place}");
            if let Entry::Choice { words, .. } = &column.entry {
                assert!(units(&words.join(",")) <= 255 && words.iter().all(|w| !w.contains(',')), "{place}");
            }
        }
        assert_eq!(template.notes.rows.len(), template.columns.len());
    }
}

#[test]
fn examples_use_columns_that_are_there_and_lose_nothing() {
    for language in LANGUAGES {
        let labels = Labels::of(language);
        for table in TableId::ALL {
            let rows = examples::rows(labels, table);
            assert!((2..=3).contains(&rows.len()), "{}", table.name());
            let forms = [TableId::Visits, TableId::Callbacks].contains(&table).then(|| examples::form(labels, table));
            for record in rows.iter().chain(&forms) {
                let fields: Vec<&str> = record.keys().map(String::as_str).collect();
                let values = examples::values(labels, table, &fields, record);
                assert_eq!(values.len(), fields.len(), "{fields:?}");
                for (name, value) in fields.iter().zip(&values) {
                    let blank = record[*name].as_str() == Some("");
                    assert_eq!(*value == Value::Empty, blank, "{}: {name}", table.name());
                }
            }
        }
    }
}

#[test]
fn examples_are_marked_and_tell_one_story() {
    for (language, prefix) in LANGUAGES.into_iter().zip(EXAMPLE_PREFIXES) {
        let of = |table, name| texts(language, table, name);
        for (table, name) in [
            (TableId::Customers, "customer_id"),
            (TableId::Visits, "visit_id"),
            (TableId::Visits, "trip_id"),
            (TableId::Expenses, "expense_id"),
            (TableId::Expenses, "receipt_no"),
            (TableId::Orders, "order_id"),
            (TableId::Callbacks, "callback_id"),
        ] {
            let ids = of(table, name);
            assert!(!ids.is_empty() && ids.iter().all(|id| id.starts_with(prefix)), "{ids:?}");
        }
        for name in ["customer_id", "customer"] {
            let known = of(TableId::Customers, name);
            for table in [TableId::Visits, TableId::Orders, TableId::Callbacks] {
                assert_eq!(of(table, name), known, "{} {name}", table.name());
            }
        }
        assert_eq!(of(TableId::Expenses, "trip_id"), of(TableId::Visits, "trip_id"));
        assert_eq!(of(TableId::Expenses, "employee"), of(TableId::Visits, "salesperson"));
    }
    let customers = LANGUAGES.map(|language| texts(language, TableId::Customers, "customer"));
    assert!(customers[0].is_disjoint(&customers[1]));
}

#[test]
fn of_columns_that_stand_for_each_other_one_is_marked() {
    let template = table(Labels::of(Language::En), TableId::Orders);
    let need = |name: &str| template.columns.iter().find(|c| c.name == name).unwrap().need.clone();
    assert_eq!(need("order_id"), Need::Required);
    assert_eq!(need("customer"), Need::Unless("Customer ID".to_owned()));
    assert_eq!(need("customer_id"), Need::Instead("Customer".to_owned()));
    assert_eq!(need("amount"), Need::Unless("Unit Price".to_owned()));
    assert_eq!(need("product"), Need::Optional);
    // The time of a visit is no column of the template, so its date has nothing to take its place.
    assert!(table(Labels::of(Language::Zh), TableId::Visits).columns[2].need == Need::Required);
}
