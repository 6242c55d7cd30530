//! The account of whole sheets: every row in exactly one place, money reconciled.

use super::testing::{Cleaner, amounts, cleaned, cleaned_by, feed};
use super::*;
use crate::load::{Cell, Consumer, Problem, Value};
use crate::tables::TableId;

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

/// Order 1 is dated 5 May three times: with its hour, without, and with the midnight that programs write out. The day of a
/// payment has no time at all, so the midnight beside it is nothing.
#[test]
fn a_time_beside_a_day_makes_no_second_order() {
    let header: &[&str] = &["订单号", "日期", "客户", "金额", "实付日期"];
    let timed: &[&[&str]] = &[header, &["1", "2025-05-05 09:30", "甲", "10", "2025-06-01 00:00:00"]];
    let plain: &[&[&str]] = &[header, &["1", "2025-05-05", "甲", "10", "2025-06-01"]];
    let midnight: &[&[&str]] = &[header, &["1", "2025-05-05 00:00:00", "甲", "10", "2025-06-01 08:00"]];
    for (one, other, duplicates, kept) in
        [(timed, plain, 0, Some("a.csv")), (plain, timed, 0, Some("b.csv")), (plain, midnight, 1, None), (timed, timed, 1, None)]
    {
        let cleaned = cleaned(&[("a.csv", one), ("b.csv", other)]);
        assert_eq!(amounts(&cleaned), [1000]);
        assert_eq!(cleaned.account.files[1].sheets[0].rows.duplicate_export, duplicates);
        let told: Vec<_> = cleaned.account.conflicts.iter().map(|c| (c.basis, c.kept.file.as_str())).collect();
        assert_eq!(told, kept.map(|file| (Basis::Fuller, file)).into_iter().collect::<Vec<_>>());
    }
    let later: &[&[&str]] = &[header, &["1", "2025-05-05 17:30", "甲", "10", "2025-06-01"]];
    let cleaned = cleaned(&[("a.csv", timed), ("b.csv", later)]);
    let conflict = &cleaned.account.conflicts[0];
    let difference = &conflict.differences[0];
    assert_eq!((conflict.basis, difference.column), (Basis::LaterName, "date"));
    assert_eq!((difference.kept.as_str(), difference.dropped.as_str()), ("2025-05-05 17:30", "2025-05-05 09:30"));
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
        texts.into_iter().zip(0..).map(|(text, col)| Cell::new(col, Value::Text(text))).collect()
    };
    cleaner.row(1, &cells(["订单号", "日期", "客户", "金额"]));
    cleaner.row(2, &cells(["X1", "2025-03-01", "甲", "70"]));
    cleaner.end_sheet(None);
    let problem = Some(Problem::new(crate::load::Fault::ChangedWhileReading, ""));
    cleaner.end_file(load::FileRead {
        sha256: String::new(),
        bytes: 0,
        format: load::Format::Text,
        problem,
        remarks: Vec::new(),
    });
    let cleaned = cleaner.finish().unwrap();
    assert_eq!(cleaned.tables.orders.0.len(), 2);
    assert_eq!(cleaned.account.rows().accepted, 2);
    assert!(cleaned.account.gaps().is_empty());
}

/// Cut short and filled again while the first pass hashes 64 MiB, or before it: either way the end is what counts.
#[test]
fn a_copy_that_ends_in_time_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("t.csv");
    std::fs::write(&path, vec![b'x'; 64 << 20]).unwrap();
    let found = load::discover(dir.path()).unwrap();
    let whole = "订单号,日期,客户,金额\nX1,2025-03-01,甲,70\n";
    let cleaned = std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(std::time::Duration::from_millis(5));
            std::fs::write(&path, whole).unwrap();
        });
        clean(&found.files, &Config::default(), Aids::default(), |_| {}).unwrap()
    });
    assert_eq!((amounts(&cleaned), cleaned.account.files[0].bytes), (vec![7_000], whole.len() as u64));
    assert_eq!(cleaned.account.files[0].problem, None);
}

