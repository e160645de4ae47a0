//! The feed from outside: golden frames, and what no frame may do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod decoding;
mod golden;
