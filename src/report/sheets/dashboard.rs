//! Dashboard: the month on one page. Figures with their change, six charts, and what to look at.

use std::collections::BTreeMap;

use crate::analyse::{CreditResult, Segment};
use crate::finding::Severity;
use crate::labels::{fill, insights};
use crate::report::Input;
use crate::report::cells::{Good, any_rule_checked, change, change_count, change_points, count, line, money, share_or};
use crate::report::model::{Block, Card, Cell, Line, Sheet, Target, Tone};
use crate::report::{charts, notices};
use crate::units::{Money, Month};

pub(super) fn sheet(input: &Input<'_>) -> Sheet {
    let l = input.labels;
    let subtitle = fill(l.sub_dashboard, &[("customers", input.review.customers.len().to_string())]);
    let blocks = vec![
        Block::Cards(sales_cards(input).into_iter().chain(risk_cards(input)).collect()),
        Block::Charts(vec!["sales_by_month", "quadrant", "top_customers"]),
        Block::Charts(vec!["ageing", "satisfaction", "travel_claims"]),
        Block::Text { heading: Some(l.attention.to_owned()), lines: attention(input) },
    ];
    let blocks = notices::trials(input).into_iter().chain(blocks).collect();
    let mut sheet = super::sheet("dashboard", l.sheet_dashboard, &subtitle, blocks);
    sheet.title = crate::report::title(input);
    sheet
}

fn card(name: &'static str, label: &str, value: Cell, note: String, sheet: &'static str) -> Card {
    Card {
        name,
        label: label.to_owned(),
        value,
        previous: None,
        change: None,
        note,
        trend: Vec::new(),
        link: Some(Target::Sheet(sheet)),
    }
}

fn sales_cards(input: &Input<'_>) -> Vec<Card> {
    let (l, review) = (input.labels, input.review);
    let period = review.period;
    let before = period.before().month;
    let (now, last) = (review.sales.total(period.month), review.sales.total(before));
    let known = |m: Month| review.sales.earliest().is_some_and(|first| first <= m);
    let window_to = |m: Month| -> Money { (0..period.window_months()).map(|back| review.sales.total(m.plus(-back))).sum() };
    let (window, window_before) = (window_to(period.month), window_to(period.window_first.plus(-1)));
    // A year is compared with a year only where the orders reach back that far.
    let whole_year = review.sales.earliest().is_some_and(|first| first <= period.window_first.plus(-period.window_months()));
    let before_note = match charts::last_year_missing(input) {
        Some(missing) => missing,
        None => fill(
            insights::texts(l).window_before,
            &[("before", l.short(window_before)), ("months", period.window_months().to_string())],
        ),
    };
    let core_now = review.customers.iter().filter(|c| c.class.segment == Segment::Core).count();
    let core_before = review.before_known.then(|| review.core_before().count());
    let as_int = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let visits = |month: crate::units::Month| input.tables.visits.iter().filter(|v| month.contains(v.date)).count();
    let mut cards = vec![
        Card {
            previous: known(before).then(|| money(last)),
            change: change(l, now.to_f64(), last.to_f64(), Good::Up),
            trend: by_month(input, |m| known(m).then(|| minor(review.sales.total(m)))),
            ..card("ka_sales_month", l.card_sales_month, money(now), l.note_sales.to_owned(), "customers")
        },
        Card {
            change: if whole_year { change(l, window.to_f64(), window_before.to_f64(), Good::Up) } else { None },
            trend: by_month(input, |m| known(m.plus(1 - period.window_months())).then(|| minor(window_to(m)))),
            ..card("ka_sales_window", l.card_sales_window, money(window), before_note, "customers")
        },
        if review.customers.iter().all(|c| c.class.demand.is_none()) {
            card("ka_core_customers", l.card_core, Cell::Unknown, l.note_no_demand.to_owned(), "segments")
        } else {
            Card {
                previous: core_before.map(count),
                change: core_before.map(|before| change_count(as_int(core_now), as_int(before), Good::Up)),
                trend: core_by_month(input),
                ..card(
                    "ka_core_customers",
                    l.card_core,
                    count(core_now),
                    fill(l.all_customers, &[("n", review.customers.len().to_string())]),
                    "segments",
                )
            }
        },
    ];
    cards.push(if review.available.visits {
        // A month before the first visit of all is unknown, not without visits.
        let earliest = input.tables.visits.iter().map(|v| Month::of(v.date)).min();
        let known = |m: Month| earliest.is_some_and(|first| first <= m);
        let (now, last) = (visits(period.month), known(before).then(|| visits(before)));
        Card {
            previous: last.map(count),
            change: last.map(|last| change_count(as_int(now), as_int(last), Good::Neither)),
            #[allow(clippy::cast_precision_loss, reason = "counts lie far below 2^53")]
            trend: by_month(input, |m| known(m).then(|| visits(m) as f64)),
            ..card("ka_visits", l.card_visits, count(now), l.note_visits.to_owned(), "coverage")
        }
    } else {
        card("ka_visits", l.card_visits, Cell::Unknown, l.note_no_visits.to_owned(), "coverage")
    });
    cards
}

