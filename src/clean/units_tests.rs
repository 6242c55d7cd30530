//! Units, decimal marks and doubled columns over whole sheets: what each amount comes to, and what is said of it.

use super::super::header_note::HeaderNote;
use super::*;
use crate::tables::orders;

/// The amounts of the accepted orders in minor units, and the notes of every table of the sheet.
fn amounts(rows: &[&[&str]]) -> (Vec<i64>, Vec<HeaderNote>, RowCounts) {
    let cleaned = cleaned_by("[rates]\nUSD = \"7\"\n", &[("a.csv", rows)]);
    assert!(cleaned.account.gaps().is_empty(), "{:?}", cleaned.account.gaps());
    let frame = cleaned.tables.orders.0.data();
    let minors = frame.column(orders::AMOUNT).unwrap().i64().unwrap().iter().flatten().collect();
    let notes = cleaned.account.files[0].sheets.iter().flat_map(|s| s.notes.clone()).collect();
    (minors, notes, cleaned.account.rows())
}

/// One order for each cell, below a header that ends in this one.
fn column(header: &str, cells: &[&str]) -> Vec<i64> {
    let head = ["订单号", "下单日期", "客户名称", header];
    let ids: Vec<String> = (0..cells.len()).map(|i| format!("SO-{i}")).collect();
    let rows: Vec<[&str; 4]> = ids.iter().zip(cells).map(|(id, cell)| [id.as_str(), "2026-05-01", "甲", *cell]).collect();
    let mut all: Vec<&[&str]> = vec![&head];
    all.extend(rows.iter().map(|row| row.as_slice()));
    amounts(&all).0
}

#[test]
fn a_cell_that_names_its_unit_is_not_scaled_by_the_header() {
    for (header, cells, minors) in [
        // 12,000.00 five times; the sign says which money, and the header what it counts in.
        (
            "金额（万元）",
            &["1.2", "1.2万", "￥1.2万元", "12000元", "￥1.2", "12000 CNY", "1万2千", "壹万贰仟元整"] as &[&str],
            &[1_200_000_i64; 8] as &[i64],
        ),
        ("金额（万元）", &["12.5万元", "12.5", "三"], &[12_500_000, 12_500_000, 3_000_000]),
        ("Amount (k)", &["5", "5k", "$5"], &[500_000, 500_000, 3_500_000]),
        ("Amount (RMB 10,000)", &["1.5"], &[1_500_000]),
        ("金额（美金）", &["2"], &[1_400]),
        ("金额（分）", &["1250"], &[1_250]),
        ("金额（x1000）", &["1.5"], &[150_000]),
        ("金额", &["1.2万", "￥ -"], &[1_200_000, 0]),
    ] {
        assert_eq!(column(header, cells), minors, "{header}");
    }
}

const HEAD: [&str; 5] = ["订单号", "下单日期", "客户名称", "数量", "金额"];

#[test]
fn a_line_above_the_table_states_the_unit_of_columns_that_state_none() {
    let order = ["A1", "2026-05-01", "甲", "2", "12.5"];
    for (line, header, minor, code) in [
        ("单位：万元", "金额", 12_500_000, Some("stated")),
        ("(in thousands CNY)", "金额", 1_250_000, Some("stated")),
        ("单位：元", "金额", 1_250, None),
        ("编制单位：万达公司", "金额", 1_250, None),
        ("单位：万元", "金额（元）", 1_250, Some("contradicted")),
        ("单位：万元", "金额（万元）", 12_500_000, None),
        ("单位：万元", "金额（人民币）", 12_500_000, Some("stated")),
        ("单位：万元", "金额（USD）", 8_750, Some("contradicted")),
        ("金额单位：两", "金额", 1_250, Some("unclear")),
    ] {
        let head = [HEAD[0], HEAD[1], HEAD[2], HEAD[3], header];
        let (minors, notes, _) = amounts(&[&["销售订单明细表"], &[line], &head, &order]);
        assert_eq!(minors, [minor], "{line} over {header}");
        let told = notes.first().map(|note| match note {
            HeaderNote::UnitStated { .. } => "stated",
            HeaderNote::UnitContradicted { .. } => "contradicted",
            HeaderNote::UnitUnclear { .. } => "unclear",
            _ => "other",
        });
        assert_eq!(told, code, "{line} over {header}: {notes:?}");
    }
}

