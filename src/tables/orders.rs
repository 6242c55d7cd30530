//! Orders: what was sold, when it was due, paid and shipped (domain.md section 1). The one large table: kept as a frame.

use chrono::NaiveDate;
use rustc_hash::FxHashSet;

use super::frame::{Amounts, Dates, Ints, PartyColumn, Reader, SourceColumns, Texts};
use super::spec::columns;
use super::{Column, Frame, FrameError, Kind, PartyIx, Source, TableId, TableSpec, Vocabulary};
use crate::units::{Money, days_since_epoch};

columns! {
    ORDER_ID = "order_id": Kind::Id;
    DATE = "date": Kind::Moment;
    CUSTOMER_ID = "customer_id": Kind::PartyId;
    CUSTOMER = "customer": Kind::PartyName;
    PRODUCT = "product": Kind::Text;
    QUANTITY = "quantity": Kind::Decimal;
    UNIT_PRICE = "unit_price": Kind::Decimal;
    AMOUNT = "amount": Kind::Money;
    CURRENCY = "currency": Kind::Text;
    DUE_ON = "due_on": Kind::Date;
    PAID_ON = "paid_on": Kind::Date;
    PAID_AMOUNT = "paid_amount": Kind::Money;
    PROMISED_ON = "promised_on": Kind::Moment;
    SHIPPED_ON = "shipped_on": Kind::Moment;
    URGENCY = "urgency": Kind::Words(Vocabulary::Urgency);
    RETURNED = "returned": Kind::Flag;
    REGION = "region": Kind::Name;
    SALESPERSON = "salesperson": Kind::Name;
}

/// The declaration of the table.
pub static SPEC: TableSpec = TableSpec {
    id: TableId::Orders,
    name: "orders",
    required: &[&[ORDER_ID], &[DATE], &[CUSTOMER, CUSTOMER_ID], &[AMOUNT, UNIT_PRICE]],
    distinctive: &[ORDER_ID],
    control: &[AMOUNT, PAID_AMOUNT],
    record_key: &[ORDER_ID, PRODUCT],
    columns: COLUMNS,
};

/// Orders with a checked schema, in the order of file, sheet and row.
///
/// Amounts are signed here already: a row marked as returned is negative.
#[derive(Debug, Clone)]
pub struct Orders(pub Frame);

impl Orders {
    /// The source of a customer's newest order up to a day.
    #[must_use]
    pub fn newest(&self, party: PartyIx, as_of: NaiveDate) -> Option<Source> {
        let reader = Reader::new(&self.0);
        let (dates, sources, parties) = (reader.dates(DATE).ok()?, reader.sources().ok()?, reader.parties().ok()?);
        (0..reader.len())
            .filter(|&i| parties.stated(i) == Some(party))
            .filter_map(|i| dates.get(i).filter(|d| *d <= as_of).map(|d| (d, sources.get(i))))
            .max()
            .map(|(_, source)| source)
    }

    /// The customers who ordered something (a return is no order) from one day to another, both included.
    #[must_use]
    pub fn buyers(&self, from: chrono::NaiveDate, to: chrono::NaiveDate) -> FxHashSet<super::PartyIx> {
        let reader = Reader::new(&self.0);
        let (Ok(dates), Ok(amounts), Ok(parties)) = (reader.dates(DATE), reader.money(AMOUNT), reader.parties()) else {
            return FxHashSet::default();
        };
        (0..reader.len())
            .filter(|&i| amounts.minor(i).is_some_and(|amount| amount > 0))
            .filter(|&i| dates.get(i).is_some_and(|day| from <= day && day <= to))
            .filter_map(|i| parties.stated(i))
            .collect()
    }

    /// The order lines at these places, whole, in the order of the input: one walk over the places, and nothing is read of
    /// the lines between.
    ///
    /// # Errors
    /// Only for a fault of the program.
    pub fn at(&self, places: &FxHashSet<Source>) -> Result<Vec<Order>, FrameError> {
        let r = Reader::new(&self.0);
        let sources = r.sources()?;
        let wanted = standing(places, r.len(), |i| sources.get(i));
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let lines = OrderLines::new(&self.0)?;
        let (product, due_on, paid_on) = (r.texts(PRODUCT)?, r.dates(DUE_ON)?, r.dates(PAID_ON)?);
        let paid_amount = r.money(PAID_AMOUNT)?;
        Ok(wanted
            .into_iter()
            .map(|i| {
                let line = lines.line(i);
                Order {
                    source: line.source(),
                    party: line.party(),
                    order_id: line.order_id().unwrap_or_default().to_owned(),
                    date: line.date(),
                    minute: line.minute(),
                    product: product.get(i),
                    amount: line.amount(),
                    due_on: due_on.get(i),
                    paid_on: paid_on.get(i),
                    paid_amount: paid_amount.get(i),
                    promised_on: line.promised_on(),
                    promised_minute: line.promised_minute(),
                    shipped_on: line.shipped_on(),
                    shipped_minute: line.shipped_minute(),
                    urgency: line.urgency().map(str::to_owned),
                }
            })
            .collect())
    }
}

