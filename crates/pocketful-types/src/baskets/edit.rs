//! Putting an order into a basket, and changing one that is in it (wire reference, section 6).

use std::borrow::Cow;

use http::Method;
use serde::Serialize;

use super::{BasketId, BasketName, BasketOrderId, Baskets, NewBasketOrder, ORDER_PATH, new_order::Body};
use crate::{
    ClientId, Effect, EncodeError, Endpoint, ExchangeOrderId, OrderError, RateClass, json_body, rows,
};

#[derive(Serialize)]
struct Request<'a> {
    basket_id: &'a BasketId,
    name: &'a BasketName,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_id: Option<&'a BasketOrderId>,
    order_info: Body<'a>,
}

/// The request that puts an order into a basket: `POST /api/v1/basket/order`. Code 46001 when its instrument is in
/// the basket already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddBasketOrder {
    basket_id: BasketId,
    name: BasketName,
    order: NewBasketOrder,
    client_id: ClientId,
}

impl AddBasketOrder {
    /// The request to put `order` into the basket, which both id and name tell.
    ///
    /// # Errors
    /// When [`NewBasketOrder::validate`] finds something wrong.
    pub fn new(
        basket_id: BasketId,
        name: BasketName,
        order: NewBasketOrder,
        client_id: ClientId,
    ) -> Result<Self, OrderError> {
        order.validate()?;
        Ok(Self {
            basket_id,
            name,
            order,
            client_id,
        })
    }
}

impl Endpoint for AddBasketOrder {
    const NAME: &'static str = "baskets.add_order";
    const METHOD: Method = Method::POST;
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Write;
    type Response = Baskets;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(ORDER_PATH)
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(&Request {
            basket_id: &self.basket_id,
            name: &self.name,
            order_id: None,
            order_info: self.order.body(&self.client_id),
        })
    }

    fn decode(payload: &str) -> Result<Baskets, serde_json::Error> {
        rows::decode(payload)
    }
}

/// The request that changes an order in a basket: `PUT /api/v1/basket/order`. Code 48004 for a price of 0 where the
/// order type has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditBasketOrder {
    basket_id: BasketId,
    name: BasketName,
    order_id: BasketOrderId,
    exchange_order_id: Option<ExchangeOrderId>,
    order: NewBasketOrder,
    client_id: ClientId,
}

impl EditBasketOrder {
    /// The request to make `order` of what is the order `order_id` in the basket.
    ///
    /// # Errors
    /// When [`NewBasketOrder::validate`] finds something wrong.
    pub fn new(
        basket_id: BasketId,
        name: BasketName,
        order_id: BasketOrderId,
        order: NewBasketOrder,
        client_id: ClientId,
    ) -> Result<Self, OrderError> {
        order.validate()?;
        Ok(Self {
            basket_id,
            name,
            order_id,
            exchange_order_id: None,
            order,
            client_id,
        })
    }

    /// The exchange's id of the order. Without it empty: an order in a basket has none before it is sent.
    #[must_use]
    pub fn exchange_order_id(mut self, id: ExchangeOrderId) -> Self {
        self.exchange_order_id = Some(id);
        self
    }
}

impl Endpoint for EditBasketOrder {
    const NAME: &'static str = "baskets.edit_order";
    const METHOD: Method = Method::PUT;
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Write;
    type Response = Baskets;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(ORDER_PATH)
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        let mut order_info = self.order.body(&self.client_id);
        // The sample has the basket's own id of the order here.
        order_info.oms_order_id = Some(self.order_id.as_str());
        order_info.exchange_order_id = Some(
            self.exchange_order_id
                .as_ref()
                .map_or("", ExchangeOrderId::as_str),
        );
        json_body::<Self>(&Request {
            basket_id: &self.basket_id,
            name: &self.name,
            order_id: Some(&self.order_id),
            order_info,
        })
    }

    fn decode(payload: &str) -> Result<Baskets, serde_json::Error> {
        rows::decode(payload)
    }
}
