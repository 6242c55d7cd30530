//! csv files from their bytes to their records: what a row that was taken apart wrongly comes to.

use super::*;
use crate::tables::{TableId, orders};

/// What a csv file with this text comes to.
fn cleaned(text: impl AsRef<[u8]>) -> Cleaned {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.csv"), text).unwrap();
    let config = crate::config::parse("t", "").unwrap();
    clean(&load::discover(folder.path()).unwrap().files, &config, Aids::default(), |_| {}).unwrap()
}

/// The rejects as `row reason column`, and how many rows were accepted.
fn told(cleaned: &Cleaned) -> (Vec<String>, u64) {
    let told = |r: &Reject| format!("{} {} {}", r.cell(), r.first.reason.code(), r.first.value);
    (cleaned.account.rejects.iter().map(told).collect(), cleaned.account.rows_of(TableId::Orders).accepted)
}

const HEAD: &str = "Order No,Order Date,Customer,Amount,Paid Amount";

#[test]
fn a_row_with_more_cells_than_the_header_is_rejected() {
    let rows = "1,2026-05-01,Acme,1,234.50,0\n2,2026-05-01,Acme,500,1,000\n3,2026-05-01,Acme,2,345,678.00,0\n\
        4,2026-05-01,Acme,\"1,234.50\",0\n5,2026-05-01,Acme,7,7,\n6,2026-05-01,Acme,8,8,  ,\n";
    let expected = ["F2 surplus_cell 0", "F3 surplus_cell 000", "F4 surplus_cell 678.00"].map(str::to_owned).to_vec();
    // Few rows, read one by one, and many, read together.
    let cleaned_few = cleaned(format!("{HEAD}\n{rows}"));
    assert_eq!(told(&cleaned_few), (expected.clone(), 3));
    // 1234.50 and 7 and 8; of the rejected ones what stood in the column is counted as such: 1, 500 and 2.
    let amount =
        cleaned_few.account.totals.iter().find(|t| t.table == TableId::Orders && t.column == orders::AMOUNT).unwrap().flow;
    assert_eq!((amount.accepted, amount.rejected), (124_950, 50_300));
    let more: String = (10..3_000).map(|n| format!("{n},2026-05-02,Acme,1.50,0\n")).collect();
    let cleaned_many = cleaned(format!("{HEAD}\n{more}{rows}"));
    let (rejects, accepted) = told(&cleaned_many);
    assert_eq!((rejects.len(), accepted), (3, 2_993));
    assert!(rejects[0].starts_with("F2992 surplus_cell"), "{rejects:?}");
}

#[test]
fn columns_without_a_name_are_no_surplus_where_the_header_has_room_for_them() {
    let text = "Report,,,,,\nOrder No,Order Date,Customer,Amount,,\n1,2026-05-01,Acme,5,checked,x\n2,2026-05-01,Acme,6,,\n";
    assert_eq!(told(&cleaned(text)), (Vec::new(), 2));
    let text = "Order No,Order Date,Customer,Amount\n1,2026-05-01,Acme,5,checked\n2,2026-05-01,Acme,6\nTotal,,,11,,,\n";
    assert_eq!(told(&cleaned(text)), (vec!["E2 surplus_cell checked".to_owned()], 1));
}

#[test]
fn what_is_no_text_costs_its_row() {
    let more: String = (10..40).map(|n| format!("{n},2026-05-02,上海华辰有限公司,1.50,0\n")).collect();
    let text = [format!("{HEAD}\n{more}1,2026-05-01,上海").as_bytes(), b"\xe5\x8d", b",5,0\n2,2026-05-01,Acme,6,0\n"].concat();
    let cleaned = cleaned(text);
    assert_eq!(told(&cleaned), (vec!["C32 lossy_text 上海\u{fffd}".to_owned()], 31));
    assert_eq!(cleaned.account.files[0].remarks.len(), 1);
}
