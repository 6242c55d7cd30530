//! Quotes that are none, and real ones that look like it: delimited text read through [`read`](super::read).

use std::fmt::Write as _;

use proptest::prelude::*;

use super::records::Parser;
use super::seam::{Direct, Seam};
use super::tests::{Script, read_all, read_bytes};
use super::*;

/// Twelve orders, whose products are `p` but for those given by row.
fn orders(products: &[(usize, &str)]) -> String {
    let mut text = "Order No,Order Date,Customer,Product,Amount\r\n".to_owned();
    for row in 2..14 {
        let product = products.iter().find(|(at, _)| *at == row).map_or("p", |(_, product)| *product);
        let _ = write!(text, "Q{row},2026-05-{row:02},Acme,{product},100\r\n");
    }
    text
}

/// The rows with the products that were read, and the remark.
fn products(text: &str) -> (Vec<String>, Vec<Remark>) {
    let (answer, script) = read_all("t.csv", text.as_bytes());
    assert_eq!((answer.problem, script.problems.first()), (None, None), "{text}");
    let product =
        |line: &String| line.split(" D").nth(1).map_or_else(String::new, |rest| rest.split(" E").next().unwrap().to_owned());
    (script.lines[2..script.lines.len() - 1].iter().map(product).collect(), answer.remarks)
}

