#![doc = include_str!("../README.md")]

mod api;
mod builder;
#[cfg(test)]
mod capture;
mod decode;
mod egress;
mod encode;
mod environment;
mod error;
mod headers;
mod limit;
mod prepared;
mod reply;
mod retry;
mod retry_after;
mod scrub;
#[cfg(test)]
mod test_endpoints;
#[cfg(any(test, feature = "test-util"))]
mod test_util;
mod transport;

pub use api::{Api, Download, Probe};
pub use builder::ApiBuilder;
pub use egress::{IpVersion, SourceAddresses, SourceAddressesError};
pub use environment::Environment;
pub use error::{Error, ErrorKind, Outcome};
pub use limit::{LimitExceeded, LimitName, LimitPolicy, Quota, RateLimiter, RateLimits, Window, WindowQuota};
pub use prepared::PreparedRequest;
pub use reply::RawReply;
pub use retry::RetryPolicy;
#[cfg(any(test, feature = "test-util"))]
pub use test_util::{Recorded, ScriptedTransport};
pub use transport::{Dispatch, SourceAddress, Transport, TransportError, TransportErrorKind};
