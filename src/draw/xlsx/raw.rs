//! Rows of a tab written as XML directly: half a million cells would take longer through the writer of the workbook, which
//! compares the whole format of each, than everything else of a run.
//!
//! The writer numbers its formats only when it saves. So each format is written once, in a row of marks below everything
//! else, and rows name it by its place among them; `mend` reads the numbers off the marks, takes these away and puts the rows
//! in.

use std::fmt::Write as _;
use std::io::{self, Write};

/// The number of a format among the marks of its tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pen(pub(crate) u16);

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum RawCell<'a> {
    Blank,
    Number(f64),
    Text(&'a str),
}

/// Stands on both sides of the number of a pen. No text of a workbook may hold it.
const PEN: char = '\u{1}';

/// Rows that follow on each other.
struct Block {
    first: u32,
    /// Where in the text they begin: a piece, and a place in it.
    from: (usize, usize),
}

/// Rows that are put between those of the writer, with the links and the merged cells they have.
#[derive(Default)]
pub(crate) struct RawRows {
    /// The text in pieces of whole rows: one text of millions of bytes would be copied over and over while it grows.
    xml: Vec<String>,
    blocks: Vec<Block>,
    links: String,
    merged: String,
    merges: usize,
    /// The names of the columns met so far.
    columns: Vec<String>,
    /// The last row, as it is spelled, and the number of the row of marks (both from 1).
    last: u32,
    digits: String,
    marks: Option<u32>,
    /// Tables that the writer knows one row of, and their last rows (from 1).
    tables: Vec<(String, u32)>,
}

impl RawRows {
    /// Begins a row (0-based, below all before it) of this height in pixels; without one, as high as others.
    pub(crate) fn begin(&mut self, row: u32, pixels: Option<u32>) {
        if self.xml.last().is_none_or(|piece| piece.len() >= PIECE) {
            let room = if self.xml.is_empty() { 0 } else { PIECE + PIECE / 8 };
            self.xml.push(String::with_capacity(room));
        }
        if self.last != row || self.blocks.is_empty() {
            let from = (self.xml.len() - 1, self.xml.last().map_or(0, String::len));
            self.blocks.push(Block { first: row + 1, from });
        }
        self.last = row + 1;
        self.digits.clear();
        self.digits.push_str(itoa::Buffer::new().format(self.last));
        let Some(xml) = self.xml.last_mut() else { return };
        xml.push_str("<row r=\"");
        xml.push_str(&self.digits);
        if let Some(pixels) = pixels {
            // 96 pixels are an inch, which is 72 points.
            xml.push_str("\" ht=\"");
            push_number(xml, f64::from(pixels) * 0.75);
            xml.push_str("\" customHeight=\"1");
        }
        xml.push_str("\">");
    }

    /// A cell of the row, to the right of all before it.
    pub(crate) fn cell(&mut self, column: u16, cell: &RawCell, pen: Option<Pen>) {
        self.name(column);
        let Some(xml) = self.xml.last_mut() else { return };
        xml.push_str("<c r=\"");
        xml.push_str(&self.columns[usize::from(column)]);
        xml.push_str(&self.digits);
        if let Some(Pen(pen)) = pen {
            xml.push_str("\" s=\"");
            xml.push(PEN);
            xml.push_str(itoa::Buffer::new().format(pen));
            xml.push(PEN);
        }
        match cell {
            RawCell::Blank => xml.push_str("\"/>"),
            RawCell::Number(number) => {
                xml.push_str("\"><v>");
                push_number(xml, *number);
                xml.push_str("</v></c>");
            }
            RawCell::Text(text) => {
                let space = |c: char| c.is_whitespace() || c.is_control();
                let bare = text.starts_with(space) || text.ends_with(space);
                xml.push_str("\" t=\"inlineStr\"><is><t");
                // White space at its ends would be lost.
                xml.push_str(if bare { " xml:space=\"preserve\">" } else { ">" });
                escape(xml, text);
                xml.push_str("</t></is></c>");
            }
        }
    }

