//! The feed from outside: golden frames, what no frame may do, and a real socket on loopback.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod capture;
mod corpus;
mod decoding;
mod golden;
mod loopback;
mod secrets;
mod tls;
