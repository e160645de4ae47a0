//! The members of an envelope, found without looking into the payload.

use std::{borrow::Cow, fmt};

use serde::de::{self, Deserialize, Deserializer};
use serde_json::value::RawValue;

/// What stands around the payload, each member's JSON text as received. A member that comes twice counts once: the
/// last, as most readers of JSON have it.
#[derive(Debug, Default)]
pub(super) struct Head<'a> {
    pub(super) data: Option<&'a RawValue>,
    pub(super) result: Option<&'a RawValue>,
    pub(super) status: Option<&'a RawValue>,
    pub(super) success: Option<&'a RawValue>,
    pub(super) message: Option<&'a RawValue>,
    pub(super) error: Option<&'a RawValue>,
    pub(super) error_code: Option<&'a RawValue>,
    pub(super) error_type: Option<&'a RawValue>,
    pub(super) error_description: Option<&'a RawValue>,
    /// Whether there are members beside these.
    pub(super) others: bool,
}

impl<'de> Deserialize<'de> for Head<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(HeadVisitor)
    }
}

struct HeadVisitor;

impl<'de> de::Visitor<'de> for HeadVisitor {
    type Value = Head<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an envelope")
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Head<'de>, A::Error> {
        let mut head = Head::default();
        while let Some(key) = map.next_key::<Key<'de>>()? {
            let member = match &*key.0 {
                "data" => &mut head.data,
                "result" => &mut head.result,
                "status" => &mut head.status,
                "success" => &mut head.success,
                "message" => &mut head.message,
                "error" => &mut head.error,
                "error_code" | "errorcode" => &mut head.error_code,
                "error_type" => &mut head.error_type,
                "error_description" => &mut head.error_description,
                _ => {
                    map.next_value::<&RawValue>()?;
                    head.others = true;
                    continue;
                }
            };
            *member = Some(map.next_value()?);
        }
        Ok(head)
    }
}

/// A member's name, borrowed unless it is written with escapes.
struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;

        impl<'de> de::Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member's name")
            }

            fn visit_borrowed_str<E: de::Error>(self, key: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(key)))
            }

            fn visit_str<E: de::Error>(self, key: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }

        deserializer.deserialize_str(KeyVisitor)
    }
}
