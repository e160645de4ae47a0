//! Encryption: the token goes only to a server for whom the system's certificates vouch.

use std::sync::Arc;

use pocketful_auth::AccessToken;
use pocketful_stream::{Connector as _, FeedUrl, SocketErrorKind, TokenParameter, WebSocketConnector};
use tokio::{io::AsyncReadExt as _, net::TcpListener, time::timeout};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

use crate::loopback::PATIENCE;

fn token() -> AccessToken {
    AccessToken::new(
        "SENTINEL".to_owned().into(),
        pocketful_types::ClientId::new("AB1234"),
        time::macros::datetime!(2100-01-01 00:00 UTC),
    )
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent() {
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(own.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("wss://localhost:{}", listener.local_addr().unwrap().port());
    let server = async {
        let (stream, _) = listener.accept().await.unwrap();
        match TlsAcceptor::from(Arc::new(config)).accept(stream).await {
            Err(_) => Vec::new(),
            Ok(mut stream) => {
                let mut sent = Vec::new();
                let _ = stream.read_to_end(&mut sent).await;
                sent
            }
        }
    };
    let url = FeedUrl::new(origin.parse().unwrap(), token(), TokenParameter::default());
    let connector = WebSocketConnector::default();
    let (sent, connected) = timeout(PATIENCE, async { tokio::join!(server, connector.connect(&url)) })
        .await
        .unwrap();
    let error = connected.unwrap_err();
    assert_eq!(error.kind(), SocketErrorKind::Tls, "{error}");
    assert!(!format!("{error} {error:?}").contains("SENTINEL"));
    assert!(sent.is_empty(), "{sent:?}");
}

#[tokio::test]
async fn a_server_without_encryption_is_not_spoken_to_in_the_clear() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("wss://localhost:{}", listener.local_addr().unwrap().port());
    let server = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut sent = vec![0; 4096];
        let len = stream.read(&mut sent).await.unwrap();
        sent.truncate(len);
        sent
    };
    let url = FeedUrl::new(origin.parse().unwrap(), token(), TokenParameter::default());
    let connector = WebSocketConnector::default();
    let (sent, connected) = timeout(PATIENCE, async { tokio::join!(server, connector.connect(&url)) })
        .await
        .unwrap();
    assert_eq!(connected.unwrap_err().kind(), SocketErrorKind::Tls);
    assert!(!sent.windows(8).any(|bytes| bytes == b"SENTINEL"));
}
