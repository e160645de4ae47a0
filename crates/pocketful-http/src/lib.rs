#![doc = include_str!("../README.md")]

mod limit;

pub use limit::{LimitExceeded, LimitName, LimitPolicy, Quota, RateLimiter, RateLimits, Window, WindowQuota};
