//! Customers whose names look or sound alike: listed for a person to decide, with what to write down, and never merged.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use pinyin::ToPinyin;
use rustc_hash::{FxHashMap, FxHasher};

use super::identity::name_key;
use crate::config::Identity;
use crate::tables::{Parties, Party};
use crate::units::in_chunks;

/// Shorter names differ in one letter for good reasons.
const SHORTEST: usize = 4;
/// From so many letters on, names in letters may differ twice. Names in characters may not: two of those are another company.
const LONG: usize = 10;
/// A text of so many letters is no name, and leaving out each of them in turn takes its time.
const LONGEST: usize = 200;
/// More names than this that differ in the same place are a way of naming (客户甲, 客户乙, …), not slips of the pen.
const CROWD: usize = 30;
/// More customers than this are compared by one slip only: two take a list many times as long.
const MANY: usize = 20_000;

/// Why two names were taken for alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same name under two ids.
    SameName,
    /// Written differently, the same in pinyin.
    SameSound,
    /// A letter or two apart.
    NearlySame,
}

impl Likeness {
    pub const ALL: [Likeness; 3] = [Likeness::SameName, Likeness::SameSound, Likeness::NearlySame];

    /// The code of its word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Likeness::SameName => "same_name",
            Likeness::SameSound => "same_sound",
            Likeness::NearlySame => "nearly_same",
        }
    }
}

/// One of the two customers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alike {
    pub name: String,
    pub id: Option<String>,
}

impl Alike {
    fn new(party: &Party) -> Self {
        Alike { name: party.name.clone(), id: party.id.clone() }
    }

    /// What the configuration calls it: records with an id go by that and not by their name.
    #[must_use]
    pub fn written(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.name)
    }
}

/// Two customers that look alike and were kept apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LookAlike {
    /// The better known one: in the master, or at least with an id.
    pub one: Alike,
    pub other: Alike,
    pub likeness: Likeness,
}

/// A name as it is compared.
struct Name<'a> {
    party: &'a Party,
    key: String,
    letters: Vec<char>,
    /// The digits in their order: names that differ there are told apart on purpose (一分厂 is not a digit, 1号店 has one).
    digits: String,
    /// The name in pinyin without tones, so that characters of the same sound and a name in Latin letters agree. One syllable
    /// says nothing: 王 and 汪 are two people.
    sound: Option<String>,
}

impl<'a> Name<'a> {
    fn new(party: &'a Party, rules: &Identity) -> Self {
        let key = name_key(&party.name, &rules.suffixes);
        let letters: Vec<char> = key.chars().collect();
        let digits = letters.iter().filter(|c| c.is_ascii_digit()).collect();
        let sound = sound(&letters);
        Name { party, key, letters, digits, sound }
    }

    /// How many slips of the pen may lie between this name and another.
    fn slips(&self) -> usize {
        match self.letters.len() {
            0..SHORTEST | LONGEST.. => 0,
            n if n >= LONG && self.key.is_ascii() => 2,
            _ => 1,
        }
    }

    /// The name, where an id tells it from the same name: without ids equal names are one customer.
    fn named_under_an_id(&self) -> Option<&str> {
        self.party.id.as_ref().map(|_| self.key.as_str())
    }
}

fn sound(letters: &[char]) -> Option<String> {
    let mut sound = String::with_capacity(letters.len() * 4);
    for &letter in letters {
        match letter.to_pinyin() {
            Some(syllable) => sound.push_str(syllable.plain()),
            None => sound.push(letter),
        }
    }
    Some(sound).filter(|sound| letters.len() > 1 && sound.len() >= SHORTEST)
}

/// Pairs of customers that look or sound alike, left out where a person has decided.
pub(crate) fn look_alikes(parties: &Parties, rules: &Identity) -> Vec<LookAlike> {
    let all: Vec<&Party> = parties.iter().map(|(_, party)| party).collect();
    let names: Vec<Name<'_>> = in_chunks(all.len(), |at| Name::new(all[at], rules));
    let decided = Decided::new(rules);
    let mut pairs: BTreeMap<(usize, usize), Likeness> = BTreeMap::new();
    let mut add = |a: usize, b: usize, likeness: Likeness| -> bool {
        // The same name once with an id and once without: told as a name that fits several customers.
        let one_name = names[a].key == names[b].key && likeness != Likeness::SameName;
        let may = !one_name && !decided.differ(&names[a], &names[b]);
        if may {
            pairs.entry((a.min(b), a.max(b))).or_insert(likeness);
        }
        may
    };
    alike_by(&names, |name| name.named_under_an_id(), |a, b| add(a, b, Likeness::SameName));
    alike_by(&names, |name| name.sound.as_deref(), |a, b| add(a, b, Likeness::SameSound));
    nearly_same(&names, |a, b| {
        // Names that sound the same were looked at as such.
        if names[a].sound.is_none() || names[a].sound != names[b].sound {
            add(a, b, Likeness::NearlySame);
        }
    });
    let mut found: Vec<LookAlike> = pairs.into_iter().map(|((a, b), why)| pair(names[a].party, names[b].party, why)).collect();
    found.sort_unstable();
    found
}

