//! Rows of a hidden tab written as XML directly: what nobody sees has no formats, and a large company's half a million cells
//! would take longer through the writer of the workbook than all its other tabs.

use std::fmt::Write as _;

/// A cell without a look of its own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum RawCell<'a> {
    Number(f64),
    Text(&'a str),
}

/// Rows that `mend` puts at the end of a tab.
#[derive(Default)]
pub(crate) struct RawRows {
    xml: String,
    /// The names of the columns met so far.
    columns: Vec<String>,
    last: u32,
}

impl RawRows {
    /// Begins a row (0-based, below all before it).
    pub(crate) fn begin(&mut self, row: u32) {
        self.last = row + 1;
        let _ = write!(self.xml, "<row r=\"{}\">", row + 1);
    }

    /// A cell of the row, to the right of all before it.
    pub(crate) fn cell(&mut self, column: u16, cell: &RawCell) {
        while self.columns.len() <= usize::from(column) {
            self.columns.push(rust_xlsxwriter::utility::column_number_to_name(self.columns.len() as u16));
        }
        let name = &self.columns[usize::from(column)];
        let _ = match cell {
            RawCell::Number(number) => write!(self.xml, "<c r=\"{name}{}\"><v>{number}</v></c>", self.last),
            RawCell::Text(_) => write!(self.xml, "<c r=\"{name}{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">", self.last),
        };
        if let RawCell::Text(text) = cell {
            escape(&mut self.xml, text);
            self.xml.push_str("</t></is></c>");
        }
    }

    pub(crate) fn end(&mut self) {
        self.xml.push_str("</row>");
    }

    /// The sheet with these rows after its own.
    pub(crate) fn put_into(&self, sheet: &str) -> String {
        let Some((before, after)) = sheet.split_once("</sheetData>") else { return sheet.to_owned() };
        let mut out = String::with_capacity(sheet.len() + self.xml.len());
        // What the tab holds is stated on top.
        let place = before.split_once("<dimension ref=\"").and_then(|(head, rest)| Some((head, rest.split_once('"')?.1)));
        match (place, self.columns.last()) {
            (Some((head, rest)), Some(column)) => {
                let _ = write!(out, "{head}<dimension ref=\"A1:{column}{}\"{rest}", self.last);
            }
            _ => out.push_str(before),
        }
        out.push_str(&self.xml);
        out.push_str("</sheetData>");
        out.push_str(after);
        out
    }
}

/// Text as XML, and `_x` as workbooks write it: they would read `_x0041_` as a letter.
fn escape(out: &mut String, text: &str) {
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '_' if text[at..].starts_with("_x") => out.push_str("_x005F_"),
            '\u{FFFE}' | '\u{FFFF}' => out.push(' '),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_after_those_of_the_writer() {
        let mut rows = RawRows::default();
        rows.begin(4);
        rows.cell(0, &RawCell::Text("a<b & _x0041_\u{1}"));
        rows.cell(27, &RawCell::Number(-0.5));
        rows.end();
        let sheet = rows.put_into("<dimension ref=\"A1:B2\"/><sheetData><row r=\"1\"></row></sheetData><x/>");
        let cells = "<c r=\"A5\" t=\"inlineStr\"><is><t xml:space=\"preserve\">a&lt;b &amp; _x005F_x0041_ </t></is></c>\
                     <c r=\"AB5\"><v>-0.5</v></c>";
        let expected = "<dimension ref=\"A1:AB5\"/><sheetData><row r=\"1\"></row>";
        assert_eq!(sheet, format!("{expected}<row r=\"5\">{cells}</row></sheetData><x/>"));
    }
}
