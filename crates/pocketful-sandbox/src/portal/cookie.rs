//! The cookie by which a browser is known again.

use axum::http::{HeaderMap, HeaderValue, header};

/// The cookie's name. Cookies do not tell ports apart, so that two sandboxes on one machine need two names.
fn name(host: &str) -> String {
    let port = host.rsplit_once(':').map(|(_, port)| port);
    match port.filter(|port| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())) {
        Some(port) => format!("pocketful_sandbox_{port}"),
        None => "pocketful_sandbox".to_owned(),
    }
}

/// The session id that a request brings along, if any.
pub(crate) fn read(headers: &HeaderMap) -> Option<&str> {
    let wanted = name(host_of(headers));
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, id)| id)
}

/// The `Set-Cookie` line that makes the browser bring `id` along until it closes.
///
/// `Lax` and not `Strict`: a link to the authorization page must find the person logged in.
pub(crate) fn set(headers: &HeaderMap, id: &str) -> Option<HeaderValue> {
    let line = format!("{}={id}; Path=/; HttpOnly; SameSite=Lax", name(host_of(headers)));
    HeaderValue::from_str(&line).ok()
}

fn host_of(headers: &HeaderMap) -> &str {
    headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_by_the_cookie_of_its_own_port_only() {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("127.0.0.1:4000"));
        let cookies = "a=b; pocketful_sandbox_4001=other; pocketful_sandbox_4000=mine";
        headers.insert(header::COOKIE, HeaderValue::from_static(cookies));
        assert_eq!(read(&headers), Some("mine"));
        assert_eq!(
            set(&headers, "mine").unwrap(),
            "pocketful_sandbox_4000=mine; Path=/; HttpOnly; SameSite=Lax"
        );
        headers.insert(header::HOST, HeaderValue::from_static("127.0.0.1:4002"));
        assert_eq!(read(&headers), None);
    }

    #[test]
    fn a_host_without_a_port_has_a_cookie_too() {
        assert_eq!(name("localhost"), "pocketful_sandbox");
        assert_eq!(name("[::1]"), "pocketful_sandbox");
        assert_eq!(name("[::1]:9"), "pocketful_sandbox_9");
    }
}
