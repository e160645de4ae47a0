//! The opening handshake of a client (RFC 6455, section 4): one request, one answer, both bounded.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret as _, SecretString};
use sha1::{Digest as _, Sha1};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use crate::{FeedUrl, SocketError, SocketErrorKind};

/// The longest answer that is read, in bytes.
const MAX_ANSWER: usize = 16 * 1024;

const GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// Asks for the upgrade. What came after the answer, the first frames perhaps, is given back.
pub(super) async fn upgrade<S>(stream: &mut S, url: &FeedUrl) -> Result<Vec<u8>, SocketError>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut nonce = [0; 16];
    getrandom::fill(&mut nonce)
        .map_err(|_| SocketError::new(SocketErrorKind::Connect, "the system gives no randomness"))?;
    let key = STANDARD.encode(nonce);
    let request = request(url, &key);
    let broken = |error| SocketError::from_io(SocketErrorKind::Connect, "the handshake broke off", error);
    stream
        .write_all(request.expose_secret().as_bytes())
        .await
        .map_err(broken)?;
    stream.flush().await.map_err(broken)?;
    let mut answer = Vec::new();
    loop {
        if stream.read_buf(&mut answer).await.map_err(broken)? == 0 {
            return Err(SocketError::new(
                SocketErrorKind::Connect,
                "the server closed the connection during the handshake",
            ));
        }
        if let Some(len) = check(&answer, &key)? {
            return Ok(answer.split_off(len));
        }
        if answer.len() > MAX_ANSWER {
            return Err(SocketError::protocol("the answer to the handshake is too long"));
        }
    }
}

fn request(url: &FeedUrl, key: &str) -> SecretString {
    SecretString::from(format!(
        "GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: pocketful-stream/{}\r\nUpgrade: websocket\r\n\
         Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n",
        url.target().expose_secret(),
        url.origin().authority(),
        env!("CARGO_PKG_VERSION"),
    ))
}

/// Length of the answer's head when it is complete and grants the upgrade.
fn check(answer: &[u8], key: &str) -> Result<Option<usize>, SocketError> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut response = httparse::Response::new(&mut headers);
    // The server's words may repeat the address; only the status is told on.
    let len = match response.parse(answer) {
        Ok(httparse::Status::Complete(len)) => len,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(_) => return Err(SocketError::protocol("the answer to the handshake is not HTTP")),
    };
    match response.code {
        Some(101) => {}
        Some(401) => {
            return Err(SocketError::new(
                SocketErrorKind::Unauthorised,
                "the server refused the token with status 401",
            ));
        }
        Some(403) => {
            return Err(SocketError::new(
                SocketErrorKind::Forbidden,
                "the server refused the token, the account or the address with status 403",
            ));
        }
        code => {
            let code = code.unwrap_or_default();
            return Err(SocketError::new(
                SocketErrorKind::Refused,
                format!("the server answered the handshake with status {code}"),
            ));
        }
    }
    // A header may come in several lines.
    let lines = |name: &'static str| {
        let all = response.headers.iter();
        all.filter(move |header| header.name.eq_ignore_ascii_case(name))
            .filter_map(|header| std::str::from_utf8(header.value).ok())
    };
    let has = |name, token: &str| {
        lines(name)
            .flat_map(|line| line.split(','))
            .any(|one| one.trim().eq_ignore_ascii_case(token))
    };
    let is_ours = lines("sec-websocket-accept").any(|line| line.trim() == accept(key));
    if !has("upgrade", "websocket") || !has("connection", "upgrade") || !is_ours {
        return Err(SocketError::protocol("the server did not grant a WebSocket"));
    }
    if lines("sec-websocket-extensions").any(|line| !line.is_empty()) {
        return Err(SocketError::protocol(
            "the server uses an extension that nobody asked for",
        ));
    }
    Ok(Some(len))
}

fn accept(key: &str) -> String {
    STANDARD.encode(Sha1::new().chain_update(key).chain_update(GUID).finalize())
}

#[cfg(test)]
mod tests {
    use pocketful_auth::AccessToken;
    use pocketful_types::ClientId;
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;
    use crate::TokenParameter;

    const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
    const GRANTED: &str = "HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n\
                           Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    #[test]
    fn the_request() {
        let token = AccessToken::new(
            "t".to_owned().into(),
            ClientId::new("AB1234"),
            datetime!(2026-03-12 00:00 +5:30),
        );
        let url = FeedUrl::new(
            "ws://127.0.0.1:9".parse().unwrap(),
            token,
            TokenParameter::default(),
        );
        let text = request(&url, KEY)
            .expose_secret()
            .replace(env!("CARGO_PKG_VERSION"), "VERSION");
        insta::assert_snapshot!("request", text.replace("\r\n", "\n"));
    }

    #[test]
    fn the_example_of_the_standard_is_granted_and_what_follows_is_kept() {
        let answer = [GRANTED.as_bytes(), &[0x82, 0x00]].concat();
        assert_eq!(check(&answer, KEY).unwrap(), Some(GRANTED.len()));
        for cut in 0..GRANTED.len() {
            assert_eq!(check(&answer[..cut], KEY).unwrap(), None, "{cut}");
        }
    }

    #[test]
    fn a_header_may_come_in_several_lines() {
        let two = GRANTED.replace("keep-alive, Upgrade", "keep-alive\r\nConnection: Upgrade");
        assert_eq!(check(two.as_bytes(), KEY).unwrap(), Some(two.len()));
        let extended = GRANTED.replace(
            "\r\n\r\n",
            "\r\nSec-WebSocket-Extensions:\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
        );
        assert!(check(extended.as_bytes(), KEY).is_err());
    }

    #[test]
    fn refusals_are_told_apart_and_quote_nothing() {
        let said = |answer: &str| check(answer.as_bytes(), KEY).unwrap_err();
        for (answer, kind) in [
            (
                "HTTP/1.1 401 SENTINEL\r\nX: SENTINEL\r\n\r\n",
                SocketErrorKind::Unauthorised,
            ),
            ("HTTP/1.1 403 No\r\n\r\n", SocketErrorKind::Forbidden),
            ("HTTP/1.1 503 SENTINEL\r\n\r\n", SocketErrorKind::Refused),
            (
                "HTTP/1.1 302 Found\r\nLocation: https://SENTINEL/\r\n\r\n",
                SocketErrorKind::Refused,
            ),
            ("SENTINEL\r\n\r\n", SocketErrorKind::Protocol),
            (&GRANTED.replace("s3p", "S3P"), SocketErrorKind::Protocol),
            (&GRANTED.replace("WebSocket", "h2c"), SocketErrorKind::Protocol),
            (
                &GRANTED.replace("keep-alive, Upgrade", "keep-alive"),
                SocketErrorKind::Protocol,
            ),
            (
                &GRANTED.replace(
                    "\r\n\r\n",
                    "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
                ),
                SocketErrorKind::Protocol,
            ),
        ] {
            let error = said(answer);
            assert_eq!(error.kind(), kind, "{answer}");
            assert!(!format!("{error} {error:?}").contains("SENTINEL"), "{error:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_answer_is_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = check(&bytes, KEY);
            let _ = check(&[b"HTTP/1.1 101 x\r\n", &bytes[..]].concat(), KEY);
        }
    }
}
