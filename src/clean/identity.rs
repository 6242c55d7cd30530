//! Which records speak of the same customer: by id where there is one, otherwise by normalised name (domain.md section 1).
//!
//! Names that only look alike are never merged: they are listed, and a person decides in the configuration.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::config::Identity;
use crate::tables::{Parties, Party, is_invisible};

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
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Spelling {
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
}

/// Every spelling that was met, numbered in the order of the input.
#[derive(Debug, Default)]
pub(crate) struct Spellings {
    /// By id and name in one text: looked up for every record, so that it must not allocate.
    index: FxHashMap<String, u32>,
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
            self.uses[at as usize] += 1;
            return at;
        }
        let at = u32::try_from(self.list.len()).unwrap_or(u32::MAX - 1);
        self.index.insert(self.probe.clone(), at);
        self.list.push(Spelling { id: id.map(str::to_owned), name: name.map(str::to_owned) });
        self.uses.push(1);
        self.master.push(false);
        at
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

/// Two names that look alike and were kept apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LookAlike {
    pub one: String,
    pub other: String,
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
    let folded: String = name.nfkc().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase).collect();
    let mut words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    while words.len() > 1 && words.last().is_some_and(|w| LATIN_SUFFIXES.contains(w) || extra.iter().any(|e| e == w)) {
        words.pop();
    }
    let mut joined = words.concat();
    loop {
        let shorter = HAN_SUFFIXES
            .iter()
            .copied()
            .chain(extra.iter().map(String::as_str))
            .filter_map(|suffix| joined.strip_suffix(suffix))
            .find(|rest| rest.chars().count() >= 2)
            .map(str::len);
        match shorter {
            Some(len) => joined.truncate(len),
            None => return joined,
        }
    }
}

/// The master's other names, by the spelling they belong to.
type Aliases<'a> = FxHashMap<usize, Vec<&'a String>>;

/// Gives every spelling its customer.
pub(crate) fn identify(spellings: &Spellings, rules: &Identity) -> Identified {
    let mut names = NameIndex::build(spellings, rules);
    let keys: Vec<String> = spellings.list.iter().map(|s| names.party_key(s)).collect();
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
    let look_alikes = look_alikes(&parties, rules);
    Identified { parties: Parties::new(parties), party_of, look_alikes, ambiguous: names.ambiguous.into_iter().collect() }
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
    keys: FxHashMap<String, BTreeSet<String>>,
    rules: &'a Identity,
    ambiguous: BTreeSet<String>,
}

impl<'a> NameIndex<'a> {
    /// The master outranks names that merely occur beside an id.
    fn build(spellings: &Spellings, rules: &'a Identity) -> Self {
        let mut names = NameIndex { keys: FxHashMap::default(), rules, ambiguous: BTreeSet::new() };
        let master = |want: bool| (0..spellings.list.len()).filter(move |&i| spellings.master[i] == want);
        for i in master(true) {
            names.learn(&spellings.list[i]);
        }
        for (at, alias) in &spellings.aliases {
            let owner = &spellings.list[*at as usize];
            let target = owner.id.clone().or_else(|| owner.name.as_ref().map(|n| name_key(n, &rules.suffixes)));
            names.keys.entry(name_key(alias, &rules.suffixes)).or_default().extend(target);
        }
        let known: BTreeSet<String> = {
            let mut known: Vec<String> = names.keys.keys().cloned().collect();
            known.sort_unstable();
            known.into_iter().collect()
        };
        for i in master(false) {
            let spelling = &spellings.list[i];
            let seen = spelling.name.as_ref().is_some_and(|n| known.contains(&name_key(n, &rules.suffixes)));
            if spelling.id.is_some() && !seen {
                names.learn(spelling);
            }
        }
        names
    }

    fn learn(&mut self, spelling: &Spelling) {
        if let Some(name) = &spelling.name {
            let key = name_key(name, &self.rules.suffixes);
            let target = spelling.id.clone().unwrap_or_else(|| key.clone());
            self.keys.entry(key).or_default().insert(target);
        }
    }

    /// The customer key of a spelling: its id, else what its name stands for, else the name itself.
    fn party_key(&mut self, spelling: &Spelling) -> String {
        if let Some(id) = &spelling.id {
            return self.rules.same.get(id).cloned().unwrap_or_else(|| id.clone());
        }
        let name = spelling.name.as_deref().unwrap_or_default();
        let decided = self
            .rules
            .same
            .iter()
            .find(|(written, _)| name_key(written, &self.rules.suffixes) == name_key(name, &self.rules.suffixes))
            .map(|(_, target)| target.clone());
        let name = decided.as_deref().unwrap_or(name);
        let key = name_key(name, &self.rules.suffixes);
        match self.keys.get(&key) {
            Some(targets) if targets.len() == 1 => targets.iter().next().cloned().unwrap_or(key),
            Some(_) => {
                self.ambiguous.insert(name.to_owned());
                key
            }
            // A decision may name an id that only occurs as such.
            None if decided.is_some() && self.keys.values().any(|t| t.contains(name)) => name.to_owned(),
            None if key.is_empty() => name.to_owned(),
            None => key,
        }
    }
}

/// Pairs of customers whose names differ in one letter, left out where a person has decided.
fn look_alikes(parties: &[Party], rules: &Identity) -> Vec<LookAlike> {
    let names: Vec<(String, &str)> = parties.iter().map(|p| (name_key(&p.name, &rules.suffixes), p.name.as_str())).collect();
    // Names that differ in one letter agree once that letter is left out.
    let mut holes: BTreeMap<(String, usize), Vec<usize>> = BTreeMap::new();
    for (i, (key, _)) in names.iter().enumerate() {
        let letters: Vec<char> = key.chars().collect();
        if letters.len() < 4 {
            continue;
        }
        for gap in 0..letters.len() {
            if letters[gap].is_ascii_digit() {
                continue;
            }
            let rest: String = letters.iter().enumerate().filter(|(j, _)| *j != gap).map(|(_, c)| c).collect();
            holes.entry((rest, gap)).or_default().push(i);
        }
    }
    let decided = |a: &str, b: &str| {
        rules.different.iter().any(|group| {
            let has = |name: &str| group.iter().any(|g| name_key(g, &rules.suffixes) == name_key(name, &rules.suffixes));
            has(a) && has(b)
        })
    };
    let mut pairs = BTreeSet::new();
    for group in holes.values().filter(|g| g.len() > 1) {
        for (n, &a) in group.iter().enumerate() {
            for &b in &group[n + 1..] {
                if names[a].0 != names[b].0 && !decided(names[a].1, names[b].1) {
                    pairs.insert(LookAlike { one: names[a].1.to_owned(), other: names[b].1.to_owned() });
                }
            }
        }
    }
    pairs.into_iter().collect()
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
            &["Bergmann Technik GmbH", "Bergmann Technik GmbH & Co. KG"],
        ] {
            for name in group {
                assert_eq!(key(name), key(group[0]), "{name}");
            }
        }
        assert_ne!(key("宁波甬江阀门有限公司"), key("宁波甬港阀门有限公司"));
        assert_eq!(key("公司"), "公司");
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
