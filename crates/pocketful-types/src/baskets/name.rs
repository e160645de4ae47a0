//! The name of a basket.

use std::{fmt, str::FromStr};

use serde::Serialize;

/// A basket's name: at most 20 characters, and not taken by another basket (wire reference, section 6).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct BasketName(String);

/// A text that cannot be a basket's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BasketNameError {
    /// Nothing but blanks.
    #[error(
        "the name of the basket is empty; give it one of up to {} characters",
        BasketName::MAX_LEN
    )]
    Empty,
    /// More characters than the server takes.
    #[error("the name of a basket has at most {max} characters, and this one has {0}", max = BasketName::MAX_LEN)]
    TooLong(usize),
    /// Characters that no screen shows.
    #[error("the name of the basket has control characters in it")]
    Control,
}

impl BasketName {
    /// The most characters of a name; the server refuses more with code 48001.
    pub const MAX_LEN: usize = 20;

    /// The name in `name`, without surrounding blanks.
    ///
    /// # Errors
    /// When it is empty, too long, or has control characters in it.
    pub fn new(name: impl AsRef<str>) -> Result<Self, BasketNameError> {
        let name = name.as_ref().trim();
        let len = name.chars().count();
        if len == 0 {
            return Err(BasketNameError::Empty);
        }
        if len > Self::MAX_LEN {
            return Err(BasketNameError::TooLong(len));
        }
        if name.chars().any(char::is_control) {
            return Err(BasketNameError::Control);
        }
        Ok(Self(name.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for BasketName {
    type Err = BasketNameError;

    fn from_str(text: &str) -> Result<Self, BasketNameError> {
        Self::new(text)
    }
}

impl fmt::Display for BasketName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_characters_and_not_one_more() {
        assert_eq!(BasketName::new(" A_Basket ").unwrap().as_str(), "A_Basket");
        // Characters, not bytes.
        assert!(BasketName::new("टोकरी".repeat(4)).is_ok());
        assert_eq!(BasketName::new("x".repeat(21)), Err(BasketNameError::TooLong(21)));
        assert_eq!(BasketName::new(" \t"), Err(BasketNameError::Empty));
        assert_eq!(BasketName::new("a\u{7}b"), Err(BasketNameError::Control));
    }
}