/// The lines that stand at some places, in their order. Lines mostly stand in the order of their places, and then each is looked
/// for by halving.
fn standing(places: &FxHashSet<Source>, len: usize, source: impl Fn(usize) -> Source) -> Vec<usize> {
    if places.is_empty() {
        return Vec::new();
    }
    if !(1..len).all(|i| source(i - 1) < source(i)) {
        return (0..len).filter(|&i| places.contains(&source(i))).collect();
    }
    let find = |place: &Source| {
        let (mut low, mut high) = (0, len);
        while low < high {
            let middle = usize::midpoint(low, high);
            if source(middle) < *place { low = middle + 1 } else { high = middle }
        }
        (low < len && source(low) == *place).then_some(low)
    };
    let mut found: Vec<usize> = places.iter().filter_map(find).collect();
    found.sort_unstable();
    found
}

/// One line of an order, whole.
#[derive(Debug, Clone)]
pub struct Order {
    pub source: Source,
    pub party: PartyIx,
    pub order_id: String,
    pub date: NaiveDate,
    /// Minute of the day it was ordered, where stated.
    pub minute: Option<i32>,
    pub product: Option<String>,
    pub amount: Money,
    pub due_on: Option<NaiveDate>,
    pub paid_on: Option<NaiveDate>,
    pub paid_amount: Option<Money>,
    pub promised_on: Option<NaiveDate>,
    pub promised_minute: Option<i32>,
    pub shipped_on: Option<NaiveDate>,
    pub shipped_minute: Option<i32>,
    pub urgency: Option<String>,
}

/// The columns of the orders that rules ask for. Columns that no sheet states are not even looked at.
pub struct OrderLines<'a> {
    len: usize,
    order_id: Texts<'a>,
    date: Dates<'a>,
    minute: Ints<'a>,
    amount: Amounts<'a>,
    promised_on: Dates<'a>,
    promised_minute: Ints<'a>,
    shipped_on: Dates<'a>,
    shipped_minute: Ints<'a>,
    urgency: Texts<'a>,
    source: SourceColumns<'a>,
    party: PartyColumn<'a>,
}

impl<'a> OrderLines<'a> {
    /// # Errors
    /// When the frame is not one of orders.
    pub fn new(frame: &'a Frame) -> Result<Self, FrameError> {
        let r = Reader::new(frame);
        Ok(OrderLines {
            len: r.len(),
            order_id: r.texts(ORDER_ID)?,
            date: r.dates(DATE)?,
            minute: r.ints(&Column::minute_of(DATE))?,
            amount: r.money(AMOUNT)?,
            promised_on: r.dates(PROMISED_ON)?,
            promised_minute: r.ints(&Column::minute_of(PROMISED_ON))?,
            shipped_on: r.dates(SHIPPED_ON)?,
            shipped_minute: r.ints(&Column::minute_of(SHIPPED_ON))?,
            urgency: r.texts(URGENCY)?,
            source: r.sources()?,
            party: r.parties()?,
        })
    }

    /// Every line, in the order of file, sheet and row.
    pub fn iter(&'a self) -> impl Iterator<Item = OrderLine<'a>> {
        (0..self.len).map(|at| self.line(at))
    }

    /// The lines dated from one day to another, both included, in the same order.
    pub fn dated(&'a self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = OrderLine<'a>> {
        let days = days_since_epoch(from)..=days_since_epoch(to);
        let within = move |at: &usize| self.date.day(*at).is_some_and(|day| days.contains(&day));
        (0..self.len).filter(within).map(|at| self.line(at))
    }

    fn line(&'a self, at: usize) -> OrderLine<'a> {
        OrderLine { columns: self, at }
    }
}

/// One line of an order: a place in the columns. What nobody asks for is not read, and no text is copied.
#[derive(Clone, Copy)]
pub struct OrderLine<'a> {
    columns: &'a OrderLines<'a>,
    at: usize,
}

impl<'a> OrderLine<'a> {
    #[must_use]
    pub fn source(self) -> Source {
        self.columns.source.get(self.at)
    }

    #[must_use]
    pub fn party(self) -> PartyIx {
        self.columns.party.get(self.at)
    }

    #[must_use]
    pub fn order_id(self) -> Option<&'a str> {
        self.columns.order_id.text(self.at)
    }

    #[must_use]
    pub fn date(self) -> NaiveDate {
        self.columns.date.get(self.at).unwrap_or_default()
    }

    /// Minute of the day on which it was ordered, where stated.
    #[must_use]
    pub fn minute(self) -> Option<i32> {
        self.columns.minute.get(self.at)
    }

    /// Negative for what came back.
    #[must_use]
    pub fn amount(self) -> Money {
        self.columns.amount.get(self.at).unwrap_or_default()
    }

    #[must_use]
    pub fn promised_on(self) -> Option<NaiveDate> {
        self.columns.promised_on.get(self.at)
    }

    #[must_use]
    pub fn promised_minute(self) -> Option<i32> {
        self.columns.promised_minute.get(self.at)
    }

    #[must_use]
    pub fn shipped_on(self) -> Option<NaiveDate> {
        self.columns.shipped_on.get(self.at)
    }

    #[must_use]
    pub fn shipped_minute(self) -> Option<i32> {
        self.columns.shipped_minute.get(self.at)
    }

    #[must_use]
    pub fn urgency(self) -> Option<&'a str> {
        self.columns.urgency.text(self.at)
    }
}

