//! What a browser may do with the portal's pages, and which host names they answer to.

use std::net::IpAddr;

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Everything from this server's own files, nothing inline, never in a frame.
///
/// `connect-src` is there for the two pages that bring themselves up to date.
const CONTENT_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
                              connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The same, with `origin` as one more place where a form may end: browsers check `form-action` again when the
/// answer to a form is a redirect, and the answer to a consent goes to the app's redirect URL.
///
/// A policy has no way to write an IPv6 address; such an origin is allowed by its scheme.
pub(crate) fn content_policy_ending_at(origin: &str) -> Option<HeaderValue> {
    let origin = match origin.split_once("//") {
        Some((scheme, host)) if host.contains('[') => scheme,
        _ => origin,
    };
    let policy = CONTENT_POLICY.replace("form-action 'self'", &format!("form-action 'self' {origin}"));
    HeaderValue::from_str(&policy).ok()
}

/// Scheme, host and port of `url` as a content policy names them; `None` for what is not an absolute URL or would
/// break out of the policy.
pub(crate) fn origin_of(url: &str) -> Option<String> {
    let uri: http::Uri = url.parse().ok()?;
    let origin = format!("{}://{}", uri.scheme_str()?, uri.authority()?);
    let plain = |c: char| c.is_ascii_alphanumeric() || ":/.-_[]".contains(c);
    origin.chars().all(plain).then_some(origin)
}

/// Whether a request that names `host` may be answered.
///
/// A page on the internet can point its own name at 127.0.0.1 and then read this server as if it were its own
/// (DNS rebinding). It cannot do so with an address in digits or with `localhost`, so only these are answered.
pub(crate) fn is_trusted_host(host: &str) -> bool {
    let Ok(authority) = host.parse::<http::uri::Authority>() else {
        return false;
    };
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    !host.contains('@') && (name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok())
}

/// Refuses foreign host names before a page is made.
pub(crate) async fn check_host(request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    if host.is_some_and(is_trusted_host) {
        next.run(request).await
    } else {
        let says =
            "The sandbox answers to localhost and to addresses in digits only, such as http://127.0.0.1.\n";
        (StatusCode::MISDIRECTED_REQUEST, says).into_response()
    }
}

/// Puts the browser's instructions on every answer; a page that has set one itself keeps it.
pub(crate) async fn set_headers(request: Request, next: Next) -> Response {
    with_headers(next.run(request).await)
}

/// The same for an answer that is made elsewhere.
pub(crate) fn with_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let content = HeaderValue::from_static(CONTENT_POLICY);
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(content);
    // Every page is somebody's: it carries a form token at least.
    set(headers, header::CACHE_CONTROL, "no-store");
    set(headers, header::REFERRER_POLICY, "no-referrer");
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::X_FRAME_OPTIONS, "DENY");
    set(
        headers,
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_to_digits_and_localhost_only() {
        for good in [
            "127.0.0.1:8080",
            "localhost",
            "LOCALHOST:1",
            "[::1]:9",
            "192.168.1.4:80",
        ] {
            assert!(is_trusted_host(good), "{good}");
        }
        for bad in [
            "",
            "evil.example:8080",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "a@127.0.0.1",
            "x y",
        ] {
            assert!(!is_trusted_host(bad), "{bad}");
        }
    }

    #[test]
    fn the_consent_page_may_end_at_the_redirect_urls_origin_and_nowhere_else() {
        let origin = origin_of("http://127.0.0.1:8800/callback?x=1").unwrap();
        assert_eq!(origin, "http://127.0.0.1:8800");
        let policy = content_policy_ending_at(&origin).unwrap();
        assert!(
            policy
                .to_str()
                .unwrap()
                .contains("form-action 'self' http://127.0.0.1:8800;")
        );
        let policy = content_policy_ending_at("http://[::1]:8800").unwrap();
        assert!(policy.to_str().unwrap().contains("form-action 'self' http:;"));
        assert_eq!(origin_of("/callback"), None);
        assert_eq!(origin_of("http://a;script-src *"), None);
    }
}
