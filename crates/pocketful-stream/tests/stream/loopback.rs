//! Our socket against a server of another library: the handshake, both directions, the goodbye.

use std::{sync::Arc, time::Duration};

use futures_util::{SinkExt as _, StreamExt as _};
use pocketful_auth::{AccessToken, FixedToken};
use pocketful_stream::{Backoff, DataMode, EndReason, Event, Events, Feed, GapCause, StreamBuilder};
use pocketful_types::{
    ClientId, Clock as _, Exchange, Instrument, InstrumentToken, SystemClock, next_midnight,
};
use tokio::{
    net::{TcpListener, TcpStream},
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, accept_hdr_async,
    tungstenite::{
        Message,
        handshake::server::{Request, Response},
        protocol::{CloseFrame, frame::coding::CloseCode},
    },
};

use crate::golden::frame;

pub(crate) const TOKEN: &str = "SENTINEL+token/=";

/// A longer wait is a hang.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) fn fixed_token() -> FixedToken {
    FixedToken(AccessToken::new(
        TOKEN.to_owned().into(),
        ClientId::new("AB1234"),
        next_midnight(SystemClock.now()) + Duration::from_secs(86_400),
    ))
}

pub(crate) fn builder(origin: &str) -> StreamBuilder {
    StreamBuilder::new(origin.parse().unwrap(), Arc::new(fixed_token()))
        .backoff(Backoff::new(Duration::from_millis(10), Duration::from_millis(10)))
}

pub(crate) async fn next(events: &mut Events) -> Event {
    timeout(PATIENCE, events.next()).await.unwrap().unwrap()
}

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("ws://{}", listener.local_addr().unwrap());
    (listener, origin)
}

async fn accept(listener: &TcpListener) -> (WebSocketStream<TcpStream>, String) {
    let (stream, _) = listener.accept().await.unwrap();
    let mut asked = String::new();
    #[allow(clippy::result_large_err)] // the other library's type
    let note = |request: &Request, response: Response| {
        asked = request.uri().to_string();
        assert!(!request.headers().contains_key("authorization"));
        Ok(response)
    };
    let socket = accept_hdr_async(stream, note).await.unwrap();
    (socket, asked)
}

pub(crate) fn instrument() -> Instrument {
    Instrument::new(Exchange::Nse, InstrumentToken::new(14366))
}

async fn hear(server: &mut WebSocketStream<TcpStream>) -> Message {
    timeout(PATIENCE, server.next()).await.unwrap().unwrap().unwrap()
}

async fn started() -> (WebSocketStream<TcpStream>, Feed, Events, TcpListener) {
    let (listener, origin) = listen().await;
    let (feed, mut events) = builder(&origin).start();
    feed.subscribe([instrument()], DataMode::Detailed);
    let (mut server, asked) = accept(&listener).await;
    assert_eq!(
        asked,
        "/ws/v1/feeds?login_id=AB1234&access_token=SENTINEL%2Btoken%2F%3D"
    );
    assert!(matches!(
        next(&mut events).await,
        Event::Connected { connection: 0 }
    ));
    let updates = r#"{"a":"subscribe","v":["AB1234","web"],"m":"updates"}"#;
    assert_eq!(hear(&mut server).await, Message::text(updates));
    // Its pong says that the server has heard of the subscription.
    assert!(matches!(hear(&mut server).await, Message::Ping(_)));
    let data = r#"{"a":"subscribe","v":[[1,14366]],"m":"marketdata"}"#;
    assert_eq!(hear(&mut server).await, Message::text(data));
    (server, feed, events, listener)
}

#[tokio::test]
async fn frames_go_both_ways() {
    let (mut server, feed, mut events, _listener) = started().await;
    server.send(Message::Ping("are you there".into())).await.unwrap();
    assert_eq!(hear(&mut server).await, Message::Pong("are you there".into()));
    for name in ["detailed_nse", "compact_mcx_down", "depth_nfo"] {
        server.feed(Message::binary(frame(name))).await.unwrap();
    }
    server.feed(Message::text("ignored")).await.unwrap();
    let update = [&[50, 0x80, 0xFF, 0, 0][..], br#"[{"oms_order_id":"1"},{"x":1}]"#].concat();
    server.send(Message::binary(update)).await.unwrap();
    match next(&mut events).await {
        Event::Detailed(tick) => assert_eq!(tick.instrument(), Some(instrument())),
        other => panic!("{other:?}"),
    }
    assert!(matches!(next(&mut events).await, Event::Compact(_)));
    assert!(matches!(next(&mut events).await, Event::Depth(_)));
    assert!(matches!(next(&mut events).await, Event::OrderUpdate(_)));
    assert!(matches!(next(&mut events).await, Event::UnreadableUpdate { .. }));
    let (closing, farewell) = tokio::join!(feed.close(), hear(&mut server));
    let () = closing;
    assert!(matches!(
        farewell,
        Message::Close(Some(CloseFrame {
            code: CloseCode::Normal,
            ..
        }))
    ));
    assert!(matches!(next(&mut events).await, Event::Ended(EndReason::Closed)));
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_server_that_goes_is_found_again() {
    let (server, feed, mut events, listener) = started().await;
    drop(server);
    match next(&mut events).await {
        Event::Gap(gap) => assert_eq!(
            (gap.cause, &gap.instruments[..]),
            (GapCause::Disconnected, &[instrument()][..])
        ),
        other => panic!("{other:?}"),
    }
    let (mut server, _) = accept(&listener).await;
    assert!(matches!(next(&mut events).await, Event::Reconnected { .. }));
    server.close(None).await.unwrap();
    assert!(matches!(next(&mut events).await, Event::Gap(_)));
    drop(feed);
}

#[tokio::test]
async fn a_hundred_thousand_frames_arrive_whole_and_in_order() {
    const FRAMES: u32 = 100_000;
    let (listener, origin) = listen().await;
    let (_feed, mut events) = builder(&origin).order_updates(false).start();
    let (mut server, _) = accept(&listener).await;
    let sending = async {
        let mut tick = frame("detailed_nse");
        for number in 0..FRAMES {
            tick[18..22].copy_from_slice(&number.to_be_bytes());
            server.feed(Message::binary(tick.clone())).await.unwrap();
            if number % 1000 == 0 {
                server.feed(Message::Ping("?".into())).await.unwrap();
            }
        }
        server.flush().await.unwrap();
        server
    };
    let reading = async {
        let mut expected = 0;
        while expected < FRAMES {
            match next(&mut events).await {
                Event::Detailed(tick) => {
                    assert_eq!(tick.volume(), expected);
                    expected += 1;
                }
                Event::Connected { .. } => {}
                other => panic!("{other:?}"),
            }
        }
    };
    let _ = tokio::join!(sending, reading);
}
