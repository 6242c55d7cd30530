//! Fixtures of whole files, built here and read through [`read`](super::read).

use std::fs;
use std::io::Write as _;

use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook};
use zip::write::SimpleFileOptions;

use super::*;

/// What a consumer was handed, as lines of text.
#[derive(Default)]
pub(super) struct Script {
    pub(super) lines: Vec<String>,
    pub(super) problems: Vec<Problem>,
}

impl Consumer for Script {
    fn begin_sheet(&mut self, index: usize, name: &str) {
        self.lines.push(format!("#{index} {name}"));
    }

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) {
        let cells: Vec<String> = cells.iter().map(|cell| show(row, cell)).collect();
        self.lines.push(cells.join(" "));
    }

    fn end_sheet(&mut self, problem: Option<Problem>) {
        self.lines.push("end".to_owned());
        self.problems.extend(problem);
    }
}

fn show(row: u32, cell: &Cell<'_>) -> String {
    let at = cell_name(row, cell.col);
    match cell.value {
        Value::Text(text) => format!("{at}={text:?}"),
        Value::Number(number) => format!("{at}={number}"),
        Value::Date(days) => format!("{at}=date {days}"),
        Value::Bool(truth) => format!("{at}={truth}"),
        Value::Error(name) => format!("{at}={name}"),
        Value::Uncalculated => format!("{at}=?"),
    }
}

pub(super) fn read_bytes(name: &str, bytes: &[u8], limits: &Limits) -> (FileRead, Script) {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(name), bytes).unwrap();
    let found = discover(dir.path()).unwrap();
    let mut script = Script::default();
    let answer = read(&found.files[0], limits, &mut script);
    (answer, script)
}

pub(super) fn read_all(name: &str, bytes: &[u8]) -> (FileRead, Script) {
    read_bytes(name, bytes, &Limits::default())
}

pub(super) fn fault(name: &str, bytes: &[u8]) -> Fault {
    read_all(name, bytes).0.problem.unwrap().fault
}

/// The lines of a text file's one sheet, without its beginning and end.
fn text_rows(bytes: &[u8]) -> Vec<String> {
    let (answer, script) = read_all("t.csv", bytes);
    assert_eq!((answer.problem, script.problems.first()), (None, None));
    script.lines[1..script.lines.len() - 1].to_vec()
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const PACKAGE_RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const STYLES: &str =
    r#"<styleSheet><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="46"/></cellXfs></styleSheet>"#;

/// An xlsx with one sheet per entry of `sheets` (the inside of `sheetData`) and the given shared strings.
fn xlsx_parts(properties: &str, shared: &str, sheets: &[&str]) -> Vec<u8> {
    let mut workbook = format!("<workbook xmlns:r=\"r\">{properties}<sheets>");
    let mut rels = String::from("<Relationships>");
    let mut parts = Vec::new();
    for (index, data) in sheets.iter().enumerate() {
        let id = index + 1;
        workbook += &format!("<sheet name=\"S{id}\" sheetId=\"{id}\" r:id=\"rId{id}\"/>");
        rels += &format!("<Relationship Id=\"rId{id}\" Type=\"x/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>");
        let sheet = format!("<worksheet><sheetData>{data}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/sheet{id}.xml"), sheet));
    }
    parts.push(("_rels/.rels".to_owned(), PACKAGE_RELS.to_owned()));
    parts.push(("xl/workbook.xml".to_owned(), workbook + "</sheets></workbook>"));
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), rels + "</Relationships>"));
    parts.push(("xl/styles.xml".to_owned(), STYLES.to_owned()));
    if !shared.is_empty() {
        parts.push(("xl/sharedStrings.xml".to_owned(), shared.to_owned()));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    zipped(&parts)
}

fn xlsx_rows(sheet: &str) -> Vec<String> {
    let (answer, script) = read_all("t.xlsx", &xlsx_parts("", "", &[sheet]));
    assert_eq!((answer.problem, script.problems.first()), (None, None));
    script.lines[1..script.lines.len() - 1].to_vec()
}

