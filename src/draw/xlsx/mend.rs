//! What has to be put right in the parts of the workbook after it is written.
//!
//! In a scatter the writer puts the marker of a series before its line; the schema wants the line first, and a strict
//! reader drops such a drawing. And it names the font for Latin letters only, so that Chinese text in charts would fall
//! back to the theme's font. And a text that is the result of a formula is taken for a figure where it looks like one: a mark
//! keeps it a text, and is taken away here.

use super::raw::RawRows;
use crate::units::in_order;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// How hard the parts are packed: the last eighth of a file's size would take more time than drawing it.
pub(crate) const LEVEL: u8 = 2;

/// The workbook with its charts mended, the tabs `marked` (counted from 1) without their marks, and the rows `between` put into
/// theirs; everything else is copied as it is, without unpacking.
pub(crate) fn parts(workbook: Vec<u8>, marked: &[usize], between: &[(usize, RawRows)]) -> Result<Vec<u8>, ZipError> {
    let mut from = ZipArchive::new(Cursor::new(workbook))?;
    let parts: Vec<Part> = (0..from.len())
        .map(|at| Ok(Part::of(from.by_index_raw(at)?.name()?.into_owned(), marked, between)))
        .collect::<Result<_, ZipError>>()?;
    let mut changing = Vec::new();
    for (at, part) in parts.iter().enumerate().filter(|(_, part)| part.changes()) {
        let mut entry = from.by_index(at)?;
        let mut xml = String::new();
        entry.read_to_string(&mut xml)?;
        changing.push((at, part, xml, entry.last_modified().unwrap_or_default()));
    }
    // What takes longest goes first.
    changing.sort_by_key(|(at, part, xml, _)| (Reverse(xml.len() + part.rows.map_or(0, RawRows::len)), *at));
    let packed = in_order(changing.len(), |nth| {
        let (at, part, xml, date) = &changing[nth];
        packed(part, xml, *date).map(|own| (*at, own))
    });
    let mut changed = packed.into_iter().collect::<Result<BTreeMap<usize, Vec<u8>>, ZipError>>()?;
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..parts.len() {
        match changed.remove(&at) {
            Some(own) => to.raw_copy_file(ZipArchive::new(Cursor::new(own))?.by_index_raw(0)?)?,
            None => to.raw_copy_file(from.by_index_raw(at)?)?,
        }
    }
    Ok(to.finish()?.into_inner())
}

/// A part of the workbook, and what is put right in it.
struct Part<'r> {
    name: String,
    chart: bool,
    marked: bool,
    rows: Option<&'r RawRows>,
    /// For a table all that reach further down than the writer knows.
    tables: Vec<&'r (String, u32)>,
}

impl<'r> Part<'r> {
    fn of(name: String, marked: &[usize], between: &'r [(usize, RawRows)]) -> Part<'r> {
        let tab = name.strip_prefix("xl/worksheets/sheet").and_then(|rest| rest.strip_suffix(".xml")?.parse().ok());
        Part {
            chart: name.starts_with("xl/charts/chart"),
            marked: tab.is_some_and(|at| marked.contains(&at)),
            rows: between.iter().find(|(at, _)| Some(*at) == tab).map(|(_, rows)| rows),
            tables: match name.starts_with("xl/tables/") {
                true => between.iter().flat_map(|(_, rows)| rows.tables()).collect(),
                false => Vec::new(),
            },
            name,
        }
    }

    fn changes(&self) -> bool {
        self.chart || self.marked || self.rows.is_some() || !self.tables.is_empty()
    }

    fn write(&self, xml: &str, to: &mut impl Write) -> io::Result<()> {
        if self.chart {
            return to.write_all(with_asian_font(&line_before_marker(xml.to_owned())).as_bytes());
        }
        if !self.tables.is_empty() {
            return to.write_all(down_to_its_last_row(xml, &self.tables).as_bytes());
        }
        let xml = if self.marked { Cow::Owned(xml.replace(super::picker::TEXT, "")) } else { Cow::Borrowed(xml) };
        match self.rows {
            Some(rows) => rows.put_into(&xml, to),
            None => to.write_all(xml.as_bytes()),
        }
    }
}

/// An archive with one part.
fn packed(part: &Part, xml: &str, date: DateTime) -> Result<Vec<u8>, ZipError> {
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(date);
    to.start_file(&part.name, options.compression_level(Some(LEVEL.into())))?;
    part.write(xml, &mut to)?;
    Ok(to.finish()?.into_inner())
}

/// The table with the place that it has in truth: the writer knows one row of it.
fn down_to_its_last_row<'x>(xml: &'x str, tables: &[&(String, u32)]) -> Cow<'x, str> {
    let attribute = |name: &str| xml.split_once(name).and_then(|(_, rest)| rest.split_once('"')).map(|(value, _)| value);
    let Some((name, place)) = attribute(" name=\"").zip(attribute(" ref=\"")) else { return Cow::Borrowed(xml) };
    let Some((_, last)) = tables.iter().find(|(table, _)| table == name) else { return Cow::Borrowed(xml) };
    let whole = format!(" ref=\"{}{last}\"", place.trim_end_matches(|c: char| c.is_ascii_digit()));
    Cow::Owned(xml.replace(&format!(" ref=\"{place}\""), &whole))
}

