//! The feed, with a bare WebSocket client.

mod ends;
mod faults;
mod handshake;
mod market;
mod reader;
mod updates;
