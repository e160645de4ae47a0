//! Bodies that are too long, too short, or not what was asked for.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use super::*;

#[tokio::test]
async fn a_body_of_a_hundred_megabytes_is_refused_while_it_comes() {
    const MEGABYTE: usize = 1024 * 1024;
    let written = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&written);
    let server = Server::start(move |mut connection| {
        let counter = Arc::clone(&counter);
        async move {
            connection.read_request().await;
            connection
                .write("HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\n\r\n")
                .await;
            let chunk = format!("{MEGABYTE:x}\r\n{}\r\n", " ".repeat(MEGABYTE));
            for _ in 0..100 {
                if !connection.write(&chunk).await {
                    break;
                }
                counter.fetch_add(MEGABYTE, Ordering::SeqCst);
            }
        }
    })
    .await;
    let error = once(&server.url()).call(&Read).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::BodyTooLarge, Outcome::Unknown)
    );
    // 32 MiB and what the sockets hold.
    assert!(written.load(Ordering::SeqCst) < 64 * MEGABYTE);
}

#[tokio::test]
async fn an_announced_length_is_refused_before_the_body() {
    let server = Server::start(|mut connection| async move {
        connection.read_request().await;
        connection
            .write("HTTP/1.1 200 x\r\ncontent-length: 104857600\r\n\r\n{")
            .await;
        std::future::pending::<()>().await;
    })
    .await;
    let error = once(&server.url()).call(&Write).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::BodyTooLarge, Outcome::Unknown)
    );
}

#[tokio::test]
async fn the_limit_is_inclusive_and_can_be_set() {
    let body = |len: usize| {
        format!(
            r#"{{"data":{{"value":7}},"status":"success"}}{}"#,
            " ".repeat(len - 39)
        )
    };
    for (len, fits) in [(1000, true), (1001, false)] {
        let text = body(len);
        assert_eq!(text.len(), len);
        let server = Server::start(move |mut connection| {
            let answer = respond(200, "", &text);
            async move {
                connection.read_request().await;
                // In two parts, so that it arrives as more than one chunk.
                let (first, second) = answer.split_at(answer.len() - 500);
                connection.write(first).await;
                tokio::task::yield_now().await;
                connection.write(second).await;
                std::future::pending::<()>().await;
            }
        })
        .await;
        let api = at(&server.url())
            .max_body(1000)
            .retry(RetryPolicy::never())
            .build();
        match api.call(&Read).await {
            Ok(answer) => assert!(fits && answer == Answer { value: 7 }),
            Err(error) => assert!(!fits && error.kind() == ErrorKind::BodyTooLarge, "{error}"),
        }
    }
}

#[tokio::test]
async fn a_body_shorter_than_announced() {
    let server = Server::start(|mut connection| async move {
        connection.read_request().await;
        connection
            .write(format!("HTTP/1.1 200 x\r\ncontent-length: 500\r\n\r\n{SUCCESS}"))
            .await;
    })
    .await;
    let error = at(&server.url()).build().call(&Write).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Disconnected, Outcome::Unknown)
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_web_page() {
    let server = Server::start(|mut connection| async move {
        connection.read_request().await;
        let page = respond(200, "content-type: text/html\r\n", "<!doctype html><p>hello</p>");
        connection.write(page).await;
    })
    .await;
    let error = once(&server.url()).call(&Read).await.unwrap_err();
    assert!(error.is_web_page());
    assert_eq!(error.kind(), ErrorKind::UnexpectedReply);
}

#[tokio::test]
async fn nothing_is_said_about_compression_and_the_request_is_plain() {
    let server = Server::start(|mut connection| async move {
        connection.read_request().await;
        connection.write(respond(200, "", SUCCESS)).await;
    })
    .await;
    once(&server.url()).call(&Write).await.unwrap();
    let request = server.requests().concat();
    insta::with_settings!({ filters => vec![(r"127\.0\.0\.1:\d+", "[host]"), (SECRET, "[token]")] }, {
        insta::assert_snapshot!(request.replace('\r', ""));
    });
}
