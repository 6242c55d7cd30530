//! The areas a policy names, as lists of places, and whether a visit or a city lies in one.

use crate::config::Policy;
use crate::tables::{Visit, folded, normalise_word};

/// The areas of a version of the policy, their places normalised once: they are asked for every visit.
pub(super) struct Areas {
    pub(super) near: Area,
    pub(super) guangdong: Area,
    pub(super) overseas: Area,
    /// The cities of each tier, in the policy's order.
    pub(super) city_tiers: Vec<Area>,
}

impl Areas {
    pub(super) fn of(policy: &Policy) -> Self {
        Areas {
            near: Area::of(&policy.near_cities),
            guangdong: Area::of(&policy.guangdong),
            overseas: Area::of(&policy.overseas),
            city_tiers: policy.city_tiers.iter().map(|tier| Area::of(&tier.cities)).collect(),
        }
    }
}

/// A list of places.
pub(super) struct Area {
    places: Vec<String>,
}

/// Words that make a street of the name in front of them: Nanjing Road is in Shanghai.
const STREETS: [&str; 10] = ["road", "rd", "street", "st", "avenue", "ave", "lane", "boulevard", "blvd", "plaza"];

impl Area {
    fn of(list: &[String]) -> Self {
        // Latin names are compared letter by letter: `Xi'an` is `Xi an`.
        let name = |place: &String| {
            let whole = normalise_word(place);
            if whole.is_ascii() { whole.chars().filter(char::is_ascii_alphanumeric).collect() } else { whole }
        };
        Area { places: list.iter().map(name).collect() }
    }

    /// Whether a place is one of the list. Chinese places may carry more (`广东省深圳市`); Latin ones must agree word by word, and
    /// may have other words beside them (`Hong Kong SAR`, `Shanghai (Pudong)`).
    pub(super) fn holds(&self, place: Option<&str>) -> bool {
        let Some(place) = place else { return false };
        let whole = normalise_word(place);
        let words = words(place);
        self.places.iter().any(|wanted| if wanted.is_ascii() { names(&words, wanted) } else { whole.contains(wanted.as_str()) })
    }

    /// Whether the region or the city of a visit is one of the list.
    pub(super) fn holds_either(&self, visit: &Visit) -> bool {
        self.holds(visit.region.as_deref()) || self.holds(visit.city.as_deref())
    }
}

/// The words of a place, in one width and case.
fn words(place: &str) -> Vec<String> {
    let folded = folded(place, |_| true);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether some of the words, one behind the other, spell a name: `hong kong` and `hongkong`, `u s a` and `usa`.
fn names(words: &[String], name: &str) -> bool {
    (0..words.len()).any(|from| {
        let mut rest = name;
        for (at, word) in words.iter().enumerate().skip(from) {
            match rest.strip_prefix(word.as_str()) {
                Some("") => return !words.get(at + 1).is_some_and(|next| STREETS.contains(&next.as_str())),
                Some(more) => rest = more,
                None => return false,
            }
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_in_longer_names() {
        let list = [
            "广东",
            "深圳",
            "Guangdong",
            "HK",
            "Hong Kong",
            "Hongkong",
            "Macau",
            "Taiwan",
            "USA",
            "UK",
            "New York",
            "India",
            "Xi'an",
        ];
        let area = Area::of(&list.map(str::to_owned));
        for place in [
            "广东省",
            "广东省深圳市",
            "深圳 市",
            "hk",
            "Hong  Kong",
            "Kowloon, Hong Kong",
            "Hong Kong SAR",
            "Hong Kong Island",
            "Hong Kong - Central",
            "HONGKONG",
            "Hong-Kong",
            "HK (Central)",
            "Macau SAR",
            "Taiwan R.O.C.",
            "U.S.A.",
            "New York City",
            "Xi'an",
            "Xi’an Yanta",
            "London/UK",
            "Guangdong Province",
            "Ｇｕａｎｇｄｏｎｇ",
        ] {
            assert!(area.holds(Some(place)), "{place}");
        }
        for place in [
            "广西",
            "HKG region",
            "",
            "Kongsberg",
            "Hong",
            "Kong Hong",
            "Indiana",
            "York",
            "Usan",
            "Guangdong Road, Shanghai",
            "Hong Kong Plaza, Shanghai",
        ] {
            assert!(!area.holds(Some(place)), "{place}");
        }
        assert!(!area.holds(None));
    }
}
