//! Expenses: what was claimed, by whom, for what (domain.md section 1).

use chrono::NaiveDate;

use super::frame::Reader;
use super::spec::columns;
use super::{Frame, FrameError, Kind, PartyIx, Source, TableId, TableSpec, Vocabulary};
use crate::units::Money;

columns! {
    EXPENSE_ID = "expense_id": Kind::Id;
    RECEIPT_NO = "receipt_no": Kind::Id;
    TRIP_ID = "trip_id": Kind::Id;
    DATE = "date": Kind::Date;
    EMPLOYEE = "employee": Kind::Name;
    GRADE = "grade": Kind::Words(Vocabulary::Grade);
    CATEGORY = "category": Kind::Words(Vocabulary::Category);
    AMOUNT = "amount": Kind::Money;
    CURRENCY = "currency": Kind::Text;
    SEAT_CLASS = "seat_class": Kind::Words(Vocabulary::Seat);
    PRIOR_APPROVAL = "prior_approval": Kind::Flag;
    CITY = "city": Kind::Name;
    CUSTOMER_ID = "customer_id": Kind::PartyId;
    CUSTOMER = "customer": Kind::PartyName;
    SUBMITTED_ON = "submitted_on": Kind::Date;
    NOTE = "note": Kind::Text;
}

/// The declaration of the table.
pub static SPEC: TableSpec = TableSpec {
    id: TableId::Expenses,
    name: "expenses",
    required: &[&[DATE], &[EMPLOYEE], &[CATEGORY], &[AMOUNT]],
    distinctive: &[CATEGORY],
    control: &[AMOUNT],
    record_key: &[EXPENSE_ID, RECEIPT_NO, DATE, CATEGORY],
    columns: COLUMNS,
};

/// One claim.
#[derive(Debug, Clone)]
pub struct Expense {
    pub source: Source,
    /// The customer it was spent on, where stated.
    pub party: Option<PartyIx>,
    pub expense_id: Option<String>,
    pub receipt_no: Option<String>,
    pub trip_id: Option<String>,
    pub date: NaiveDate,
    pub employee: String,
    pub grade: Option<String>,
    pub category: String,
    pub amount: Money,
    pub seat_class: Option<String>,
    pub prior_approval: Option<bool>,
    pub city: Option<String>,
    pub submitted_on: Option<NaiveDate>,
    pub note: Option<String>,
}

impl Expense {
    /// Hotel, meals and local transport: what the day rate covers.
    #[must_use]
    pub fn is_living(&self) -> bool {
        matches!(self.category.as_str(), "hotel" | "meals" | "local_transport")
    }

    /// Every claim of a frame, in its order.
    ///
    /// # Errors
    /// When the frame is not one of expenses.
    pub fn all(frame: &Frame) -> Result<Vec<Self>, FrameError> {
        let r = Reader::new(frame);
        let (expense_id, receipt_no, trip_id) = (r.texts(EXPENSE_ID)?, r.texts(RECEIPT_NO)?, r.texts(TRIP_ID)?);
        let (date, employee, grade) = (r.dates(DATE)?, r.texts(EMPLOYEE)?, r.texts(GRADE)?);
        let (category, amount, seat) = (r.texts(CATEGORY)?, r.money(AMOUNT)?, r.texts(SEAT_CLASS)?);
        let (prior, city, submitted) = (r.flags(PRIOR_APPROVAL)?, r.texts(CITY)?, r.dates(SUBMITTED_ON)?);
        let note = r.texts(NOTE)?;
        let (sources, parties) = (r.sources()?, r.parties()?);
        Ok((0..r.len())
            .map(|i| Expense {
                source: sources.get(i),
                party: parties.stated(i),
                expense_id: expense_id.get(i),
                receipt_no: receipt_no.get(i),
                trip_id: trip_id.get(i),
                date: date.get(i).unwrap_or_default(),
                employee: employee.get(i).unwrap_or_default(),
                grade: grade.get(i),
                category: category.get(i).unwrap_or_default(),
                amount: amount.get(i).unwrap_or_default(),
                seat_class: seat.get(i),
                prior_approval: prior.get(i),
                city: city.get(i),
                submitted_on: submitted.get(i),
                note: note.get(i),
            })
            .collect())
    }
}
