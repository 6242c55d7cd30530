//! What a rule looks at, and the questions that several rules ask: which area a visit lies in, which grade an employee has.

use chrono::NaiveDate;

use super::Setup;
use crate::analyse::{Review, Trip};
use crate::config::Policy;
use crate::tables::{Expense, Source, Tables, Visit, normalise_word};

/// The case a rule judges.
pub struct Case<'a> {
    pub tables: &'a Tables,
    pub review: &'a Review,
    pub policy: &'a Policy,
    pub setup: &'a Setup,
}

impl<'a> Case<'a> {
    /// Visits that belong to the review month and whose sheet states the columns.
    pub fn visits(&self, columns: &'static [&'static str]) -> impl Iterator<Item = &'a Visit> {
        let (tables, review) = (self.tables, self.review);
        tables.visits.iter().filter(move |v| {
            v.date <= review.period.as_of
                && review.travel.month_of(v.trip_id.as_deref(), v.date) == review.period.month
                && columns.iter().all(|c| tables.sources.states(v.source, c))
        })
    }

    /// Claims that belong to the review month, were not taken back, and whose sheet states the columns.
    pub fn claims(&self, columns: &'static [&'static str]) -> impl Iterator<Item = &'a Expense> {
        let (tables, review) = (self.tables, self.review);
        tables.expenses.iter().enumerate().filter_map(move |(i, e)| {
            let wanted = e.date <= review.period.as_of
                && e.amount.is_positive()
                && !review.travel.cancelled.contains(&i)
                && review.travel.month_of(e.trip_id.as_deref(), e.date) == review.period.month
                && columns.iter().all(|c| tables.sources.states(e.source, c));
            wanted.then_some(e)
        })
    }

    /// Trips that belong to the review month.
    pub fn trips(&self) -> impl Iterator<Item = &'a Trip> {
        let month = self.review.period.month;
        self.review.travel.trips.values().filter(move |t| t.month() == month)
    }

    /// The visits of a trip, in the order of day and time.
    #[must_use]
    pub fn visits_of(&self, trip: &Trip) -> Vec<&'a Visit> {
        let mut visits: Vec<&Visit> = trip.visits.iter().map(|&i| &self.tables.visits[i]).collect();
        visits.sort_by_key(|v| (v.date, v.start, v.source));
        visits
    }

    /// The grade an employee had on a day.
    #[must_use]
    pub fn grade(&self, employee: &str, on: NaiveDate) -> Option<&'a str> {
        newest_grade(self.tables, employee, on)
    }

    /// Whether a visit lies within the near area: by its city, or by its region where no city is stated.
    #[must_use]
    pub fn is_near(&self, visit: &Visit) -> bool {
        lies_in(visit.city.as_deref().or(visit.region.as_deref()), &self.policy.near_cities)
    }

    #[must_use]
    pub fn is_guangdong(&self, visit: &Visit) -> bool {
        self.region_or_city(visit, &self.policy.guangdong)
    }

    #[must_use]
    pub fn is_abroad(&self, visit: &Visit) -> bool {
        self.region_or_city(visit, &self.policy.overseas)
    }

    fn region_or_city(&self, visit: &Visit, list: &[String]) -> bool {
        lies_in(visit.region.as_deref(), list) || lies_in(visit.city.as_deref(), list)
    }
}

/// The grade an employee had: as stated on the given day or last before it, in claims and visits; else the first one known.
#[must_use]
pub fn newest_grade<'a>(tables: &'a Tables, employee: &str, on: NaiveDate) -> Option<&'a str> {
    let claims = tables.expenses.iter().filter(|e| e.employee == employee).map(|e| (e.date, e.source, e.grade.as_deref()));
    let visits = tables.visits.iter().filter(|v| v.salesperson == employee).map(|v| (v.date, v.source, v.grade.as_deref()));
    let mut stated: Vec<(NaiveDate, Source, &str)> = claims.chain(visits).filter_map(|(d, s, g)| Some((d, s, g?))).collect();
    stated.sort_unstable();
    stated.iter().rev().find(|(date, ..)| *date <= on).or_else(|| stated.first()).map(|(.., grade)| *grade)
}

/// Whether a place is one of a list. Chinese places may carry more (`广东省深圳市`); Latin ones must agree as words.
fn lies_in(place: Option<&str>, list: &[String]) -> bool {
    let Some(place) = place else { return false };
    let whole = normalise_word(place);
    list.iter().any(|entry| {
        let wanted = normalise_word(entry);
        if wanted.is_ascii() {
            place.split([',', '/', ';']).any(|part| normalise_word(part) == wanted)
        } else {
            whole.contains(&wanted)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_in_longer_names() {
        let list = vec!["广东".to_owned(), "深圳".to_owned(), "HK".to_owned(), "Hong Kong".to_owned()];
        for place in ["广东省", "广东省深圳市", "深圳 市", "hk", "Hong  Kong", "Kowloon, Hong Kong"] {
            assert!(lies_in(Some(place), &list), "{place}");
        }
        for place in ["广西", "HKG region", "", "Kongsberg"] {
            assert!(!lies_in(Some(place), &list), "{place}");
        }
        assert!(!lies_in(None, &list));
    }
}
