//! Sheets as people lay them out, typed as rows of texts.

use super::*;
use crate::clean::header::HeaderIndex;
use crate::clean::held::{Held, HeldCell};

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
    decided_by(rows, "")
}

fn decided_by(rows: &[&[&str]], mapping: &str) -> Layout {
    let config = crate::config::parse("t", mapping).unwrap();
    let pin = crate::clean::lens::Pin::of(&config, "a.xlsx", "Sheet1");
    let index = HeaderIndex::new(&config);
    decide(&sheet(rows), Lens { index: &index, pin: pin.as_ref() }, Terms::new(&config, &config.dates, None))
}

/// The only table of a sheet.
fn table(layout: Layout) -> (Header, u32, usize) {
    match one(layout) {
        Block::Tables { mut parts, header_row, first, .. } if parts.len() == 1 => (parts.remove(0).header, header_row, first),
        other => panic!("a table: {other:?}"),
    }
}

fn one(layout: Layout) -> Block {
    match layout {
        Layout::Blocks(mut blocks) if blocks.len() == 1 => blocks.remove(0),
        other => panic!("one block: {other:?}"),
    }
}

/// A loose record by field.
fn value(header: &Header, record: &LooseRecord, field: &str) -> Option<String> {
    let col = header.cells.iter().find(|c| c.field == Some(field)).map(|c| c.col)?;
    record.cells.iter().find(|c| c.col == col).and_then(|c| c.text().map(str::to_owned))
}

fn fields(header: &Header) -> Vec<&'static str> {
    header.named.iter().map(|(_, f)| *f).collect()
}

#[test]
fn a_table_below_title_rows() {
    let (header, header_row, first) = table(decided(&[
        &["2025年3月订单明细"],
        &["制表：财务部", "", "单位：元"],
        &["订单号", "下单日期", "客户名称", "金额（元）", "微信群"],
        &["SO1", "2025-03-01", "上海华辰", "100", "x"],
    ]));
    assert_eq!((header.table, header_row, first), (TableId::Orders, 3, 3));
    assert_eq!(fields(&header), ["order_id", "date", "customer", "amount"]);
    assert_eq!(header.unknown, ["微信群"]);
}

#[test]
fn headers_decide_between_tables_that_share_words() {
    for (headers, record, expected) in [
        (&["日期", "客户", "业务员", "拜访目的"][..], &["2025-03-01", "甲", "陆", "回访"][..], TableId::Visits),
        (&["日期", "客户", "回访人", "满意度"], &["2025-03-01", "甲", "陆", "满意"], TableId::Callbacks),
        (&["日期", "姓名", "费用类别", "金额"], &["2025-03-01", "陆", "餐费", "20"], TableId::Expenses),
        (&["客户名称", "行业", "信用额度(万元)"], &["甲", "阀门", "20"], TableId::Customers),
        (&["Invoice No", "Invoice Date", "Account", "Qty", "Unit Price"], &["1", "2025-03-01", "A", "2", "3"], TableId::Orders),
    ] {
        let (header, ..) = table(decided(&[headers, record]));
        assert_eq!(header.table, expected, "{headers:?}");
    }
}

#[test]
fn a_form_with_labels_left_above_and_inline() {
    let Block::Loose { kind: LayoutKind::Form, header, records, .. } = one(decided(&[
        &["客户回访记录表"],
        &["客户名称：", "上海华辰机电有限公司", "回访日期：", "2025年3月8日"],
        &["回访方式", "☑电话 □邮件 □面谈", "", "回访人", "苏晴"],
        &["总体评价", "是否推荐"],
        &["满意", "愿意"],
        &["建议：加快发货"],
    ])) else {
        panic!("a form")
    };
    assert_eq!((header.table, records.len()), (TableId::Callbacks, 1));
    for (field, expected) in [
        ("customer", "上海华辰机电有限公司"),
        ("date", "2025年3月8日"),
        ("method", "电话"),
        ("caller", "苏晴"),
        ("overall_rating", "满意"),
        ("referral", "愿意"),
        ("suggestion", "加快发货"),
    ] {
        assert_eq!(value(&header, &records[0], field).as_deref(), Some(expected), "{field}");
    }
}

