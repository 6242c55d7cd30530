//! Tables for other programs: RFC 4180 with a byte-order mark, and no cell that a spreadsheet would run as a formula.

use super::error::DrawError;
use crate::report::model::Field;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The bytes of a table: a byte-order mark (Excel takes the file for UTF-8 then), the header, the rows, CRLF.
pub fn csv_bytes(file: &str, header: &[&str], rows: &[Vec<Field>]) -> Result<Vec<u8>, DrawError> {
    let fail = |reason: String| DrawError::Csv { file: file.to_owned(), reason };
    if let Some(at) = rows.iter().position(|row| row.len() != header.len()) {
        return Err(fail(format!("row {at} has not as many fields as the header")));
    }
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(header).map_err(|e| fail(e.to_string()))?;
    for row in rows {
        for field in row {
            writer.write_field(written(field).as_bytes()).map_err(|e| fail(e.to_string()))?;
        }
        writer.write_record(None::<&[u8]>).map_err(|e| fail(e.to_string()))?;
    }
    writer.into_inner().map_err(|e| fail(e.to_string()))
}

fn written(field: &Field) -> std::borrow::Cow<'_, str> {
    match field {
        Field::Text(text) if starts_a_formula(text) => format!("'{text}").into(),
        Field::Text(text) | Field::Number(text) => text.as_str().into(),
        Field::Bool(true) => "true".into(),
        Field::Bool(false) => "false".into(),
        Field::Empty => "".into(),
    }
}

/// The full-width signs too: some spreadsheets, and some who paste from one, take them for the plain ones.
fn starts_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(rows: &[Vec<Field>]) -> String {
        let bytes = csv_bytes("t.csv", &["a", "b"], rows).unwrap();
        assert_eq!(&bytes[..3], BYTE_ORDER_MARK);
        String::from_utf8(bytes[3..].to_vec()).unwrap()
    }

    fn t(text: &str) -> Field {
        Field::Text(text.to_owned())
    }

    #[test]
    fn quotes_only_where_needed_and_ends_lines_with_crlf() {
        let rows = [vec![t("plain"), t("a,b")], vec![t("say \"hi\""), t("two\nlines")]];
        assert_eq!(text(&rows), "a,b\r\nplain,\"a,b\"\r\n\"say \"\"hi\"\"\",\"two\nlines\"\r\n");
    }

    #[test]
    fn text_that_would_run_is_disarmed_and_numbers_stay_numbers() {
        let rows = [
            vec![t("=HYPERLINK(\"http://x\")"), Field::Number("-12.50".into())],
            vec![t("+1"), t("-1")],
            vec![t("@sum"), t("\tx")],
            vec![t("\rx"), t("a=b")],
            vec![t("＝1＋1"), t("＋1")],
            vec![t("－1"), t("＠x")],
        ];
        let expected = "a,b\r\n\"'=HYPERLINK(\"\"http://x\"\")\",-12.50\r\n'+1,'-1\r\n'@sum,'\tx\r\n\"'\rx\",a=b\r\n'＝1＋1,'＋1\r\n'－1,'＠x\r\n";
        assert_eq!(text(&rows), expected);
    }

    #[test]
    fn empty_and_bool() {
        assert_eq!(text(&[vec![Field::Empty, Field::Bool(true)]]), "a,b\r\n,true\r\n");
        assert_eq!(text(&[]), "a,b\r\n");
    }

    #[test]
    fn a_row_of_another_length_is_refused() {
        assert!(csv_bytes("t.csv", &["a", "b"], &[vec![Field::Empty]]).is_err());
    }
}
