//! A book that comes as null is no empty one: it is read once more, and then said to be missing.

use pocketful::{
    CancelScope, Environment, ErrorKind, OrderId, Outcome, UserOrderId, http::ScriptedTransport,
};

use super::client;

const EMPTY: &str = r#"{"data":{"orders":[]},"message":"","status":"success"}"#;
const NULL: &str = r#"{"data":{"orders":null},"message":"","status":"success"}"#;
const NO_DATA: &str = r#"{"data":null,"message":"","status":"success"}"#;
const ONE: &str = r#"{"data":{"orders":[{"oms_order_id":"7","user_order_id":"4711","mode":"NEW","execution_type":"REGULAR",
    "order_status":"CONFIRMED"}]},"message":"","status":"success"}"#;
const TAKEN_IN: &str = r#"{"data":{"oms_order_id":"7"},"message":"","status":"success"}"#;

fn script(replies: &[&str]) -> ScriptedTransport {
    replies.iter().fold(ScriptedTransport::new(), |script, reply| {
        script.reply(200, (*reply).to_owned())
    })
}

fn assert_missing(error: &pocketful::Error) {
    assert!(error.is_book_missing(), "{error}");
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::UnexpectedReply, Outcome::Unknown)
    );
    assert!(error.to_string().contains("gave no book of "), "{error}");
}

#[tokio::test]
async fn nothing_is_said_to_wait_in_a_book_that_was_not_given() {
    for null in [NULL, NO_DATA] {
        let script = script(&[null, null]);
        let error = client(Environment::algo(), &script)
            .orders()
            .cancel_all()
            .await
            .unwrap_err();
        assert_missing(&error);
        assert_eq!(script.recorded().len(), 2);
    }
}

#[tokio::test]
async fn a_book_that_comes_the_second_time_is_taken() {
    let script = script(&[NULL, ONE, TAKEN_IN]);
    let all = client(Environment::algo(), &script)
        .orders()
        .cancel_all()
        .await
        .unwrap();
    assert!(all.is_complete() && all.orders.len() == 1, "{all:?}");
}

#[tokio::test]
async fn a_plan_needs_the_book_as_well() {
    let script = script(&[NULL, NULL]);
    let client = client(Environment::algo(), &script);
    let plan = client.orders().plan_cancel_all(CancelScope::Orders).await;
    assert_missing(&plan.unwrap_err());
}

#[tokio::test]
async fn an_order_is_not_said_to_be_missing_from_a_book_that_is() {
    let id = OrderId::new("7").unwrap();
    for books in [&[NULL, NULL, EMPTY][..], &[EMPTY, NULL, NULL], &[NULL; 4]] {
        let script = script(books);
        let client = client(Environment::algo(), &script);
        assert_missing(&client.orders().find(&id).await.unwrap_err());
        assert_eq!(script.recorded().len(), books.len());
    }
    // Found in the other book, it is found.
    let found = client(Environment::algo(), &script(&[NULL, NULL, ONE]))
        .orders()
        .find_by_user_order_id(UserOrderId::new(4711))
        .await;
    assert_eq!(found.unwrap().unwrap().oms_order_id, id);
    let script = script(&[EMPTY, EMPTY]);
    let nowhere = client(Environment::algo(), &script).orders().find(&id).await;
    assert!(nowhere.unwrap().is_none());
}
