//! Web pages and XML spreadsheets that are named .xls, read through [`read`](super::read).

use super::tests::{fault, read_all, read_bytes};
use super::*;

fn lines(bytes: &[u8]) -> Vec<String> {
    let (answer, script) = read_all("报表.xls", bytes);
    assert_eq!((answer.problem, script.problems.first()), (None, None));
    script.lines
}

#[test]
fn a_table_of_a_web_page_is_a_sheet() {
    let page = "<html><head><title>T</title><style>td { color: red }</style></head><body><h1>Orders</h1>\
        <TABLE border=1><caption>x</caption><thead><tr><th>客户&nbsp;名称<th>A &amp; B</tr></thead>\
        <tr><td>  two\n   words </td><td>line<br>two<p>three</td></tr>\
        <tr><td></td><td><script>if (a < b) '<td>'</script>after<style><td></style></td></table>text</body></html>";
    let expected =
        ["#0 报表", "A1=\"客户\u{a0}名称\" B1=\"A & B\"", "A2=\"two words\" B2=\"line\\ntwo\\nthree\"", "B3=\"after\"", "end"];
    assert_eq!(lines(page.as_bytes()), expected.map(|line| line.replace('\u{a0}', "\\u{a0}")));
    let (answer, _) = read_all("t.xls", page.as_bytes());
    assert_eq!((answer.format, answer.misnamed("a.b/t.XLS")), (Format::Html, Some(Format::Html)));
}

#[test]
fn merged_cells_take_their_room() {
    let page = "<table><tr><td rowspan=3>a<td colspan=2>b<td rowspan=2>c</tr><tr><td>d<td>e</tr><tr><td>f<td>g<td>h</tr>\
        <tr><td rowspan=0 colspan=x>i<td>j</table>";
    let expected =
        ["#0 报表", "A1=\"a\" B1=\"b\" D1=\"c\"", "B2=\"d\" C2=\"e\"", "B3=\"f\" C3=\"g\" D3=\"h\"", "A4=\"i\" B4=\"j\"", "end"];
    assert_eq!(lines(page.as_bytes()), expected);
}

#[test]
fn inner_tables_and_later_ones_are_sheets_of_their_own() {
    let page =
        "<table><tr><td>out<table><tr><td>in 1<td>in 2</table>side</td><td>er</td></tr></table><table><tr><td>next</table>";
    let expected = [
        "#0 报表",
        "A1=\"outside\" B1=\"er\"",
        "end",
        "#1 报表 (2)",
        "A1=\"in 1\" B1=\"in 2\"",
        "end",
        "#2 报表 (3)",
        "A1=\"next\"",
        "end",
    ];
    assert_eq!(lines(page.as_bytes()), expected);
}

#[test]
fn numbers_behind_what_is_shown_count_where_they_agree() {
    let page = "<table><tr><td x:num=\"1234.567\">￥1,234.57<td x:num='-3'>-3.00<td x:num=45415>2024-05-03<td x:num=45415>20240503\
        <td x:num=0.25>25%<td x:num>7<td x:num=6.21700123456789E+18>6217001234567890123</table>";
    let row = "A1=1234.567 B1=-3 C1=\"2024-05-03\" D1=\"20240503\" E1=\"25%\" F1=\"7\" G1=\"6217001234567890123\"";
    assert_eq!(lines(page.as_bytes())[1], row);
}

#[test]
fn pages_are_decoded_as_they_say() {
    let page = |charset: &str| {
        format!("<html><meta http-equiv=Content-Type content=\"text/html; charset={charset}\"><table><tr><td>张三￥</table>")
    };
    let want = "A1=\"张三￥\"";
    assert_eq!(lines(page("utf-8").as_bytes())[1], want);
    assert_eq!(lines(&encoding_rs::GB18030.encode(&page("gb2312")).0)[1], want);
    assert_eq!(lines(&encoding_rs::GB18030.encode(&page("")).0)[1], want);
    assert_eq!(lines(&encoding_rs::BIG5.encode(&page("big5").replace("张三￥", "張三")).0)[1], "A1=\"張三\"");
    let utf16: Vec<u8> = format!("\u{feff}{}", page("unicode")).encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(lines(&utf16)[1], want);
    // Says one thing and is another.
    assert_eq!(lines(page("gb2312").replace("张三￥", "张三李四王五赵六￥").as_bytes())[1], "A1=\"张三李四王五赵六￥\"");
    let mut bad = encoding_rs::GB18030.encode(&page("gbk")).0.into_owned();
    bad.extend_from_slice(b"\xff\xff");
    assert!(matches!(fault("t.xls", &bad), Fault::Undecodable { encoding: "gb18030", line: 1, .. }));
}

