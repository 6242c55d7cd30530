//! How old the open receivables are, by credit grade.

use super::{drawn, nothing};
use crate::analyse::Grade;
use crate::analyse::credit::{AGEING_CLASSES, AGEING_DAYS};
use crate::labels::{Labels, fill, insights};
use crate::report::Input;
use crate::report::cells::grade_tone;
use crate::report::model::{Chart, ChartKind, Series, Target, Unit};
use crate::units::Money;

pub(super) fn chart(input: &Input<'_>) -> Chart {
    let (l, review) = (input.labels, input.review);
    if !review.available.payments {
        return nothing("ageing", l.chart_ageing, l.chart_ageing_empty);
    }
    let mut sums = [[Money::ZERO; AGEING_CLASSES]; 5];
    for customer in &review.customers {
        let at = Grade::ALL.iter().position(|g| *g == customer.credit.grade).unwrap_or_default();
        for (sum, part) in sums[at].iter_mut().zip(customer.credit.ageing.unwrap_or_default()) {
            *sum += part;
        }
    }
    let open: Money = sums.iter().flatten().copied().sum();
    let overdue: Money = sums.iter().flat_map(|s| &s[1..]).copied().sum();
    let title = match overdue.ratio_of(open).filter(|_| overdue.is_positive()) {
        Some(share) => {
            fill(l.chart_ageing_insight, &[("overdue", l.short(overdue)), ("share", l.percent(share)), ("open", l.short(open))])
        }
        None => l.chart_ageing.to_owned(),
    };
    let series = Grade::ALL
        .iter()
        .zip(&sums)
        .filter(|(_, row)| row[1..].iter().any(|m| !m.is_zero()))
        .map(|(grade, row)| Series {
            name: l.word(grade.code()).to_owned(),
            values: row[1..].iter().map(|m| Some(drawn(*m))).collect(),
            tone: grade_tone(*grade),
            line: false,
        })
        .collect();
    Chart {
        id: "ageing",
        alt: String::new(),
        title,
        what: l.chart_ageing.to_owned(),
        insight: insight(input, overdue, open),
        pointer: String::new(),
        see: Some(Target::Sheet("credit")),
        x_axis: String::new(),
        y_axis: l.card_receivables.to_owned(),
        unit: Unit::Money,
        kind: ChartKind::Columns { categories: classes(l).split_off(1), series, stacked: true },
        empty: (!overdue.is_positive()).then(|| fill(l.chart_ageing_all_due, &[("open", l.short(open))])),
    }
}

/// Names of the ageing classes.
pub(in crate::report) fn classes(l: &Labels) -> Vec<String> {
    let [a, b, c] = AGEING_DAYS;
    vec![
        l.not_due.to_owned(),
        format!("1–{a}"),
        format!("{}–{b}", a + 1),
        format!("{}–{c}", b + 1),
        fill(l.over_days, &[("n", c.to_string())]),
    ]
}

/// Who owes most of what is overdue, and what is not due yet: that is not drawn, or it would dwarf the rest.
fn insight(input: &Input<'_>, overdue: Money, open: Money) -> String {
    let l = input.labels;
    let t = insights::texts(l);
    let due = ("due", l.short(open - overdue));
    let customers = input.review.customers.iter().filter_map(|c| Some((c.credit.overdue?, c.party)));
    let worst = customers.max_by(|(a, x), (b, y)| a.cmp(b).then(y.cmp(x))).filter(|(amount, _)| amount.is_positive());
    let Some((amount, party)) = worst else { return fill(t.ageing_none, &[due]) };
    let share = amount.ratio_of(overdue).map_or_else(String::new, |s| l.percent(s));
    let name = super::names::in_sentence(input, party);
    fill(t.ageing, &[("name", name), ("amount", l.short(amount)), ("share", share), due])
}
