//! Bytes as they were read, and the frames in them.

use std::ops::Range;

use super::framing::{self, Head};
use crate::SocketError;

/// What stands next for the reader.
#[derive(Debug)]
pub(super) enum Found {
    /// A message in one frame, at this place of the buffer.
    Whole { payload: Range<usize>, is_text: bool },
    /// A message in several frames, put together elsewhere.
    Assembled { is_text: bool },
    /// The answer to a ping.
    Pong,
}

/// A buffer that is read into at its end and consumed at its beginning. It moves bytes only to make room.
pub(super) struct Buffer {
    bytes: Vec<u8>,
    start: usize,
    end: usize,
}

/// What an idle connection keeps.
const SMALL: usize = 8 * 1024;
/// What a busy one grows to, unless a single message is longer.
const LARGE: usize = 128 * 1024;

/// Gives back what a single long message took; an idle connection must not keep it for the day.
pub(super) fn give_back(bytes: &mut Vec<u8>) {
    if bytes.capacity() > LARGE {
        bytes.truncate(LARGE);
        bytes.shrink_to(LARGE);
    }
}

impl Buffer {
    pub(super) fn new(first: &[u8]) -> Self {
        let mut bytes = first.to_vec();
        bytes.resize(first.len().max(SMALL), 0);
        Self {
            bytes,
            start: 0,
            end: first.len(),
        }
    }

    /// The first frame, if all of it is here: its head and the place of its payload.
    #[inline]
    pub(super) fn frame(&self) -> Result<Option<(Head, Range<usize>)>, SocketError> {
        let head = framing::head(&self.bytes[self.start..self.end])
            .map_err(|error| SocketError::protocol(error.to_string()))?;
        let Some(head) = head else { return Ok(None) };
        let payload = self.start + head.len..self.start + head.len + head.payload;
        Ok((payload.end <= self.end).then_some((head, payload)))
    }

    /// Moves on beyond the first frame. Its bytes stay in place until [`space`](Self::space) is asked for.
    #[inline]
    pub(super) fn consume(&mut self, head: &Head) {
        self.start += head.len + head.payload;
    }

    #[inline]
    pub(super) fn slice(&self, place: &Range<usize>) -> &[u8] {
        &self.bytes[place.clone()]
    }

    /// Room to read into, at least one byte; more than that when the frames are large or many.
    pub(super) fn space(&mut self) -> &mut [u8] {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
            give_back(&mut self.bytes);
        }
        let len = self.end - self.start;
        if self.start > 0 && self.bytes.len() - self.end < self.bytes.len() / 4 {
            self.bytes.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, len);
        }
        if self.end == self.bytes.len() {
            // Only one frame that is longer than the buffer fills it, and its length was checked.
            self.bytes.resize(len * 2, 0);
        }
        &mut self.bytes[self.end..]
    }

    /// How many bytes of memory it has.
    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        self.bytes.capacity()
    }

    /// Notes that `read` bytes were read into the space.
    pub(super) fn filled(&mut self, read: usize) {
        self.end += read;
        // A read that fills the buffer says that there was more.
        if self.end == self.bytes.len() && self.bytes.len() < LARGE {
            self.bytes.resize(self.bytes.len() * 2, 0);
        }
    }
}
