//! Workbooks to fill in by hand: what stands on them, in one language. How they look is decided where they are drawn.
//!
//! Columns, required ones and kinds come from [`crate::tables`], header spellings and drop-down words from the vocabulary, the
//! sentence for each column and the example rows from `assets/templates/`.

mod columns;
mod describe;
mod examples;
mod model;
mod notes;
mod offer;

pub use describe::describe;
pub use model::{Body, Column, Entry, Need, Notes, Template, Value};

use crate::config::Language;
use crate::labels::{Labels, templates as words};
use crate::tables::{Kind, TableId};

/// Every template of a language: a table each, then the forms.
#[must_use]
pub fn all(language: Language) -> Vec<Template> {
    let labels = Labels::of(language);
    let tables = TableId::ALL.into_iter().map(|id| table(labels, id));
    tables.chain([TableId::Visits, TableId::Callbacks].map(|id| form(labels, id))).collect()
}

/// A table: one record a row.
#[must_use]
pub fn table(labels: &Labels, table: TableId) -> Template {
    // A span says what the start and the end of the visit say: it is for forms, where it is one blank to fill.
    let fields: Vec<&str> = table.spec().columns.iter().filter(|c| c.kind != Kind::Span).map(|c| c.name).collect();
    let columns = columns::of(labels, table, &fields);
    let rows = examples::rows(labels, table).iter().map(|row| examples::values(labels, table, &fields, row)).collect();
    let (file, title) = words::table(labels, table);
    assemble(labels, file, title, columns, Body::Table { rows })
}

/// A form: one record a sheet.
#[must_use]
pub fn form(labels: &Labels, table: TableId) -> Template {
    let record = examples::form(labels, table);
    let fields: Vec<&str> = record.keys().map(String::as_str).collect();
    let columns = columns::of(labels, table, &fields);
    let values = examples::values(labels, table, &fields, &record);
    let (file, title) = words::form(labels, table);
    let said = words::words(labels);
    assemble(labels, file, title, columns, Body::Form { values, hint: said.form_hint, signatures: said.signatures })
}

fn assemble(labels: &Labels, file: &str, title: &'static str, columns: Vec<Column>, body: Body) -> Template {
    let notes = notes::notes(labels, title, &columns, &body);
    let file = format!("{}/{file}.xlsx", words::words(labels).folder);
    Template { file, title, script: labels.script, columns, body, notes }
}

#[cfg(test)]
#[path = "templates_tests.rs"]
mod tests;
