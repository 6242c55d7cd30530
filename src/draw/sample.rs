//! A small report with one chart of every kind, for the tests of all formats.

use crate::report::model::{
    Block, Brand, Card, Cell, Change, Chart, ChartKind, Column, Detail, HeatCell, Line, Point, Quadrants, Report, Script, Series,
    Shade, Sheet, Table, Target, Tone, Unit, Words,
};
use chrono::NaiveDate;

pub(crate) fn report(script: Script) -> Report {
    let words = Words {
        yes: "yes".into(),
        no: "no".into(),
        unknown: "unknown".into(),
        total: "Total".into(),
        page: "Page {page} of {pages}".into(),
        back: "Dashboard".into(),
        previous: "before".into(),
        cumulative: "Cumulative share".into(),
        variance: "Difference".into(),
        continued: "Continued".into(),
        trend: "{label}: {n} months".into(),
        key: vec![("actual".into(), Tone::Accent), ("due".into(), Tone::Plan)],
    };
    Report {
        title: "Review".into(),
        company: "Sample & Co.".into(),
        month: "2024-05".into(),
        as_of: day(31),
        script,
        brand: Brand::default(),
        currency: "CNY".into(),
        words,
        sheets: vec![dashboard(), customers()],
        charts: charts(),
    }
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 5, day).unwrap()
}

fn dashboard() -> Sheet {
    let card = |value: Cell| Card {
        name: "",
        label: "Sales".into(),
        value,
        previous: Some(Cell::Money(-12_345_600)),
        change: Some(Change { text: "+4 %".into(), up: Some(true), tone: Tone::Good }),
        note: "CNY".into(),
        trend: vec![Some(3.0), None, Some(4.0), Some(2.0)],
        link: Some(Target::Table("customers")),
    };
    let line = Line { text: "Decide.".into(), tone: Tone::Watch, link: Some(Target::Row("customers", 1)) };
    Sheet {
        id: "dashboard",
        name: "Dashboard".into(),
        title: "Review".into(),
        subtitle: "May 2024".into(),
        blocks: vec![
            Block::Cards(vec![card(Cell::Money(12_345_678_900)), card(Cell::Unknown), card(Cell::Share(0.5))]),
            Block::Charts(vec!["columns", "bars", "pareto"]),
            Block::Charts(vec!["scatter", "interval", "empty"]),
            Block::Text { heading: Some("To decide".into()), lines: vec![line] },
        ],
    }
}

fn customers() -> Sheet {
    let names = ["Customer", "Segment", "Sales", "Share", "Score", "Last visit", "Key"];
    let column = |(at, header): (usize, &&str)| Column {
        header: (*header).to_owned(),
        help: Some("What it means.".into()),
        width: 12,
        span: 1,
        wrap: false,
        paper: true,
        detail: Detail::No,
        shade: [Shade::None, Shade::Bar(Tone::Accent), Shade::Heat(Tone::Bad)][at % 3],
    };
    let core = || Cell::Tag("Core".into(), Tone::Core);
    let text = |t: &str| Cell::Text(t.to_owned());
    let rows = vec![
        vec![
            text("Ningbo Haida"),
            core(),
            Cell::Money(123_450),
            Cell::Share(0.25),
            Cell::Score(81.0),
            Cell::Date(day(3)),
            Cell::Bool(true),
        ],
        vec![
            text("=HYPERLINK(\"http://x\",\"y\")"),
            Cell::Unknown,
            Cell::Money(-5),
            Cell::Unknown,
            Cell::Unknown,
            Cell::Empty,
            Cell::Bool(false),
        ],
        vec![
            text("堃喆玥"),
            core(),
            Cell::Money(10_000),
            Cell::Share(0.5),
            Cell::Number(7.5, 1),
            Cell::Date(day(31)),
            Cell::Bool(true),
        ],
    ];
    let total = vec![text("Total"), Cell::Empty, Cell::Money(133_445), Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty];
    let table = Table {
        id: "customers",
        heading: None,
        caption: None,
        columns: names.iter().enumerate().map(column).collect(),
        rows,
        total: Some(total),
        main: true,
        empty: "No customers.".into(),
    };
    Sheet {
        id: "customers",
        name: "Customers".into(),
        title: "Customers".into(),
        subtitle: "All of them".into(),
        blocks: vec![Block::Table(table)],
    }
}

