//! The normaliser of values.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| keyaccount::fuzzing::normaliser(data));
