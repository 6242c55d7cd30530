//! Records that two files state: which of the statements counts, and what is said of the other.

use super::recency::Recency;
use super::testing::{amounts, cleaned, cleaned_by};
use super::*;
use crate::tables::TableId;

const OLD: &[&[&str]] = &[
    &["订单号", "日期", "客户", "金额", "实付日期"],
    &["1", "2025-03-01", "甲", "10", ""],
    &["2", "2025-03-01", "甲", "20", "2025-03-20"],
    &["3", "2025-03-01", "乙", "30", ""],
];
const NEW: &[&[&str]] = &[
    &["订单号", "日期", "客户", "金额", "实付日期"],
    &["1", "2025-03-01", "甲", "12", "2025-04-02"],
    &["2", "2025-03-01", "甲", "20", "2025-03-20"],
];
/// Fewer columns: it says nothing new.
const SHORT: &[&[&str]] = &[&["订单号", "日期", "客户", "金额"], &["2", "2025-03-01", "甲", "20"]];

#[test]
fn a_record_that_changed_counts_once_and_both_statements_are_listed() {
    for (rule, expected, kept) in [
        ("later_name", [2000, 3000, 1200].as_slice(), "b.csv"),
        ("earlier_name", &[1000, 2000, 3000], "a.csv"),
        ("both", &[1000, 2000, 3000, 1200], "b.csv"),
    ] {
        let cleaned =
            cleaned_by(&format!("[input]\nconflicts = \"{rule}\"\n"), &[("a.csv", OLD), ("b.csv", NEW), ("c.csv", SHORT)]);
        assert_eq!(amounts(&cleaned), expected, "{rule}");
        let told: Vec<_> =
            cleaned.account.conflicts.iter().map(|c| (c.id.as_str(), c.basis, c.kept.file.as_str(), c.kept.row)).collect();
        let basis = match rule {
            "later_name" => Basis::LaterName,
            "earlier_name" => Basis::EarlierName,
            _ => Basis::Both,
        };
        // Order 2 of the short export is order 2 with less said: the fuller one counts whatever its name.
        assert_eq!(told, [("1", basis, kept, 2), ("2", Basis::Fuller, kept, 3)], "{rule}");
        let differences: Vec<_> = cleaned.account.conflicts[0].differences.iter().map(|d| d.column).collect();
        assert_eq!(differences, ["amount", "paid_on"]);
        let superseded: Vec<u64> = cleaned.account.files.iter().map(|f| f.sheets[0].rows.superseded).collect();
        let expected = match rule {
            "later_name" => [1, 0, 1],
            "earlier_name" => [0, 1, 1],
            _ => [0, 0, 1],
        };
        assert_eq!(superseded, expected, "{rule}");
        assert!(cleaned.account.gaps().is_empty(), "{:?}", cleaned.account.gaps());
        let amount = cleaned.account.totals.iter().find(|t| t.table == TableId::Orders && t.column == "amount").unwrap();
        let kept: i64 = amounts(&cleaned).iter().sum();
        assert_eq!((amount.flow.seen, amount.flow.accepted), (11_200, i128::from(kept)), "{rule}");
    }
}

#[test]
fn lines_of_one_order_contradict_nothing() {
    let line =
        |product: &'static str, amount: &'static str| -> Vec<&'static str> { vec!["1", "2025-03-01", "甲", product, amount] };
    let header = vec!["订单号", "日期", "客户", "产品", "金额"];
    let a = [header.clone(), line("阀", "10"), line("泵", "20")];
    let b = [header, line("阀", "11"), line("管", "5"), line("管", "6")];
    let rows = |rows: &'static [Vec<&'static str>]| -> &'static [&'static [&'static str]] {
        rows.iter().map(Vec::as_slice).collect::<Vec<_>>().leak()
    };
    let cleaned = cleaned(&[("a.csv", rows(a.to_vec().leak())), ("b.csv", rows(b.to_vec().leak()))]);
    // Only the line of the same product is a new statement; two lines of one product cannot be told apart and stay.
    assert_eq!(amounts(&cleaned), [2000, 1100, 500, 600]);
    assert_eq!(cleaned.account.conflicts.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["1 / 阀"]);
}