/// Swaps `<c:marker>…</c:marker><c:spPr>…</c:spPr>`.
fn line_before_marker(mut xml: String) -> String {
    const SEAM: &str = "</c:marker><c:spPr>";
    const END: &str = "</c:spPr>";
    let mut from = 0;
    while let Some(seam) = xml[from..].find(SEAM).map(|at| at + from) {
        let middle = seam + "</c:marker>".len();
        let begin = xml[..seam].rfind("<c:marker>");
        let end = xml[middle..].find(END).map(|at| at + middle + END.len());
        let (Some(begin), Some(end)) = (begin, end) else { break };
        let swapped = format!("{}{}", &xml[middle..end], &xml[begin..middle]);
        xml.replace_range(begin..end, &swapped);
        from = end;
    }
    xml
}

fn with_asian_font(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len() + xml.len() / 8);
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once("<a:latin typeface=\"") {
        let Some((face, tail)) = after.split_once("\"/>") else { break };
        out.push_str(before);
        out.push_str(&format!("<a:latin typeface=\"{face}\"/><a:ea typeface=\"{face}\"/>"));
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_series_comes_before_its_marker() {
        let xml = "<c:ser><c:marker><c:size/><c:spPr>m</c:spPr></c:marker><c:spPr>l</c:spPr><c:xVal/></c:ser>".to_owned();
        let mended = "<c:ser><c:spPr>l</c:spPr><c:marker><c:size/><c:spPr>m</c:spPr></c:marker><c:xVal/></c:ser>";
        assert_eq!(line_before_marker(format!("{xml}{xml}")), format!("{mended}{mended}"));
        assert_eq!(line_before_marker(mended.to_owned()), mended);
    }

    #[test]
    fn a_table_reaches_its_last_row() {
        let xml = "<table id=\"1\" name=\"t_x_1\" displayName=\"t_x_1\" ref=\"B6:AB7\"><autoFilter ref=\"B6:AB7\"/></table>";
        let tables = [("t_x_10".to_owned(), 9), ("t_x_1".to_owned(), 120)];
        let tables: Vec<_> = tables.iter().collect();
        assert_eq!(down_to_its_last_row(xml, &tables), xml.replace("AB7", "AB120"));
        assert_eq!(down_to_its_last_row(&xml.replace("t_x_1", "t_y_1"), &tables), xml.replace("t_x_1", "t_y_1"));
    }

    #[test]
    fn chinese_text_has_the_same_font() {
        let xml = "<a:latin typeface=\"Microsoft YaHei\"/><b/><a:latin typeface=\"X\"/>";
        let mended = "<a:latin typeface=\"Microsoft YaHei\"/><a:ea typeface=\"Microsoft YaHei\"/><b/>\
                      <a:latin typeface=\"X\"/><a:ea typeface=\"X\"/>";
        assert_eq!(with_asian_font(xml), mended);
    }
}
