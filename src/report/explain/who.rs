//! Who the customer is: key, names that were taken for it, owner, region, stage.

use super::view::{View, step};
use super::{Section, Step};

pub(super) fn section(v: &View<'_>) -> Section {
    let t = v.t;
    let party = v.input.tables.parties.get(v.c.party);
    let by = if party.id.is_some() { t.key_by_id } else { t.key_by_name };
    let names = if party.also.is_empty() { t.names_one.to_owned() } else { party.also.join("; ") };
    let card = v.trace.card.map(|i| &v.input.tables.customers[i]);
    let from = |stated: bool| match (card.is_some(), stated) {
        (false, _) => t.not_in_master,
        (true, true) => t.from_master,
        (true, false) => t.not_stated,
    };
    let region = if card.is_some_and(|c| c.region.is_some()) { t.region_master } else { t.region_orders };
    let or = |text: Option<&str>| text.unwrap_or(v.l.unknown).to_owned();
    let mut steps = vec![
        Step { figure: Some("customer_key"), ..step(t.key, by, &party.key) },
        step(t.names, names, ""),
        v.figure("region", "region", region, or(v.c.region.as_deref())),
        v.figure("owner", "owner", from(v.c.owner.is_some()), or(v.c.owner.as_deref())),
        step(t.stage, from(v.c.stage.is_some()), or(v.c.stage.as_deref().map(|code| v.l.word(code)))),
    ];
    if v.c.region.is_none() {
        steps[2].computation = from(false).to_owned();
    }
    Section { id: "who", heading: t.who.to_owned(), steps, sources: Vec::new() }
}
