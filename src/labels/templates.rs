//! The words of the fill-in templates and of the command that writes them.

use super::{Labels, fill};
use crate::config::Language;
use crate::tables::TableId;

/// Words of the templates in one language.
pub struct Words {
    /// The folder of the language.
    pub folder: &'static str,
    /// What the ids of example rows begin with.
    pub prefix: &'static str,
    pub notes: &'static str,
    pub notes_title: &'static str,
    /// What to know of a table, and of a form, line by line.
    pub table_intro: &'static [&'static str],
    pub form_intro: &'static [&'static str],
    /// The header of the sheet that explains the columns: column, required, meaning, how to write it, example.
    pub heading: [&'static str; 5],
    /// A column, and a field of a form, so named that nobody takes the explanation for the table.
    pub column: &'static str,
    pub field: &'static str,
    pub required: &'static str,
    pub optional: &'static str,
    /// Required, unless another column is filled; and the other way round.
    pub unless: &'static str,
    pub instead: &'static str,
    pub form_hint: &'static str,
    pub signatures: [&'static str; 2],
    pub refused: &'static str,
    pub doubtful: &'static str,
    pub not_in_list: &'static str,
    pub between: &'static str,
    pub text: &'static str,
    pub id: &'static str,
    pub date: &'static str,
    pub moment: &'static str,
    pub time: &'static str,
    pub span: &'static str,
    pub amount: &'static str,
    pub number: &'static str,
    pub count: &'static str,
    pub choice: &'static str,
    pub grade: &'static str,
    pub rating: &'static str,
    written: &'static str,
    kept: &'static str,
    done: &'static str,
}

static EN: Words = Words {
    folder: "en",
    prefix: "EXAMPLE-",
    notes: "How to fill",
    notes_title: "How to fill: {title}",
    table_intro: &[
        "One record a row. Columns with * are required, the others may stay blank; please leave the header row as it is.",
        "The first rows are examples (their ids begin with {prefix}): delete them before you fill in your own.",
        "Save the workbook into the input folder; then “keyaccount check” names every cell that needs mending.",
    ],
    form_intro: &[
        "One record a sheet. For another record, copy the whole sheet (right-click its tab, Move or Copy) and fill in the copy.",
        "What the form holds now is an example (ids that begin with {prefix}): write over it, and clear what does not apply.",
        "Save the workbook into the input folder; then “keyaccount check” names every cell that needs mending.",
    ],
    heading: ["Where", "Needed", "What belongs there", "How to write it", "For instance"],
    column: "Column {letter} · {header}",
    field: "Field · {header}",
    required: "required",
    optional: "optional",
    unless: "required, or {other}",
    instead: "in place of {other}",
    form_hint: "Fields with * are required. One record a sheet: copy the sheet for the next.",
    signatures: ["Customer's signature", "Approved by"],
    refused: "This cannot be read",
    doubtful: "Not in the list",
    not_in_list: "Better choose from the list; other words may not be understood.",
    between: ", ",
    text: "Any text.",
    id: "Text; letters, digits and hyphens. Long numbers keep all their digits.",
    date: "A date, such as 2026-03-05.",
    moment: "A date, with the time where you know it: 2026-03-05 14:30.",
    time: "A time of day, such as 14:30.",
    span: "Two times in one cell: 10:30-11:20.",
    amount: "A plain number without a unit, such as 1234.50.",
    number: "A plain number, such as 12.5.",
    count: "A whole number, such as 3.",
    choice: "One of the list: {words}.",
    grade: "One of the list, or the full title: {words}.",
    rating: "One of the list, or a number from 5 (best) to 1: {words}.",
    written: "written",
    kept: "kept",
    done: "{written} {written|file|files} written, {kept} kept, in {folder}. Next: put your exports or filled templates into its \
        input folder, go there and run `keyaccount check`.\n",
};

static ZH: Words = Words {
    folder: "zh",
    prefix: "示例-",
    notes: "填写说明",
    notes_title: "填写说明：{title}",
    table_intro: &[
        "每行一条记录。带 * 的列必填，其余可以留空；请不要改动表头行。",
        "前几行是示例（编号以“{prefix}”开头），填写自己的内容前请删除。",
        "填好后把文件放入 input 文件夹，运行“keyaccount check”可逐格看到需要更正的内容。",
    ],
    form_intro: &[
        "每张工作表一条记录。填写下一条时，请复制整张工作表（右键工作表标签，移动或复制），再改写副本。",
        "表单中现有内容是示例（编号以“{prefix}”开头），请直接改写，不适用的清空。",
        "填好后把文件放入 input 文件夹，运行“keyaccount check”可逐格看到需要更正的内容。",
    ],
    heading: ["所在位置", "是否必填", "应填内容", "写法", "举例"],
    column: "{letter}列 · {header}",
    field: "栏目 · {header}",
    required: "必填",
    optional: "可空",
    unless: "必填，或填“{other}”",
    instead: "可代替“{other}”",
    form_hint: "带 * 的栏目必填。每张工作表一条记录，填写下一条时请复制本表。",
    signatures: ["客户签字", "主管审批"],
    refused: "无法识别",
    doubtful: "不在列表中",
    not_in_list: "请尽量从列表中选择，其他写法可能无法识别。",
    between: "、",
    text: "任意文字。",
    id: "文本，可用字母、数字和连字符；长编号不会丢失位数。",
    date: "日期，如 2026-03-05。",
    moment: "日期，知道时间的一并写明，如 2026-03-05 14:30。",
    time: "时间，如 14:30。",
    span: "一格内写起止时间，如 10:30-11:20。",
    amount: "数字，不写单位，如 1234.50。",
    number: "数字，如 12.5。",
    count: "整数，如 3。",
    choice: "从列表中选择：{words}。",
    grade: "从列表中选择，也可写完整职务：{words}。",
    rating: "从列表中选择，或填 5（最好）到 1 的数字：{words}。",
    written: "已写入",
    kept: "已保留",
    done: "{folder}：写入 {written} 个文件，保留 {kept} 个。接下来把导出的表格或填好的模板放入其中的 input 文件夹，进入该文件夹运行 \
        keyaccount check。\n",
};

/// The words of a language.
#[must_use]
pub fn words(labels: &Labels) -> &'static Words {
    match labels.language {
        Language::En => &EN,
        Language::Zh => &ZH,
    }
}

