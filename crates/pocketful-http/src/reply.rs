//! A successful reply as the server sent it.

use std::fmt;

use bytes::Bytes;

/// The payload of a successful reply, untouched, and the message beside it.
#[derive(Clone)]
pub struct RawReply {
    pub(crate) payload: Bytes,
    pub(crate) message: Option<String>,
    pub(crate) status: u16,
}

impl RawReply {
    /// `data` or `result`, or the whole body where there is no envelope: JSON in UTF-8, byte for byte as received.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The payload as text.
    #[must_use]
    pub fn payload_text(&self) -> &str {
        // It was found by a JSON parser, so it is UTF-8.
        std::str::from_utf8(&self.payload).unwrap_or_default()
    }

    /// The server's message, where there is one.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// HTTP status of the reply.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }
}

impl fmt::Debug for RawReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawReply")
            .field("status", &self.status)
            .field("payload_bytes", &self.payload.len())
            .finish_non_exhaustive()
    }
}
