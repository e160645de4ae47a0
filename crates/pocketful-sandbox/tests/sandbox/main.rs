//! A bare HTTP client, and a browser, against a sandbox in the same process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod baskets;
mod books;
mod browser;
mod control;
mod direct;
mod faults;
mod feed;
mod kart;
mod lifecycle;
mod market;
mod modify;
mod mtf;
mod oauth;
mod orders;
mod pages;
mod portfolio;
mod refusals;
mod register_app;
mod relatives;
mod sdk;
mod secrets;
mod visitor;
mod waiting;
