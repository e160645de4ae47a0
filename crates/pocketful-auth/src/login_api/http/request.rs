//! The requests of a login, as plain values (wire reference, sections 1.2, 1.3 and 2).

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{
    HeaderName, HeaderValue, Method,
    header::{ACCEPT, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE},
};
use pocketful_types::HeaderStyle;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use zeroize::Zeroizing;

mod direct;

pub(super) use direct::DirectVersion;

use crate::{App, CodeGrant, Error, ErrorKind, LoginFailure};

const X_AUTHORIZATION_TOKEN: HeaderName = HeaderName::from_static("x-authorization-token");
const X_DEVICE_TYPE: HeaderName = HeaderName::from_static("x-device-type");

/// One request. `Debug` shows only where it goes.
pub(super) struct Request {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) body: Option<Zeroizing<Vec<u8>>>,
}

impl Request {
    fn new(method: Method, path: &str) -> Self {
        Self {
            method,
            path: path.to_owned(),
            headers: vec![(ACCEPT, HeaderValue::from_static("application/json"))],
            body: None,
        }
    }

    /// `POST /oauth2/token`. The Basic header is the plain base64 of `id:secret`: the wire reference does not ask for the
    /// percent-encoding of RFC 6749, section 2.3.1.
    pub(super) fn token(app: &App, grant: &CodeGrant) -> Result<Self, Error> {
        let redirect_uri = app.redirect_uri().ok_or_else(no_redirect_uri)?;
        let pair = Zeroizing::new(format!("{}:{}", app.id(), app.secret().expose_secret()));
        let basic = Zeroizing::new(format!("Basic {}", STANDARD.encode(pair.as_bytes())));
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "authorization_code")
            .append_pair("code", grant.code().expose_secret())
            .append_pair("redirect_uri", redirect_uri.as_str());
        if let Some(verifier) = grant.verifier() {
            form.append_pair("code_verifier", verifier.expose_secret());
        }
        let mut request = Self::new(Method::POST, "/oauth2/token");
        request.add(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        request.add(AUTHORIZATION, sensitive(&basic)?);
        request.add(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        request.body = Some(Zeroizing::new(form.finish().into_bytes()));
        Ok(request)
    }

    /// A `GET` that carries the token as the API's generation wants it.
    pub(super) fn authorised(path: &str, style: HeaderStyle, token: &SecretString) -> Result<Self, Error> {
        let mut request = Self::new(Method::GET, path);
        let token = token.expose_secret();
        if style != HeaderStyle::Bearer {
            request.add(X_AUTHORIZATION_TOKEN, sensitive(token)?);
            request.add(X_DEVICE_TYPE, HeaderValue::from_static("WEB"));
        }
        if style != HeaderStyle::XAuthorizationToken {
            let bearer = Zeroizing::new(format!("Bearer {token}"));
            request.add(AUTHORIZATION, sensitive(&bearer)?);
        }
        Ok(request)
    }

    fn json(path: &str, body: &impl Serialize) -> Result<Self, Error> {
        let body = serde_json::to_vec(body).map_err(|source| {
            Error::new(ErrorKind::InvalidInput, "the login cannot be written as JSON").with_source(source)
        })?;
        let mut request = Self::new(Method::POST, path);
        request.add(X_DEVICE_TYPE, HeaderValue::from_static("WEB"));
        request.add(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        request.body = Some(Zeroizing::new(body));
        Ok(request)
    }

    /// The same from another device than `WEB`, where it tells one. The device in the body of a second step stays the one
    /// word that is known of it.
    pub(super) fn of_device(mut self, device_type: &str) -> Result<Self, Error> {
        let device = HeaderValue::from_str(device_type).map_err(|_| {
            Error::new(
                ErrorKind::InvalidInput,
                "the device type cannot be a header's value",
            )
        })?;
        for (name, value) in &mut self.headers {
            if *name == X_DEVICE_TYPE {
                value.clone_from(&device);
            }
        }
        Ok(self)
    }

    fn add(&mut self, name: HeaderName, value: HeaderValue) {
        self.headers.push((name, value));
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request({} {})", self.method, self.path)
    }
}

fn sensitive(text: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(text)
        .map_err(|_| LoginFailure::NotAToken("it has characters that no header can carry"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn no_redirect_uri() -> Error {
    Error::new(
        ErrorKind::InvalidInput,
        "the app has no redirect URL of its own, and without one there is no code to exchange",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AppId, PkceVerifier};

    fn app() -> App {
        App::new(AppId::new("app-7"), SecretString::from("s3cret"))
            .with_redirect_uri("http://127.0.0.1:5010/callback".parse().unwrap())
    }

    /// The request as text, with what is marked sensitive masked, as a log would show it.
    pub(super) fn shown(request: &Request) -> String {
        let mut text = format!("{} {}\n", request.method, request.path);
        for (name, value) in &request.headers {
            let value = if value.is_sensitive() {
                "[masked]"
            } else {
                value.to_str().unwrap()
            };
            text.push_str(&format!("{name}: {value}\n"));
        }
        if let Some(body) = &request.body {
            text.push('\n');
            text.push_str(std::str::from_utf8(body).unwrap());
            text.push('\n');
        }
        text
    }

    fn header<'a>(request: &'a Request, name: &HeaderName) -> Option<&'a str> {
        let (_, value) = request.headers.iter().find(|(given, _)| given == name)?;
        value.to_str().ok()
    }

    #[test]
    fn the_requests() {
        let grant = CodeGrant::new(SecretString::from("c0de+/="));
        insta::assert_snapshot!("request_token", shown(&Request::token(&app(), &grant).unwrap()));
        let with_pkce = grant.with_verifier(PkceVerifier::from_text("v3rifier"));
        insta::assert_snapshot!(
            "request_token_with_pkce",
            shown(&Request::token(&app(), &with_pkce).unwrap())
        );
        let token = SecretString::from("t0ken");
        for (name, style) in [
            (
                "request_trading_info_x_authorization_token",
                HeaderStyle::XAuthorizationToken,
            ),
            ("request_trading_info_bearer", HeaderStyle::Bearer),
            ("request_trading_info_both", HeaderStyle::Both),
        ] {
            let request = Request::authorised("/api/v1/user/trading_info", style, &token).unwrap();
            insta::assert_snapshot!(name, shown(&request));
        }
    }

    #[test]
    fn basic_is_the_plain_base64_of_id_and_secret() {
        let app = App::new(AppId::new("id%1"), SecretString::from("s:e/c"))
            .with_redirect_uri("https://example.com/cb".parse().unwrap());
        let request = Request::token(&app, &CodeGrant::new(SecretString::from("c"))).unwrap();
        assert_eq!(header(&request, &AUTHORIZATION), Some("Basic aWQlMTpzOmUvYw=="));
    }

    #[test]
    fn the_token_is_in_its_header_and_marked() {
        let request = Request::authorised("/x", HeaderStyle::Both, &SecretString::from("t0ken")).unwrap();
        assert_eq!(header(&request, &X_AUTHORIZATION_TOKEN), Some("t0ken"));
        assert_eq!(header(&request, &AUTHORIZATION), Some("Bearer t0ken"));
        assert!(!format!("{:?}", request.headers).contains("t0ken"));
    }

    #[test]
    fn what_no_header_can_carry_is_refused_and_not_repeated() {
        let error =
            Request::authorised("/x", HeaderStyle::Bearer, &SecretString::from("SENTINEL\n")).unwrap_err();
        assert!(matches!(error.login_failure(), Some(LoginFailure::NotAToken(_))));
        assert!(!format!("{error} {error:?}").contains("SENTINEL"));
    }

    #[test]
    fn the_device_type_is_the_one_that_was_chosen() {
        let token = SecretString::from("t0ken");
        let request = |style| Request::authorised("/x", style, &token).unwrap();
        let newer = request(HeaderStyle::Both).of_device("IOS").unwrap();
        assert_eq!(header(&newer, &X_DEVICE_TYPE), Some("IOS"));
        let older = request(HeaderStyle::Bearer).of_device("IOS").unwrap();
        assert_eq!(header(&older, &X_DEVICE_TYPE), None);
        let error = request(HeaderStyle::Both).of_device("two\nlines").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
}
