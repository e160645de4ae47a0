//! Sentinel secrets through every flow, with every log line and every text looked at.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{
    fmt::Debug,
    io,
    sync::{Mutex, OnceLock, PoisonError},
};

mod sessions;

/// What a test plants as token, password, code, secret. It must turn up nowhere.
const SENTINEL: &str = "sentinel-that-must-not-be-seen";

/// Everything that this process logs, at TRACE.
#[derive(Clone, Copy)]
struct Log;

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Collects what the values of a flow print, from the first line of a test on.
struct Said(String);

impl Said {
    fn new() -> Self {
        static CAPTURED: OnceLock<()> = OnceLock::new();
        CAPTURED.get_or_init(|| {
            let subscriber = tracing_subscriber::fmt()
                .with_ansi(false)
                .with_max_level(tracing::Level::TRACE)
                .with_writer(|| Log)
                .finish();
            tracing::subscriber::set_global_default(subscriber).unwrap();
        });
        Self(String::new())
    }

    fn debug(&mut self, value: &dyn Debug) {
        self.0.push_str(&format!("{value:?}\n{value:#?}\n"));
    }

    /// An error with all its causes, as a panic or a report would show it.
    fn error(&mut self, error: &(dyn std::error::Error + 'static)) {
        self.debug(&error);
        let mut next = Some(error);
        while let Some(cause) = next {
            self.0.push_str(&format!("{cause}\n"));
            next = cause.source();
        }
    }

    fn outcome<T: Debug, E: std::error::Error + 'static>(&mut self, outcome: &Result<T, E>) {
        match outcome {
            Ok(value) => self.debug(value),
            Err(error) => self.error(error),
        }
    }

    /// Nothing showed the sentinel, neither a value nor the log, and the log has `line`.
    fn check(&self, line: &str) {
        let log = String::from_utf8(LINES.lock().unwrap_or_else(PoisonError::into_inner).clone()).unwrap();
        assert!(log.contains(line), "the log was captured: {log}");
        assert!(!self.0.contains(SENTINEL), "{}", self.0);
        assert!(!log.contains(SENTINEL), "{log}");
    }
}
