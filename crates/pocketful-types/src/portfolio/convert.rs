//! Holding a position under another product (wire reference, section 9.2).

use std::borrow::Cow;

use http::Method;
use serde::{Deserialize, Deserializer, Serialize, de::IgnoredAny};

use crate::{
    ClientId, Effect, EncodeError, Endpoint, Exchange, Instrument, InstrumentToken, OrderError, Product,
    Quantity, RateClass, Route, Side, Validity, json_body,
};

/// A position to be held under another product, such as an intraday one that shall be delivered.
#[must_use = "nothing happens until it is sent"]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionConversion {
    instrument: Instrument,
    side: Side,
    quantity: Quantity,
    from: Product,
    to: Product,
    validity: Validity,
}

impl PositionConversion {
    /// Holds `quantity` units of a position in `instrument` as `to` instead of `from`; `side` is the one that opened
    /// it, `Buy` for a long position.
    pub fn new(instrument: Instrument, side: Side, quantity: Quantity, from: Product, to: Product) -> Self {
        Self {
            instrument,
            side,
            quantity,
            from,
            to,
            validity: Validity::Day,
        }
    }

    /// The `validity` that the request carries. Without it `DAY`.
    pub fn validity(mut self, validity: Validity) -> Self {
        self.validity = validity;
        self
    }

    /// Looks for what would be refused, before anything is sent.
    ///
    /// # Errors
    /// When no units are to be converted, or both products are the same.
    pub fn validate(&self) -> Result<(), OrderError> {
        if self.quantity.is_zero() {
            return Err(OrderError::ZeroQuantity);
        }
        // The wire's integers are signed 64-bit.
        if i64::try_from(self.quantity.units()).is_err() {
            return Err(OrderError::QuantityTooLarge(self.quantity));
        }
        if self.from == self.to {
            return Err(OrderError::SameProduct(self.from));
        }
        Ok(())
    }
}

/// The request that converts a position: `PUT /api/v1/position/convert`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConvertPosition {
    conversion: PositionConversion,
    client_id: ClientId,
}

impl ConvertPosition {
    /// The request to convert a position of the account `client_id`.
    ///
    /// # Errors
    /// When [`PositionConversion::validate`] finds something wrong.
    pub fn new(conversion: PositionConversion, client_id: ClientId) -> Result<Self, OrderError> {
        conversion.validate()?;
        Ok(Self {
            conversion,
            client_id,
        })
    }
}

#[derive(Serialize)]
struct Body<'a> {
    client_id: &'a ClientId,
    exchange: Exchange,
    /// A number here, as in the samples (wire reference, section 17, row 8).
    instrument_token: InstrumentToken,
    product: Product,
    new_product: Product,
    quantity: Quantity,
    validity: Validity,
    order_side: Side,
}

impl Endpoint for ConvertPosition {
    const NAME: &'static str = "portfolio.convert";
    const METHOD: Method = Method::PUT;
    // It changes what is traded, and the stricter class can only be too careful (assumed).
    const RATE: RateClass = RateClass::Order;
    const EFFECT: Effect = Effect::Write;
    const ROUTE: Route = Route::Registered;
    type Response = Converted;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/position/convert")
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        let conversion = &self.conversion;
        json_body::<Self>(&Body {
            client_id: &self.client_id,
            exchange: conversion.instrument.exchange,
            instrument_token: conversion.instrument.token,
            product: conversion.from,
            new_product: conversion.to,
            quantity: conversion.quantity,
            validity: conversion.validity,
            order_side: conversion.side,
        })
    }
}

/// The answer to a conversion: it has no content, whatever form that takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Converted {}

impl<'de> Deserialize<'de> for Converted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self {})
    }
}
