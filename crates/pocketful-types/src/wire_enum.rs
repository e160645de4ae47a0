//! Enumerations of the wire: closed where a request is written, open where a reply is read.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A closed set of texts that the wire uses; what `wire_enum!` makes of a list.
pub trait WireEnum: Copy + Eq + fmt::Debug + 'static {
    /// What the set is called in messages: `exchange`.
    const NAME: &'static str;
    /// Every value, in the order of the wire reference.
    const ALL: &'static [Self];

    /// The value's text on the wire.
    fn as_str(&self) -> &'static str;

    /// The value behind a text, whatever its case and the blanks around it; the wire itself mixes `AMO` and `amo`.
    #[must_use]
    fn from_wire(text: &str) -> Option<Self> {
        let text = text.trim_ascii();
        Self::ALL
            .iter()
            .copied()
            .find(|value| value.as_str().eq_ignore_ascii_case(text))
    }
}

/// A text that is none of a closed set's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownValue {
    name: &'static str,
    text: String,
    known: String,
}

impl UnknownValue {
    pub(crate) fn new<T: WireEnum>(text: &str) -> Self {
        Self {
            name: T::NAME,
            text: crate::envelope::clean_message(text).into_owned(),
            known: T::ALL.iter().map(WireEnum::as_str).collect::<Vec<_>>().join(", "),
        }
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "unknown {} `{}`: use one of {}",
            self.name, self.text, self.known
        )
    }
}

impl std::error::Error for UnknownValue {}

/// A value of a closed set as the server sent it: one of the known values, or a text that this version does not know.
///
/// Reading never fails on an unknown text, and writing gives it back as received. A missing or empty text is not
/// unknown: members that may lack one are an `Option`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Received<T> {
    /// A value that the wire reference lists.
    Known(T),
    /// Any other text, as received.
    Other(Box<str>),
}

impl<T: WireEnum> Received<T> {
    /// The known value; `None` for a text that this version does not know.
    #[must_use]
    pub fn known(&self) -> Option<T> {
        match self {
            Self::Known(value) => Some(*value),
            Self::Other(_) => None,
        }
    }

    /// The text on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(value) => value.as_str(),
            Self::Other(text) => text,
        }
    }
}

impl<T> From<T> for Received<T> {
    fn from(value: T) -> Self {
        Self::Known(value)
    }
}

impl<T: WireEnum> PartialEq<T> for Received<T> {
    fn eq(&self, other: &T) -> bool {
        matches!(self, Self::Known(value) if value == other)
    }
}

impl<T: WireEnum> fmt::Display for Received<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<T: WireEnum> Serialize for Received<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de, T: WireEnum> Deserialize<'de> for Received<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ReceivedVisitor<T>(PhantomData<T>);

        impl<T: WireEnum> de::Visitor<'_> for ReceivedVisitor<T> {
            type Value = Received<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a text ({})", T::NAME)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Received<T>, E> {
                Ok(match T::from_wire(text) {
                    Some(value) => Received::Known(value),
                    None => Received::Other(text.into()),
                })
            }
        }

        deserializer.deserialize_str(ReceivedVisitor(PhantomData))
    }
}

/// Reads one value of a closed set; for the `Deserialize` that `wire_enum!` writes.
pub(crate) fn deserialize_closed<'de, T: WireEnum, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let text = Cow::<'de, str>::deserialize(deserializer)?;
    T::from_wire(&text).ok_or_else(|| de::Error::custom(UnknownValue::new::<T>(&text)))
}

/// Declares a closed set of wire texts: `as_str`, `FromStr`, `Display`, serde and [`WireEnum`] for `Received`.
macro_rules! wire_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident ($what:literal) {
            $($(#[$value_meta:meta])* $value:ident = $text:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$value_meta])* $value,)+
        }

        impl $name {
            /// Every value, in the order of the wire reference.
            pub const ALL: &'static [Self] = &[$(Self::$value,)+];

            /// The value's text on the wire.
            #[must_use]
            pub const fn as_str(&self) -> &'static str {
                match self {
                    $(Self::$value => $text,)+
                }
            }
        }

        impl $crate::wire_enum::WireEnum for $name {
            const NAME: &'static str = $what;
            const ALL: &'static [Self] = Self::ALL;

            fn as_str(&self) -> &'static str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownValue;

            fn from_str(text: &str) -> Result<Self, $crate::UnknownValue> {
                $crate::wire_enum::WireEnum::from_wire(text)
                    .ok_or_else(|| $crate::UnknownValue::new::<Self>(text))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire_enum::deserialize_closed(deserializer)
            }
        }
    };
}

pub(crate) use wire_enum;
