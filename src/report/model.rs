//! The report model: what the review says, in one language, free of Excel, pixels and files.
//!
//! `report` builds it, `draw` turns it into bytes. Nothing here knows a customer or a rule: only sheets, blocks,
//! tables, cards and charts. Every text is already in the reader's language; every figure is still a number.

mod picker;

use chrono::NaiveDate;

pub use picker::{PickColumn, PickItem, PickLine, PickLines, PickList, PickMonths, PickPart, PickRow, Picker};

pub use crate::config::NumberScale;

/// The whole review: the sheets in order, and the charts they show.
#[derive(Debug, Clone)]
pub struct Report {
    /// Title of the document, for example `Key account review`.
    pub title: String,
    /// The company under review, or empty.
    pub company: String,
    /// Month under review, `YYYY-MM`.
    pub month: String,
    /// Last day of the month: the only clock a report knows (document properties use it).
    pub as_of: NaiveDate,
    /// Which script the texts are in: it decides fonts, column widths and number scales.
    pub script: Script,
    /// What the company adds of its own.
    pub brand: Brand,
    /// Code of the money, for example `CNY`.
    pub currency: String,
    /// Words the drawing itself needs (page footers, "yes", "no").
    pub words: Words,
    pub sheets: Vec<Sheet>,
    pub charts: Vec<Chart>,
}

/// The company's own look.
#[derive(Debug, Clone, Default)]
pub struct Brand {
    /// The accent colour as red, green, blue; without one, the program's own.
    pub accent: Option<[u8; 3]>,
    pub logo: Option<Logo>,
    /// The unit in which money is drawn and put on cards.
    pub scale: NumberScale,
}

/// A picture that is put beside the title, as the file has it.
#[derive(Debug, Clone)]
pub struct Logo {
    pub bytes: Vec<u8>,
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
    /// Pixels.
    pub width: u32,
    pub height: u32,
}

/// The script of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    Latin,
    Han,
}

/// The few words the drawing writes by itself.
#[derive(Debug, Clone)]
pub struct Words {
    pub yes: String,
    pub no: String,
    pub unknown: String,
    pub total: String,
    /// Footer such as `Page {page} of {pages}`; the drawing replaces both marks.
    pub page: String,
    /// Link back to the first sheet.
    pub back: String,
    pub previous: String,
    /// The cumulative line of a Pareto chart, for example `Cumulative share`.
    pub cumulative: String,
    /// How far figures are from those of the year before, for example `Difference from last year`.
    pub variance: String,
    /// Tab and marks for what does not fit one cell or one sheet, for example `Continued`.
    pub continued: String,
    /// What a small line on a card shows, such as `{label}: the last {n} months`; the drawing replaces both marks.
    pub trend: String,
    /// What the colours of figures mean, the few that every chart shares.
    pub key: Vec<(String, Tone)>,
}

/// One worksheet.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Stable identifier that links use, for example `travel_audit`.
    pub id: &'static str,
    /// Tab name (at most 31 characters, none of `[]:*?/\`).
    pub name: String,
    pub title: String,
    pub subtitle: String,
    pub blocks: Vec<Block>,
}

impl Sheet {
    /// Whether it shows one of many, as the reader picks.
    #[must_use]
    pub fn picks(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block, Block::Picker(_)))
    }
}

