//! Labels: every word and sentence a person reads, one file per language. A missing one does not compile.
//!
//! A template names its values in braces: `{n}`; `{n|customer|customers}` chooses by the number.

mod advice;
pub mod brief;
mod columns;
pub mod doctor;
mod en;
pub mod explain;
mod explain_en;
mod explain_zh;
pub mod failures;
pub mod gaps;
mod header_notes;
pub mod insights;
mod method;
pub mod months;
pub mod movement;
pub mod picker;
pub mod problems;
mod problems_en;
mod problems_zh;
pub mod reading;
mod reasons_en;
mod reasons_zh;
mod rules;
mod rules_en;
mod rules_zh;
pub mod sources;
pub mod summary;
pub mod templates;
mod texts;
pub mod web;
mod words;
mod zh;

pub use rules::{RuleText, finding_sentence, rule_sentence};

use crate::config::{Language, NumberScale};
use crate::report::model::Script;
use crate::units::Money;
use std::sync::LazyLock;

/// Declares the labels: a field each, and the list of all for the tests.
macro_rules! labels {
    ($($field:ident),* $(,)?) => {
        /// The labels of one language.
        #[derive(Clone)]
        pub struct Labels {
            pub language: Language,
            pub script: Script,
            /// The unit of large amounts in sentences.
            pub scale: NumberScale,
            /// Words for codes: code, word.
            pub words: &'static [(&'static str, &'static str)],
            /// The rules' texts, a list for each family of rules.
            pub rules: &'static [&'static [RuleText]],
            /// Column headers and their definitions: key, header, definition.
            pub columns: &'static [(&'static str, &'static str, &'static str)],
            /// The Method sheet: term, definition.
            pub method: &'static [(&'static str, &'static str)],
            $(pub $field: &'static str,)*
        }

        impl Labels {
            /// Every single label by name.
            #[must_use]
            pub fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($field), self.$field)),*]
            }
        }
    };
}