fn risk_cards(input: &Input<'_>) -> Vec<Card> {
    vec![receivables_card(input), csat_card(input), callbacks_card(input), findings_card(input)]
}

fn receivables_card(input: &Input<'_>) -> Card {
    let (l, review) = (input.labels, input.review);
    if !review.available.payments {
        return card("ka_overdue", l.card_overdue, Cell::Unknown, l.note_no_payments.to_owned(), "credit");
    }
    let sum = |pick: fn(&crate::analyse::CustomerReview) -> &CreditResult, part: fn(&CreditResult) -> Option<Money>| -> Money {
        review.customers.iter().filter_map(|c| part(pick(c))).sum()
    };
    let overdue = sum(|c| &c.credit, |r| r.overdue);
    let overdue_before = sum(|c| &c.credit_before, |r| r.overdue);
    let open = sum(|c| &c.credit, |r| r.open);
    let share = overdue.ratio_of(open).map_or_else(String::new, |s| l.percent(s));
    Card {
        previous: review.before_known.then(|| money(overdue_before)),
        change: change(l, overdue.to_f64(), overdue_before.to_f64(), Good::Down),
        trend: review.overdue.iter().map(|m| m.map(minor)).collect(),
        ..card(
            "ka_overdue",
            l.card_overdue,
            money(overdue),
            fill(l.note_overdue, &[("share", share), ("open", l.short(open))]),
            "credit",
        )
    }
}

fn csat_card(input: &Input<'_>) -> Card {
    let (l, s) = (input.labels, &input.review.satisfaction);
    let Some((csat, (low, high))) = s.ratings.csat().zip(s.ratings.interval()) else {
        let why = if input.review.available.ratings { l.note_no_ratings_window } else { l.note_no_ratings };
        return card("ka_csat", l.card_csat, Cell::Unknown, why.to_owned(), "satisfaction");
    };
    let before = s.ratings_before.csat();
    let note = fill(l.note_csat, &[("n", l.count(s.ratings.n)), ("low", l.percent(low)), ("high", l.percent(high))]);
    Card {
        previous: before.map(Cell::Share),
        change: before.map(|b| change_points(l, csat, b, Good::Up)),
        trend: s.months.iter().map(|m| m.ratings.csat()).collect(),
        ..card("ka_csat", l.card_csat, Cell::Share(csat), note, "satisfaction")
    }
}

fn callbacks_card(input: &Input<'_>) -> Card {
    let (l, review) = (input.labels, input.review);
    if !review.available.callbacks {
        return card("ka_callbacks_met", l.card_callbacks, Cell::Unknown, l.note_no_callbacks.to_owned(), "coverage");
    }
    let (due, met) =
        review.customers.iter().fold((0u32, 0u32), |(due, met), c| (due + c.coverage.weeks_due, met + c.coverage.weeks_met));
    let share = (due > 0).then(|| f64::from(met) / f64::from(due));
    let note = fill(l.note_callbacks, &[("met", l.count(met.into())), ("due", l.count(due.into()))]);
    card("ka_callbacks_met", l.card_callbacks, share_or(share), note, "coverage")
}

