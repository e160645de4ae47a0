//! Connections that fail after they were made, before and after the request took effect.

use std::sync::Arc;

use tokio::sync::Notify;

use super::*;

/// The requests of a connection are read one by one and answered well, until the client goes.
async fn answer_all(mut connection: server::Connection) {
    while connection.read_request().await {
        connection.write(respond(200, "", SUCCESS)).await;
    }
}

#[tokio::test]
async fn a_reset_before_the_request_was_read() {
    let server = Server::start(|connection| async move {
        if connection.number == 1 {
            connection.reset();
        } else {
            answer_all(connection).await;
        }
    })
    .await;
    let api = at(&server.url()).build();
    // From here nobody can tell that the server did not read it, so an order is not sent again.
    let error = api.call(&Write).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Disconnected, Outcome::Unknown)
    );
    assert!(server.requests().is_empty());
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_reset_after_the_request_took_effect() {
    let server = Server::start(|mut connection| async move {
        connection.read_request().await;
        if connection.number == 1 {
            connection.reset();
        } else {
            connection.write(respond(200, "", SUCCESS)).await;
        }
    })
    .await;
    let api = at(&server.url()).build();
    let error = api.call(&Write).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Disconnected, Outcome::Unknown)
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_read_survives_both_resets() {
    let server = Server::start(|mut connection| async move {
        match connection.number {
            1 => connection.reset(),
            2 => {
                connection.read_request().await;
                connection.reset();
            }
            _ => answer_all(connection).await,
        }
    })
    .await;
    let api = at(&server.url()).random(|| 0).build();
    assert_eq!(api.call(&Read).await.unwrap(), Answer { value: 7 });
    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn a_kept_connection_that_dies_under_a_write_does_not_double_it() {
    // The connection is reused; then the server takes the second request and dies without an answer.
    let server = Server::start(|mut connection| async move {
        connection.read_request().await;
        connection.write(respond(200, "", SUCCESS)).await;
        connection.read_request().await;
    })
    .await;
    let api = at(&server.url()).build();
    api.call(&Write).await.unwrap();
    let error = api.call(&Write).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Disconnected, Outcome::Unknown)
    );
    assert_eq!((server.connections(), server.requests().len()), (1, 2));
}

#[tokio::test]
async fn a_kept_connection_that_was_closed_meanwhile_never_doubles_a_write() {
    // The server closes right after its answer, without having said so: the next write races with the close.
    let server = Server::start(|mut connection| async move {
        if connection.read_request().await {
            connection.write(respond(200, "", SUCCESS)).await;
        }
    })
    .await;
    let api = at(&server.url()).limits(crate::RateLimits::unlimited()).build();
    let mut done = 0;
    for _ in 0..200 {
        match api.call(&Write).await {
            Ok(_) => done += 1,
            Err(error) => assert_eq!(error.outcome(), Outcome::Unknown, "{error}"),
        }
        assert!(server.requests().len() <= 200);
    }
    // Every answered write took effect exactly once, and no other did.
    assert_eq!(server.requests().len(), done);
}

#[tokio::test]
async fn an_answer_that_never_comes() {
    let read = Arc::new(Notify::new());
    let signal = Arc::clone(&read);
    let server = Server::start(move |mut connection| {
        let signal = Arc::clone(&signal);
        async move {
            connection.read_request().await;
            signal.notify_one();
            std::future::pending::<()>().await;
        }
    })
    .await;
    let api = at(&server.url()).build();
    let call = tokio::spawn(async move { api.call(&Write).await.unwrap_err() });
    read.notified().await;
    // From here on only the clock can end the call; paused, it does so at once.
    tokio::time::pause();
    let error = call.await.unwrap();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Timeout, Outcome::Unknown)
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_answer_that_is_not_http() {
    let server = Server::start(|mut connection| async move {
        connection.read_request().await;
        connection.write("220 mail.example ready\r\n").await;
    })
    .await;
    let error = once(&server.url()).call(&Write).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
}
