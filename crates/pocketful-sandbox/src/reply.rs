//! The envelopes of the wire (wire reference, section 0.2), and every refusal with its code (section 0.3).

use std::{borrow::Cow, net::IpAddr};

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// `{"data": …, "message": …, "status": "success"}`.
pub(crate) fn oms(data: &Value, message: &str) -> Response {
    let body = json!({ "data": data, "message": message, "status": "success" });
    answer(StatusCode::OK, &body)
}

/// `{"status": true, "message": "SUCCESS", "errorcode": "", "data": …}`.
pub(crate) fn gateway(data: &Value) -> Response {
    let body = json!({ "status": true, "message": "SUCCESS", "errorcode": "", "data": data });
    answer(StatusCode::OK, &body)
}

/// A body without any envelope.
pub(crate) fn bare(body: &Value) -> Response {
    answer(StatusCode::OK, body)
}

fn answer(status: StatusCode, body: &Value) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "application/json")],
        body.to_string(),
    )
        .into_response()
}

/// A refusal in the OMS envelope. The status of each is assumed: the reference documents none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// No token, or one that is unknown, expired or revoked.
    Unauthorised,
    /// A good token, but not for this account or this act.
    Forbidden,
    /// An order from an address that is not whitelisted.
    Address(IpAddr),
    /// A parameter is missing.
    Blank(&'static str),
    /// A parameter is of the wrong kind or not one of the values that exist.
    Invalid(&'static str),
    /// A price of a cover or bracket order lies outside the daily range.
    OutsideRange,
    /// The body is not a JSON object.
    NotJson,
    /// The order system behind the gateway refused.
    Backend(u32, &'static str),
    /// Something about a basket, with the code that says what.
    Basket(u32, &'static str),
    /// An application for new shares is refused, in the envelope of these.
    Ipo(Cow<'static, str>),
    /// Typically a wrong instrument token.
    SomethingWrong,
    /// Wrong credentials at the direct login.
    Credentials,
    /// Too many wrong credentials.
    Locked,
    /// Too many requests; seconds to wait.
    TooMany(u64),
}

impl Refusal {
    /// The refusal of an application for new shares.
    pub(crate) fn ipo(reason: &'static str) -> Self {
        Self::Ipo(reason.into())
    }

    /// The same in the envelope of new issues, where it says what is wrong with a request of these.
    pub(crate) fn of_ipo(self) -> Self {
        match self {
            Self::Blank(_) | Self::Invalid(_) | Self::NotJson => Self::Ipo(self.parts().2.into()),
            other => other,
        }
    }

    fn parts(&self) -> (StatusCode, Option<u32>, String) {
        let coded = |status, code, message: String| (status, Some(code), message);
        match self {
            Self::Unauthorised => coded(StatusCode::UNAUTHORIZED, 40000, "Request Unauthorised".into()),
            Self::Forbidden => coded(StatusCode::FORBIDDEN, 40000, "Request forbidden".into()),
            Self::Address(seen) => coded(
                StatusCode::FORBIDDEN,
                40000,
                format!("Request forbidden: source address {seen} is not a registered static IP"),
            ),
            Self::Blank(name) => coded(StatusCode::BAD_REQUEST, 44000, format!("`{name}` can't be blank")),
            Self::Invalid(name) => coded(StatusCode::BAD_REQUEST, 44000, format!("`{name}` is invalid")),
            Self::OutsideRange => coded(
                StatusCode::BAD_REQUEST,
                44000,
                "price is outside the daily price range".into(),
            ),
            Self::NotJson => (StatusCode::BAD_REQUEST, None, "Invalid parameters".into()),
            Self::Backend(number, reason) => coded(
                StatusCode::BAD_REQUEST,
                45000,
                format!("Error from backend: ({number})-{reason}"),
            ),
            Self::Basket(code, reason) => coded(StatusCode::BAD_REQUEST, *code, (*reason).into()),
            Self::Ipo(reason) => (StatusCode::BAD_REQUEST, None, reason.clone().into_owned()),
            Self::SomethingWrong => coded(
                StatusCode::INTERNAL_SERVER_ERROR,
                45010,
                "Something went wrong".into(),
            ),
            Self::Credentials => coded(
                StatusCode::UNAUTHORIZED,
                40000,
                "Request Unauthorised: invalid credentials".into(),
            ),
            Self::Locked => coded(
                StatusCode::FORBIDDEN,
                40000,
                "Request forbidden: account locked after 5 wrong answers".into(),
            ),
            // No documented code means this, and a client must not take it for a dead token.
            Self::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, None, "Too many requests".into()),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code, message) = self.parts();
        if let Self::Ipo(_) = self {
            return answer(
                status,
                &json!({ "data": null, "message": message, "success": false }),
            );
        }
        let mut body = json!({ "data": {}, "message": message, "status": "error" });
        if let (Some(code), Some(members)) = (code, body.as_object_mut()) {
            members.insert("error_code".to_owned(), code.into());
        }
        let mut response = answer(status, &body);
        if let Self::TooMany(seconds) = self {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
