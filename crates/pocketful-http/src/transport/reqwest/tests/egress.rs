//! Which local address requests leave from, as the server sees it.

use std::net::{IpAddr, Ipv4Addr};

use super::*;
use crate::{IpVersion, SourceAddresses};

/// A reserved address: no machine has it, so binding to it fails.
const NOBODYS: IpAddr = IpAddr::V4(Ipv4Addr::new(240, 0, 0, 1));
const SECOND: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
const THIRD: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 3));

async fn server(status: u16, body: &'static str) -> Server {
    Server::start(move |mut connection| async move {
        while connection.read_request().await {
            connection.write(respond(status, "", body)).await;
        }
    })
    .await
}

#[tokio::test]
async fn orders_leave_from_the_primary_address_and_other_calls_from_any() {
    let server = server(200, SUCCESS).await;
    let api = at(&server.url())
        .source_addresses(SourceAddresses::new(SECOND))
        .build();
    api.call(&Write).await.unwrap();
    api.call(&Read).await.unwrap();
    assert_eq!(server.peers(), ["127.0.0.2", "127.0.0.1"]);
}

#[tokio::test]
async fn without_the_primary_address_orders_leave_from_the_secondary() {
    let server = server(200, SUCCESS).await;
    let addresses = SourceAddresses::new(NOBODYS).with_secondary(THIRD);
    let api = at(&server.url()).source_addresses(addresses).build();
    api.call(&Write).await.unwrap();
    assert_eq!(server.peers(), ["127.0.0.3"]);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn without_both_nothing_is_sent() {
    let server = server(200, SUCCESS).await;
    for addresses in [
        SourceAddresses::new(NOBODYS),
        SourceAddresses::new(NOBODYS).with_secondary("240.0.0.2".parse().unwrap()),
    ] {
        let api = at(&server.url())
            .source_addresses(addresses)
            .retry(RetryPolicy::never())
            .build();
        let error = api.call(&Write).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Connect, Outcome::NotSent)
        );
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_request_that_was_sent_does_not_leave_a_second_time() {
    let server = Server::start(|mut connection| async move {
        connection.read_request().await;
        connection.reset();
    })
    .await;
    let addresses = SourceAddresses::new(SECOND).with_secondary(THIRD);
    let error = at(&server.url())
        .source_addresses(addresses)
        .build()
        .call(&Write)
        .await
        .unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(server.peers(), ["127.0.0.2"]);
}

#[tokio::test]
async fn a_refusal_that_names_no_address_names_the_one_that_was_used() {
    let body = r#"{"data":{},"message":"static IP not registered","error_code":40000,"status":"error"}"#;
    let server = server(403, body).await;
    let addresses = SourceAddresses::new(NOBODYS).with_secondary(THIRD);
    let error = at(&server.url())
        .source_addresses(addresses)
        .build()
        .call(&Write)
        .await
        .unwrap_err();
    assert!(error.is_address_refused());
    assert_eq!(error.source_address(), Some(THIRD));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn the_ip_version_is_kept_to() {
    let server = server(200, SUCCESS).await;
    let v4 = at(&server.url()).ip_version(IpVersion::V4).build();
    v4.call(&Read).await.unwrap();
    let v6 = at(&server.url())
        .ip_version(IpVersion::V6)
        .retry(RetryPolicy::never())
        .build();
    let error = v6.call(&Read).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Connect, Outcome::NotSent)
    );
    assert_eq!(server.connections(), 1);
}
