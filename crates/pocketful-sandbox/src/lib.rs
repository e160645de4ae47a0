//! A local Pocketful in one process, for trying and for tests.
#![doc = include_str!("../README.md")]

mod app;
mod assumed;
mod broker;
mod clock;
mod config;
mod portal;
mod sandbox;
mod server;
mod state;

pub use clock::{SandboxClock, SpeedError};
pub use config::{Builder, StartError};
pub use sandbox::Sandbox;
pub use state::demo::Demo;
