//! Orders: what was sold, when it was due, paid and shipped (domain.md section 1). The one large table: kept as a frame.

use rustc_hash::FxHashSet;

use super::frame::{Amounts, Dates, PartyColumn, Reader, SourceColumns, Texts};
use super::spec::columns;
use super::{Frame, FrameError, Kind, TableId, TableSpec, Vocabulary};

columns! {
    ORDER_ID = "order_id": Kind::Id;
    DATE = "date": Kind::Date;
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
    pub fn newest(&self, party: super::PartyIx, as_of: chrono::NaiveDate) -> Option<super::Source> {
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
}

/// The columns of the orders that say what was owed and paid, for a walk over all of them.
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
