//! A bare HTTP client, and a browser, against a sandbox in the same process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod browser;
mod control;
mod faults;
mod login;
mod orders;
mod pages;
mod secrets;
mod visitor;
