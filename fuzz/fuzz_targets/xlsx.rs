//! The xlsx path, from the bytes of a file to its cells.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| keyaccount::fuzzing::xlsx(data));
