//! Reads the order books after a connection was made, so that a fill that happened meanwhile is not missed.

mod wanted;

use std::{error::Error as StdError, fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use pocketful_types::ClientId;
use tokio::{
    sync::watch,
    time::{Instant, sleep, timeout, timeout_at},
};

use crate::{Books, Event, life::Life, supervisor::Core};

pub(crate) use wanted::BooksWanted;

type Reading = Pin<Box<dyn Future<Output = Result<Books, BoxError>> + Send>>;

/// How the books are read; the stream knows no REST itself.
#[derive(Clone)]
pub(crate) struct ReadBooks(Arc<dyn Fn() -> Reading + Send + Sync>);

/// Why they could not be read, in words.
#[derive(Debug)]
pub(crate) struct BoxError(Arc<str>);

/// The shortest and the longest pause between two readings without a new connection.
const PAUSE: Duration = Duration::from_secs(2);
const PAUSE_CAP: Duration = Duration::from_secs(30);

/// How often it is looked whether there is a session.
const LOOK: Duration = Duration::from_secs(1);

/// The longest that a reading takes.
const LONGEST: Duration = Duration::from_secs(60);

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
/// because the first may have begun too early. A reading during which the connection was lost is worth nothing, since nobody knows
/// which of what it and the updates say is older; another one begins at once.
pub(crate) async fn keep(core: Arc<Core>, read: ReadBooks, mut asked: watch::Receiver<u64>, mut life: Life) {
    tokio::select! {
        biased;
        () = life.ended() => {}
        () = keep_reading(&core, &read, &mut asked) => {}
    }
}

async fn keep_reading(core: &Core, read: &ReadBooks, asked: &mut watch::Receiver<u64>) {
    let (mut connections, mut pause, mut next) = (0, PAUSE, Instant::now());
    while asked.changed().await.is_ok() {
        let is_new = |now: &u64| *now != connections;
        if is_new(&asked.borrow()) {
            pause = PAUSE;
        } else {
            // A sender whose every update is unreadable must not use up the account's quota.
            let is_soon = Instant::now() < next;
            pause = if is_soon {
                (pause * 2).min(PAUSE_CAP)
            } else {
                PAUSE
            };
            let _ = timeout_at(next, asked.wait_for(is_new)).await;
        }
        let mut failures = 0;
        loop {
            // Without a session nothing can be read.
            let Some(whose) = account(core) else {
                sleep(LOOK).await;
                continue;
            };
            // Whatever was asked for until now is in what is read from now on.
            connections = *asked.borrow_and_update();
            let mut lost = core.books.begin();
            let answer = tokio::select! {
                biased;
                answer = timeout(LONGEST, (read.0)()) => answer,
                _ = lost.changed() => continue,
            };
            match answer {
                // Some of it may be one's, and some the other's.
                Ok(Ok(_)) if account(core).as_ref() != Some(&whose) => continue,
                Ok(Ok(books)) => {
                    let is_whole = books.trades_unread.is_none();
                    let tell = |books| core.tell(Event::Books(Arc::new(books)));
                    if !core.books.settle(books, tell) {
                        continue;
                    }
                    if is_whole {
                        break;
                    }
                    tracing::warn!("the day's trades could not be read");
                }
                Ok(Err(error)) => unread(core, error.0),
                Err(_) => unread(core, format!("no answer within {} s", LONGEST.as_secs()).into()),
            }
            failures += 1;
            // A connection that was made shows that it is worth another attempt.
            let pause = core.options.backoff.pause(failures);
            let _ = timeout(pause, asked.wait_for(|now| *now != connections)).await;
        }
        next = Instant::now() + pause;
    }
}

fn unread(core: &Core, error: Arc<str>) {
    tracing::warn!("the order books could not be read");
    core.books.give_up();
    core.tell(Event::BooksUnread { error });
}

/// Whose session it is, if there is one.
fn account(core: &Core) -> Option<ClientId> {
    let token = core.tokens.token().ok()?;
    let is_alive = !token.is_expired_at_nanos(core.clock.unix_nanos());
    is_alive.then(|| token.client_id().clone())
}
