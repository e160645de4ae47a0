//! Feeds any bytes to the check `order_update`.
#![no_main]

#[path = "../checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::order_update(bytes));
