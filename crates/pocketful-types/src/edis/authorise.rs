//! Asking to authorise a sale from the depository (wire reference, section 15; undocumented).

use std::borrow::Cow;

use http::Method;
use serde::Serialize;

use super::{EdisForm, EdisRoute};
use crate::{
    ClientId, Effect, EncodeError, Endpoint, Exchange, Instrument, InstrumentToken, Quantity, RateClass,
    json_body,
};

/// Shares to be authorised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaleInstrument {
    /// Which.
    pub instrument: Instrument,
    /// How many in all, in units.
    pub total: Quantity,
    /// How many are authorised already, in units.
    pub authorized: Quantity,
}

/// The request that asks for the depository's form: `POST /api/v1/edis/instrument_details`, or the gateway's
/// `POST /api/space/v1/edis/edisRequest`. The method is assumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthoriseSale {
    client_id: ClientId,
    instruments: Vec<SaleInstrument>,
    request_type: String,
    route: EdisRoute,
}

impl AuthoriseSale {
    /// The request to authorise the sale of `instruments`; the values of `request_type` are not documented.
    #[must_use]
    pub fn new(
        client_id: ClientId,
        instruments: Vec<SaleInstrument>,
        request_type: impl Into<String>,
    ) -> Self {
        Self {
            client_id,
            instruments,
            request_type: request_type.into(),
            route: EdisRoute::default(),
        }
    }

    /// Which form is sent. Without it [`EdisRoute::Upstream`].
    #[must_use]
    pub fn route(mut self, route: EdisRoute) -> Self {
        self.route = route;
        self
    }
}

#[derive(Serialize)]
struct Upstream<'a> {
    client_id: &'a ClientId,
    instruments: Vec<UpstreamInstrument>,
    request_type: &'a str,
}

#[derive(Serialize)]
struct UpstreamInstrument {
    instrument_token: InstrumentToken,
    exchange: Exchange,
    total: Quantity,
    authorized: Quantity,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Gateway<'a> {
    client_id: &'a ClientId,
    instruments: Vec<GatewayInstrument>,
    request_type: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GatewayInstrument {
    authorized: Quantity,
    exchange: Exchange,
    instrument_token: InstrumentToken,
    total: Quantity,
}

impl Endpoint for AuthoriseSale {
    const NAME: &'static str = "edis.authorise";
    const METHOD: Method = Method::POST;
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Write;
    type Response = EdisForm;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self.route {
            EdisRoute::Upstream => "/api/v1/edis/instrument_details",
            EdisRoute::Gateway => "/api/space/v1/edis/edisRequest",
        })
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        let (client_id, request_type) = (&self.client_id, self.request_type.as_str());
        match self.route {
            EdisRoute::Upstream => json_body::<Self>(&Upstream {
                client_id,
                instruments: (self.instruments.iter())
                    .map(|sale| UpstreamInstrument {
                        instrument_token: sale.instrument.token,
                        exchange: sale.instrument.exchange,
                        total: sale.total,
                        authorized: sale.authorized,
                    })
                    .collect(),
                request_type,
            }),
            EdisRoute::Gateway => json_body::<Self>(&Gateway {
                client_id,
                instruments: (self.instruments.iter())
                    .map(|sale| GatewayInstrument {
                        authorized: sale.authorized,
                        exchange: sale.instrument.exchange,
                        instrument_token: sale.instrument.token,
                        total: sale.total,
                    })
                    .collect(),
                request_type,
            }),
        }
    }
}
