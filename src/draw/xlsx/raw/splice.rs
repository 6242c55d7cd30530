//! Rows put among those that the writer wrote, each in its place, with the links and merged cells they have.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{PEN, PIECE, RawRows};

impl RawRows {
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

#[cfg(test)]
mod tests {
    use super::super::{Pen, RawCell};
    use super::*;

    fn put(rows: &RawRows, sheet: &str) -> String {
        let mut out = Vec::new();
        rows.put_into(sheet, &mut out).unwrap();
        String::from_utf8(out).unwrap()
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
