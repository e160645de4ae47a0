//! Bodies that break off, and bodies that do not end for a long time.

use std::{
    convert::Infallible,
    io,
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::Frame;

/// What the filling consists of.
static FILLING: [u8; 64 * 1024] = [b'x'; 64 * 1024];

/// Some bytes, then an error instead of the rest.
pub(super) fn broken_off(bytes: Bytes) -> Body {
    Body::new(BrokenOff {
        bytes: Some(bytes),
        flushed: false,
    })
}

/// A JSON object of about `bytes` bytes.
pub(super) fn big(bytes: u64) -> Body {
    Body::new(Big {
        head: Some(Bytes::from_static(br#"{"data":""#)),
        filling: bytes,
        tail: Some(Bytes::from_static(br#"","message":"","status":"success"}"#)),
    })
}

struct BrokenOff {
    bytes: Option<Bytes>,
    flushed: bool,
}

impl HttpBody for BrokenOff {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let next = match self.bytes.take() {
            Some(bytes) => Ok(Frame::data(bytes)),
            // An error makes the server drop what it has not sent yet, so that it is first given the time to send.
            None if !self.flushed => {
                self.flushed = true;
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            None => Err(io::ErrorKind::ConnectionAborted.into()),
        };
        Poll::Ready(Some(next))
    }
}

struct Big {
    head: Option<Bytes>,
    filling: u64,
    tail: Option<Bytes>,
}

impl HttpBody for Big {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let next = if let Some(head) = self.head.take() {
            Some(head)
        } else if self.filling > 0 {
            let len = usize::try_from(self.filling).map_or(FILLING.len(), |left| left.min(FILLING.len()));
            self.filling -= u64::try_from(len).unwrap_or(self.filling);
            Some(Bytes::from_static(&FILLING).slice(..len))
        } else {
            self.tail.take()
        };
        Poll::Ready(next.map(|bytes| Ok(Frame::data(bytes))))
    }
}
