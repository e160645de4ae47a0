//! Ids that are numbers, but often travel as text.

use std::{fmt, num::ParseIntError, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize};

macro_rules! number_id {
    ($(#[$meta:meta])* $name:ident($number:ty), $error:ident, $message:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name($number);

        /// A text that is not such an id.
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        #[error($message)]
        pub struct $error(#[source] ParseIntError);

        impl $name {
            /// The id with this number.
            #[must_use]
            pub const fn new(id: $number) -> Self {
                Self(id)
            }

            /// The number.
            #[must_use]
            pub const fn get(self) -> $number {
                self.0
            }
        }

        impl From<$number> for $name {
            fn from(id: $number) -> Self {
                Self(id)
            }
        }

        impl crate::serde::number_or_string::FromWhole for $name {
            type Whole = $number;
            fn from_whole(id: $number) -> Self {
                Self(id)
            }
        }

        impl FromStr for $name {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, $error> {
                text.trim().parse().map(Self).map_err($error)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::serde::number_or_string::deserialize(deserializer).map(Self)
            }
        }
    };
}

number_id! {
    /// The exchange's number for an instrument; text when an order is placed, a number in the books (wire reference,
    /// section 17, row 8). Read from either.
    InstrumentToken(u32), InstrumentTokenError,
    "an instrument token is a whole number, such as 26009"
}

number_id! {
    /// The client's own number for an order: a number in requests and in the place answer, text in the books (wire
    /// reference, section 0.5). Read from either.
    UserOrderId(u64), UserOrderIdError,
    "a user order id is a whole number that is not negative, such as 10002"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_and_text_and_writes_numbers() {
        for text in ["26009", "\"26009\"", "\" 26009 \""] {
            assert_eq!(
                serde_json::from_str::<InstrumentToken>(text).unwrap(),
                InstrumentToken::new(26009)
            );
        }
        let largest = UserOrderId::new(u64::MAX);
        let text = serde_json::to_string(&largest).unwrap();
        assert_eq!(text, "18446744073709551615");
        assert_eq!(serde_json::from_str::<UserOrderId>(&text).unwrap(), largest);
        assert!(serde_json::from_str::<InstrumentToken>("4294967296").is_err());
        assert!("ACC".parse::<InstrumentToken>().is_err());
        assert!("-1".parse::<UserOrderId>().is_err());
    }
}
