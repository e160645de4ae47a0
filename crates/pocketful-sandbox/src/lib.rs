//! A local Pocketful in one process, for trying and for tests.
// The order book's row is one `json!` of some sixty members.
#![recursion_limit = "256"]
#![doc = include_str!("../README.md")]

mod app;
mod assumed;
mod body;
mod broker;
mod clock;
mod config;
mod control;
mod faults;
mod feed;
mod instruments;
mod limits;
mod log;
mod login;
mod oauth;
mod params;
mod portal;
mod prices;
mod reply;
mod rest;
mod sandbox;
mod server;
mod state;

pub use clock::{SandboxClock, SpeedError};
pub use config::{Builder, StartError};
pub use faults::{ActiveFault, Fault, FaultRule, FaultRuleError, Faults};
pub use feed::{Feed, FeedConnection};
pub use log::LogEntry;
pub use sandbox::{Sandbox, VisitError};
pub use state::{demo::Demo, orders::FillError};
/// The crate of the moments and spans that the clock takes, in the version that they are of.
pub use time;

/// The program in the page on the sandbox is run as a test.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/sandbox.md")]
struct Page;
