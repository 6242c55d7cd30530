//! VIS004: a trip approved below the rank its length asks for.

use super::{Case, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{TableId, Visit, visits};

/// Approvers, rising.
const RANKS: [&str; 4] = ["supervisor", "department_head", "vice_president", "general_manager"];

/// A trip of one to three days needs the supervisor, one of four or more the department head (or whoever the policy names).
pub(super) struct TripApproval;

impl Rule for TripApproval {
    fn id(&self) -> &'static str {
        "VIS004"
    }

    fn source(&self) -> &'static str {
        "[0]1 B"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn policy(&self) -> &'static [&'static str] {
        &["approval"]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Visits, visits::TRIP_ID), (TableId::Visits, visits::APPROVER_ROLE)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["below", "missing"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for trip in case.trips() {
            let visits: Vec<&Visit> = case
                .visits_of(trip)
                .into_iter()
                .filter(|v| case.tables.sources.states(v.source, visits::APPROVER_ROLE))
                .collect();
            let Some(first) = visits.first() else { continue };
            let days = trip.days();
            let policy = case.policy(Some(&trip.id), trip.last_day);
            let step = policy.approval.iter().rev().find(|s| i64::from(s.from_days) <= days);
            let Some(needed) = step.map(|s| s.rank.as_str()) else { continue };
            // The highest rank that any line of the trip names has approved it.
            let best = visits.iter().filter_map(|v| v.approver_role.as_deref()).max_by_key(|role| rank(role));
            if best.is_some_and(|role| rank(role) >= rank(needed)) {
                continue;
            }
            drafts.push(Draft {
                employee: Some(first.salesperson.clone()),
                trip_id: Some(trip.id.clone()),
                facts: vec![
                    ("days", Fact::Count(days)),
                    ("needed", Fact::Code(needed.to_owned())),
                    ("role", best.map_or(Fact::Missing, |r| Fact::Code(r.to_owned()))),
                ],
                evidence: visits.iter().map(|v| v.source).collect(),
                identity: vec![trip.last_day.to_string()],
                ..Draft::new(self.severity(), if best.is_some() { "below" } else { "missing" }, trip.last_day)
            });
        }
        drafts
    }
}

/// Position of a role in the ladder; a role that is not on it approves nothing.
fn rank(role: &str) -> usize {
    RANKS.iter().position(|r| *r == role).map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    #[test]
    fn the_longer_the_trip_the_higher_the_approver() {
        let world = World::month("2026-05").visits(&[
            "trip_id,date,customer,salesperson,trip_start,trip_end,approver_role",
            "T1,2026-05-04,A,陆,2026-05-04,2026-05-06,主管",
            "T2,2026-05-11,A,陆,2026-05-11,2026-05-14,主管",
            "T3,2026-05-11,A,苏,2026-05-11,2026-05-14,销售部部长",
            "T4,2026-05-18,A,苏,2026-05-18,2026-05-18,",
            "T5,2026-05-19,A,苏,2026-05-19,2026-05-19,业务员",
            "T6,2026-05-20,A,苏,2026-05-20,2026-05-25,总经理",
        ]);
        assert_eq!(world.found("VIS004"), ["陆||T2|2026-05-14||||1", "苏||T4|2026-05-18||||1", "苏||T5|2026-05-19||||1"]);
    }

    /// From 30 May to 2 June: four days, and June's. The times that June's visit states are the trip's: no VIS006.
    #[test]
    fn a_trip_over_the_turn_of_the_month_is_judged_whole() {
        let world = |month: &str, ends: &str| {
            World::month(month).visits(&[
                "trip_id,date,customer,salesperson,city,trip_start,trip_end,approver_role",
                "T1,2026-05-30,A,陆,深圳,,,主管",
                "T1,2026-05-30,B,陆,深圳,,,主管",
                &format!("T1,2026-06-02,C,陆,东莞,{ends},主管"),
                "T1,2026-06-02,D,陆,东莞,,,主管",
                "T9,2026-05-05,D,陆,武汉,2026-05-05 07:00,2026-05-05 20:00,主管",
            ])
        };
        for ends in [",", "2026-05-30 07:00,2026-06-02 20:00"] {
            for rule in ["VIS002", "VIS004", "VIS006"] {
                assert!(world("2026-05", ends).found(rule).is_empty(), "{rule} {ends}");
            }
            assert_eq!(world("2026-06", ends).found("VIS004"), ["陆||T1|2026-06-02||||4"], "{ends}");
            assert!(world("2026-06", ends).found("VIS002").is_empty());
            assert_eq!(world("2026-06", ends).found("VIS006").len(), usize::from(ends == ","));
        }
    }
}
