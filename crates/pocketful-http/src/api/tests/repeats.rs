//! What is repeated, at which exact instants, and what is not.

use http::{HeaderValue, Response, header::RETRY_AFTER};

use super::*;
use crate::{ErrorKind, Outcome, RetryPolicy, TransportErrorKind};

const SERVER_ERROR: &str = "<html>bad gateway</html>";

#[tokio::test(start_paused = true)]
async fn a_read_is_repeated_at_exact_instants() {
    let transport = ScriptedTransport::new()
        .reply(502, SERVER_ERROR)
        .fail(TransportErrorKind::Disconnected, Outcome::Unknown)
        .after(Duration::from_millis(50))
        .reply(200, SUCCESS);
    assert_eq!(api(&transport).call(&Read).await.unwrap(), Answer { value: 7 });
    // 200 ms after the first failure, 400 ms after the second, which itself took 50 ms.
    assert_eq!(instants(&transport), [0, 200, 650]);
}

#[tokio::test(start_paused = true)]
async fn a_read_gives_up_after_its_attempts() {
    let transport = ScriptedTransport::new()
        .reply(503, SERVER_ERROR)
        .reply(503, SERVER_ERROR)
        .reply(503, SERVER_ERROR)
        .reply(200, SUCCESS);
    let error = api(&transport).call(&Read).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
    assert_eq!(error.status(), Some(503));
    assert_eq!(transport.recorded().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn the_policy_decides() {
    let transport = ScriptedTransport::new()
        .reply(503, SERVER_ERROR)
        .reply(200, SUCCESS);
    let once = builder(&transport, fixed_token())
        .retry(RetryPolicy::never())
        .build();
    assert!(once.call(&Read).await.is_err());
    assert_eq!(transport.recorded().len(), 1);

    let transport = ScriptedTransport::new()
        .reply(503, SERVER_ERROR)
        .reply(200, SUCCESS);
    let slow = builder(&transport, fixed_token())
        .retry(RetryPolicy::default().with_waits(SECOND, SECOND))
        .build();
    slow.call(&Read).await.unwrap();
    assert_eq!(instants(&transport), [0, 1000]);
}

#[tokio::test(start_paused = true)]
async fn jitter_takes_a_part_of_the_wait() {
    let transport = ScriptedTransport::new()
        .reply(503, SERVER_ERROR)
        .reply(200, SUCCESS);
    let api = builder(&transport, fixed_token()).random(|| u32::MAX / 4).build();
    api.call(&Read).await.unwrap();
    assert_eq!(instants(&transport), [0, 50]);
}

#[tokio::test(start_paused = true)]
async fn a_write_is_repeated_when_nothing_was_sent() {
    let transport = ScriptedTransport::new()
        .fail(TransportErrorKind::Connect, Outcome::NotSent)
        .fail(TransportErrorKind::Timeout, Outcome::NotSent)
        .reply(200, SUCCESS);
    assert_eq!(api(&transport).call(&Write).await.unwrap(), Answer { value: 7 });
    assert_eq!(instants(&transport), [0, 200, 600]);
}

#[tokio::test(start_paused = true)]
async fn a_write_is_sent_once_when_bytes_may_have_left() {
    let scripts = [
        ScriptedTransport::new().fail(TransportErrorKind::Disconnected, Outcome::Unknown),
        ScriptedTransport::new().fail(TransportErrorKind::Timeout, Outcome::Unknown),
        ScriptedTransport::new().fail(TransportErrorKind::BodyTooLarge, Outcome::Unknown),
        ScriptedTransport::new().reply(500, SERVER_ERROR),
        ScriptedTransport::new().reply(504, r#"{"message":"upstream timed out"}"#),
        ScriptedTransport::new().reply(429, r#"{"message":"slow down","status":"error"}"#),
        ScriptedTransport::new().reply(200, r#"{"data":{"value":"#),
        ScriptedTransport::new().reply(200, ""),
        ScriptedTransport::new().reply(400, UNAUTHORISED.replace("40000", "44000")),
    ];
    for transport in scripts {
        let transport = transport.reply(200, SUCCESS);
        let error = api(&transport).call(&Write).await.unwrap_err();
        assert_ne!(error.outcome(), Outcome::NotSent, "{error}");
        assert_eq!(transport.recorded().len(), 1, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_honoured_for_reads() {
    let limited = |after: &'static str| {
        let mut response = Response::new(r#"{"message":"slow down","status":"error"}"#.into());
        *response.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from_static(after));
        response
    };
    // 09:15:00 UTC is 14:45 in India, where the clock of these tests stands.
    for (after, millis) in [("2", 2000), ("Tue, 10 Mar 2026 09:15:03 GMT", 3000)] {
        let transport = ScriptedTransport::new()
            .response(limited(after))
            .reply(200, SUCCESS);
        api(&transport).call(&Read).await.unwrap();
        assert_eq!(instants(&transport), [0, millis], "{after}");
    }
    // Longer than the call may take: the caller is told instead.
    let transport = ScriptedTransport::new()
        .response(limited("60"))
        .reply(200, SUCCESS);
    let error = api(&transport).call(&Read).await.unwrap_err();
    assert!(error.is_limit());
    assert_eq!(error.retry_after(), Some(60 * SECOND));
    assert_eq!(transport.recorded().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_whole_call_ends_in_time() {
    let hangs = || ScriptedTransport::new().reply(200, SUCCESS).after(3600 * SECOND);
    for (timeout, expected) in [(None, 7 * SECOND), (Some(2 * SECOND), 2 * SECOND)] {
        let transport = hangs();
        let mut builder = builder(&transport, fixed_token());
        if let Some(timeout) = timeout {
            builder = builder.timeout(timeout);
        }
        let began = tokio::time::Instant::now();
        let error = builder.build().call(&Write).await.unwrap_err();
        assert_eq!(began.elapsed(), expected);
        assert!(error.is_timeout());
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert_eq!(
            error.to_string(),
            format!("test.write: no reply within {expected:?}; the request may have taken effect")
        );
    }
}

#[tokio::test(start_paused = true)]
async fn no_attempt_begins_that_could_not_learn_whether_it_connected() {
    // Each attempt takes the whole connect timeout: the third would run into the end of the call, and nobody could
    // say any more that nothing was sent.
    let transport = (0..9).fold(ScriptedTransport::new(), |script, _| {
        script
            .fail(TransportErrorKind::Timeout, Outcome::NotSent)
            .after(3 * SECOND)
    });
    let error = api(&transport).call(&Write).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert_eq!(transport.recorded().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn no_timeout_is_too_long_or_too_short_to_set() {
    for timeout in [Duration::MAX, Duration::ZERO] {
        let transport = ScriptedTransport::new().reply(200, SUCCESS);
        let api = builder(&transport, fixed_token())
            .timeout(timeout)
            .connect_timeout(timeout)
            .build();
        match api.call(&Write).await {
            Ok(_) => assert_eq!(timeout, Duration::MAX),
            Err(error) => {
                assert_eq!(
                    (error.kind(), error.outcome()),
                    (ErrorKind::Timeout, Outcome::NotSent)
                );
                assert!(transport.recorded().is_empty());
            }
        }
    }
}
