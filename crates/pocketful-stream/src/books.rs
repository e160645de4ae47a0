//! Reads the order books after a connection was made, so that a fill that happened meanwhile is not missed.

use std::{error::Error as StdError, fmt, future::Future, pin::Pin, sync::Arc};

use crate::{Books, Event, life::Life, supervisor::Core};

type Reading = Pin<Box<dyn Future<Output = Result<Books, BoxError>> + Send>>;

/// How the books are read; the stream knows no REST itself.
#[derive(Clone)]
pub(crate) struct ReadBooks(Arc<dyn Fn() -> Reading + Send + Sync>);

/// Why they could not be read, in words.
#[derive(Debug)]
pub(crate) struct BoxError(Arc<str>);

impl BoxError {
    pub(crate) fn from_any(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self(error.into().to_string().into())
    }
}

impl ReadBooks {
    pub(crate) fn new(read: impl Fn() -> Reading + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }
}

impl fmt::Debug for ReadBooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReadBooks")
    }
}

/// Reads whenever it is asked to, until the stream ends. A request that comes while a reading runs leads to another one,
/// because the first may have begun too early.
pub(crate) async fn keep(core: Arc<Core>, read: ReadBooks, mut life: Life) {
    tokio::select! {
        biased;
        () = life.ended() => {}
        () = keep_reading(&core, &read) => {}
    }
}

async fn keep_reading(core: &Core, read: &ReadBooks) {
    loop {
        core.books_wanted.notified().await;
        let mut failures = 0;
        loop {
            match (read.0)().await {
                Ok(books) => {
                    core.tell(Event::Books(Arc::new(books)));
                    break;
                }
                Err(error) => {
                    failures += 1;
                    tracing::warn!(failures, "the order books could not be read");
                    core.tell(Event::BooksUnread { error: error.0 });
                    // A request meanwhile is served by the next attempt or the reading after it.
                    tokio::time::sleep(core.options.backoff.pause(failures)).await;
                }
            }
        }
    }
}
