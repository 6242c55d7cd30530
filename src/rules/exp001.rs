//! EXP001: living costs above the day rates of the trip's days.

use std::collections::BTreeMap;

use super::{Case, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{Expense, TableId, expenses};
use crate::units::Money;

/// Hotel, meals and local transport of one employee on one trip, taken together, against the day rate of the grade.
pub(super) struct LivingCosts;

impl Rule for LivingCosts {
    fn id(&self) -> &'static str {
        "EXP001"
    }

    fn source(&self) -> &'static str {
        "[0]1 C"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn policy(&self) -> &'static [&'static str] {
        &["day_rates", "city_tiers", "part_days"]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Expenses, expenses::TRIP_ID)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["above", "above_sum"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for trip in case.trips() {
            let mut by_employee: BTreeMap<&str, Vec<&Expense>> = BTreeMap::new();
            for claim in trip.expenses.iter().map(|&i| &case.tables.expenses[i]).filter(|e| e.is_living()) {
                by_employee.entry(&claim.employee).or_default().push(claim);
            }
            for (employee, claims) in by_employee {
                // A claim of the trip may name the grade; otherwise the newest one known.
                let own = claims.iter().rev().find_map(|c| c.grade.as_deref());
                let grade = own.or_else(|| case.grade(employee, trip.last_day));
                let Some((grade, allowance)) = grade.and_then(|g| Some((g, case.allowance(trip, employee, g)?))) else {
                    // Without a grade that the policy knows there is no rate.
                    case.give_up();
                    continue;
                };
                // Reversals are negative and count against what they take back.
                let claimed: Money = claims.iter().map(|c| c.amount).sum();
                let allowed = allowance.total;
                if claimed <= allowed {
                    continue;
                }
                let mut facts = vec![
                    ("claimed", Fact::Money(claimed)),
                    ("allowed", Fact::Money(allowed)),
                    ("grade", Fact::Code(grade.to_owned())),
                ];
                let plain = allowance.plain();
                match plain {
                    Some(rate) => facts.extend([("rate", Fact::Money(rate)), ("days", Fact::Count(trip.days()))]),
                    None => facts.push(("sum", Fact::Text(allowance.sum()))),
                }
                drafts.push(Draft {
                    employee: Some(employee.to_owned()),
                    trip_id: Some(trip.id.clone()),
                    claimed: Some(claimed),
                    allowed: Some(allowed),
                    excess: Some(claimed - allowed),
                    pooled: true,
                    facts,
                    evidence: claims.iter().map(|c| c.source).collect(),
                    identity: vec![claimed.to_string(), trip.last_day.to_string()],
                    ..Draft::new(self.severity(), if plain.is_some() { "above" } else { "above_sum" }, trip.last_day)
                });
            }
        }
        drafts
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    /// Three days at 230: 690. Claimed 400 + 250 + 60 = 710, and a reversal of 10 leaves 700: 10 above. The manager on the
    /// same trip may spend 260 × 3 = 780 and spends just that.
    #[test]
    fn living_costs_of_a_trip_by_hand() {
        let world = World::month("2026-05")
            .visits(&["trip_id,date,customer,salesperson,trip_start,trip_end", "T1,2026-05-12,A,陆,2026-05-12,2026-05-14"])
            .expenses(&[
                "trip_id,date,employee,grade,category,amount",
                "T1,2026-05-12,陆,业务员,hotel,400",
                "T1,2026-05-13,陆,业务员,meals,250",
                "T1,2026-05-14,陆,业务员,local_transport,60",
                "T1,2026-05-14,陆,业务员,meals,-10",
                "T1,2026-05-14,陆,业务员,train,500",
                "T1,2026-05-12,苏,经理,hotel,780",
            ]);
        assert_eq!(world.found("EXP001"), ["陆||T1|2026-05-14|700.00|690.00|10.00|4"]);
    }

    #[test]
    fn a_trip_belongs_to_the_month_of_its_last_day() {
        let rows = &[
            "trip_id,date,employee,grade,category,amount",
            "T1,2026-04-30,陆,业务员,hotel,500",
            "T1,2026-05-01,陆,业务员,meals,1",
        ];
        // April's records alone show one day; with May's the trip is known to go on, and is May's.
        assert_eq!(World::month("2026-04").expenses(&rows[..2]).found("EXP001"), ["陆||T1|2026-04-30|500.00|230.00|270.00|1"]);
        assert!(World::month("2026-04").expenses(rows).found("EXP001").is_empty());
        assert_eq!(World::month("2026-05").expenses(rows).found("EXP001"), ["陆||T1|2026-05-01|501.00|460.00|41.00|2"]);
    }

    /// Four days from 30 May to 2 June are 920. In May the trip is not over: nothing is judged, though 500 were claimed by then
    /// and two days are 460. A number that comes up again 32 days later is another trip's, and does not hold May's back.
    #[test]
    fn a_trip_that_goes_on_after_the_month_is_judged_once() {
        let world = |month: &str, meals: &str, again: &str| {
            World::month(month)
                .visits(&["trip_id,date,customer,salesperson,city", "T1,2026-05-30,A,陆,成都", "T1,2026-06-02,B,陆,成都"])
                .expenses(&[
                    "trip_id,date,employee,grade,category,amount",
                    "T1,2026-05-31,陆,业务员,hotel,500",
                    &format!("T1,2026-06-02,陆,业务员,meals,{meals}"),
                    "T2,2026-05-31,陆,业务员,hotel,231",
                    &format!("T2,{again},陆,业务员,hotel,1"),
                ])
        };
        let t2 = "陆||T2|2026-05-31|231.00|230.00|1.00|1".to_owned();
        assert_eq!(world("2026-05", "100", "2026-07-02").found("EXP001"), [t2]);
        assert!(world("2026-05", "100", "2026-07-01").found("EXP001").is_empty());
        assert!(world("2026-06", "420", "2026-07-02").found("EXP001").is_empty());
        assert_eq!(world("2026-06", "421", "2026-07-02").found("EXP001"), ["陆||T1|2026-06-02|921.00|920.00|1.00|2"]);
    }

    const TIERS: &str = "[policy]\n\
        city_tiers = [{ name = \"tier 1\", cities = [\"北京\", \"上海\"], day_rates = { salesperson = 300 } },\n\
        { name = \"tier 2\", cities = [\"苏州\"], day_rates = { salesperson = 250 } }]\n";

    /// Four days. The 12th: visits in Suzhou (250) and Shanghai (300), the dearest counts: 300. The 13th: no city, so that of the
    /// day before: 300. The 14th: Wuxi is in no tier: 230. The 15th: the hotel states Beijing: 300. 300 × 3 + 230 = 1,130; claimed are
    /// 1,131. The train to Beijing on the 14th is no living cost and states no day's city, nor does the colleague's hotel.
    #[test]
    fn tiers_of_cities_by_hand() {
        let world = World::month("2026-05")
            .configured(TIERS)
            .visits(&[
                "trip_id,date,customer,salesperson,city",
                "T1,2026-05-12,A,陆,苏州",
                "T1,2026-05-12,B,陆,上海市",
                "T1,2026-05-14,C,陆,无锡",
                "T1,2026-05-14,C,苏,北京",
            ])
            .expenses(&[
                "trip_id,date,employee,grade,category,amount,city",
                "T1,2026-05-12,陆,业务员,hotel,600,",
                "T1,2026-05-14,陆,业务员,train,500,北京",
                "T1,2026-05-15,陆,业务员,hotel,531,北京",
            ]);
        assert_eq!(world.found("EXP001"), ["陆||T1|2026-05-15|1131.00|1130.00|1.00|2"]);
        assert_eq!(
            world.judged("EXP001"),
            [
                "standard: Living costs of 1,131.00 were claimed; a salesperson may spend 300.00 × 3 (tier 1) + 230.00 × 1 = 1,130.00 on this trip."
            ]
        );
    }

    /// Leaves at 14:00, back at 11:30 on the third day: 115 + 230 + 115 = 460. At 11:59 and 12:01 both days are whole: 690.
    #[test]
    fn part_days_by_hand() {
        let config = "[policy]\npart_days = { leave_share = 0.5, back_share = 0.5 }\n";
        let trip = |start: &str, end: &str| {
            World::month("2026-05")
                .configured(config)
                .visits(&[
                    "trip_id,date,customer,salesperson,trip_start,trip_end",
                    &format!("T1,2026-05-13,A,陆,2026-05-12 {start},2026-05-14 {end}"),
                ])
                .expenses(&["trip_id,date,employee,grade,category,amount", "T1,2026-05-12,陆,业务员,hotel,700"])
        };
        assert_eq!(trip("14:00", "11:30").found("EXP001"), ["陆||T1|2026-05-14|700.00|460.00|240.00|1"]);
        assert_eq!(
            trip("14:00", "11:30").judged("EXP001"),
            [
                "standard: Living costs of 700.00 were claimed; a salesperson may spend 230.00 × 0.5 × 2 + 230.00 × 1 = 460.00 on this trip."
            ]
        );
        assert_eq!(trip("11:59", "12:01").found("EXP001"), ["陆||T1|2026-05-14|700.00|690.00|10.00|1"]);
        assert_eq!(trip("", "").found("EXP001"), ["陆||T1|2026-05-14|700.00|690.00|10.00|1"]);
    }

    /// One day, left at 13:00 and back at 17:00: both shares would hold, the smaller counts, once: 230 × 0.5 = 115.
    #[test]
    fn a_day_trip_counts_in_part_once() {
        let world = World::month("2026-05")
            .configured("[policy]\npart_days = { leave_share = 0.5, back_until = \"18:00\", back_share = 0.7 }\n")
            .visits(&[
                "trip_id,date,customer,salesperson,trip_start,trip_end",
                "T1,2026-05-12,A,陆,2026-05-12 13:00,2026-05-12 17:00",
            ])
            .expenses(&["trip_id,date,employee,grade,category,amount", "T1,2026-05-12,陆,业务员,meals,116"]);
        assert_eq!(world.found("EXP001"), ["陆||T1|2026-05-12|116.00|115.00|1.00|1"]);
    }

    /// A trip is judged by the policy of its first day: March's 230, April's 250, and for one over the turn March's, 230 × 2 = 460.
    #[test]
    fn each_trip_has_the_policy_of_its_first_day() {
        let rows = &[
            "trip_id,date,employee,grade,category,amount",
            "M,2026-03-10,陆,业务员,hotel,245",
            "A,2026-04-10,陆,业务员,hotel,245",
            "B,2026-04-15,陆,业务员,hotel,255",
            "T,2026-03-31,陆,业务员,hotel,470",
            "T,2026-04-01,陆,业务员,meals,10",
        ];
        let config = "[[policy.changes]]\nvalid_from = 2026-04-01\nname = \"2026\"\nday_rates = { salesperson = 250 }\n";
        let world = |month: &str| World::month(month).configured(config).expenses(rows);
        assert_eq!(world("2026-03").found("EXP001"), ["陆||M|2026-03-10|245.00|230.00|15.00|1"]);
        assert_eq!(
            world("2026-04").found("EXP001"),
            ["陆||T|2026-04-01|480.00|460.00|20.00|2", "陆||B|2026-04-15|255.00|250.00|5.00|1"]
        );
        let sentences = world("2026-04").judged("EXP001");
        assert!(sentences[0].starts_with("standard: ") && sentences[1].starts_with("2026: "), "{sentences:?}");
    }
}