labels! {
    title, yes, no, unknown, total, page, back, previous, cumulative, continued,
    sheet_dashboard, sheet_customers, sheet_segments, sheet_credit, sheet_satisfaction, sheet_coverage, sheet_travel_audit,
    sheet_evidence, sheet_data_quality, sheet_method,
    sub_dashboard, sub_customers, sub_segments, sub_credit, sub_satisfaction, sub_coverage, sub_travel_audit, sub_evidence,
    sub_data_quality, sub_method,
    card_sales_month, card_sales_window, card_core, card_receivables, card_overdue, card_csat, card_callbacks, card_findings,
    card_visits, card_excess,
    note_no_payments, note_no_ratings, note_no_ratings_window, note_no_callbacks, note_no_visits,
    note_overdue, note_csat, note_callbacks, note_findings, note_findings_no_claims, note_visits, note_sales,
    note_no_rules, no_rules_checked, note_no_demand,
    points_share, none_of_input,
    chart_sales, chart_sales_insight, chart_sales_this, chart_sales_last, chart_sales_empty, last_year, last_year_part,
    chart_quadrant, chart_quadrant_insight, chart_quadrant_x, chart_quadrant_y, chart_quadrant_empty,
    chart_pareto, chart_pareto_insight, chart_pareto_y, chart_pareto_empty,
    chart_ageing, chart_ageing_insight, chart_ageing_all_due, chart_ageing_empty, not_due, over_days,
    chart_csat, chart_csat_insight, chart_csat_value, chart_csat_interval, chart_csat_target, chart_csat_empty, chart_csat_y,
    chart_travel, chart_travel_insight, chart_travel_clean, chart_travel_allowed, chart_travel_x, chart_travel_excess,
    chart_travel_empty,
    chart_complaints, chart_complaints_insight, chart_complaints_empty, chart_complaints_y,
    chart_coverage, chart_coverage_insight, chart_coverage_done, chart_coverage_due, chart_coverage_empty, nothing_due, nothing_due_demand, chart_coverage_y,
    attention, attention_findings, attention_findings_plain, attention_movers, attention_unattended, attention_rejects,
    attention_blocked, attention_overdue, attention_falling, attention_none, trial_sentence,
    caption_customers, table_segments, table_matrix, caption_matrix, table_movers, caption_movers, no_movers, no_month_before,
    table_abc, table_grades, table_credit, caption_credit, table_grade_moves, no_grade_moves, no_payments,
    table_satisfaction_company, table_satisfaction, caption_satisfaction, table_complaints, no_complaints, no_ratings,
    table_coverage_segments, table_unattended, caption_unattended, no_unattended, table_coverage, caption_coverage, no_coverage,
    table_rules, caption_rules, caption_findings, no_findings, table_employees, no_employees, no_travel_tables,
    caption_evidence, no_evidence,
    table_files, caption_files, table_control, caption_control, table_rejects, caption_rejects, caption_rejects_more,
    no_rejects,
    table_problems, no_problems, table_reject_reasons,
    table_card, caption_card, card_mend, card_look, card_unused, card_good,
    table_conflicts, caption_conflicts, no_conflicts, table_alike, caption_alike, no_alike, table_strangers,
    caption_strangers, no_strangers, no_master,
    table_thin, caption_thin, no_thin, caption_first,
    mend_title, mend_sub, mend_index, mend_how, mend_mark, mend_back, mend_again, mend_fill, mend_cut, mend_kept,
    mend_pinned, mend_unread,
    table_definitions, table_thresholds, caption_thresholds, table_policy,
    trial_heading, trial_line, trial_default, trial_value,
    status_checked, status_not_checked, status_off, lacks_table, lacks_column, lacks_columns, lacks_setting,
    sheet_restatement, sub_restatement, attention_restated,
    restated_absent, restated_unreadable, restated_tampered, restated_config, restated_tool, restated_none, restated_summary,
    restated_same_basis, restated_not_kept,
    table_restated_company, table_restated_customers, caption_restated_customers, no_restated_customers,
    table_restated_files, caption_restated_files, no_restated_files,
    table_restated_rows, caption_restated_rows, no_restated_rows, figure_percent,
    lacks_claims,
    sheet_findings, sheet_trips, sheet_reconciliation, sub_findings, sub_trips, card_open_findings, card_in_question,
    card_rules, note_open_findings, note_net_excess, note_in_question, note_rules, note_rules_few, too_few_of, scope, scope_period,
    scope_all, in_part, scope_policy, scope_always, scope_method, table_scope, caption_scope, table_exceptions, caption_exceptions,
    no_key, table_by_region, table_by_customer, caption_by_customer, table_by_month, caption_by_month, see_list,
    recon_claims, recon_visits, recon_places, recon_receptions, recon_unknown, table_reconciliation, caption_reconciliation,
    table_sample, caption_sample, caption_drawn, no_sample, hints_heading, no_hints, hints_are_no_findings, decided_heading,
    decided_line, decide_how, decided_unknown, decided_not_understood, decided_outdated, table_signatures,
    caption_signatures, sign_prepared, sign_reviewed, sign_approved, caption_trips, no_trips, no_month_visits, caption_claims_without_visit,
    caption_visits_without_claim, caption_two_places, caption_receptions, none_found, chart_trend, chart_trend_insight,
    chart_trend_first, chart_trend_empty, chart_trend_excess, chart_trend_question,
    all_customers, claims_of,
    and_also, list_comma, list_semicolon, components_all,
    table_matrix_abc, table_matrix_tier, table_matrix_grade, note_band, note_share_band, rose, fell, why_own,
    why_own_plain, why_cut, why_both, why_share_sales, why_share_demand, why_share_both, why_demand_known,
    why_demand_lost, why_average, why_prompt_lost, why_prompt_back, why_invoices_enough, why_invoices_few,
    why_component, far_amount_above, far_amount_below, far_share_above, far_share_below, far_score_above,
    far_score_below, far_index, far_invoices, sheet_paths, sub_paths, table_path_segments, caption_paths,
    table_path_grades, no_paths, caption_requests, caption_requests_unknown, table_backtest, caption_backtest,
    no_backtest, table_backtest_grades, caption_backtest_grades, too_few_payments, too_few_invoices, too_few_late,
    no_grades_tested, chart_late, chart_late_title, chart_late_insight, chart_late_value, chart_late_all,
    chart_late_y, too_few_ratings, caption_target, table_referral, no_referral, table_drivers, caption_drivers, table_answers,
    no_answers, table_duties_owner, caption_duties, caption_owners, nobody, sheet_calls, sub_calls, caption_calls,
    no_calls, why_turn, why_never_called, why_call_overdue, why_visits_missed, why_overdue, why_falling,
    why_complaints, table_value, value_sentence, value_sentence_part, value_no_base, no_value, table_travel_ratio, caption_travel_ratio,
    no_travel_ratio, chart_owners, chart_owners_insight, chart_owners_all,
}

