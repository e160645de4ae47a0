//! Who gets in.

use reqwest::StatusCode;
use time::Duration;
use tokio_tungstenite::tungstenite::Error;

use super::reader::{Reader, open};
use crate::visitor::Visitor;

async fn refused(visitor: &Visitor, query: &str) -> u16 {
    match open(&visitor.sandbox, query).await {
        Err(Error::Http(response)) => response.status().as_u16(),
        Err(other) => panic!("{query}: {other}"),
        Ok(_) => panic!("{query}: let in"),
    }
}

#[tokio::test]
async fn a_live_token_of_the_account_gets_in_under_either_name() {
    let visitor = Visitor::new().await;
    let (me, token) = (visitor.client_id(), visitor.token().await);
    let feed = visitor.sandbox.feed();
    let mut open_ones = Vec::new();
    for name in ["access_token", "token"] {
        let query = format!("login_id={me}&{name}={token}");
        open_ones.push(open(&visitor.sandbox, &query).await.unwrap());
    }
    feed.until(|open| open.len() == 2).await;
    assert!(feed.connections().iter().all(|one| one.client_id == me));
    drop(open_ones);
    feed.until(<[_]>::is_empty).await;
    assert_eq!(feed.accepted(), 2);
}

#[tokio::test]
async fn everybody_else_is_turned_away_with_401() {
    let visitor = Visitor::new().await;
    let (me, token) = (visitor.client_id(), visitor.token().await);
    for query in [
        String::new(),
        format!("login_id={me}"),
        format!("access_token={token}"),
        format!("login_id=ZZ9999&access_token={token}"),
        format!("login_id={me}&access_token={token}x"),
        format!("login_id={me}&login_id={me}&access_token={token}"),
    ] {
        assert_eq!(refused(&visitor, &query).await, 401, "{query}");
    }
    let query = format!("login_id={me}&access_token={token}");
    visitor.sandbox.clock().advance(Duration::hours(14));
    assert_eq!(refused(&visitor, &query).await, 401, "expired");
    visitor.sandbox.clock().advance(Duration::hours(-14));
    visitor.sandbox.revoke_tokens();
    assert_eq!(refused(&visitor, &query).await, 401, "revoked");
    assert_eq!(visitor.sandbox.feed().accepted(), 0);
}

#[tokio::test]
async fn a_plain_request_is_told_what_the_feed_speaks() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let path = format!(
        "/ws/v1/feeds?login_id={}&access_token={token}",
        visitor.client_id()
    );
    let answer = visitor.http.get(visitor.url(&path)).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UPGRADE_REQUIRED);
    assert_eq!(answer.headers()["upgrade"], "websocket");
}

#[tokio::test]
async fn the_log_knows_the_account_and_not_the_token() {
    let (visitor, token, _reader) = Reader::new().await;
    let log = visitor.sandbox.request_log();
    let entry = log.iter().find(|entry| entry.target.starts_with("/ws/")).unwrap();
    let me = visitor.client_id();
    assert_eq!(
        entry.target,
        format!("/ws/v1/feeds?login_id={me}&access_token=***")
    );
    assert_eq!((entry.client_id.as_deref(), entry.status), (Some(me), Some(101)));
    assert!(!format!("{log:?}").contains(&token));
}
