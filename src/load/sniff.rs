//! What a file is, told from its bytes and never from its name.

use std::cmp::Ordering;

use super::ole::Compound;
use super::problem::{Fault, Found, Problem};

/// How many bytes from the beginning are looked at.
pub(super) const HEAD_BYTES: usize = 8192;

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A zip archive: xlsx, xlsb, ods or something else; its names tell.
    Zip,
    /// A compound file: xls, an encrypted workbook or something else; its directory tells.
    Compound,
    /// Text in the given encoding, if the bytes themselves tell.
    Text(Mark),
    /// An xls file from before 1993, without the compound file around it.
    OldBiff,
    /// The XML spreadsheet of Excel 2003, often named .xls.
    SpreadsheetMl,
    /// A web page, perhaps with tables, often named .xls.
    Html,
    /// No spreadsheet.
    Other(Found),
}

/// How the encoding of a text shows at its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// UTF-16 without a byte-order mark, told by its zero bytes.
    BareUtf16Le,
    BareUtf16Be,
    /// Nothing tells: UTF-8 or GB18030.
    None,
}

const MAGIC: [(&[u8], Kind); 16] = [
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind::Compound),
    (b"\x09\x00\x04\x00", Kind::OldBiff),
    (b"\x09\x02\x06\x00", Kind::OldBiff),
    (b"\x09\x04\x06\x00", Kind::OldBiff),
    (b"%PDF-", Kind::Other(Found::Pdf)),
    (b"{\\rtf", Kind::Other(Found::Rtf)),
    (b"\x1f\x8b", Kind::Other(Found::Archive)),
    (b"7z\xbc\xaf\x27\x1c", Kind::Other(Found::Archive)),
    (b"Rar!\x1a\x07", Kind::Other(Found::Archive)),
    (b"\xfd7zXZ\x00", Kind::Other(Found::Archive)),
    (b"\x89PNG\r\n\x1a\n", Kind::Other(Found::Image)),
    (b"\xff\xd8\xff", Kind::Other(Found::Image)),
    (b"GIF8", Kind::Other(Found::Image)),
    (b"MIME-Version:", Kind::Other(Found::Html)),
];

/// What a file beginning with `head` is. `head` holds up to [`HEAD_BYTES`].
pub(super) fn sniff(head: &[u8]) -> Kind {
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return *kind;
    }
    let mark = match told_mark(head) {
        Ok(mark) => mark,
        Err(()) => return Kind::Other(Found::Binary),
    };
    let plain: Vec<u8> = match mark {
        Mark::Utf8 => head.iter().skip(3).copied().collect(),
        Mark::None => head.to_vec(),
        // Enough to find a tag: the zero bytes of ASCII characters are dropped.
        _ => head.iter().copied().filter(|byte| !matches!(byte, 0 | 0xFE | 0xFF)).collect(),
    };
    markup(&plain).unwrap_or(Kind::Text(mark))
}

/// How the encoding of a text beginning with `head` shows.
pub(super) fn mark(head: &[u8]) -> Mark {
    told_mark(head).unwrap_or(Mark::None)
}

fn told_mark(head: &[u8]) -> Result<Mark, ()> {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => Ok(Mark::Utf8),
        [0xFF, 0xFE, ..] => Ok(Mark::Utf16Le),
        [0xFE, 0xFF, ..] => Ok(Mark::Utf16Be),
        _ => bare_utf16(head),
    }
}

/// Of a table in UTF-16 at least so many bytes are zero, one in this number: its delimiters, figures and line ends bring one each.
const ZEROS_OF_UTF16: usize = 16;

/// Text has no zero bytes, except UTF-16, where every ASCII character brings one; and except what padding and broken disks leave.
fn bare_utf16(head: &[u8]) -> Result<Mark, ()> {
    let padding = head.iter().rev().take_while(|byte| **byte == 0).count();
    let text = head.get(..head.len() - padding).filter(|_| padding > 1).unwrap_or(head);
    let zeros = memchr::memchr_iter(0, text).count();
    if zeros == 0 && !text.is_empty() {
        return Ok(Mark::None);
    }
    let count = |wanted: fn(u8, u8) -> bool| text.chunks_exact(2).filter(|pair| wanted(pair[0], pair[1])).count();
    if zeros * ZEROS_OF_UTF16 < text.len() || count(|a, b| a == 0 && b == 0) > 0 {
        // Stray ones, in what is text but for them.
        let is_text = |byte: &u8| !matches!(byte, 1..=8 | 0x0E..=0x19 | 0x1B..=0x1F);
        return if zeros < text.len() && text.iter().all(is_text) { Ok(Mark::None) } else { Err(()) };
    }
    // Line ends decide: U+0A00, what one would be the other way round, is no character. ASCII alone can mislead,
    // since common characters such as U+4E00 and U+3000 have a zero byte too.
    let ends = (count(|a, b| a == b'\n' && b == 0), count(|a, b| a == 0 && b == b'\n'));
    let ascii = (count(|a, b| a.is_ascii() && b == 0), count(|a, b| a == 0 && b.is_ascii()));
    match ends.cmp(&(ends.1, ends.0)).then(ascii.cmp(&(ascii.1, ascii.0))) {
        Ordering::Greater => Ok(Mark::BareUtf16Le),
        Ordering::Less => Ok(Mark::BareUtf16Be),
        Ordering::Equal => Err(()),
    }
}

