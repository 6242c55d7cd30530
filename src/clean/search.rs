//! Which customer a person means: by id, by name as names are compared, or by part of a name.

use unicode_normalization::UnicodeNormalization;

use super::identity::name_key;
use crate::config::Identity;
use crate::tables::{Parties, PartyIx};

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    One(PartyIx),
    /// Several fit equally well.
    Several(Vec<PartyIx>),
    /// None fits; those whose names come nearest, the nearest first.
    Nearest(Vec<PartyIx>),
}

/// How alike a name must be to be offered (Jaro-Winkler), and how many are.
const ALIKE: f64 = 0.7;
const OFFERED: usize = 5;

/// Looks among the customers that `wanted` lets through: first by key or id, then by the whole name (spellings and aliases
/// included), then by part of a name, and by part of an id, whatever its case and width.
#[must_use]
pub fn search(parties: &Parties, text: &str, rules: &Identity, wanted: impl Fn(PartyIx) -> bool) -> Found {
    let text = text.trim();
    let among = || parties.iter().filter(|(ix, _)| wanted(*ix));
    if text.is_empty() {
        return Found::Nearest(Vec::new());
    }
    let (folded, key) = (fold(text), name_key(text, &rules.suffixes));
    let fits = |fit: &dyn Fn(&str) -> bool, ids: bool| -> Vec<PartyIx> {
        among()
            .filter(|(_, p)| match ids {
                true => fit(&p.key) || p.id.as_deref().is_some_and(fit),
                false => fit(&p.name) || p.also.iter().any(|name| fit(name)),
            })
            .map(|(ix, _)| ix)
            .collect()
    };
    let steps = [
        fits(&|id| id == text, true),
        fits(&|id| fold(id) == folded, true),
        fits(&|name| fold(name) == folded, false),
        fits(&|name| name_key(name, &rules.suffixes) == key, false),
        fits(&|name| fold(name).contains(&folded), false),
        fits(&|id| fold(id).contains(&folded), true),
    ];
    match steps.into_iter().find(|found| !found.is_empty()) {
        Some(found) if found.len() == 1 => Found::One(found[0]),
        Some(found) => Found::Several(found),
        None => Found::Nearest(nearest(among(), &folded)),
    }
}

fn nearest<'a>(among: impl Iterator<Item = (PartyIx, &'a crate::tables::Party)>, folded: &str) -> Vec<PartyIx> {
    let mut alike: Vec<(f64, PartyIx)> = among
        .map(|(ix, p)| {
            let names = p.also.iter().chain([&p.name, &p.key]);
            (names.map(|name| strsim::jaro_winkler(&fold(name), folded)).fold(0.0, f64::max), ix)
        })
        .filter(|(alike, _)| *alike > ALIKE)
        .collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    alike.into_iter().take(OFFERED).map(|(_, ix)| ix).collect()
}

/// Width and case unified.
fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Party;

    #[test]
    fn ids_come_before_names_and_names_before_parts() {
        let party = |key: &str, name: &str, also: &[&str]| Party {
            key: key.to_owned(),
            id: Some(key.to_owned()),
            name: name.to_owned(),
            also: also.iter().map(|s| (*s).to_owned()).collect(),
            in_master: true,
        };
        let parties = Parties::new(vec![
            party("C1", "宁波甬江阀门有限公司", &["甬江"]),
            party("C10", "Haichuan Valve Co., Ltd.", &[]),
            party("C2", "Haichuan Pump GmbH", &["Haichuan Pumps"]),
            party("C3", "Valve", &[]),
        ]);
        let found = |text: &str| search(&parties, text, &Identity::default(), |ix| ix != PartyIx(9));
        assert_eq!(found("C1"), Found::One(PartyIx(0)), "an id, though another begins with it");
        assert_eq!(found("ｃ10"), Found::One(PartyIx(1)));
        assert_eq!(found("HAICHUAN VALVE"), Found::One(PartyIx(1)), "suffixes do not tell companies apart");
        assert_eq!(found("甬江"), Found::One(PartyIx(0)));
        assert_eq!(found("valve"), Found::One(PartyIx(3)), "the whole name before a part of another");
        assert_eq!(found("haichuan"), Found::Several(vec![PartyIx(1), PartyIx(2)]));
        assert_eq!(found("pumps"), Found::One(PartyIx(2)));
        assert_eq!(found("c1 "), Found::One(PartyIx(0)));
        assert_eq!(found("1"), Found::Several(vec![PartyIx(0), PartyIx(1)]), "a part of ids");
        assert_eq!(found("Haichaun Pmp"), Found::Nearest(vec![PartyIx(2)]));
        assert_eq!(found(" "), Found::Nearest(Vec::new()));
        let without = search(&parties, "C1", &Identity::default(), |ix| ix != PartyIx(0));
        assert_eq!(without, Found::One(PartyIx(1)), "who is not wanted is not found");
    }
}
