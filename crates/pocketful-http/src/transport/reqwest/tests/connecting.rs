//! Connections that are never made: nothing was sent.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::net::{TcpListener, TcpSocket};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, pki_types::PrivateKeyDer},
};

use super::*;
use crate::SourceAddresses;

#[tokio::test]
async fn nobody_listens() {
    // Bound, so that nobody else gets the port, but not listening.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    let error = once(&url).call(&Write).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Connect, Outcome::NotSent)
    );
    assert!(error.is_connect());
}

/// A listener whose queue of connections is full and never emptied: the next connection gets no answer at all.
fn full_queue() -> (SocketAddr, (TcpListener, Vec<std::net::TcpStream>)) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut filling = Vec::new();
    while let Ok(stream) = std::net::TcpStream::connect_timeout(&address, Duration::from_millis(50)) {
        filling.push(stream);
    }
    (address, (listener, filling))
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_never_opens() {
    let (address, _filling) = full_queue();
    let began = tokio::time::Instant::now();
    let api = at(&format!("http://{address}")).random(|| u32::MAX).build();
    let error = api.call(&Write).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Timeout, Outcome::NotSent)
    );
    // Two attempts of 3 s with 200 ms between; a third would not have ended within the 7 s.
    assert_eq!(began.elapsed().as_millis() / 10, 620);

    let began = tokio::time::Instant::now();
    let api = at(&format!("http://{address}"))
        .connect_timeout(Duration::from_secs(1))
        .retry(RetryPolicy::never())
        .build();
    api.call(&Write).await.unwrap_err();
    assert_eq!(began.elapsed().as_millis() / 10, 100);
}

#[tokio::test]
async fn a_name_that_does_not_exist() {
    let error = once("https://nowhere.invalid").call(&Write).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    // Without a network some resolvers take longer to say so than connecting may.
    assert!(
        matches!(error.kind(), ErrorKind::Dns | ErrorKind::Timeout),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls() {
    let server = Server::start(|mut connection| async move {
        connection.write("HTTP/1.1 400 x\r\n\r\n").await;
    })
    .await;
    let url = server.url().replace("http://", "https://");
    let error = once(&url).call(&Write).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Tls, Outcome::NotSent),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for() {
    let own = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned(), "localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let accepted = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&accepted);
    let server = Server::start(move |connection| {
        let (acceptor, counter) = (acceptor.clone(), Arc::clone(&counter));
        async move {
            if acceptor.accept(connection.stream).await.is_ok() {
                counter.fetch_add(1, Ordering::SeqCst);
            }
        }
    })
    .await;
    for host in ["127.0.0.1", "localhost"] {
        let url = format!("https://{host}:{}", server.address.port());
        let error = once(&url).call(&Write).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Tls, Outcome::NotSent)
        );
    }
    assert_eq!((server.connections(), accepted.load(Ordering::SeqCst)), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn fail_over_needs_time_for_another_connection() {
    let (address, _filling) = full_queue();
    let addresses: SourceAddresses = "127.0.0.2,127.0.0.3".parse().unwrap();
    for (timeout, expected) in [(7, 6), (5, 3)] {
        let began = tokio::time::Instant::now();
        let api = at(&format!("http://{address}"))
            .source_addresses(addresses)
            .timeout(Duration::from_secs(timeout))
            .build();
        let error = api.call(&Write).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Timeout, Outcome::NotSent)
        );
        assert_eq!(began.elapsed().as_secs(), expected);
    }
}

#[tokio::test]
async fn a_server_that_closes_instead_of_speaking_tls() {
    let server = Server::start(|mut connection| async move {
        let mut hello = [0; 16];
        tokio::io::AsyncReadExt::read(&mut connection.stream, &mut hello)
            .await
            .unwrap();
    })
    .await;
    let url = server.url().replace("http://", "https://");
    let error = once(&url).call(&Write).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(error.is_connect(), "{:?}", error.kind());
}
