//! EXP005: the same claim twice. One receipt on two claims is an error; the same employee, day, category and amount a
//! warning; a near duplicate a note. Amounts that recur all over the company (fares, rates) are left alone.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rustc_hash::FxHashSet;

use super::{Case, Param, ParamValue, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{Expense, Source, TableId, expenses};
use crate::units::{Money, Month};

/// Duplicate claims. On 185,680 real travel claims the plain test flags 6.0 %; without recurring amounts 0.4 % (domain.md).
pub(super) struct ClaimedTwice;

impl Rule for ClaimedTwice {
    fn id(&self) -> &'static str {
        "EXP005"
    }

    fn source(&self) -> &'static str {
        "audit practice"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn params(&self) -> &'static [Param] {
        &[Param { key: "recurring_from", default: ParamValue::Int(5) }, Param { key: "near_days", default: ParamValue::Int(3) }]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Expenses, expenses::AMOUNT)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["receipt", "same_day", "near_day", "other_employee"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        Search::new(case).run()
    }
}

/// A finding belongs to the month of its latest claim: only claims that share a receipt, or category and amount, with one of
/// the review month are looked at.
struct Search<'a> {
    case: &'a Case<'a>,
    /// Claims up to as-of that were not taken back and share category and amount, or else a receipt, with one of the month,
    /// in the order of day and source. Amounts that recur are not among those alike.
    alike: Vec<&'a Expense>,
    receipts: Vec<&'a Expense>,
    /// Pairs reported already: a graver finding is not repeated as a lesser one.
    told: FxHashSet<(Source, Source)>,
    drafts: Vec<Draft>,
}

impl<'a> Search<'a> {
    fn new(case: &'a Case<'a>) -> Self {
        let period = case.review.period;
        let claims: Vec<&Expense> = case
            .tables
            .expenses
            .iter()
            .enumerate()
            .filter(|(i, e)| e.date <= period.as_of && e.amount.is_positive() && !case.review.travel.cancelled.contains(i))
            .map(|(_, e)| e)
            .collect();
        let recurring_from = case.setup.int("recurring_from");
        let month: Vec<&Expense> = case.claims(&[]).collect();
        let single = |e: &&&Expense| case.ground().occurrences(e) < recurring_from;
        let kinds: FxHashSet<(&str, Money)> = month.iter().filter(single).map(|e| (e.category.as_str(), e.amount)).collect();
        let mut alike: Vec<&Expense> =
            claims.iter().copied().filter(|e| kinds.contains(&(e.category.as_str(), e.amount))).collect();
        let numbers: FxHashSet<&str> = month.iter().chain(&alike).filter_map(|e| e.receipt_no.as_deref()).collect();
        let mut receipts: Vec<&Expense> =
            claims.into_iter().filter(|e| e.receipt_no.as_deref().is_some_and(|n| numbers.contains(n))).collect();
        alike.sort_by_key(|e| (e.date, e.source));
        receipts.sort_by_key(|e| (e.date, e.source));
        Search { case, alike, receipts, told: FxHashSet::default(), drafts: Vec::new() }
    }

    fn run(mut self) -> Vec<Draft> {
        self.same_receipt();
        self.same_day();
        self.near();
        self.drafts
    }

    fn month(&self, claim: &Expense) -> Month {
        self.case.review.travel.month_of(claim.trip_id.as_deref(), claim.date)
    }

    /// The finding belongs to the month of its latest claim.
    fn is_due(&self, group: &[&Expense]) -> bool {
        group.iter().map(|c| self.month(c)).max() == Some(self.case.review.period.month)
    }

    fn tell(&mut self, group: &[&Expense]) {
        for (i, a) in group.iter().enumerate() {
            for b in &group[i + 1..] {
                self.told.insert(pair(a, b));
            }
        }
    }