const HEADER: &[&str] = &["订单号", "日期", "客户", "金额", "币种"];

#[test]
fn tables_below_each_other_are_two() {
    let cleaned = cleaned(&[(
        "a.csv",
        &[
            &["一、订单"],
            &["订单号", "日期", "客户", "金额"],
            &["1", "2025-03-01", "甲", "10"],
            &["1", "2025-03-01", "甲", "10"],
            &["合计", "", "", "20"],
            &[],
            &["二、费用"],
            &["报销人", "费用日期", "费用类别", "金额"],
            &["陆", "2025-03-02", "餐费", "5"],
            &["陆", "2025-03-03", "餐费", "?"],
            &["以上由财务核对。"],
            &["三、补充订单"],
            &["金额", "客户", "订单号", "日期"],
            &["10", "甲", "1", "2025-03-01"],
        ],
    )]);
    let sheets = &cleaned.account.files[0].sheets;
    let told: Vec<_> = sheets.iter().map(|s| (s.table.unwrap(), s.header_row.unwrap(), s.rows)).collect();
    let rows =
        |seen, accepted, rejected, subtotal, note| RowCounts { seen, accepted, rejected, subtotal, note, ..RowCounts::default() };
    assert_eq!(
        told,
        [
            (TableId::Orders, 2, rows(4, 2, 0, 1, 1)),
            (TableId::Expenses, 8, rows(4, 1, 1, 0, 2)),
            (TableId::Orders, 13, rows(1, 1, 0, 0, 0)),
        ]
    );
    assert_eq!(amounts(&cleaned), [1000, 1000, 1000], "equal rows of one sheet are all kept, in whichever of its tables");
    assert!(cleaned.account.gaps().is_empty());
    assert_eq!(cleaned.account.rejects[0].cell(), "D10");
}

#[test]
fn tables_side_by_side_are_counted_apart() {
    let cleaned = cleaned(&[(
        "a.csv",
        &[
            &["订单号", "日期", "客户", "金额", "", "订单号", "日期", "客户", "金额"],
            &["1", "2025-03-01", "甲", "10", "", "3", "2025-03-02", "乙", "30"],
            &["2", "2025-03-01", "甲", "20"],
            &["合计", "", "", "30", "", "合计", "", "", "30"],
        ],
    )]);
    let rows: Vec<_> = cleaned.account.files[0].sheets.iter().map(|s| (s.rows.seen, s.rows.accepted, s.rows.subtotal)).collect();
    assert_eq!(rows, [(3, 2, 1), (2, 1, 1)]);
    assert_eq!(amounts(&cleaned), [1000, 3000, 2000]);
    assert!(cleaned.account.gaps().is_empty());
}

#[test]
fn every_faulty_cell_of_a_row_is_told() {
    let cleaned = cleaned(&[(
        "a.csv",
        &[&["订单号", "日期", "客户", "金额"], &["1", "2025-02-30", "", "x"], &["2", "2025-03-01", "甲", "1"]],
    )]);
    let told: Vec<_> = cleaned.account.rejects[0].faults().map(|f| (f.cell().unwrap(), f.reason)).collect();
    let expected = [("B2", Reason::BadDate), ("D2", Reason::BadNumber), ("C2", Reason::MissingRequired)];
    assert_eq!(told, expected.map(|(cell, reason)| (cell.to_owned(), reason)));
}

#[test]
fn a_fault_on_a_form_or_on_a_table_on_its_side_names_its_cell() {
    let cleaned = cleaned(&[
        (
            "form.csv",
            &[
                &["客户名称", "甲公司", "回访日期", "2025-13-01"],
                &["总体评价", "满意", "是否推荐", "愿意"],
                &["回访方式", "电话"],
            ],
        ),
        (
            "side.csv",
            &[&["拜访日期", "2025-03-01", "2025-03-99"], &["客户", "甲", "乙"], &["业务员", "陆", "陆"], &["拜访目的", "a", "b"]],
        ),
    ]);
    let cells: Vec<_> = cleaned.account.rejects.iter().map(Reject::cell).collect();
    assert_eq!(cells, ["D1", "C1"]);
}

