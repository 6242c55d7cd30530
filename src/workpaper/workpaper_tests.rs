//! Tests of the working paper on small worlds, their figures computed by hand.

use super::*;
use crate::analyse::{self, Period};
use crate::rules::testing::World;
use crate::rules::{self};
use crate::units::Money;

struct Paper {
    tables: Tables,
    audit: Audit,
    paper: Workpaper,
}

fn paper_of(world: &World, month: &str, change: impl FnOnce(&mut Config)) -> Paper {
    let mut config = Config::default();
    change(&mut config);
    let (tables, settings) = (world.tables(), Settings::default());
    let review = analyse::analyse(&tables, Period::new(month.parse().unwrap(), config.window_months), &config).unwrap();
    let audit = rules::audit(&tables, &review, &config, &settings);
    let paper = Workpaper::new(&tables, &review, &audit, &config, &settings).unwrap();
    Paper { tables, audit, paper }
}

fn yuan(amount: i64) -> Money {
    Money::from_minor(amount * 100)
}

const VISITS: [&str; 6] = [
    "trip_id,date,customer,salesperson,grade,city,region",
    "T1,2026-05-04,A,陆,业务员,深圳,广东",
    "T1,2026-05-05,B,陆,业务员,广州,广东",
    "T1,2026-05-05,C,陆,业务员,广州,广东",
    "T1,2026-05-05,D,陆,业务员,东莞,广东",
    ",2026-05-20,A,苏,经理,苏州,江苏",
];

/// T1 is two days at 230: 460 allowed, 700 claimed for living, 240 too much. In April the same: 300 for one day, 70 too much.
const CLAIMS: [&str; 10] = [
    "trip_id,receipt_no,date,employee,grade,category,amount,city,customer,seat_class",
    "T1,R1,2026-05-04,陆,业务员,hotel,600,深圳,,",
    "T1,R2,2026-05-05,陆,业务员,meals,100,广州,,",
    "T1,R3,2026-05-05,陆,业务员,train,553,,,一等座",
    "T1,R4,2026-05-05,陆,业务员,reception,150,广州,,",
    "T1,R5,2026-05-05,陆,业务员,gift,80,广州,A,",
    "T9,R6,2026-05-12,苏,经理,meals,90,南京,,",
    ",R7,2026-05-14,苏,经理,local_transport,35,苏州,,",
    ",R8,2026-05-20,苏,经理,meals,45,苏州,,",
    "T0,R9,2026-04-08,陆,业务员,hotel,300,杭州,,",
];

fn world(dispositions: &[&str]) -> World {
    let world = World::month("2026-05").visits(&VISITS).expenses(&CLAIMS);
    if dispositions.is_empty() { world } else { world.dispositions(dispositions) }
}

fn id_of(month: &str, rule: &str) -> String {
    let found = paper_of(&world(&[]), month, |_| {});
    found.audit.findings.iter().find(|f| f.rule == rule).unwrap().id.clone()
}

#[test]
fn exposure_by_rule_employee_and_region() {
    let Paper { paper, audit, .. } = paper_of(&world(&[]), "2026-05", |_| {});
    let exposure = &paper.exposure;
    assert_eq!(exposure.total.excess, audit.findings.iter().map(|f| f.net_excess).sum());
    let rule = |id| exposure.by_rule.iter().find(|l| l.key == Some(id)).unwrap().figures;
    assert_eq!((rule("EXP001").findings, rule("EXP001").excess, rule("EXP001").open_excess), (1, yuan(240), yuan(240)));
    // A seat above the class: what the right one would have cost is unknown, so the ticket is in question.
    assert_eq!((rule("EXP002").excess, rule("EXP002").in_question), (yuan(0), yuan(553)));
    assert_eq!(exposure.by_employee[0].key.as_deref(), Some("陆"));
    let regions: Vec<Option<&str>> = exposure.by_region.iter().map(|l| l.key.as_deref()).collect();
    // The findings of the trip name no customer: its first visit lies in Guangdong.
    assert_eq!(regions[0], Some("广东"), "{regions:?}");
    let sums = |lines: &[Line<String>]| lines.iter().map(|l| l.figures.excess).sum::<Money>();
    assert_eq!((sums(&exposure.by_employee), sums(&exposure.by_region)), (exposure.total.excess, exposure.total.excess));
}

#[test]
fn a_false_alarm_counts_for_nothing_and_what_came_back_is_told_apart() {
    let (may, ticket) = (id_of("2026-05", "EXP001"), id_of("2026-05", "EXP002"));
    let rows = ["finding_id,decision,decided_on", &format!("{may},recovered,2026-06-03"), &format!("{ticket},误报,2026-06-03")];
    let Paper { paper, .. } = paper_of(&world(&rows), "2026-05", |_| {});
    let rule = |id| paper.exposure.by_rule.iter().find(|l| l.key == Some(id)).unwrap().figures;
    let living = rule("EXP001");
    assert_eq!((living.open, living.decided, living.excess, living.recovered), (0, 1, yuan(240), yuan(240)));
    assert_eq!(living.open_excess, yuan(0));
    let ticket = rule("EXP002");
    assert_eq!((ticket.findings, ticket.false_alarms, ticket.in_question), (1, 1, yuan(0)));
}