    /// The cell at this column of the row leads to another one, given as `'Findings'!B7`.
    pub(crate) fn link(&mut self, column: u16, cell: &str) {
        self.name(column);
        let _ = write!(self.links, "<hyperlink ref=\"{}{}\" location=\"", self.columns[usize::from(column)], self.digits);
        escape(&mut self.links, cell);
        self.links.push_str("\"/>");
    }

    /// Makes one cell of several of the row.
    pub(crate) fn merge(&mut self, first: u16, last: u16) {
        self.name(last.max(first));
        let (first, last) = (&self.columns[usize::from(first)], &self.columns[usize::from(last)]);
        let _ = write!(self.merged, "<mergeCell ref=\"{first}{0}:{last}{0}\"/>", self.digits);
        self.merges += 1;
    }

    pub(crate) fn end(&mut self) {
        if let Some(xml) = self.xml.last_mut() {
            xml.push_str("</row>");
        }
    }

    /// A table that the writer was told with one row reaches down to this one (0-based): the writer would put every cell of it down.
    pub(crate) fn reach(&mut self, table: String, last: u32) {
        self.tables.push((table, last + 1));
    }

    pub(crate) fn tables(&self) -> &[(String, u32)] {
        &self.tables
    }

    /// The row (0-based) in which the formats stand, in the order of their pens.
    pub(crate) fn set_marks(&mut self, row: u32) {
        self.marks = Some(row + 1);
    }

