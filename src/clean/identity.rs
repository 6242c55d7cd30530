//! Which records speak of the same customer: by id where there is one, otherwise by normalised name (domain.md section 1).
//!
//! Names that only look alike are never merged: they are listed, and a person decides in the configuration.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::look_alike::{LookAlike, look_alikes};
use crate::config::Identity;
use crate::tables::{Parties, Party, folded};
use crate::units::in_chunks;

/// Endings that do not tell companies apart, Chinese ones longest first.
const HAN_SUFFIXES: [&str; 8] =
    ["集团股份有限公司", "股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "集团公司", "集团", "公司"];
const LATIN_SUFFIXES: [&str; 22] = [
    "co",
    "company",
    "ltd",
    "limited",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "gmbh",
    "ag",
    "kg",
    "llc",
    "llp",
    "plc",
    "pte",
    "pty",
    "bv",
    "nv",
    "srl",
    "sarl",
    "spa",
    "group",
];

/// How a file names a customer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Spelling {
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
}

/// Every spelling that was met, numbered in the order of the input.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Spellings {
    /// By id and name in one text: looked up for every record, so that it must not allocate.
    #[serde(skip)]
    index: FxHashMap<String, u32>,
    #[serde(skip)]
    probe: String,
    list: Vec<Spelling>,
    uses: Vec<u64>,
    master: Vec<bool>,
    aliases: Vec<(u32, String)>,
}

impl Spellings {
    pub(crate) fn intern(&mut self, id: Option<&str>, name: Option<&str>) -> u32 {
        self.probe.clear();
        self.probe.push_str(id.unwrap_or_default());
        self.probe.push('\u{1f}');
        self.probe.push_str(name.unwrap_or_default());
        if let Some(&at) = self.index.get(&self.probe) {
            self.met_again(at);
            return at;
        }
        let at = u32::try_from(self.list.len()).unwrap_or(u32::MAX - 1);
        self.index.insert(self.probe.clone(), at);
        self.list.push(Spelling { id: id.map(str::to_owned), name: name.map(str::to_owned) });
        self.uses.push(1);
        self.master.push(false);
        at
    }

    /// One more record uses a spelling.
    pub(crate) fn met_again(&mut self, at: u32) {
        self.uses[at as usize] += 1;
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Takes over the spellings of a file that `records` use, in the file's order, and gives the number of each here. One that
    /// only records use that were passed over is known from an earlier file, or nobody's.
    pub(crate) fn take<'r>(&mut self, file: &Spellings, records: impl Iterator<Item = &'r [u32]>) -> Vec<u32> {
        let mut uses = vec![0_u64; file.list.len()];
        for &spelling in records.flatten() {
            if let Some(uses) = uses.get_mut(spelling as usize) {
                *uses += 1;
            }
        }
        let mut number = |(spelling, uses): (&Spelling, u64)| {
            if uses == 0 {
                return u32::MAX;
            }
            let at = self.intern(spelling.id.as_deref(), spelling.name.as_deref());
            self.uses[at as usize] += uses - 1;
            at
        };
        let numbers: Vec<u32> = file.list.iter().zip(uses).map(&mut number).collect();
        let here = |at: usize| numbers.get(at).copied().filter(|at| *at != u32::MAX);
        for at in (0..file.list.len()).filter(|&at| file.master[at]).filter_map(here) {
            self.master[at as usize] = true;
        }
        for (at, alias) in &file.aliases {
            if let Some(at) = here(*at as usize) {
                self.aliases.push((at, alias.clone()));
            }
        }
        numbers
    }

    /// The spelling stands in the customer master, with these other names.
    pub(crate) fn mark_master(&mut self, at: u32, aliases: Option<&str>) {
        self.master[at as usize] = true;
        let split = |c: char| matches!(c, ';' | '；' | ',' | '，' | '、' | '|' | '/' | '\n');
        for alias in aliases.unwrap_or_default().split(split).map(str::trim).filter(|a| !a.is_empty()) {
            self.aliases.push((at, alias.to_owned()));
        }
    }
}

/// The customers, and what a person should look at.
#[derive(Debug)]
pub(crate) struct Identified {
    pub(crate) parties: Parties,
    /// The customer of each spelling.
    pub(crate) party_of: Vec<u32>,
    pub(crate) look_alikes: Vec<LookAlike>,
    /// Names that fit several customers and were attributed to none of them.
    pub(crate) ambiguous: Vec<String>,
}

