//! A bare HTTP client, and a browser, against a sandbox in the same process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod books;
mod browser;
mod control;
mod direct;
mod faults;
mod lifecycle;
mod oauth;
mod orders;
mod pages;
mod refusals;
mod secrets;
mod visitor;
