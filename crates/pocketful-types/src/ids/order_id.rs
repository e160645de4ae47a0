//! The broker's own id of an order, safe to put into a path.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, de};

/// `oms_order_id`: the broker's id of an order, always text, such as `202403111778` or `20220103-1157`
/// (wire reference, section 0.5).
///
/// It becomes part of a path when an order is cancelled, so it is checked when it is made: an empty id would address
/// the whole book.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct OrderId(String);

/// A text that cannot be an order's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// Nothing but blanks.
    #[error("the order id is empty; the order book shows it as oms_order_id")]
    Empty,
    /// Anything but digits, ASCII letters and dashes.
    #[error("an order id is digits, letters and dashes, such as 202403111778 or 20220103-1157")]
    Malformed,
    /// Longer than any id can be.
    #[error("an order id is not longer than {} characters", OrderId::MAX_LEN)]
    TooLong,
}

impl OrderId {
    /// Longest id accepted, in characters; those seen have 12 or 13 (the bound is assumed).
    pub const MAX_LEN: usize = 64;

    /// The id in `id`, without surrounding blanks.
    ///
    /// # Errors
    /// When it is empty, too long, or holds anything but digits, ASCII letters and dashes (those seen have digits and
    /// one dash; letters are assumed).
    pub fn new(id: impl Into<String>) -> Result<Self, IdError> {
        let mut id: String = id.into();
        let trimmed = id.trim_ascii();
        if trimmed.is_empty() {
            return Err(IdError::Empty);
        }
        if trimmed.len() > Self::MAX_LEN {
            return Err(IdError::TooLong);
        }
        // URL libraries resolve `.` and `..` away even when they are percent-encoded, and servers decode `%2F`.
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if !trimmed.bytes().all(fits) {
            return Err(IdError::Malformed);
        }
        if trimmed.len() != id.len() {
            id = trimmed.to_owned();
        }
        Ok(Self(id))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for OrderId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::new(text)
    }
}

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl<'de> Deserialize<'de> for OrderId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(crate::serde::text::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_the_forms_seen() {
        for id in ["202403111778", "20220103-1157", " 202403111778\n"] {
            assert_eq!(OrderId::new(id).unwrap().as_str(), id.trim());
        }
        assert_eq!(
            serde_json::from_str::<OrderId>("202403111778").unwrap().as_str(),
            "202403111778"
        );
    }

    #[test]
    fn refuses_what_would_address_something_else() {
        for (id, error) in [
            ("", IdError::Empty),
            (" \t", IdError::Empty),
            (".", IdError::Malformed),
            ("..", IdError::Malformed),
            ("../../x", IdError::Malformed),
            ("2024/1778", IdError::Malformed),
            ("2024%2F1778", IdError::Malformed),
            ("2024?x=1", IdError::Malformed),
            ("20240311 1778", IdError::Malformed),
            ("2024\u{0}", IdError::Malformed),
            ("२०२४", IdError::Malformed),
        ] {
            assert_eq!(OrderId::new(id), Err(error), "{id:?}");
        }
        assert_eq!(OrderId::new("1".repeat(65)), Err(IdError::TooLong));
    }
}