impl Labels {
    /// The labels of a language.
    #[must_use]
    pub fn of(language: Language) -> &'static Labels {
        match language {
            Language::En => &en::EN,
            Language::Zh => &zh::ZH,
        }
    }

    /// The labels of a language whose sentences write large amounts in this unit.
    #[must_use]
    pub fn scaled(language: Language, scale: NumberScale) -> &'static Labels {
        static SCALED: LazyLock<Vec<Labels>> = LazyLock::new(|| {
            let of = |scale| [Language::En, Language::Zh].map(|language| Labels { scale, ..Labels::of(language).clone() });
            NumberScale::ALL.into_iter().flat_map(of).collect()
        });
        let found = SCALED.iter().find(|l| l.language == language && l.scale == scale);
        found.unwrap_or_else(|| Labels::of(language))
    }

    /// The word for a code; a text that is no code stands for itself.
    #[must_use]
    pub fn word<'a>(&self, code: &'a str) -> &'a str
    where
        'static: 'a,
    {
        self.words.iter().find(|(c, _)| *c == code).map_or(code, |(_, word)| word)
    }

    /// The word for a code, also where records state it in words of the other language.
    #[must_use]
    pub fn word_of<'a>(&self, stated: &'a str) -> &'a str
    where
        'static: 'a,
    {
        let is_code = self.words.iter().any(|(code, _)| *code == stated);
        let known = [Language::En, Language::Zh].into_iter().flat_map(|language| Labels::of(language).words);
        let said = known.into_iter().find(|(_, word)| *word == stated && !is_code);
        self.word(said.map_or(stated, |(code, _)| *code))
    }

    /// Header and definition of a column.
    #[must_use]
    pub fn column(&self, key: &str) -> (&'static str, &'static str) {
        let found = self.columns.iter().find(|(k, ..)| *k == key);
        debug_assert!(found.is_some(), "no label for column {key}");
        found.map_or(("", ""), |(_, header, help)| (header, help))
    }

    /// The texts of a rule.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&'static RuleText> {
        self.rules.iter().copied().flatten().find(|r| r.id == id)
    }

    /// An amount for a sentence or an axis: `1.2m`, `123.4万`.
    #[must_use]
    pub fn short(&self, money: Money) -> String {
        self.short_to(money, 0)
    }

    /// The same with so many places more.
    fn short_to(&self, money: Money, more: usize) -> String {
        let x = money.to_f64();
        let (scale, unit) = match (self.scale, self.script) {
            (NumberScale::Auto, Script::Han) if x.abs() >= 1e8 => (1e8, "亿"),
            (NumberScale::Auto, Script::Han) if x.abs() >= 1e4 => (1e4, "万"),
            (NumberScale::Auto, Script::Latin) if x.abs() >= 9_999_500_000.0 => (1e9, "bn"),
            (NumberScale::Auto, Script::Latin) if x.abs() >= 1e6 => (1e6, "m"),
            (NumberScale::Auto, Script::Latin) if x.abs() >= 1e3 => (1e3, "k"),
            (NumberScale::Auto | NumberScale::Yuan, _) => (1.0, ""),
            (NumberScale::Thousand, Script::Han) => (1e3, "千"),
            (NumberScale::Thousand, Script::Latin) => (1e3, "k"),
            (NumberScale::Wan, Script::Han) => (1e4, "万"),
            (NumberScale::Wan, Script::Latin) => (1e4, " wan"),
            (NumberScale::Million, Script::Han) => (1e6, "百万"),
            (NumberScale::Million, Script::Latin) => (1e6, "m"),
        };
        let scaled = x / scale;
        // A unit that is asked for also holds for what is small in it; hundreds of millions are many.
        let few = if unit == "亿" || (self.scale != NumberScale::Auto && scaled.abs() < 1.0) { 2 } else { 1 };
        let places = more + if unit.is_empty() || scaled.abs() >= 100.0 { 0 } else { few };
        format!("{}{unit}", grouped(&signed(&format!("{scaled:.places$}"))))
    }

    /// A count in a sentence, its thousands apart: `12,471`.
    #[must_use]
    pub fn count(&self, n: u64) -> String {
        grouped(&n.to_string())
    }

    /// Two sentences in a row.
    #[must_use]
    pub fn sentences(&self, first: &str, second: &str) -> String {
        format!("{first}{}{second}", if self.script == Script::Han { "" } else { " " })
    }

    /// What something is, and what is said of it.
    #[must_use]
    pub fn stated(&self, what: &str, said: &str) -> String {
        format!("{what}{}{said}", if self.script == Script::Han { "：" } else { ": " })
    }

    /// A name with what tells it from others.
    #[must_use]
    pub fn in_brackets(&self, name: &str, aside: &str) -> String {
        if self.script == Script::Han { format!("{name}（{aside}）") } else { format!("{name} ({aside})") }
    }

    /// Things in a row, such as names.
    #[must_use]
    pub fn listed(&self, things: &[String]) -> String {
        things.join(if self.script == Script::Han { "、" } else { ", " })
    }

    /// Statements in a row.
    #[must_use]
    pub fn in_turn(&self, statements: &[String]) -> String {
        statements.join(if self.script == Script::Han { "；" } else { "; " })
    }

    /// A share with one decimal: `93.4 %`.
    #[must_use]
    pub fn percent(&self, share: f64) -> String {
        match self.script {
            Script::Han => format!("{}%", signed(&format!("{:.1}", share * 100.0))),
            Script::Latin => format!("{} %", signed(&format!("{:.1}", share * 100.0))),
        }
    }
}

