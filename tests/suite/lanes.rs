//! The scanner for regular workbooks never gives another answer than the library does.

use std::path::{Path, PathBuf};

use keyaccount::fuzzing::lanes_agree;
use keyaccount::load::Limits;
use proptest::prelude::*;

use crate::common::root;

/// A folder of workbooks to be read both ways beside those of the project, for instance a public test corpus.
const FOLDER: &str = "KEYACCOUNT_CORPUS";

fn workbooks(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let extension = path.extension().map(|e| e.to_ascii_lowercase()).unwrap_or_default();
        if path.is_dir() {
            workbooks(&path, into);
        } else if extension == "xlsx" || extension == "xlsm" {
            into.push(path);
        }
    }
}

#[test]
fn every_workbook_is_read_alike() {
    let root = root();
    let mut paths = Vec::new();
    for folder in ["input", "docs/example", "fuzz/corpus"] {
        workbooks(&root.join(folder), &mut paths);
    }
    assert!(paths.len() >= 10, "{} workbooks", paths.len());
    if let Some(folder) = std::env::var_os(FOLDER) {
        workbooks(Path::new(&folder), &mut paths);
    }
    let different: Vec<String> = paths.iter().filter_map(|path| lanes_agree(path, &Limits::default()).err()).collect();
    assert!(different.is_empty(), "{} of {}:\n{}", different.len(), paths.len(), different.join("\n"));
}

/// Cells in the dialects of many programs, sound ones first. `@` stands for the place, `#` for the value, `%` for `#`.
const CELLS: &[&str] = &[
    "<c r=\"@\"><v>#</v></c>",
    "<c r=\"@\" s=\"1\"><v>#</v></c>",
    "<c r=\"@\" t=\"s\"><v>2</v></c>",
    "<c r=\"@\" s=\"3\" t=\"n\"><v>#</v></c>",
    "<c s=\"2\" r=\"@\"><v>#</v></c>",
    "<c><v>#</v></c>",
    "<c r=\"@\" s=\"1\"/>",
    "<c r=\"@\" s=\"1\"></c>",
    "<c r=\"@\" t=\"s\" s=\"0\"><v>0</v></c>",
    "<c r=\"@\"><f>SUM(A1:A2)</f><v>#</v></c>",
    "<c r=\"@\"><f>A1&amp;\"x\"</f></c>",
    "<c r=\"@\"><f t=\"shared\" ref=\"A1:A9\" si=\"0\">A1</f><v>1</v></c>",
    "<c r=\"@\"><f t=\"shared\" si=\"0\"/><v>1</v></c>",
    "<c r=\"@\" t=\"str\"><f>A1</f><v>a &lt; b</v></c>",
    "<c r=\"@\" t=\"str\"><v> 空 格 </v></c>",
    "<c r=\"@\" t=\"str\"><f>A1</f><v></v></c>",
    "<c r=\"@\"><f>A1</f><v/></c>",
    "<c r=\"@\"><f>A1</f><v /></c>",
    "<c r=\"@\" t=\"inlineStr\"><is><t>内联</t></is></c>",
    "<c r=\"@\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> a </t></is></c>",
    "<c r=\"@\" t=\"inlineStr\"><is><r><t>a</t></r><r><rPr><b/></rPr><t> b</t></r></is></c>",
    "<c r=\"@\" t=\"b\"><v>1</v></c>",
    "<c r=\"@\" t=\"e\"><v>%DIV/0!</v></c>",
    "<c r=\"@\" t=\"e\"><v>%SPILL!</v></c>",
    "<c r=\"@\" t=\"e\"><f>A1</f><v>%NEW!</v></c>",
    "<c r=\"@\" t=\"d\"><v>2024-02-29T06:00:00</v></c>",
    "<c r=\"@\" cm=\"1\" vm=\"2\"><v>#</v></c>",
    "\n      <c r=\"@\">\n        <v>#</v>\n      </c>\n",
    // From here on: what a program should not write, or hardly any does.
    "<c r='@'><v>#</v></c>",
    "<c r=\"@\" ><v>#</v></c >",
    "<c r=\"@\" t=\"b\"><v>true</v></c>",
    "<c r=\"@\" t=\"b\"><v>2</v></c>",
    "<c r=\"@\" t=\"s\"><v>99</v></c>",
    "<c r=\"@\" t=\"s\"><v>x</v></c>",
    "<c r=\"@\" t=\"s\"><v></v></c>",
    "<c r=\"@\"><v> #</v></c>",
    "<c r=\"@\"><v>1,5</v></c>",
    "<c r=\"@\" t=\"n\"><v>abc</v></c>",
    "<c r=\"@\"><v>abc</v></c>",
    "<c r=\"@\" t=\"str\"><v>a_x000D_b</v></c>",
    "<c r=\"@\" t=\"str\"><v>a\r\nb</v></c>",
    "<c r=\"@\" t=\"str\"><v><![CDATA[a]]></v></c>",
    "<c r=\"@\" t=\"str\"><v>a<!-- b -->c</v></c>",
    "<c r=\"@\" t=\"str\"><v>&nbsp;</v></c>",
    "<c r=\"@\"><v>1</v><v>2</v></c>",
    "<c r=\"@\" t=\"inlineStr\"><v>0</v><is><t>a</t></is></c>",
    "<c r=\"@\" t=\"inlineStr\"><is><t>a</t></is><v>0</v></c>",
    "<c r=\"@\" t=\"inlineStr\"><is/></c>",
    "<c r=\"@\" t=\"x\"><v>1</v></c>",
    "<c r=\"@\" s=\"x\"><v>1</v></c>",
    "<c r=\"@\" s=\"77\"><v>1</v></c>",
    "<c r=\"@\"><extLst/></c>",
    "<c r=\"@\"><f t=\"shared\">A1</f><v>1</v></c>",
    "<x:c r=\"@\"><x:v>1</x:v></x:c>",
    "<c R=\"@\"><v>#</v></c>",
    "<c r=\"@\" r=\"Z99\"><v>#</v></c>",
    "<c r=\"A1\"><v>#</v></c>",
    "<c r=\"\"><v>#</v></c>",
    "<!-- remark -->",
    "text",
    "<c r=\"@\"><v>#</v>",
];