#[test]
fn the_months_before_are_audited_as_of_then() {
    let april = id_of("2026-04", "EXP001");
    let rows = ["finding_id,decision,decided_on", &format!("{april},accepted,2026-05-02")];
    let Paper { paper, .. } = paper_of(&world(&rows), "2026-05", |config| config.audit.precision_from = 1);
    // Nothing is known of the months before the first claim.
    let months: Vec<String> = paper.history.months.iter().map(|m| m.month.to_string()).collect();
    assert_eq!(months, ["2026-04", "2026-05"]);
    let living = |at: usize| paper.history.months[at].rules.iter().find(|r| r.rule == "EXP001").unwrap().figures;
    assert_eq!((living(0).excess, living(0).open, living(1).excess, living(1).open), (yuan(70), 0, yuan(240), 1));
    let known = paper.history.find(&april).unwrap();
    assert_eq!((known.rule, known.employee.as_deref()), ("EXP001", Some("陆")));
    assert_eq!(paper.dispositions.applied.len(), 1);
    let precision = paper.precision_of("EXP001").unwrap();
    assert_eq!((precision.decided, precision.false_alarms, precision.precision), (1, 0, Some(1.0)));
}

#[test]
fn precision_needs_enough_decisions() {
    let (may, april) = (id_of("2026-05", "EXP001"), id_of("2026-04", "EXP001"));
    let rows = ["finding_id,decision", &format!("{may},误报"), &format!("{april},已接受")];
    let of = |least| {
        let paper = paper_of(&world(&rows), "2026-05", |config| config.audit.precision_from = least).paper;
        paper.precision_of("EXP001").unwrap().clone()
    };
    assert_eq!((of(2).decided, of(2).false_alarms, of(2).precision), (2, 1, Some(0.5)));
    assert_eq!(of(3).precision, None);
}

#[test]
fn a_decision_on_no_finding_is_said_unless_its_time_is_past() {
    let rows = [
        "finding_id,decision,decided_on",
        "EXP001-0000000000,accepted,2026-06-01",
        "EXP001-1111111111,accepted,2024-06-01",
        "VIS005-2222222222,误报,2026-06-01",
        "示例-EXP001-3333333333,误报,2026-06-01",
        "EXP001-4444444444,没问题吧,",
        "EXP001-5555555555,,",
        "nonsense,recovered,",
    ];
    let Paper { paper, tables, .. } = paper_of(&world(&rows), "2026-05", |_| {});
    let d = &paper.dispositions;
    let ids = |strays: &[Stray]| strays.iter().map(|s| s.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&d.unknown), ["EXP001-0000000000", "nonsense"]);
    assert_eq!(ids(&d.not_understood), ["EXP001-4444444444"]);
    // VIS005 is not checked here: no sheet states when appointments were confirmed.
    assert_eq!((d.older, d.unchecked, d.undecided, d.applied.len()), (1, 1, 1, 0));
    assert_eq!(tables.dispositions.len(), 7);
}

#[test]
fn claims_and_visits_that_do_not_meet() {
    let Paper { paper, .. } = paper_of(&world(&[]), "2026-05", |_| {});
    let r = &paper.reconciliation;
    let claims: Vec<(u32, &str)> =
        r.claims_without_visit.as_ref().unwrap().iter().map(|c| (c.source.row, c.why.code())).collect();
    // T9 has no visit; on 14 May 苏 saw nobody, on 20 May a customer.
    assert_eq!(claims, [(7, "trip_without_visit"), (8, "day_without_visit")]);
    assert_eq!(r.visits_without_claim.as_ref().unwrap().len(), 0);
    let receptions: Vec<u32> = r.receptions_without_customer.as_ref().unwrap().iter().map(|u| u.source.row).collect();
    assert_eq!(receptions, [5]);
    let alone = paper_of(&World::month("2026-05").visits(&VISITS), "2026-05", |_| {}).paper.reconciliation;
    assert!(alone.claims_without_visit.is_none() && alone.receptions_without_customer.is_none());
}

/// Living 600 + 100 = 700, train 553, reception and gift 150 + 80 = 230; claimed 1,483. Allowed: 230 × 2 days + 553 + 230 =
/// 1,243, and 1,483 − 1,243 = 240 is the excess.
#[test]
fn a_trip_on_one_line() {
    let Paper { paper, .. } = paper_of(&world(&[]), "2026-05", |_| {});
    let ids: Vec<&str> = paper.trips.iter().map(|t| t.trip_id.as_str()).collect();
    assert_eq!(ids, ["T1", "T9"]);
    let trip = &paper.trips[0];
    assert_eq!((trip.days, trip.visits, trip.customers), (2, 4, 4));
    assert_eq!(trip.cities, ["深圳", "广州", "东莞"]);
    assert_eq!(trip.employees, [Traveller { name: "陆".to_owned(), grade: Some("salesperson".to_owned()) }]);
    assert_eq!((trip.claims.living, trip.claims.train, trip.claims.hospitality), (yuan(700), yuan(553), yuan(230)));
    assert_eq!((trip.claimed, trip.allowed), (yuan(1_483), Some(yuan(1_243))));
    assert_eq!(trip.figures.excess, yuan(240));
}

