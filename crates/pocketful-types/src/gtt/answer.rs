//! The answer to every change of a good-till-triggered order.

use serde::{Deserialize, Deserializer, Serialize};

use super::GttId;

/// The request was taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct GttAnswer {
    /// The id of the order; `None` where the answer has none, and then the list has it.
    pub id: Option<GttId>,
}

#[derive(Deserialize)]
struct Wire {
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    id: Option<GttId>,
}

impl<'de> Deserialize<'de> for GttAnswer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = Option::<Wire>::deserialize(deserializer)?.and_then(|wire| wire.id);
        Ok(Self { id })
    }
}
