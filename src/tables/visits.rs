//! Visits: who saw which customer when, on which trip, with what result (domain.md section 1).

use chrono::NaiveDate;

use super::frame::Reader;
use super::spec::columns;
use super::{Column, Frame, FrameError, Kind, PartyIx, Source, TableId, TableSpec, Vocabulary};
use crate::units::Money;

columns! {
    VISIT_ID = "visit_id": Kind::Id;
    TRIP_ID = "trip_id": Kind::Id;
    DATE = "date": Kind::Date;
    TIME = "time": Kind::Span;
    START = "start": Kind::Minute;
    END = "end": Kind::Minute;
    CUSTOMER_ID = "customer_id": Kind::PartyId;
    CUSTOMER = "customer": Kind::PartyName;
    PERSON_VISITED = "person_visited": Kind::Name;
    PLACE = "place": Kind::Text;
    REGION = "region": Kind::Name;
    CITY = "city": Kind::Name;
    SALESPERSON = "salesperson": Kind::Name;
    GRADE = "grade": Kind::Words(Vocabulary::Grade);
    PARTY_SIZE = "party_size": Kind::Count;
    FIRST_VISIT = "first_visit": Kind::Flag;
    PURPOSE = "purpose": Kind::Text;
    PROJECT = "project_or_exhibition": Kind::Answer;
    CONFIRMED_ON = "confirmed_on": Kind::Date;
    APPROVER_ROLE = "approver_role": Kind::Words(Vocabulary::Approver);
    TRIP_START = "trip_start": Kind::Moment;
    TRIP_END = "trip_end": Kind::Moment;
    REPORT_ON = "report_on": Kind::Date;
    TOPICS_COVERED = "topics_covered": Kind::Text;
    SATISFACTION = "satisfaction": Kind::Rating;
    SUGGESTION = "suggestion": Kind::Answer;
    REFERRAL = "referral": Kind::Words(Vocabulary::Referral);
    ANNUAL_DEMAND_ESTIMATE = "annual_demand_estimate": Kind::Money;
}

/// The declaration of the table.
pub static SPEC: TableSpec = TableSpec {
    id: TableId::Visits,
    name: "visits",
    required: &[&[DATE, TIME], &[CUSTOMER, CUSTOMER_ID, PERSON_VISITED], &[SALESPERSON]],
    distinctive: &[
        VISIT_ID,
        TIME,
        PERSON_VISITED,
        PLACE,
        PURPOSE,
        PROJECT,
        CONFIRMED_ON,
        APPROVER_ROLE,
        TRIP_START,
        REPORT_ON,
        TOPICS_COVERED,
        FIRST_VISIT,
        PARTY_SIZE,
        TRIP_ID,
    ],
    control: &[],
    record_key: &[VISIT_ID],
    columns: COLUMNS,
};

/// One visit.
#[derive(Debug, Clone)]
pub struct Visit {
    pub source: Source,
    pub party: PartyIx,
    pub visit_id: Option<String>,
    pub trip_id: Option<String>,
    pub date: NaiveDate,
    /// Minutes after midnight.
    pub start: Option<i32>,
    pub end: Option<i32>,
    pub region: Option<String>,
    pub city: Option<String>,
    pub place: Option<String>,
    pub salesperson: String,
    pub grade: Option<String>,
    pub party_size: Option<i32>,
    pub first_visit: Option<bool>,
    pub purpose: Option<String>,
    pub project: Option<String>,
    pub confirmed_on: Option<NaiveDate>,
    pub approver_role: Option<String>,
    pub trip_start: Option<NaiveDate>,
    pub trip_end: Option<NaiveDate>,
    /// Minutes after midnight, where the start or the return states a time of day.
    pub trip_start_minute: Option<i32>,
    pub trip_end_minute: Option<i32>,
    pub report_on: Option<NaiveDate>,
    pub topics_covered: Option<String>,
    /// 1 to 5.
    pub satisfaction: Option<f64>,
    pub suggestion: Option<String>,
    pub referral: Option<String>,
    pub annual_demand_estimate: Option<Money>,
}

impl Visit {
    /// Every visit of a frame, in its order.
    ///
    /// # Errors
    /// When the frame is not one of visits.
    pub fn all(frame: &Frame) -> Result<Vec<Self>, FrameError> {
        let r = Reader::new(frame);
        let (visit_id, trip_id) = (r.texts(VISIT_ID)?, r.texts(TRIP_ID)?);
        let (date, start, end) = (r.dates(DATE)?, r.ints(START)?, r.ints(END)?);
        let (region, city, place) = (r.texts(REGION)?, r.texts(CITY)?, r.texts(PLACE)?);
        let (salesperson, grade, party_size) = (r.texts(SALESPERSON)?, r.texts(GRADE)?, r.ints(PARTY_SIZE)?);
        let (first_visit, purpose, project) = (r.flags(FIRST_VISIT)?, r.texts(PURPOSE)?, r.texts(PROJECT)?);
        let (confirmed_on, approver_role) = (r.dates(CONFIRMED_ON)?, r.texts(APPROVER_ROLE)?);
        let (trip_start, trip_end, report_on) = (r.dates(TRIP_START)?, r.dates(TRIP_END)?, r.dates(REPORT_ON)?);
        let (start_minute, end_minute) = (r.ints(&Column::minute_of(TRIP_START))?, r.ints(&Column::minute_of(TRIP_END))?);
        let (topics, satisfaction) = (r.texts(TOPICS_COVERED)?, r.floats(SATISFACTION)?);
        let (suggestion, referral) = (r.texts(SUGGESTION)?, r.texts(REFERRAL)?);
        let estimate = r.money(ANNUAL_DEMAND_ESTIMATE)?;
        let (sources, parties) = (r.sources()?, r.parties()?);
        Ok((0..r.len())
            .map(|i| Visit {
                source: sources.get(i),
                party: parties.get(i),
                visit_id: visit_id.get(i),
                trip_id: trip_id.get(i),
                date: date.get(i).unwrap_or_default(),
                start: start.get(i),
                end: end.get(i),
                region: region.get(i),
                city: city.get(i),
                place: place.get(i),
                salesperson: salesperson.get(i).unwrap_or_default(),
                grade: grade.get(i),
                party_size: party_size.get(i),
                first_visit: first_visit.get(i),
                purpose: purpose.get(i),
                project: project.get(i),
                confirmed_on: confirmed_on.get(i),
                approver_role: approver_role.get(i),
                trip_start: trip_start.get(i),
                trip_end: trip_end.get(i),
                trip_start_minute: start_minute.get(i),
                trip_end_minute: end_minute.get(i),
                report_on: report_on.get(i),
                topics_covered: topics.get(i),
                satisfaction: satisfaction.get(i),
                suggestion: suggestion.get(i),
                referral: referral.get(i),
                annual_demand_estimate: estimate.get(i),
            })
            .collect())
    }
}
