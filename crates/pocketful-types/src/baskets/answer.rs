//! An answer that says no more than that it was done.

use serde::{Deserialize, Deserializer, Serialize, de::IgnoredAny};

/// The request was carried out. The answer has no content that matters, whatever form it takes: `[]`, `{}`, null.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Acknowledged {}

impl<'de> Deserialize<'de> for Acknowledged {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self {})
    }
}