/// The better known a customer, the likelier it is the one to keep.
fn known(party: &Party) -> (bool, bool) {
    (party.in_master, party.id.is_some())
}

fn pair(a: &Party, b: &Party, likeness: Likeness) -> LookAlike {
    let (one, other) = if known(b) > known(a) { (b, a) } else { (a, b) };
    LookAlike { one: Alike::new(one), other: Alike::new(other), likeness }
}

/// Names that agree in something, each beside the best known one that it may be: one line a name makes one customer of all.
fn alike_by<'n>(
    names: &'n [Name<'_>],
    what: impl Fn(&'n Name<'_>) -> Option<&'n str>,
    mut found: impl FnMut(usize, usize) -> bool,
) {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, name) in names.iter().enumerate() {
        if let Some(text) = what(name) {
            groups.entry(text).or_default().push(i);
        }
    }
    for group in groups.values_mut().filter(|group| group.len() <= CROWD) {
        group.sort_by_key(|&i| Reverse(known(names[i].party)));
        for n in 1..group.len() {
            let _ = group[..n].iter().any(|&better| found(better, group[n]));
        }
    }
}

fn each_pair(group: &[usize], mut found: impl FnMut(usize, usize)) {
    if group.len() > CROWD {
        return;
    }
    for (n, &a) in group.iter().enumerate() {
        group[n + 1..].iter().for_each(|&b| found(a, b));
    }
}

/// Pairs of names that are a letter or two apart: left out, doubled, mistaken or swapped.
///
/// Two names within n such slips agree once up to n letters of each are left out: only those that meet so are compared.
fn nearly_same(names: &[Name<'_>], mut found: impl FnMut(usize, usize)) {
    let most = if names.len() > MANY { 1 } else { 2 };
    let mut groups: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    let holes = in_chunks(names.len(), |at| {
        let mut holes = BTreeSet::new();
        leave_out(&names[at].letters, names[at].slips().min(most), &mut holes);
        holes.into_iter().collect::<Vec<u64>>()
    });
    for (i, holes) in (0u32..).zip(holes) {
        holes.into_iter().for_each(|hole| groups.entry(hole).or_default().push(i));
    }
    let mut candidates: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut groups: Vec<Vec<u32>> = groups.into_values().filter(|group| group.len() > 1).collect();
    groups.sort_unstable();
    for group in groups {
        let group: Vec<usize> = group.into_iter().map(|i| i as usize).collect();
        each_pair(&group, |a, b| {
            candidates.insert((a, b));
        });
    }
    for (a, b) in candidates {
        let (one, other) = (&names[a], &names[b]);
        let slips = one.slips().min(other.slips()).min(most);
        let apart = strsim::damerau_levenshtein(&one.key, &other.key);
        if one.digits == other.digits && (1..=slips).contains(&apart) {
            found(a, b);
        }
    }
}

/// What is left of a name without up to so many of its letters, as hashes: the texts themselves would fill the memory.
fn leave_out(letters: &[char], slips: usize, holes: &mut BTreeSet<u64>) {
    let mut hasher = FxHasher::default();
    letters.hash(&mut hasher);
    if letters.is_empty() || !holes.insert(hasher.finish()) || slips == 0 {
        return;
    }
    for gap in 0..letters.len() {
        let mut rest = letters.to_vec();
        rest.remove(gap);
        leave_out(&rest, slips - 1, holes);
    }
}

/// The decisions of the configuration that names are different customers.
struct Decided<'a> {
    groups: Vec<BTreeSet<String>>,
    written: &'a [Vec<String>],
}

impl<'a> Decided<'a> {
    fn new(rules: &'a Identity) -> Self {
        let keys = |group: &Vec<String>| group.iter().map(|name| name_key(name, &rules.suffixes)).collect();
        Decided { groups: rules.different.iter().map(keys).collect(), written: &rules.different }
    }

