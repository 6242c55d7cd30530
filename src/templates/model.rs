//! A template as plain data: its columns, what may be entered, what is entered already, and the sheet that explains them.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::report::model::Script;

/// A workbook to fill in.
#[derive(Debug, Clone)]
pub struct Template {
    /// Path below the folder of the templates.
    pub file: String,
    /// Name of the sheet to fill in, and the heading of a form.
    pub title: &'static str,
    pub script: Script,
    pub columns: Vec<Column>,
    pub body: Body,
    pub notes: Notes,
}

/// What is to be filled in.
#[derive(Debug, Clone)]
pub enum Body {
    /// One record a row; a value for each column.
    Table { rows: Vec<Vec<Value>> },
    /// One record a sheet; a value for each column.
    Form { values: Vec<Value>, hint: &'static str, signatures: [&'static str; 2] },
}

/// A column of a table, or a field of a form.
#[derive(Debug, Clone)]
pub struct Column {
    /// The field's name in the declaration of the table.
    pub name: &'static str,
    /// As it is written, without the mark of a required column.
    pub header: String,
    pub need: Need,
    pub entry: Entry,
    /// What belongs there, in a sentence.
    pub meaning: String,
    /// How it is written, in a sentence.
    pub how: String,
    /// Heading and text for an entry that is refused or doubted.
    pub refusal: (&'static str, String),
}

/// Whether a column has to be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    Required,
    /// Required, unless the column with this header is filled.
    Unless(String),
    /// Takes the place of the required column with this header.
    Instead(String),
    Optional,
}

impl Need {
    /// Whether the header carries the mark of a required column.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        matches!(self, Need::Required | Need::Unless(_))
    }
}

/// What may be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    Text,
    /// A short text: a name, a place.
    Name,
    /// An identifier: kept as text, so that no digit is lost.
    Id,
    Date,
    /// A day, with the time where it is known.
    Moment,
    Time,
    Amount,
    Number,
    Count,
    /// A word of a list; `only` these, or others at one's own risk.
    Choice {
        words: Vec<String>,
        only: bool,
    },
}

/// What is entered in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Empty,
    Text(String),
    Number(f64),
    Day(NaiveDate),
    Moment(NaiveDateTime),
    Time(NaiveTime),
}

/// The sheet that explains the columns.
#[derive(Debug, Clone)]
pub struct Notes {
    pub sheet: &'static str,
    pub title: String,
    pub intro: Vec<String>,
    pub heading: [&'static str; 5],
    /// Where, needed, meaning, how, example; and whether the column is a required one.
    pub rows: Vec<([String; 5], bool)>,
}
