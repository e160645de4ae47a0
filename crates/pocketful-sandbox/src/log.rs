//! The request log: what programs asked and what they were told, with every secret masked.

mod mask;
pub(crate) mod record;

use std::{collections::VecDeque, net::IpAddr};

use serde::Serialize;
use time::OffsetDateTime;

/// Requests remembered; older ones are forgotten.
const KEPT: usize = 1000;

/// One request and its answer.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct LogEntry {
    /// Counts up from 1.
    pub id: u64,
    /// When it arrived, by the virtual clock, in IST.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Where the connection came from.
    pub peer: IpAddr,
    /// `GET`, `POST`, …
    pub method: String,
    /// Path and query, with secrets masked.
    pub target: String,
    /// The account of the token, where it was a known one.
    pub client_id: Option<String>,
    /// The request's body with secrets masked; empty when there was none or it is neither JSON nor a form.
    pub request: String,
    /// The status of the answer; none while it is under way and when the connection was cut instead.
    pub status: Option<u16>,
    /// The answer's body with secrets masked, when it is JSON of moderate length.
    pub reply: String,
    /// The faults that happened to it, in order.
    pub faults: Vec<&'static str>,
}

/// The last thousand requests, oldest first.
#[derive(Default)]
pub(crate) struct RequestLog {
    entries: VecDeque<LogEntry>,
    last_id: u64,
}

impl RequestLog {
    /// Takes an entry in and gives it its number.
    fn open(&mut self, mut entry: LogEntry) -> u64 {
        self.last_id += 1;
        entry.id = self.last_id;
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
        self.last_id
    }

    fn close(&mut self, id: u64, status: u16, reply: String) {
        if let Some(entry) = self.find_mut(id) {
            entry.status = Some(status);
            entry.reply = reply;
        }
    }

    /// Notes that a fault happened to a request.
    pub(crate) fn note_fault(&mut self, id: u64, fault: &'static str) {
        if let Some(entry) = self.find_mut(id) {
            entry.faults.push(fault);
        }
    }

    /// The entries, oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &LogEntry> {
        self.entries.iter()
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }

    fn find_mut(&mut self, id: u64) -> Option<&mut LogEntry> {
        self.entries.iter_mut().rev().find(|entry| entry.id == id)
    }
}
