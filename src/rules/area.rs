//! The areas a policy names, as lists of places, and whether a visit or a city lies in one.

use crate::config::Policy;
use crate::tables::{Visit, normalise_word};

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

impl Area {
    fn of(list: &[String]) -> Self {
        Area { places: list.iter().map(|place| normalise_word(place)).collect() }
    }

    /// Whether a place is one of the list. Chinese places may carry more (`广东省深圳市`); Latin ones must agree as words.
    pub(super) fn holds(&self, place: Option<&str>) -> bool {
        let Some(place) = place else { return false };
        let whole = normalise_word(place);
        let words: Vec<String> = place.split([',', '/', ';']).map(normalise_word).collect();
        self.places.iter().any(|wanted| if wanted.is_ascii() { words.contains(wanted) } else { whole.contains(wanted.as_str()) })
    }

    /// Whether the region or the city of a visit is one of the list.
    pub(super) fn holds_either(&self, visit: &Visit) -> bool {
        self.holds(visit.region.as_deref()) || self.holds(visit.city.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_in_longer_names() {
        let area = Area::of(&["广东", "深圳", "HK", "Hong Kong"].map(str::to_owned));
        for place in ["广东省", "广东省深圳市", "深圳 市", "hk", "Hong  Kong", "Kowloon, Hong Kong"] {
            assert!(area.holds(Some(place)), "{place}");
        }
        for place in ["广西", "HKG region", "", "Kongsberg"] {
            assert!(!area.holds(Some(place)), "{place}");
        }
        assert!(!area.holds(None));
    }
}