#[test]
fn a_table_on_its_side() {
    let Block::Loose { kind: LayoutKind::Transposed, header, records, .. } = one(decided(&[
        &["客户拜访表"],
        &["拜访日期", "2025-03-01", "2025-03-02", "2025-03-03"],
        &["客户名称", "甲", "乙", "丙"],
        &["拜访地点", "西街", "东街", ""],
        &["职业顾问", "陆", "陆", "苏"],
    ])) else {
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
    let (header, ..) = table(decided(&[
        &["订单号", "下单日期", "客户名称", "金额"],
        &["SO1", "soon", "甲", "much"],
        &["SO2", "later", "乙", "little"],
    ]));
    assert_eq!(header.table, TableId::Orders);
}

#[test]
fn two_rows_of_merged_headers_are_one() {
    let (header, header_row, first) = table(decided(&[
        &["2025年3月订单"],
        &["订单号", "客户信息", "", "下单日期", "金额", "", "承诺"],
        &["", "名称", "编号", "", "含税", "税额", "日期"],
        &["SO1", "甲", "C1", "2025-03-01", "100", "13", "2025-03-09"],
    ]));
    assert_eq!((header.table, header_row, first), (TableId::Orders, 3, 3));
    let named: Vec<(u32, &str)> =
        header.mapped.iter().map(|m| (m.col, header.table.spec().columns[m.field.column].name)).collect();
    assert_eq!(
        named,
        [(0, "order_id"), (1, "customer"), (2, "customer_id"), (3, "date"), (4, "amount"), (6, "promised_on")],
        "{:?}",
        header.cells
    );
    assert_eq!(header.unknown, ["金额 税额"]);
}

#[test]
fn a_record_below_a_header_is_no_second_header_row() {
    let (_, header_row, first) = table(decided(&[
        &["订单号", "下单日期", "客户", "金额"],
        &["SO1", "2025-03-01", "客户", "100"],
        &["SO2", "2025-03-02", "乙", "5"],
    ]));
    assert_eq!((header_row, first), (1, 1));
}

#[test]
fn tables_side_by_side_each_keep_their_columns() {
    let headers = ["订单号", "日期", "客户", "金额"];
    let apart: Vec<&str> = [&headers[..], &[""], &["报销人", "日期", "费用类别", "金额"]].concat();
    let touching: Vec<&str> = [headers, headers].concat();
    for (row, record, expected) in [
        (
            apart,
            &["SO1", "2025-03-01", "甲", "1", "", "陆", "2025-03-02", "餐费", "2"][..],
            [(TableId::Orders, 0..5), (TableId::Expenses, 5..u32::MAX)],
        ),
        (
            touching,
            &["SO1", "2025-03-01", "甲", "1", "SO2", "2025-03-02", "乙", "2"],
            [(TableId::Orders, 0..4), (TableId::Orders, 4..u32::MAX)],
        ),
    ] {
        let Block::Tables { parts, .. } = one(decided(&[&row, record])) else { panic!("tables") };
        let found: Vec<_> = parts.iter().map(|p| (p.header.table, p.columns.clone())).collect();
        assert_eq!(found, expected, "{row:?}");
        assert!(parts.iter().all(|p| p.header.mapped.len() == 4));
    }
    // An empty column within one table parts nothing.
    assert_eq!(table(decided(&[&["订单号", "日期", "", "客户", "金额"], &["S", "2025-03-01", "", "甲", "1"]])).0.mapped.len(), 4);
}

#[test]
fn forms_below_each_other_and_labels_in_one_cell() {
    let form = |customer: &'static str, day: &'static str| -> Vec<Vec<&'static str>> {
        vec![
            vec!["客户回访记录表"],
            vec!["客户名称", customer, "回访日期", day],
            vec!["回访方式", "□电话", "☑邮件", "□面谈"],
            vec!["满意度：满意   是否推荐：愿意"],
            vec!["客户意见", "", "", "签字日期", "2025-03-31"],
            vec![],
        ]
    };
    let rows = [form("甲公司", "2025-03-01"), form("乙公司", "2025-03-02")].concat();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let Block::Loose { kind: LayoutKind::Form, header, records, .. } = one(decided(&rows)) else { panic!("forms") };
    assert_eq!(records.iter().map(|r| r.row).collect::<Vec<_>>(), [2, 8]);
    for (record, customer, day) in [(&records[0], "甲公司", "2025-03-01"), (&records[1], "乙公司", "2025-03-02")] {
        for (field, expected) in
            [("customer", customer), ("date", day), ("method", "邮件"), ("overall_rating", "满意"), ("referral", "愿意")]
        {
            assert_eq!(value(&header, record, field).as_deref(), Some(expected), "{field}");
        }
    }
}