/// A part of a sheet, from top to bottom.
#[derive(Debug, Clone)]
pub enum Block {
    /// A row of figures.
    Cards(Vec<Card>),
    /// Charts side by side (by `Chart::id`), at most three in a row.
    Charts(Vec<&'static str>),
    Table(Table),
    /// Plain paragraphs under a heading.
    Text {
        heading: Option<String>,
        lines: Vec<Line>,
    },
    Leaf(Leaf),
    /// One of many, picked by the reader; it has its sheet for itself.
    Picker(Box<Picker>),
}

/// One thing laid out from top to bottom, beginning a page of its own on paper.
#[derive(Debug, Clone)]
pub struct Leaf {
    pub title: String,
    /// Paragraphs under the title.
    pub lines: Vec<Line>,
    pub parts: Vec<LeafPart>,
}

/// A part of a leaf: a heading, and rows of three columns.
#[derive(Debug, Clone)]
pub struct LeafPart {
    pub heading: String,
    pub rows: Vec<LeafRow>,
}

/// What something is, how it comes about, and what comes out.
#[derive(Debug, Clone)]
pub struct LeafRow {
    pub what: String,
    pub text: String,
    pub result: String,
    /// `Muted` for what merely proves the rows above.
    pub tone: Tone,
}

/// A paragraph.
#[derive(Debug, Clone)]
pub struct Line {
    pub text: String,
    pub tone: Tone,
    pub link: Option<Target>,
}

/// One figure with its comparison.
#[derive(Debug, Clone)]
pub struct Card {
    /// A name by which formulas find the figure, for example `ka_overdue`; empty where it has none.
    pub name: &'static str,
    pub label: String,
    pub value: Cell,
    /// The figure of the month before, where there is one.
    pub previous: Option<Cell>,
    /// The change in words and sign, for example `+4.2 %` or `-3`; empty where unknown.
    pub change: Option<Change>,
    /// One short line under the figure: the unit, or why it is unknown.
    pub note: String,
    /// The figure of the last months, oldest first, drawn as a small line; empty where it is not known. Money in minor units.
    pub trend: Vec<Option<f64>>,
    pub link: Option<Target>,
}

/// A change against the month before.
#[derive(Debug, Clone)]
pub struct Change {
    pub text: String,
    pub up: Option<bool>,
    /// Whether the reader should be glad of it.
    pub tone: Tone,
}

/// The meaning of a colour: the same everywhere in workbook and charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    Neutral,
    Muted,
    Accent,
    Good,
    Watch,
    Bad,
    /// Segments keep their colour everywhere.
    Core,
    Opportunity,
    Support,
    LowReturn,
    Unclassified,
    /// Grades A to D (A best) and unrated.
    GradeA,
    GradeB,
    GradeC,
    GradeD,
    Unrated,
    /// The comparison series: last year, last month.
    Previous,
    /// What was due or planned: an outline.
    Plan,
    Target,
}

/// A table with a header; rows may be many.
#[derive(Debug, Clone)]
pub struct Table {
    /// Stable identifier, unique in the report (links use it; it also names the Excel table).
    pub id: &'static str,
    pub heading: Option<String>,
    /// One line under the heading: what the table says or how to read it.
    pub caption: Option<String>,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    pub total: Option<Vec<Cell>>,
    /// Filter buttons and frozen header; for the one main table of a sheet.
    pub main: bool,
    /// What to say when there are no rows.
    pub empty: String,
}

impl Table {
    /// The name by which formulas find the whole table with its header; the large ones have one.
    #[must_use]
    pub fn range_name(&self) -> Option<String> {
        (self.main && !self.rows.is_empty()).then(|| format!("ka_{}", self.id))
    }

    /// Whether its columns can be filtered: the main table of a sheet, and any that is too long to be taken in at a glance.
    #[must_use]
    pub fn filtered(&self) -> bool {
        const GLANCE: usize = 12;
        // Days of a calendar are no fields that one filters by, and their columns are narrower than a button.
        let calendar = self.columns.iter().any(|c| matches!(c.shade, Shade::Days(_)));
        self.main || (self.rows.len() > GLANCE && !calendar)
    }
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    pub header: String,
    /// The definition, shown as a note on the header.
    pub help: Option<String>,
    /// Width in Latin characters; a Chinese character counts two.
    pub width: u16,
    /// Columns of the sheet that it takes: more than one where a table with few columns shares the sheet with one of many.
    pub span: u16,
    pub wrap: bool,
    /// Whether it is printed. What is left off stays on the screen; only the last columns of a table can be left off.
    pub paper: bool,
    pub detail: Detail,
    pub shade: Shade,
}

/// Whether a column is a detail of the one before its group and can be folded away. Only where a table has its sheet for
/// itself: what stands above and below other columns would be folded with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    No,
    /// In a group that stands open.
    Open,
    /// In a group that is folded until it is wanted.
    Folded,
    /// In a group that stands open and adds up to the column after it.
    Part,
}

/// A quiet visual aid inside a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shade {
    None,
    /// A bar in proportion to the value.
    Bar(Tone),
    /// Light to strong in one colour.
    Heat(Tone),
    /// The same over all columns of this shade together.
    Days(Tone),
    /// The same over all columns of this shade together, without the diagonal: what moved from where to where.
    Matrix(Tone),
}

/// A value with its meaning; the drawing chooses the number format.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    /// Shown as an unknown (a dash), never as zero.
    Unknown,
    Text(String),
    /// A coloured word: segment, grade, severity.
    Tag(String, Tone),
    Int(i64),
    /// Minor units (cents, 分).
    Money(i64),
    /// A share: 0.25 is shown as 25.0 %.
    Share(f64),
    /// A score with one decimal.
    Score(f64),
    /// A plain decimal with the given number of places.
    Number(f64, u8),
    Date(NaiveDate),
    Bool(bool),
    Link(String, Target),
    /// A figure that leads somewhere.
    Linked(Box<Cell>, Target),
    /// The same value in the colour of second rank.
    Quiet(Box<Cell>),
}