#[test]
fn xlsx_values_arrive_as_written() {
    let mut book = Workbook::new();
    let date = CellFormat::new().set_num_format("yyyy-mm-dd");
    let percent = CellFormat::new().set_num_format("0.00%");
    let sheet = book.add_worksheet().set_name("订单").unwrap();
    sheet.write(0, 0, "客户").unwrap();
    sheet.write(0, 1, 12.5).unwrap();
    sheet.write(0, 2, true).unwrap();
    let day = ExcelDateTime::from_ymd(2024, 2, 29).unwrap();
    sheet.write_datetime_with_format(2, 0, &day, &date).unwrap();
    sheet.write_with_format(2, 1, 0.25, &percent).unwrap();
    sheet.write_blank(2, 2, &date).unwrap();
    book.add_worksheet().set_name("hidden").unwrap().set_hidden(true).write(1, 0, 7).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let (answer, script) = read_all("t.xlsx", &bytes);
    assert_eq!(answer.problem, None);
    assert_eq!((answer.format, answer.bytes, answer.sha256.len()), (Format::Xlsx, bytes.len() as u64, 64));
    let expected = ["#0 订单", "A1=\"客户\" B1=12.5 C1=true", "A3=date 45351 B3=0.25", "end", "#1 hidden", "A2=7", "end"];
    assert_eq!(script.lines, expected);
}

#[test]
fn two_far_cells_take_no_room() {
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, 1).unwrap().write(1_048_575, 16_383, 2).unwrap();
    let (answer, script) = read_all("t.xlsx", &book.save_to_buffer().unwrap());
    assert_eq!(answer.problem, None);
    assert_eq!(script.lines, ["#0 Sheet1", "A1=1", "XFD1048576=2", "end"]);
}

#[test]
fn formulas_without_a_result_are_seen() {
    let rows = xlsx_rows(
        r#"<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>1+1</f><v></v></c>
        <c r="D1" t="str"><f>""</f><v></v></c><c r="E1" s="1"/></row>
        <row r="2"><c r="A2"><f t="shared" ref="A2:B2" si="0">A1</f><v/></c><c r="B2"><f t="shared" si="0"/></c></row>"#,
    );
    assert_eq!(rows, ["A1=2 B1=? C1=?", "A2=? B2=?"]);
}

