//! Credit: the components with their inputs, weights and score, the grade and the way to the next, receivables and DSO.

use super::view::{Item, View, plain, step};
use super::{Section, SourceList, Step, why};
use crate::analyse::Grade;
use crate::analyse::credit::{Component, points};
use crate::analyse::movement::grade_reason;
use crate::labels::fill;
use crate::report::charts::ageing_classes;
use crate::units::Money;

pub(super) fn section(v: &View<'_>) -> Section {
    let t = v.t;
    let section = |steps, sources| Section { id: "credit", heading: t.credit.to_owned(), steps, sources };
    if v.c.credit.open.is_none() {
        let grade = v.figure("credit_grade", "credit_grade", t.no_payments, v.l.word(v.c.credit.grade.code()));
        return section(vec![grade], Vec::new());
    }
    let mut steps = components(v);
    steps.extend(score(v));
    steps.extend(grade(v));
    steps.extend(receivables(v));
    section(steps, sources(v))
}

fn components(v: &View<'_>) -> Vec<Step> {
    let (t, credit, rules) = (v.t, &v.c.credit, &v.config().credit);
    let least = fill(t.invoices_of, &[("least", rules.min_invoices.to_string())]);
    let (index, on_time) = match credit.index {
        Some(sums) => {
            let amount = ("amount", sums.amount.grouped());
            (
                fill(t.index_of, &[("points", grouped_points(sums.points)), amount.clone()]),
                fill(t.on_time_of, &[("prompt", sums.prompt.grouped()), amount]),
            )
        }
        None => (t.index_none.to_owned(), t.index_none.to_owned()),
    };
    let sales = v.c.sales_window;
    let burden = match sales.is_positive() {
        true => fill(t.burden_of, &[("overdue", v.money_or(credit.overdue)), ("sales", sales.grouped())]),
        false => t.burden_none.to_owned(),
    };
    let limit = match v.c.credit_limit.filter(|l| l.is_positive()) {
        Some(limit) => fill(
            t.limit_of,
            &[
                ("full", plain(rules.limit_full)),
                ("free", plain(rules.limit_free)),
                ("open", v.money_or(credit.open)),
                ("limit", limit.grouped()),
            ],
        ),
        None => t.limit_none.to_owned(),
    };
    let component = |at: usize| v.score_or(credit.components.get(at).and_then(|c| c.points));
    vec![
        v.of("invoices", least, credit.invoices.to_string()),
        v.figure("payment_index", "payment_index", index, v.score_or(credit.payment_index)),
        v.of("on_time", on_time, component(1)),
        v.of("overdue_burden", burden, component(2)),
        v.of("limit_use", limit, component(3)),
    ]
}

/// A sum of points times money, with two decimals and separators.
fn grouped_points(x: f64) -> String {
    Money::from_minor((x * 100.0).round() as i64).grouped()
}

/// The weights as they are spread over the known components, and the score.
fn score(v: &View<'_>) -> Vec<Step> {
    let (t, credit, rules) = (v.t, &v.c.credit, &v.config().credit);
    let known: Vec<(&Component, f64)> = credit.components.iter().filter_map(|c| Some((c, c.points?))).collect();
    let sum: f64 = known.iter().map(|(c, _)| c.weight).sum();
    let value = v.score_or(credit.score);
    if credit.score.is_none() {
        let values = [("n", credit.invoices.to_string()), ("least", rules.min_invoices.to_string())];
        return vec![v.figure("credit_score", "credit_score", fill(t.score_none, &values), value)];
    }
    let weight = |(c, _): &(&Component, f64)| {
        let values = [
            ("name", v.l.word(c.name).to_owned()),
            ("weight", plain(c.weight)),
            ("sum", plain(sum)),
            ("share", v.share(c.weight / sum)),
        ];
        fill(t.weight, &values)
    };
    let weights: Vec<String> = known.iter().map(weight).collect();
    // Four decimals, so that the two of the result can be recomputed.
    let terms: Vec<String> = known.iter().map(|(c, points)| format!("{} × {points:.4}", plain(c.weight))).collect();
    let text = fill(t.score_of, &[("terms", terms.join(" + ")), ("sum", plain(sum))]);
    let mut used = step(t.weights, v.input.labels.in_turn(&weights), "");
    used.figure = Some("credit_components");
    vec![used, v.figure("credit_score", "credit_score", text, value)]
}

