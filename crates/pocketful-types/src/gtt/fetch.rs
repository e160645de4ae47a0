//! The good-till-triggered orders of an account (wire reference, section 7).

use std::borrow::Cow;

use http::Method;

use super::{Gtt, PATH};
use crate::{ApiCode, ApiError, ClientId, Effect, Endpoint, RateClass, Rows, endpoint::path_segment, rows};

/// Where the account stands in the request; the sources disagree (wire reference, section 17, row 23).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GttPath {
    /// `GET /api/v1/event/gtt/{client_id}`: the documentation's, to be tried first.
    Segment,
    /// `GET /api/v1/event/gtt?client_id=`: the SDK's.
    Query,
}

/// Reads the good-till-triggered orders of an account.
///
/// An account without any is answered with a refusal, which [`ApiError::is_no_gtt`] recognises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetGtts {
    client_id: ClientId,
    path: GttPath,
}

impl GetGtts {
    /// Those of the account `client_id`.
    #[must_use]
    pub fn new(client_id: ClientId, path: GttPath) -> Self {
        Self { client_id, path }
    }
}

impl Endpoint for GetGtts {
    const NAME: &'static str = "gtt.list";
    const METHOD: Method = Method::GET;
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Read;
    type Response = Gtts;

    fn path(&self) -> Cow<'static, str> {
        match self.path {
            GttPath::Segment => Cow::Owned(format!("{PATH}/{}", path_segment(self.client_id.as_str()))),
            GttPath::Query => Cow::Borrowed(PATH),
        }
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        match self.path {
            GttPath::Segment => Vec::new(),
            GttPath::Query => vec![("client_id", Cow::Borrowed(self.client_id.as_str()))],
        }
    }

    fn decode(payload: &str) -> Result<Gtts, serde_json::Error> {
        rows::decode(payload)
    }
}

/// Good-till-triggered orders, and beside them those that could not be read. A single one is a list of one.
pub type Gtts = Rows<Gtt>;

impl ApiError {
    /// Whether it only says that the account has no good-till-triggered orders: code 45000 with `no gtt data found`
    /// (wire reference, section 17, row 23). Cancelling one that does not exist is answered in the same words.
    #[must_use]
    pub fn is_no_gtt(&self) -> bool {
        self.api_code() == Some(ApiCode::Backend) && self.message.to_ascii_lowercase().contains("no gtt data")
    }
}

#[cfg(test)]
mod tests {
    use super::ApiError;

    #[test]
    fn nothing_there_is_told_from_other_refusals() {
        let error = |code, message: &str| ApiError {
            code,
            error_type: None,
            message: message.to_owned(),
            status: 200,
        };
        let text = "Error from backend: (500)-no gtt data found";
        assert!(error(Some(45000), text).is_no_gtt());
        assert!(!error(Some(40000), text).is_no_gtt());
        assert!(!error(None, text).is_no_gtt());
        assert!(!error(Some(45000), "Error from backend: (500)-event id not found").is_no_gtt());
    }
}