/// Products by row.
type Given<'a> = &'a [(usize, &'a str)];

#[test]
fn a_stray_quote_swallows_no_rows() {
    let cases: &[(Given<'_>, u64, &str)] = &[
        (&[(4, "\"6in")], 1, "D4"),
        (&[(4, "\"6in"), (10, "\"8in")], 2, "D4"),
        (&[(4, "\"6in"), (5, "\"8in")], 2, "D4"),
        (&[(4, "\"6in"), (10, "8\" pipe")], 1, "D4"),
        (&[(4, "\"6in"), (10, "8\"")], 1, "D4"),
        (&[(4, "\"6in"), (10, "\"a, b\"")], 1, "D4"),
        (&[(4, "\"6in"), (10, "\"\"")], 1, "D4"),
        (&[(13, "\"6in")], 1, "D13"),
    ];
    for (given, places, cell) in cases {
        let text = orders(given);
        let (read, remarks) = products(&text);
        assert_eq!(remarks, [Remark::StrayQuotes { places: *places, cell: (*cell).to_owned() }], "{text}");
        let shown: Vec<String> = (2..14).map(|row| read[row - 2].clone()).collect();
        for (row, product) in *given {
            let plain = match *product {
                "\"a, b\"" => "\"a, b\"".to_owned(),
                "\"\"" => String::new(),
                product => format!("{:?}", product),
            };
            let at = format!("{row}=");
            assert!(shown[row - 2] == format!("{at}{plain}") || plain.is_empty(), "{text}: {shown:?}");
        }
        assert_eq!(shown.len(), 12);
        assert_eq!(shown.iter().filter(|s| s.ends_with("=\"p\"")).count(), 12 - given.len(), "{text}");
    }
}

#[test]
fn real_texts_of_several_lines_stay_one_cell() {
    let texts = [
        "\"one\r\ntwo\"",
        "\"5 High St, Floor 2\nLondon, UK\"",
        "\"a, b\nc, d, e, f, g\nh, i, j\"",
        "\"\n\n\"",
        "\"say \"\"hi\"\"\nyou, \"\"too\"\"\"",
        "\"line\nwith \"word\" in it\"",
    ];
    for text in texts {
        let (read, remarks) = products(&orders(&[(4, text), (9, text)]));
        assert_eq!((read.len(), remarks.len()), (12, 0), "{text}: {read:?}");
    }
    // In the last column, where a line has as many delimiters as a record.
    let text = "id,day,by,note\n1,2026-05-01,A,\"first\nsecond, with, many, of\nthem, in, a\"\n2,2026-05-02,B,x\n";
    let (answer, script) = read_all("t.csv", text.as_bytes());
    assert_eq!((answer.remarks.len(), script.lines.len()), (0, 5));
    // Cut off within such a text: the end is missing.
    let (_, script) = read_all("t.csv", b"id,by,note\n1,A,x\n2,B,\"first line\nsecond");
    assert_eq!((script.problems[0].fault.code(), script.problems[0].cell.as_deref()), ("truncated", Some("C3")));
}

#[test]
fn a_quote_is_waited_for_no_longer_than_a_cell_may_be() {
    let rows = "7,x,1\n".repeat(2_000);
    let limits = Limits { max_cell_bytes: 5_000, ..Limits::default() };
    let (answer, script) = read_bytes("t.csv", format!("id,name,amount\n1,\"6in,2\n{rows}").as_bytes(), &limits);
    assert_eq!(answer.remarks, [Remark::StrayQuotes { places: 1, cell: "B2".to_owned() }]);
    assert_eq!((script.problems.len(), script.lines.len()), (0, 2_004));
    let (_, script) = read_bytes("t.csv", format!("id,name\n1,\"{}\n\",2\n", "long ".repeat(2_000)).as_bytes(), &limits);
    assert_eq!(script.problems[0].fault.code(), "too_large");
}

/// What the parser hands over of a text that comes in pieces.
fn in_pieces(text: &[u8], step: usize) -> (Vec<String>, Option<(u64, String)>) {
    let limits = Limits::default();
    let mut script = Script::default();
    let mut direct = Direct(&mut script);
    let mut seam = Seam::new(&mut direct, &limits);
    seam.begin_sheet("t");
    let mut parser = Parser::new(b',', &limits);
    let fed = text.chunks(step).try_for_each(|piece| parser.feed(piece, &mut seam));
    let end = fed.and_then(|()| parser.finish(&mut seam));
    seam.end_sheet(end.err());
    let strays = parser.strays();
    script.lines.extend(script.problems.iter().map(ToString::to_string));
    (script.lines, strays)
}

/// A text as RFC 4180 has it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

proptest! {
    /// Whatever the text and however it comes, it is read the same.
    #[test]
    fn pieces_make_no_difference(text in "[a1\",\r\n]{0,60}") {
        let whole = in_pieces(text.as_bytes(), text.len().max(1));
        for step in [1, 2, 3, 7] {
            prop_assert_eq!(&in_pieces(text.as_bytes(), step), &whole, "{}", step);
        }
    }

    /// Texts of all kinds come back as they were written, where they do not hold whole rows of the very table they stand in.
    #[test]
    fn what_is_quoted_comes_back(cells in prop::collection::vec(("[a-z ]{1,5}", "[b-z\"; \r\n]{1,12}"), 1..20)) {
        let mut text = "id,by,note,more\n".to_owned();
        for (n, (by, note)) in cells.iter().enumerate() {
            let _ = writeln!(text, "SO-{n},{by},{},x", quoted(note));
        }
        let (lines, strays) = in_pieces(text.as_bytes(), 5);
        prop_assert_eq!(strays, None);
        for (n, (_, note)) in cells.iter().enumerate() {
            let expected = format!("C{}={note:?} D", n + 2);
            prop_assert!(lines[n + 2].contains(&expected), "{}: {}", expected, lines[n + 2]);
        }
    }

    /// A stray quote before a product loses no row, wherever others stand.
    #[test]
    fn no_row_is_lost_to_stray_quotes(at in prop::collection::btree_set(2_usize..14, 1..6), step in 1_usize..50) {
        let given: Vec<(usize, &str)> = at.iter().map(|row| (*row, "\"6in")).collect();
        let (lines, strays) = in_pieces(orders(&given).as_bytes(), step);
        prop_assert_eq!(lines.len(), 15, "{:?}", lines);
        prop_assert_eq!(strays.map(|(places, _)| places), Some(at.len() as u64));
    }
}
