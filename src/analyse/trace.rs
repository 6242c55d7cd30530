//! The records behind chosen customers' figures, down to the rows of the input: what an explanation cites.
//!
//! Nothing is judged here: each record is taken by the same functions that the results are made with.

use super::classify::estimate_rank;
use super::credit;
use super::period::Period;
use super::settlement::Settlement;
use crate::tables::orders::OrderColumns;
use crate::tables::{FrameError, PartyIx, Source, Tables};
use crate::units::{Money, days_since_epoch, from_days};

/// One order up to as-of.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderLine {
    pub source: Source,
    pub order_id: String,
    pub date: chrono::NaiveDate,
    pub amount: Money,
    /// How it was paid, where its sheet states payments.
    pub settlement: Option<Settlement>,
}

/// One customer's records up to as-of; visits, callbacks and customers by their positions in the tables.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    pub orders: Vec<OrderLine>,
    pub visits: Vec<usize>,
    pub callbacks: Vec<usize>,
    /// Its record in the customer master.
    pub card: Option<usize>,
    /// The visit whose estimate of the demand counts, where the master states none.
    pub estimate: Option<usize>,
}

/// The traces of some customers, in their order; one walk over each table.
///
/// # Errors
/// Only for a fault of the program.
pub fn traces(tables: &Tables, period: Period, parties: &[PartyIx]) -> Result<Vec<Trace>, FrameError> {
    let mut place = vec![None; tables.parties.len()];
    for (at, party) in parties.iter().enumerate() {
        place[party.at()] = Some(at);
    }
    let mut traces = vec![Trace::default(); parties.len()];
    let of = |party: PartyIx| place.get(party.at()).copied().flatten();
    orders(tables, period, |party, line| {
        if let Some(at) = of(party) {
            traces[at].orders.push(line());
        }
    })?;
    for (i, visit) in tables.visits.iter().enumerate().filter(|(_, v)| v.date <= period.as_of) {
        if let Some(at) = of(visit.party) {
            traces[at].visits.push(i);
        }
    }
    for (i, callback) in tables.callbacks.iter().enumerate().filter(|(_, c)| c.date <= period.as_of) {
        if let Some(at) = of(callback.party) {
            traces[at].callbacks.push(i);
        }
    }
    for (i, card) in tables.customers.iter().enumerate() {
        if let Some(at) = of(card.party) {
            traces[at].card.get_or_insert(i);
        }
    }
    for trace in &mut traces {
        let stated = trace.card.is_some_and(|i| tables.customers[i].annual_demand.is_some());
        let ranked = trace.visits.iter().filter_map(|&i| Some((estimate_rank(&tables.visits[i])?, i)));
        trace.estimate = ranked.filter(|_| !stated).max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, i)| i);
    }
    Ok(traces)
}

/// Calls `take` with the customer of every order up to as-of; the line itself is only made where it is wanted.
fn orders(tables: &Tables, period: Period, mut take: impl FnMut(PartyIx, &dyn Fn() -> OrderLine)) -> Result<(), FrameError> {
    let columns = OrderColumns::new(&tables.orders.0)?;
    let stated: Vec<bool> = tables.sources.sheets().iter().map(credit::states_payments).collect();
    let last = days_since_epoch(period.as_of);
    for i in 0..columns.len() {
        let Some(day) = columns.date.day(i).filter(|day| *day <= last) else { continue };
        let source = columns.source.get(i);
        let line = || OrderLine {
            source,
            order_id: columns.order_id.get(i).unwrap_or_default(),
            date: from_days(day),
            amount: columns.amount.get(i).unwrap_or_default(),
            settlement: Settlement::of(&columns, i, period).filter(|_| stated[source.sheet as usize]),
        };
        take(columns.party.get(i), &line);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::analyse::{self, Period};
    use crate::rules::testing::World;
    use crate::units::Money;

    /// The lines add up to the results: sales of the window 700 + 400 - 100, open 300, the index over 700 paid and 300 open.
    #[test]
    fn the_lines_add_up_to_the_results() {
        let tables = World::month("2026-06")
            .customers(&["customer,annual_demand", "Known,5000"])
            .visits(&[
                "visit_id,date,customer,salesperson,annual_demand_estimate",
                "1,2026-05-01,Other,A,100",
                "2,2026-06-02,Other,A,90",
                "3,2026-06-02,Known,A,80",
                "4,2026-07-02,Other,A,70",
            ])
            .orders(&[
                "order_id,date,customer,amount,due_on,paid_on,paid_amount",
                "1,2026-01-10,Known,700,2026-02-10,2026-02-09,",
                "2,2026-04-10,Known,400,2026-05-10,2026-05-20,100",
                "3,2026-05-10,Known,-100,,,",
                "4,2026-07-10,Known,999,,,",
                "5,2026-03-10,Other,10,2026-04-10,,",
            ])
            .tables();
        let config = crate::config::Config::default();
        let period = Period::new("2026-06".parse().unwrap(), 12);
        let review = analyse::analyse(&tables, period, &config).unwrap();
        let parties: Vec<_> = review.customers.iter().map(|c| c.party).collect();
        let traces = super::traces(&tables, period, &parties).unwrap();
        for (customer, trace) in review.customers.iter().zip(&traces) {
            let window = trace.orders.iter().filter(|o| period.in_window(o.date));
            assert_eq!(window.map(|o| o.amount).sum::<Money>(), customer.sales_window);
            let settled = || trace.orders.iter().filter_map(|o| o.settlement.as_ref());
            assert_eq!(Some(settled().map(|s| s.open).sum::<Money>()), customer.credit.open);
            let index = settled().flat_map(|s| &s.of_index).map(|(.., amount)| *amount).sum::<Money>();
            assert_eq!(Some(index), customer.credit.index.map(|i| i.amount));
        }
        let known = &traces[0];
        assert_eq!((known.orders.len(), known.visits.len(), known.estimate), (3, 1, None), "the master states the demand");
        assert_eq!(traces[1].estimate, Some(1), "the newest up to as-of");
        assert_eq!(review.customers[1].class.demand, Some(Money::from_minor(9000)));
    }
}