#[test]
fn the_currency_column_outranks_signs_and_headers() {
    let config = "[rates]\nUSD = 7\nEUR = 8\n";
    let cleaned = cleaned_by(
        config,
        &[
            (
                "a.csv",
                &[
                    HEADER,
                    &["1", "2025-03-01", "甲", "10", "USD"],
                    // The same money said twice is converted once.
                    &["2", "2025-03-01", "甲", "$10", "美元"],
                    &["3", "2025-03-01", "甲", "€10", ""],
                    &["4", "2025-03-01", "甲", "10", "JPY"],
                    &["5", "2025-03-01", "甲", "10", "人民币"],
                ],
            ),
            ("b.csv", &[&["订单号", "日期", "客户", "数量", "单价(元)", "币种"], &["6", "2025-03-01", "甲", "3", "2.5", "USD"]]),
        ],
    );
    // 10 × 7 twice, 10 × 8, at par, and 3 × 2.5 × 7.
    assert_eq!(amounts(&cleaned), [7_000, 7_000, 8_000, 1_000, 5_250]);
    let reject = &cleaned.account.rejects[0];
    assert_eq!((reject.first.reason, reject.cell().as_str()), (Reason::MissingRate, "E5"));
}

#[test]
fn the_mapping_sets_currency_and_date_order_of_a_sheet() {
    let config = "[rates]\nUSD = 7\n[[mapping]]\nfile = \"us*\"\ncurrency = \"USD\"\ndate_order = \"mdy\"\n\
        [[mapping]]\nfile = \"old*\"\nskip = true\n";
    let row: &[&str] = &["1", "03/04/2025", "甲", "10"];
    let other: &[&str] = &["2", "03/04/2025", "甲", "10"];
    let cleaned = cleaned_by(
        config,
        &[("us.csv", &[&HEADER[..4], row]), ("cn.csv", &[&HEADER[..4], other]), ("old.csv", &[&HEADER[..4], row])],
    );
    assert_eq!(amounts(&cleaned), [7_000, 1_000]);
    let days = cleaned.tables.orders.0.data().column("date").unwrap().date().unwrap().physical().clone();
    // 4 March and 3 April: 30 days apart.
    assert_eq!(days.get(1).unwrap() - days.get(0).unwrap(), 30);
    assert_eq!(cleaned.account.files[2].sheets[0].why, Some(Why::Skipped));
}

#[test]
fn customers_outside_the_master_are_named_with_what_hangs_on_them() {
    let master: &[&[&str]] = &[&["客户编号", "客户名称", "行业", "信用额度"], &["C1", "甲", "阀门", "100"]];
    let orders: &[&[&str]] = &[
        &HEADER[..4],
        &["1", "2025-03-01", "甲", "10"],
        &["2", "2025-03-01", "丙", "20"],
        &["3", "2025-03-02", "丁", "30"],
        &["4", "2025-03-02", "丁", "5"],
    ];
    let visits: &[&[&str]] = &[&["拜访日期", "客户", "业务员", "拜访目的"], &["2025-03-01", "戊", "陆", "回访"]];
    let known = cleaned(&[("a.csv", master), ("b.csv", orders), ("c.csv", visits)]);
    let told: Vec<_> =
        known.account.strangers.iter().map(|s| (s.name.as_str(), s.orders, s.order_amount.minor(), s.visits)).collect();
    assert_eq!(told, [("丁", 2, 3_500, 0), ("丙", 1, 2_000, 0), ("戊", 0, 0, 1)]);
    assert!(cleaned(&[("b.csv", orders)]).account.strangers.is_empty(), "without a master nobody is a stranger");
}