#[test]
fn a_row_of_units_below_the_header_states_them_for_its_columns() {
    let (minors, notes, rows) = amounts(&[&HEAD, &["", "", "", "台", "万元"], &["A1", "2026-05-01", "甲", "2", "12.5"]]);
    assert_eq!((minors, rows.note, rows.seen), (vec![12_500_000], 1, 2));
    assert!(matches!(&notes[..], [HeaderNote::UnitStated { factor, .. }] if factor == "10000"), "{notes:?}");
    // A first record is no row of units, whatever its amount is written like.
    let (minors, notes, _) = amounts(&[&HEAD, &["A1", "2026-05-01", "甲", "2", "1,000"], &["A2", "2026-05-01", "甲", "2", "10"]]);
    assert_eq!((minors, notes), (vec![100_000, 1_000], vec![]));
}

#[test]
fn a_bracket_that_is_not_understood_is_said_and_one_about_something_else_is_not() {
    let order = ["A1", "2026-05-01", "甲", "2", "12.5"];
    for (header, said) in [
        ("金额（万两）", true),
        ("金额（外币）", true),
        ("金额(12)", true),
        ("金额（含税）", false),
        ("金额（含税13%）", false),
        ("金额（必填）", false),
    ] {
        let head = [HEAD[0], HEAD[1], HEAD[2], HEAD[3], header];
        let (minors, notes, _) = amounts(&[&head, &order]);
        assert_eq!(minors, [1_250], "{header}");
        assert_eq!(matches!(notes[..], [HeaderNote::UnitUnclear { .. }]), said, "{header}: {notes:?}");
    }
}

#[test]
fn a_later_header_of_other_columns_or_units_begins_its_own_table() {
    let order = ["A1", "2026-05-01", "甲", "2", "12.5"];
    let swapped = [HEAD[0], HEAD[1], HEAD[2], HEAD[4], HEAD[3]];
    let scaled = [HEAD[0], HEAD[1], HEAD[2], HEAD[3], "金额（万元）"];
    let second = ["B1", "2026-05-03", "丙", "5000", "7"];
    for (header, minor, repeated) in [(&HEAD, 700, 1), (&swapped, 500_000, 0), (&scaled, 7_000_000, 0)] {
        let (minors, _, rows) = amounts(&[&HEAD, &order, header, &second]);
        assert_eq!((minors, rows.repeated_header), (vec![1_250, minor], repeated), "{header:?}");
    }
    // The line at the top of the page holds for the second table as well.
    let (minors, _, _) = amounts(&[&["单位：千元"], &HEAD, &order, &["二、外贸"], &swapped, &second]);
    assert_eq!(minors, [1_250_000, 500_000_000]);
}

#[test]
fn what_the_cells_of_a_column_prove_decides_about_those_that_prove_nothing() {
    // 1,234.50, 2,500.00 and 12,000.00; a column that proves a point keeps 2.500 as two and a half.
    assert_eq!(column("金额", &["1.234,50", "2.500", "12.000", "12,5"]), [123_450, 250_000, 1_200_000, 1_250]);
    assert_eq!(column("金额", &["1,234.50", "2.500", "1,000"]), [123_450, 250, 100_000]);
    // Without any proof, as ever.
    assert_eq!(column("金额", &["2.500", "1,000"]), [250, 100_000]);
    // A thousand or one: nobody knows.
    assert_eq!(column("金额", &["1.234,50", "1,000"]), [123_450]);
    let rows: [&[&str]; 4] = [
        &HEAD,
        &["A1", "2026-05-01", "甲", "2", "1,234.50"],
        &["A2", "2026-05-01", "甲", "2", "1.234,50"],
        &["A3", "2026-05-01", "甲", "2", "12,5"],
    ];
    let (minors, notes, _) = amounts(&rows);
    assert_eq!(minors, [123_450, 123_450, 1_250]);
    assert!(matches!(&notes[..], [HeaderNote::MixedMarks { count: 2, .. }]), "{notes:?}");
}