    /// One receipt number on two claims. Lines of one form that share a receipt and differ in category or amount are one claim.
    fn same_receipt(&mut self) {
        let mut by_receipt: BTreeMap<&str, Vec<&Expense>> = BTreeMap::new();
        for claim in &self.receipts {
            if let Some(receipt) = &claim.receipt_no {
                by_receipt.entry(receipt).or_default().push(claim);
            }
        }
        for (receipt, group) in by_receipt {
            let mut kept: Vec<&Expense> = Vec::new();
            let mut again: Vec<&Expense> = Vec::new();
            for claim in group {
                let repeats = kept.iter().any(|k| {
                    let one_form = k.expense_id.is_some() && k.expense_id == claim.expense_id;
                    !one_form || (k.category == claim.category && k.amount == claim.amount)
                });
                if repeats { again.push(claim) } else { kept.push(claim) }
            }
            let group: Vec<&Expense> = kept.into_iter().chain(again.iter().copied()).collect();
            if again.is_empty() {
                continue;
            }
            self.tell(&group);
            if self.is_due(&group) {
                let fact = ("receipt", Fact::Text(receipt.to_owned()));
                self.report(Severity::Error, "receipt", &group, &again, fact, receipt.to_owned());
            }
        }
    }

    /// Same employee, day, category and amount, unless the receipts differ or the amount recurs.
    fn same_day(&mut self) {
        let mut groups: BTreeMap<(&str, NaiveDate, &str, Money), Vec<&Expense>> = BTreeMap::new();
        for claim in &self.alike {
            groups.entry((&claim.employee, claim.date, &claim.category, claim.amount)).or_default().push(claim);
        }
        for (key, group) in groups {
            // Claims with receipts of their own are told apart by them; one without a receipt may be any of the others.
            let (with, without): (Vec<&Expense>, Vec<&Expense>) = group.iter().copied().partition(|c| c.receipt_no.is_some());
            let spared = usize::from(with.is_empty());
            let again: Vec<&Expense> = without.into_iter().skip(spared).collect();
            if again.is_empty() || group.len() < 2 {
                continue;
            }
            self.tell(&group);
            if self.is_due(&group) {
                let fact = ("day", Fact::Day(key.1));
                let group = if with.is_empty() { group } else { with.into_iter().chain(again.iter().copied()).collect() };
                self.report(Severity::Warning, "same_day", &group, &again, fact, String::new());
            }
        }
    }

    /// Same category and amount: the same employee within a few days, or another employee on the same day. Claims that
    /// hang together so make one note.
    fn near(&mut self) {
        let near_days = self.case.setup.int("near_days");
        let mut groups: BTreeMap<(&str, Money), Vec<&Expense>> = BTreeMap::new();
        for claim in &self.alike {
            groups.entry((&claim.category, claim.amount)).or_default().push(claim);
        }
        for group in groups.into_values() {
            let mut clusters: Vec<Vec<&Expense>> = Vec::new();
            for claim in group {
                let near = |other: &&Expense| is_near(other, claim, near_days) && !self.told.contains(&pair(other, claim));
                // A claim near two clusters joins them.
                let (mut joined, apart): (Vec<_>, Vec<_>) =
                    clusters.into_iter().partition(|c: &Vec<&Expense>| c.iter().any(near));
                clusters = apart;
                joined.push(vec![claim]);
                let mut joined = joined.concat();
                joined.sort_by_key(|c| (c.date, c.source));
                clusters.push(joined);
            }
            for cluster in clusters.into_iter().filter(|c| c.len() > 1 && self.is_due(c)).collect::<Vec<_>>() {
                let (first, last) = (cluster[0], cluster[cluster.len() - 1]);
                let (sentence, fact) = if first.employee == last.employee {
                    ("near_day", ("day", Fact::Day(first.date)))
                } else {
                    ("other_employee", ("other", Fact::Text(first.employee.clone())))
                };
                self.report(Severity::Note, sentence, &cluster, &[], fact, first.date.to_string());
            }
        }
    }