    /// Bytes of text.
    pub(crate) fn len(&self) -> usize {
        self.xml.iter().map(String::len).sum()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The first row (0-based) below all of these.
    pub(crate) fn end_row(&self) -> u32 {
        self.last
    }

    fn name(&mut self, column: u16) {
        while self.columns.len() <= usize::from(column) {
            self.columns.push(rust_xlsxwriter::utility::column_number_to_name(self.columns.len() as u16));
        }
    }

    /// Writes the sheet with these rows among its own, each in its place.
    pub(crate) fn put_into(&self, sheet: &str, to: &mut impl Write) -> io::Result<()> {
        let Some((head, body, tail)) = parts(sheet) else { return to.write_all(sheet.as_bytes()) };
        let rows: Vec<(u32, &str)> = rows(body).collect();
        let marked = |row: &(u32, &str)| Some(row.0) == self.marks;
        let pens = rows.iter().find(|row| marked(row)).map(|(_, row)| pens(row)).unwrap_or_default();
        let mut text = String::new();
        self.put_head(&mut text, head, rows.iter().filter(|row| !marked(row)));
        let mut blocks = self.blocks.iter().enumerate().peekable();
        let mut until = |to: &mut _, text: &mut String, row: u32| -> io::Result<()> {
            while let Some((at, block)) = blocks.next_if(|(_, block)| block.first < row) {
                let end = self.blocks.get(at + 1).map_or((self.xml.len(), 0), |next| next.from);
                for piece in self.between(block.from, end) {
                    with_pens(to, text, piece, &pens)?;
                }
            }
            Ok(())
        };
        for &(number, row) in rows.iter().filter(|row| !marked(row)) {
            until(to, &mut text, number)?;
            text.push_str(row);
        }
        until(to, &mut text, u32::MAX)?;
        text.push_str("</sheetData>");
        self.put_tail(&mut text, tail);
        to.write_all(text.as_bytes())
    }

    /// The text from one place to another.
    fn between(&self, from: (usize, usize), to: (usize, usize)) -> impl Iterator<Item = &str> {
        self.xml.iter().enumerate().skip(from.0).take_while(move |(at, _)| *at <= to.0).map(move |(at, piece)| {
            let begin = if at == from.0 { from.1 } else { 0 };
            let end = if at == to.0 { to.1 } else { piece.len() };
            piece.get(begin..end).unwrap_or_default()
        })
    }

    /// Everything before the rows, with what the tab holds stated anew.
    fn put_head<'r>(&self, out: &mut String, head: &str, own: impl Iterator<Item = &'r (u32, &'r str)>) {
        let (mut last, mut columns) = (self.last, self.columns.len());
        for (number, row) in own {
            last = last.max(*number);
            let places = row.split("<c r=\"").skip(1);
            columns = columns.max(places.map(column_count).max().unwrap_or(0));
        }
        let place = head.split_once("<dimension ref=\"").and_then(|(before, rest)| Some((before, rest.split_once('"')?.1)));
        match (place, u16::try_from(columns.saturating_sub(1))) {
            (Some((before, after)), Ok(column)) => {
                let column = rust_xlsxwriter::utility::column_number_to_name(column);
                let _ = write!(out, "{before}<dimension ref=\"A1:{column}{last}\"{after}");
            }
            _ => out.push_str(head),
        }
    }

    /// Everything after the rows, with the links and the merged cells among those of the writer.
    fn put_tail(&self, out: &mut String, tail: &str) {
        let mut rest = tail;
        if self.merges > 0 {
            match rest.split_once("</mergeCells>") {
                Some((before, after)) => {
                    let begin = before.split_once("<mergeCells count=\"");
                    match begin.and_then(|(head, own)| Some((head, own.split_once('"')?))) {
                        Some((head, (count, own))) => {
                            let count = count.parse().unwrap_or(0) + self.merges;
                            let _ = write!(out, "{head}<mergeCells count=\"{count}\"{own}");
                        }
                        None => out.push_str(before),
                    }
                    let _ = write!(out, "{}</mergeCells>", self.merged);
                    rest = after;
                }
                None => {
                    let _ = write!(out, "<mergeCells count=\"{}\">{}</mergeCells>", self.merges, self.merged);
                }
            }
        }
        if !self.links.is_empty() {
            if let Some((before, after)) = rest.split_once("</hyperlinks>") {
                let _ = write!(out, "{before}{}</hyperlinks>", self.links);
                rest = after;
            } else {
                // They stand before how the tab is printed.
                let at = ["<printOptions", "<pageMargins"].iter().find_map(|next| rest.find(next)).unwrap_or(0);
                let (before, after) = rest.split_at(at);
                let _ = write!(out, "{before}<hyperlinks>{}</hyperlinks>", self.links);
                rest = after;
            }
        }
        out.push_str(rest);
    }
}

/// What stands before the rows of a sheet, the rows, and what stands after them.
fn parts(sheet: &str) -> Option<(&str, &str, &str)> {
    let begin = sheet.find("<sheetData>")? + "<sheetData>".len();
    let (head, rest) = sheet.split_at(begin);
    let (body, tail) = rest.split_once("</sheetData>")?;
    Some((head, body, tail))
}

/// The rows that the writer wrote, with their numbers.
fn rows(body: &str) -> impl Iterator<Item = (u32, &str)> {
    const ROW: &str = "<row r=\"";
    let mut rest = body;
    std::iter::from_fn(move || {
        let number = rest.strip_prefix(ROW)?.split_once('"')?.0.parse().ok()?;
        // No text of a cell holds a bracket.
        let next = rest.get(ROW.len()..)?.find(ROW).map_or(rest.len(), |at| at + ROW.len());
        let (row, after) = rest.split_at(next);
        rest = after;
        Some((number, row))
    })
}

/// The numbers of the formats in a row of marks.
fn pens(row: &str) -> Vec<&str> {
    row.split("<c r=\"")
        .skip(1)
        .map(|cell| cell.split_once(" s=\"").map_or("0", |(_, s)| s.split('"').next().unwrap_or("0")))
        .collect()
}

/// How many columns there are up to the one that a place such as `AB12` names.
fn column_count(place: &str) -> usize {
    place.bytes().take_while(u8::is_ascii_uppercase).fold(0, |count, letter| count * 26 + usize::from(letter - b'A') + 1)
}

/// How much text is gathered before it is packed, and how much a piece of it holds.
const PIECE: usize = 1 << 16;

/// Copies rows, with the number of its format in place of each pen; what fills a piece is written.
fn with_pens(to: &mut impl Write, text: &mut String, xml: &str, pens: &[&str]) -> io::Result<()> {
    let mut add = |piece: &str| {
        if text.len() + piece.len() > PIECE {
            to.write_all(text.as_bytes())?;
            text.clear();
        }
        if piece.len() > PIECE {
            return to.write_all(piece.as_bytes());
        }
        text.push_str(piece);
        Ok(())
    };
    let mut pieces = xml.split(PEN);
    add(pieces.next().unwrap_or_default())?;
    while let (Some(pen), Some(after)) = (pieces.next(), pieces.next()) {
        add(pen.parse().ok().and_then(|pen: usize| pens.get(pen).copied()).unwrap_or("0"))?;
        add(after)?;
    }
    Ok(())
}

/// A number as short as it can be told from all others. Most are sums of money or counts, whose cents are a whole number.
fn push_number(out: &mut String, number: f64) {
    /// Up to here two numbers that differ by a cent are two numbers.
    const PLAIN: f64 = 1e13;
    let cents = (number * 100.0).round();
    if number.abs() >= PLAIN || cents / 100.0 != number {
        let _ = write!(out, "{number}");
        return;
    }
    if number.is_sign_negative() {
        out.push('-');
    }
    let cents = cents.abs() as u64;
    let mut digits = itoa::Buffer::new();
    out.push_str(digits.format(cents / 100));
    let (tens, ones) = ((cents % 100 / 10) as u8, (cents % 10) as u8);
    if tens + ones > 0 {
        out.push('.');
        out.push(char::from(b'0' + tens));
    }
    if ones > 0 {
        out.push(char::from(b'0' + ones));
    }
}

/// Bytes of characters that are written as they are: all but those that mean something in XML or in workbooks. Control characters
/// beyond ASCII begin with C2, and what is no character with EF.
const PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte < plain.len() {
        plain[byte] = !matches!(byte as u8, ..0x20 | b'&' | b'<' | b'>' | b'"' | b'_' | 0x7F | 0xC2 | 0xEF);
        byte += 1;
    }
    plain
};

