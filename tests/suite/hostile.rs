//! The real program on files nobody should have sent: each is one clear problem, and the rest of the folder is read.

use std::env;
use std::fs;
use std::io::{Cursor, Write as _};
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

use crate::common::keyaccount;

const ORDERS: &str = "order_id,date,customer,amount\nSO-1,2026-04-03,Northwind Ltd.,1200.50\nSO-2,2026-05-04,Contoso,800.00\n";

/// What `check` said of a folder: its exit code and its answer in JSON.
struct Said {
    code: i32,
    json: Value,
}

impl Said {
    /// The codes of what is wrong with a file, `problem/fault` in the order they are listed; notes are left out.
    fn of(&self, file: &str) -> Vec<&str> {
        let list = self.json["list"].as_array().unwrap().iter();
        list.filter(|p| p["file"] == file && p["severity"] != "note").map(|p| p["code"].as_str().unwrap()).collect()
    }

    fn sentence(&self, file: &str) -> &str {
        let mut list = self.json["list"].as_array().unwrap().iter();
        list.find(|p| p["file"] == file && p["severity"] != "note").unwrap()["message"].as_str().unwrap()
    }
}

/// Runs `check` over files beside two good orders; nothing may be said on standard error but the log.
fn check(limits: &str, files: &[(&str, Vec<u8>)]) -> Said {
    let dir = folder(files);
    fs::write(dir.path().join("k.toml"), format!("[input.limits]\n{limits}\n")).unwrap();
    let ran = keyaccount(dir.path())
        .args(["check", "--config", "k.toml", "--format", "json", "--quiet", "--no-progress"])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(ran.stderr).unwrap(), "");
    let said = Said { code: ran.status.code().unwrap(), json: serde_json::from_slice(&ran.stdout).unwrap() };
    assert!(said.json["rows"]["accepted"].as_u64().unwrap() >= 2, "the good orders are read");
    said
}

fn folder(files: &[(&str, Vec<u8>)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("input")).unwrap();
    fs::write(dir.path().join("input/orders.csv"), ORDERS).unwrap();
    for (name, bytes) in files {
        fs::write(dir.path().join("input").join(name), bytes).unwrap();
    }
    dir
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn xlsx(sheet_name: &str, sheet: &str) -> Vec<u8> {
    let rels = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    let book =
        format!("<workbook xmlns:r=\"r\"><sheets><sheet name=\"{sheet_name}\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>");
    let targets = "<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    let sheet = format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>");
    zipped(&[
        ("_rels/.rels", rels),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", targets),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

/// Orders as a web page, read by the process that is kept apart; `rows` of them.
fn page(rows: usize) -> Vec<u8> {
    let mut page = "<table><tr><td>order_id<td>date<td>customer<td>amount".to_owned();
    for row in 0..rows {
        page += &format!("<tr><td>W-{row}<td>2026-05-{:02}<td>Fabrikam<td>10.00", row % 28 + 1);
    }
    (page + "</table>").into_bytes()
}

#[test]
fn a_page_named_xls_is_read_in_a_process_of_its_own() {
    let said = check("", &[("web.xls", page(500))]);
    assert_eq!((said.code, said.json["rows"]["accepted"].as_u64()), (0, Some(502)));
}

#[test]
fn a_process_that_takes_too_long_or_too_much_is_one_problem() {
    let said = check("seconds = 0", &[("web.xls", page(5))]);
    assert_eq!((said.code, said.of("web.xls")), (1, vec!["timed_out"]));
    assert!(said.sentence("web.xls").contains("0 seconds"), "{}", said.sentence("web.xls"));
    if cfg!(target_os = "linux") {
        // The process holds some memory in store before it is bound: a row is kept whole until it ends, and this one asks for more.
        let wide = format!("<table><tr>{}", format!("<td>{}", "x".repeat(30_000)).repeat(1_500));
        let said = check("memory_mib = 1", &[("web.xls", wide.into_bytes())]);
        assert_eq!((said.code, said.of("web.xls")), (1, vec!["too_large"]));
        assert!(said.sentence("web.xls").contains("1 MiB of memory"), "{}", said.sentence("web.xls"));
    }
}

#[test]
fn nobody_waits_for_a_process_whose_request_is_none() {
    let ran = keyaccount(&env::temp_dir()).args(["read-file", "{}"]).stdin(Stdio::null()).output().unwrap();
    assert_eq!((ran.status.code(), ran.stdout, ran.stderr), (Some(2), Vec::new(), Vec::new()));
    let help = keyaccount(&env::temp_dir()).arg("--help").output().unwrap();
    assert!(!String::from_utf8(help.stdout).unwrap().contains("read-file"), "it is nobody's business");
}

#[test]
fn one_bad_file_does_not_take_the_others_with_it() {
    let far = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>";
    let deep = "<a>".repeat(4_000_001);
    let laughs =
        "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><row r=\"1\"><c r=\"A1\" t=\"str\"><v>&b;</v></c></row>";
    let long = format!("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>{}</v></c></row>", "x".repeat(20 << 20));
    let ods_row = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\" \
        office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    let ods = |inside: &str| {
        let content = format!(
            "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"S\">{inside}</table:table>\
             </office:spreadsheet></office:body></office:document-content>"
        );
        zipped(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
    };
    let mut lying = xlsx("S", "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
    // The list of entries begins four bytes before the end of the archive's last record says: point it into nowhere.
    let at = lying.len() - 6;
    lying[at..at + 4].copy_from_slice(&0x7FFF_FFFF_u32.to_le_bytes());
    let good = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
    let said = check(
        "",
        &[
            ("deep.xlsx", xlsx("S", &deep)),
            ("far.xlsx", xlsx("S", far)),
            ("laughs.xlsx", xlsx("S", laughs)),
            ("long.xlsx", xlsx("S", &long)),
            ("lying.xlsx", lying),
            ("names.xlsx", xlsx("../../[x]:*?/\\\u{7}&#10;&quot;", good)),
            ("parents.xlsx", zipped(&[("../../../xl/workbook.xml", "<workbook/>"), ("/etc/passwd", "x")])),
            ("repeated.ods", ods(ods_row)),
            ("nested.ods", ods(&"<table:table-row><table:table-cell><table:table>".repeat(100_000))),
            ("bomb.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".repeat(200)),
            ("tables.xls", "<table><tr><td>".repeat(200_000).into_bytes()),
            ("empty.xlsb", Vec::new()),
        ],
    );
    assert_eq!(said.code, 1);
    assert_eq!(said.of("far.xlsx"), Vec::<&str>::new());
    let expected = [
        ("deep.xlsx", "corrupt"),
        ("long.xlsx", "too_large"),
        ("lying.xlsx", "truncated"),
        ("repeated.ods", "too_large"),
        ("bomb.xls", "corrupt"),
        ("tables.xls", "corrupt"),
        ("empty.xlsb", "empty"),
    ];
    for (file, code) in expected {
        assert_eq!(said.of(file), [code], "{file}");
    }
    for file in ["parents.xlsx", "nested.ods"] {
        assert_eq!(said.of(file).len(), 1, "{file}: {:?}", said.of(file));
    }
}
