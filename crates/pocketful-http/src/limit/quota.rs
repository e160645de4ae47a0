//! What is left of the limits, to look at.

use std::time::Duration;

use super::LimitName;

/// What is used and left of every window at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// One entry a window, order calls first, shortest window first.
    pub windows: Vec<WindowQuota>,
}

/// One window at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowQuota {
    /// Which window.
    pub limit: LimitName,
    /// Calls inside the window now.
    pub used: u32,
    /// Calls that still fit, those kept for cancels included.
    pub left: u32,
    /// How long until the oldest counted call leaves the window; zero when none is inside.
    pub next_free_in: Duration,
}
