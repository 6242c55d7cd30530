//! Sheets as people lay them out, typed as rows of texts.

use super::*;

/// Rows of cells; an empty text is no cell.
fn sheet(rows: &[&[&str]]) -> Vec<HeldRow> {
    rows.iter()
        .zip(1..)
        .map(|(cells, row)| HeldRow {
            row,
            cells: cells
                .iter()
                .zip(0..)
                .filter(|(text, _)| !text.is_empty())
                .map(|(text, col)| HeldCell { col, value: Held::Text((*text).to_owned()) })
                .collect(),
        })
        .filter(|row| !row.cells.is_empty())
        .collect()
}

fn decided(rows: &[&[&str]]) -> Layout {
    let config = Config::default();
    decide(&sheet(rows), &HeaderIndex::new(&config), &config)
}

fn fields(header: &Header) -> Vec<&'static str> {
    header.named.iter().map(|(_, f)| *f).collect()
}

#[test]
fn a_table_below_title_rows() {
    let Layout::Table { header, header_row, first } = decided(&[
        &["2025年3月订单明细"],
        &["制表：财务部", "", "单位：元"],
        &["订单号", "下单日期", "客户名称", "金额（元）", "微信群"],
        &["SO1", "2025-03-01", "上海华辰", "100", "x"],
    ]) else {
        panic!("a table")
    };
    assert_eq!((header.table, header_row, first), (TableId::Orders, 3, 3));
    assert_eq!(fields(&header), ["order_id", "date", "customer", "amount"]);
    assert_eq!(header.unknown, ["微信群"]);
}

#[test]
fn headers_decide_between_tables_that_share_words() {
    for (headers, record, table) in [
        (&["日期", "客户", "业务员", "拜访目的"][..], &["2025-03-01", "甲", "陆", "回访"][..], TableId::Visits),
        (&["日期", "客户", "回访人", "满意度"], &["2025-03-01", "甲", "陆", "满意"], TableId::Callbacks),
        (&["日期", "姓名", "费用类别", "金额"], &["2025-03-01", "陆", "餐费", "20"], TableId::Expenses),
        (&["客户名称", "行业", "信用额度(万元)"], &["甲", "阀门", "20"], TableId::Customers),
        (&["Invoice No", "Invoice Date", "Account", "Qty", "Unit Price"], &["1", "2025-03-01", "A", "2", "3"], TableId::Orders),
    ] {
        let Layout::Table { header, .. } = decided(&[headers, record]) else { panic!("{headers:?}") };
        assert_eq!(header.table, table, "{headers:?}");
    }
}

#[test]
fn a_form_with_labels_left_above_and_inline() {
    let Layout::Form { header, record, .. } = decided(&[
        &["客户回访记录表"],
        &["客户名称：", "上海华辰机电有限公司", "回访日期：", "2025年3月8日"],
        &["回访方式", "☑电话 □邮件 □面谈", "", "回访人", "苏晴"],
        &["总体评价", "是否推荐"],
        &["满意", "愿意"],
        &["建议：加快发货"],
    ]) else {
        panic!("a form")
    };
    assert_eq!(header.table, TableId::Callbacks);
    let value = |field: &str| {
        let at = header.named.iter().position(|(_, f)| *f == field).unwrap();
        record.cells.iter().find(|c| c.col as usize == at).and_then(|c| c.text().map(str::to_owned))
    };
    for (field, expected) in [
        ("customer", "上海华辰机电有限公司"),
        ("date", "2025年3月8日"),
        ("method", "电话"),
        ("caller", "苏晴"),
        ("overall_rating", "满意"),
        ("referral", "愿意"),
        ("suggestion", "加快发货"),
    ] {
        assert_eq!(value(field).as_deref(), Some(expected), "{field}");
    }
}

#[test]
fn a_table_on_its_side() {
    let Layout::Transposed { header, records, .. } = decided(&[
        &["客户拜访表"],
        &["拜访日期", "2025-03-01", "2025-03-02", "2025-03-03"],
        &["客户名称", "甲", "乙", "丙"],
        &["拜访地点", "西街", "东街", ""],
        &["职业顾问", "陆", "陆", "苏"],
    ]) else {
        panic!("a table on its side")
    };
    assert_eq!(header.table, TableId::Visits);
    assert_eq!(records.len(), 3);
    assert_eq!(records[2].cells.len(), 3);
}

#[test]
fn what_is_not_ours_says_what_it_lacks() {
    let Layout::None(why) = decided(&[&["会议纪要"], &["请各部门于周五前提交报告。"]]) else {
        panic!("nothing of ours")
    };
    assert_eq!(why, Why::NoHeader { nearest: None });
    let Layout::None(why) = decided(&[&["订单号", "下单日期", "产品", "金额"], &["1", "2025-03-01", "阀门", "3"]])
    else {
        panic!("nothing of ours")
    };
    assert_eq!(why, Why::NoHeader { nearest: Some((TableId::Orders, vec!["customer"])) });
}

#[test]
fn a_table_of_nonsense_is_still_a_table() {
    let Layout::Table { header, .. } = decided(&[
        &["订单号", "下单日期", "客户名称", "金额"],
        &["SO1", "soon", "甲", "much"],
        &["SO2", "later", "乙", "little"],
    ]) else {
        panic!("a table whose rows are all rejected")
    };
    assert_eq!(header.table, TableId::Orders);
}