/// Where a link goes, inside the workbook.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    Sheet(&'static str),
    /// The row (0-based) of a table by its id.
    Row(&'static str, usize),
    Table(&'static str),
    /// A leaf (counted from 0) of a sheet by its id.
    Leaf(&'static str, usize),
}

/// A chart: drawn natively in the workbook, and as PNG and SVG, from the same model.
#[derive(Debug, Clone)]
pub struct Chart {
    /// Stable name; also the file name of the pictures.
    pub id: &'static str,
    /// The finding.
    pub title: String,
    /// What is shown: measure, period, unit of comparison.
    pub what: String,
    /// One sentence of insight made from the data.
    pub insight: String,
    /// The same with where to look, for places without links: pictures, alternative texts.
    pub pointer: String,
    /// Where the figures stand in detail.
    pub see: Option<Target>,
    /// Text for readers who cannot see it.
    pub alt: String,
    pub x_axis: String,
    pub y_axis: String,
    /// How figures on the value axis are written.
    pub unit: Unit,
    pub kind: ChartKind,
    /// Where there is nothing to draw: why (then the drawing shows this sentence in the frame).
    pub empty: Option<String>,
}

/// How figures on an axis are scaled and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Money in minor units, written in 万元 or thousands / millions.
    Money,
    Share,
    Count,
    Score,
}

/// The shapes a chart can have. Money is in minor units, as `f64` for drawing only.
#[derive(Debug, Clone)]
pub enum ChartKind {
    /// Columns per category, clustered or stacked; a series may be a line instead.
    Columns { categories: Vec<String>, series: Vec<Series>, stacked: bool },
    /// Horizontal bars per category (first category on top), clustered or stacked.
    Bars { categories: Vec<String>, series: Vec<Series>, stacked: bool },
    /// Columns falling, with the cumulative share as a line on a second axis and a cut-off on it.
    Pareto { categories: Vec<String>, values: Vec<f64>, cumulative: Vec<f64>, cut: f64, tones: Vec<Tone> },
    /// Points with optional names, and cut-off lines that make quadrants.
    Scatter {
        points: Vec<Point>,
        cut_x: Option<f64>,
        cut_y: Option<f64>,
        x_unit: Unit,
        quadrants: Option<Quadrants>,
        log_x: bool,
    },
    /// Cells in rows and columns, darker the larger the figure: a calendar, or who moved from where to where.
    Heat { columns: Vec<String>, rows: Vec<String>, cells: Vec<Vec<HeatCell>>, tone: Tone },
    /// A line with its interval as a band, and a target line.
    Interval {
        /// Whether the categories follow each other in time; otherwise each is a point with its own interval.
        joined: bool,
        categories: Vec<String>,
        value: Vec<Option<f64>>,
        low: Vec<Option<f64>>,
        high: Vec<Option<f64>>,
        target: Vec<Option<f64>>,
        /// `Target`, or `Previous` where the figures are those of the year before.
        target_tone: Tone,
        name: String,
        interval_name: String,
        target_name: String,
    },
}

/// One cell of a heat map.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct HeatCell {
    /// What is written and shaded; nothing where there is nothing.
    pub value: Option<f64>,
    /// Out of the scale and on a grey ground: a day off, those who stayed.
    pub quiet: bool,
}

/// One series of figures, as long as the categories.
#[derive(Debug, Clone)]
pub struct Series {
    pub name: String,
    pub values: Vec<Option<f64>>,
    pub tone: Tone,
    pub line: bool,
}

/// One point of a scatter.
#[derive(Debug, Clone)]
pub struct Point {
    pub x: f64,
    pub y: f64,
    pub name: String,
    /// Whether the name is written beside it.
    pub named: bool,
    pub tone: Tone,
}

/// The names of the quadrants: share is y, volume is x.
#[derive(Debug, Clone)]
pub struct Quadrants {
    pub high_high: (String, Tone),
    /// High x, low y.
    pub high_low: (String, Tone),
    /// Low x, high y.
    pub low_high: (String, Tone),
    pub low_low: (String, Tone),
}

/// A field of a table for other programs. Only `Text` is guarded against formulas: figures and words of the program
/// cannot carry any.
#[derive(Debug, Clone, PartialEq)]
pub enum Field {
    /// Text of the data: quoted where needed, and with a leading `'` where it would start a formula.
    Text(String),
    /// A figure or date, already written the way the file wants it.
    Number(String),
    Bool(bool),
    /// Unknown or not applicable: never a zero.
    Empty,
}
