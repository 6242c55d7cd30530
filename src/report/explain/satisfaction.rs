//! Satisfaction: answers, the mean drawn towards the company's, CSAT with its interval, referrals and complaints.

use chrono::NaiveDate;

use super::view::{Item, View, plain, step};
use super::{Section, SourceList, Step};
use crate::labels::fill;
use crate::tables::Source;

pub(super) fn section(v: &View<'_>) -> Section {
    let (t, available) = (v.t, v.input.review.available);
    let own = &v.c.satisfaction;
    let mut steps = Vec::new();
    if available.ratings {
        steps.extend(ratings(v));
    } else {
        steps.push(v.of("ratings_n", t.no_ratings, v.l.unknown));
    }
    if own.referrals.n() > 0 {
        let r = &own.referrals;
        let values = [("yes", r.yes.to_string()), ("no", r.no.to_string()), ("n", r.n().to_string())];
        steps.push(v.figure("referral_net", "referral_net", fill(t.net_of, &values), v.share_or(r.net())));
    }
    if available.complaints {
        let most = fill(t.complaints_of, &[("most", v.config().satisfaction.max_complaints.to_string())]);
        steps.push(v.figure("complaints", "complaints", most, own.complaints.to_string()));
    }
    Section { id: "satisfaction", heading: t.satisfaction.to_owned(), steps, sources: sources(v) }
}

fn ratings(v: &View<'_>) -> Vec<Step> {
    let (t, rules) = (v.t, &v.config().satisfaction);
    let (own, company) = (&v.c.satisfaction.ratings, &v.input.review.satisfaction.ratings);
    let n = ("n", own.n.to_string());
    let sum = ("sum", plain(own.sum()));
    let count = v.figure("ratings_n", "ratings_n", fill(t.answers_of, std::slice::from_ref(&sum)), own.n.to_string());
    let Some(mean) = own.mean() else { return vec![count] };
    // Six decimals of the company's mean, so that the two of the score can be recomputed.
    let company_mean = company.mean().map_or_else(String::new, |mean| format!("{mean:.6}"));
    let drawn = [n.clone(), sum.clone(), ("prior", plain(rules.prior_answers)), ("company", company_mean.clone())];
    let csat = fill(t.csat_of, &[("satisfied", own.satisfied.to_string()), n.clone(), ("from", plain(rules.satisfied_from))]);
    let mut steps = vec![
        count,
        step(t.mean, fill(t.mean_of, &[sum, n]), format!("{mean:.4}")),
        step(t.company_mean, fill(t.company_mean_of, &[("n", company.n.to_string())]), company_mean),
        v.figure("satisfaction_score", "satisfaction_score", fill(t.score_drawn, &drawn), v.score_or(v.c.satisfaction.score)),
        v.figure("csat", "csat", csat, v.share_or(own.csat())),
    ];
    if let Some((low, high)) = own.interval() {
        let interval = fill(t.csat_interval, &[("low", v.share(low)), ("high", v.share(high))]);
        steps.push(v.of("csat", interval, ""));
    }
    if own.n < u64::from(rules.few_from) {
        steps.push(step(t.stale, fill(t.csat_few, &[("few", rules.few_from.to_string())]), ""));
    }
    steps
}

/// An answer of a callback or a visit: its table's name in singular, its day, what was said.
type Said = (&'static str, NaiveDate, String);

fn sources(v: &View<'_>) -> Vec<SourceList> {
    let (t, tables, period) = (v.t, v.input.tables, v.input.review.period);
    let visits = || v.trace.visits.iter().map(|&i| &tables.visits[i]).filter(|x| period.in_window(x.date));
    let callbacks = || v.trace.callbacks.iter().map(|&i| &tables.callbacks[i]).filter(|x| period.in_window(x.date));
    let item = |source: Source, kind, day, said| Item::day(source, day, (kind, day, said));
    let ratings: Vec<Item<Said>> = visits()
        .filter_map(|x| Some(item(x.source, t.a_visit, x.date, plain(x.satisfaction?))))
        .chain(callbacks().filter_map(|x| Some(item(x.source, t.a_callback, x.date, plain(x.overall_rating?)))))
        .collect();
    let word = |code: &str| match code {
        "yes" => t.willing,
        "no" => t.unwilling,
        _ => t.undecided,
    };
    let referrals: Vec<Item<Said>> = visits()
        .filter_map(|x| Some(item(x.source, t.a_visit, x.date, word(x.referral.as_deref()?).to_owned())))
        .chain(callbacks().filter_map(|x| Some(item(x.source, t.a_callback, x.date, word(x.referral.as_deref()?).to_owned()))))
        .collect();
    let complaints: Vec<Item<Said>> =
        callbacks().filter_map(|x| Some(item(x.source, t.a_callback, x.date, x.complaint_category.clone()?))).collect();
    let said = |(kind, day, what): &Said, template: &str, name: &'static str| {
        let mut values = vec![("day", day.to_string()), (name, what.clone())];
        if name != "category" {
            values.push(("kind", (*kind).to_owned()));
        }
        fill(template, &values)
    };
    [
        v.list("rating", t.rows_ratings, ratings, |x| said(x, t.row_rating, "rating")),
        v.list("referral", t.rows_referrals, referrals, |x| said(x, t.row_referral, "answer")),
        v.list("complaint", t.rows_complaints, complaints, |x| said(x, t.row_complaint, "category")),
    ]
    .into_iter()
    .flatten()
    .collect()
}
