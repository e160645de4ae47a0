//! Feeds any bytes to the check `trade_update`.
#![no_main]

#[path = "../checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::trade_update(bytes));