/// Each file states lines of orders: id, day, customer, amount, day of payment. What counts by the later name, sorted, how many
/// rows are listed as set aside, and how many counted once.
#[test]
fn what_the_latest_file_states_of_an_order_counts_as_a_whole() {
    type File = (&'static str, &'static [[&'static str; 5]]);
    type Case = (&'static str, &'static [File], &'static [i64], usize, u64);
    let cases: &[Case] = &[
        (
            "as in the first file again",
            &[
                ("e_01.csv", &[["T", "2026-05-01", "甲", "1", "2026-05-09"]]),
                ("e_02.csv", &[["T", "2026-05-01", "甲", "2", ""]]),
                ("e_03.csv", &[["T", "2026-05-01", "甲", "1", "2026-05-09"]]),
            ],
            &[100],
            1,
            1,
        ),
        (
            "one of two lines changed",
            &[
                ("a.csv", &[["T", "2026-05-01", "甲", "1", ""], ["T", "2026-05-01", "甲", "2", ""]]),
                ("b.csv", &[["T", "2026-05-01", "甲", "1", ""], ["T", "2026-05-01", "甲", "4", ""]]),
            ],
            &[100, 400],
            1,
            1,
        ),
        (
            "both lines were paid",
            &[
                ("a.csv", &[["T", "2026-05-01", "甲", "1", ""], ["T", "2026-05-01", "甲", "2", ""]]),
                ("b.csv", &[["T", "2026-05-01", "甲", "2", "2026-05-09"], ["T", "2026-05-01", "甲", "1", "2026-05-09"]]),
            ],
            &[100, 200],
            2,
            0,
        ),
        (
            "a line was added",
            &[
                ("a.csv", &[["T", "2026-05-01", "甲", "1", ""]]),
                ("b.csv", &[["T", "2026-05-01", "甲", "1", ""], ["T", "2026-05-01", "甲", "4", ""]]),
            ],
            &[100, 400],
            0,
            1,
        ),
        (
            "a line is missing, which contradicts nothing",
            &[
                ("a.csv", &[["T", "2026-05-01", "甲", "1", ""], ["T", "2026-05-01", "甲", "4", ""]]),
                ("b.csv", &[["T", "2026-05-01", "甲", "1", ""]]),
            ],
            &[100, 400],
            0,
            1,
        ),
        (
            "a line became two",
            &[
                ("a.csv", &[["T", "2026-05-01", "甲", "5", ""]]),
                ("b.csv", &[["T", "2026-05-01", "甲", "1", ""], ["T", "2026-05-01", "甲", "4", ""]]),
            ],
            &[100, 400],
            1,
            0,
        ),
        (
            "a word in place of an id: only what is of one customer and day is one order",
            &[
                ("a.csv", &[["零售", "2026-05-01", "甲", "1", ""], ["零售", "2026-05-02", "乙", "2", ""]]),
                ("b.csv", &[["零售", "2026-06-01", "甲", "4", ""], ["零售", "2026-05-02", "乙", "8", ""]]),
            ],
            &[100, 400, 800],
            1,
            0,
        ),
        (
            "the same customer by another name",
            &[("a.csv", &[["T", "2026-05-01", "甲阀门", "1", ""]]), ("b.csv", &[["T", "2026-05-01", "甲阀门有限公司", "1", ""]])],
            &[100],
            0,
            1,
        ),
        (
            "another customer",
            &[("a.csv", &[["T", "2026-05-01", "甲", "1", ""]]), ("b.csv", &[["T", "2026-05-01", "乙", "1", ""]])],
            &[100],
            1,
            0,
        ),
        (
            "the tenth after the ninth, and what was loaded down again",
            &[
                ("o_10 (1).csv", &[["T", "2026-05-01", "甲", "4", ""]]),
                ("o_10.csv", &[["T", "2026-05-01", "甲", "2", ""]]),
                ("o_9.csv", &[["T", "2026-05-01", "甲", "1", ""]]),
            ],
            &[400],
            2,
            0,
        ),
    ];
    for (said, files, expected, listed, once) in cases {
        let tables: Vec<(&str, Vec<Vec<&str>>)> = files
            .iter()
            .map(|(file, lines)| {
                let header = vec!["订单号", "日期", "客户", "金额", "实付日期"];
                (*file, [header].into_iter().chain(lines.iter().map(|line| line.to_vec())).collect())
            })
            .collect();
        let rows: Vec<(&str, Vec<&[&str]>)> =
            tables.iter().map(|(file, rows)| (*file, rows.iter().map(Vec::as_slice).collect())).collect();
        let files: Vec<(&str, &[&[&str]])> = rows.iter().map(|(file, rows)| (*file, rows.as_slice())).collect();
        let cleaned = cleaned(&files);
        let mut counted = amounts(&cleaned);
        counted.sort_unstable();
        assert_eq!(&counted, expected, "{said}");
        let conflicts = &cleaned.account.conflicts;
        assert_eq!(conflicts.len(), *listed, "{said}: {conflicts:?}");
        let names = files.iter().map(|(file, _)| *file);
        let winner = names.max_by_key(|file| Recency::of(file)).unwrap();
        assert!(conflicts.iter().all(|conflict| conflict.kept.file == winner && conflict.basis == Basis::LaterName), "{said}");
        assert!(conflicts.iter().all(|conflict| !conflict.differences.is_empty()), "{said}");
        let rows = cleaned.account.rows();
        assert_eq!((rows.superseded, rows.duplicate_export), (*listed as u64, *once), "{said}");
        assert!(cleaned.account.gaps().is_empty(), "{said}: {:?}", cleaned.account.gaps());
    }
}

/// Two branches that each number from 1: their records share ids and no customer (claims: no employee). What is left, sorted, and
/// what is listed: the id, why both or one count.
#[test]
fn ids_that_two_branches_both_use_are_of_two_records() {
    type File = (&'static str, &'static [&'static [&'static str]]);
    const BOUGHT: &[&str] = &["订单号", "日期", "客户", "金额", "实付日期"];
    const CLAIMED: &[&str] = &["报销单号", "费用日期", "报销人", "费用类别", "报销金额"];
    const CALLED: &[&str] = &["回访编号", "回访日期", "客户名称", "总体评价"];
    type Case = (&'static [File], TableId, usize, &'static [(&'static str, Basis)]);
    let cases: &[Case] = &[
        (
            &[
                (
                    "sub_a.csv",
                    &[BOUGHT, &["1001", "2024-05-03", "甲泵厂", "1000", ""], &["1002", "2024-05-04", "甲泵厂", "2000", ""]],
                ),
                (
                    "sub_b.csv",
                    &[BOUGHT, &["1001", "2024-05-13", "乙阀厂", "7000", ""], &["1002", "2023-08-14", "丙轴厂", "8000", ""]],
                ),
            ],
            TableId::Orders,
            4,
            &[("1001", Basis::Apart), ("1002", Basis::Apart)],
        ),
        // The customer was corrected, and the order paid since.
        (
            &[
                ("a.csv", &[BOUGHT, &["1001", "2024-05-03", "甲泵厂", "1000", ""]]),
                ("b.csv", &[BOUGHT, &["1001", "2024-05-03", "乙阀厂", "1000", "2024-06-01"]]),
            ],
            TableId::Orders,
            1,
            &[("1001", Basis::LaterName)],
        ),
        // A third file has a later state of the first branch's order.
        (
            &[
                ("a.csv", &[BOUGHT, &["1001", "2024-05-03", "甲泵厂", "1000", ""]]),
                ("b.csv", &[BOUGHT, &["1001", "2024-05-13", "乙阀厂", "7000", ""]]),
                ("c.csv", &[BOUGHT, &["1001", "2024-05-03", "甲泵厂", "1500", ""]]),
            ],
            TableId::Orders,
            2,
            &[("1001", Basis::LaterName), ("1001", Basis::Apart)],
        ),
        (
            &[
                ("a.csv", &[CLAIMED, &["E1", "2024-05-03", "李四", "餐费", "100"]]),
                ("b.csv", &[CLAIMED, &["E1", "2024-05-03", "王五", "餐费", "60"]]),
            ],
            TableId::Expenses,
            2,
            &[("E1 / 2024-05-03", Basis::Apart)],
        ),
        (
            &[
                ("a.csv", &[CALLED, &["1", "2024-05-03", "甲泵厂", "满意"]]),
                ("b.csv", &[CALLED, &["1", "2024-05-03", "乙阀厂", "不满意"]]),
            ],
            TableId::Callbacks,
            2,
            &[("1", Basis::Apart)],
        ),
    ];
    for (files, table, left, listed) in cases {
        let cleaned = cleaned(files);
        let conflicts = &cleaned.account.conflicts;
        let told: Vec<_> = conflicts.iter().map(|c| (c.id.as_str(), c.basis)).collect();
        assert_eq!(told, *listed, "{files:?}");
        let counted = match table {
            TableId::Orders => cleaned.tables.orders.0.len(),
            TableId::Expenses => cleaned.tables.expenses.len(),
            _ => cleaned.tables.callbacks.len(),
        };
        assert_eq!(counted, *left, "{files:?}");
        assert!(cleaned.account.gaps().is_empty(), "{files:?}");
    }
}

/// Claims that employees number each for themselves, in files of their own.
#[test]
fn lines_of_one_number_by_two_people_are_two_records() {
    let header: &[&str] = &["报销单号", "费用日期", "报销人", "费用类别", "报销金额"];
    let one: &[&[&str]] = &[header, &["1", "2026-05-04", "陆", "餐费", "30"], &["1", "2026-05-04", "陆", "餐费", "40"]];
    let other: &[&[&str]] = &[header, &["1", "2026-05-04", "严", "餐费", "50"], &["1", "2026-05-04", "严", "餐费", "60"]];
    let again: &[&[&str]] = &[header, &["1", "2026-05-04", "严", "餐费", "50"], &["1", "2026-05-04", "严", "餐费", "70"]];
    let cleaned = cleaned(&[("a.csv", one), ("b.csv", other), ("c.csv", again)]);
    let mut amounts: Vec<i64> = cleaned.tables.expenses.iter().map(|claim| claim.amount.minor()).collect();
    amounts.sort_unstable();
    assert_eq!(amounts, [3_000, 4_000, 5_000, 7_000]);
    assert_eq!((cleaned.account.conflicts.len(), cleaned.account.rows().superseded), (1, 1));
}