    /// `again` are the claims that are in excess; a note puts no amount in question.
    fn report(
        &mut self,
        severity: Severity,
        sentence: &'static str,
        group: &[&Expense],
        again: &[&Expense],
        fact: (&'static str, Fact),
        identity: String,
    ) {
        let Some(last) = group.iter().max_by_key(|c| (c.date, c.source)) else { return };
        let claimed: Money = group.iter().map(|c| c.amount).sum();
        let excess: Money = again.iter().map(|c| c.amount).sum();
        let note = severity == Severity::Note;
        let mut facts = vec![
            fact,
            ("n", Fact::counted(claims(group))),
            ("amount", Fact::Money(last.amount)),
            ("category", Fact::Code(last.category.clone())),
            ("employee", Fact::Text(last.employee.clone())),
            ("first", Fact::Day(group.iter().map(|c| c.date).min().unwrap_or(last.date))),
            ("again", Fact::Day(last.date)),
            ("days", Fact::Count(apart(group))),
            ("receipts", Fact::Code(receipts(group).to_owned())),
        ];
        facts.push(("claimed", Fact::Money(claimed)));
        self.drafts.push(Draft {
            severity,
            employee: Some(last.employee.clone()),
            party: last.party,
            trip_id: last.trip_id.clone(),
            date: Some(last.date),
            claimed: Some(claimed),
            allowed: (!note).then(|| claimed - excess),
            excess: (!note).then_some(excess),
            pooled: false,
            sentence,
            facts,
            evidence: group.iter().map(|c| c.source).collect(),
            identity: vec![sentence.to_owned(), last.date.to_string(), last.category.clone(), claimed.to_string(), identity],
        });
    }
}

/// How many claims a group is: the lines of one form are one, unless they say the same.
fn claims(group: &[&Expense]) -> usize {
    let mut forms: BTreeMap<&str, BTreeMap<(&str, Money), usize>> = BTreeMap::new();
    for claim in group {
        if let Some(form) = &claim.expense_id {
            *forms.entry(form).or_default().entry((&claim.category, claim.amount)).or_default() += 1;
        }
    }
    let alone = group.iter().filter(|c| c.expense_id.is_none()).count();
    alone + forms.values().filter_map(|lines| lines.values().max()).sum::<usize>()
}

/// Days from the first claim to the last.
fn apart(group: &[&Expense]) -> i64 {
    let days = || group.iter().map(|c| c.date);
    days().min().zip(days().max()).map_or(0, |(first, last)| (last - first).num_days())
}

/// Why the receipts do not tell the claims apart.
fn receipts(group: &[&Expense]) -> &'static str {
    if group.iter().all(|c| c.receipt_no.is_none()) { "no_receipts" } else { "receipt_missing" }
}

/// `earlier` and `later` agree in category and amount. Two receipts of two numbers are two purchases, however alike.
fn is_near(earlier: &Expense, later: &Expense, near_days: i64) -> bool {
    let days = (later.date - earlier.date).num_days();
    let near = if earlier.employee == later.employee { days > 0 && days <= near_days } else { days == 0 };
    let differ = earlier.receipt_no.is_some() && later.receipt_no.is_some() && earlier.receipt_no != later.receipt_no;
    near && !differ
}

