//! Reads a reply's body, up to a limit.

use bytes::{Bytes, BytesMut};

use super::failure;
use crate::{Outcome, TransportError, TransportErrorKind};

/// The body of `response`, or an error as soon as it turns out to be longer than `limit` bytes.
pub(crate) async fn read(mut response: reqwest::Response, limit: usize) -> Result<Bytes, TransportError> {
    let too_large = || TransportError::new(TransportErrorKind::BodyTooLarge, Outcome::Unknown);
    let announced = response.content_length().unwrap_or(0);
    if usize::try_from(announced).map_or(true, |announced| announced > limit) {
        return Err(too_large());
    }
    let mut first = Bytes::new();
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(failure::while_reading)? {
        if first.len() + body.len() + chunk.len() > limit {
            return Err(too_large());
        }
        if first.is_empty() && body.is_empty() {
            // Most replies are one chunk, which needs no copy.
            first = chunk;
        } else {
            if body.is_empty() {
                body.extend_from_slice(&std::mem::take(&mut first));
            }
            body.extend_from_slice(&chunk);
        }
    }
    Ok(if body.is_empty() { first } else { body.freeze() })
}
