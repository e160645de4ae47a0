//! Ids of the wire, each a type of its own so that none can stand where another belongs.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The trading account's code, for example two letters and four digits (wire reference, section 0.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientId(String);

impl ClientId {
    /// The id as the broker gave it, without surrounding blanks.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        let id: String = id.into();
        Self(id.trim().to_owned())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