/// A name as it is compared: width, case, spaces, punctuation and company suffixes unified.
pub(crate) fn name_key(name: &str, extra: &[String]) -> String {
    let folded = folded(name, |_| true);
    let mut words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let is_suffix = |word: &str| LATIN_SUFFIXES.contains(&word) || extra.iter().any(|e| e == word);
    // Never the whole name, for which the first word stands.
    while let Some(len) = suffix_words(words.get(1..).unwrap_or_default(), is_suffix) {
        words.truncate(words.len() - len);
    }
    let mut joined = words.concat();
    loop {
        // `乙有限公司` is a company called 乙; a 总公司 is none called 总.
        let least = |suffix: &str| if suffix.contains("有限") { 1 } else { 2 };
        let shorter = HAN_SUFFIXES
            .iter()
            .copied()
            .chain(extra.iter().map(String::as_str))
            .filter_map(|suffix| Some((joined.strip_suffix(suffix)?, least(suffix))))
            .find(|(rest, least)| rest.chars().count() >= *least)
            .map(|(rest, _)| rest.len());
        match shorter {
            Some(len) => joined.truncate(len),
            None => return joined,
        }
    }
}

/// How many of the last words are a suffix: one, or the letters of one that is written with points (`G.m.b.H.`).
fn suffix_words(words: &[&str], is_suffix: impl Fn(&str) -> bool) -> Option<usize> {
    let letters = words.iter().rev().take_while(|w| w.chars().count() == 1).count();
    let lengths = std::iter::once(1).chain((2..=letters).rev());
    lengths.filter(|len| *len <= words.len()).find(|len| is_suffix(&words[words.len() - len..].concat()))
}

/// The master's other names, by the spelling they belong to.
type Aliases<'a> = FxHashMap<usize, Vec<&'a String>>;

/// Gives every spelling its customer.
pub(crate) fn identify(spellings: &Spellings, rules: &Identity) -> Identified {
    let compared = |i: usize| name_key(spellings.list[i].name.as_deref().unwrap_or_default(), &rules.suffixes);
    let mut names = NameIndex::build(spellings, in_chunks(spellings.len(), compared), rules);
    let keys: Vec<String> = (0..spellings.len()).map(|i| names.party_key(i)).collect();
    let mut by_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, key) in keys.iter().enumerate() {
        by_key.entry(key).or_default().push(i);
    }
    let mut aliases = Aliases::default();
    for (at, alias) in &spellings.aliases {
        aliases.entry(*at as usize).or_default().push(alias);
    }
    let parties: Vec<Party> = by_key.iter().map(|(key, members)| party(key, members, spellings, &aliases)).collect();
    let position: FxHashMap<&str, u32> = by_key.keys().zip(0u32..).map(|(key, i)| (*key, i)).collect();
    let party_of = keys.iter().map(|key| position[key.as_str()]).collect();
    let parties = Parties::new(parties);
    let look_alikes = look_alikes(&parties, rules);
    Identified { parties, party_of, look_alikes, ambiguous: names.ambiguous.into_iter().collect() }
}

fn party(key: &str, members: &[usize], spellings: &Spellings, aliases: &Aliases<'_>) -> Party {
    let id = members.iter().find_map(|&i| spellings.list[i].id.clone());
    let in_master = members.iter().any(|&i| spellings.master[i]);
    let name = members
        .iter()
        .filter_map(|&i| spellings.list[i].name.as_ref().map(|name| (spellings.master[i], spellings.uses[i], name)))
        .max_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)).then(b.2.cmp(a.2)))
        .map_or_else(|| key.to_owned(), |(_, _, name)| name.clone());
    let spelt = members.iter().filter_map(|&i| spellings.list[i].name.as_ref());
    let listed = members.iter().filter_map(|&i| aliases.get(&i)).flatten().copied();
    let also: BTreeSet<&String> = spelt.chain(listed).filter(|other| **other != name).collect();
    let also = also.into_iter().cloned().collect();
    Party { key: key.to_owned(), id, name, also, in_master }
}

/// Names and the customer key they stand for.
struct NameIndex<'a> {
    spellings: &'a [Spelling],
    /// The name of each spelling as it is compared.
    compared: Vec<String>,
    keys: FxHashMap<String, BTreeSet<String>>,
    ids: BTreeSet<&'a str>,
    rules: &'a Identity,
    /// What a person decided of names, by their key.
    decided: BTreeMap<String, &'a str>,
    ambiguous: BTreeSet<String>,
}

