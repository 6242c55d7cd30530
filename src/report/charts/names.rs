//! Names of customers as labels: short, and still told apart.

use std::collections::BTreeMap;

use crate::report::Input;
use crate::tables::PartyIx;

/// So many Latin letters have room beside a bar, and in a sentence below a chart; a Chinese character is as wide as two.
const LABEL: usize = 18;
const SENTENCE: usize = 44;

/// The labels of the customers of one chart, none like another: a long name is cut at its end, in its middle where its end is
/// what tells it apart, and goes with its id, or its place in the chart, where that is not enough.
pub(super) fn labels(input: &Input<'_>, parties: &[PartyIx]) -> Vec<String> {
    let of = |party: &PartyIx| {
        let party = input.tables.parties.get(*party);
        (party.name.as_str(), party.id.as_deref())
    };
    told_apart(&parties.iter().map(of).collect::<Vec<_>>())
}

/// A customer's name in a sentence: without its legal form, and whole unless it is very long.
pub(super) fn in_sentence(input: &Input<'_>, party: PartyIx) -> String {
    cut_in_the_middle(plain(input.tables.parties.name(party)), SENTENCE)
}

fn told_apart(names: &[(&str, Option<&str>)]) -> Vec<String> {
    let mut labels: Vec<String> = names.iter().map(|(name, _)| cut_at_the_end(plain(name), LABEL)).collect();
    let middle = |at: usize| cut_in_the_middle(plain(names[at].0), LABEL);
    let with_id = |at: usize| {
        let id = names[at].1.map_or_else(|| (at + 1).to_string(), str::to_owned);
        let room = LABEL.saturating_sub(id.chars().count() + 1).max(LABEL / 3);
        format!("{} {id}", cut_at_the_end(plain(names[at].0), room))
    };
    let steps: [&dyn Fn(usize) -> String; 2] = [&middle, &with_id];
    for step in steps {
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        labels.iter().for_each(|label| *times.entry(label).or_default() += 1);
        let alike: Vec<usize> = (0..labels.len()).filter(|&at| times.get(labels[at].as_str()).is_some_and(|n| *n > 1)).collect();
        for at in alike {
            labels[at] = step(at);
        }
    }
    labels
}

/// A company's name without its legal form.
fn plain(name: &str) -> &str {
    const HAN: [&str; 6] = ["股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "集团", "公司"];
    const LATIN: [&str; 10] = [", Ltd.", " Ltd.", " Ltd", " Co.,", " Co.", " Co", " GmbH", " Inc.", " Inc", " LLC"];
    let mut short = name.trim();
    for suffix in HAN.iter().chain(&LATIN) {
        if let Some(rest) = short.strip_suffix(suffix)
            && rest.chars().count() >= 2
        {
            short = rest.trim_end_matches([',', ' ']);
        }
    }
    short
}

/// How many characters of a name have room.
fn room(name: &str, latin: usize) -> usize {
    if name.is_ascii() { latin } else { latin / 2 }
}

fn cut_at_the_end(name: &str, latin: usize) -> String {
    let room = room(name, latin);
    if name.chars().count() <= room {
        return name.to_owned();
    }
    let shown: String = name.chars().take(room - 1).collect();
    format!("{}…", shown.trim_end())
}

fn cut_in_the_middle(name: &str, latin: usize) -> String {
    let (room, all) = (room(name, latin), name.chars().count());
    if all <= room {
        return name.to_owned();
    }
    let tail = (room - 1) / 2;
    let head: String = name.chars().take(room - 1 - tail).collect();
    let tail: String = name.chars().skip(all - tail).collect();
    format!("{}…{}", head.trim_end(), tail.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_short_and_told_apart() {
        let of = |names: &[(&str, Option<&str>)]| told_apart(names).join(" | ");
        assert_eq!(of(&[("Acme Valves Co., Ltd.", None), ("上海港航有限公司", None)]), "Acme Valves | 上海港航");
        // What is unlike in the first letters is cut at the end.
        assert_eq!(of(&[("Northern Instruments Trading Ltd", None)]), "Northern Instrume…");
        let (one, two) = ("The Honourable Company of Pumps", "The Honourable Company of Fans");
        assert_eq!(of(&[(one, None), (two, None)]), "The Honou…of Pumps | The Honou…of Fans");
        assert_eq!(
            of(&[("上海临港启衡动力科技有限公司", None), ("上海临港启衡动力装备有限公司", None)]),
            "上海临港…动力科技 | 上海临港…动力装备"
        );
        // Neither end tells them apart.
        let (one, two) = ("The Honourable Company of Pumps and Fans", "The Honourable Company for Pumps and Fans");
        assert_eq!(of(&[(one, Some("C01")), (two, Some("C02"))]), "The Honourabl… C01 | The Honourabl… C02");
        assert_eq!(of(&[(one, None), (two, None)]), "The Honourable… 1 | The Honourable… 2");
    }

    #[test]
    fn a_sentence_has_more_room() {
        assert_eq!(
            cut_in_the_middle("The Honourable Company of Pumps and Fans", SENTENCE),
            "The Honourable Company of Pumps and Fans"
        );
        assert_eq!(cut_in_the_middle(&"ab".repeat(30), SENTENCE).chars().count(), SENTENCE);
    }
}
