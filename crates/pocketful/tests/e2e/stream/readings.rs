//! The three requests behind `Books`: what is told and tried again when one of them fails.

use std::{sync::Arc, time::Duration};

use pocketful::{
    Environment, Outcome,
    http::{ScriptedTransport, TransportErrorKind},
    stream::{Backoff, Books, Events, Feed, Peer, scripted},
};
use pocketful_sandbox::{Fault, FaultRule};
use tokio::time::{Instant, timeout};

use super::{Event, viewer::Viewer};
use crate::scripted::client;

const DONE: &str =
    r#"{"data":{"orders":[{"oms_order_id":"7","order_status":"COMPLETE"}]},"status":"success"}"#;
const NONE: &str = r#"{"data":{"orders":[]},"status":"success"}"#;
const TRADED: &str = r#"{"data":{"trades":[{"oms_order_id":"7","trade_number":"T1"}]},"status":"success"}"#;

/// A second, two seconds, four: as long as the share that is drawn is the whole.
fn pauses() -> Backoff {
    Backoff::new(Duration::from_secs(1), Duration::from_secs(60)).with_random(|| u32::MAX)
}

/// A stream over a scripted feed whose books are read over a scripted transport.
struct Reading {
    transport: ScriptedTransport,
    events: Events,
    _feed: Feed,
    _peer: Peer,
}

impl Reading {
    /// Connected; the first reading begins.
    async fn of(transport: ScriptedTransport) -> Self {
        let client = client(Environment::algo(), &transport);
        let (connector, mut server) = scripted();
        let stream = client.stream().connector(Arc::new(connector)).backoff(pauses());
        let (feed, events) = stream.start();
        let peer = server.attempt().await.unwrap().accept();
        peer.pong();
        let mut reading = Self {
            transport,
            events,
            _feed: feed,
            _peer: peer,
        };
        assert!(matches!(reading.next().await, Event::Connected { .. }));
        reading
    }

    async fn next(&mut self) -> Event {
        let next = timeout(Duration::from_secs(3600), self.events.next()).await;
        next.expect("an event in an hour").expect("the stream goes on")
    }

    async fn books(&mut self) -> Arc<Books> {
        match self.next().await {
            Event::Books(books) => books,
            other => panic!("{other:?}"),
        }
    }

    /// What was asked for, without the account's name, and after how many seconds.
    fn asked(&self) -> Vec<(String, u64)> {
        let recorded = self.transport.recorded();
        let began = recorded.first().map_or_else(Instant::now, |first| first.at);
        let asked = recorded.iter().map(|sent| {
            let request = sent.request.to_string();
            let what = ["type=pending", "type=completed", "/trades"]
                .into_iter()
                .find(|what| request.contains(what));
            let after = sent.at.duration_since(began).as_secs();
            (what.unwrap_or(&request).to_owned(), after)
        });
        asked.collect()
    }
}

/// Seconds after which all three were read.
fn whole(after: u64) -> [(String, u64); 3] {
    ["type=pending", "type=completed", "/trades"].map(|what| (what.to_owned(), after))
}

#[tokio::test(start_paused = true)]
async fn where_the_second_book_cannot_be_read_nothing_is_told_of_the_first_and_both_are_read_again() {
    // While they could not be read the order has moved from the first book to the second.
    let open = DONE.replace("COMPLETE", "CONFIRMED");
    let transport = ScriptedTransport::new()
        .reply(200, open.clone())
        .fail(TransportErrorKind::Connect, Outcome::NotSent)
        .reply(200, open)
        .reply(502, "<html>bad gateway</html>")
        .reply(200, NONE)
        .reply(200, DONE)
        .reply(200, TRADED);
    let mut reading = Reading::of(transport).await;
    let mut told = Vec::new();
    let books = loop {
        match reading.next().await {
            Event::BooksUnread { error } => told.push(error.to_string()),
            Event::Books(books) => break books,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("connect"), "{told:?}");
    assert!(told[1].contains("502"), "{told:?}");
    assert!(books.pending.rows.is_empty());
    assert_eq!(books.completed.rows.len(), 1);
    assert_eq!(books.trades.as_ref().unwrap().rows.len(), 1);
    assert_eq!(books.trades_unread, None);
    let asked = reading.asked();
    let first_two = |after| whole(after)[..2].to_vec();
    assert_eq!(
        asked,
        [first_two(0), first_two(1), whole(3).to_vec()].concat(),
        "nothing is skipped because it could be read before"
    );
}

#[tokio::test(start_paused = true)]
async fn trades_that_cannot_be_read_hold_up_no_order_are_told_with_their_cause_and_read_again() {
    let transport = ScriptedTransport::new()
        .reply(200, NONE)
        .reply(200, DONE)
        .fail(TransportErrorKind::Connect, Outcome::NotSent)
        .reply(200, NONE)
        .reply(200, DONE)
        .reply(200, "<html>maintenance</html>")
        .reply(200, NONE)
        .reply(200, DONE)
        .reply(200, TRADED);
    let mut reading = Reading::of(transport).await;
    for cause in ["connect", "web page"] {
        let books = reading.books().await;
        assert_eq!(books.completed.rows.len(), 1, "the orders are there");
        assert_eq!(books.trades, None);
        let told = books.trades_unread.as_deref().expect("why");
        assert!(told.contains(cause), "{told}");
        assert!(!told.contains("opaque.token"), "{told}");
    }
    let books = reading.books().await;
    assert_eq!(books.trades.as_ref().unwrap().rows.len(), 1);
    assert_eq!(books.trades_unread, None);
    assert_eq!(reading.asked(), [whole(0), whole(1), whole(3)].concat());
    // What is whole is not read again.
    let quiet = timeout(Duration::from_secs(20), reading.events.next()).await;
    assert!(quiet.is_err(), "{quiet:?}");
}

#[tokio::test]
async fn a_fill_that_only_the_trades_tell_of_is_told_when_they_can_be_read_again() {
    let mut viewer = Viewer::new().await;
    let client = viewer.client.clone();
    let order = client.orders().place(&crate::flow::bid("8.15")).await.unwrap();
    viewer
        .expect(|event| matches!(event, Event::OrderUpdate(_)).then_some(()))
        .await;
    viewer.day.sandbox.feed().disconnect();
    viewer.gap().await;
    viewer.day.fill(&order.oms_order_id).await;
    let rule = FaultRule::new("GET /api/v1/trades", Fault::HtmlPage).times(1);
    viewer.day.sandbox.faults().add(rule).unwrap();
    viewer.reconnected().await;
    let books = viewer.books().await;
    assert_eq!(books.completed.rows[0].oms_order_id, order.oms_order_id);
    assert!(
        books.trades.is_none() && books.trades_unread.is_some(),
        "{books:?}"
    );
    let books = viewer.books().await;
    let trade = &books.trades.as_ref().unwrap().rows[0];
    assert_eq!(trade.oms_order_id.as_ref(), Some(&order.oms_order_id));
}
