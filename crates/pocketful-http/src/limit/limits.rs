//! Which limits apply, and what happens at the edge of one.

use std::time::Duration;

/// At most `permits` calls in any span of length `per`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// Calls.
    pub permits: u32,
    /// Length of the span.
    pub per: Duration,
    /// How many of the permits only cancels may use, so that no burst of places can lock the way out.
    pub for_cancels: u32,
}

impl Window {
    /// `permits` calls in any span of `per`.
    #[must_use]
    pub const fn new(permits: u32, per: Duration) -> Self {
        Self {
            permits,
            per,
            for_cancels: 0,
        }
    }

    /// Keeps `permits` of them for cancels.
    #[must_use]
    pub const fn keeping_for_cancels(mut self, permits: u32) -> Self {
        self.for_cancels = permits;
        self
    }
}

/// The windows of each class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimits {
    order: Vec<Window>,
    data: Vec<Window>,
    non_trading: Vec<Window>,
}

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

impl RateLimits {
    /// The broker's published table (wire reference, section 0.4): 25 orders a second, 250 a minute, 1 000 an hour,
    /// 7 000 a day; 10, 1 000, 5 000, 10 000 data calls; 20 others a second.
    ///
    /// Of the orders of a minute, an hour and a day, one in ten is kept for cancels.
    #[must_use]
    pub fn published() -> Self {
        Self::with_orders_a_second(25)
    }

    /// The published table with at most `orders` order calls a second.
    #[must_use]
    pub fn with_orders_a_second(orders: u32) -> Self {
        Self {
            order: vec![
                Window::new(orders, SECOND),
                Window::new(250, MINUTE).keeping_for_cancels(25),
                Window::new(1000, HOUR).keeping_for_cancels(100),
                Window::new(7000, DAY).keeping_for_cancels(700),
            ],
            data: vec![
                Window::new(10, SECOND),
                Window::new(1000, MINUTE),
                Window::new(5000, HOUR),
                Window::new(10_000, DAY),
            ],
            non_trading: vec![Window::new(20, SECOND)],
        }
    }

    /// No limits at all, for a server of one's own.
    #[must_use]
    pub fn unlimited() -> Self {
        Self {
            order: Vec::new(),
            data: Vec::new(),
            non_trading: Vec::new(),
        }
    }

    /// Other windows for order calls.
    #[must_use]
    pub fn with_order(mut self, windows: Vec<Window>) -> Self {
        self.order = windows;
        self
    }

    /// Other windows for market data calls.
    #[must_use]
    pub fn with_data(mut self, windows: Vec<Window>) -> Self {
        self.data = windows;
        self
    }

    /// Other windows for all other calls.
    #[must_use]
    pub fn with_non_trading(mut self, windows: Vec<Window>) -> Self {
        self.non_trading = windows;
        self
    }

    /// Windows of order calls, cancels included.
    #[must_use]
    pub fn order(&self) -> &[Window] {
        &self.order
    }

    /// Windows of market data calls.
    #[must_use]
    pub fn data(&self) -> &[Window] {
        &self.data
    }

    /// Windows of all other calls.
    #[must_use]
    pub fn non_trading(&self) -> &[Window] {
        &self.non_trading
    }
}

impl Default for RateLimits {
    /// The published table, but with 10 orders a second: from there on the regulator wants an algo to be registered
    /// with the exchange. Use [`RateLimits::published`] if yours is.
    fn default() -> Self {
        Self::with_orders_a_second(10)
    }
}

/// What happens to a call for which there is no permit now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitPolicy {
    /// It waits its turn, if that comes within `at_most`; otherwise it is refused at once.
    Wait {
        /// The longest wait.
        at_most: Duration,
    },
    /// It is refused at once.
    Refuse,
}

impl Default for LimitPolicy {
    /// Waits at most three seconds: long enough for a burst to drain, short enough that an order does not leave with
    /// a price nobody stands by any more.
    fn default() -> Self {
        Self::Wait {
            at_most: Duration::from_secs(3),
        }
    }
}
