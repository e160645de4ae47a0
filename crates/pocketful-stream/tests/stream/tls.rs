//! Encryption: the token goes only to a server for whom the system's certificates vouch.

use std::sync::Arc;

#[cfg(target_os = "linux")]
use base64::{Engine as _, engine::general_purpose::STANDARD};
#[cfg(target_os = "linux")]
use futures_util::{SinkExt as _, StreamExt as _};
use pocketful_auth::AccessToken;
use pocketful_stream::{Connector as _, FeedUrl, SocketErrorKind, TokenParameter, WebSocketConnector};
#[cfg(target_os = "linux")]
use pocketful_stream::{DataMode, Event};
use tokio::{io::AsyncReadExt as _, net::TcpListener, time::timeout};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};
#[cfg(target_os = "linux")]
use tokio_tungstenite::tungstenite::Message;

use crate::loopback::PATIENCE;
#[cfg(target_os = "linux")]
use crate::{
    golden::frame,
    loopback::{builder, instrument, next},
};

fn token() -> AccessToken {
    AccessToken::new(
        "SENTINEL".to_owned().into(),
        pocketful_types::ClientId::new("AB1234"),
        time::macros::datetime!(2100-01-01 00:00 UTC),
    )
}

/// A certificate of our own for `localhost`, and a server that shows it.
fn for_localhost() -> (CertificateDer<'static>, TlsAcceptor) {
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(own.signing_key.serialize_der()));
    let certificate = own.cert.der().clone();
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key)
        .unwrap();
    (certificate, TlsAcceptor::from(Arc::new(config)))
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent() {
    let (_, acceptor) = for_localhost();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("wss://localhost:{}", listener.local_addr().unwrap().port());
    let server = async {
        let (stream, _) = listener.accept().await.unwrap();
        match acceptor.accept(stream).await {
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

/// Where the server of the next test is, for its client.
#[cfg(target_os = "linux")]
const PORT: &str = "POCKETFUL_TEST_FEED_PORT";

/// Trust is the system's, and on Linux a variable of the process says where it is kept: so the client is a process of its own,
/// which runs this test and finds the server's port.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_certificate_that_the_system_trusts_is_good_for_a_whole_stream() {
    if let Ok(port) = std::env::var(PORT) {
        return client(&port).await;
    }
    let (certificate, acceptor) = for_localhost();
    let folder = tempfile::tempdir().unwrap();
    let trusted = folder.path().join("trusted.pem");
    std::fs::write(&trusted, pem(&certificate)).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut client = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "tls::a_certificate_that_the_system_trusts_is_good_for_a_whole_stream",
            "--nocapture",
        ])
        .env(PORT, port.to_string())
        .env("SSL_CERT_FILE", &trusted)
        .env_remove("SSL_CERT_DIR")
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let serving = async {
        let (stream, _) = listener.accept().await.unwrap();
        let mut socket = tokio_tungstenite::accept_async(acceptor.accept(stream).await.unwrap())
            .await
            .unwrap();
        let mut heard = Vec::new();
        while let Some(Ok(message)) = socket.next().await {
            if message.is_close() {
                break;
            }
            if message.is_ping() {
                continue;
            }
            heard.push(message.to_string());
            if heard.len() == 2 {
                socket.send(Message::binary(frame("detailed_nse"))).await.unwrap();
            }
        }
        heard
    };
    let heard = timeout(PATIENCE, serving).await.unwrap();
    assert_eq!(
        heard,
        [
            r#"{"a":"subscribe","v":["AB1234","web"],"m":"updates"}"#,
            r#"{"a":"subscribe","v":[[1,14366]],"m":"marketdata"}"#,
        ]
    );
    assert!(timeout(PATIENCE, client.wait()).await.unwrap().unwrap().success());
}

#[cfg(target_os = "linux")]
async fn client(port: &str) {
    let (feed, mut events) = builder(&format!("wss://localhost:{port}")).start();
    feed.subscribe([instrument()], DataMode::Detailed);
    assert!(matches!(next(&mut events).await, Event::Connected { .. }));
    match next(&mut events).await {
        Event::Detailed(tick) => assert_eq!(tick.instrument(), Some(instrument())),
        other => panic!("{other:?}"),
    }
    feed.close().await;
}

#[cfg(target_os = "linux")]
fn pem(certificate: &[u8]) -> String {
    let text = STANDARD.encode(certificate);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    let lines = lines.join("\n");
    format!("-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n")
}
