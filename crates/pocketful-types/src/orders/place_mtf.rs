//! Placing an order with the broker's money (wire reference, section 4.4; undocumented).

use std::borrow::Cow;

use http::Method;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{NewOrder, OrderError, Product, wire_body::OrderBody};
use crate::{ClientId, Effect, EncodeError, Endpoint, OrderId, RateClass, Route, UserOrderId, json_body};

/// The request that places an order of the product `MTF`: `POST /api/v1/orders` in a form of its own.
///
/// Known of that form is only that `price` is text, that it has `no_of_legs` and `disclosedQuantity`, and that the answer is
/// an empty list. That all else is as in [`PlaceOrder`](crate::PlaceOrder), that `disclosedQuantity` stands in for
/// `disclosed_quantity`, and that an order has one leg, is assumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceMtfOrder {
    order: NewOrder,
    client_id: ClientId,
}

impl PlaceMtfOrder {
    /// The request to place `order`, whose product is `MTF`, for the account `client_id`.
    ///
    /// # Errors
    /// When it is of another product, or [`NewOrder::validate`] finds something wrong.
    pub fn new(order: NewOrder, client_id: ClientId) -> Result<Self, OrderError> {
        order.validate()?;
        if order.product == Product::Mtf {
            Ok(Self { order, client_id })
        } else {
            Err(OrderError::NotMtf(order.product))
        }
    }

    /// The order.
    pub fn order(&self) -> &NewOrder {
        &self.order
    }

    /// The account.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }
}

/// The members of the body: those of every order in this form of them, and two more.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(flatten)]
    order: OrderBody<'a>,
    no_of_legs: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    amo: Option<bool>,
}

impl Serialize for PlaceMtfOrder {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Body {
            order: OrderBody::of_mtf(&self.order, &self.client_id),
            no_of_legs: 1,
            amo: self.order.amo_flag,
        }
        .serialize(serializer)
    }
}

impl Endpoint for PlaceMtfOrder {
    const NAME: &'static str = "orders.place_mtf";
    const METHOD: Method = Method::POST;
    const RATE: RateClass = RateClass::Order;
    const EFFECT: Effect = Effect::Write;
    const ROUTE: Route = Route::Registered;
    type Response = PlacedMtf;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/orders")
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(self)
    }
}

/// The answer to an order of the product `MTF`: the broker took it in, and as a rule does not say as which order. The book does,
/// under the client's own number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PlacedMtf {
    /// The broker's id of the order, should the answer tell it.
    pub oms_order_id: Option<OrderId>,
    /// The client's own number, by which it is found in the book.
    pub user_order_id: Option<UserOrderId>,
}

impl<'de> Deserialize<'de> for PlacedMtf {
    /// Whatever it is: an order that was taken in is not lost over the shape of an answer that tells nothing.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Wire {
            Told(super::Placed),
            Other(serde::de::IgnoredAny),
        }
        Ok(match Wire::deserialize(deserializer)? {
            Wire::Told(placed) => Self {
                oms_order_id: Some(placed.oms_order_id),
                user_order_id: placed.user_order_id,
            },
            Wire::Other(_) => Self::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::{Exchange, Instrument, InstrumentToken, PlaceOrder, Quantity, Side};

    fn order() -> NewOrder {
        let acc = Instrument::new(Exchange::Nse, InstrumentToken::new(22));
        NewOrder::limit(acc, Side::Buy, Quantity::new(10), Decimal::new(187_550, 2))
    }

    #[test]
    fn each_form_takes_its_own_products() {
        let client = || ClientId::new("PK4471");
        let mtf = order().product(Product::Mtf);
        assert!(PlaceMtfOrder::new(mtf.clone(), client()).is_ok());
        assert_eq!(PlaceOrder::new(mtf, client()), Err(OrderError::OnlyMtf));
        assert_eq!(
            PlaceMtfOrder::new(order(), client()),
            Err(OrderError::NotMtf(Product::Cnc))
        );
    }

    #[test]
    fn whatever_is_answered_the_order_was_taken_in() {
        for none in [
            "[]",
            "{}",
            "null",
            "\"\"",
            "[{}]",
            r#"{"oms_order_id":""}"#,
            "1",
            "true",
        ] {
            let placed: PlacedMtf = serde_json::from_str(none).unwrap();
            assert_eq!(placed, PlacedMtf::default(), "{none}");
        }
        let told = r#"{"oms_order_id":"20220103-1157","user_order_id":"7"}"#;
        let placed: PlacedMtf = serde_json::from_str(told).unwrap();
        assert_eq!(placed.oms_order_id.unwrap().as_str(), "20220103-1157");
        assert_eq!(placed.user_order_id, Some(UserOrderId::new(7)));
    }
}
