//! Making a basket and giving it another name (wire reference, section 6).

use std::borrow::Cow;

use http::Method;
use serde::Serialize;

use super::{BasketId, BasketName, Baskets, PATH};
use crate::{ClientId, Effect, EncodeError, Endpoint, RateClass, json_body, rows, wire_enum::wire_enum};

wire_enum! {
    /// What a basket is for.
    pub enum BasketType ("basket type") {
        /// Any orders.
        Normal = "NORMAL",
        /// Orders that hedge each other; only for NIFTY 50 and NIFTY BANK.
        Hedge = "HEDGE",
    }
}

/// The request that makes an empty basket: `POST /api/v1/basket`.
///
/// The answer is a list with the basket in it; [`Baskets::named`] finds it there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateBasket {
    login_id: ClientId,
    name: BasketName,
    basket_type: BasketType,
}

impl CreateBasket {
    /// The request to make the basket `name` for the account `client_id`.
    #[must_use]
    pub fn new(client_id: ClientId, name: BasketName, basket_type: BasketType) -> Self {
        Self {
            login_id: client_id,
            name,
            basket_type,
        }
    }
}

#[derive(Serialize)]
struct Create<'a> {
    login_id: &'a ClientId,
    name: &'a BasketName,
    r#type: BasketType,
    product_type: &'static str,
    order_type: &'static str,
}

impl Endpoint for CreateBasket {
    const NAME: &'static str = "baskets.create";
    const METHOD: Method = Method::POST;
    // Nothing goes to an exchange until a basket is executed, so no order is counted (assumed).
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Write;
    type Response = Baskets;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(PATH)
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(&Create {
            login_id: &self.login_id,
            name: &self.name,
            r#type: self.basket_type,
            product_type: "ALL",
            order_type: "ALL",
        })
    }

    fn decode(payload: &str) -> Result<Baskets, serde_json::Error> {
        rows::decode(payload)
    }
}

/// The request that gives a basket another name: `PUT /api/v1/basket`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RenameBasket {
    basket_id: BasketId,
    name: BasketName,
}

impl RenameBasket {
    /// The request to call the basket `name`.
    #[must_use]
    pub fn new(basket_id: BasketId, name: BasketName) -> Self {
        Self { basket_id, name }
    }
}

impl Endpoint for RenameBasket {
    const NAME: &'static str = "baskets.rename";
    const METHOD: Method = Method::PUT;
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Write;
    type Response = Baskets;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(PATH)
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(self)
    }

    fn decode(payload: &str) -> Result<Baskets, serde_json::Error> {
        rows::decode(payload)
    }
}