#[test]
fn a_customer_named_total_is_no_total() {
    let cleaned = cleaned(&[(
        "a.csv",
        &[
            &HEADER[..4],
            &["1", "2025-03-01", "Total Energies", "10"],
            &["2", "soon", "Total Energies", "10"],
            &["Total CNY", "", "", "20"],
        ],
    )]);
    let rows = cleaned.account.files[0].sheets[0].rows;
    assert_eq!((rows.accepted, rows.rejected, rows.subtotal), (1, 1, 1));
}

#[test]
fn records_on_their_side_that_cannot_be_read_are_each_rejected() {
    let cleaned = cleaned(&[(
        "a.csv",
        &[
            &["拜访时间", "11:00-12:00", "2026-05-99"],
            &["客户名称", "甲", "乙"],
            &["业务员", "张", "李"],
            &["拜访目的", "a", "b"],
        ],
    )]);
    assert_eq!(cleaned.account.files[0].sheets[0].layout, Some(LayoutKind::Transposed));
    let told: Vec<_> = cleaned.account.rejects.iter().map(|r| (r.cell(), r.first.column)).collect();
    assert_eq!(told, [("1".to_owned(), "date"), ("C1".to_owned(), "time")]);
}

#[test]
fn what_is_there_and_does_not_suffice_names_its_other_half() {
    let cleaned = cleaned(&[("a.csv", &[&["订单号", "日期", "客户", "数量", "单价"], &["1", "2025-03-01", "甲", "", "3"]])]);
    let first = &cleaned.account.rejects[0].first;
    assert_eq!((first.column, first.cell().as_deref()), ("quantity", Some("D2")));
}

/// A word for nothing is no identifier and nobody's name: records that have it in common have nothing in common.
#[test]
fn words_for_nothing_identify_nobody() {
    for word in ["无", "N/A", "none", "None", "NULL", "nil", "待补", "未知", "暂无", "没有", "-"] {
        let orders: &[&[&str]] = &[
            &["订单号", "日期", "客户编号", "客户", "金额"],
            &["1", "2025-03-01", word, "甲泵厂", "10"],
            &["2", "2025-03-01", word, "乙阀厂", "20"],
            &["3", "2025-03-01", "C3", word, "30"],
            &["4", "2025-03-01", word, word, "40"],
            &[word, "2025-03-01", "C3", "丙", "50"],
        ];
        let claims: &[&[&str]] = &[
            &["报销单号", "发票号", "出差单号", "费用日期", "报销人", "费用类别", "金额", "客户", "事前申请"],
            &["E1", word, word, "2025-03-01", "张三", "餐费", "10", word, ""],
        ];
        let cleaned = cleaned(&[("a.csv", orders), ("b.csv", claims)]);
        let names: Vec<_> = cleaned.tables.parties.iter().map(|(_, party)| party.name.clone()).collect();
        assert_eq!(names, ["C3", "乙阀厂", "甲泵厂"], "{word}");
        let claim = &cleaned.tables.expenses[0];
        assert_eq!((&claim.receipt_no, &claim.trip_id, claim.party), (&None, &None, None), "{word}");
        let missing: Vec<_> = cleaned.account.rejects.iter().map(|r| (r.row, r.first.column)).collect();
        assert_eq!(missing, [(5, "customer_id"), (6, "order_id")], "{word}");
    }
}

/// What a column has a word for is said, and what is no word of it is not.
#[test]
fn yes_and_no_and_words_of_lists_have_their_blanks_too() {
    for (word, approved, grade) in [
        ("无", Some(false), None),
        ("N/A", None, None),
        ("NULL", None, None),
        ("否", Some(false), Some("否")),
        ("待补", None, None),
    ] {
        let claims: &[&[&str]] =
            &[&["费用日期", "报销人", "费用类别", "金额", "事前申请", "级别"], &["2025-03-01", "张三", "机票", "10", word, word]];
        let cleaned = cleaned(&[("a.csv", claims)]);
        let claim = &cleaned.tables.expenses[0];
        assert_eq!((claim.prior_approval, claim.grade.as_deref()), (approved, grade), "{word}");
    }
}

