//! Keeps a panic inside a parser from ending the batch: it becomes that file's problem, and nothing is printed.
//!
//! A panic inside the consumer is a fault of ours and not of the file: it goes on as if nobody stood here.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Outside,
    Parser,
    Consumer,
}

thread_local! {
    static PLACE: Cell<Place> = const { Cell::new(Place::Outside) };
}

static HOOK: Once = Once::new();

/// Runs `parse`; a panic in it comes back as its message.
pub(super) fn parse<T>(parse: impl FnOnce() -> T) -> Result<T, String> {
    // Installed once and for good: it asks the panicking thread where it is, so that no other thread's panic is hidden
    // and there is no moment at which the hook is missing.
    HOOK.call_once(|| {
        let earlier = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if PLACE.get() != Place::Parser {
                earlier(info);
            }
        }));
    });
    let before = PLACE.replace(Place::Parser);
    // The closure's captures are only used again to close the sheet that was open; they hold no half-made state.
    let outcome = panic::catch_unwind(AssertUnwindSafe(parse));
    let place = PLACE.replace(before);
    match outcome {
        Ok(value) => Ok(value),
        Err(payload) if place == Place::Consumer => panic::resume_unwind(payload),
        Err(payload) => Err(message(payload.as_ref())),
    }
}

/// Runs a call into the consumer.
pub(super) fn in_consumer<T>(call: impl FnOnce() -> T) -> T {
    let before = PLACE.replace(Place::Consumer);
    let value = call();
    PLACE.set(before);
    value
}

fn message(payload: &(dyn Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "panic without a message".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_the_parser_is_a_message() {
        assert_eq!(parse(|| panic!("index 9 of 3")).map_err(|m: String| m), Err::<(), _>("index 9 of 3".to_owned()));
        assert_eq!(parse(|| 7), Ok(7));
    }

    #[test]
    fn a_panic_in_the_consumer_goes_on() {
        let outcome = panic::catch_unwind(|| parse(|| in_consumer(|| panic!("ours"))));
        assert!(outcome.is_err());
        assert_eq!(parse(|| 7), Ok(7));
    }
}
