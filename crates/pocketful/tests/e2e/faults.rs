//! What goes wrong between client and broker: what the client says, and what is really in the book.

use pocketful::{ErrorKind, Outcome};
use pocketful_sandbox::{Fault, FaultRule};

use crate::{day::Day, flow::bid};

const PLACE: &str = "POST /api/v1/orders";
const BOOK: &str = "GET /api/v1/orders";

async fn with_fault(route: &str, fault: Fault) -> Day {
    let day = Day::logged_in().await;
    day.sandbox
        .faults()
        .add(FaultRule::new(route, fault).times(1))
        .unwrap();
    day
}

#[tokio::test]
async fn an_order_is_never_called_failed_when_it_may_be_in_the_book() {
    use ErrorKind as K;
    use Outcome::{Rejected, Unknown};
    for (fault, kind, outcome, in_the_book) in [
        (
            Fault::ServerError {
                status: 503,
                after: false,
            },
            K::Server,
            Unknown,
            0,
        ),
        (
            Fault::ServerError {
                status: 504,
                after: true,
            },
            K::Server,
            Unknown,
            1,
        ),
        (Fault::TooManyRequests { retry_after: 1 }, K::Limit, Rejected, 0),
        (Fault::HtmlPage, K::UnexpectedReply, Unknown, 0),
        (Fault::TruncatedBody, K::Disconnected, Unknown, 1),
        (Fault::TruncatedJson, K::Disconnected, Unknown, 1),
        (Fault::DuplicateReply, K::UnexpectedReply, Unknown, 1),
        (Fault::ResetBefore, K::Disconnected, Unknown, 0),
        (Fault::ResetAfter, K::Disconnected, Unknown, 1),
        (Fault::BigBody { bytes: 100 << 20 }, K::BodyTooLarge, Unknown, 0),
    ] {
        let day = with_fault(PLACE, fault.clone()).await;
        let client = day.client();
        let error = client.orders().place(&bid("8.15")).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome()),
            (kind, outcome),
            "{fault:?}: {error}"
        );
        // The session has survived, and the order was sent once, whatever became of it.
        let book = client.orders().pending().await.unwrap();
        assert_eq!(book.rows.len(), in_the_book, "{fault:?}");
    }
}

#[tokio::test]
async fn an_order_that_is_answered_too_late_is_in_the_book() {
    let day = with_fault(PLACE, Fault::Delay { ms: 60_000 }).await;
    let client = day.client();
    let order = bid("8.15").user_order_id(4711.into());
    // Nobody waits for the minute: time leaps to the client's timeout.
    tokio::time::pause();
    let error = client.orders().place(&order).await.unwrap_err();
    tokio::time::resume();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Timeout, Outcome::Unknown),
        "{error}"
    );
    let book = client.orders().pending().await.unwrap();
    let numbers: Vec<_> = book.rows.iter().map(|order| order.user_order_id).collect();
    assert_eq!(numbers, [Some(4711.into())]);
}

#[tokio::test]
async fn a_book_is_read_in_spite_of_what_passes() {
    for fault in [
        Fault::ServerError {
            status: 502,
            after: false,
        },
        Fault::TruncatedBody,
        Fault::TruncatedJson,
        Fault::ResetBefore,
        Fault::ResetAfter,
    ] {
        let day = with_fault(BOOK, fault.clone()).await;
        let client = day.client();
        client.orders().place(&bid("8.15")).await.unwrap();
        let book = client.orders().pending().await.unwrap();
        assert_eq!(book.rows.len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn an_address_refused_without_a_word_costs_no_session() {
    let day = with_fault(PLACE, Fault::AddressRefusedPlain).await;
    let client = day.client();
    let error = client.orders().place(&bid("8.15")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome(), error.is_login_required()),
        (ErrorKind::AddressRefused, Outcome::Rejected, false)
    );
    assert_eq!(error.source_address(), Some([127, 0, 0, 2].into()));
    insta::assert_snapshot!(format!("{error}\n{}", error.hint()));
    // The session lives on, and the next order goes through.
    client.orders().place(&bid("8.15")).await.unwrap();
}

#[tokio::test]
async fn a_dead_token_refused_in_the_same_words_still_needs_a_login() {
    let day = with_fault(PLACE, Fault::AddressRefusedPlain).await;
    day.sandbox.revoke_tokens();
    let error = day.client().orders().place(&bid("8.15")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome(), error.source_address()),
        (ErrorKind::SessionRevoked, Outcome::Rejected, None)
    );
    assert!(error.hint().starts_with("Log in again."), "{}", error.hint());
}

#[tokio::test]
async fn a_refusal_that_nothing_explains_names_both_causes() {
    let day = with_fault(PLACE, Fault::AddressRefusedPlain).await;
    let away = Fault::ServerError {
        status: 503,
        after: false,
    };
    day.sandbox
        .faults()
        .add(FaultRule::new("GET /api/v1/user/trading_info", away))
        .unwrap();
    let client = day.client();
    let error = client.orders().place(&bid("8.15")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.source_address()),
        (ErrorKind::AddressRefused, Some([127, 0, 0, 2].into()))
    );
    insta::assert_snapshot!(format!("{error}\n{}", error.hint()));
    // The token is kept until something tells.
    day.sandbox.faults().clear();
    client.orders().place(&bid("8.15")).await.unwrap();
}

#[tokio::test]
async fn a_token_that_was_revoked_ends_the_session_and_is_not_sent_again() {
    let day = with_fault(PLACE, Fault::TokenRevoked).await;
    let client = day.client();
    let error = client.orders().place(&bid("8.15")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::SessionRevoked, Outcome::Rejected)
    );
    let error = client.orders().place(&bid("8.15")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::SessionRevoked, Outcome::NotSent)
    );
    // A new login, and all is well.
    day.session.log_in(&day.browser()).await.unwrap();
    assert!(client.orders().pending().await.unwrap().rows.is_empty());
}