#[test]
fn errors_are_named() {
    let rows = xlsx_rows(r#"<row r="4"><c r="A4" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B4" t="e"><v>#REF!</v></c></row>"#);
    assert_eq!(rows, ["A4=#DIV/0! B4=#REF!"]);
}

#[test]
fn errors_of_newer_programs_are_cells_like_others() {
    let sheet = r#"<row r="1"><c r="A1"><v>1</v></c><c r="C1" t="e" vm="1"><f>F1</f><v>#SPILL!</v></c></row>
        <row r="3"><c r="A3" t="e"><v>#BLOCKED!</v></c><c r="C3" t="e"><v>#NEW!</v></c><c r="D3"><v>2</v></c></row>
        <row r="4"><c r="B4" t="d"><v>2024-02-29T06:00:00Z</v></c></row>"#;
    let bytes = xlsx_parts("", "", &[sheet]);
    for fast_lane in [true, false] {
        let (answer, script) = read_bytes("t.xlsx", &bytes, &Limits { fast_lane, ..Limits::default() });
        assert_eq!((answer.problem, script.problems.first()), (None, None));
        let rows = ["A1=1 C1=#SPILL!", "A3=#BLOCKED! C3=#VALUE! D3=2", "B4=\"2024-02-29T06:00:00Z\""];
        assert_eq!(script.lines[1..4], rows);
    }
    // A cell that does not say where it stands is misplaced by a library that loses count: told, and not read.
    let bytes = xlsx_parts("", "", &["<row><c t=\"e\"><v>#SPILL!</v></c><c><v>7</v></c></row>"]);
    for fast_lane in [true, false] {
        let (_, script) = read_bytes("t.xlsx", &bytes, &Limits { fast_lane, ..Limits::default() });
        assert_eq!((script.lines.len(), script.problems[0].fault.code()), (2, "corrupt"));
    }
}

#[test]
fn dates_of_1904_are_shifted_and_lengths_of_time_are_not() {
    let sheet = r#"<row r="1"><c r="A1" s="1"><v>43889</v></c><c r="B1" s="2"><v>1.5</v></c><c r="C1" s="1"><v>0.5</v></c>
        <c r="D1"><v>43889</v></c><c r="E1" t="d"><v>2024-02-29T06:00:00</v></c></row>"#;
    let (_, script) = read_all("t.xlsx", &xlsx_parts("<workbookPr date1904=\"1\"/>", "", &[sheet]));
    assert_eq!(script.lines[1], "A1=date 45351 B1=1.5 C1=date 0.5 D1=43889 E1=date 45351.25");
}

#[test]
fn a_broken_sheet_does_not_take_the_others_with_it() {
    let good = r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#;
    let bad = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>9</v></c></row>"#;
    let twice = r#"<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>"#;
    let back = r#"<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>"#;
    let bytes = xlsx_parts("", "<sst><si><t>x</t></si></sst>", &[bad, good, twice, back]);
    let (answer, script) = read_all("t.xlsx", &bytes);
    assert_eq!(answer.problem, None);
    // Of a sheet that breaks only rows that are known to be whole are handed over.
    let expected = ["#0 S1", "end", "#1 S2", "A1=\"x\"", "end", "#2 S3", "end", "#3 S4", "A2=1", "end"];
    assert_eq!(script.lines, expected);
    let sheets: Vec<_> = script.problems.iter().map(|p| (p.sheet.as_deref().unwrap(), p.fault.code())).collect();
    assert_eq!(sheets, [("S1", "corrupt"), ("S3", "corrupt"), ("S4", "corrupt")]);
    assert!(script.problems[0].detail.starts_with("after A1"), "{}", script.problems[0]);
}

#[test]
fn lies_about_the_number_of_texts_are_caught_before_memory_is_asked_for() {
    let bytes = xlsx_parts("", "<sst count=\"1\" uniqueCount=\"900000000\"><si><t>x</t></si></sst>", &[""]);
    assert_eq!(fault("t.xlsx", &bytes), Fault::Corrupt);
}

#[test]
fn styles_cannot_fill_memory() {
    let styles = format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf/>".repeat(2_000_000));
    let bytes = zipped(&[("xl/workbook.xml", b"<workbook/>"), ("xl/styles.xml", styles.as_bytes())]);
    assert!(matches!(fault("t.xlsx", &bytes), Fault::TooLarge { limit: Limit::Styles, .. }));
}

#[test]
fn bombs_are_caught() {
    let spaces = " ".repeat(80 << 20);
    let bytes = xlsx_parts("", "", &[&spaces]);
    assert!(bytes.len() < 200_000);
    assert!(matches!(fault("t.xlsx", &bytes), Fault::TooLarge { limit: Limit::CellBytes, .. }));
    let rows = "<row></row>".repeat(8 << 20);
    let bytes = xlsx_parts("", "", &[&rows]);
    let limits = Limits { max_ratio: 150, ..Limits::default() };
    let problem = read_bytes("t.xlsx", &bytes, &limits).0.problem.unwrap();
    assert!(matches!(problem.fault, Fault::TooLarge { limit: Limit::Ratio, allowed: 150, .. }));
    let limits = Limits { max_inflated_bytes: 1 << 20, ..Limits::default() };
    let problem = read_bytes("t.xlsx", &bytes, &limits).0.problem.unwrap();
    assert!(matches!(problem.fault, Fault::TooLarge { limit: Limit::InflatedBytes, allowed: 0x10_0000, .. }));
}

#[test]
fn limits_stop_a_sheet() {
    let sheet = r#"<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>"#;
    let limits = Limits { max_cells: 1, ..Limits::default() };
    let (_, script) = read_bytes("t.xlsx", &xlsx_parts("", "", &[sheet]), &limits);
    assert_eq!(script.problems[0].to_string(), "too large: cells 2, allowed 1 (sheet \"S1\", cell B1)");
    // One text, said by many cells, is small in the file and large in memory.
    let shared = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c></row>"#;
    let limits = Limits { max_text_bytes: 7, ..Limits::default() };
    let (_, script) = read_bytes("t.xlsx", &xlsx_parts("", "<sst><si><t>four</t></si></sst>", &[shared]), &limits);
    assert_eq!(script.problems[0].to_string(), "too large: text_bytes 8, allowed 7 (sheet \"S1\", cell B1)");
    let limits = Limits { max_sheets: 1, ..Limits::default() };
    let (answer, _) = read_bytes("t.xlsx", &xlsx_parts("", "", &["", ""]), &limits);
    assert!(matches!(answer.problem.unwrap().fault, Fault::TooLarge { limit: Limit::Sheets, found: 2, .. }));
    let limits = Limits { max_file_bytes: 3, ..Limits::default() };
    let (answer, _) = read_bytes("t.csv", b"a,b\n", &limits);
    assert!(matches!(answer.problem.unwrap().fault, Fault::TooLarge { limit: Limit::FileBytes, found: 4, .. }));
}

#[test]
fn bytes_and_not_names_tell_the_format() {
    let bytes = xlsx_parts("", "", &[r#"<row r="1"><c r="A1"><v>1</v></c></row>"#]);
    let (answer, script) = read_all("t.xls", &bytes);
    assert_eq!((answer.format, answer.problem), (Format::Xlsx, None));
    assert_eq!(script.lines[1], "A1=1");
    let (answer, script) = read_all("报表.xls", b"a\tb\n1\t2\n");
    assert_eq!((answer.format, answer.problem), (Format::Text, None));
    assert_eq!(script.lines, ["#0 报表", "A1=\"a\" B1=\"b\"", "A2=\"1\" B2=\"2\"", "end"]);
    let html = fault("t.xls", b"<html><form>Log in</form></html>");
    assert_eq!(html, Fault::WrongFormat { claimed: "xls".to_owned(), found: Found::Html });
    assert_eq!(fault("t.xls", b"MIME-Version: 1.0\n"), Fault::WrongFormat { claimed: "xls".to_owned(), found: Found::Html });
    assert_eq!(fault("t.xlsx", b"%PDF-1.7\n"), Fault::WrongFormat { claimed: "xlsx".to_owned(), found: Found::Pdf });
    let docx = zipped(&[("word/document.xml", b"<w/>")]);
    assert_eq!(fault("t.xlsx", &docx), Fault::WrongFormat { claimed: "xlsx".to_owned(), found: Found::Document });
}

#[test]
fn empty_truncated_and_missing_files() {
    assert_eq!(fault("t.xlsx", b""), Fault::Empty);
    let bytes = xlsx_parts("", "", &[r#"<row r="1"><c r="A1"><v>1</v></c></row>"#]);
    assert_eq!(fault("t.xlsx", &bytes[..bytes.len() - 30]), Fault::Truncated);
    let gone = InputFile { path: "no/such.csv".into(), name: "such.csv".to_owned(), bytes: 0, modified: None };
    let answer = read(&gone, &Limits::default(), &mut Script::default());
    assert_eq!(answer.problem.unwrap().fault, Fault::NotFound);
}

/// A compound file with one empty stream per name.
fn compound(names: &[&str]) -> Vec<u8> {
    let mut header = vec![0_u8; 512];
    header[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    header[26] = 3;
    header[30] = 9;
    header[32] = 6;
    header[44] = 1;
    header[48] = 1;
    for at in [60, 68] {
        header[at..at + 4].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
    }
    header[76..].fill(0xFF);
    header[76..80].fill(0);
    let mut fat = vec![0xFF_u8; 512];
    fat[..4].copy_from_slice(&0xFFFF_FFFD_u32.to_le_bytes());
    fat[4..8].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
    let mut directory = vec![0_u8; 512];
    for (entry, name) in directory.chunks_exact_mut(128).zip(["Root Entry"].iter().chain(names)) {
        for (at, unit) in name.encode_utf16().enumerate() {
            entry[2 * at..2 * at + 2].copy_from_slice(&unit.to_le_bytes());
        }
        entry[64] = u8::try_from(2 * name.len() + 2).unwrap();
        entry[116..120].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
    }
    [header, fat, directory].concat()
}

#[test]
fn encrypted_files_are_told_from_broken_ones() {
    assert_eq!(fault("t.xlsx", &compound(&["EncryptionInfo", "EncryptedPackage"])), Fault::Encrypted);
    let word = Fault::WrongFormat { claimed: "xls".to_owned(), found: Found::Document };
    assert_eq!(fault("t.xls", &compound(&["WordDocument"])), word);
    let mut circle = compound(&["Workbook"]);
    circle[512 + 4..512 + 8].copy_from_slice(&1_u32.to_le_bytes());
    assert_eq!(fault("t.xls", &circle), Fault::Corrupt);
    assert_eq!(fault("t.xls", &compound(&["Workbook"])[..700]), Fault::Truncated);
    let manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>";
    let mimetype: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    let ods = zipped(&[("mimetype", mimetype), ("META-INF/manifest.xml", manifest), ("content.xml", b"xx")]);
    assert_eq!(fault("t.ods", &ods), Fault::Encrypted);
}

fn ods(sheet: &str) -> Vec<u8> {
    let mimetype: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"表1\">{sheet}\
         </table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[("mimetype", mimetype), ("content.xml", content.as_bytes())])
}

#[test]
fn ods_values_and_repetitions() {
    let (answer, script) = read_all(
        "t.ods",
        &ods("<table:table-column table:number-columns-repeated=\"16384\"/>\
            <table:table-row table:number-rows-repeated=\"3\"><table:table-cell table:number-columns-repeated=\"9\"/></table:table-row>\
            <table:table-row><table:table-cell office:value-type=\"string\"><office:annotation><text:p>no</text:p></office:annotation>\
            <text:p>a<text:s text:c=\"2\"/>&amp;<text:span>b</text:span></text:p><text:p>c</text:p></table:table-cell>\
            <table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"currency\" office:value=\"1.5\"><text:p>1,50</text:p></table:table-cell>\
            <table:table-cell/><table:table-cell office:value-type=\"date\" office:date-value=\"2024-02-29\"/></table:table-row>\
            <table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:formula=\"of:=1\"/>\
            <table:table-cell table:formula=\"of:=&quot;&quot;\"><text:p/></table:table-cell>\
            <table:table-cell table:formula=\"of:=1/0\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell>\
            <table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"/>\
            <table:table-cell office:value-type=\"time\" office:time-value=\"PT12H00M00S\"/></table:table-row>\
            <table:table-row table:number-rows-repeated=\"1048500\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"),
    );
    assert_eq!((answer.format, answer.problem, script.problems.first()), (Format::Ods, None, None));
    let expected = [
        "#0 表1",
        "A4=\"a  &b\\nc\" B4=1.5 C4=1.5 E4=date 45351",
        "A5=? C5=#DIV/0! D5=true E5=date 0.5",
        "A6=? C6=#DIV/0! D6=true E6=date 0.5",
        "end",
    ];
    assert_eq!(script.lines, expected);
}

#[test]
fn ods_repetition_is_no_way_to_fill_memory() {
    let row = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\" \
        office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    let limits = Limits { max_area_cells: 100_000, ..Limits::default() };
    let (answer, script) = read_bytes("t.ods", &ods(row), &limits);
    assert_eq!(answer.problem, None);
    assert!(matches!(script.problems[0].fault, Fault::TooLarge { limit: Limit::AreaCells, .. }));
    let cut = ods("<table:table-row><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row><!-- ");
    assert_eq!(read_all("t.ods", &cut).1.problems.len(), 1);
}

/// One record of an xlsb part.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let low = u8::try_from(kind & 0x7F).unwrap();
    let kind = if kind < 0x80 { vec![low] } else { vec![low | 0x80, u8::try_from(kind >> 7).unwrap()] };
    [kind.as_slice(), &[u8::try_from(data.len()).unwrap()], data].concat()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [u32::try_from(text.len()).unwrap().to_le_bytes().as_slice(), &units].concat()
}

#[test]
fn xlsb_formula_errors_are_not_lost() {
    let bundle = [vec![0; 4], vec![1, 0, 0, 0], wide("rId1"), wide("Data")].concat();
    let workbook = [record(0x9C, &bundle), record(0x90, &[]), record(0x9D, &[])].concat();
    let number = |col: u8, value: f64| record(5, &[[col, 0, 0, 0, 0, 0, 0, 0], value.to_le_bytes()].concat());
    let error = |col: u8, code: u8| record(0x0B, &[col, 0, 0, 0, 0, 0, 0, 0, code]);
    let row = |row: u8| record(0, &[row, 0, 0, 0]);
    let sheet = [
        record(0x94, &[0; 16]),
        record(0x91, &[]),
        row(0),
        number(0, 1.5),
        error(1, 0x17),
        number(2, 2.5),
        row(4),
        error(0, 0x07),
        record(0x92, &[]),
    ];
    let rels = br#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.bin"/></Relationships>"#;
    let bytes = zipped(&[
        ("xl/workbook.bin", &workbook),
        ("xl/_rels/workbook.bin.rels", rels),
        ("xl/worksheets/sheet1.bin", &sheet.concat()),
    ]);
    let (answer, script) = read_all("t.xlsb", &bytes);
    assert_eq!((answer.format, answer.problem, script.problems.first()), (Format::Xlsb, None, None));
    assert_eq!(script.lines, ["#0 Data", "A1=1.5 B1=#REF! C1=2.5", "A5=#DIV/0!", "end"]);
}

#[test]
fn encodings_are_told_apart() {
    let rows = ["A1=\"客户\" B1=\"金额\"", "A2=\"张三\" B2=\"￥1\""];
    let text = "客户,金额\r\n张三,￥1\r\n";
    let utf16 = |to: fn(u16) -> [u8; 2], mark: &str| -> Vec<u8> { format!("{mark}{text}").encode_utf16().flat_map(to).collect() };
    assert_eq!(text_rows(text.as_bytes()), rows);
    assert_eq!(text_rows(format!("\u{feff}{text}").as_bytes()), rows);
    assert_eq!(text_rows(&encoding_rs::GB18030.encode(text).0), rows);
    for mark in ["\u{feff}", ""] {
        assert_eq!(text_rows(&utf16(u16::to_le_bytes, mark)), rows);
        assert_eq!(text_rows(&utf16(u16::to_be_bytes, mark)), rows);
    }
    assert_eq!(text_rows("a\u{fffd}b".as_bytes()), ["A1=\"a\u{fffd}b\""]);
}

#[test]
fn undecodable_text_says_where() {
    let mut gb = encoding_rs::GB18030.encode("客户,金额\n张三,1\n").0.into_owned();
    gb.extend_from_slice(b"\xff\xff,2\n\xff,3\n");
    assert_eq!(fault("t.csv", &gb), Fault::Undecodable { encoding: "gb18030", byte: 17, line: 3 });
    let mut utf8 = "客户,金额\n张三丰李四光,1\n".as_bytes().to_vec();
    let byte = utf8.len() as u64;
    utf8.extend_from_slice(b"\xe5\xbc,2\n\xe5\xbc,3\n");
    assert_eq!(fault("t.csv", &utf8), Fault::Undecodable { encoding: "UTF-8", byte, line: 3 });
    let (answer, script) = read_all("t.csv", &gb);
    assert!(answer.problem.is_some() && script.lines.is_empty());
}

/// A file with the one in so many lines that is no text, and what is said of it.
#[test]
fn a_few_bad_bytes_cost_their_cells_and_no_more() {
    let lines = |bad: usize| -> Vec<u8> {
        let row = |n: usize| if n < bad { b"\xe5\xbc\xff,1\r\n".to_vec() } else { "张三,1\r\n".as_bytes().to_vec() };
        let head = "\u{feff}客户,金额\r\n".as_bytes().to_vec();
        std::iter::once(head).chain((0..400).rev().map(row)).flatten().collect()
    };
    // 402 lines with the one that is begun last: four bad places, and not five.
    let (answer, script) = read_all("t.csv", &lines(4));
    let byte = 3 + 15 + 396 * 10;
    let remark = Remark::Undecodable { encoding: "UTF-8".to_owned(), places: 4, byte, line: 398 };
    assert_eq!((answer.problem, answer.remarks), (None, vec![remark]));
    assert_eq!((script.lines[1].as_str(), script.lines[397].as_str()), ("A1=\"客户\" B1=\"金额\"", "A397=\"张三\" B397=\"1\""));
    assert_eq!(script.lines[398], "A398=\"\u{fffd}\u{fffd}\" B398=\"1\"");
    assert_eq!(fault("t.csv", &lines(5)), Fault::Undecodable { encoding: "UTF-8", byte: byte - 10, line: 397 });
    // Two places in one line are one line of four.
    let gb = [&encoding_rs::GB18030.encode("客户,金额\n张三,1\n").0[..], b"\x81 \xff,2\n"].concat();
    let (answer, script) = read_all("t.csv", &gb);
    assert!(matches!(answer.remarks[..], [Remark::Undecodable { places: 2, line: 3, .. }]), "{:?}", answer.remarks);
    assert_eq!(script.lines[3], "A3=\"\u{fffd} \u{fffd}\" B3=\"2\"");
    // One place always, even before anything shows that it is UTF-8.
    let (answer, script) = read_all(
        "t.csv",
        b"a\xffb,1\n\xe5\xae\xa2\xe6\x88\xb7\xe5\xae\xa2\xe6\x88\xb7\xe5\xae\xa2\xe6\x88\xb7\xe5\xae\xa2\xe6\x88\xb7,2\n",
    );
    assert_eq!((answer.remarks.len(), script.lines[1].as_str()), (1, "A1=\"a\u{fffd}b\" B1=\"1\""));
}

#[test]
fn western_text_is_read_as_such_and_said() {
    let text = "Order No;Customer\r\n1;Müller GmbH\r\n2;Société Générale\r\n";
    let (answer, script) = read_all("t.csv", &encoding_rs::WINDOWS_1252.encode(text).0);
    assert_eq!(answer.remarks, [Remark::Guessed { encoding: "windows-1252".to_owned() }]);
    assert_eq!(script.lines[2..4], ["A2=\"1\" B2=\"Müller GmbH\"", "A3=\"2\" B3=\"Société Générale\""]);
    let (answer, _) = read_all("t.csv", &encoding_rs::GB18030.encode("A客户B,张\n").0);
    assert_eq!((answer.problem, answer.remarks), (None, Vec::new()));
}

#[test]
fn zero_bytes_and_the_sign_of_the_end_are_left_out() {
    let text = ["订单号,客户\n1,\0乙\n2,丙\n\u{1a}".as_bytes(), &[0; 600]].concat();
    let (answer, script) = read_all("t.csv", &text);
    assert_eq!((answer.problem, answer.remarks), (None, vec![Remark::ZeroBytes { bytes: 601 }]));
    let rows = ["#0 t", "A1=\"订单号\" B1=\"客户\"", "A2=\"1\" B2=\"乙\"", "A3=\"2\" B3=\"丙\"", "end"];
    assert_eq!(script.lines, rows);
}

#[test]
fn a_last_line_that_is_cut_is_said() {
    let text = "id,amount\n1,1234.50\n2,98.00\n3,7.25\n4,98";
    let (answer, script) = read_all("t.csv", text.as_bytes());
    assert_eq!((answer.remarks, script.lines.len()), (vec![Remark::CutLine { row: 5 }], 7));
    assert_eq!(read_all("t.csv", format!("{text}.00").as_bytes()).0.remarks, []);
}

#[test]
fn long_texts_survive_the_edges_of_the_pieces_they_are_read_in() {
    let row = "客户甲,\"备注,一\n二\",3\r\n";
    let text = row.repeat(60_000);
    let expected = text_rows(text.as_bytes());
    assert_eq!((expected.len(), expected[59_999].as_str()), (60_000, "A60000=\"客户甲\" B60000=\"备注,一\\n二\" C60000=\"3\""));
    assert_eq!(text_rows(&encoding_rs::GB18030.encode(&text).0), expected);
    assert_eq!(text_rows(&text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()), expected);
}

#[test]
fn rows_are_numbered_as_excel_shows_them() {
    let rows = text_rows(b"a,b\n\n\"x\ny\",2\r\n,\r\n\r\n3,\"say \"\"hi\"\"\"\n4");
    assert_eq!(rows, ["A1=\"a\" B1=\"b\"", "A3=\"x\\ny\" B3=\"2\"", "A6=\"3\" B6=\"say \\\"hi\\\"\"", "A7=\"4\""]);
    assert_eq!(text_rows(b"a\rb\r\rc"), ["A1=\"a\"", "A2=\"b\"", "A4=\"c\""]);
}

#[test]
fn delimiters_are_told_from_the_first_lines() {
    assert_eq!(text_rows(b"name;amount\nA;1,5\nB;2,5\n")[1], "A2=\"A\" B2=\"1,5\"");
    assert_eq!(text_rows(b"name\tnote\nA\tx, y; z\n")[1], "A2=\"A\" B2=\"x, y; z\"");
    assert_eq!(text_rows(b"name|note\nA|x\n")[1], "A2=\"A\" B2=\"x\"");
    assert_eq!(text_rows(b"sep=;\r\nname;a,b\r\n1;2\r\n"), ["A1=\"name\" B1=\"a,b\"", "A2=\"1\" B2=\"2\""]);
    assert_eq!(text_rows(b"\"a;b\",c\n\"d;e\",f\n")[0], "A1=\"a;b\" B1=\"c\"");
    assert_eq!(text_rows(b"one\ntwo\n"), ["A1=\"one\"", "A2=\"two\""]);
}

#[test]
fn a_quote_that_is_never_closed_is_a_problem() {
    let (answer, script) = read_all("t.csv", b"a,b\n1,\"2\nthree");
    assert_eq!(answer.problem, None);
    assert_eq!(script.lines, ["#0 t", "A1=\"a\" B1=\"b\"", "end"]);
    assert_eq!((script.problems[0].fault.code(), script.problems[0].cell.as_deref()), ("truncated", Some("B2")));
}

/// A consumer that makes the file grow while it is read.
struct Meddler(std::path::PathBuf);

impl Consumer for Meddler {
    fn begin_sheet(&mut self, _: usize, _: &str) {}
    fn row(&mut self, _: u32, _: &[Cell<'_>]) {
        fs::OpenOptions::new().append(true).open(&self.0).unwrap().write_all(b"3,4\n").unwrap();
    }
    fn end_sheet(&mut self, _: Option<Problem>) {}
}

#[test]
fn a_file_that_is_being_written_is_not_believed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("t.csv");
    fs::write(&path, b"1,2\n").unwrap();
    let found = discover(dir.path()).unwrap();
    let answer = read(&found.files[0], &Limits::default(), &mut Meddler(path));
    assert_eq!(answer.problem.unwrap().fault, Fault::ChangedWhileReading);
}

/// The same of an archive that is hashed while it is read: what came of it does not count, and the second time it is read whole.
#[test]
fn a_large_workbook_that_is_being_written_is_not_believed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("t.xlsx");
    let noise =
        |row: usize| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>0.{}</v></c></row>", row.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let rows = || (1..=120_000).map(noise).collect::<String>();
    fs::write(&path, xlsx_parts("", "", &[&rows()])).unwrap();
    let found = discover(dir.path()).unwrap();
    assert!(found.files[0].bytes > RELAY_BYTES);
    let answer = read(&found.files[0], &Limits::default(), &mut Meddler(path.clone()));
    assert_eq!(answer.problem.unwrap().fault, Fault::ChangedWhileReading);
    fs::write(&path, xlsx_parts("", "", &[&rows()])).unwrap();
    let found = discover(dir.path()).unwrap();
    let mut script = Script::default();
    let answer = read(&found.files[0], &Limits::default(), &mut script);
    assert_eq!((answer.problem, script.lines.len(), answer.bytes), (None, 120_002, found.files[0].bytes));
    assert_eq!(answer.sha256, super::sha256(&found.files[0], &Limits::default()).unwrap());
    assert_eq!(answer.format, Format::Xlsx);
}

#[test]
fn elements_inside_elements_end_before_memory_does() {
    for element in ["<a>", "<a b=\"/>\">"] {
        let bytes = xlsx_parts("", "", &[&element.repeat(4_000_001)]);
        let problem = read_all("t.xlsx", &bytes).0.problem.unwrap();
        assert_eq!(problem.fault, Fault::Corrupt);
        assert!(problem.detail.contains("without end"), "{problem}");
    }
    let honest = "<row><c r=\"A1\"><v>1</v></c><c/></row><!-- > -->".repeat(50_000);
    assert_eq!(read_all("t.xlsx", &xlsx_parts("", "", &[&honest])).0.problem, None);
}

#[test]
fn files_and_folders_that_went_away_are_one_problem_each() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a.csv", "b.csv"] {
        fs::write(dir.path().join(name), b"1,2\n").unwrap();
    }
    let found = discover(dir.path()).unwrap();
    fs::remove_file(dir.path().join("a.csv")).unwrap();
    let mut script = Script::default();
    let faults: Vec<_> =
        found.files.iter().map(|file| read(file, &Limits::default(), &mut script).problem.map(|problem| problem.fault)).collect();
    assert_eq!(faults, [Some(Fault::NotFound), None]);
    assert_eq!(script.lines, ["#0 b", "A1=\"1\" B1=\"2\"", "end"]);
    // A file became a folder.
    fs::remove_file(dir.path().join("b.csv")).unwrap();
    fs::create_dir(dir.path().join("b.csv")).unwrap();
    assert_eq!(read(&found.files[1], &Limits::default(), &mut script).problem.unwrap().fault, Fault::Unreadable);
}
