//! Worked examples of what changed since a month was published.

use super::*;
use crate::rules::testing::World;
use crate::tables::TableId;

const HEADER: &str = "order_id,date,customer,amount";

fn month() -> Month {
    "2026-09".parse().unwrap()
}

/// The month as these tables make it, published.
fn published(tables: &Tables, inputs: &[(&str, &str)]) -> Earlier {
    let review = super::super::analyse_briefly(tables, Period::new(month(), 12), &Config::default()).unwrap();
    let stated = |c: &CustomerReview| {
        let party = tables.parties.get(c.party);
        Stated { key: party.key.clone(), name: party.name.clone(), figures: figures(c) }
    };
    let published = Published {
        tool_version: "1".to_owned(),
        config_sha256: "c".to_owned(),
        inputs: files(inputs),
        totals: totals(&review),
        customers: review.customers.iter().map(stated).collect(),
    };
    Earlier { month: month(), manifest_sha256: None, state: State::Published(Box::new(published)) }
}

fn files(list: &[(&str, &str)]) -> Vec<InputFile> {
    list.iter().map(|(file, sha)| InputFile { file: (*file).to_owned(), sha256: (*sha).to_owned() }).collect()
}

fn compared(tables: &Tables, inputs: &[(&str, &str)], earlier: &Earlier) -> Comparison {
    let (config, inputs) = (Config::default(), files(inputs));
    let today = Today { tables, config: &config, inputs: &inputs, config_sha256: "c", tool_version: "2" };
    Restatement::new(&today, earlier).unwrap().compared.unwrap()
}

fn shown(c: &Comparison) -> Vec<String> {
    let figure = |d: &Difference| {
        let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        format!("{} {}>{}", d.column, side(&d.then), side(&d.now))
    };
    c.customers
        .iter()
        .map(|c| format!("{} {:?}: {}", c.name, c.change, c.differences.iter().map(figure).collect::<Vec<_>>().join(", ")))
        .collect()
}

/// B's order is gone, D's of September is new; C's of October is none of September's. A has been given an id: still A.
#[test]
fn customers_appear_go_and_are_known_by_their_name() {
    let then = World::month("2026-09").orders(&[HEADER, "1,2026-09-01,A,10", "2,2026-09-02,B,20"]).tables();
    let earlier = published(&then, &[("orders", "1")]);
    let now = World::month("2026-10")
        .customers(&["customer_id,customer,stage", "K-1,A,established"])
        .orders(&[HEADER, "1,2026-09-01,A,10", "3,2026-10-02,C,30", "4,2026-09-30,D,5"])
        .tables();
    let c = compared(&now, &[("customers", "1"), ("orders", "2")], &earlier);
    // The volumes and classes of A are what they were: 10 of 30 then, 10 of 15 now; it was B's place in the walk that counted
    // then (A after 66.7 % is still an A).
    let expected = ["B Gone: sales_month 20.00>-, sales_window 20.00>-", "D Appeared: sales_month ->5.00, sales_window ->5.00"];
    assert_eq!(shown(&c), expected);
    assert_eq!((c.count(Change::Gone), c.count(Change::Appeared), c.customers_then), (1, 1, 2));
    assert_eq!(c.total("sales_month").map(|d| (d.then.as_deref(), d.now.as_deref())), Some((Some("30.00"), Some("15.00"))));
    assert_eq!((c.tool_then.as_deref(), c.config_same), (Some("1"), true));
    assert_eq!(c.rows.listed.iter().map(|r| r.amount.minor()).collect::<Vec<_>>(), [500], "of D alone");
}

/// A visit states a demand of 100 where none was known: 40 of 100 is a share of 0.4. Visits after the month do not count.
#[test]
fn a_demand_leads_to_the_visit_that_states_it() {
    let orders = [HEADER, "1,2026-09-01,A,40"];
    let then = World::month("2026-09").orders(&orders).tables();
    let earlier = published(&then, &[("orders", "1")]);
    let visits =
        ["visit_id,date,customer,salesperson,annual_demand_estimate", "V1,2026-09-10,A,Lu,100", "V2,2026-10-10,A,Lu,900"];
    let now = World::month("2026-10").orders(&orders).visits(&visits).tables();
    let c = compared(&now, &[("orders", "1"), ("visits", "1")], &earlier);
    assert_eq!(shown(&c), ["A Changed: demand ->100.00, volume 40.00>100.00, share ->0.4000, segment unclassified>opportunity"]);
    let rows: Vec<_> = c.rows.listed.iter().map(|r| (r.table, r.source.row, r.amount.minor(), r.file)).collect();
    assert_eq!(rows, [(TableId::Visits, 2, 10_000, FileState::New)]);
    assert_eq!(c.customers[0].differences[1].by(), Some(Decimal::new(60, 0)));
}

/// Sales of the window look at no row before it.
#[test]
fn rows_before_the_window_are_behind_no_change_of_sales() {
    let orders = |amount: &str| {
        let last = format!("2,2026-09-01,A,{amount}");
        World::month("2026-09").orders(&[HEADER, "1,2024-09-01,A,70", &last]).tables()
    };
    let earlier = published(&orders("10"), &[("orders", "1")]);
    let c = compared(&orders("15"), &[("orders", "2")], &earlier);
    assert_eq!(shown(&c), ["A Changed: sales_month 10.00>15.00, sales_window 10.00>15.00, volume 10.00>15.00"]);
    let rows: Vec<_> = c.rows.listed.iter().map(|r| (r.source.row, r.amount.minor(), r.file)).collect();
    assert_eq!(rows, [(3, 1_500, FileState::Changed)]);
}
