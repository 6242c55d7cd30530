//! Classes by hand.

use super::*;

fn facts(list: &[(i64, Option<i64>)]) -> Vec<Facts> {
    list.iter()
        .map(|&(sales, demand)| Facts {
            sales: Money::from_minor(sales * 100),
            demand: demand.map(|d| Money::from_minor(d * 100)),
            months_since_first: Some(12),
            payment_index: None,
        })
        .collect()
}

fn classes(list: &[(i64, Option<i64>)]) -> Vec<Class> {
    let parties: Vec<PartyIx> = (0..).take(list.len()).map(PartyIx).collect();
    classify(&parties, &facts(list), None, &Config::default()).0
}

/// Volumes 500, 300, 100, 60, 40 of 1,000. Before each: 0, 50 %, 80 %, 90 %, 96 %. High are the first two: the third
/// stands exactly at 80 %, which is not below it.
#[test]
fn quadrants_by_hand() {
    let list = [(400, Some(500)), (60, Some(300)), (100, Some(80)), (10, Some(60)), (40, None)];
    let classes = classes(&list);
    let segments: Vec<&str> = classes.iter().map(|c| c.segment.code()).collect();
    assert_eq!(segments, ["core", "opportunity", "support", "low_return", "unclassified"]);
    assert_eq!(classes[0].share, Some(0.8));
    assert_eq!(classes[2].share, Some(1.0), "sales above the stated demand: the volume is the sales");
    assert_eq!(classes[4].share, None);
    assert!(!classes[2].volume_high);
}

/// Sales 400, 300, 200, 60, 40, of 1,000: before each 0, 40, 70, 90, 96 %.
#[test]
fn abc_by_hand_and_ties_by_key() {
    let abc = |list: &[(i64, Option<i64>)]| classes(list).iter().map(|c| c.abc.code()).collect::<Vec<_>>();
    assert_eq!(
        abc(&[(400, None), (300, None), (200, None), (60, None), (40, None), (0, None), (-5, None)]),
        ["A", "A", "A", "B", "C", "none", "none"]
    );
    // Two of 40: the first by key is reached at 0 %, the second at 40 %, the third at 80 %.
    assert_eq!(abc(&[(40, None), (40, None), (20, None)]), ["A", "A", "B"]);
}

#[test]
fn tiers_average_over_the_months_since_the_first_order() {
    let rules = Classify::default();
    let fact = |sales: i64, months, index| Facts {
        sales: Money::from_minor(sales * 100),
        demand: None,
        months_since_first: months,
        payment_index: index,
    };
    // 4,000,000 over 4 months is 1,000,000 a month; over 12 it is not even B.
    assert_eq!(tier(&fact(4_000_000, Some(4), None), &rules), (Tier::A, None));
    assert_eq!(tier(&fact(4_000_000, Some(12), None), &rules), (Tier::None, None));
    assert_eq!(tier(&fact(6_000_000, Some(12), Some(75.0)), &rules), (Tier::B, None));
    assert_eq!(tier(&fact(6_000_000, Some(12), Some(74.99)), &rules), (Tier::None, Some(Tier::B)));
    // One month counts as three.
    assert_eq!(tier(&fact(1_500_000, Some(1), None), &rules), (Tier::B, None));
    assert_eq!(tier(&fact(0, None, None), &rules), (Tier::None, None));
}

#[test]
fn other_methods() {
    let volumes: Vec<Money> = [500, 300, 100, 60, 40].iter().map(|v| Money::from_minor(v * 100)).collect();
    let with = |method| Classify {
        method,
        volume_amount: crate::config::Amount::whole(100),
        volume_quantile: 0.4,
        ..Classify::default()
    };
    assert_eq!(high_volume(&volumes, None, &with(VolumeMethod::Amount)), [true, true, true, false, false]);
    assert_eq!(high_volume(&volumes, None, &with(VolumeMethod::Quantile)), [true, true, false, false, false]);
}

/// Sales 400, 300, 160, 140 of 1,000: before each 0, 40, 70, 86 %. With a cut at 85 % the fourth is out; one that was in
/// keeps its place within a band of two points (86 < 87), and one that was out does not come in within it.
#[test]
fn within_the_band_a_customer_keeps_its_side() {
    let amounts: Vec<Money> = [400, 300, 160, 140].iter().map(|v| Money::from_minor(v * 100)).collect();
    let seen = |cut, was: [bool; 4], band| walk(&amounts, &Ahead::of(&amounts), cut, Some(&was), band);
    assert_eq!(seen(0.85, [true; 4], 0.02), [true, true, true, true]);
    assert_eq!(seen(0.85, [true, true, true, false], 0.02), [true, true, true, false]);
    assert_eq!(seen(0.87, [true, true, true, false], 0.02), [true, true, true, false]);
    assert_eq!(seen(0.87, [true, true, true, false], 0.0), [true, true, true, true]);
    assert_eq!(seen(0.85, [true; 4], 0.0), [true, true, true, false]);
}

#[test]
fn lines_lie_between_the_last_above_and_the_first_below() {
    let (_, cuts) = {
        let list = [(400, Some(500)), (60, Some(300)), (100, Some(80)), (10, Some(60)), (40, None)];
        let parties: Vec<PartyIx> = (0..).take(list.len()).map(PartyIx).collect();
        classify(&parties, &facts(&list), None, &Config::default())
    };
    let line = cuts.volume.unwrap();
    let money = |major: i64| Money::from_minor(major * 100);
    assert_eq!((line.lowest_above, line.highest_below), (money(300), Some(money(100))));
    assert_eq!(line.distance(money(500), true), Some(money(400)), "it may lose 400");
    assert_eq!(line.distance(money(60), false), Some(money(240)), "it has to gain 240");
}