fn findings_card(input: &Input<'_>) -> Card {
    let (l, audit) = (input.labels, input.audit);
    if !audit.outcomes.iter().any(|o| o.status == crate::rules::Status::Checked) {
        return card("ka_findings_open", l.card_findings, Cell::Unknown, l.note_no_rules.to_owned(), "travel_audit");
    }
    // What is decided already needs nobody's attention.
    let open = || audit.findings.iter().filter(|f| f.standing.is_open());
    let errors = open().filter(|f| f.draft.severity == Severity::Error).count();
    let net: Money = open().map(|f| f.net_excess).sum();
    let template = if input.review.available.expenses { l.note_findings } else { l.note_findings_no_claims };
    let note = fill(template, &[("errors", errors.to_string()), ("excess", l.short(net))]);
    #[allow(clippy::cast_precision_loss, reason = "counts lie far below 2^53")]
    let trend = input.paper.history.months.iter().map(|m| Some(m.total.findings as f64)).collect();
    Card { trend, ..card("ka_findings_open", l.card_open_findings, count(open().count()), note, "travel_audit") }
}

/// A figure for each month of the window.
fn by_month(input: &Input<'_>, figure: impl Fn(Month) -> Option<f64>) -> Vec<Option<f64>> {
    input.review.period.months().map(figure).collect()
}

/// Core customers at the end of each month that the history knows.
#[allow(clippy::cast_precision_loss, reason = "counts lie far below 2^53")]
fn core_by_month(input: &Input<'_>) -> Vec<Option<f64>> {
    let customers = &input.review.customers;
    let at = |month: usize| {
        let known = || customers.iter().filter_map(move |c| c.path.get(month).copied().flatten());
        (known().count() > 0).then(|| known().filter(|s| s.segment == Segment::Core).count() as f64)
    };
    (0..input.review.months.len()).map(at).collect()
}

#[allow(clippy::cast_precision_loss, reason = "a small line shows no sixteenth digit")]
fn minor(money: Money) -> f64 {
    money.minor() as f64
}

/// What a manager should look at, the gravest first; each line leads to its sheet.
fn attention(input: &Input<'_>) -> Vec<Line> {
    let l = input.labels;
    let mut lines: Vec<Line> = notices::unread_line(input).into_iter().collect();
    lines.extend(falling_core(input));
    lines.extend(excess(input));
    lines.extend(blocked(input).or_else(|| overdue(input)));
    lines.extend(movers(input));
    lines.extend(unattended(input));
    lines.extend(super::restatement::attention(input));
    lines.extend(input_quality(input));
    if lines.is_empty() {
        // What could not be looked at gives no reason to be glad.
        let tone = if any_rule_checked(input) { Tone::Good } else { Tone::Muted };
        lines.push(line(l.attention_none, tone, None));
    }
    lines
}

/// Core customers that bought less than half of their monthly average.
fn falling_core(input: &Input<'_>) -> Option<Line> {
    let (l, review) = (input.labels, input.review);
    let core: Vec<_> = review.core_before().collect();
    let months = i64::from(review.period.window_months());
    let mut falling: Vec<_> =
        core.iter().filter(|c| c.sales_window.is_positive() && c.sales_month.times(2 * months) < c.sales_window).collect();
    falling.sort_by(|a, b| b.sales_window.cmp(&a.sales_window).then(a.party.cmp(&b.party)));
    let worst = falling.first()?;
    let text = fill(
        l.attention_falling,
        &[
            ("n", falling.len().to_string()),
            ("of", core.len().to_string()),
            ("name", input.tables.parties.name(worst.party).to_owned()),
        ],
    );
    Some(line(text, Tone::Bad, Some(Target::Sheet("segments"))))
}