fn pair(a: &Expense, b: &Expense) -> (Source, Source) {
    if a.source <= b.source { (a.source, b.source) } else { (b.source, a.source) }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    #[test]
    fn one_receipt_on_two_claims() {
        let world = World::month("2026-05").expenses(&[
            "expense_id,receipt_no,date,employee,category,amount",
            "BX1,R100,2026-04-20,陆,hotel,300",
            "BX2,R100,2026-05-06,陆,hotel,300",
            "BX3,R200,2026-05-07,苏,hotel,200",
            "BX3,R200,2026-05-07,苏,meals,40",
        ]);
        // The second pair is one receipt split over two lines of one form.
        assert_eq!(world.found("EXP005"), ["陆|||2026-05-06|600.00|300.00|300.00|2"]);
        assert_eq!(world.severities("EXP005"), ["error"]);
    }

    /// One form of two lines and another form: two claims. A form that says the same twice is two as well.
    #[test]
    fn lines_of_a_form_are_one_claim_when_they_are_counted() {
        let world = World::month("2026-05").expenses(&[
            "expense_id,receipt_no,date,employee,category,amount",
            "BX1,R1,2026-05-06,陆,hotel,200",
            "BX1,R1,2026-05-06,陆,meals,40",
            "BX2,R1,2026-05-07,陆,hotel,200",
            "BX3,R2,2026-05-08,苏,hotel,100",
            "BX3,R2,2026-05-08,苏,hotel,100",
        ]);
        assert_eq!(
            world.messages("EXP005"),
            [
                "Receipt R1 stands on 2 claims, 440.00 in all; a receipt is paid once.",
                "Receipt R2 stands on 2 claims, 200.00 in all; a receipt is paid once.",
            ]
        );
    }

    /// Words for a missing receipt are no number that two claims could share.
    #[test]
    fn a_receipt_that_is_missing_is_on_no_two_claims() {
        for word in ["无", "N/A", "n.a.", "none", "待补", "未知", "无票"] {
            let world = World::month("2026-05").expenses(&[
                "receipt_no,date,employee,category,amount",
                &format!("{word},2026-05-06,陆,hotel,300"),
                &format!("{word},2026-05-12,苏,meals,40"),
            ]);
            assert!(world.found("EXP005").is_empty(), "{word}");
        }
    }

    #[test]
    fn same_day_unless_receipts_differ_or_the_amount_recurs() {
        let mut rows = vec![
            "receipt_no,date,employee,category,amount".to_owned(),
            ",2026-05-06,陆,meals,88".to_owned(),
            ",2026-05-06,陆,meals,88".to_owned(),
            "A1,2026-05-07,陆,meals,66".to_owned(),
            "A2,2026-05-07,陆,meals,66".to_owned(),
            "A3,2026-05-08,陆,meals,55".to_owned(),
            ",2026-05-08,陆,meals,55".to_owned(),
            ",2026-05-09,陆,local_transport,25".to_owned(),
            ",2026-05-09,陆,local_transport,25".to_owned(),
        ];
        rows.extend((1..=3).map(|d| format!(",2026-03-0{d},苏,local_transport,25")));
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let world = World::month("2026-05").expenses(&rows);
        assert_eq!(world.found("EXP005"), ["陆|||2026-05-06|176.00|88.00|88.00|2", "陆|||2026-05-08|110.00|55.00|55.00|2"]);
        assert_eq!(world.severities("EXP005"), ["warning", "warning"]);
    }

    #[test]
    fn near_duplicates_are_notes_without_an_amount() {
        let world = World::month("2026-05").expenses(&[
            "receipt_no,date,employee,category,amount",
            ",2026-05-06,陆,meals,88",
            ",2026-05-08,陆,meals,88",
            ",2026-05-12,陆,meals,88",
            ",2026-05-15,苏,meals,77",
            ",2026-05-15,陆,meals,77",
            "B1,2026-05-20,陆,hotel,300",
            "B2,2026-05-21,陆,hotel,300",
        ]);
        assert_eq!(world.found("EXP005"), ["陆|||2026-05-08|176.00|||2", "陆|||2026-05-15|154.00|||2"]);
        assert_eq!(world.severities("EXP005"), ["note", "note"]);
    }

    #[test]
    fn a_claim_and_its_reversal_cancel_first() {
        let world = World::month("2026-05").expenses(&[
            "receipt_no,date,employee,category,amount",
            "R1,2026-05-06,陆,hotel,300",
            "R1,2026-05-07,陆,hotel,-300",
            "R1,2026-05-08,陆,hotel,300",
        ]);
        assert!(world.found("EXP005").is_empty());
    }
}
