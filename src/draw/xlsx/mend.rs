//! What has to be put right in the parts of the workbook after it is written.
//!
//! In a scatter the writer puts the marker of a series before its line; the schema wants the line first, and a strict
//! reader drops such a drawing. And it names the font for Latin letters only, so that Chinese text in charts would fall
//! back to the theme's font. And a text that is the result of a formula is taken for a figure where it looks like one: a mark
//! keeps it a text, and is taken away here.

use super::raw::RawRows;
use std::io::{Cursor, Read, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The workbook with its charts mended, the tabs `marked` (counted from 1) without their marks, and the rows `below` put into
/// theirs; everything else is copied as it is, without unpacking.
pub(crate) fn parts(workbook: Vec<u8>, marked: &[usize], below: &[(usize, RawRows)]) -> Result<Vec<u8>, ZipError> {
    let mut from = ZipArchive::new(Cursor::new(workbook))?;
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let entry = from.by_index_raw(at)?;
        let name = entry.name()?.into_owned();
        let chart = name.starts_with("xl/charts/chart");
        let tab = name.strip_prefix("xl/worksheets/sheet").and_then(|rest| rest.strip_suffix(".xml")?.parse().ok());
        let rows = below.iter().find(|(at, _)| Some(*at) == tab).map(|(_, rows)| rows);
        if !chart && rows.is_none() && !tab.is_some_and(|at| marked.contains(&at)) {
            to.raw_copy_file(entry)?;
            continue;
        }
        let date = entry.last_modified().unwrap_or_default();
        drop(entry);
        let mut xml = String::new();
        from.by_index(at)?.read_to_string(&mut xml)?;
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(date);
        // A long hidden tab is not worth the time that the last percent of its size takes.
        let options = if rows.is_some() { options.compression_level(Some(2)) } else { options };
        to.start_file(name, options)?;
        let xml = match rows {
            Some(rows) => rows.put_into(&xml),
            None if chart => with_asian_font(&line_before_marker(xml)),
            None => xml.replace(super::picker::TEXT, ""),
        };
        to.write_all(xml.as_bytes())?;
    }
    Ok(to.finish()?.into_inner())
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
    fn chinese_text_has_the_same_font() {
        let xml = "<a:latin typeface=\"Microsoft YaHei\"/><b/><a:latin typeface=\"X\"/>";
        let mended = "<a:latin typeface=\"Microsoft YaHei\"/><a:ea typeface=\"Microsoft YaHei\"/><b/>\
                      <a:latin typeface=\"X\"/><a:ea typeface=\"X\"/>";
        assert_eq!(with_asian_font(xml), mended);
    }
}