fn excess(input: &Input<'_>) -> Option<Line> {
    let l = input.labels;
    let open = || input.audit.findings.iter().filter(|f| f.standing.is_open());
    let net: Money = open().map(|f| f.net_excess).sum();
    let errors = open().filter(|f| f.draft.severity == Severity::Error).count();
    // By money where there is any, otherwise by number; of equal ones the first rule.
    let mut rules: BTreeMap<&str, (Money, usize)> = BTreeMap::new();
    for finding in open() {
        let of_rule = rules.entry(finding.rule).or_default();
        *of_rule = (of_rule.0 + finding.net_excess, of_rule.1 + 1);
    }
    let (rule, _) = rules.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))?;
    let title = l.rule(rule).map_or("", |r| r.title);
    let text = fill(
        if net.is_positive() { l.attention_findings } else { l.attention_findings_plain },
        &[
            ("n", open().count().to_string()),
            ("errors", errors.to_string()),
            ("excess", net.grouped()),
            ("rule", title.to_owned()),
        ],
    );
    Some(line(text, if errors > 0 { Tone::Bad } else { Tone::Watch }, Some(Target::Sheet("travel_audit"))))
}

/// Tiers held back for slow payment, and grade D.
fn blocked(input: &Input<'_>) -> Option<Line> {
    let (l, review) = (input.labels, input.review);
    let held = review.customers.iter().filter(|c| c.class.tier_held_back.is_some()).count();
    let poor: Vec<_> = review.customers.iter().filter(|c| c.credit.grade == crate::analyse::Grade::D).collect();
    if held == 0 && poor.is_empty() {
        return None;
    }
    let overdue: Money = poor.iter().filter_map(|c| c.credit.overdue).sum();
    let values = [("held", held.to_string()), ("poor", poor.len().to_string()), ("overdue", l.short(overdue))];
    Some(line(fill(l.attention_blocked, &values), Tone::Watch, Some(Target::Sheet("credit"))))
}

/// What is overdue, where no grade speaks of it already.
fn overdue(input: &Input<'_>) -> Option<Line> {
    let (l, customers) = (input.labels, &input.review.customers);
    let overdue: Money = customers.iter().filter_map(|c| c.credit.overdue).sum();
    let open: Money = customers.iter().filter_map(|c| c.credit.open).sum();
    let values = [("overdue", l.short(overdue)), ("open", l.short(open))];
    overdue.is_positive().then(|| line(fill(l.attention_overdue, &values), Tone::Watch, Some(Target::Sheet("credit"))))
}

fn movers(input: &Input<'_>) -> Option<Line> {
    let (l, review) = (input.labels, input.review);
    let movers = review.movement.movers();
    if movers == 0 || !review.before_known {
        return None;
    }
    let lost = review.core_before().filter(|c| c.class.segment != Segment::Core).count();
    let values = [("n", movers.to_string()), ("lost", lost.to_string())];
    Some(line(fill(l.attention_movers, &values), Tone::Watch, Some(Target::Sheet("segments"))))
}

fn unattended(input: &Input<'_>) -> Option<Line> {
    let (l, review) = (input.labels, input.review);
    if !review.available.visits || !review.available.callbacks {
        return None;
    }
    let n = review.customers.iter().filter(|c| c.coverage.unattended()).count();
    (n > 0).then(|| line(fill(l.attention_unattended, &[("n", n.to_string())]), Tone::Watch, Some(Target::Sheet("coverage"))))
}

fn input_quality(input: &Input<'_>) -> Option<Line> {
    let l = input.labels;
    let rows = input.account.rows();
    let values = [("rejected", l.count(rows.rejected)), ("seen", l.count(rows.seen))];
    (rows.rejected > 0).then(|| line(fill(l.attention_rejects, &values), Tone::Watch, Some(Target::Sheet("data_quality"))))
}