impl<'a> NameIndex<'a> {
    /// The master outranks names that merely occur beside an id.
    fn build(spellings: &'a Spellings, compared: Vec<String>, rules: &'a Identity) -> Self {
        let mut names = NameIndex {
            spellings: &spellings.list,
            compared,
            keys: FxHashMap::default(),
            ids: spellings.list.iter().filter_map(|s| s.id.as_deref()).collect(),
            rules,
            decided: rules.same.iter().map(|(written, to)| (name_key(written, &rules.suffixes), to.as_str())).collect(),
            ambiguous: BTreeSet::new(),
        };
        let master = |want: bool| (0..spellings.list.len()).filter(move |&i| spellings.master[i] == want);
        for i in master(true) {
            names.learn(i);
        }
        for (at, alias) in &spellings.aliases {
            let owner = &spellings.list[*at as usize];
            let target = owner.id.clone().or_else(|| owner.name.as_ref().map(|_| names.compared[*at as usize].clone()));
            names.keys.entry(name_key(alias, &rules.suffixes)).or_default().extend(target);
        }
        let seen = |i: usize| spellings.list[i].name.is_some() && names.keys.contains_key(&names.compared[i]);
        let new: Vec<usize> = master(false).filter(|&i| spellings.list[i].id.is_some() && !seen(i)).collect();
        new.into_iter().for_each(|i| names.learn(i));
        names
    }

    fn learn(&mut self, at: usize) {
        let Spelling { id, name } = &self.spellings[at];
        if name.is_some() {
            let key = &self.compared[at];
            let target = id.as_ref().unwrap_or(key).clone();
            self.keys.entry(key.clone()).or_default().insert(target);
        }
    }

    /// The customer key of a spelling: its id, else what its name stands for, else the name itself; then what a person decided
    /// of that id.
    fn party_key(&mut self, at: usize) -> String {
        let Spelling { id, name } = &self.spellings[at];
        let mut key = match id {
            Some(id) => id.clone(),
            None => self.named(name.as_deref().unwrap_or_default(), self.compared[at].clone()),
        };
        // A decision may lead to a customer that another one leads on from; in a circle each is taken once.
        let mut seen = BTreeSet::new();
        while let Some(target) = self.decision(&key).filter(|_| seen.insert(key.clone())) {
            key = self.meant(target);
        }
        key
    }

