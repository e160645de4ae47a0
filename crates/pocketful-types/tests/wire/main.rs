//! The wire, as snapshots: every request as it is sent, every reply as it is understood.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod contract;
mod contracts;
mod properties;
mod refusals;
mod replies;
mod requests;
mod updates;

/// The text of a file under `fixtures/`.
fn fixture(name: &str) -> String {
    let path = format!("{}/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}