const VALUES: &[&str] = &["0", "45038", "809.01", "-1.5E-7", "123456789012345678", "0.1", "1e400", "007", ""];

const ROWS: &[&str] = &[
    "<row r=\"@\" spans=\"1:10\">",
    "<row r=\"@\">",
    "<row>",
    "<row r=\"@\" spans=\"1:3\" x14ac:dyDescent=\"0.25\" customHeight=\"1\">",
    "<row r='@'>",
    "<row r=\"0\">",
    "<row r=\"@\" r=\"7\">",
    "<row r=\"1\">",
];

const STRINGS: &[&str] = &[
    "<si><t>客户</t><phoneticPr fontId=\"1\" type=\"noConversion\"/></si>",
    "<si><t xml:space=\"preserve\"> a &amp; b </t></si>",
    "<si><t> trimmed </t></si>",
    "<si><r><t>rich</t></r><r><rPr><sz val=\"9\"/></rPr><t xml:space=\"preserve\"> text</t></r></si>",
    "<si><t/></si>",
    "<si/>",
    "<si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh></si>",
    "<si><t>_x0041_</t></si>",
    "<si><t><![CDATA[x]]></t></si>",
    "<si><x:t>a</x:t></si>",
    "<si><t>a\r\nb</t></si>",
    "<si><t>&#x4E2D;&#25991;</t></si>",
    "<si><t>a",
];

const STYLES: &str = "<styleSheet><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m\"/></numFmts>\
    <cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"46\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>";

/// How far down, the row's tag, and its cells: how far right, how written, and the value.
type Row = (u32, usize, Vec<(u32, usize, usize)>);

