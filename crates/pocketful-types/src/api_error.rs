//! What the server says when it refuses (wire reference, section 0.3).

use std::fmt;

/// A refusal in the server's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// `error_code`, `errorcode` or `error.code`, whichever the envelope has; `None` where it has none.
    pub code: Option<i64>,
    /// `error_type` of the SDK-style envelope.
    pub error_type: Option<String>,
    /// The server's message, cut to a sane length.
    pub message: String,
    /// HTTP status that came with it. Which status goes with which error is not documented.
    pub status: u16,
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
