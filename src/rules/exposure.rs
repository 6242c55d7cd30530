//! Net exposure: an amount that several findings question counts once.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::{Decision, Finding, Severity};
use crate::tables::{Source, Tables};
use crate::units::Money;

/// What findings question of each claim that one of them names.
struct Claims {
    amounts: FxHashMap<Source, Money>,
    questioned: FxHashMap<Source, Money>,
}

impl Claims {
    fn new(findings: &[Finding], tables: &Tables) -> Self {
        let named: FxHashSet<Source> = findings.iter().flat_map(|f| f.draft.evidence.iter().copied()).collect();
        let claims = tables.expenses.iter().filter(|e| named.contains(&e.source));
        Claims { amounts: claims.map(|e| (e.source, e.amount)).collect(), questioned: FxHashMap::default() }
    }

    /// An amount laid on claims, from the last one backwards: of a claim made twice, the later one is the excess. What is no
    /// claim (an order, a callback) bears nothing.
    fn laid(&self, evidence: &[Source], amount: Money) -> Vec<(Source, Money)> {
        let mut rest = amount;
        let bears = |source: &Source| {
            let part = rest.min(*self.amounts.get(source)?).max(Money::ZERO);
            rest -= part;
            part.is_positive().then_some((*source, part))
        };
        evidence.iter().rev().filter_map(bears).collect()
    }

    fn of(&self, source: Source) -> Money {
        self.questioned.get(&source).copied().unwrap_or_default()
    }

    /// Questions so much of single claims; what was questioned of them before is the same money. Gives what is new.
    fn single(&mut self, parts: &[(Source, Money)]) -> Money {
        let mut new = Money::ZERO;
        for &(source, part) in parts {
            let more = (part - self.of(source)).max(Money::ZERO);
            *self.questioned.entry(source).or_default() += more;
            new += more;
        }
        new
    }

    /// Questions so much of claims taken together, of which what is questioned already is a part. The rest is laid on what
    /// other findings question too (`others`), then on the last claims. Gives what is new.
    fn pooled(&mut self, evidence: &[Source], excess: Money, others: &FxHashMap<Source, Money>) -> Money {
        let questioned: Money = evidence.iter().map(|source| self.of(*source)).sum();
        let wanted = excess - questioned;
        let taken = take(&mut self.questioned, others, evidence, wanted);
        taken + take(&mut self.questioned, &self.amounts, evidence, wanted - taken)
    }

    /// What is in question of claims, as far as nothing else questions them.
    fn rest(&mut self, evidence: &[Source], claimed: Money) -> Money {
        take(&mut self.questioned, &self.amounts, evidence, claimed)
    }
}

/// Takes an amount from claims, from the last one backwards, of each up to a bound. Gives what could be taken.
fn take(
    questioned: &mut FxHashMap<Source, Money>,
    bounds: &FxHashMap<Source, Money>,
    evidence: &[Source],
    amount: Money,
) -> Money {
    let mut taken = Money::ZERO;
    for source in evidence.iter().rev() {
        let Some(bound) = bounds.get(source) else { continue };
        let questioned = questioned.entry(*source).or_default();
        let part = (amount - taken).min(*bound - *questioned).max(Money::ZERO);
        *questioned += part;
        taken += part;
    }
    taken
}

/// Gives each finding its own part of the excess and of what is in question.
///
/// False alarms take nothing. What was recovered takes first, then what is accepted, then what is open: money that came back
/// is not counted as missing because an open finding names the same claim. Every excess comes before anything in question: a
/// figure that can be proved outranks one that cannot. A note puts no amount in question: it says that two claims may be one.
///
/// Most excesses are of certain claims. One of several claims together, as living costs above the rate of a trip are, is there
/// whichever of them falls: of 260 + 260 claimed on one receipt where 230 are allowed, the second 260 and 30 of the first are
/// too much, 290 and not 260 + 290. So those of certain claims come first, and count towards it.
pub(super) fn count_once(findings: &mut [Finding], tables: &Tables) {
    let mut claims = Claims::new(findings, tables);
    let order = in_order(findings);
    let mut single: FxHashMap<Source, Money> = FxHashMap::default();
    let mut parts: Vec<Vec<(Source, Money)>> = vec![Vec::new(); findings.len()];
    for &at in order.iter().filter(|at| !findings[**at].draft.pooled) {
        let draft = &findings[at].draft;
        parts[at] = draft.excess.map_or_else(Vec::new, |excess| claims.laid(&draft.evidence, excess));
        for &(source, part) in &parts[at] {
            let most = single.entry(source).or_default();
            *most = part.max(*most);
        }
    }
    for &at in &order {
        let draft = &findings[at].draft;
        findings[at].net_excess = match draft.excess {
            Some(excess) if draft.pooled => claims.pooled(&draft.evidence, excess, &single),
            _ => claims.single(&parts[at]),
        };
    }
    for &at in &order {
        let draft = &findings[at].draft;
        let asked =
            draft.claimed.filter(|_| draft.excess.is_none() && draft.allowed.is_none() && draft.severity > Severity::Note);
        findings[at].in_question = asked.map_or(Money::ZERO, |claimed| claims.rest(&draft.evidence, claimed));
    }
}

