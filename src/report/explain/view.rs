//! One customer in view of its explanation, with the helpers that write figures and source rows.

use chrono::NaiveDate;

use super::{Ground, SourceLine, SourceList, Step};
use crate::analyse::{CustomerReview, Standing, Trace};
use crate::config::Config;
use crate::labels::explain::Texts;
use crate::labels::{Labels, fill};
use crate::report::Input;
use crate::report::model::Script;
use crate::tables::Source;
use crate::units::{Money, days_since_epoch};

pub(super) struct View<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) ground: &'a Ground,
    pub(super) l: &'a Labels,
    pub(super) t: &'static Texts,
    pub(super) c: &'a CustomerReview,
    /// Its position in the review.
    pub(super) at: usize,
    pub(super) trace: &'a Trace,
    /// Source rows shown of a kind.
    pub(super) rows: usize,
}

/// A record that may be shown as a source row; the heavier ones come first.
pub(super) struct Item<T> {
    pub(super) weight: i64,
    pub(super) source: Source,
    pub(super) amount: Option<Money>,
    pub(super) of: T,
}

impl<T> Item<T> {
    pub(super) fn money(source: Source, amount: Money, of: T) -> Self {
        Item { weight: amount.abs().minor(), source, amount: Some(amount), of }
    }

    /// The newer ones first.
    pub(super) fn day(source: Source, day: NaiveDate, of: T) -> Self {
        Item { weight: days_since_epoch(day).into(), source, amount: None, of }
    }
}

impl View<'_> {
    pub(super) fn config(&self) -> &Config {
        self.input.config
    }

    /// A step whose name is the header of a column.
    pub(super) fn of(&self, column: &str, computation: impl Into<String>, result: impl Into<String>) -> Step {
        step(self.l.column(column).0, computation, result)
    }

    /// A step for a column of `customers.csv`.
    pub(super) fn figure(
        &self,
        column: &str,
        figure: &'static str,
        computation: impl Into<String>,
        result: impl Into<String>,
    ) -> Step {
        Step { figure: Some(figure), ..self.of(column, computation, result) }
    }

    pub(super) fn money_or(&self, money: Option<Money>) -> String {
        money.map_or_else(|| self.l.unknown.to_owned(), Money::grouped)
    }

    /// A score with two decimals, as `customers.csv` has it.
    pub(super) fn score_or(&self, score: Option<f64>) -> String {
        score.map_or_else(|| self.l.unknown.to_owned(), |x| format!("{x:.2}"))
    }

    /// A share with two decimals of a percent: the four decimals of `customers.csv`.
    pub(super) fn share(&self, share: f64) -> String {
        match self.l.script {
            Script::Han => format!("{:.2}%", share * 100.0),
            Script::Latin => format!("{:.2} %", share * 100.0),
        }
    }

    pub(super) fn share_or(&self, share: Option<f64>) -> String {
        share.map_or_else(|| self.l.unknown.to_owned(), |x| self.share(x))
    }

    pub(super) fn day_or(&self, day: Option<NaiveDate>) -> String {
        day.map_or_else(|| self.t.row_no_due.to_owned(), |day| day.to_string())
    }

    pub(super) fn cite(&self, source: Source) -> String {
        self.input.tables.sources.cite(source)
    }

    /// The days before or after the due day, in words.
    pub(super) fn late(&self, days: i32) -> String {
        let n = [("n", days.abs().to_string())];
        match days {
            0 => self.t.on_the_day.to_owned(),
            days if days > 0 => fill(self.t.days_late, &n),
            _ => fill(self.t.days_early, &n),
        }
    }

    /// The source rows of one kind; nothing where there are none. Only the rows shown are put into words.
    pub(super) fn list<T>(
        &self,
        kind: &'static str,
        heading: &str,
        mut items: Vec<Item<T>>,
        text: impl Fn(&T) -> String,
    ) -> Option<SourceList> {
        if items.is_empty() {
            return None;
        }
        items.sort_by(|a, b| b.weight.cmp(&a.weight).then(a.source.cmp(&b.source)));
        let shown = items.len().min(self.rows);
        let told = |items: &[Item<T>], with_sum: &str, without: &str| {
            let n = ("n", items.len().to_string());
            match items.first().is_some_and(|i| i.amount.is_some()) {
                true => {
                    let sum: Money = items.iter().filter_map(|i| i.amount).sum();
                    fill(with_sum, &[n, ("sum", sum.grouped())])
                }
                false => fill(without, &[n]),
            }
        };
        let rest = &items[shown..];
        Some(SourceList {
            kind,
            heading: heading.to_owned(),
            all: told(&items, self.t.source_total, self.t.source_count),
            more: (!rest.is_empty()).then(|| told(rest, self.t.source_more, self.t.source_more_count)),
            lines: items[..shown]
                .iter()
                .map(|i| SourceLine { cite: self.cite(i.source), text: text(&i.of), amount: i.amount })
                .collect(),
        })
    }

    /// The way of one class through the months, equal months joined; nothing where fewer than two months are known.
    pub(super) fn path(&self, class: impl Fn(&Standing) -> String) -> Option<Step> {
        let known = self.input.review.months.iter().zip(&self.c.path).filter_map(|(m, s)| Some((*m, class(s.as_ref()?))));
        let known: Vec<_> = known.collect();
        let runs: Vec<String> = known
            .chunk_by(|a, b| a.1 == b.1)
            .map(|run| match (run.first(), run.last()) {
                (Some((first, class)), Some((last, _))) if first != last => {
                    fill(self.t.path_text, &[("first", first.to_string()), ("last", last.to_string()), ("class", class.clone())])
                }
                (Some((month, class)), _) => self.input.labels.stated(&month.to_string(), class),
                _ => String::new(),
            })
            .collect();
        (known.len() > 1).then(|| step(self.t.path, self.input.labels.in_turn(&runs), ""))
    }
}

pub(super) fn step(what: impl Into<String>, computation: impl Into<String>, result: impl Into<String>) -> Step {
    Step { what: what.into(), computation: computation.into(), result: result.into(), figure: None }
}

/// A number of the configuration, without a needless fraction.
pub(super) fn plain(x: f64) -> String {
    // The last bits of a float are no figures.
    let text = format!("{x:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
