//! Dispositions: what the auditor decided about findings of earlier runs (domain.md section 6; read, never written).

use chrono::NaiveDate;

use super::frame::Reader;
use super::spec::columns;
use super::{Frame, FrameError, Kind, Source, TableId, TableSpec, Vocabulary};

columns! {
    FINDING_ID = "finding_id": Kind::Id;
    DECISION = "decision": Kind::Words(Vocabulary::Decision);
    DECIDED_BY = "decided_by": Kind::Name;
    DECIDED_ON = "decided_on": Kind::Date;
    NOTE = "note": Kind::Text;
}

/// The declaration of the table. A row without a decision is a finding nobody has decided yet, as in a copy of the list of
/// findings: it is a record like the others. No record key: a later decision does not contradict an earlier one.
pub static SPEC: TableSpec = TableSpec {
    id: TableId::Dispositions,
    name: "dispositions",
    required: &[&[FINDING_ID]],
    distinctive: &[DECISION],
    control: &[],
    record_key: &[],
    columns: COLUMNS,
};

/// One decision of the auditor.
#[derive(Debug, Clone)]
pub struct Disposition {
    pub source: Source,
    pub finding_id: String,
    /// A code of the vocabulary; none while the finding is undecided.
    pub decision: Option<String>,
    pub decided_by: Option<String>,
    pub decided_on: Option<NaiveDate>,
    pub note: Option<String>,
}

impl Disposition {
    /// Every disposition of a frame, in its order.
    ///
    /// # Errors
    /// When the frame is not one of dispositions.
    pub fn all(frame: &Frame) -> Result<Vec<Self>, FrameError> {
        let r = Reader::new(frame);
        let (finding_id, decision) = (r.texts(FINDING_ID)?, r.texts(DECISION)?);
        let (by, on, note) = (r.texts(DECIDED_BY)?, r.dates(DECIDED_ON)?, r.texts(NOTE)?);
        let sources = r.sources()?;
        Ok((0..r.len())
            .map(|i| Disposition {
                source: sources.get(i),
                finding_id: finding_id.get(i).unwrap_or_default(),
                decision: decision.get(i),
                decided_by: by.get(i),
                decided_on: on.get(i),
                note: note.get(i),
            })
            .collect())
    }
}
