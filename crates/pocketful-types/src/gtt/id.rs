//! What names a good-till-triggered order, safe to put into a path.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize};

use crate::{IdError, OrderId};

/// The id of a good-till-triggered order; a UUID in the samples (wire reference, section 7). It is no order id of the
/// book, but is checked as one, because it becomes part of a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct GttId(OrderId);

impl GttId {
    /// The id in `id`, without surrounding blanks.
    ///
    /// # Errors
    /// When it is empty, too long, or holds anything but visible ASCII.
    pub fn new(id: impl Into<String>) -> Result<Self, IdError> {
        OrderId::new(id).map(Self)
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for GttId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::new(text)
    }
}

impl fmt::Display for GttId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<'de> Deserialize<'de> for GttId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        OrderId::deserialize(deserializer).map(Self)
    }
}
