//! Why a customer changed a class, and how far it stands from the next one, in words.

use super::{Labels, fill};
use crate::analyse::Tier;
use crate::analyse::distance::{Axis, Distance};
use crate::analyse::movement::{Pushed, Reason};
use crate::config::Config;
use crate::units::Money;

impl Labels {
    /// Why a customer moved, as one sentence without its full stop.
    #[must_use]
    pub fn reason(&self, reason: &Reason, config: &Config) -> String {
        let unknown = || self.unknown.to_owned();
        let score = |x: Option<f64>| x.map_or_else(unknown, |x| format!("{x:.1}"));
        match reason {
            Reason::Volume { pushed, amounts, lines } => {
                self.crossed("axis_volume", *pushed, *amounts, (lines.0.map(|l| l.lowest_above), lines.1.map(|l| l.lowest_above)))
            }
            Reason::Sales { pushed, amounts, lines } => {
                self.crossed("axis_sales", *pushed, *amounts, (lines.0.map(|l| l.lowest_above), lines.1.map(|l| l.lowest_above)))
            }
            Reason::Share { shares, sales, demands } => self.share_crossed(*shares, *sales, *demands, config),
            Reason::Demand { demands: (_, Some(now)) } => fill(self.why_demand_known, &[("demand", self.short(*now))]),
            Reason::Demand { demands: (before, None) } => {
                fill(self.why_demand_lost, &[("demand", before.map_or_else(unknown, |m| self.short(m)))])
            }
            Reason::Average { amounts, tier } => {
                let line = if *tier == Tier::A { &config.classify.tier_a } else { &config.classify.tier_b }.money();
                let shown = self.short_apart(&[amounts.0, amounts.1, line]);
                let values = [
                    ("moved", self.moved(amounts.0, amounts.1).to_owned()),
                    ("was", shown[0].clone()),
                    ("is", shown[1].clone()),
                    ("line", shown[2].clone()),
                    ("tier", self.word(tier.code()).to_owned()),
                ];
                fill(self.why_average, &values)
            }
            Reason::Prompt { indices } => {
                let line = config.classify.prompt_index - config.classify.prompt_tolerance;
                let lost = indices.1.is_some_and(|is| is < line);
                let template = if lost { self.why_prompt_lost } else { self.why_prompt_back };
                let values = [("was", score(indices.0)), ("is", score(indices.1)), ("line", format!("{line:.1}"))];
                fill(template, &values)
            }
            Reason::Invoices { counts } => {
                let enough = counts.1 >= config.credit.min_invoices;
                let template = if enough { self.why_invoices_enough } else { self.why_invoices_few };
                let values = [
                    ("was", counts.0.to_string()),
                    ("now", counts.1.to_string()),
                    ("least", config.credit.min_invoices.to_string()),
                ];
                fill(template, &values)
            }
            Reason::Component { name, points, scores } => {
                let values = [
                    ("component", self.word(name).to_owned()),
                    ("was", score(points.0)),
                    ("is", score(points.1)),
                    ("before", score(scores.0)),
                    ("after", score(scores.1)),
                ];
                fill(self.why_component, &values)
            }
        }
    }