/// Web pages and XML that programs save under the name of a spreadsheet.
fn markup(head: &[u8]) -> Option<Kind> {
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let text = head.get(start..)?.to_ascii_lowercase();
    let has = |word: &[u8]| memchr::memmem::find(&text, word).is_some();
    let spreadsheet = || has(b"urn:schemas-microsoft-com:office:spreadsheet");
    if text.starts_with(b"<?xml") || text.starts_with(b"<?mso-application") {
        return Some(match () {
            () if has(b"<html") => Kind::Html,
            () if spreadsheet() => Kind::SpreadsheetMl,
            () => Kind::Other(Found::Xml),
        });
    }
    if (text.starts_with(b"<workbook") || text.starts_with(b"<ss:workbook")) && spreadsheet() {
        return Some(Kind::SpreadsheetMl);
    }
    const TAGS: [&[u8]; 20] = [
        b"<!doctype html",
        b"<!--",
        b"<html",
        b"<head",
        b"<body",
        b"<meta",
        b"<title",
        b"<link",
        b"<style",
        b"<script",
        b"<table",
        b"<thead",
        b"<tbody",
        b"<tr",
        b"<div",
        b"<span",
        b"<center",
        b"<font",
        b"<form",
        b"<h1",
    ];
    TAGS.iter().any(|tag| text.starts_with(tag)).then_some(Kind::Html)
}

/// Checks that a compound file holds an xls workbook that can be opened.
pub(super) fn check_compound(compound: &Compound<'_>, claimed: &str) -> Result<(), Problem> {
    let wrong = |found| Err(Problem::new(Fault::WrongFormat { claimed: claimed.to_owned(), found }, ""));
    if compound.has("EncryptedPackage") || compound.has("EncryptionInfo") {
        return Err(Problem::new(Fault::Encrypted, "encrypted package in a compound file"));
    }
    if compound.has("Workbook") || compound.has("Book") {
        return Ok(());
    }
    if compound.has("WordDocument") {
        return wrong(Found::Document);
    }
    if compound.has("PowerPoint Document") {
        return wrong(Found::Slides);
    }
    wrong(Found::Compound)
}

/// What the names inside a zip archive make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Package {
    Xlsx,
    Xlsb,
    Ods,
    Other(Found),
}

/// What an archive with these entry names is. `mimetype` is the content of the entry of that name.
pub(super) fn package<'n>(names: impl Iterator<Item = &'n str>, mimetype: Option<&str>) -> Package {
    if let Some(mimetype) = mimetype {
        return match mimetype.trim_end() {
            "application/vnd.oasis.opendocument.spreadsheet" | "application/vnd.oasis.opendocument.spreadsheet-template" => {
                Package::Ods
            }
            "application/vnd.oasis.opendocument.text" => Package::Other(Found::Document),
            "application/vnd.oasis.opendocument.presentation" => Package::Other(Found::Slides),
            _ => Package::Other(Found::Zip),
        };
    }
    let mut best = Package::Other(Found::Zip);
    for name in names {
        let name = name.replace('\\', "/").to_ascii_lowercase();
        let file = name.rsplit('/').next().unwrap_or_default();
        match file {
            "workbook.bin" => return Package::Xlsb,
            "workbook.xml" => return Package::Xlsx,
            _ if name.starts_with("xl/worksheets/") => best = Package::Xlsx,
            "document.xml" if name.starts_with("word/") => best = Package::Other(Found::Document),
            "presentation.xml" if name.starts_with("ppt/") => best = Package::Other(Found::Slides),
            _ => {}
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn bytes_tell() {
        assert_eq!(sniff(b"PK\x03\x04rest"), Kind::Zip);
        assert_eq!(sniff(b"  <TABLE><tr>"), Kind::Html);
        assert_eq!(sniff(b"\xef\xbb\xbf<html>"), Kind::Html);
        assert_eq!(sniff(&utf16le("\u{feff}<html>")), Kind::Html);
        assert_eq!(
            sniff(b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>"),
            Kind::SpreadsheetMl
        );
        assert_eq!(sniff(b"a,b\n1,2\n"), Kind::Text(Mark::None));
        assert_eq!(sniff("客户,金额\n".as_bytes()), Kind::Text(Mark::None));
        assert_eq!(sniff(&utf16le("客户,金额\n")), Kind::Text(Mark::BareUtf16Le));
        assert_eq!(sniff(&utf16le("一\u{3000}一一\n")), Kind::Text(Mark::BareUtf16Le));
        assert_eq!(sniff(b"a\x00\x00\x00\x07\x00b"), Kind::Other(Found::Binary));
        assert_eq!(sniff(b"\x00\x01\x02\x00\x00\x00\x09z"), Kind::Other(Found::Binary));
        assert_eq!(sniff(b"<5 pieces,3"), Kind::Text(Mark::None));
        // Zero bytes here and there, and at the end.
        assert_eq!(sniff("订单号,客户\n1,\0乙\n2,丙,2026-05-01\n".as_bytes()), Kind::Text(Mark::None));
        assert_eq!(sniff(b"id,name\n1,Acme\0\0\0\0\0\0\0\0,5\n"), Kind::Text(Mark::None));
        assert_eq!(sniff(&[b"a,b\n1,2\n".as_slice(), &[0; 600]].concat()), Kind::Text(Mark::None));
        assert_eq!(sniff(&[0; 64]), Kind::Other(Found::Binary));
    }
}