/// The findings that count, by their standing, those of certain claims first, and then as they come.
fn in_order(findings: &[Finding]) -> Vec<usize> {
    let rank = |at: &usize| {
        let standing = match findings[*at].standing.decision {
            Some(Decision::Recovered) => 0,
            Some(Decision::Accepted) => 1,
            _ => 2,
        };
        (standing, findings[*at].draft.pooled)
    };
    let mut order: Vec<usize> = (0..findings.len()).filter(|&at| !findings[at].standing.is(Decision::FalseAlarm)).collect();
    order.sort_by_key(rank);
    order
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::World;

    /// Rule, standing, net excess and amount in question of each finding.
    fn counted(world: &World) -> Vec<String> {
        let (_, audit) = world.audit();
        let figures =
            |f: &crate::finding::Finding| format!("{} {} {} {}", f.rule, f.standing.code(), f.net_excess, f.in_question);
        audit.findings.iter().map(figures).collect()
    }

    const CLAIMS: [&str; 5] = [
        "trip_id,receipt_no,date,employee,grade,category,amount,prior_approval,seat_class",
        "T1,R1,2026-05-04,陆,业务员,hotel,300,,",
        "T1,R1,2026-05-04,陆,业务员,hotel,300,,",
        "T1,,2026-05-04,陆,业务员,train,553,,一等座",
        "T1,,2026-05-04,陆,业务员,other,80,,",
    ];

    /// One day at 230: of 600 living costs 370 are too much. The second 300 is one of them, claimed a second time; without it
    /// 300 are claimed where 230 are allowed, 70 too much: 300 + 70 = 370, and the 230 stay.
    #[test]
    fn an_amount_that_two_rules_find_counts_once() {
        let world = World::month("2026-05").expenses(&CLAIMS);
        let found = counted(&world);
        assert!(found.contains(&"EXP001 open 70.00 0.00".to_owned()), "{found:?}");
        assert!(found.contains(&"EXP005 open 300.00 0.00".to_owned()), "{found:?}");
        assert!(found.contains(&"EXP002 open 0.00 553.00".to_owned()), "{found:?}");
        // A false alarm takes nothing, and leaves all to the other rule; what came back takes before what is open.
        for (rule, decision, living, twice) in [
            ("EXP001", "误报", "false_alarm 0.00", "open 300.00"),
            ("EXP001", "recovered", "recovered 370.00", "open 0.00"),
            ("EXP001", "accepted", "accepted 370.00", "open 0.00"),
            ("EXP005", "误报", "open 370.00", "false_alarm 0.00"),
            ("EXP005", "已追回", "open 70.00", "recovered 300.00"),
        ] {
            let id = world.audit().1.findings.iter().find(|f| f.rule == rule).unwrap().id.clone();
            let decided = [format!("{id},{decision}")];
            let found = counted(&World::month("2026-05").expenses(&CLAIMS).dispositions(&["finding_id,decision", &decided[0]]));
            assert!(found.contains(&format!("EXP001 {living} 0.00")), "{rule} {decision}: {found:?}");
            assert!(found.contains(&format!("EXP005 {twice} 0.00")), "{rule} {decision}: {found:?}");
        }
    }

    /// Never less than what is too much, never more than what is claimed above what is allowed, whichever finding comes first.
    #[test]
    fn sums_by_hand() {
        let trip = |no: &str, category: &str, amount: &str| format!("T1,{no},2026-05-04,陆,业务员,{category},{amount},,,");
        let late = |category: &str, amount: &str| format!("T1,,2026-05-04,陆,业务员,{category},{amount},,,A");
        for (rows, total) in [
            // 260 stand, 30 of them too much, and 260 are claimed again.
            (vec![trip("R1", "hotel", "260"), trip("R1", "hotel", "260")], 290),
            // 500 again and 270 above 230.
            (vec![trip("R1", "hotel", "500"), trip("R1", "hotel", "500")], 770),
            // 200 again and 200 again; the 200 that stand are within 230.
            (vec![trip("R1", "meals", "200"), trip("R1", "meals", "200"), trip("R1", "meals", "200")], 400),
            // Within the rate, so only what is claimed again; and above it only with another claim.
            (vec![trip("R1", "meals", "100"), trip("R1", "meals", "100")], 100),
            (vec![trip("R1", "meals", "100"), trip("R1", "meals", "100"), trip("R2", "hotel", "200")], 170),
            // A gift of 1,500 twice: 500 above the limit of 1,000, and 1,500 again.
            (vec![late("gift", "1500").replacen(",,", ",R1,", 1), late("gift", "1500").replacen(",,", ",R1,", 1)], 2_000),
            // What nothing reimburses, twice: 80 and 80.
            (vec![trip("R1", "other", "80"), trip("R1", "other", "80")], 160),
        ] {
            let head = "trip_id,receipt_no,date,employee,grade,category,amount,prior_approval,seat_class,customer".to_owned();
            let rows: Vec<String> = std::iter::once(head).chain(rows).collect();
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            let build = || World::month("2026-05").expenses(&rows);
            let findings = build().audit().1.findings;
            let sum = |world: World| world.audit().1.findings.iter().map(|f| f.net_excess).sum::<crate::units::Money>();
            let total = crate::units::Money::from_minor(total * 100);
            assert_eq!(sum(build()), total, "{rows:?}");
            for finding in &findings {
                let decided = format!("{},recovered", finding.id);
                assert_eq!(sum(build().dispositions(&["finding_id,decision", &decided])), total, "{} {rows:?}", finding.rule);
            }
        }
    }

    /// Two rules question one flight without knowing what would have been allowed: it is in question once.
    #[test]
    fn a_claim_in_question_counts_once_and_never_beside_its_excess() {
        let world = World::month("2026-05").expenses(&CLAIMS);
        let total: crate::units::Money = world.audit().1.findings.iter().map(|f| f.net_excess + f.in_question).sum();
        let claimed = crate::units::Money::from_minor(123_300);
        assert!(total <= claimed, "{total}");
    }
}
