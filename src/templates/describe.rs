//! One sentence for each column of each table: data in `assets/templates/columns.toml`.

use std::sync::LazyLock;

use crate::config::Language;
use crate::tables::TableId;

static COLUMNS: LazyLock<toml::Table> =
    LazyLock::new(|| toml::from_str(include_str!("../../assets/templates/columns.toml")).unwrap_or_default());

/// What belongs into a column, in a sentence.
#[must_use]
pub fn describe(language: Language, table: TableId, column: &str) -> Option<&'static str> {
    let language = match language {
        Language::En => "en",
        Language::Zh => "zh",
    };
    COLUMNS.get(table.name())?.get(column)?.get(language)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_every_table_has_a_sentence_in_both_languages_and_no_other_has() {
        for table in TableId::ALL {
            let columns = table.spec().columns;
            for column in columns {
                let [en, zh] =
                    [Language::En, Language::Zh].map(|language| describe(language, table, column.name).unwrap_or_default());
                assert!(en.ends_with('.') && en.is_ascii(), "{}.{}: {en}", table.name(), column.name);
                assert!(zh.ends_with('。') && !zh.is_ascii(), "{}.{}: {zh}", table.name(), column.name);
            }
            assert_eq!(COLUMNS[table.name()].as_table().map(toml::Table::len), Some(columns.len()), "{}", table.name());
        }
        assert_eq!(COLUMNS.len(), TableId::ALL.len());
    }
}
