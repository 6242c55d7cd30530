//! What the auditor decided about findings of earlier months, and about two of the review month.
//!
//! A finding's id is made from its facts by the program under test; the ids here are those that it gave to planted breaches.
//! Should a change of the sample change them, the test that looks for decisions without a finding says so.

use super::calendar::day;
use super::sheet::{Book, Cell, Columns, Line, Sheet};

const RECOVERED: &str = "已追回";
const ACCEPTED: &str = "已接受";
const FALSE_ALARM: &str = "误报";

/// Finding, decision, day, note.
const DECISIONS: &[(&str, &str, &str, &str)] = &[
    ("EXP001-d19f2ca49b", RECOVERED, "2026-02-09", "从2月工资扣回"),
    ("EXP001-c0e7bf02ec", RECOVERED, "2026-03-10", "已退回现金"),
    ("EXP001-1046fa19df", ACCEPTED, "2026-04-08", "展会期间酒店涨价，部长事后批准"),
    ("EXP001-782144c170", RECOVERED, "2026-05-11", "从5月工资扣回"),
    ("EXP001-e8f9863fd6", RECOVERED, "2026-06-09", "已退回现金"),
    ("EXP001-54383d454c", RECOVERED, "2026-07-08", "从7月工资扣回"),
    ("EXP001-8babd3fa49", ACCEPTED, "2026-08-10", "台风滞留一晚，副总批准"),
    ("EXP001-c32052508f", RECOVERED, "2026-09-09", "从9月工资扣回"),
    ("EXP001-4f3df8cfa8", RECOVERED, "2026-10-13", "已退回现金"),
    ("EXP001-b9eea2dfb3", ACCEPTED, "2026-11-04", "金额小，部长批准"),
    ("EXP004-33122538cd", RECOVERED, "2026-02-09", "通讯费自理"),
    ("EXP004-354ee25999", RECOVERED, "2026-04-08", "通讯费自理"),
    ("EXP004-7334da092e", RECOVERED, "2026-06-09", "通讯费自理"),
    ("VIS005-c6b426e675", ACCEPTED, "2026-02-09", "客户临时约见"),
    ("VIS005-012a5d62a1", ACCEPTED, "2026-03-10", "已提醒本人"),
    ("VIS005-211665f2ed", ACCEPTED, "2026-04-08", "已提醒本人"),
    ("VIS005-c901b1e332", FALSE_ALARM, "2026-05-11", "3月20日已邮件确认，系统漏登"),
    ("VIS005-506b5202f1", ACCEPTED, "2026-06-09", "客户临时约见"),
    ("VIS005-b480765ec7", ACCEPTED, "2026-07-08", "已提醒本人"),
    ("VIS005-a9d7ffd136", ACCEPTED, "2026-08-10", "已提醒本人"),
    ("VIS005-de84b50ef8", ACCEPTED, "2026-09-09", "客户临时约见"),
    ("VIS005-5f62669249", ACCEPTED, "2026-10-13", "已提醒本人"),
    ("VIS005-afc0203701", FALSE_ALARM, "2026-11-04", "9月28日已电话确认，有通话记录"),
];

pub(crate) fn book() -> Book {
    let columns: Columns = vec![("发现编号", 20.0), ("处理意见", 10.0), ("处理人", 10.0), ("处理日期", 12.0), ("备注", 34.0)];
    let lines = DECISIONS
        .iter()
        .map(|(id, decision, on, note)| {
            let cells =
                vec![Cell::text(*id), Cell::text(*decision), Cell::text("纪明澈"), Cell::Date(day(on)), Cell::text(*note)];
            Line::accepted("", 0, cells)
        })
        .collect();
    let sheet =
        Sheet {
            name: "处理意见".to_owned(), table: "dispositions", title: Some("审计发现处理意见".to_owned()), columns, lines
        };
    Book::xlsx("财务/审计处理意见.xlsx", vec![sheet])
}
