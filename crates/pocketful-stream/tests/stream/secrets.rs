//! A planted token, and every place where it must not turn up.

use pocketful_stream::{Event, FeedUrl, StreamState, TokenParameter};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    time::timeout,
};

use crate::{
    capture,
    loopback::{PATIENCE, TOKEN, builder, fixed_token, next},
};

/// A server that answers every handshake with what it was asked, in whichever way is the most dangerous.
async fn parrot(listener: TcpListener, answers: [&'static str; 5]) {
    for answer in answers {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut asked = vec![0; 4096];
        let len = stream.read(&mut asked).await.unwrap();
        let asked = String::from_utf8_lossy(&asked[..len]);
        let line = asked.lines().next().unwrap();
        let answer = answer.replace("ASKED", line);
        // The client may leave in the middle of it.
        let _ = stream.write_all(answer.as_bytes()).await;
        let _ = stream.shutdown().await;
    }
}

#[tokio::test]
async fn no_log_no_error_and_no_debug_output_shows_the_token() {
    capture::start();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("ws://{}", listener.local_addr().unwrap());
    let answers = [
        "HTTP/1.1 404 ASKED\r\nX-Echo: ASKED\r\n\r\nASKED",
        "HTTP/1.1 302 Found\r\nLocation: ws://elsewhere/ASKED\r\n\r\n",
        "ASKED\r\n\r\n",
        "",
        "HTTP/1.1 401 ASKED\r\n\r\n",
    ];
    let builder = builder(&origin);
    let mut printed = format!("{builder:?}");
    let (feed, mut events) = builder.start();
    printed += &format!("{feed:?} {events:?}");
    let mut states = feed.watch();
    let waiting = states.wait_for(|states| matches!(states[0], StreamState::AwaitingToken(_)));
    let parrot = parrot(listener, answers);
    let (waited, ()) = tokio::join!(timeout(PATIENCE, waiting), parrot);
    drop(waited.unwrap().unwrap());
    let event = next(&mut events).await;
    assert!(matches!(event, Event::AwaitingToken(_)), "{event:?}");
    printed += &format!("{event:?} {feed:?} {:?}", feed.state());
    let url = FeedUrl::new(origin.parse().unwrap(), fixed_token().0, TokenParameter::Token);
    printed += &format!("{url} {url:?}");
    let log = capture::logged();
    for expected in ["status 404", "status 302", "not HTTP", "refused the token"] {
        assert!(log.contains(expected), "{expected} is not in\n{log}");
    }
    for secret in [TOKEN, "SENTINEL", "login_id"] {
        assert!(!log.contains(secret), "{secret} is in\n{log}");
        assert!(!printed.contains(secret), "{secret} is in\n{printed}");
    }
}