    fn differ(&self, a: &Name<'_>, b: &Name<'_>) -> bool {
        let by_id = |group: &[String], name: &Name<'_>| group.iter().any(|g| Some(g.as_str()) == name.party.id.as_deref());
        self.groups.iter().zip(self.written).any(|(keys, written)| {
            let has = |name: &Name<'_>| by_id(written, name) || (a.key != b.key && keys.contains(&name.key));
            has(a) && has(b)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parties(names: &[(&str, &str, bool)]) -> Parties {
        let party = |&(id, name, in_master): &(&str, &str, bool)| {
            let id = Some(id.to_owned()).filter(|id| !id.is_empty());
            Party { key: id.clone().unwrap_or_else(|| name.to_owned()), id, name: name.to_owned(), also: Vec::new(), in_master }
        };
        let mut list: Vec<Party> = names.iter().map(party).collect();
        list.sort_by(|a, b| a.key.cmp(&b.key));
        Parties::new(list)
    }

    fn likeness(one: &str, other: &str) -> Option<Likeness> {
        let found = look_alikes(&parties(&[("", one, false), ("", other, false)]), &Identity::default());
        assert!(found.len() <= 1);
        found.first().map(|pair| pair.likeness)
    }

    #[test]
    fn names_that_look_or_sound_alike() {
        use Likeness::{NearlySame, SameSound};
        for (one, other, expected) in [
            ("上海华辰机电有限公司", "上海华晨机电有限公司", Some(SameSound)),
            ("上海宏达机械", "上海鸿大机械", Some(SameSound)),
            ("上海华辰机电", "Shanghai Huachen Jidian Co., Ltd.", Some(SameSound)),
            ("宁波甬江阀门", "宁波甬港阀门", Some(NearlySame)),
            ("宁波甬江阀门", "宁波市甬江阀门", Some(NearlySame)),
            ("宁波甬江阀门", "宁波江甬阀门", Some(NearlySame)),
            ("Haichuan Valve", "Haichuan Valves", Some(NearlySame)),
            ("Bergmann Technik", "Bergman Tecnik GmbH", Some(NearlySame)),
            ("Bergmann Technik", "Bergamnn Technik", Some(NearlySame)),
            ("Bergmann Technik", "Berman Tecnik", None),
            ("宁波甬江阀门", "宁波东海阀门", None),
            ("宁波甬江阀门", "宁波甬江阀门2厂", None),
            ("客户 A-1001", "客户 A-1002", None),
            ("Plant 17 North", "Plant 71 North", None),
            ("张三", "章三", Some(SameSound)),
            ("ABC", "ABD", None),
            ("王", "汪", None),
            ("Delta", "Gamma", None),
        ] {
            assert_eq!(likeness(one, other), expected, "{one} / {other}");
            assert_eq!(likeness(other, one), expected, "{other} / {one}");
        }
    }

    #[test]
    fn the_better_known_customer_comes_first_and_goes_by_its_id() {
        let known = parties(&[("", "上海华晨机电", false), ("C1", "上海华辰机电", true), ("C2", "上海华辰机电公司", false)]);
        let found = look_alikes(&known, &Identity::default());
        let written: Vec<_> = found.iter().map(|p| (p.one.written(), p.other.written(), p.likeness)).collect();
        let (name, sound) = (Likeness::SameName, Likeness::SameSound);
        assert_eq!(written, [("C1", "上海华晨机电", sound), ("C1", "C2", name)]);
    }

    #[test]
    fn decisions_by_name_or_id_leave_the_list() {
        let two = parties(&[("C1", "远东贸易", true), ("C2", "远东贸易有限公司", true), ("", "远冬贸易", false)]);
        let left = |different: &[&[&str]]| {
            let different = different.iter().map(|group| group.iter().map(|&name| name.to_owned()).collect()).collect();
            look_alikes(&two, &Identity { different, ..Identity::default() }).len()
        };
        assert_eq!(left(&[]), 2);
        assert_eq!(left(&[&["C1", "C2"]]), 1);
        assert_eq!(left(&[&["C1", "远冬贸易"]]), 2, "it may still be the other one");
        assert_eq!(left(&[&["远东贸易", "远冬贸易"]]), 1, "the same name under two ids is decided by id");
        assert_eq!(left(&[&["C1", "C2", "远冬贸易"]]), 0);
    }

    #[test]
    fn a_way_of_naming_is_no_look_alike() {
        let many: Vec<String> = ('a'..='z').chain('A'..='Z').chain('α'..='ω').map(|c| format!("customer {c}")).collect();
        let all: Vec<_> = many.iter().map(|name| ("", name.as_str(), false)).collect();
        assert!(look_alikes(&parties(&all), &Identity::default()).is_empty());
    }
}
