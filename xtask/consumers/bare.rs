//! A program with an HTTP client of its own: it brings a `LoginApi`, and the login is as complete as with ours.

use std::sync::Arc;

use async_trait::async_trait;
use pocketful_auth::{
    App, AppId, CodeFlow, CodeGrant, Error, ErrorKind, IssuedToken, LoginApi, MemoryStore, PasswordReply,
    PastedUrlLogin, SecondFactorAnswer, Session,
    types::{ClientId, Origin, TradingInfo},
};
use secrecy::{ExposeSecret, SecretString};

/// What would call the program's own HTTP client.
#[derive(Debug)]
struct OwnClient {
    origin: Origin,
}

#[async_trait]
impl LoginApi for OwnClient {
    fn auth_origin(&self) -> &Origin {
        &self.origin
    }

    fn api_origin(&self) -> &Origin {
        &self.origin
    }

    async fn redeem(&self, _app: &App, grant: &CodeGrant) -> Result<IssuedToken, Error> {
        match grant.code().expose_secret() {
            "code-1" => Ok(IssuedToken::new("token-1".into())),
            _ => Err(Error::new(ErrorKind::LoginRefused, "unknown code")),
        }
    }

    async fn trading_info(&self, _token: &SecretString) -> Result<TradingInfo, Error> {
        serde_json::from_str(r#"{"client_id":"AB1234"}"#)
            .map_err(|_| Error::new(ErrorKind::Network, "not trading info"))
    }

    async fn password_step(&self, _: &ClientId, _: &SecretString) -> Result<PasswordReply, Error> {
        Err(Error::new(ErrorKind::LoginRefused, "only the code exchange"))
    }

    async fn second_factor_step(&self, _: &SecondFactorAnswer) -> Result<SecretString, Error> {
        Err(Error::new(ErrorKind::LoginRefused, "only the code exchange"))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let origin: Origin = "https://algo.pocketful.in".parse()?;
    let app = App::new(AppId::new("app-1"), "app-secret".into())
        .with_redirect_uri("http://127.0.0.1:5010/callback".parse()?);
    let api = OwnClient {
        origin: origin.clone(),
    };
    let login = PastedUrlLogin::new(CodeFlow::new(app, Arc::new(api)), |request| {
        let url = request.url.to_string();
        let state = url.split("state=").nth(1).unwrap_or_default();
        let pasted = format!("http://127.0.0.1:5010/callback?code=code-1&state={state}");
        async move { Ok(pasted) }
    });

    let session = Session::builder(origin, Arc::new(MemoryStore::new())).build();
    assert!(session.token().is_err(), "nobody has logged in yet");
    session.log_in(&login).await?;
    assert_eq!(session.token()?.client_id().as_str(), "AB1234");
    println!(
        "logged in as {} without an HTTP client",
        session.token()?.client_id()
    );
    Ok(())
}