#[test]
fn of_two_columns_for_one_field_the_usual_name_is_read_and_the_other_named() {
    let day = ["A1", "2026-03-01", "2026-05-01", "甲", "1"];
    for (head, wanted) in [
        (["订单号", "日期", "下单日期", "客户名称", "金额"], "下单日期"),
        (["订单号", "下单日期", "日期", "客户名称", "金额"], "下单日期"),
    ] {
        let cleaned = cleaned(&[("a.csv", &[&head, &day])]);
        let sheet = &cleaned.account.files[0].sheets[0];
        assert!(sheet.columns.iter().any(|(header, field)| header == wanted && *field == orders::DATE), "{head:?}");
        assert!(
            matches!(&sheet.notes[..], [HeaderNote::Doubled { used, passed, grave: true, .. }] if used.text == wanted && passed.text == "日期"),
            "{:?}",
            sheet.notes
        );
        assert!(sheet.unknown.is_empty());
    }
    let head = ["Order No", "Order Date", "Customer", "Net Amount", "Total Amount"];
    assert_eq!(amounts(&[&head, &["A1", "2026-05-01", "A", "100", "113"]]).0, [11_300]);
}

#[test]
fn rows_that_were_never_filled_in_and_rows_about_other_rows_are_passed_over() {
    let head = ["序号", "订单号", "下单日期", "客户名称", "金额", "是否退货"];
    for (row, [subtotal, note, rejected, accepted]) in [
        (["3", "", "", "", "", ""], [0, 1, 0, 0]),
        (["", "", "", "", "0.00", "FALSE"], [0, 1, 0, 0]),
        (["4", "", "", "", "0", "否"], [0, 1, 0, 0]),
        (["4", "", "", "甲", "0", "否"], [0, 0, 1, 0]),
        (["4", "", "", "", "5", ""], [0, 0, 1, 0]),
        (["", "", "", "甲 汇总", "5", ""], [1, 0, 0, 0]),
        (["", "", "", "Acme Total", "5", ""], [1, 0, 0, 0]),
        (["", "Overall Result", "", "", "5", ""], [1, 0, 0, 0]),
        (["", "过次页", "", "", "5", ""], [1, 0, 0, 0]),
        (["", "其中：华东", "", "", "5", ""], [1, 0, 0, 0]),
        (["", "第 1 页 共 3 页", "", "", "", ""], [0, 1, 0, 0]),
        (["", "End of report", "", "", "", ""], [0, 1, 0, 0]),
        // An order of its own, whatever word stands before it.
        (["Total", "A9", "2026-05-01", "甲", "5", ""], [0, 0, 0, 1]),
        (["", "Total", "2026-05-01", "甲", "5", ""], [1, 0, 0, 0]),
        // Nobody: a mark that is not seen, and words for nothing.
        (["", "A9", "2026-05-01", "\u{200b}", "5", ""], [0, 0, 1, 0]),
        (["", "A9", "2026-05-01", "NULL", "5", ""], [0, 0, 1, 0]),
        (["", "A9", "2026-05-01", "0", "5", ""], [0, 0, 1, 0]),
    ] {
        let (_, _, rows) = amounts(&[&head, &["1", "A1", "2026-05-01", "甲", "1", ""], &row]);
        assert_eq!([rows.subtotal, rows.note, rows.rejected, rows.accepted - 1], [subtotal, note, rejected, accepted], "{row:?}");
    }
}
