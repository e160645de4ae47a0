//! A trading day for a test: a sandbox at 10 in the morning, a session logged in, a client that leaves from a
//! registered address.

use std::{net::Ipv4Addr, sync::Arc};

use pocketful::{
    App, AppId, Client, ClientBuilder, Environment, MemoryStore, OrderId, RedirectUri, Session,
    SourceAddresses,
    auth::{AuthorizationUrl, BrowserLogin, CodeFlow, HttpLoginApi},
    types::Clock,
};
use pocketful_sandbox::Sandbox;
use time::{OffsetDateTime, macros::datetime};

pub(crate) const MORNING: OffsetDateTime = datetime!(2026-03-10 10:00 +5:30);

pub(crate) struct Day {
    pub(crate) sandbox: Arc<Sandbox>,
    pub(crate) environment: Environment,
    pub(crate) session: Session,
}

impl Day {
    /// A sandbox with nobody logged in.
    pub(crate) async fn before_login() -> Self {
        let redirect = format!("http://127.0.0.1:{}/callback", free_port());
        let builder = Sandbox::builder()
            .seed(7)
            .now(MORNING)
            .paused()
            .redirect_uri(redirect);
        let sandbox = Arc::new(builder.start().await.unwrap());
        let environment = Environment::algo()
            .with_api(sandbox.url().parse().unwrap())
            .unwrap();
        let session = Session::builder(environment.api().clone(), Arc::new(MemoryStore::default()))
            .clock(Arc::new(sandbox.clock().clone()))
            .build();
        Self {
            sandbox,
            environment,
            session,
        }
    }

    /// A sandbox and a session that came through the browser's way in.
    pub(crate) async fn logged_in() -> Self {
        let day = Self::before_login().await;
        day.session.log_in(&day.browser()).await.unwrap();
        day
    }

    /// The way in through a browser, which the sandbox's demo user plays.
    pub(crate) fn browser(&self) -> BrowserLogin {
        let sandbox = Arc::clone(&self.sandbox);
        BrowserLogin::new(self.flow(), move |url: &AuthorizationUrl| {
            let location = sandbox.visit_as_demo_user(url.as_str()).unwrap();
            get(&location);
        })
    }

    pub(crate) fn flow(&self) -> CodeFlow {
        let demo = self.sandbox.demo();
        let redirect: RedirectUri = demo.redirect_uri.parse().unwrap();
        let app =
            App::new(AppId::new(&demo.app_id), demo.app_secret.clone().into()).with_redirect_uri(redirect);
        CodeFlow::new(app, self.login_api()).with_clock(self.clock())
    }

    pub(crate) fn login_api(&self) -> Arc<HttpLoginApi> {
        let environment = &self.environment;
        Arc::new(HttpLoginApi::new(
            environment.auth().clone(),
            environment.api().clone(),
            environment.header_style(),
        ))
    }

    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(self.sandbox.clock().clone())
    }

    /// Lets the sandbox fill an order, all of it at its own price.
    pub(crate) async fn fill(&self, order: &OrderId) {
        self.say_filled(format!(r#"{{"oms_order_id":"{order}"}}"#)).await;
    }

    /// Lets the sandbox fill so many units of an order at its own price.
    pub(crate) async fn fill_units(&self, order: &OrderId, units: u64) {
        self.say_filled(format!(r#"{{"oms_order_id":"{order}","quantity":{units}}}"#))
            .await;
    }

    async fn say_filled(&self, body: String) {
        let reply = reqwest::Client::new()
            .post(format!("{}/sandbox/fill", self.sandbox.url()))
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await
            .unwrap();
        assert!(reply.status().is_success(), "{}", reply.text().await.unwrap());
    }

    /// A client whose orders leave from the app's registered addresses.
    pub(crate) fn client(&self) -> Client {
        let addresses = SourceAddresses::new(Ipv4Addr::new(127, 0, 0, 2).into());
        self.builder()
            .source_addresses(addresses.with_secondary(Ipv4Addr::new(127, 0, 0, 3).into()))
            .build()
            .unwrap()
    }

    /// A client whose orders leave from wherever the system likes, which is 127.0.0.1.
    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder(self.environment.clone(), self.session.clone()).clock(self.clock())
    }
}

/// What a browser does with a redirect: one plain request.
fn get(url: &str) {
    use std::io::{Read, Write};
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    write!(
        stream,
        "GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}
