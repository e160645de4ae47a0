//! Deleting a basket, and taking an order out of one (wire reference, section 6).
//!
//! The sources disagree whether the values travel in the query or in a JSON body, so they go in both (wire reference,
//! section 17, row 21).

use std::borrow::Cow;

use http::Method;
use serde::Serialize;

use super::{Acknowledged, BasketId, BasketName, BasketOrderId, ORDER_PATH, PATH};
use crate::{Effect, EncodeError, Endpoint, RateClass, json_body};

/// The request that deletes a basket: `DELETE /api/v1/basket`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeleteBasket {
    basket_id: BasketId,
    name: BasketName,
}

impl DeleteBasket {
    /// The request to delete the basket, which both id and name tell.
    #[must_use]
    pub fn new(basket_id: BasketId, name: BasketName) -> Self {
        Self { basket_id, name }
    }
}

impl Endpoint for DeleteBasket {
    const NAME: &'static str = "baskets.delete";
    const METHOD: Method = Method::DELETE;
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Write;
    type Response = Acknowledged;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(PATH)
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![
            ("basket_id", Cow::Borrowed(self.basket_id.as_str())),
            ("name", Cow::Borrowed(self.name.as_str())),
        ]
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(self)
    }
}

/// The request that takes an order out of a basket: `DELETE /api/v1/basket/order`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemoveBasketOrder {
    basket_id: BasketId,
    name: BasketName,
    order_id: BasketOrderId,
}

impl RemoveBasketOrder {
    /// The request to take the order `order_id` out of the basket.
    #[must_use]
    pub fn new(basket_id: BasketId, name: BasketName, order_id: BasketOrderId) -> Self {
        Self {
            basket_id,
            name,
            order_id,
        }
    }
}

impl Endpoint for RemoveBasketOrder {
    const NAME: &'static str = "baskets.remove_order";
    const METHOD: Method = Method::DELETE;
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Write;
    type Response = Acknowledged;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(ORDER_PATH)
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![
            ("basket_id", Cow::Borrowed(self.basket_id.as_str())),
            ("name", Cow::Borrowed(self.name.as_str())),
            ("order_id", Cow::Borrowed(self.order_id.as_str())),
        ]
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(self)
    }
}
