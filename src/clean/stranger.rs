//! Customers that occur in the records and not in the customer master, with what hangs on them.

use crate::tables::{Frame, FrameError, PARTY, Parties, expenses, orders};
use crate::units::Money;

/// A customer the master does not know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stranger {
    pub key: String,
    pub name: String,
    pub orders: u64,
    pub order_amount: Money,
    pub visits: u64,
    pub expenses: u64,
    pub expense_amount: Money,
    pub callbacks: u64,
}

/// The customers of the records that are not in the master, those with the most money first. Without a master nobody is a
/// stranger. `frames` in the
/// order of the tables.
pub(crate) fn find(frames: &[Frame; 6], parties: &Parties) -> Result<Vec<Stranger>, FrameError> {
    let [customers, visits, claims, sales, callbacks, _] = frames;
    if customers.is_empty() {
        return Ok(Vec::new());
    }
    let unknown = parties.iter().map(|(_, party)| {
        (!party.in_master).then(|| Stranger { key: party.key.clone(), name: party.name.clone(), ..Stranger::default() })
    });
    let mut list: Vec<Option<Stranger>> = unknown.collect();
    let mut count = |frame: &Frame, amount: Option<&str>, add: &dyn Fn(&mut Stranger, Money)| -> Result<(), FrameError> {
        let of = frame.data().column(PARTY)?.u32()?;
        let amounts = amount.map(|name| frame.data().column(name).and_then(|c| c.i64())).transpose()?;
        for (row, party) in of.iter().enumerate() {
            let stranger = party.and_then(|p| list.get_mut(p as usize)).and_then(Option::as_mut);
            if let Some(stranger) = stranger {
                add(stranger, amounts.and_then(|a| a.get(row)).map_or(Money::ZERO, Money::from_minor));
            }
        }
        Ok(())
    };
    count(sales, Some(orders::AMOUNT), &|s, m| (s.orders, s.order_amount) = (s.orders + 1, s.order_amount + m))?;
    count(visits, None, &|s, _| s.visits += 1)?;
    count(claims, Some(expenses::AMOUNT), &|s, m| (s.expenses, s.expense_amount) = (s.expenses + 1, s.expense_amount + m))?;
    count(callbacks, None, &|s, _| s.callbacks += 1)?;
    let mut found: Vec<Stranger> =
        list.into_iter().flatten().filter(|s| s.orders + s.visits + s.expenses + s.callbacks > 0).collect();
    found.sort_by(|a, b| {
        b.order_amount.cmp(&a.order_amount).then(b.expense_amount.cmp(&a.expense_amount)).then(a.key.cmp(&b.key))
    });
    Ok(found)
}
