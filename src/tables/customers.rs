//! The customer master: who the customers are, their demand, limit and terms (domain.md section 1).

use chrono::NaiveDate;

use super::frame::{PARTY, Reader};
use super::spec::columns;
use super::{Frame, FrameError, Kind, PartyIx, Source, TableId, TableSpec, Vocabulary};
use crate::units::Money;

columns! {
    CUSTOMER_ID = "customer_id": Kind::Id;
    CUSTOMER = "customer": Kind::Name;
    ALIASES = "aliases": Kind::Text;
    REGION = "region": Kind::Name;
    CITY = "city": Kind::Name;
    INDUSTRY = "industry": Kind::Name;
    OWNER = "owner": Kind::Name;
    STAGE = "stage": Kind::Words(Vocabulary::Stage);
    SIGNED = "signed": Kind::Flag;
    FIRST_DEAL_ON = "first_deal_on": Kind::Date;
    ANNUAL_DEMAND = "annual_demand": Kind::Money;
    CREDIT_LIMIT = "credit_limit": Kind::Money;
    TERMS_DAYS = "terms_days": Kind::Count;
    CONTACT = "contact": Kind::Name;
    CONTACT_ROLE = "contact_role": Kind::Name;
}

/// The declaration of the table.
pub static SPEC: TableSpec = TableSpec {
    id: TableId::Customers,
    name: "customers",
    required: &[&[CUSTOMER]],
    distinctive: &[ALIASES, STAGE, INDUSTRY, FIRST_DEAL_ON, ANNUAL_DEMAND, CREDIT_LIMIT, TERMS_DAYS, CONTACT_ROLE, SIGNED],
    control: &[],
    record_key: &[PARTY],
    columns: COLUMNS,
};

/// One customer of the master.
#[derive(Debug, Clone)]
pub struct CustomerCard {
    pub source: Source,
    pub party: PartyIx,
    pub customer_id: Option<String>,
    pub customer: String,
    pub region: Option<String>,
    pub city: Option<String>,
    pub industry: Option<String>,
    pub owner: Option<String>,
    pub stage: Option<String>,
    pub first_deal_on: Option<NaiveDate>,
    pub annual_demand: Option<Money>,
    pub credit_limit: Option<Money>,
    pub terms_days: Option<i32>,
}

impl CustomerCard {
    /// Every customer of a frame, in its order.
    ///
    /// # Errors
    /// When the frame is not one of customers.
    pub fn all(frame: &Frame) -> Result<Vec<Self>, FrameError> {
        let r = Reader::new(frame);
        let (id, name) = (r.texts(CUSTOMER_ID)?, r.texts(CUSTOMER)?);
        let (region, city, industry) = (r.texts(REGION)?, r.texts(CITY)?, r.texts(INDUSTRY)?);
        let (owner, stage, first_deal) = (r.texts(OWNER)?, r.texts(STAGE)?, r.dates(FIRST_DEAL_ON)?);
        let (demand, limit, terms) = (r.money(ANNUAL_DEMAND)?, r.money(CREDIT_LIMIT)?, r.ints(TERMS_DAYS)?);
        let (sources, parties) = (r.sources()?, r.parties()?);
        Ok((0..r.len())
            .map(|i| CustomerCard {
                source: sources.get(i),
                party: parties.get(i),
                customer_id: id.get(i),
                customer: name.get(i).unwrap_or_default(),
                region: region.get(i),
                city: city.get(i),
                industry: industry.get(i),
                owner: owner.get(i),
                stage: stage.get(i),
                first_deal_on: first_deal.get(i),
                annual_demand: demand.get(i),
                credit_limit: limit.get(i),
                terms_days: terms.get(i),
            })
            .collect())
    }
}
