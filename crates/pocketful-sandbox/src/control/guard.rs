//! Keeps web pages away from the control API: a page in the same machine's browser can send requests to loopback too.

use axum::{
    extract::Request,
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};

use super::refusal;

/// Lets programs through, and pages of this very server.
///
/// Host names are checked for the whole server already. A page of another site is known by the `Origin` or the
/// `Sec-Fetch-Site` that its browser adds; one that adds neither cannot send JSON without asking first.
pub(super) async fn same_site(request: Request, next: Next) -> Response {
    let headers = request.headers();
    if !comes_from_here(headers) {
        return refusal(
            StatusCode::FORBIDDEN,
            "requests of other web pages are not answered",
        );
    }
    if request.method() == Method::POST && !is_json(headers) {
        return refusal(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "send Content-Type: application/json",
        );
    }
    next.run(request).await
}

fn comes_from_here(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let site_is_ours = matches!(
        text(header::HeaderName::from_static("sec-fetch-site")),
        None | Some("same-origin" | "none")
    );
    let origin_is_ours = match (text(header::ORIGIN), text(header::HOST)) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.strip_prefix("http://") == Some(host),
        (Some(_), None) => false,
    };
    site_is_ours && origin_is_ours
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    kind.and_then(|kind| kind.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                let value = header::HeaderValue::from_static(value);
                (header::HeaderName::from_static(name), value)
            })
            .collect()
    }

    #[test]
    fn programs_and_own_pages_pass_and_foreign_pages_do_not() {
        for (pairs, passes) in [
            (vec![("host", "127.0.0.1:9")], true),
            (
                vec![("host", "127.0.0.1:9"), ("origin", "http://127.0.0.1:9")],
                true,
            ),
            (
                vec![("host", "127.0.0.1:9"), ("sec-fetch-site", "same-origin")],
                true,
            ),
            (
                vec![("host", "127.0.0.1:9"), ("origin", "https://evil.example")],
                false,
            ),
            (
                vec![("host", "127.0.0.1:9"), ("origin", "http://127.0.0.1:8")],
                false,
            ),
            (vec![("host", "127.0.0.1:9"), ("origin", "null")], false),
            (
                vec![("host", "127.0.0.1:9"), ("sec-fetch-site", "cross-site")],
                false,
            ),
            (
                vec![("host", "127.0.0.1:9"), ("sec-fetch-site", "same-site")],
                false,
            ),
        ] {
            assert_eq!(comes_from_here(&headers(&pairs)), passes, "{pairs:?}");
        }
    }
}