fn grade(v: &View<'_>) -> Vec<Step> {
    let (t, credit, rules) = (v.t, &v.c.credit, &v.config().credit);
    let lines = [(Grade::A, rules.grade_a), (Grade::B, rules.grade_b), (Grade::C, rules.grade_c)];
    let text = fill(t.grade_of, &[("a", plain(lines[0].1)), ("b", plain(lines[1].1)), ("c", plain(lines[2].1))]);
    let mut steps = vec![v.figure("credit_grade", "credit_grade", text, v.l.word(credit.grade.code()))];
    if let Some(score) = credit.score {
        // The line above, to be reached, and the line of the own grade, below which is the next.
        let above = lines.iter().rev().find(|(_, line)| score < *line);
        let own = lines.iter().zip([Grade::B, Grade::C, Grade::D]).find(|((grade, _), _)| *grade == credit.grade);
        let mut distance = |template: &str, grade: Grade, line: f64| {
            let values = [("grade", v.l.word(grade.code()).to_owned()), ("line", plain(line))];
            steps.push(step(t.grade_distance, fill(template, &values), format!("{:.2}", (score - line).abs())));
        };
        if let Some((grade, line)) = above {
            distance(t.grade_above, *grade, *line);
        }
        if let Some(((_, line), below)) = own {
            distance(t.grade_below, below, *line);
        }
    }
    if let Some((_, was)) = v.input.review.before(v.c) {
        let month = v.input.review.period.before().as_of.to_string();
        let text = fill(t.grade_before, &[("month", month), ("score", v.score_or(was.score))]);
        steps.push(v.figure("credit_grade_prev", "credit_grade_prev", text, v.l.word(was.grade.code())));
        let reason = grade_reason(was, credit);
        steps.extend(reason.map(|reason| step(t.why_moved, why::words(v, &reason), "")));
    } else {
        steps.push(v.figure("credit_grade_prev", "credit_grade_prev", v.l.no_month_before, v.l.unknown));
    }
    steps.extend(v.path(|standing| v.l.word(standing.grade.code()).to_owned()));
    steps
}

fn receivables(v: &View<'_>) -> Vec<Step> {
    let (t, credit, period) = (v.t, &v.c.credit, v.input.review.period);
    let day = [("day", period.as_of.to_string())];
    let mut steps = vec![
        v.figure("receivable_open", "receivable_open", fill(t.open_of, &day), v.money_or(credit.open)),
        v.figure("overdue", "overdue", fill(t.overdue_of, &day), v.money_or(credit.overdue)),
    ];
    let classes = ageing_classes(v.l).into_iter().zip(credit.ageing.unwrap_or_default());
    let named = |class: String| fill(t.ageing, &[("class", class)]);
    steps.extend(classes.filter(|(_, m)| !m.is_zero()).map(|(class, m)| step(named(class), "", m.grouped())));
    let sales = v.c.sales_window;
    let days_of = |template: &str, open: Option<Money>| match sales.is_positive() {
        true => {
            let days = ("days", period.window_days().to_string());
            fill(template, &[("open", v.money_or(open)), ("sales", sales.grouped()), days])
        }
        false => t.dso_none.to_owned(),
    };
    steps.push(v.figure("dso", "dso", days_of(t.dso_of, credit.open), v.score_or(credit.dso)));
    if let Some(best) = credit.best_dso {
        let not_due = credit.ageing.map(|a| a[0]);
        steps.push(step(t.best_dso, days_of(t.best_dso_of, not_due), v.score_or(Some(best))));
        let values = [("dso", v.score_or(credit.dso)), ("best", v.score_or(Some(best)))];
        steps.push(step(t.delinquent, fill(t.delinquent_of, &values), v.score_or(credit.days_delinquent())));
    }
    steps
}

/// The parts of orders in the payment index, and what is open beside them.
fn sources(v: &View<'_>) -> Vec<SourceList> {
    let (t, rules) = (v.t, &v.config().credit);
    let settled: Vec<_> = v.trace.orders.iter().filter_map(|o| Some((o, o.settlement.as_ref()?))).collect();
    let parts = settled.iter().flat_map(|&(o, s)| s.of_index.iter().map(move |part| (o, s, *part)));
    let parts = parts.map(|(o, s, part)| Item::money(o.source, part.2, (o, s, part))).collect();
    let invoices = v.list("invoice", t.rows_invoices, parts, |(o, s, (days, paid, amount))| {
        let mut values = vec![
            ("id", o.order_id.clone()),
            ("due", v.day_or(s.due)),
            ("amount", amount.grouped()),
            ("late", v.late(*days)),
            ("points", plain(points(*days, &rules.payment_points))),
        ];
        if *paid {
            values.push(("paid", v.day_or(s.paid_on)));
        }
        fill(if *paid { t.row_paid_part } else { t.row_open_part }, &values)
    });
    let open = settled.iter().filter(|(_, s)| s.open.is_positive() && s.ageing_class == 0);
    let open = open.map(|&(o, s)| Item::money(o.source, s.open, (o, s))).collect();
    let open = v.list("open", t.rows_open, open, |(o, s)| {
        fill(t.row_open, &[("id", o.order_id.clone()), ("due", v.day_or(s.due)), ("amount", s.open.grouped())])
    });
    invoices.into_iter().chain(open).collect()
}
