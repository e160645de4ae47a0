#![doc = include_str!("../README.md")]

mod api_error;
mod endpoint;
pub mod envelope;
mod ids;
mod origin;
mod time;

pub use api_error::ApiError;
pub use endpoint::{Effect, EncodeError, Endpoint, RateClass, Route, json_body};
pub use ids::ClientId;
pub use origin::{HeaderStyle, Origin, OriginError, is_loopback_host};
#[cfg(any(test, feature = "test-util"))]
pub use time::ManualClock;
pub use time::{Clock, IST, SystemClock, next_midnight};
