//! Does the credit grade tell who pays late: the late share of the invoices after the newest tested month, by grade.

use super::nothing;
use crate::analyse::backtest::GradeOutcome;
use crate::analyse::statistics::share;
use crate::labels::{fill, insights};
use crate::report::Input;
use crate::report::model::{Chart, ChartKind, Target, Tone, Unit};

pub(super) fn chart(input: &Input<'_>) -> Chart {
    let (l, backtest) = (input.labels, &input.review.backtest);
    let Some(test) = backtest.newest() else {
        let why = if input.review.available.payments { l.no_grades_tested } else { l.chart_ageing_empty };
        return nothing("late_by_grade", l.chart_late_title, why);
    };
    let grades: Vec<&GradeOutcome> = test.grades.iter().filter(|g| g.invoices > 0).collect();
    let named = |g: &GradeOutcome| l.word(g.grade.code()).to_owned();
    let title = match (grades.first(), grades.last()) {
        (Some(best), Some(worst)) if best.grade != worst.grade => fill(
            l.chart_late_insight,
            &[
                ("best", named(best)),
                ("low", best.late.to_string()),
                ("low_of", best.invoices.to_string()),
                ("worst", named(worst)),
                ("high", worst.late.to_string()),
                ("high_of", worst.invoices.to_string()),
            ],
        ),
        _ => l.chart_late_title.to_owned(),
    };
    let all = share(test.late, test.invoices);
    Chart {
        id: "late_by_grade",
        alt: String::new(),
        title,
        what: fill(l.chart_late, &[("month", test.month.to_string())]),
        insight: fill(
            insights::texts(l).late,
            &[
                ("of", test.invoices.to_string()),
                ("late", test.late.to_string()),
                ("share", all.map_or_else(String::new, |s| l.percent(s))),
            ],
        ),
        pointer: String::new(),
        see: Some(Target::Sheet("credit")),
        x_axis: String::new(),
        y_axis: l.chart_late_y.to_owned(),
        unit: Unit::Share,
        kind: ChartKind::Interval {
            joined: false,
            categories: grades.iter().map(|g| named(g)).collect(),
            value: grades.iter().map(|g| g.late_share()).collect(),
            low: grades.iter().map(|g| g.interval().map(|i| i.0)).collect(),
            high: grades.iter().map(|g| g.interval().map(|i| i.1)).collect(),
            target: grades.iter().map(|_| all).collect(),
            target_tone: Tone::Target,
            name: l.chart_late_value.to_owned(),
            interval_name: l.chart_csat_interval.to_owned(),
            target_name: l.chart_late_all.to_owned(),
        },
        empty: None,
    }
}
