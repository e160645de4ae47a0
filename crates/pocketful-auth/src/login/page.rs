//! The small page that the browser shows when it comes back from the login.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

const STYLE: &str = "\
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f6f7f9;color:#1b1f24;\
font:1.0625rem/1.5 system-ui,sans-serif}\
main{max-width:26rem;margin:1rem;padding:1.5rem 2rem;background:#fff;border:1px solid #d8dde3;border-radius:.5rem}\
h1{margin:0 0 .5rem;font-size:1.375rem}\
p{margin:.5rem 0 0}\
@media(prefers-color-scheme:dark){body{background:#15181c;color:#e6e9ed}main{background:#1e2228;border-color:#3a4048}}";

/// What the browser is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// The login is complete.
    LoggedIn,
    /// The login failed, for this reason.
    Failed(String),
    /// Another path than the redirect URL's.
    NotFound,
    /// Another method than GET.
    MethodNotAllowed,
    /// A request for another host: a web page that tries to reach this listener by a name of its own.
    WrongHost,
    /// The answer to another login.
    NotThisLogin,
    /// Not a request that can be understood, or one that says nothing.
    BadRequest,
    /// More than fits.
    TooLarge,
}

impl Page {
    /// The whole HTTP response. Holds neither the code nor the token: it is never given them.
    pub(crate) fn response(&self) -> String {
        let body = self.html();
        let style = STANDARD.encode(Sha256::digest(STYLE));
        let allow = if *self == Self::MethodNotAllowed {
            "Allow: GET\r\n"
        } else {
            ""
        };
        format!(
            "HTTP/1.1 {}\r\n\
             Content-Type: text/html; charset=utf-8\r\n\
             Content-Length: {}\r\n\
             Cache-Control: no-store\r\n\
             Content-Security-Policy: default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'\r\n\
             Referrer-Policy: no-referrer\r\n\
             X-Content-Type-Options: nosniff\r\n\
             {allow}\
             Connection: close\r\n\
             \r\n\
             {body}",
            self.status(),
            body.len(),
        )
    }

    fn status(&self) -> &'static str {
        match self {
            Self::LoggedIn => "200 OK",
            Self::Failed(_) | Self::NotThisLogin | Self::BadRequest => "400 Bad Request",
            Self::NotFound => "404 Not Found",
            Self::MethodNotAllowed => "405 Method Not Allowed",
            Self::WrongHost => "421 Misdirected Request",
            Self::TooLarge => "431 Request Header Fields Too Large",
        }
    }

    fn html(&self) -> String {
        let (title, text) = match self {
            Self::LoggedIn => (
                "You are logged in",
                "You can close this window and go back to the program.".to_owned(),
            ),
            Self::Failed(why) => ("The login did not succeed", sentence(why)),
            Self::NotThisLogin => (
                "This belongs to another login",
                "The program still waits. Use only the page that it opened, or start the login again."
                    .to_owned(),
            ),
            Self::NotFound => (
                "Nothing here",
                "This address only waits for a login to come back.".to_owned(),
            ),
            Self::MethodNotAllowed | Self::WrongHost | Self::BadRequest | Self::TooLarge => (
                "Not understood",
                "This address only waits for a login to come back.".to_owned(),
            ),
        };
        let text = escape(&text);
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
             <title>{title} · Pocketful</title>\n<style>{STYLE}</style>\n</head>\n\
             <body>\n<main>\n<h1>{title}</h1>\n<p>{text}</p>\n</main>\n</body>\n</html>\n"
        )
    }
}

/// The reason as a sentence: a capital first, a full stop at the end.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    let mut sentence: String = first.into_iter().flatten().chain(chars).collect();
    if !sentence.ends_with(['.', '!', '?', '…', ')']) {
        sentence.push('.');
    }
    sentence
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages() {
        insta::assert_snapshot!("page_logged_in", Page::LoggedIn.response());
        insta::assert_snapshot!(
            "page_failed",
            Page::Failed("access was denied on the login page; start the login again".to_owned()).response()
        );
        insta::assert_snapshot!("page_stray", Page::NotFound.response());
    }

    #[test]
    fn a_reason_cannot_become_markup() {
        let response = Page::Failed("<script>alert('x')</script> & \"more\"".to_owned()).response();
        assert!(!response.contains("<script"));
        assert!(response.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;"));
    }

    #[test]
    fn every_page_has_its_length_and_is_not_stored() {
        for page in [
            Page::LoggedIn,
            Page::Failed("é".to_owned()),
            Page::NotFound,
            Page::MethodNotAllowed,
            Page::WrongHost,
            Page::NotThisLogin,
            Page::BadRequest,
            Page::TooLarge,
        ] {
            let response = page.response();
            let (head, body) = response.split_once("\r\n\r\n").unwrap();
            assert!(
                head.contains(&format!("Content-Length: {}\r\n", body.len())),
                "{head}"
            );
            assert!(head.contains("Cache-Control: no-store\r\n"), "{head}");
            assert_eq!(head.contains("Allow: GET"), page == Page::MethodNotAllowed);
        }
    }
}