/// 40 claims of four people, 100 to 139 yuan each: 4,780 in all.
fn many(order: impl Fn(usize) -> usize) -> World {
    let claim = |i: usize| format!("R{i},2026-05-{:02},人{},meals,{}", i % 20 + 1, i % 4, 100 + i);
    let rows: Vec<String> = (0..40).map(|i| claim(order(i))).collect();
    let header = ["receipt_no,date,employee,category,amount"];
    let lines: Vec<&str> = header.into_iter().chain(rows.iter().map(String::as_str)).collect();
    World::month("2026-05").expenses(&lines)
}

#[test]
fn the_sample_depends_on_the_month_and_the_claims_alone() {
    let drawn = |world: &World| {
        let sample = paper_of(world, "2026-05", |config| config.audit.sample_size = 10).paper.sample;
        let mut receipts: Vec<String> = sample.drawn.iter().map(|s| s.receipt_no.clone().unwrap()).collect();
        receipts.sort();
        (sample, receipts)
    };
    let ((sample, one), (_, other)) = (drawn(&many(|i| i)), drawn(&many(|i| 39 - i)));
    assert_eq!((one.len(), &one), (10, &other), "the order of the rows does not matter");
    assert_eq!((sample.claims, sample.clean), (40, 40));
    // A fifth of 4,780 is 956: 139 + 138 + … + 134 = 819, with 133 it is 952, with 132 it is 1,084: eight claims from 132 on.
    assert_eq!(sample.high_from, Some(yuan(132)));
    assert_eq!(sample.strata.iter().map(|s| s.claims).collect::<Vec<_>>(), [8, 32]);
    assert_eq!(sample.strata.iter().map(|s| s.sampled).sum::<u64>(), 10);
    for who in 0..4 {
        let name = format!("人{who}");
        assert!(sample.drawn.iter().any(|s| s.employee == name && s.why == SampledFor::Employee), "{name}");
    }
    let few = paper_of(&many(|i| i), "2026-05", |config| config.audit.sample_size = 3).paper.sample;
    assert_eq!(few.drawn.len(), 3);
    let all = paper_of(&many(|i| i), "2026-05", |config| config.audit.sample_size = 100).paper.sample;
    assert_eq!(all.drawn.len(), 40);
}

#[test]
fn what_a_finding_names_is_not_sampled_unless_it_was_a_false_alarm() {
    let sampled = |rows: &[&str]| {
        let sample = paper_of(&world(rows), "2026-05", |_| {}).paper.sample;
        sample.drawn.iter().map(|s| s.receipt_no.clone().unwrap()).collect::<Vec<_>>()
    };
    assert!(!sampled(&[]).contains(&"R3".to_owned()));
    let ticket = format!("{},误报", id_of("2026-05", "EXP002"));
    assert!(sampled(&["finding_id,decision", &ticket]).contains(&"R3".to_owned()));
}

/// 60 claims of each of four people, all of them odd amounts but those of one, half of whose are multiples of 10. Over the
/// company 30 of 240 are round, 12.5 %. The Wilson interval of 30 of 60 at three standard deviations: centre
/// (0.5 + 9 ÷ 120) ÷ (1 + 9 ÷ 60) = 0.5, spread 3 × √(0.25 ÷ 60 + 9 ÷ 14,400) ÷ 1.15 = 0.1806, so from 31.9 % on: a hint.
#[test]
fn round_amounts_are_a_hint_and_draw_more_claims() {
    let mut rows = vec!["receipt_no,date,employee,category,amount".to_owned()];
    for i in 0..240 {
        let (who, nth) = (i % 4, i / 4);
        let amount = if who == 0 && nth % 2 == 0 { format!("{}", 210 + 10 * nth) } else { format!("{}.37", 30 + i) };
        rows.push(format!("R{i},2026-05-{:02},人{who},meals,{amount}", nth % 28 + 1));
    }
    let lines: Vec<&str> = rows.iter().map(String::as_str).collect();
    let Paper { paper, audit, .. } = paper_of(&World::month("2026-05").expenses(&lines), "2026-05", |config| {
        config.audit.sample_size = 6;
    });
    assert!(audit.findings.iter().all(|f| f.rule != "EXP012"), "a hint is no finding");
    let hinted: Vec<&str> =
        paper.population.employees.iter().filter(|e| !e.hints.is_empty()).map(|e| e.employee.as_str()).collect();
    assert_eq!(hinted, ["人0"]);
    let round = &paper.population.employees[0].round[0];
    assert_eq!((round.n, round.round, round.step), (60, 30, 10));
    assert!((round.at_least - 0.319).abs() < 1e-3 && (round.company - 0.125).abs() < 1e-9, "{round:?}");
    // One of each, and two more of the one with the hint.
    assert_eq!(paper.sample.drawn.iter().filter(|s| s.employee == "人0").count(), 3);
    assert!(paper.population.employees[0].digits.is_none(), "too few for first digits");
}