#[test]
fn a_page_that_breaks_off_says_so() {
    let (answer, script) = read_all("t.xls", b"<table><tr><td>1</td></tr><tr><td>2");
    assert_eq!(answer.problem.unwrap().fault, Fault::Truncated);
    assert_eq!(script.lines, ["#0 t", "A1=\"1\"", "end"]);
    assert_eq!(lines(b"<html><table><tr><td>1</html>"), ["#0 报表", "A1=\"1\"", "end"]);
    let limits = Limits { max_sheets: 1, ..Limits::default() };
    let (answer, _) = read_bytes("t.xls", b"<table></table><table></table>", &limits);
    assert!(matches!(answer.problem.unwrap().fault, Fault::TooLarge { limit: Limit::Sheets, .. }));
    assert_eq!(fault("t.xls", "<table><tr><td>".repeat(40).as_bytes()), Fault::Corrupt);
}

fn spreadsheet(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
         xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">{inside}</Workbook>"
    )
}

#[test]
fn xml_spreadsheets_are_read() {
    let text = spreadsheet(
        "<Worksheet ss:Name=\"订单\"><Table><Column/><Row><Cell><Data ss:Type=\"String\">a &lt;<B>b</B></Data><Comment><ss:Data>no</ss:Data></Comment></Cell>\
         <Cell ss:Index=\"3\" ss:MergeAcross=\"1\"><Data ss:Type=\"Number\">1.5</Data></Cell><Cell><Data ss:Type=\"DateTime\">2024-02-29T12:00:00.000</Data></Cell></Row>\
         <Row ss:Index=\"4\" ss:Span=\"2\"><Cell ss:Formula=\"=R1C1\"/><Cell ss:Formula=\"=1/0\"><Data ss:Type=\"Error\">#DIV/0!</Data></Cell>\
         <Cell><Data ss:Type=\"Boolean\">1</Data></Cell><Cell><Data ss:Type=\"DateTime\">1899-12-31T18:00:00.000</Data></Cell></Row>\
         <Row><Cell><Data ss:Type=\"Number\">x</Data></Cell></Row></Table></Worksheet><Worksheet ss:Name=\"B\"/>",
    );
    let expected = [
        "#0 订单",
        "A1=\"a <b\" C1=1.5 E1=date 45351.5",
        "A4=? B4=#DIV/0! C4=true D4=date 0.75",
        "A7=\"x\"",
        "end",
        "#1 B",
        "end",
    ];
    assert_eq!(lines(text.as_bytes()), expected);
    let (answer, _) = read_all("t.xls", text.as_bytes());
    assert_eq!(answer.format, Format::SpreadsheetMl);
}

#[test]
fn hostile_xml_spreadsheets_are_refused() {
    let laughs = spreadsheet("<Worksheet ss:Name=\"S\"/>").replace("<Workbook", "<!DOCTYPE w [<!ENTITY a \"aaaa\">]><Workbook");
    assert!(matches!(fault("t.xls", laughs.as_bytes()), Fault::Unsupported { .. }));
    let sheet = |row: &str| spreadsheet(&format!("<Worksheet ss:Name=\"S\"><Table>{row}</Table></Worksheet>"));
    for bad in [
        "<Row ss:Index=\"0\"/>",
        "<Row ss:Index=\"1048577\"/>",
        "<Row><Cell ss:Index=\"0\"/></Row>",
        "<Row/><Row ss:Index=\"1\"/>",
    ] {
        assert_eq!(fault("t.xls", sheet(bad).as_bytes()), Fault::Corrupt, "{bad}");
    }
    let cut = sheet("<Row><Cell><Data ss:Type=\"String\">a</Data></Cell></Row>");
    assert_eq!(fault("t.xls", cut.split("</Table>").next().unwrap().as_bytes()), Fault::Truncated);
}

#[test]
fn names_and_formats_are_compared() {
    let read = |format| FileRead { sha256: String::new(), bytes: 1, format, problem: None, remarks: Vec::new() };
    assert_eq!(read(Format::Text).misnamed("a.xls"), Some(Format::Text));
    assert_eq!(read(Format::Xlsx).misnamed("a.xls"), Some(Format::Xlsx));
    for (format, name) in [(Format::Xlsx, "a.XLSM"), (Format::Text, "b.tsv"), (Format::Unknown, "a.xls"), (Format::Text, "a")] {
        assert_eq!(read(format).misnamed(name), None);
    }
}
