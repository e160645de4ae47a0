//! The feed, with a bare WebSocket client.

mod ends;
mod faults;
mod handshake;
mod market;
pub(crate) mod reader;
mod updates;
