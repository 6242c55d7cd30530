//! Places as people write them, and whether two names can only mean two cities.

use std::collections::BTreeSet;

use crate::tables::{Vocabulary, normalise_word};

/// The city or cities that a record names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    /// Cities of the vocabulary.
    codes: BTreeSet<&'static str>,
    /// As written, without province and the word for a city.
    bare: String,
    latin: bool,
}

impl Place {
    /// Reads a city cell: `浙江省宁波市`, `上海/杭州`, `Ho Chi Minh City`. `None` where it names no city.
    pub(super) fn new(text: &str) -> Option<Self> {
        let separators = ['、', ',', '，', '/', '／', ';', '；', '→', '—', '–', '-', '~', '～', '+', '＋', '&', '|'];
        let parts: Vec<Part> = text.split(separators).filter_map(Part::new).collect();
        (!parts.is_empty()).then_some(Place { parts })
    }

    /// Whether it is one of a list of cities.
    pub(super) fn is_in(&self, list: &[String]) -> bool {
        let listed = |part: &Part, name: &str| {
            Part::new(name).is_some_and(|city| !part.codes.is_disjoint(&city.codes) || city.bare == part.bare)
        };
        list.iter().any(|name| self.parts.iter().any(|part| listed(part, name)))
    }

    /// Whether the two have no city in common, as far as their spellings tell.
    pub(super) fn is_elsewhere(&self, other: &Self) -> bool {
        self.parts.iter().all(|a| other.parts.iter().all(|b| a.is_elsewhere(b)))
    }
}

impl Part {
    fn new(text: &str) -> Option<Self> {
        let whole = normalise_word(text);
        if !whole.chars().any(char::is_alphabetic) {
            return None;
        }
        let codes: BTreeSet<&'static str> = Vocabulary::City.words().codes(&whole).into_iter().collect();
        if codes.contains("none") {
            return None;
        }
        let latin = whole.is_ascii();
        let bare =
            if latin { whole.strip_suffix("city").filter(|rest| !rest.is_empty()).unwrap_or(&whole) } else { bare(&whole) };
        Some(Part { codes, bare: bare.to_owned(), latin })
    }

    fn is_elsewhere(&self, other: &Self) -> bool {
        if !self.codes.is_empty() && !other.codes.is_empty() {
            return self.codes.is_disjoint(&other.codes);
        }
        // A name that the vocabulary does not know may be anything in the other script.
        self.latin == other.latin && !self.bare.contains(&other.bare) && !other.bare.contains(&self.bare)
    }
}

/// `福建省三明市沙县` is `三明`.
fn bare(place: &str) -> &str {
    let after = |mark: &str, text: &'_ str| text.rfind(mark).map_or(0, |at| at + mark.len());
    let cut = ["省", "自治区", "特别行政区"].map(|mark| after(mark, place)).into_iter().max().unwrap_or(0);
    let city = if cut < place.len() { &place[cut..] } else { place };
    let end = city.find('市').filter(|at| *at > 0).unwrap_or(city.len());
    &city[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elsewhere(a: &str, b: &str) -> bool {
        let place = |text: &str| Place::new(text).unwrap();
        assert_eq!(place(a).is_elsewhere(&place(b)), place(b).is_elsewhere(&place(a)));
        place(a).is_elsewhere(&place(b))
    }

    #[test]
    fn one_city_has_many_names() {
        for (a, b) in [
            ("宁波", "浙江省宁波市"),
            ("宁波", "宁波市鄞州区"),
            ("浙江 宁波", "Ningbo"),
            ("上海市", "上海市浦东新区"),
            ("昆山", "苏州"),
            ("三明", "福建省三明市沙县"),
            ("Ho Chi Minh City", "胡志明市"),
            ("ＨＫ", "香港"),
            ("上海/杭州", "杭州"),
            // What neither list nor script tells apart is left alone.
            ("Taizhou", "台州"),
            ("Sanming", "三明"),
        ] {
            assert!(!elsewhere(a, b), "{a} {b}");
        }
    }

    #[test]
    fn two_cities_are_two() {
        for (a, b) in [
            ("宁波", "杭州"),
            ("Ningbo", "杭州"),
            ("上海/杭州", "宁波"),
            ("三明", "南平"),
            ("三明市", "宁波"),
            ("泰州", "台州"),
            ("Lyon", "Paris"),
            ("深圳", "广东省广州市"),
        ] {
            assert!(elsewhere(a, b), "{a} {b}");
        }
    }

    #[test]
    fn lists_hold_their_cities_under_any_name() {
        let list = ["上海", "Sanming"].map(str::to_owned);
        for (name, inside) in
            [("上海市浦东新区", true), ("Shanghai", true), ("Sanming City", true), ("三明", false), ("杭州", false)]
        {
            assert_eq!(Place::new(name).unwrap().is_in(&list), inside, "{name}");
        }
    }

    #[test]
    fn a_province_or_a_dash_is_no_city() {
        for text in ["浙江", "浙江省", "华东", "海外", "-", "", "公司", "12"] {
            assert_eq!(Place::new(text), None, "{text}");
        }
    }
}