/// The columns of the orders that say what was owed and paid, for a walk over all of them. Those that no sheet states are not
/// even looked at.
pub(crate) struct OrderColumns<'a> {
    len: usize,
    pub(crate) order_id: Texts<'a>,
    pub(crate) date: Dates<'a>,
    pub(crate) amount: Amounts<'a>,
    pub(crate) due_on: Dates<'a>,
    pub(crate) paid_on: Dates<'a>,
    pub(crate) paid_amount: Amounts<'a>,
    pub(crate) source: SourceColumns<'a>,
    pub(crate) party: PartyColumn<'a>,
}

impl<'a> OrderColumns<'a> {
    pub(crate) fn new(frame: &'a Frame) -> Result<Self, FrameError> {
        let r = Reader::new(frame);
        Ok(OrderColumns {
            len: r.len(),
            order_id: r.texts(ORDER_ID)?,
            date: r.dates(DATE)?,
            amount: r.money(AMOUNT)?,
            due_on: r.dates(DUE_ON)?,
            paid_on: r.dates(PAID_ON)?,
            paid_amount: r.money(PAID_AMOUNT)?,
            source: r.sources()?,
            party: r.parties()?,
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::World;

    #[test]
    fn cited_lines_are_read_whole_and_no_others() {
        let tables = World::month("2026-05")
            .orders(&[
                "order_id,date,customer,product,amount,due_on,paid_on,paid_amount,promised_on,shipped_on,urgency",
                "1,2026-05-04 09:30,A,阀,10,2026-06-03,2026-06-01,4,2026-05-05 12:00,2026-05-05,加急",
                "2,2026-05-05,B,,20,,,,,,",
            ])
            .tables();
        let lines = OrderLines::new(&tables.orders.0).unwrap();
        let seen: Vec<_> = lines.iter().map(|l| (l.order_id().unwrap(), l.minute(), l.amount().minor())).collect();
        assert_eq!(seen, [("1", Some(570), 1000), ("2", None, 2000)]);
        let date = |day| NaiveDate::from_ymd_opt(2026, 5, day).unwrap();
        let dated = |from, to| lines.dated(date(from), date(to)).filter_map(|l| l.order_id()).collect::<String>();
        assert_eq!((dated(4, 5), dated(5, 9), dated(4, 4), dated(1, 3)), ("12".into(), "2".into(), "1".into(), String::new()));
        let cited = lines.iter().next().map(OrderLine::source).into_iter().collect();
        let orders = tables.orders.at(&cited).unwrap();
        let [order] = orders.as_slice() else { panic!("{orders:?}") };
        let day = |day| NaiveDate::from_ymd_opt(2026, 5, day);
        assert_eq!((order.order_id.as_str(), order.product.as_deref(), order.minute), ("1", Some("阀"), Some(570)));
        assert_eq!((order.promised_on, order.promised_minute), (day(5), Some(720)));
        assert_eq!((order.shipped_on, order.shipped_minute, order.urgency.as_deref()), (day(5), None, Some("urgent")));
        assert_eq!(order.paid_amount.map(Money::minor), Some(400));
        assert!(tables.orders.at(&FxHashSet::default()).unwrap().is_empty());
    }

    #[test]
    fn places_are_found_in_lines_of_any_order() {
        let at = |sheet, row| Source { sheet, row };
        let lines = [at(0, 2), at(0, 3), at(0, 9), at(1, 2), at(1, 7)];
        let places: FxHashSet<Source> = [at(0, 1), at(0, 3), at(1, 7), at(1, 8), at(0, 2), at(2, 2)].into_iter().collect();
        assert_eq!(standing(&places, lines.len(), |i| lines[i]), [0, 1, 4]);
        assert_eq!(standing(&places, lines.len(), |i| lines[lines.len() - 1 - i]), [0, 3, 4]);
        assert!(standing(&FxHashSet::default(), lines.len(), |i| lines[i]).is_empty());
        assert!(standing(&places, 0, |_| at(0, 0)).is_empty());
    }

    /// Columns that no sheet states are walked over without being there.
    #[test]
    fn bare_orders_state_nothing_beyond_what_they_must() {
        let tables = World::month("2026-05").orders(&["order_id,date,customer,amount", "1,2026-05-04,A,10"]).tables();
        let lines = OrderLines::new(&tables.orders.0).unwrap();
        let line = lines.iter().next().unwrap();
        assert_eq!((line.minute(), line.promised_on(), line.shipped_on(), line.urgency()), (None, None, None, None));
    }
}
