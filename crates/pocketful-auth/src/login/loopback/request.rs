//! The head of an HTTP request, as far as a redirect needs it. Pure.

/// The longest head that is read. A code and a state are a few hundred characters; browsers add a few thousand.
pub(super) const LONGEST_HEAD: usize = 16 * 1024;

/// What the bytes read so far are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Head<'a> {
    /// The head goes on; read more.
    Partial,
    /// Not HTTP/1.
    Malformed,
    /// Longer than [`LONGEST_HEAD`].
    TooLong,
    /// A request.
    Complete(Request<'a>),
}

/// The parts of a request that decide.
#[derive(PartialEq, Eq)]
pub(super) struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) host: Option<&'a str>,
}

// The query holds the code.
impl std::fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("host", &self.host)
            .finish_non_exhaustive()
    }
}

/// Reads a request's head from all bytes received so far.
pub(super) fn parse(bytes: &[u8]) -> Head<'_> {
    let Some(end) = find(bytes, b"\r\n\r\n") else {
        return match bytes.len() {
            len if len > LONGEST_HEAD => Head::TooLong,
            _ if !may_become_http(bytes) => Head::Malformed,
            _ => Head::Partial,
        };
    };
    if end > LONGEST_HEAD {
        return Head::TooLong;
    }
    // `get` cannot fail, and a head of other than visible ASCII and blanks is refused whole.
    let head = bytes.get(..end).and_then(|head| std::str::from_utf8(head).ok());
    match head.and_then(request) {
        Some(request) => Head::Complete(request),
        None => Head::Malformed,
    }
}

fn request(head: &str) -> Option<Request<'_>> {
    let mut lines = head.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is_token = !method.is_empty() && method.bytes().all(|b| b.is_ascii_alphabetic());
    let is_target = target.starts_with('/') && target.bytes().all(|b| b.is_ascii_graphic());
    if words.next().is_some() || !is_token || !is_target || !matches!(version, "HTTP/1.1" | "HTTP/1.0") {
        return None;
    }
    let mut host = None;
    for line in lines {
        let (name, value) = line.split_once(':')?;
        if name.eq_ignore_ascii_case("host") {
            // Two hosts are a smuggling attempt.
            if host.replace(value.trim()).is_some() {
                return None;
            }
        }
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Some(Request {
        method,
        path,
        query,
        host,
    })
}

/// Whether the bytes can still turn into a request line, so that garbage is answered at once instead of awaited.
fn may_become_http(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .take_while(|b| **b != b' ')
        .all(|b| b.is_ascii_uppercase())
}

fn find(bytes: &[u8], pattern: &[u8]) -> Option<usize> {
    bytes.windows(pattern.len()).position(|window| window == pattern)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn complete(text: &str) -> Option<Request<'_>> {
        match parse(text.as_bytes()) {
            Head::Complete(request) => Some(request),
            _ => None,
        }
    }

    #[test]
    fn reads_what_a_browser_sends() {
        let request = complete(
            "GET /callback?code=a%20b&state=s HTTP/1.1\r\nHost: 127.0.0.1:8017\r\nAccept: text/html\r\n\r\n",
        );
        let expected = Request {
            method: "GET",
            path: "/callback",
            query: "code=a%20b&state=s",
            host: Some("127.0.0.1:8017"),
        };
        assert_eq!(request, Some(expected));
        let bare = complete("HEAD / HTTP/1.0\r\n\r\n").unwrap();
        assert_eq!(
            (bare.method, bare.path, bare.query, bare.host),
            ("HEAD", "/", "", None)
        );
    }

    #[test]
    fn waits_for_the_end_of_the_head() {
        for text in [
            "",
            "G",
            "GET /callback?code=a",
            "GET / HTTP/1.1\r\nHost: x\r\n",
            "GET / HTTP/1.1\r\n\r",
        ] {
            assert_eq!(parse(text.as_bytes()), Head::Partial, "{text:?}");
        }
    }

    #[test]
    fn garbage_is_told_apart_at_once() {
        for bytes in [
            // A TLS hello.
            &b"\x16\x03\x01\x02\x00\x01"[..],
            b"\r\n\r\n",
            b"get / HTTP/1.1",
            b"GET / HTTP/2\r\n\r\n",
            b"GET http://127.0.0.1/ HTTP/1.1\r\n\r\n",
            b"GET / x HTTP/1.1\r\n\r\n",
            b"GET /\r\n\r\n",
            b"GET /\xff HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n",
        ] {
            assert_eq!(parse(bytes), Head::Malformed, "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn a_head_has_a_longest_length() {
        let mut text = format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(LONGEST_HEAD));
        assert_eq!(parse(text.as_bytes()), Head::TooLong);
        text.push_str("\r\n\r\n");
        assert_eq!(parse(text.as_bytes()), Head::TooLong);
    }

    #[test]
    fn the_query_is_not_shown() {
        let request = complete("GET /cb?code=SENTINEL HTTP/1.1\r\n\r\n").unwrap();
        assert!(!format!("{request:?}").contains("SENTINEL"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = parse(&bytes);
        }

        #[test]
        fn never_panics_on_what_looks_like_http(text in "(GET|HEAD|POST) /[ -~]{0,40} HTTP/1.[01]\r\n([ -~]{0,20}\r\n){0,4}\r\n") {
            let _ = parse(text.as_bytes());
        }

        #[test]
        fn a_cut_request_is_partial_never_something_else(cut in 0_usize..60) {
            let text = "GET /callback?code=abc&state=def HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
            let cut = cut.min(text.len() - 1);
            prop_assert_eq!(parse(&text.as_bytes()[..cut]), Head::Partial);
        }
    }
}
