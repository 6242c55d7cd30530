//! What fuzzers call in this room.

use super::value;
use crate::config::{DateOrder, Dates, RatingScale};
use crate::load::Value;

/// Takes the value for everything a column can mean, and checks what must be true of any answer.
pub(crate) fn every_meaning(given: Value<'_>) {
    for order in [DateOrder::Ymd, DateOrder::Dmy, DateOrder::Mdy] {
        let rules = Dates { order, ..Dates::default() };
        let _ = value::moment(given, &rules);
        let _ = value::span(given, &rules);
    }
    if let Ok(minute) = value::minute(given) {
        assert!((0..1440).contains(&minute), "{given:?} is minute {minute} of the day");
    }
    for scale in [RatingScale::OneToFive, RatingScale::OneToTen, RatingScale::Percent] {
        if let Ok(rating) = value::rating(given, scale) {
            assert!((1.0..=5.0).contains(&rating), "{given:?} is rated {rating}");
        }
    }
    let _ = value::flag(given);
    let _ = value::count(given);
    match given {
        Value::Text(text) => {
            let _ = value::number(text);
            if let Ok(id) = value::text_identifier(text) {
                // An identifier read again is the same one: keys do not depend on how often they were written out.
                let again = value::text_identifier(&id).map(|again| again == id);
                assert!(again.unwrap_or(true), "{text:?} is {id:?}, and that is another one");
            }
        }
        Value::Number(number) => {
            let _ = value::identifier(number);
        }
        _ => {}
    }
}
