//! The answer to every request about a cover or bracket order.

use serde::{Deserialize, Deserializer, Serialize};

use crate::UserOrderId;

/// The answer about a cover or bracket order, or a basket. It means that the request was taken in: the legs are found in the book
/// (wire reference, sections 5.1 to 5.3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LegsAnswer {
    /// What ties the legs together. No `oms_order_id` comes back when one is placed, and after a change or an exit
    /// this may be missing too.
    pub basket_id: Option<String>,
    /// The client's own number, which every leg carries in the book. No documented reply has it: it is that of the request
    /// which placed the order, and it is missing after a change or an exit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_order_id: Option<UserOrderId>,
    /// What the server says.
    pub message: Option<String>,
}

impl LegsAnswer {
    /// The same with the number of the order that was placed, unless the server told one.
    #[must_use]
    pub fn numbered(mut self, id: Option<UserOrderId>) -> Self {
        self.user_order_id = self.user_order_id.or(id);
        self
    }
}

/// `{basket_id, message}`, or the same one `data` deeper, which is how the answer to a new one comes.
#[derive(Deserialize)]
struct Wire {
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    basket_id: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    user_order_id: Option<UserOrderId>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    message: Option<String>,
    #[serde(default)]
    data: Option<Inner>,
}

#[derive(Default, Deserialize)]
struct Inner {
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    basket_id: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    user_order_id: Option<UserOrderId>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    message: Option<String>,
}

impl<'de> Deserialize<'de> for LegsAnswer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Some(outer) = Option::<Wire>::deserialize(deserializer)? else {
            return Ok(Self::default());
        };
        let inner = outer.data.unwrap_or_default();
        Ok(Self {
            basket_id: inner.basket_id.or(outer.basket_id),
            user_order_id: inner.user_order_id.or(outer.user_order_id),
            message: inner.message.or(outer.message),
        })
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::{
        ClientId, CoverOrder, Endpoint, Exchange, Instrument, InstrumentToken, NewOrder, PlaceCover, Product,
        Quantity, Side,
    };

    #[test]
    fn a_new_order_is_answered_with_the_number_that_it_was_given() {
        let acc = Instrument::new(Exchange::Nse, InstrumentToken::new(22));
        let entry = NewOrder::limit(acc, Side::Buy, Quantity::new(1), Decimal::TEN).product(Product::Mis);
        let number = |entry: NewOrder, reply: &str| {
            let order = CoverOrder::new(entry, Decimal::ONE);
            let request = PlaceCover::new(order, ClientId::new("PK4471")).unwrap();
            request.answer(reply).unwrap().user_order_id
        };
        let numbered = entry.clone().user_order_id(UserOrderId::new(7));
        assert_eq!(
            number(numbered.clone(), r#"{"basket_id":"b"}"#),
            Some(UserOrderId::new(7))
        );
        assert_eq!(
            number(numbered, r#"{"basket_id":"b","user_order_id":8}"#),
            Some(UserOrderId::new(8))
        );
        assert_eq!(number(entry, "{}"), None);
    }
}
