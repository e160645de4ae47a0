//! What the server says when it refuses (wire reference, section 0.3).

use std::fmt;

use crate::ApiCode;

/// A refusal in the server's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// `error_code`, `errorcode` or `error.code`, whichever the envelope has; `None` where it has none.
    pub code: Option<i64>,
    /// `error_type` of the SDK-style envelope; where there is none, an `errorcode` that is not a number or the
    /// `error` of an OAuth answer.
    pub error_type: Option<String>,
    /// The server's message, cut to one printable line of a sane length.
    pub message: String,
    /// HTTP status that came with it. Which status goes with which error is not documented.
    pub status: u16,
}

impl ApiError {
    /// The code, as the wire reference knows it.
    #[must_use]
    pub fn api_code(&self) -> Option<ApiCode> {
        self.code.map(ApiCode::from_number)
    }

    /// Whether the token was not accepted: code 40000 in either wording, `TokenException`, or HTTP 401 where the body
    /// has neither. Log in again; the same call with the same token will fail again.
    ///
    /// That the server also says 40000 where the token is good but the account may not do this is possible: the wire
    /// reference has both wordings under one code.
    #[must_use]
    pub fn is_unauthorised(&self) -> bool {
        match (self.code, self.error_type.as_deref()) {
            (Some(code), _) => ApiCode::from_number(code) == ApiCode::Unauthorised,
            (None, Some(kind)) => kind == "TokenException",
            (None, None) => self.status == 401,
        }
    }

    /// Whether a value of the request was not accepted: codes 44000 and 48004, and `InputException`. Correct the
    /// request; sending it again as it is will fail again.
    #[must_use]
    pub fn is_invalid_parameter(&self) -> bool {
        matches!(
            self.api_code(),
            Some(ApiCode::InvalidParameter | ApiCode::BasketPrice)
        ) || self.error_type.as_deref() == Some("InputException")
    }

    /// Whether the thing asked for does not exist: `error.code` 404, or HTTP 404 where the body has no code.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        match self.code {
            Some(code) => ApiCode::from_number(code) == ApiCode::NotFound,
            None => self.status == 404,
        }
    }

    /// Whether calls came too fast: HTTP 429 (what a violation looks like is not documented; assumed). Wait, then go on.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.status == 429
    }

    /// The number `n` of a message `Error from backend: (<n>)-<reason>`: 500 no such GTT or event, 1013 template not
    /// assigned for the client, 1600 no such id to modify.
    #[must_use]
    pub fn backend_number(&self) -> Option<u32> {
        self.backend().map(|(number, _)| number)
    }

    /// The reason of a message `Error from backend: (<n>)-<reason>`.
    #[must_use]
    pub fn backend_reason(&self) -> Option<&str> {
        self.backend().map(|(_, reason)| reason)
    }

    fn backend(&self) -> Option<(u32, &str)> {
        const MARK: &str = "Error from backend:";
        let at = self.message.find(MARK)?;
        let rest = self.message[at + MARK.len()..].trim_start().strip_prefix('(')?;
        let (number, reason) = rest.split_once(')')?;
        let reason = reason.trim_start_matches([' ', '-']);
        Some((number.trim().parse().ok()?, reason))
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.message.is_empty() {
            "refused without a message"
        } else {
            &self.message
        })?;
        match self.code {
            Some(code) => write!(f, " (code {code})"),
            None => write!(f, " (HTTP {})", self.status),
        }
    }
}

impl std::error::Error for ApiError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(code: Option<i64>, kind: Option<&str>, message: &str, status: u16) -> ApiError {
        ApiError {
            code,
            error_type: kind.map(str::to_owned),
            message: message.to_owned(),
            status,
        }
    }

    #[test]
    fn either_wording_of_40000_is_unauthorised_and_a_clear_code_outweighs_the_status() {
        for (unauthorised, error) in [
            (true, error(Some(40000), None, "Request Unauthorised", 200)),
            (true, error(Some(40000), None, "Request forbidden", 403)),
            (true, error(None, Some("TokenException"), "", 403)),
            (true, error(None, None, "", 401)),
            (false, error(Some(44000), None, "", 401)),
            (false, error(None, Some("PermissionException"), "", 403)),
            (false, error(None, None, "", 403)),
        ] {
            assert_eq!(error.is_unauthorised(), unauthorised, "{error:?}");
        }
    }

    #[test]
    fn predicates_read_code_kind_or_status() {
        assert!(error(Some(44000), None, "`product` is invalid", 200).is_invalid_parameter());
        assert!(error(None, Some("InputException"), "", 400).is_invalid_parameter());
        assert!(!error(Some(45000), None, "", 400).is_invalid_parameter());
        assert!(error(Some(404), None, "Resource Not Found", 200).is_not_found());
        assert!(error(None, None, "no route", 404).is_not_found());
        assert!(!error(Some(45000), None, "", 404).is_not_found());
        assert!(error(None, None, "", 429).is_rate_limited());
        assert!(!error(None, None, "", 503).is_rate_limited());
    }

    #[test]
    fn the_backends_number_and_reason_are_found() {
        for (message, number, reason) in [
            (
                "Error from backend: (500)-no gtt data found",
                Some(500),
                Some("no gtt data found"),
            ),
            (
                "Error from backend: (1013)-template not assigned",
                Some(1013),
                Some("template not assigned"),
            ),
            (
                "Error from backend:(1600) - cannot modify",
                Some(1600),
                Some("cannot modify"),
            ),
            ("order: Error from backend: (16)-", Some(16), Some("")),
            ("Error from backend: 500", None, None),
            ("Error from backend: (x)-y", None, None),
            ("Error from backend: (99999999999)-y", None, None),
            ("", None, None),
        ] {
            let error = error(Some(45000), None, message, 200);
            assert_eq!(
                (error.backend_number(), error.backend_reason()),
                (number, reason),
                "{message}"
            );
        }
    }
}
