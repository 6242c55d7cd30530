//! Files that are no plain tables: printed callback forms (one record each), a visit table laid on its side, a notice.

use std::error::Error;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::calendar::{day, plus};
use super::customers::Customer;
use super::ledger::Ledger;
use super::people::{CALLERS, STAFF};
use super::rng::Rng;
use super::write::{Done, workbook};

/// A callback in person, as its form states it.
struct Form {
    number: String,
    customer: usize,
    date: NaiveDate,
    respondent: String,
    caller: &'static str,
    ratings: [&'static str; 4],
    problem: &'static str,
    suggestion: &'static str,
    referral: &'static str,
}

/// Eleven files of one form each, the last of them in English, and one file with three sheets.
pub(crate) fn callback_forms(root: &Path, customers: &[Customer], ledger: &mut Ledger) -> Done {
    let mut rng = Rng::new("forms");
    let forms: Vec<Form> = (0..14).map(|n| form(n, customers, &mut rng)).collect();
    let folder = root.join("回访/回访单");
    fs::create_dir_all(&folder)?;
    for (index, form) in forms[..11].iter().enumerate() {
        let english = index == 10;
        let name = if english { "follow-up_record.xlsx".to_owned() } else { format!("回访单_{}.xlsx", form.number) };
        let sheet = if english { "Record" } else { "回访记录表" };
        let mut book = workbook()?;
        let page = book.add_worksheet().set_name(sheet)?;
        if english {
            english_form(page, form, customers)?;
        } else {
            chinese_form(page, form, customers)?;
        }
        book.save(folder.join(&name))?;
        ledger.enter_records(&format!("回访/回访单/{name}"), sheet, "callbacks", 1);
    }
    let name = "回访单_九月汇总.xlsx";
    let mut book = workbook()?;
    for form in &forms[11..] {
        let page = book.add_worksheet().set_name(&form.number)?;
        chinese_form(page, form, customers)?;
        ledger.enter_records(&format!("回访/回访单/{name}"), &form.number, "callbacks", 1);
    }
    book.save(folder.join(name))?;
    Ok(())
}

fn form(number: usize, customers: &[Customer], rng: &mut Rng) -> Form {
    let key: Vec<usize> = (0..customers.len())
        .filter(|c| customers[*c].is_key() && customers[*c].abroad() == (number == 10))
        // Customers whose callbacks are meant to be overdue get no form either.
        .filter(|c| !["海屿港机", "澄浦环境", "渝峡零部件"].contains(&customers[*c].alias))
        .collect();
    let step = i64::try_from(number).unwrap_or(0);
    let date =
        if number < 11 { plus(day("2026-03-03"), step * 23 + rng.range(0, 1)) } else { plus(day("2026-09-08"), (step - 11) * 7) };
    let words = if number == 10 {
        ["Excellent", "Good", "Good", "Excellent"]
    } else {
        [
            *rng.pick(&["非常满意", "满意"]),
            *rng.pick(&["非常满意", "满意", "满意"]),
            *rng.pick(&["满意", "一般"]),
            *rng.pick(&["非常满意", "满意", "满意"]),
        ]
    };
    Form {
        number: format!("HD2026-{:03}", number + 1),
        customer: key[(number * 5 + 1) % key.len()],
        date,
        respondent: format!("{}经理", rng.pick(&["吴", "郑", "冯", "蒋", "潘"])),
        caller: STAFF[CALLERS[number % CALLERS.len()]].name,
        ratings: words,
        problem: ["无", "泵体噪声偏大，已安排检查", "无"][number % 3],
        suggestion: ["建议提供备件清单", "", "希望增加现场培训"][number % 3],
        referral: if number == 10 { "Yes" } else { "愿意" },
    }
}

struct Looks {
    title: Format,
    label: Format,
    value: Format,
    date: Format,
}

fn looks() -> Looks {
    let base = Format::new()
        .set_font_name("宋体")
        .set_font_size(11)
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    Looks {
        title: Format::new().set_font_name("黑体").set_font_size(16).set_bold().set_align(FormatAlign::Center),
        label: base.clone().set_bold().set_align(FormatAlign::Center),
        value: base.clone(),
        date: base.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
    }
}

fn chinese_form(page: &mut Worksheet, form: &Form, customers: &[Customer]) -> Result<(), XlsxError> {
    let looks = looks();
    for column in 0..4 {
        page.set_column_width(column, if column % 2 == 0 { 14 } else { 30 })?;
    }
    page.set_paper_size(9).set_print_fit_to_pages(1, 1);
    page.merge_range(0, 0, 0, 3, "客户回访记录表", &looks.title)?;
    page.set_row_height(0, 30)?;
    let name = customers[form.customer].name;
    let pair = |page: &mut Worksheet, row: u32, column: u16, label: &str, value: &str| {
        page.write_string_with_format(row, column, label, &looks.label)?;
        page.write_string_with_format(row, column + 1, value, &looks.value)?;
        Ok::<(), XlsxError>(())
    };
    pair(page, 2, 0, "编号：", &form.number)?;
    page.write_string_with_format(2, 2, "回访日期：", &looks.label)?;
    page.write_datetime_with_format(2, 3, form.date, &looks.date)?;
    pair(page, 3, 0, "客户名称：", name)?;
    pair(page, 3, 2, "回访方式：", "上门")?;
    pair(page, 4, 0, "受访人：", &form.respondent)?;
    pair(page, 4, 2, "回访人：", form.caller)?;
    pair(page, 5, 0, "回访事由：", "当面回访")?;
    pair(page, 5, 2, "是否推荐：", form.referral)?;
    // The ratings stand below their labels, as in a small table.
    for (column, label) in (0..4_u16).zip(["产品评价", "服务评价", "及时性评价", "总体评价"]) {
        page.write_string_with_format(6, column, label, &looks.label)?;
        page.write_string_with_format(7, column, form.ratings[usize::from(column)], &looks.value)?;
    }
    for (row, label, text) in [(8, "存在问题：", form.problem), (9, "客户建议：", form.suggestion)] {
        page.write_string_with_format(row, 0, label, &looks.label)?;
        page.merge_range(row, 1, row, 3, text, &looks.value)?;
        page.set_row_height(row, 48)?;
    }
    page.write_string(11, 0, "客户签字：")?;
    page.write_string(11, 2, "主管审批：")?;
    Ok(())
}

fn english_form(page: &mut Worksheet, form: &Form, customers: &[Customer]) -> Result<(), XlsxError> {
    let looks = looks();
    page.set_column_width(0, 24)?;
    page.set_column_width(1, 42)?;
    page.merge_range(0, 0, 0, 1, "Customer Follow-up Record Form", &looks.title)?;
    let rows = [
        ("Number:", form.number.as_str()),
        ("Customer Name:", customers[form.customer].name),
        ("Follow-up Date:", ""),
        ("Follow-up Method:", "Face-to-face"),
        ("Respondent:", "Mr. Example"),
        ("Caller:", form.caller),
        ("Product Rating:", form.ratings[0]),
        ("Service Rating:", form.ratings[1]),
        ("Timeliness Rating:", form.ratings[2]),
        ("Overall Rating:", form.ratings[3]),
        ("Referral:", form.referral),
        ("Suggestion:", "A spare parts list in English, please"),
    ];
    for (row, (label, value)) in (2..).zip(rows) {
        page.write_string_with_format(row, 0, label, &looks.label)?;
        if label == "Follow-up Date:" {
            page.write_datetime_with_format(row, 1, form.date, &looks.date)?;
        } else {
            page.write_string_with_format(row, 1, value, &looks.value)?;
        }
    }
    Ok(())
}

/// The visits of a trade fair, as the table of the fair's report: fields down, visits across.
pub(crate) fn fair_table(root: &Path, customers: &[Customer], ledger: &mut Ledger) -> Done {
    let path = "拜访/展会拜访一览表.xlsx";
    let looks = looks();
    let chosen: Vec<&Customer> = customers.iter().filter(|c| c.city == "上海" && !c.alias.is_empty()).take(8).collect();
    let mut book = workbook()?;
    let page = book.add_worksheet().set_name("拜访信息一览表")?;
    page.set_column_width(0, 16)?;
    let width = u16::try_from(chosen.len())?;
    page.merge_range(0, 0, 0, width, "2026年4月流体展 客户拜访表", &looks.title)?;
    let labels = [
        "拜访日期",
        "拜访时间",
        "客户名称",
        "拜访地点",
        "拜访人物",
        "职业顾问",
        "城市",
        "项目或展会",
        "满意度",
        "建议",
        "是否推荐",
    ];
    for (row, label) in (2..).zip(labels) {
        page.write_string_with_format(row, 0, label, &looks.label)?;
    }
    let mut rng = Rng::new("fair");
    for (column, customer) in (1..).zip(&chosen) {
        page.set_column_width(column, 24)?;
        let date = plus(day("2026-04-21"), i64::from(column % 2));
        page.write_datetime_with_format(2, column, date, &looks.date)?;
        let texts = [
            (3, *rng.pick(&["10:30-11:00", "11:00-11:30", "15:00-15:30", "15:30-16:00"])),
            (4, customer.name),
            (5, "展馆N3洽谈区"),
            (6, *rng.pick(&["吴总", "郑工", "冯经理", "蒋主任"])),
            (7, STAFF[customer.owner].name),
            (8, "上海"),
            (9, "上海流体展"),
            (10, *rng.pick(&["满意", "满意", "非常满意", "一般"])),
            (11, *rng.pick(&["无", "无", "提供样机试用"])),
            (12, *rng.pick(&["愿意", "看情况"])),
        ];
        for (row, text) in texts {
            page.write_string_with_format(row, column, text, &looks.value)?;
        }
    }
    book.save(root.join(path))?;
    ledger.enter_records(path, "拜访信息一览表", "visits", u32::from(width));
    Ok(())
}

/// A file that is none of ours: it must be left alone, with a reason.
pub(crate) fn notice(root: &Path, ledger: &mut Ledger) -> Result<(), Box<dyn Error>> {
    let mut book = workbook()?;
    let page = book.add_worksheet().set_name("会议纪要")?;
    page.set_column_width(0, 90)?;
    let bold = Format::new().set_bold().set_font_size(14);
    page.write_string_with_format(0, 0, "十月销售例会纪要", &bold)?;
    for (row, text) in (2..).zip([
        "时间：2026年10月9日 上午9点   地点：三楼会议室",
        "一、四季度重点：空分与水务两个行业，交货周期压缩到三周以内。",
        "二、出差须提前一周与客户约定，拜访当日完成报告，请各主管把关。",
        "三、十月底前完成大客户信用额度复核，逾期超过六十天的暂停新订单。",
        "四、下次例会：十一月第二个周一。",
    ]) {
        page.write_string(row, 0, text)?;
    }
    book.save(root.join("会议纪要.xlsx"))?;
    ledger.enter_records("会议纪要.xlsx", "会议纪要", "", 0);
    Ok(())
}
