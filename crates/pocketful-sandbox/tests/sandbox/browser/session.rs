//! A browser of one test's own, beside a sandbox of its own: opened, used, closed whatever happens.

use std::{future::Future, panic::resume_unwind, sync::Arc, time::Duration};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use pocketful_sandbox::{Builder, Sandbox};
use reqwest::Url;
use serde_json::json;
use time::macros::datetime;
use tokio::sync::Semaphore;
use totp_rs::Secret;

use super::driver::{Driver, WHAT_TO_INSTALL};

/// Browsers are heavy: no more than two at a time.
static SEATS: Semaphore = Semaphore::const_new(2);

/// How long something may take to appear.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// The browser and the sandbox that it visits.
#[derive(Clone)]
pub(super) struct Visit {
    pub(super) sandbox: Arc<Sandbox>,
    pub(super) client: Client,
    driver: Arc<Driver>,
}

/// Runs `test` with a fresh sandbox and a fresh browser.
pub(super) async fn visit<F, R>(test: F)
where
    F: FnOnce(Visit) -> R,
    R: Future<Output = ()> + Send + 'static,
{
    visit_with(Sandbox::builder(), test).await;
}

/// The same with a sandbox of the test's choice; its seed and its clock are the usual ones.
pub(super) async fn visit_with<F, R>(builder: Builder, test: F)
where
    F: FnOnce(Visit) -> R,
    R: Future<Output = ()> + Send + 'static,
{
    let _seat = SEATS.acquire().await.unwrap();
    let driver = Driver::get();
    let sandbox = builder
        .seed(7)
        .now(datetime!(2026-11-24 10:15 +5:30))
        .start()
        .await
        .unwrap();
    let options = json!({
        "goog:chromeOptions": {
            "args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--window-size=1200,900",
            ],
        },
        // A page that a script or a style was kept out of says so in the console.
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    let client = ClientBuilder::new(HttpConnector::new())
        .capabilities(options.as_object().unwrap().clone())
        .connect(&format!("http://127.0.0.1:{}", driver.port))
        .await
        .unwrap_or_else(|error| panic!("chromedriver opens no browser ({error}); {WHAT_TO_INSTALL}"));
    let visit = Visit {
        sandbox: Arc::new(sandbox),
        client: client.clone(),
        driver,
    };
    let outcome = tokio::spawn(test(visit.clone())).await;
    let complaints = if outcome.is_ok() {
        visit.console().await
    } else {
        Vec::new()
    };
    client.close().await.unwrap();
    if let Err(failed) = outcome {
        resume_unwind(failed.into_panic());
    }
    assert!(complaints.is_empty(), "the console says: {complaints:#?}");
}

impl Visit {
    /// Opens a page of the sandbox.
    pub(super) async fn open(&self, path: &str) {
        let url = format!("{}{path}", self.sandbox.url().trim_end_matches('/'));
        self.client.goto(&url).await.unwrap();
    }

    /// What an authenticator with the secret shows at the sandbox's time.
    pub(super) fn code(&self, secret: &str) -> String {
        let secret = Secret::try_from_base32(secret).unwrap();
        let now = u64::try_from(self.sandbox.clock().now().unix_timestamp()).unwrap();
        let totp = totp_rs::Builder::new().with_secret(secret).build_noncompliant();
        totp.generate(now).to_string()
    }

    /// A token of the demo app, through OAuth.
    pub(super) async fn token(&self) -> String {
        let demo = self.sandbox.demo();
        let mut url = Url::parse(&format!("{}/oauth2/auth", self.sandbox.url())).unwrap();
        url.query_pairs_mut()
            .append_pair("client_id", &demo.app_id)
            .append_pair("redirect_uri", &demo.redirect_uri)
            .append_pair("response_type", "code")
            .append_pair("scope", "orders")
            .append_pair("state", "state-of-a-test");
        let back = Url::parse(&self.sandbox.visit_as_demo_user(url.as_str()).unwrap()).unwrap();
        let code = back
            .query_pairs()
            .find(|(name, _)| name == "code")
            .unwrap()
            .1
            .into_owned();
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", &demo.redirect_uri),
        ];
        let exchanged = reqwest::Client::new()
            .post(format!("{}/oauth2/token", self.sandbox.url()))
            .basic_auth(&demo.app_id, Some(&demo.app_secret))
            .form(&form)
            .send();
        let answer = exchanged.await.unwrap().text().await.unwrap();
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        answer["access_token"].as_str().unwrap().to_owned()
    }

    /// What the browser complained of in its console, but for statuses that a page answers on purpose.
    async fn console(&self) -> Vec<String> {
        let reply = self.ask("se/log", &json!({"type": "browser"})).await;
        let lines = reply["value"].as_array().unwrap().iter().map(ToString::to_string);
        lines
            .filter(|line| !line.contains("the server responded with a status of 4"))
            .collect()
    }

    pub(super) async fn debug(&self, command: &str, parameters: &serde_json::Value) {
        self.ask("goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
            .await;
    }

    async fn ask(&self, what: &str, body: &serde_json::Value) -> serde_json::Value {
        let session = self.client.session_id().await.unwrap().unwrap();
        let url = format!("http://127.0.0.1:{}/session/{session}/{what}", self.driver.port);
        let reply = reqwest::Client::new()
            .post(url)
            .body(body.to_string())
            .send()
            .await
            .unwrap();
        assert!(reply.status().is_success(), "{what}: {reply:?}");
        serde_json::from_str(&reply.text().await.unwrap()).unwrap()
    }
}
