//! The answer to every request about a cover or bracket order.

use serde::{Deserialize, Deserializer, Serialize};

/// The answer about a cover or bracket order, or a basket. It means that the request was taken in: the legs are found in the book
/// (wire reference, sections 5.1 to 5.3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LegsAnswer {
    /// What ties the legs together. No `oms_order_id` comes back when one is placed, and after a change or an exit
    /// this may be missing too.
    pub basket_id: Option<String>,
    /// What the server says.
    pub message: Option<String>,
}

/// `{basket_id, message}`, or the same one `data` deeper, which is how the answer to a new one comes.
#[derive(Deserialize)]
struct Wire {
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    basket_id: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    message: Option<String>,
    #[serde(default)]
    data: Option<Inner>,
}

#[derive(Deserialize)]
struct Inner {
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    basket_id: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    message: Option<String>,
}

impl<'de> Deserialize<'de> for LegsAnswer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Some(outer) = Option::<Wire>::deserialize(deserializer)? else {
            return Ok(Self::default());
        };
        let (basket_id, message) = outer
            .data
            .map_or((None, None), |inner| (inner.basket_id, inner.message));
        Ok(Self {
            basket_id: basket_id.or(outer.basket_id),
            message: message.or(outer.message),
        })
    }
}