    /// What a person decided of a customer.
    fn decision(&self, key: &str) -> Option<&'a str> {
        match self.ids.contains(key) {
            true => self.rules.same.get(key).map(String::as_str),
            false => self.decided.get(key).copied(),
        }
    }

    /// What a name in a file stands for: a decision, else the only customer that is called so, else the name itself.
    fn named(&mut self, name: &str, own: String) -> String {
        let (name, key) = match self.decided.get(&own) {
            Some(decided) => (*decided, name_key(decided, &self.rules.suffixes)),
            None => (name, own),
        };
        let several = |targets: &BTreeSet<String>| targets.len() > 1;
        if !self.ids.contains(name) && self.keys.get(&key).is_some_and(several) {
            self.ambiguous.insert(name.to_owned());
        }
        self.meant_by(name, key)
    }

    /// The customer that the right side of a decision names, by id or by name.
    fn meant(&self, text: &str) -> String {
        self.meant_by(text, name_key(text, &self.rules.suffixes))
    }

    /// The same with the text as it is compared.
    fn meant_by(&self, text: &str, key: String) -> String {
        match self.keys.get(&key).map(|targets| targets.iter().collect::<Vec<_>>()).as_deref() {
            _ if self.ids.contains(text) => text.to_owned(),
            Some([only]) => (*only).clone(),
            _ if key.is_empty() => text.to_owned(),
            _ => key,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(s: &mut Spellings, id: &str, name: &str) -> u32 {
        s.intern(Some(id).filter(|t| !t.is_empty()), Some(name).filter(|t| !t.is_empty()))
    }

    #[test]
    fn spellings_of_one_company_agree() {
        let key = |name| name_key(name, &[]);
        for group in [
            &[
                "上海华辰机电有限公司",
                "上海华辰机电股份有限公司",
                "上海华辰机电（集团）有限公司",
                "上海 华辰机电",
                "上海华辰机电有限责任公司",
            ][..],
            &["Haichuan Valve Co., Ltd.", "HAICHUAN VALVE CO LTD", "Haichuan Valve", "Ｈａｉｃｈｕａｎ Valve Co.,Ltd"],
            &["Bergmann Technik GmbH", "Bergmann Technik GmbH & Co. KG", "Bergmann Technik G.m.b.H. & Co. K.G."],
            &["Vega LLC", "Vega L.L.C.", "VEGA B.V.", "Vega B. V.", "Vega S.p.A.", "Vega"],
            &["乙", "乙有限公司", "乙股份有限公司", "乙集团有限公司"],
        ] {
            for name in group {
                assert_eq!(key(name), key(group[0]), "{name}");
            }
        }
        assert_ne!(key("宁波甬江阀门有限公司"), key("宁波甬港阀门有限公司"));
        assert_eq!(key("公司"), "公司");
        assert_eq!(key("总公司"), "总公司");
        assert_eq!(key("L.L.C."), "llc");
        assert_ne!(key("Vega V.A."), key("Vega"));
    }

    #[test]
    fn the_master_joins_names_ids_and_aliases() {
        let mut s = Spellings::default();
        let master = meet(&mut s, "C001", "上海华辰机电有限公司");
        s.mark_master(master, Some("华辰；Huachen"));
        let rows = [
            meet(&mut s, "", "上海华辰机电"),
            meet(&mut s, "", "华辰"),
            meet(&mut s, "", "HUACHEN"),
            meet(&mut s, "C001", ""),
            meet(&mut s, "", "上海华晨机电有限公司"),
        ];
        let found = identify(&s, &Identity::default());
        let party = |i: u32| found.party_of[i as usize];
        assert!(rows[..4].iter().all(|&r| party(r) == party(master)));
        assert_ne!(party(rows[4]), party(master), "a look-alike is another company until a person says otherwise");
        assert_eq!(found.look_alikes.len(), 1);
        let first = found.parties.iter().find(|(_, p)| p.key == "C001").unwrap().1;
        assert_eq!((first.name.as_str(), first.in_master), ("上海华辰机电有限公司", true));
    }

    #[test]
    fn decisions_in_the_configuration_hold() {
        let mut s = Spellings::default();
        let a = meet(&mut s, "", "上海华辰机电有限公司");
        let b = meet(&mut s, "", "上海华晨机电有限公司");
        let mut rules = Identity::default();
        rules.same.insert("上海华晨机电".to_owned(), "上海华辰机电有限公司".to_owned());
        let found = identify(&s, &rules);
        assert_eq!(found.party_of[a as usize], found.party_of[b as usize]);
        let rules =
            Identity { different: vec![vec!["上海华辰机电".into(), "上海华晨机电".into()]], ..Identity::default() };
        let found = identify(&s, &rules);
        assert!(found.look_alikes.is_empty());
        assert_eq!(found.parties.len(), 2);
    }

    #[test]
    fn every_line_that_is_proposed_does_what_it_says() {
        let mut s = Spellings::default();
        let kept = meet(&mut s, "C1", "上海华辰机电有限公司");
        s.mark_master(kept, None);
        let others = [
            meet(&mut s, "C2", "上海华辰机电"),
            meet(&mut s, "C3", "上海华晨机电"),
            meet(&mut s, "", "上海华晨机电有限公司"),
            meet(&mut s, "", "上海市华辰机电"),
        ];
        let mut rules = Identity::default();
        while let Some(pair) = identify(&s, &rules).look_alikes.first() {
            let line = (pair.other.written().to_owned(), pair.one.written().to_owned());
            assert!(rules.same.insert(line.0, line.1).is_none(), "a line that was of no use");
        }
        let found = identify(&s, &rules);
        assert!(others.iter().all(|&other| found.party_of[other as usize] == found.party_of[kept as usize]), "{rules:?}");
        assert_eq!(found.parties.iter().map(|(_, p)| p.key.as_str()).collect::<Vec<_>>(), ["C1"]);
    }

    #[test]
    fn decisions_lead_on_and_never_round() {
        let mut s = Spellings::default();
        let all = [meet(&mut s, "", "Alpha"), meet(&mut s, "", "Beta"), meet(&mut s, "C9", "Gamma")];
        let decide = |lines: &[(&str, &str)]| {
            let same = lines.iter().map(|&(a, b)| (a.to_owned(), b.to_owned())).collect();
            let found = identify(&s, &Identity { same, ..Identity::default() });
            all.map(|i| found.parties.get(crate::tables::PartyIx(found.party_of[i as usize])).key.clone())
        };
        assert_eq!(decide(&[("Alpha", "Beta Ltd."), ("Beta", "Gamma")]), ["C9", "C9", "C9"]);
        assert_eq!(decide(&[("C9", "Alpha")]), ["alpha", "beta", "alpha"]);
        let round = decide(&[("Alpha", "Beta"), ("Beta", "Alpha")]);
        assert_eq!(round[2], "C9");
    }

    #[test]
    fn a_name_of_two_ids_is_attributed_to_neither() {
        let mut s = Spellings::default();
        let a = meet(&mut s, "C1", "远东贸易");
        let b = meet(&mut s, "C2", "远东贸易有限公司");
        let c = meet(&mut s, "", "远东贸易");
        let found = identify(&s, &Identity::default());
        let distinct: BTreeSet<u32> = [a, b, c].iter().map(|&i| found.party_of[i as usize]).collect();
        assert_eq!(distinct.len(), 3);
        assert_eq!(found.ambiguous, ["远东贸易"]);
    }
}
