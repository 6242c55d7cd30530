//! The few words that the page for browsers writes by itself. Where a text has `{n}`, the page or its script puts a number.

use super::Labels;
use crate::config::Language;

/// Words of the page.
#[derive(Debug)]
pub struct WebWords {
    /// The language as browsers name it.
    pub code: &'static str,
    /// The first link of the page, for whoever goes by keyboard.
    pub skip: &'static str,
    /// Name of the list of sections.
    pub sections: &'static str,
    pub as_of: &'static str,
    pub search_all: &'static str,
    pub search_table: &'static str,
    /// What a search found: in one table, and in all of them.
    pub found: &'static str,
    pub found_all: &'static str,
    pub nothing: &'static str,
    pub sort: &'static str,
    /// Rows that only the workbook has.
    pub more: &'static str,
    /// Rows that come with the script.
    pub first: &'static str,
    pub show_all: &'static str,
    pub sideways: &'static str,
    /// The figures of a chart as a table, and how they are gone through by keyboard.
    pub figures: &'static str,
    pub keys: &'static str,
    pub item: &'static str,
    pub points_left: &'static str,
    pub foot: &'static str,
    pub top: &'static str,
}

static EN: WebWords = WebWords {
    code: "en",
    skip: "Skip to the review",
    sections: "Sections",
    as_of: "Figures as of {day}",
    search_all: "Search all tables",
    search_table: "Search this table",
    found: "{n} of {of} rows",
    found_all: "{n} rows found, in {tables} tables",
    nothing: "No row matches.",
    sort: "Sort by this column",
    more: "{n} more rows are in review.xlsx, sheet {sheet}.",
    first: "The first {n} of {of} rows; the page shows the rest where scripts are allowed.",
    show_all: "Show all {of} rows",
    sideways: "More columns to the side",
    figures: "Figures of this chart",
    keys: "The arrow keys go from figure to figure.",
    item: "Name",
    points_left: "{n} more points are drawn without their names.",
    foot: "The same figures as in review.xlsx, which has every row. This page loads nothing from anywhere and can be passed on as one file.",
    top: "To the top",
};

static ZH: WebWords = WebWords {
    code: "zh-CN",
    skip: "跳到正文",
    sections: "目录",
    as_of: "数据截至{day}",
    search_all: "搜索全部表格",
    search_table: "搜索本表",
    found: "{of}行中的{n}行",
    found_all: "共找到{n}行，分布在{tables}张表中",
    nothing: "没有符合的行。",
    sort: "按此列排序",
    more: "另有{n}行，见 review.xlsx 的“{sheet}”工作表。",
    first: "此处为{of}行中的前{n}行；允许运行脚本时可显示其余各行。",
    show_all: "显示全部{of}行",
    sideways: "横向滚动可看更多列",
    figures: "图中数据",
    keys: "用方向键逐项查看数据。",
    item: "名称",
    points_left: "另有{n}个点未标名称。",
    foot: "数据与 review.xlsx 一致，完整明细见该工作簿。本页为单个文件，不从网络加载任何内容，可直接转发。",
    top: "返回顶部",
};

impl Labels {
    /// The words of the page for browsers.
    #[must_use]
    pub fn web(&self) -> &'static WebWords {
        match self.language {
            Language::En => &EN,
            Language::Zh => &ZH,
        }
    }
}
