//! The columns of a template, made from the declaration of their table.

use super::describe::describe;
use super::model::{Column, Entry, Need};
use super::offer;
use crate::config::Language;
use crate::labels::templates::{Words, words};
use crate::labels::{Labels, fill, problems};
use crate::tables::{self, Kind, TableId, Vocabulary, callbacks, orders, visits};

/// Texts that are a word or two: they need no more room than a name.
const SHORT_TEXTS: [&str; 5] = [orders::PRODUCT, orders::CURRENCY, visits::PLACE, visits::PROJECT, callbacks::COMPLAINT_CATEGORY];

/// The named fields of a table as columns, in their order.
pub(super) fn of(labels: &Labels, table: TableId, fields: &[&str]) -> Vec<Column> {
    let spec = table.spec();
    let declared = fields.iter().filter_map(|name| spec.columns.iter().find(|c| c.name == *name));
    declared.map(|column| build(labels, table, column, fields)).collect()
}

fn build(labels: &Labels, table: TableId, column: &tables::Column, fields: &[&str]) -> Column {
    let said = words(labels);
    let entry = entry(labels.language, column);
    let how = how(said, column.kind, &entry);
    let refusal = match &entry {
        Entry::Choice { only: false, .. } => (said.doubtful, said.not_in_list.to_owned()),
        _ => (said.refused, how.clone()),
    };
    Column {
        name: column.name,
        header: header(labels, table, column.name),
        need: need(labels, table, column.name, fields),
        meaning: describe(labels.language, table, column.name).unwrap_or_default().to_owned(),
        entry,
        how,
        refusal,
    }
}

/// The header of a field: in Chinese its usual spelling, in English its own name as a title.
fn header(labels: &Labels, table: TableId, name: &str) -> String {
    let field = problems::field(labels, table, name);
    match labels.language {
        Language::Zh => field,
        Language::En => field.split(' ').map(titled).collect::<Vec<_>>().join(" "),
    }
}

fn titled(word: &str) -> String {
    if word == "id" {
        return "ID".to_owned();
    }
    if matches!(word, "on" | "or") {
        return word.to_owned();
    }
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Of each group of which a record needs one, the template marks the first it shows.
fn need(labels: &Labels, table: TableId, name: &str, fields: &[&str]) -> Need {
    let group = table.spec().required.iter().find(|group| group.contains(&name));
    let shown: Vec<&str> = group.into_iter().copied().flatten().copied().filter(|n| fields.contains(n)).collect();
    match shown.as_slice() {
        [] => Need::Optional,
        [_] => Need::Required,
        [first, other, ..] if *first == name => Need::Unless(header(labels, table, other)),
        [first, ..] => Need::Instead(header(labels, table, first)),
    }
}

fn entry(language: Language, column: &tables::Column) -> Entry {
    let kind = column.kind;
    if let Some(list) = offer::list_of(kind) {
        let words = offer::words(language, list).into_iter().map(|(_, word)| word.to_owned()).collect();
        return Entry::Choice { words, only: kind == Kind::Flag };
    }
    match kind {
        Kind::Text | Kind::Answer if SHORT_TEXTS.contains(&column.name) => Entry::Name,
        Kind::Id | Kind::PartyId => Entry::Id,
        Kind::Name | Kind::PartyName | Kind::Span => Entry::Name,
        Kind::Date => Entry::Date,
        Kind::Moment => Entry::Moment,
        Kind::Minute => Entry::Time,
        Kind::Money => Entry::Amount,
        Kind::Decimal => Entry::Number,
        Kind::Count => Entry::Count,
        Kind::Text | Kind::Answer | Kind::Flag | Kind::Words(_) | Kind::Rating => Entry::Text,
    }
}

fn how(said: &Words, kind: Kind, entry: &Entry) -> String {
    let template = match entry {
        Entry::Choice { words, .. } => {
            let template = match kind {
                Kind::Rating => said.rating,
                Kind::Words(Vocabulary::Grade | Vocabulary::Approver) => said.grade,
                _ => said.choice,
            };
            return fill(template, &[("words", words.join(said.between))]);
        }
        Entry::Name if kind == Kind::Span => said.span,
        Entry::Text | Entry::Name => said.text,
        Entry::Id => said.id,
        Entry::Date => said.date,
        Entry::Moment => said.moment,
        Entry::Time => said.time,
        Entry::Amount => said.amount,
        Entry::Number => said.number,
        Entry::Count => said.count,
    };
    template.to_owned()
}