#[test]
fn the_value_a_field_can_read_belongs_to_it() {
    // 微信群 is no label we know: the rating's value stands below it all the same.
    let Block::Loose { header, records, .. } = one(decided(&[
        &["客户名称", "甲", "回访日期", "2025-03-01"],
        &["总体评价", "微信群", "是否推荐"],
        &["满意", "x", "愿意"],
    ])) else {
        panic!("a form")
    };
    assert_eq!(value(&header, &records[0], "overall_rating").as_deref(), Some("满意"));
}

#[test]
fn a_form_above_a_table_is_kept_and_the_conditions_of_a_query_are_not() {
    let table = [&["订单号", "下单日期", "客户名称", "金额"][..], &["SO1", "2025-03-01", "甲", "5"]];
    let form = [&["客户名称", "甲", "回访日期", "2025-03-01"][..], &["总体评价", "满意", "是否推荐", "愿意"]];
    let Layout::Blocks(blocks) = decided(&[form[0], form[1], table[0], table[1]]) else { panic!("blocks") };
    assert_eq!(blocks.len(), 2);
    let query = [&["订单号：", "全部", "下单日期：", "2025-03-01至2025-03-31"][..], &["客户名称：", "全部", "金额：", "全部"]];
    let Layout::Blocks(blocks) = decided(&[query[0], query[1], table[0], table[1]]) else { panic!("blocks") };
    assert_eq!(blocks.len(), 1);
}

/// The visit and opinion tables of a real company, as they were printed (seed 000, piece 12).
const VISITS: [&[&str]; 6] = [
    &["拜访信息一览表"],
    &["表2—2013年8月30日客户拜访表"],
    &[
        "拜访时间",
        "11:00-12:00",
        "11:00-12:00",
        "11:00-12:00",
        "12:00-13:00",
        "12:00-13:00",
        "12:00-13:00",
        "14:00-15:00",
        "14:00-15:00",
    ],
    &["拜访地点", "西街建行", "西街建行", "迎春广场", "国税局", "地税局", "农家乐", "交通局", "恵昌花园"],
    &["拜访人物", "邓启秀", "李清源", "王璐", "丰硕", "左建书", "张贤玲", "李燕", "交通局"],
    &["职业顾问", "郭薇", "张红睿", "张红睿", "刘伟", "刘伟", "刘伟", "芳景舒", "芳景舒"],
];
const OPINIONS: [&[&str]; 3] = [
    &["客户意见一览表"],
    &["表2—客户意见表"],
    &["拜访人物", "邓启秀", "李清源", "王璐", "丰硕", "左建书", "张贤玲", "李燕", "交通局"],
];
const ASIDE: &str = "老带新,保利承诺物管卷未能兑现。";

/// The opinions, the label beside its values or alone above them.
fn opinions(label: &'static str, values: &[&'static str], alone: bool) -> Vec<Vec<&'static str>> {
    if alone { vec![vec![label], values.to_vec()] } else { vec![[&[label], values].concat()] }
}

#[test]
fn the_visit_and_opinion_tables_of_the_seed_are_eight_visits() {
    let aside_four = ASIDE.repeat(4).leak();
    let suggestions = |layout: usize| -> Vec<Vec<&'static str>> {
        match layout {
            0 => opinions("对本次拜访的建议", &["无", "无", ASIDE, ASIDE, ASIDE, ASIDE, "无", "无"], false),
            1 => opinions("对本次拜访的建议", &["无", "无", ASIDE, ASIDE, ASIDE, ASIDE, "无", "无"], true),
            // As the lines of the text stand: the four were one cell.
            _ => vec![vec!["对本次拜访的建议"], vec!["无", "无"], vec![&*aside_four], vec!["无", "无"]],
        }
    };
    for layout in 0..3 {
        let alone = layout > 0;
        let mut rows: Vec<Vec<&str>> = VISITS.iter().chain(&OPINIONS).map(|row| row.to_vec()).collect();
        rows.extend(opinions("对本次拜访满意度", &["满意", "满意", "满意", "满意", "满意", "一般", "满意", "满意"], alone));
        rows.extend(suggestions(layout));
        rows.extend(opinions(
            "是否推荐身边意向客户前来购房",
            &["愿意", "愿意", "看情况", "看情况", "看情况", "看情况", "愿意", "愿意"],
            alone,
        ));
        rows.push(vec!["总结"]);
        rows.push(vec!["客户对待我们的拜访总体上持满意态度；很多客户不愿意接见置业顾问。"]);
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let Block::Loose { kind: LayoutKind::Transposed, header, records, title_day, .. } = one(decided(&rows)) else {
            panic!("a table on its side, {layout}")
        };
        assert_eq!((header.table, records.len()), (TableId::Visits, 8), "{layout}");
        assert_eq!(title_day, NaiveDate::from_ymd_opt(2013, 8, 30));
        assert!(header.unknown.is_empty(), "{:?}", header.unknown);
        let of = |field: &str| records.iter().map(|r| value(&header, r, field).unwrap_or_default()).collect::<Vec<_>>();
        assert_eq!(of("satisfaction"), ["满意", "满意", "满意", "满意", "满意", "一般", "满意", "满意"], "{layout}");
        assert_eq!(of("suggestion"), ["无", "无", ASIDE, ASIDE, ASIDE, ASIDE, "无", "无"], "{layout}");
        assert_eq!(of("referral"), ["愿意", "愿意", "看情况", "看情况", "看情况", "看情况", "愿意", "愿意"], "{layout}");
        assert_eq!(of("salesperson")[3], "刘伟");
    }
}

