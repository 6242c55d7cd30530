//! The account of whole sheets: every row in exactly one place, money reconciled.

use super::*;
use crate::load::Value;

/// Feeds texts as one sheet of one file.
fn feed(cleaner: &mut Cleaner<'_>, file: &str, sheet: &str, rows: &[&[&str]]) {
    cleaner.begin_file(file);
    cleaner.begin_sheet(0, sheet);
    for (cells, row) in rows.iter().zip(1u32..) {
        let cells: Vec<Cell<'_>> = cells
            .iter()
            .zip(0u32..)
            .filter(|(text, _)| !text.is_empty())
            .map(|(text, col)| Cell { col, value: Value::Text(text) })
            .collect();
        if !cells.is_empty() {
            cleaner.row(row, &cells);
        }
    }
    cleaner.end_sheet(None);
    cleaner.end_file(load::FileRead { sha256: String::new(), bytes: 0, format: load::Format::Text, problem: None });
}

fn cleaned(sheets: &[(&str, &[&[&str]])]) -> Cleaned {
    let config = Config::default();
    let mut cleaner = Cleaner::new(&config);
    for (file, rows) in sheets {
        feed(&mut cleaner, file, "Sheet1", rows);
    }
    cleaner.finish().unwrap()
}

const ORDERS: &[&[&str]] = &[
    &["2025年3月订单"],
    &["订单号", "下单日期", "客户名称", "金额"],
    &["SO1", "2025-03-01", "上海华辰", "1,000.50"],
    &[],
    &["SO2", "2025-03-02", "宁波甬江", "待定"],
    &["SO3", "2026-13-05", "宁波甬江", "200"],
    &["订单号", "下单日期", "客户名称", "金额"],
    &["SO4", "2025-03-04", "", "300"],
    &["SO5", "2025-03-05", "宁波甬江", "￥400"],
    &["3月小计", "", "", "1,900.50"],
    &["合计", "", "", "1900.50"],
    &["备注：含税金额"],
];

#[test]
fn every_row_goes_to_exactly_one_place_and_money_adds_up() {
    let cleaned = cleaned(&[("a.csv", ORDERS)]);
    let sheet = &cleaned.account.files[0].sheets[0];
    assert_eq!(
        sheet.rows,
        RowCounts {
            seen: 9,
            accepted: 2,
            rejected: 3,
            repeated_header: 1,
            subtotal: 2,
            note: 1,
            duplicate_export: 0,
            superseded: 0
        }
    );
    assert!(sheet.rows.reconciles());
    assert_eq!(sheet.header_row, Some(2));
    let amount = cleaned.account.totals.iter().find(|t| t.table == TableId::Orders && t.column == "amount").unwrap();
    // 1000.50 + 200 + 300 + 400 + two totals of 1900.50; 待定 is no amount.
    assert_eq!(amount.flow, Flow { seen: 570_150, accepted: 140_050, rejected: 50_000, skipped: 380_100 });
    assert!(cleaned.account.gaps().is_empty());
    let rejects: Vec<(String, &str, Reason)> =
        cleaned.account.rejects.iter().map(|r| (r.cell(), r.first.column, r.first.reason)).collect();
    assert_eq!(
        rejects,
        [
            ("D5".to_owned(), "amount", Reason::BadNumber),
            ("B6".to_owned(), "date", Reason::BadDate),
            ("C8".to_owned(), "customer", Reason::MissingRequired),
        ]
    );
}

#[test]
fn the_same_export_twice_is_counted_once() {
    let cleaned = cleaned(&[("a.csv", ORDERS), ("b.csv", ORDERS)]);
    let rows = &cleaned.account.files[1].sheets[0].rows;
    assert_eq!((rows.accepted, rows.duplicate_export, rows.rejected), (0, 2, 3));
    assert_eq!(cleaned.tables.orders.0.len(), 2);
    assert!(cleaned.account.gaps().is_empty());
}

#[test]
fn amounts_follow_from_quantity_price_unit_and_sign() {
    let cleaned = cleaned(&[
        (
            "a.csv",
            &[
                &["订单号", "日期", "客户", "数量", "单价", "是否退货"],
                &["1", "2025-03-01", "甲", "3", "0.335", ""],
                &["2", "2025-03-01", "甲", "2", "10", "是"],
            ],
        ),
        ("b.csv", &[&["Order No", "Date", "Customer", "Amount (k)"], &["3", "2025-03-01", "A", "1.5"]]),
        ("c.csv", &[&["订单号", "日期", "客户", "金额(万元)"], &["4", "2025-03-01", "甲", "0.25"]]),
        ("d.csv", &[&["订单号", "日期", "客户", "金额"], &["5", "2025-03-01", "甲", "$10"]]),
    ]);
    let amounts: Vec<i64> = cleaned.tables.orders.0.data().column("amount").unwrap().i64().unwrap().into_no_null_iter().collect();
    // 3 × 0.335 = 1.005, half away from zero; a return is negative; thousands; ten thousands.
    assert_eq!(amounts, [101, -2000, 150_000, 250_000]);
    let reject = &cleaned.account.rejects[0];
    assert_eq!((reject.first.reason, reject.cell().as_str()), (Reason::MissingRate, "D2"));
}

#[test]
fn a_file_that_changed_while_it_was_read_is_taken_back_whole() {
    let config = Config::default();
    let mut cleaner = Cleaner::new(&config);
    feed(&mut cleaner, "a.csv", "S", ORDERS);
    cleaner.begin_file("b.csv");
    cleaner.begin_sheet(0, "S");
    let cells = |texts: [&'static str; 4]| -> Vec<Cell<'static>> {
        texts.into_iter().zip(0..).map(|(text, col)| Cell { col, value: Value::Text(text) }).collect()
    };
    cleaner.row(1, &cells(["订单号", "日期", "客户", "金额"]));
    cleaner.row(2, &cells(["X1", "2025-03-01", "甲", "70"]));
    cleaner.end_sheet(None);
    let problem = Some(Problem::new(Fault::ChangedWhileReading, ""));
    cleaner.end_file(load::FileRead { sha256: String::new(), bytes: 0, format: load::Format::Text, problem });
    let cleaned = cleaner.finish().unwrap();
    assert_eq!(cleaned.tables.orders.0.len(), 2);
    assert_eq!(cleaned.account.rows().accepted, 2);
    assert!(cleaned.account.gaps().is_empty());
}