/// File name and title of a table's template.
#[must_use]
pub fn table(labels: &Labels, table: TableId) -> (&'static str, &'static str) {
    match (labels.language, table) {
        (Language::En, TableId::Customers) => ("customers", "Customers"),
        (Language::En, TableId::Visits) => ("visits", "Visits"),
        (Language::En, TableId::Expenses) => ("expenses", "Expenses"),
        (Language::En, TableId::Orders) => ("orders", "Orders"),
        (Language::En, TableId::Callbacks) => ("callbacks", "Callbacks"),
        (Language::En, TableId::Dispositions) => ("dispositions", "Dispositions"),
        (Language::Zh, TableId::Customers) => ("客户档案", "客户档案"),
        (Language::Zh, TableId::Visits) => ("拜访记录", "拜访记录"),
        (Language::Zh, TableId::Expenses) => ("费用报销", "费用报销"),
        (Language::Zh, TableId::Orders) => ("订单", "订单"),
        (Language::Zh, TableId::Callbacks) => ("客户回访", "客户回访"),
        (Language::Zh, TableId::Dispositions) => ("审计处理意见", "审计处理意见"),
    }
}

/// File name and title of a form.
#[must_use]
pub fn form(labels: &Labels, table: TableId) -> (&'static str, &'static str) {
    match (labels.language, table) {
        (Language::En, TableId::Visits) => ("visit_form", "Visit record"),
        (Language::En, _) => ("callback_form", "Callback record"),
        (Language::Zh, TableId::Visits) => ("拜访单", "客户拜访记录表"),
        (Language::Zh, _) => ("回访单", "客户回访记录表"),
    }
}

/// What became of a file, in a word.
#[must_use]
pub fn fate(labels: &Labels, written: bool) -> &'static str {
    let words = words(labels);
    if written { words.written } else { words.kept }
}

/// The one line of summary of `init`.
#[must_use]
pub fn done(labels: &Labels, folder: &str, written: usize, kept: usize) -> String {
    let values = [("folder", folder.to_owned()), ("written", written.to_string()), ("kept", kept.to_string())];
    fill(words(labels).done, &values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{EXAMPLE_PREFIXES, GUIDE_SHEETS};

    #[test]
    fn both_languages_mark_their_examples_as_declared() {
        assert_eq!([ZH.prefix, EN.prefix], EXAMPLE_PREFIXES);
        assert_eq!([ZH.notes, EN.notes], GUIDE_SHEETS);
    }

    #[test]
    fn one_file_is_not_many() {
        let line = done(Labels::of(Language::En), "x", 1, 2);
        assert!(line.starts_with("1 file written, 2 kept, in x."), "{line}");
    }
}
