//! Callbacks: what customers said when they were called back (domain.md section 1).

use chrono::NaiveDate;

use super::frame::Reader;
use super::spec::columns;
use super::{Frame, FrameError, Kind, PartyIx, Source, TableId, TableSpec, Vocabulary};
use crate::units::Money;

columns! {
    CALLBACK_ID = "callback_id": Kind::Id;
    DATE = "date": Kind::Date;
    CUSTOMER_ID = "customer_id": Kind::PartyId;
    CUSTOMER = "customer": Kind::PartyName;
    METHOD = "method": Kind::Words(Vocabulary::Method);
    RESPONDENT = "respondent": Kind::Name;
    CALLER = "caller": Kind::Name;
    REASON = "reason": Kind::Text;
    PRODUCT_RATING = "product_rating": Kind::Rating;
    SERVICE_RATING = "service_rating": Kind::Rating;
    TIMELINESS_RATING = "timeliness_rating": Kind::Rating;
    OVERALL_RATING = "overall_rating": Kind::Rating;
    REFERRAL = "referral": Kind::Words(Vocabulary::Referral);
    COMPLAINT_CATEGORY = "complaint_category": Kind::Answer;
    PROBLEM = "problem": Kind::Answer;
    SUGGESTION = "suggestion": Kind::Answer;
    PROMISED_ON = "promised_on": Kind::Date;
    RESOLVED_ON = "resolved_on": Kind::Date;
    COST = "cost": Kind::Money;
}

/// The declaration of the table.
pub static SPEC: TableSpec = TableSpec {
    id: TableId::Callbacks,
    name: "callbacks",
    required: &[&[DATE], &[CUSTOMER, CUSTOMER_ID]],
    distinctive: &[
        CALLBACK_ID,
        METHOD,
        CALLER,
        RESPONDENT,
        PRODUCT_RATING,
        SERVICE_RATING,
        TIMELINESS_RATING,
        OVERALL_RATING,
        COMPLAINT_CATEGORY,
        RESOLVED_ON,
    ],
    control: &[COST],
    record_key: &[CALLBACK_ID],
    columns: COLUMNS,
};

/// One callback.
#[derive(Debug, Clone)]
pub struct Callback {
    pub source: Source,
    pub party: PartyIx,
    pub callback_id: Option<String>,
    pub date: NaiveDate,
    pub method: Option<String>,
    pub caller: Option<String>,
    pub respondent: Option<String>,
    pub reason: Option<String>,
    /// Ratings are on 1 to 5.
    pub product_rating: Option<f64>,
    pub service_rating: Option<f64>,
    pub timeliness_rating: Option<f64>,
    pub overall_rating: Option<f64>,
    pub referral: Option<String>,
    pub complaint_category: Option<String>,
    pub problem: Option<String>,
    pub suggestion: Option<String>,
    pub promised_on: Option<NaiveDate>,
    pub resolved_on: Option<NaiveDate>,
    pub cost: Option<Money>,
}

impl Callback {
    /// Every callback of a frame, in its order.
    ///
    /// # Errors
    /// When the frame is not one of callbacks.
    pub fn all(frame: &Frame) -> Result<Vec<Self>, FrameError> {
        let r = Reader::new(frame);
        let (callback_id, date, method) = (r.texts(CALLBACK_ID)?, r.dates(DATE)?, r.texts(METHOD)?);
        let (caller, respondent, reason) = (r.texts(CALLER)?, r.texts(RESPONDENT)?, r.texts(REASON)?);
        let (product, service) = (r.floats(PRODUCT_RATING)?, r.floats(SERVICE_RATING)?);
        let (timeliness, overall) = (r.floats(TIMELINESS_RATING)?, r.floats(OVERALL_RATING)?);
        let (referral, complaint) = (r.texts(REFERRAL)?, r.texts(COMPLAINT_CATEGORY)?);
        let (problem, suggestion) = (r.texts(PROBLEM)?, r.texts(SUGGESTION)?);
        let (promised, resolved, cost) = (r.dates(PROMISED_ON)?, r.dates(RESOLVED_ON)?, r.money(COST)?);
        let (sources, parties) = (r.sources()?, r.parties()?);
        Ok((0..r.len())
            .map(|i| Callback {
                source: sources.get(i),
                party: parties.get(i),
                callback_id: callback_id.get(i),
                date: date.get(i).unwrap_or_default(),
                method: method.get(i),
                caller: caller.get(i),
                respondent: respondent.get(i),
                reason: reason.get(i),
                product_rating: product.get(i),
                service_rating: service.get(i),
                timeliness_rating: timeliness.get(i),
                overall_rating: overall.get(i),
                referral: referral.get(i),
                complaint_category: complaint.get(i),
                problem: problem.get(i),
                suggestion: suggestion.get(i),
                promised_on: promised.get(i),
                resolved_on: resolved.get(i),
                cost: cost.get(i),
            })
            .collect())
    }
}
