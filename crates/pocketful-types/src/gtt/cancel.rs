//! Taking a good-till-triggered order back (wire reference, section 7).

use std::borrow::Cow;

use http::Method;

use super::{GttAnswer, GttId, PATH};
use crate::{ClientId, Effect, Endpoint, RateClass, Route, endpoint::path_segment};

/// The request that takes a good-till-triggered order back: `DELETE /api/v1/event/gtt/{client_id}/{id}`. The answer
/// comes in either of two envelopes (wire reference, section 17, row 24).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelGtt {
    client_id: ClientId,
    id: GttId,
}

impl CancelGtt {
    /// The request to take the order `id` back.
    #[must_use]
    pub fn new(client_id: ClientId, id: GttId) -> Self {
        Self { client_id, id }
    }
}

impl Endpoint for CancelGtt {
    const NAME: &'static str = "gtt.cancel";
    const METHOD: Method = Method::DELETE;
    const RATE: RateClass = RateClass::Cancel;
    const EFFECT: Effect = Effect::Write;
    const ROUTE: Route = Route::Registered;
    type Response = GttAnswer;

    fn path(&self) -> Cow<'static, str> {
        let client_id = path_segment(self.client_id.as_str());
        Cow::Owned(format!("{PATH}/{client_id}/{}", path_segment(self.id.as_str())))
    }
}
