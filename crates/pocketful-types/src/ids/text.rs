//! Ids that are plain text: the account's and the exchange's.

/// Declares an id that is plain text.
macro_rules! text_id {
    ($(#[$meta:meta])* $name:ident, $what:literal) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id as the other side gave it, without surrounding blanks.
            #[must_use]
            pub fn new(id: impl Into<String>) -> Self {
                let id: String = id.into();
                let trimmed = id.trim_ascii();
                if trimmed.len() == id.len() {
                    Self(id)
                } else {
                    Self(trimmed.to_owned())
                }
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let id = Self::new(crate::serde::text::deserialize(deserializer)?);
                if id.0.is_empty() {
                    return Err(serde::de::Error::custom(concat!("the ", $what, " is empty")));
                }
                Ok(id)
            }
        }
    };
}

pub(crate) use text_id;

text_id! {
    /// The trading account's code, for example two letters and four digits (wire reference, section 0.1).
    ClientId, "client id"
}

text_id! {
    /// The id that the exchange gave an order, once it reached it (wire reference, section 0.5).
    ExchangeOrderId, "exchange's order id"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_text_without_blanks() {
        assert_eq!(ClientId::new(" AB1234\n").as_str(), "AB1234");
        assert_eq!(
            serde_json::from_str::<ClientId>("\" AB1234 \"").unwrap(),
            ClientId::new("AB1234")
        );
        assert_eq!(
            serde_json::to_string(&ClientId::new("AB1234")).unwrap(),
            "\"AB1234\""
        );
        // The tables call this one a number here and there.
        assert_eq!(
            serde_json::from_str::<ExchangeOrderId>("1100000012345678")
                .unwrap()
                .as_str(),
            "1100000012345678"
        );
    }

    #[test]
    fn an_empty_id_is_no_id() {
        for text in ["\"\"", "\"  \"", "null", "{}"] {
            assert!(serde_json::from_str::<ClientId>(text).is_err(), "{text}");
        }
    }
}