/// Text as XML, with the escapes of workbooks: they would read `_x0041_` as a letter.
fn escape(out: &mut String, text: &str) {
    if text.bytes().all(|byte| PLAIN[usize::from(byte)]) {
        out.push_str(text);
        return;
    }
    let plain = |c: char| !matches!(c, '&' | '<' | '>' | '"' | '_' | '\u{FFFE}' | '\u{FFFF}') && (!c.is_control() || c == '\n');
    let mut rest = text;
    while let Some(at) = rest.find(|c| !plain(c)) {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        let mut after = here.chars();
        match after.next() {
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('"') => out.push_str("&quot;"),
            Some('_') => out.push_str(if is_escape(here) { "_x005F_" } else { "_" }),
            // No workbook may hold it.
            _ => out.push(' '),
        }
        rest = after.as_str();
    }
    out.push_str(rest);
}

/// Whether a text begins with what workbooks read as one character, such as `_x000D_`.
fn is_escape(text: &str) -> bool {
    let hex = text.strip_prefix("_x").and_then(|rest| rest.as_bytes().split_first_chunk::<4>());
    hex.is_some_and(|(hex, rest)| hex.iter().all(u8::is_ascii_hexdigit) && rest.first() == Some(&b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(rows: &RawRows, sheet: &str) -> String {
        let mut out = Vec::new();
        rows.put_into(sheet, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_workbooks_would_read_as_a_character_is_escaped_and_nothing_else() {
        for (text, written) in [
            ("box_xl _x", "box_xl _x"),
            ("_x0041", "_x0041"),
            ("a_x000D_b__x0041_", "a_x005F_x000D_b__x005F_x0041_"),
            ("_x00g1_ _xé123_", "_x00g1_ _xé123_"),
            ("tab\there\nand", "tab here\nand"),
        ] {
            let mut out = String::new();
            escape(&mut out, text);
            assert_eq!(out, written);
        }
    }

    #[test]
    fn numbers_are_written_as_they_always_were() {
        let written = |number| {
            let mut out = String::new();
            push_number(&mut out, number);
            out
        };
        let odd =
            [0.0, -0.0, 0.1, -0.05, 1.005, 1e13, 1e13 - 0.01, -1e13 + 0.07, 1e21, 1e-7, 0.1 + 0.2, f64::MIN, 5e-324, 1.0 / 3.0];
        let cents = (-250_000..250_000).step_by(7).map(|cents| f64::from(cents) / 100.0);
        let large = (0..5_000_u32).map(|n| f64::from(n).powi(3) * 79.77);
        for number in odd.into_iter().chain(cents).chain(large) {
            assert_eq!(written(number), number.to_string());
        }
    }

    #[test]
    fn rows_stand_after_those_of_the_writer() {
        let mut rows = RawRows::default();
        rows.begin(4, None);
        rows.cell(0, &RawCell::Text("a<b & _x0041_\u{1}"), None);
        rows.cell(27, &RawCell::Number(-0.5), None);
        rows.end();
        let sheet = put(&rows, "<dimension ref=\"A1:B2\"/><sheetData><row r=\"1\"></row></sheetData><x/>");
        let cells = "<c r=\"A5\" t=\"inlineStr\"><is><t xml:space=\"preserve\">a&lt;b &amp; _x005F_x0041_ </t></is></c>\
                     <c r=\"AB5\"><v>-0.5</v></c>";
        let expected = "<dimension ref=\"A1:AB5\"/><sheetData><row r=\"1\"></row>";
        assert_eq!(sheet, format!("{expected}<row r=\"5\">{cells}</row></sheetData><x/>"));
    }

    /// Texts of many pieces stand in the order they were written in, each block in its place.
    #[test]
    fn long_texts_are_whole() {
        let mut rows = RawRows::default();
        let mut expected = String::new();
        let text = "x".repeat(1_000);
        for row in (0..150).chain(200..203).chain(300..420) {
            if row == 200 || row == 300 {
                expected.push_str(&format!("<row r=\"{row}\"></row>"));
            }
            rows.begin(row, None);
            rows.cell(0, &RawCell::Text(&text), None);
            rows.end();
            let at = row + 1;
            expected.push_str(&format!("<row r=\"{at}\"><c r=\"A{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>"));
        }
        assert!(rows.xml.len() > 3 && rows.len() > 3 * PIECE);
        let own = "<row r=\"200\"></row><row r=\"300\"></row>";
        let sheet = put(&rows, &format!("<dimension ref=\"A1\"/><sheetData>{own}</sheetData>"));
        assert_eq!(sheet, format!("<dimension ref=\"A1:A420\"/><sheetData>{expected}</sheetData>"));
    }

    #[test]
    fn rows_stand_among_those_of_the_writer_in_the_formats_of_their_marks() {
        let mut rows = RawRows::default();
        rows.begin(1, Some(22));
        rows.cell(1, &RawCell::Number(1.0), Some(Pen(1)));
        rows.cell(2, &RawCell::Blank, Some(Pen(0)));
        rows.merge(1, 2);
        rows.end();
        rows.begin(3, Some(39));
        rows.cell(1, &RawCell::Text("\"x\"\ny"), Some(Pen(0)));
        rows.link(1, "'A & B'!C3");
        rows.end();
        rows.set_marks(8);
        let own = "<row r=\"1\"><c r=\"D1\" s=\"2\"/></row><row r=\"3\" ht=\"9\"/>";
        let marks = "<row r=\"9\"><c r=\"A9\" s=\"7\"/><c r=\"B9\" s=\"12\"/></row>";
        let tail = "<mergeCells count=\"1\"><mergeCell ref=\"A1:B1\"/></mergeCells><printOptions/>";
        let sheet = put(&rows, &format!("<dimension ref=\"A1:D9\"/><sheetData>{own}{marks}</sheetData>{tail}"));
        let expected = "<dimension ref=\"A1:D4\"/><sheetData><row r=\"1\"><c r=\"D1\" s=\"2\"/></row>\
            <row r=\"2\" ht=\"16.5\" customHeight=\"1\"><c r=\"B2\" s=\"12\"><v>1</v></c><c r=\"C2\" s=\"7\"/></row>\
            <row r=\"3\" ht=\"9\"/>\
            <row r=\"4\" ht=\"29.25\" customHeight=\"1\"><c r=\"B4\" s=\"7\" t=\"inlineStr\"><is>\
            <t>&quot;x&quot;\ny</t></is></c></row></sheetData>\
            <mergeCells count=\"2\"><mergeCell ref=\"A1:B1\"/><mergeCell ref=\"B2:C2\"/></mergeCells>\
            <hyperlinks><hyperlink ref=\"B4\" location=\"'A &amp; B'!C3\"/></hyperlinks><printOptions/>";
        assert_eq!(sheet, expected);
    }
}