/// A figure with the minus sign that stands beside other figures of a sentence.
fn signed(figure: &str) -> String {
    figure.replace('-', "−")
}

/// A figure with its thousands apart.
fn grouped(figure: &str) -> String {
    let start = figure.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let end = figure.find('.').unwrap_or(figure.len());
    let mut out = String::with_capacity(figure.len() + 4);
    for (at, c) in figure.char_indices() {
        if at > start && at < end && (end - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Whether a header is one of those that stand beside rejected rows: these come back with the rows, and nobody misses them.
#[must_use]
pub fn is_of_rejects(header: &str) -> bool {
    [Language::En, Language::Zh]
        .map(Labels::of)
        .iter()
        .any(|l| ["mend_row", "mend_what"].iter().any(|key| l.column(key).0 == header))
}

/// Fills the values into a template.
#[must_use]
pub fn fill(template: &str, values: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}').map(|at| open + at) else { break };
        let mut parts = rest[open + 1..close].split('|');
        let name = parts.next().unwrap_or_default();
        let value = values.iter().find(|(key, _)| *key == name).map(|(_, v)| v.as_str());
        debug_assert!(value.is_some(), "no value for {{{name}}} in `{template}`");
        match (parts.next(), parts.next()) {
            (Some(one), Some(many)) => out.push_str(if value == Some("1") { one } else { many }),
            _ => out.push_str(value.unwrap_or_default()),
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::rules::REGISTRY;

    fn placeholders(template: &str) -> BTreeSet<&str> {
        template.split('{').skip(1).filter_map(|p| p.split(['}', '|']).next()).collect()
    }

    #[test]
    fn both_languages_speak_of_the_same_values() {
        for ((name, en), (_, zh)) in en::EN.all().into_iter().zip(zh::ZH.all()) {
            assert_eq!(placeholders(en), placeholders(zh), "{name}");
            assert!(!en.is_empty() && !zh.is_empty(), "{name}");
        }
        let keys = |l: &Labels| l.columns.iter().map(|c| c.0).collect::<Vec<_>>();
        assert_eq!(keys(&en::EN), keys(&zh::ZH));
        let codes = |l: &Labels| l.words.iter().map(|c| c.0).collect::<Vec<_>>();
        assert_eq!(codes(&en::EN), codes(&zh::ZH));
        assert_eq!(en::EN.method.len(), zh::ZH.method.len());
        // A key that stands twice would show the header of another column.
        for keys in [keys(&en::EN), codes(&en::EN)] {
            assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{keys:?}");
        }
    }

    #[test]
    fn every_rule_has_its_texts_in_both_languages() {
        for rule in REGISTRY {
            let texts = [&en::EN, &zh::ZH].map(|l| l.rule(rule.id()).unwrap_or_else(|| panic!("{}", rule.id())));
            for text in texts {
                let sentences: Vec<&str> = text.sentences.iter().map(|s| s.0).collect();
                assert_eq!(sentences, rule.sentences(), "{}", rule.id());
                let params: Vec<&str> = text.params.iter().map(|p| p.0).collect();
                assert_eq!(params, rule.params().iter().map(|p| p.key).collect::<Vec<_>>(), "{}", rule.id());
                assert!([text.title, text.what, text.why, text.example, text.fix].iter().all(|t| !t.is_empty()), "{}", rule.id());
            }
            for (en, zh) in texts[0].sentences.iter().zip(texts[1].sentences) {
                assert_eq!(placeholders(en.1), placeholders(zh.1), "{} {}", rule.id(), en.0);
            }
        }
        assert_eq!(en::EN.rules.iter().copied().flatten().count(), REGISTRY.len());
    }

    #[test]
    fn templates_are_filled_and_numbers_choose_their_noun() {
        let t = "{n} {n|customer|customers} of {of}";
        assert_eq!(fill(t, &[("n", "1".into()), ("of", "3".into())]), "1 customer of 3");
        assert_eq!(fill(t, &[("n", "2".into()), ("of", "3".into())]), "2 customers of 3");
    }

    #[test]
    fn amounts_are_short_in_each_script() {
        let m = |x: i64| Money::from_minor(x * 100);
        assert_eq!(en::EN.short(m(1_234_000)), "1.2m");
        assert_eq!(en::EN.short(m(950)), "950");
        assert_eq!(zh::ZH.short(m(1_234_000)), "123万");
        assert_eq!(zh::ZH.short(m(160_000_000)), "1.60亿");
        // Thousands apart where no unit shortens them, billions in their own, and the minus of percentages.
        assert_eq!(zh::ZH.short(m(7_582)), "7,582");
        assert_eq!(en::EN.short(m(59_400_000_000)), "59.4bn");
        assert_eq!(en::EN.short(m(2_275_000_000)), "2,275m");
        assert_eq!([en::EN.short(m(-1_234)), en::EN.percent(-0.125)], ["−1.2k", "−12.5 %"]);
        assert_eq!([12_471, 999, 1_000_000].map(|n| en::EN.count(n)), ["12,471", "999", "1,000,000"]);
    }
}