fn charts() -> Vec<Chart> {
    let categories: Vec<String> = ["宁波海达电器有限公司", "Hangzhou Textile Group", "东莞"].map(String::from).to_vec();
    let series = |name: &str, tone, line| Series { name: name.into(), values: vec![Some(3e9), None, Some(-1e8)], tone, line };
    let both = || vec![series("This year", Tone::Accent, false), series("Year before", Tone::Previous, true)];
    let columns = ChartKind::Columns { categories: categories.clone(), series: both(), stacked: false };
    let bars = ChartKind::Bars {
        categories: categories.clone(),
        series: vec![series("A", Tone::GradeA, false), series("B", Tone::GradeB, false)],
        stacked: true,
    };
    let pareto = ChartKind::Pareto {
        categories: categories.clone(),
        values: vec![60.0, 30.0, 10.0],
        cumulative: vec![0.6, 0.9, 1.0],
        cut: 0.8,
        tones: vec![Tone::Bad, Tone::Neutral, Tone::Neutral],
    };
    let point = |n: usize| Point {
        x: [0.0, 5e6, 5.1e6, 9e9][n % 4],
        y: n as f64 / 12.0,
        name: format!("=客户 {n}"),
        named: n.is_multiple_of(2),
        tone: if n.is_multiple_of(3) { Tone::Core } else { Tone::Support },
    };
    let quadrants = Quadrants {
        high_high: ("Core".into(), Tone::Core),
        high_low: ("Opportunity".into(), Tone::Opportunity),
        low_high: ("Support".into(), Tone::Support),
        low_low: ("Low return".into(), Tone::LowReturn),
    };
    let scatter = ChartKind::Scatter {
        points: (0..12).map(point).collect(),
        cut_x: Some(5e6),
        cut_y: Some(0.5),
        x_unit: Unit::Money,
        quadrants: Some(quadrants),
        log_x: true,
    };
    let some = |v: f64| vec![Some(v), None, Some(v + 0.01)];
    let interval = ChartKind::Interval {
        joined: true,
        categories,
        value: some(0.9),
        low: some(0.85),
        high: some(0.95),
        target: vec![Some(0.95); 3],
        target_tone: Tone::Target,
        name: "Satisfied".into(),
        interval_name: "95 % interval".into(),
        target_name: "Target".into(),
    };
    let cell = |value, quiet| HeatCell { value, quiet };
    let heat = ChartKind::Heat {
        columns: vec!["Core".into(), "机会性".into()],
        rows: vec!["Core & more".into(), "机会性".into()],
        cells: vec![vec![cell(Some(4.0), true), cell(Some(2.0), false)], vec![cell(None, false), cell(None, true)]],
        tone: Tone::Watch,
    };
    let chart = |id, unit, kind, empty: Option<&str>| Chart {
        id,
        title: format!("Finding of {id} & more"),
        what: "What is shown.".into(),
        insight: "One sentence.".into(),
        pointer: "One sentence; see Customers.".into(),
        see: Some(Target::Sheet("customers")),
        alt: "Said in words.".into(),
        x_axis: "Month".into(),
        y_axis: "Sales".into(),
        unit,
        kind,
        empty: empty.map(str::to_owned),
    };
    let nothing = ChartKind::Columns { categories: Vec::new(), series: Vec::new(), stacked: false };
    vec![
        chart("columns", Unit::Money, columns, None),
        chart("bars", Unit::Money, bars, None),
        chart("pareto", Unit::Count, pareto, None),
        chart("scatter", Unit::Share, scatter, None),
        chart("interval", Unit::Share, interval, None),
        chart("heat", Unit::Count, heat, None),
        chart("empty", Unit::Score, nothing, Some("Nothing in the input.")),
    ]
}
