//! The values of the depository's form (wire reference, section 15; undocumented).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

/// What a browser posts to the depository's page, where the account's owner enters the TPIN.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct EdisForm {
    /// The depository: `CDSL`.
    pub depository: Option<String>,
    /// The depository participant.
    pub dp_id: Option<String>,
    /// The encrypted details; `Debug` does not show them.
    pub encrypted_dtls: Option<String>,
    /// The id of the request.
    pub request_id: Option<String>,
    /// The version of the form.
    pub version: Option<String>,
}

impl fmt::Debug for EdisForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EdisForm")
            .field("depository", &self.depository)
            .field("dp_id", &self.dp_id)
            .field("request_id", &self.request_id)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

#[derive(Default, Deserialize)]
struct Values {
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    depository: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    dp_id: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    encrypted_dtls: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    request_id: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    version: Option<String>,
    /// The gateway has all of it one deeper.
    #[serde(default)]
    data: Option<Inner>,
}

/// [`Values`], named in either way.
struct Inner(Box<Values>);

impl<'de> Deserialize<'de> for Inner {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::serde::snake_case::deserialize(deserializer)
            .map(Box::new)
            .map(Self)
    }
}

impl<'de> Deserialize<'de> for EdisForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let outer = *Inner::deserialize(deserializer)?.0;
        let values = match outer.data {
            Some(inner) => *inner.0,
            None => outer,
        };
        Ok(Self {
            depository: values.depository,
            dp_id: values.dp_id,
            encrypted_dtls: values.encrypted_dtls,
            request_id: values.request_id,
            version: values.version,
        })
    }
}
