//! Leaving a good-till-triggered order with the broker, and changing one (wire reference, section 7).

use std::borrow::Cow;

use http::Method;

use super::{GttAnswer, GttId, NewGtt, PATH};
use crate::{ClientId, Effect, EncodeError, Endpoint, OrderError, RateClass, Route, json_body};

/// The request that leaves a good-till-triggered order with the broker: `POST /api/v1/event/gtt`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateGtt {
    gtt: NewGtt,
    client_id: ClientId,
}

impl CreateGtt {
    /// The request to leave `gtt` for the account `client_id`.
    ///
    /// # Errors
    /// When [`NewGtt::validate`] finds something wrong.
    pub fn new(gtt: NewGtt, client_id: ClientId) -> Result<Self, OrderError> {
        gtt.validate()?;
        Ok(Self { gtt, client_id })
    }
}

impl Endpoint for CreateGtt {
    const NAME: &'static str = "gtt.create";
    const METHOD: Method = Method::POST;
    // It leads to an order: counted as one, and sent from a registered address (both assumed).
    const RATE: RateClass = RateClass::Order;
    const EFFECT: Effect = Effect::Write;
    const ROUTE: Route = Route::Registered;
    type Response = GttAnswer;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(PATH)
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(&self.gtt.body(&self.client_id))
    }
}

/// The request that changes a good-till-triggered order: `PUT /api/v1/event/gtt`. It sends the whole order anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModifyGtt {
    id: GttId,
    gtt: NewGtt,
    client_id: ClientId,
}

impl ModifyGtt {
    /// The request to make `gtt` of the order `id`.
    ///
    /// # Errors
    /// When [`NewGtt::validate`] finds something wrong.
    pub fn new(id: GttId, gtt: NewGtt, client_id: ClientId) -> Result<Self, OrderError> {
        gtt.validate()?;
        Ok(Self { id, gtt, client_id })
    }
}

impl Endpoint for ModifyGtt {
    const NAME: &'static str = "gtt.modify";
    const METHOD: Method = Method::PUT;
    const RATE: RateClass = RateClass::Order;
    const EFFECT: Effect = Effect::Write;
    const ROUTE: Route = Route::Registered;
    type Response = GttAnswer;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(PATH)
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        let mut body = self.gtt.body(&self.client_id);
        body.id = Some(&self.id);
        json_body::<Self>(&body)
    }
}
