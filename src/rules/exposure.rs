//! Net exposure: an amount that several findings question counts once.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::{Decision, Finding, Severity};
use crate::tables::{Source, Tables};
use crate::units::Money;

/// What is left of each claim that a finding names.
struct Claims {
    left: FxHashMap<Source, Money>,
}

impl Claims {
    fn new(findings: &[Finding], tables: &Tables) -> Self {
        let named: FxHashSet<Source> = findings.iter().flat_map(|f| f.draft.evidence.iter().copied()).collect();
        let claims = tables.expenses.iter().filter(|e| named.contains(&e.source));
        Claims { left: claims.map(|e| (e.source, e.amount)).collect() }
    }

    /// Takes an amount from a finding's claims, from the last one backwards: of a claim made twice, the later one is the
    /// excess. What is no claim (an order, a callback) gives nothing.
    fn take(&mut self, evidence: &[Source], amount: Money) -> Money {
        let mut taken = Money::ZERO;
        for source in evidence.iter().rev() {
            let Some(left) = self.left.get_mut(source) else { continue };
            let part = (amount - taken).min(*left).max(Money::ZERO);
            *left -= part;
            taken += part;
        }
        taken
    }
}

/// Gives each finding its own part of the excess and of what is in question.
///
/// False alarms take nothing. What was recovered takes first, then what is accepted, then what is open: money that came back
/// is not counted as missing because an open finding names the same claim. Every excess comes before anything in question: a
/// figure that can be proved outranks one that cannot. A note puts no amount in question: it says that two claims may be one.
pub(super) fn count_once(findings: &mut [Finding], tables: &Tables) {
    let mut claims = Claims::new(findings, tables);
    let order = in_order(findings);
    for &at in &order {
        let draft = &findings[at].draft;
        findings[at].net_excess = draft.excess.map_or(Money::ZERO, |excess| claims.take(&draft.evidence, excess));
    }
    for &at in &order {
        let draft = &findings[at].draft;
        let asked =
            draft.claimed.filter(|_| draft.excess.is_none() && draft.allowed.is_none() && draft.severity > Severity::Note);
        findings[at].in_question = asked.map_or(Money::ZERO, |claimed| claims.take(&draft.evidence, claimed));
    }
}

/// The findings that count, by their standing and then as they come.
fn in_order(findings: &[Finding]) -> Vec<usize> {
    let rank = |at: &usize| match findings[*at].standing.decision {
        Some(Decision::Recovered) => 0,
        Some(Decision::Accepted) => 1,
        _ => 2,
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

    /// One day at 230: of 600 living costs 370 are too much, and 300 of them a second time. Laid on the claims from the last
    /// one backwards the 370 take all of the second 300 and 70 of the first; the 300 of the double claim find 0 left of the
    /// second and then 230 of the first. Both together are the 600 that were claimed.
    #[test]
    fn an_amount_that_two_rules_find_counts_once() {
        let world = World::month("2026-05").expenses(&CLAIMS);
        let found = counted(&world);
        assert!(found.contains(&"EXP001 open 370.00 0.00".to_owned()), "{found:?}");
        assert!(found.contains(&"EXP002 open 0.00 553.00".to_owned()), "{found:?}");
        let world_of = |decision: &str| {
            let id = world.audit().1.findings.iter().find(|f| f.rule == "EXP001").unwrap().id.clone();
            World::month("2026-05").expenses(&CLAIMS).dispositions(&["finding_id,decision", &format!("{id},{decision}")])
        };
        // A false alarm takes nothing, and leaves all to the other rule.
        let found = counted(&world_of("误报"));
        assert!(found.contains(&"EXP001 false_alarm 0.00 0.00".to_owned()), "{found:?}");
        assert!(found.contains(&"EXP005 open 300.00 0.00".to_owned()), "{found:?}");
        let found = counted(&world_of("recovered"));
        assert!(found.contains(&"EXP001 recovered 370.00 0.00".to_owned()), "{found:?}");
    }

    /// The later finding is recovered: it takes before the open one that comes first.
    #[test]
    fn what_came_back_takes_before_what_is_open() {
        let world = World::month("2026-05").expenses(&CLAIMS);
        let id = world.audit().1.findings.iter().find(|f| f.rule == "EXP005").unwrap().id.clone();
        let world = World::month("2026-05").expenses(&CLAIMS).dispositions(&["finding_id,decision", &format!("{id},已追回")]);
        let found = counted(&world);
        // 300 of the second claim came back; of the 370 of EXP001 the first claim bears 300.
        assert!(found.contains(&"EXP005 recovered 300.00 0.00".to_owned()), "{found:?}");
        assert!(found.contains(&"EXP001 open 300.00 0.00".to_owned()), "{found:?}");
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
