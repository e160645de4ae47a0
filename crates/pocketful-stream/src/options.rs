//! How a stream behaves.

use std::time::Duration;

use crate::{Backoff, MarketHours, PriceScales};

#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) connections: usize,
    pub(crate) order_updates: bool,
    pub(crate) capacity: usize,
    pub(crate) heartbeat: Duration,
    pub(crate) silence: Duration,
    pub(crate) stale_after: Option<Duration>,
    pub(crate) connect_timeout: Duration,
    pub(crate) backoff: Backoff,
    pub(crate) market_hours: MarketHours,
    pub(crate) scales: PriceScales,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connections: 1,
            order_updates: true,
            capacity: 8192,
            // Wire reference, section 16.2.
            heartbeat: Duration::from_secs(8),
            silence: Duration::from_secs(30),
            stale_after: Some(Duration::from_secs(60)),
            connect_timeout: Duration::from_secs(10),
            backoff: Backoff::default(),
            market_hours: MarketHours::default(),
            scales: PriceScales::default(),
        }
    }
}