#[test]
fn a_text_pasted_into_one_column_is_read_by_its_words() {
    let lines: Vec<String> = VISITS.iter().map(|row| row.join(" ")).collect();
    let rows: Vec<[&str; 2]> = lines.iter().map(|line| ["", line.as_str()]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(|row| row.as_slice()).collect();
    let Block::Loose { header, records, .. } = one(decided(&rows)) else { panic!("a table on its side") };
    assert_eq!((header.table, records.len()), (TableId::Visits, 8));
    assert!(records.iter().flat_map(|r| &r.places).all(|(_, (_, col))| *col == 1), "every value stands in column B");
}

#[test]
fn opinions_in_another_order_find_their_visit() {
    let Block::Loose { header, records, .. } = one(decided(&[
        &["拜访日期", "2025-03-01", "2025-03-02", "2025-03-02"],
        &["客户名称", "甲", "乙", "丙"],
        &["职业顾问", "陆", "陆", "苏"],
        &["拜访目的", "a", "b", "c"],
        &["客户意见"],
        &["客户名称", "丙", "甲", "丁"],
        &["满意度", "一般", "满意", "很满意"],
    ])) else {
        panic!("one table")
    };
    let of = |field: &str| records.iter().map(|r| value(&header, r, field).unwrap_or_default()).collect::<Vec<_>>();
    assert_eq!(of("customer"), ["甲", "乙", "丙", "丁"], "whom the first table does not name is not lost");
    assert_eq!(of("satisfaction"), ["满意", "", "一般", "很满意"]);
}

#[test]
fn the_configuration_pins_tables_and_header_rows() {
    let rows: &[&[&str]] =
        &[&["订单号", "下单日期", "客户名称", "金额"], &["单子", "哪天", "谁", "多少"], &["1", "2025-03-01", "甲", "5"]];
    let mapping = "[[mapping]]\nfile = \"a.*\"\ntable = \"orders\"\nheader_row = 2\n\
        columns = { \"单子\" = \"order_id\", \"哪天\" = \"date\", \"谁\" = \"customer\", \"多少\" = \"amount\" }\n";
    let (header, header_row, first) = table(decided_by(rows, mapping));
    assert_eq!((fields(&header), header_row, first), (vec!["order_id", "date", "customer", "amount"], 2, 2));
}

#[test]
fn our_own_list_of_findings_with_a_decision_is_dispositions() {
    let list = [
        "finding_id",
        "rule",
        "severity",
        "employee",
        "customer",
        "trip_id",
        "date",
        "claimed",
        "allowed",
        "excess",
        "currency",
        "message",
        "evidence",
        "net_excess",
        "status",
        "policy",
        "decided_by",
        "decided_on",
        "decision_note",
    ];
    let row = ["EXP001-0a1b2c3d4e", "EXP001", "error", "陆", "", "T1", "2026-05-05", "700", "460", "240", "CNY", "…", "a!b!3"];
    let mut with = list.to_vec();
    with.push("decision");
    let mut record = row.to_vec();
    record.resize(19, "");
    record.push("误报");
    assert_eq!(table(decided(&[&with, &record])).0.table, TableId::Dispositions);
    // Without the column it is none of ours, and no callbacks either, though it names employees, customers and days.
    let undecided = decided(&[&list[..], &row[..]]);
    assert!(matches!(undecided, Layout::None(Why::NoHeader { .. })), "{undecided:?}");
    let short = decided(&[&["发现编号", "处理意见"], &["EXP001-0a1b2c3d4e", "已追回"]]);
    assert_eq!(table(short).0.table, TableId::Dispositions);
}
