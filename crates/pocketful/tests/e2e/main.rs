//! The facade from outside: against a script for what must not be sent, against the sandbox for everything else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod baskets;
mod cancel_groups;
mod contracts;
mod day;
mod examples;
mod faults;
mod flow;
mod funds;
mod groups;
mod hints;
mod legs;
mod market;
mod mtf;
mod offerings;
mod own_endpoint;
mod portfolio;
mod profile;
mod raw_request;
mod refusals;
mod scripted;
mod stream;
mod trading;