/// What one workbook is made of.
#[derive(Debug, Clone)]
struct Plan {
    rows: Vec<Row>,
    strings: Vec<usize>,
    is_1904: bool,
    dimension: usize,
    /// Where a byte is changed, and into what.
    fault: Option<(usize, u8)>,
}

fn plans(cells: usize, rows: usize, strings: usize, faulty: bool) -> impl Strategy<Value = Plan> {
    let cell = (0..3_u32, 0..cells, 0..VALUES.len());
    let row = (0..3_u32, 0..rows, prop::collection::vec(cell, 0..5));
    let strings = prop::collection::vec(0..strings, 3..6);
    let fault = if faulty { prop::option::of((any::<usize>(), any::<u8>())).boxed() } else { Just(None).boxed() };
    (prop::collection::vec(row, 0..8), strings, any::<bool>(), 0..4_usize, fault)
        .prop_map(|(rows, strings, is_1904, dimension, fault)| Plan { rows, strings, is_1904, dimension, fault })
}

impl Plan {
    fn sheet(&self) -> Vec<u8> {
        const DIMENSIONS: [&str; 4] = ["", "<dimension ref=\"A1\"/>", "<dimension ref=\"A1:Z99\"></dimension>", "<sheetViews/>"];
        let mut xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet>{}<sheetData>", DIMENSIONS[self.dimension]);
        let mut row = 0;
        for (down, tag, cells) in &self.rows {
            row += 1 + down;
            xml.push_str(&ROWS[*tag].replace('@', &row.to_string()));
            let mut col = 0;
            for (right, how, value) in cells {
                col += 1 + right;
                let place = format!("{}{row}", char::from(b'A' + u8::try_from(col % 26).unwrap()));
                xml.push_str(&CELLS[*how].replace('@', &place).replace('#', VALUES[*value]).replace('%', "#"));
            }
            xml.push_str("</row>");
        }
        xml.push_str("</sheetData><pageMargins/></worksheet>");
        let mut bytes = xml.into_bytes();
        if let Some((at, byte)) = self.fault {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        bytes
    }

    fn write(&self, path: &Path) {
        let mut zip = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
        let strings: String = self.strings.iter().map(|at| STRINGS[*at]).collect();
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let relation = |id: u32, kind: &str, target: &str| {
            format!("<Relationship Id=\"rId{id}\" Type=\"{office}/{kind}\" Target=\"{target}\"/>")
        };
        let parts: [(&str, Vec<u8>); 6] = [
            ("_rels/.rels", format!("<Relationships>{}</Relationships>", relation(1, "officeDocument", "xl/workbook.xml")).into()),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook><workbookPr date1904=\"{}\"/><sheets><sheet name=\"订单\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
                    u8::from(self.is_1904)
                )
                .into(),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!("<Relationships>{}</Relationships>", relation(1, "worksheet", "worksheets/sheet1.xml")).into(),
            ),
            ("xl/styles.xml", STYLES.into()),
            ("xl/sharedStrings.xml", format!("<sst count=\"9\">{strings}</sst>").into()),
            ("xl/worksheets/sheet1.xml", self.sheet()),
        ];
        for (name, bytes) in parts {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut zip, &bytes).unwrap();
        }
        zip.finish().unwrap();
    }
}

fn alike(plan: &Plan) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("generated.xlsx");
    plan.write(&path);
    lanes_agree(&path, &Limits::default()).map_err(TestCaseError::fail)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// What spreadsheet programs write.
    #[test]
    fn sound_workbooks_are_read_alike(plan in plans(28, 4, 8, false)) {
        alike(&plan)?;
    }

    /// Mostly sound ones with one odd cell, row or text somewhere.
    #[test]
    fn odd_workbooks_are_read_alike(plan in plans(CELLS.len(), ROWS.len(), STRINGS.len(), false)) {
        alike(&plan)?;
    }

    /// One byte of the sheet is another one.
    #[test]
    fn broken_workbooks_are_read_alike(plan in plans(28, 4, 7, true)) {
        alike(&plan)?;
    }
}
