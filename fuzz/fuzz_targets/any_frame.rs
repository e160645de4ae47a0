//! Feeds any bytes to the check `any_frame`.
#![no_main]

#[path = "../checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::any_frame(bytes));
