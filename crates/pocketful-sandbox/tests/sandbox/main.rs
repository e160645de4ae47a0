//! A bare HTTP client against a sandbox in the same process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod login;
mod orders;
mod visitor;
