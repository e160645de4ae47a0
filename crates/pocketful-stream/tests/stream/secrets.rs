//! A planted token, and every place where it must not turn up.

use pocketful_stream::{Event, FeedUrl, TokenParameter};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use crate::{
    capture,
    loopback::{TOKEN, builder, fixed_token, next},
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
    // They are read as they come: of those that wait only the latest would be left.
    let reading = async {
        let (mut failed, mut printed) = (Vec::new(), String::new());
        loop {
            let event = next(&mut events).await;
            printed += &format!("{event:?} {:?}", feed.state());
            match event {
                Event::ConnectFailed { attempts, error, .. } => failed.push((attempts, error.to_string())),
                Event::AwaitingToken(_) => return (failed, printed),
                other => panic!("{other:?}"),
            }
        }
    };
    let ((failed, said), ()) = tokio::join!(reading, parrot(listener, answers));
    printed += &said;
    let expected = [
        "the server answered the handshake with status 404",
        "the server answered the handshake with status 302",
        "the answer to the handshake is not HTTP",
        "the server closed the connection during the handshake",
    ];
    let expected: Vec<_> = (1..).zip(expected.map(str::to_owned)).collect();
    assert_eq!(failed, expected);
    printed += &format!("{feed:?} {:?}", feed.state());
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