/// A file that writes each text once gives its cells numbers: what is remembered of them changes nothing, whichever column or
/// table they stand in.
#[test]
fn texts_that_are_remembered_mean_what_they_meant() {
    let rows: &[&[&str]] = &[
        &["订单号", "日期", "客户", "金额", "产品", "加急"],
        &["无", "2025-03-01", "甲", "10", "无", "加急"],
        &["A 1", "2025-03-01", "Ａ1", "20", "Ａ1", "普通"],
        &["A 1", "2025-03-02", "Ａ1", "20", "A 1", "加急"],
        &["甲", "2025-03-02", "甲", "无", "甲", "特急"],
        &["#REF!", "2025-03-02", "甲", "5", "#REF!", "加急"],
        &["报销人", "费用日期", "费用类别", "金额", "客户"],
        &["甲", "2025-03-02", "甲", "5", "无"],
        &["陆", "2025-03-02", "餐费", "5", "甲"],
        &["陆", "2025-03-03", "餐费", "6", "甲"],
    ];
    let config = Config::default();
    let read = |numbered: bool| {
        let mut texts: Vec<&str> = Vec::new();
        let mut cleaner = Cleaner::new(&config);
        cleaner.begin_file("a.xlsx");
        cleaner.begin_sheet(0, "S");
        for (cells, row) in rows.iter().zip(1u32..) {
            let mut number = |text: &'static str| {
                let at = texts.iter().position(|known| *known == text).unwrap_or_else(|| {
                    texts.push(text);
                    texts.len() - 1
                });
                numbered.then(|| u32::try_from(at).unwrap())
            };
            let cell = |(text, col): (&&'static str, u32)| Cell { col, value: Value::Text(text), shared: number(text) };
            let cells: Vec<Cell<'_>> = cells.iter().zip(0u32..).map(cell).collect();
            cleaner.row(row, &cells);
        }
        cleaner.end_sheet(None);
        cleaner.end_file(load::FileRead {
            sha256: String::new(),
            bytes: 0,
            format: load::Format::Xlsx,
            problem: None,
            remarks: Vec::new(),
        });
        let cleaned = cleaner.finish().unwrap();
        let frames = format!("{:?}{:?}", cleaned.tables.orders.0.data(), cleaned.tables.expenses);
        let rejects = cleaned.account.rejects.iter().map(|r| (r.cell(), r.first.reason)).collect::<Vec<_>>();
        (frames, rejects, cleaned.account.rows())
    };
    assert_eq!(read(true), read(false));
    assert!(read(true).2.accepted >= 4 && !read(true).1.is_empty(), "{:?}", read(true));
}

#[test]
fn dates_that_prove_another_order_than_the_configured_one_are_named() {
    use crate::config::DateOrder;
    let rows: &[&[&str]] = &[
        &HEADER[..4],
        &["1", "5/13/2026", "甲", "1"],
        &["2", "5/3/2026", "甲", "1"],
        &["3", "5/25/2026", "甲", "1"],
        &["4", "5/12/2026", "甲", "1"],
    ];
    for (order, count, proven) in [("dmy", 2, true), ("mdy", 2, false)] {
        let read = cleaned_by(&format!("[dates]\norder = \"{order}\"\n"), &[("a.csv", rows)]);
        let dates = &read.account.files[0].sheets[0].dates;
        let first = dates.first.as_ref().map(|first| (first.cell.as_str(), first.text.as_str()));
        assert_eq!((dates.count, first), (count, Some(("B3", "5/3/2026"))), "{order}");
        let against = dates.against.as_ref().map(|(order, proof)| (*order, proof.cell.as_str(), proof.text.as_str()));
        assert_eq!(against, proven.then_some((DateOrder::Mdy, "B2", "5/13/2026")), "{order}");
    }
}

#[path = "units_tests.rs"]
mod units;