    /// An amount that crossed a line, or that a line passed.
    fn crossed(&self, axis: &str, pushed: Pushed, amounts: (Money, Money), lines: (Option<Money>, Option<Money>)) -> String {
        let what = self.word(if axis == "axis_volume" { "axis_volume" } else { "axis_sales" }).to_owned();
        let (old, new) = match lines {
            (Some(old), Some(new)) => (old, new),
            (_, line) => (line.unwrap_or_default(), line.unwrap_or_default()),
        };
        // The old line is told only where it moved; elsewhere it must not ask for more places.
        let own = pushed == Pushed::Own || old == new;
        let shown = self.short_apart(&[amounts.0, amounts.1, if own { new } else { old }, new]);
        let values = [
            ("what", what),
            ("moved", self.moved(amounts.0, amounts.1).to_owned()),
            ("was", shown[0].clone()),
            ("is", shown[1].clone()),
            ("old", shown[2].clone()),
            ("new", shown[3].clone()),
            ("line", shown[3].clone()),
        ];
        let with = |key: &'static str, word: &str| {
            let mut values = values.to_vec();
            values.retain(|(k, _)| *k != key);
            values.push((key, word.to_owned()));
            values
        };
        match pushed {
            _ if lines.1.is_none() => fill(self.why_own_plain, &values),
            _ if own => fill(self.why_own, &values),
            Pushed::Cut => fill(self.why_cut, &with("moved", self.moved(old, new))),
            Pushed::Own | Pushed::Both => fill(self.why_both, &with("line_moved", self.moved(old, new))),
        }
    }

    fn share_crossed(
        &self,
        shares: (Option<f64>, Option<f64>),
        sales: (Money, Money),
        demands: (Option<Money>, Option<Money>),
        config: &Config,
    ) -> String {
        // What the share is taken of: the larger of demand and sales.
        let volume = |demand: Option<Money>, sales: Money| demand.map_or(sales, |d| d.max(sales));
        let volumes = (volume(demands.0, sales.0), volume(demands.1, sales.1));
        let template = match (sales.0 == sales.1, volumes.0 == volumes.1) {
            (_, true) => self.why_share_sales,
            (true, false) => self.why_share_demand,
            (false, false) => self.why_share_both,
        };
        let percent = |x: Option<f64>| x.map_or_else(|| self.unknown.to_owned(), |x| self.percent(x));
        let up = shares.1.unwrap_or_default() >= shares.0.unwrap_or_default();
        let (sold, demanded) = (self.short_apart(&[sales.0, sales.1]), self.short_apart(&[volumes.0, volumes.1]));
        let values = [
            ("moved", if up { self.rose } else { self.fell }.to_owned()),
            ("was", percent(shares.0)),
            ("is", percent(shares.1)),
            ("line", self.percent(config.classify.share_high)),
            ("sold", sold[0].clone()),
            ("sells", sold[1].clone()),
            ("demanded", demanded[0].clone()),
            ("demand", demanded[1].clone()),
        ];
        fill(template, &values)
    }

    /// How far a customer stands from the nearest cut-off.
    #[must_use]
    pub fn distance(&self, distance: &Distance) -> String {
        let points = |by: f64| format!("{by:.1}");
        let choose = |below: bool, short: &'static str, above: &'static str| if below { short } else { above };
        match *distance {
            Distance::Amount { axis, by, below } => {
                let what = match axis {
                    Axis::Volume => "axis_volume",
                    Axis::Sales => "axis_sales",
                    Axis::Average => "axis_average",
                };
                let template = choose(below, self.far_amount_below, self.far_amount_above);
                fill(template, &[("what", self.word(what).to_owned()), ("by", self.short(by))])
            }
            Distance::Share { by, below } => {
                fill(choose(below, self.far_share_below, self.far_share_above), &[("by", points(by * 100.0))])
            }
            Distance::Score { by, below } => {
                fill(choose(below, self.far_score_below, self.far_score_above), &[("by", points(by))])
            }
            Distance::PaymentIndex { by, .. } => fill(self.far_index, &[("by", points(by))]),
            Distance::Invoices { missing } => fill(self.far_invoices, &[("n", missing.to_string())]),
        }
    }

    fn moved(&self, was: Money, is: Money) -> &'static str {
        if is >= was { self.rose } else { self.fell }
    }

    /// Amounts of one sentence in short notation, with as many places as it takes to tell different ones apart.
    #[must_use]
    pub fn short_apart(&self, amounts: &[Money]) -> Vec<String> {
        let mut places = vec![0; amounts.len()];
        loop {
            let shown: Vec<String> = amounts.iter().zip(&places).map(|(m, more)| self.short_to(*m, *more)).collect();
            let alike = (0..shown.len()).find(|&a| (0..a).any(|b| amounts[a] != amounts[b] && shown[a] == shown[b]));
            match alike {
                // Amounts of one unit get the same places, so that they can be compared at a glance.
                Some(at) if places[at] < 6 => {
                    let unit =
                        |text: &str| text.trim_start_matches(|c: char| c == '-' || c == '.' || c.is_ascii_digit()).to_owned();
                    let own = unit(&shown[at]);
                    places.iter_mut().zip(&shown).filter(|(_, text)| unit(text) == own).for_each(|(more, _)| *more += 1);
                }
                _ => return shown,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::classify::Line;
    use crate::config::Language;

    fn money(major: i64) -> Money {
        Money::from_minor(major * 100)
    }

    fn line(lowest: i64) -> Option<Line> {
        Some(Line { lowest_above: money(lowest), highest_below: None })
    }

    fn told(language: Language, reason: &Reason) -> String {
        Labels::of(language).reason(reason, &Config::default())
    }

    #[test]
    fn every_reason_is_a_sentence_in_both_languages() {
        let volume = |pushed, was, is, old, new| Reason::Volume {
            pushed,
            amounts: (money(was), money(is)),
            lines: (line(old), line(new)),
        };
        let shares = (Some(0.54), Some(0.472));
        let cases = [
            (
                volume(Pushed::Own, 2_100_000, 1_600_000, 1_850_000, 1_900_000),
                "its own volume fell from 2.1m to 1.6m; the cut-off is 1.9m",
                "自身需求量由210万降至160万，界线为190万",
            ),
            (
                volume(Pushed::Cut, 1_800_000, 1_800_000, 1_700_000, 1_900_000),
                "the cut-off rose past it, from 1.7m to 1.9m, with volume of 1.8m (before: 1.8m)",
                "界线由170万升至190万，越过了该客户；其需求量为180万（上月180万）",
            ),
            (
                volume(Pushed::Both, 3_100, 2_950, 3_000, 3_200),
                "its volume fell from 3.10k to 2.95k while the cut-off rose from 3.00k to 3.20k",
                "",
            ),
            (
                Reason::Share {
                    shares,
                    sales: (money(540_000), money(472_000)),
                    demands: (Some(money(1_000_000)), Some(money(1_000_000))),
                },
                "our share fell from 54.0 % to 47.2 % (cut-off 50.0 %): sales went from 540k to 472k, its volume stayed at 1.0m",
                "",
            ),
            (Reason::Demand { demands: (None, Some(money(2_100_000))) }, "its demand became known: 2.1m", "需求量已获知：210万"),
            (
                Reason::Average { amounts: (money(1_020_000), money(980_000)), tier: Tier::A },
                "its monthly average fell from 1.02m to 980k; tier A begins at 1.00m",
                "",
            ),
            (
                Reason::Prompt { indices: (Some(78.2), Some(74.1)) },
                "payment index 78.2 → 74.1, below 75.0: the tier is held back",
                "付款指数78.2 → 74.1，低于75.0，暂缓定级",
            ),
            (Reason::Invoices { counts: (2, 3) }, "it has 3 invoices now, before 2; a grade takes 3", ""),
            (Reason::Invoices { counts: (3, 1) }, "only 1 invoice is left, before 3; a grade takes 3", ""),
            (
                Reason::Component { name: "overdue_burden", points: (Some(92.0), Some(61.5)), scores: (Some(72.3), Some(68.9)) },
                "score 72.3 → 68.9, most of it through overdue burden: 92.0 → 61.5 points",
                "得分72.3 → 68.9，主要因逾期负担：92.0 → 61.5分",
            ),
        ];
        for (reason, en, zh) in cases {
            assert_eq!(told(Language::En, &reason), en);
            let said = told(Language::Zh, &reason);
            assert!(!said.is_empty() && !said.contains('{'), "{said}");
            if !zh.is_empty() {
                assert_eq!(said, zh);
            }
        }
    }

    #[test]
    fn distances_in_words() {
        let l = Labels::of(Language::En);
        let said = |d: Distance| l.distance(&d);
        let amount = Distance::Amount { axis: Axis::Volume, by: money(120_000), below: false };
        assert_eq!(said(amount), "120k of volume above the cut-off");
        assert_eq!(said(Distance::Share { by: 0.031, below: true }), "3.1 points of share short of the cut-off");
        assert_eq!(said(Distance::Invoices { missing: 1 }), "1 invoice short of a grade");
        assert_eq!(l.short_apart(&[money(2_130_000), money(2_140_000)]), ["2.13m", "2.14m"]);
    }
}
