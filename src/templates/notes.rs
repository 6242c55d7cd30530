//! The sheet that explains the columns: where, needed or not, what belongs there, how to write it, an example.

use super::model::{Body, Column, Need, Notes, Value};
use crate::labels::templates::{Words, words};
use crate::labels::{Labels, fill};

pub(super) fn notes(labels: &Labels, title: &str, columns: &[Column], body: &Body) -> Notes {
    let said = words(labels);
    let intro = match body {
        Body::Table { .. } => said.table_intro,
        Body::Form { .. } => said.form_intro,
    };
    let rows = (0..).zip(columns).map(|(at, column)| (row(said, at, column, body), column.need.is_marked()));
    Notes {
        sheet: said.notes,
        title: fill(said.notes_title, &[("title", title.to_owned())]),
        intro: intro.iter().map(|line| fill(line, &[("prefix", said.prefix.to_owned())])).collect(),
        heading: said.heading,
        rows: rows.collect(),
    }
}

fn row(said: &Words, at: usize, column: &Column, body: &Body) -> [String; 5] {
    // A header alone in its cell would be taken for a label: by the reader of tables on their side, and of forms.
    let place = match body {
        Body::Table { .. } => fill(said.column, &[("letter", letter(at)), ("header", column.header.clone())]),
        Body::Form { .. } => fill(said.field, &[("header", column.header.clone())]),
    };
    let need = match &column.need {
        Need::Required => said.required.to_owned(),
        Need::Optional => said.optional.to_owned(),
        Need::Unless(other) => fill(said.unless, &[("other", other.clone())]),
        Need::Instead(other) => fill(said.instead, &[("other", other.clone())]),
    };
    let example = match body {
        Body::Table { rows } => rows.iter().filter_map(|r| r.get(at)).find(|v| **v != Value::Empty),
        Body::Form { values, .. } => values.get(at),
    };
    [place, need, column.meaning.clone(), column.how.clone(), example.map(shown).unwrap_or_default()]
}

/// The letter of a column in the sheet.
fn letter(at: usize) -> String {
    const LETTERS: [char; 26] = [
        'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X',
        'Y', 'Z',
    ];
    let last = LETTERS[at % 26].to_string();
    if at < 26 { last } else { letter(at / 26 - 1) + &last }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => text.clone(),
        Value::Number(x) => x.to_string(),
        Value::Day(day) => day.format("%Y-%m-%d").to_string(),
        Value::Moment(moment) => moment.format("%Y-%m-%d %H:%M").to_string(),
        Value::Time(time) => time.format("%H:%M").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        assert_eq!([0, 25, 26, 51, 52].map(letter), ["A", "Z", "AA", "AZ", "BA"]);
    }
}
