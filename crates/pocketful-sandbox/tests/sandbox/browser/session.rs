//! A browser of one test's own, beside a sandbox of its own: opened, used, closed whatever happens.

use std::{fs, future::Future, panic::resume_unwind, path::Path, sync::Arc, time::Duration};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element, key::Key};
use hyper_util::client::legacy::connect::HttpConnector;
use pocketful_sandbox::{Builder, Sandbox};
use reqwest::Url;
use serde_json::json;
use time::macros::datetime;
use tokio::sync::Semaphore;
use totp_rs::Secret;

use super::driver::Driver;

/// Browsers are heavy: no more than two at a time.
static SEATS: Semaphore = Semaphore::const_new(2);

const PATIENCE: Duration = Duration::from_secs(20);

/// How the browser presents itself.
#[derive(Clone, Copy)]
pub(super) enum Screen {
    Desktop,
    DesktopDark,
    Phone,
    PhoneDark,
}

impl Screen {
    const ALL: [Self; 4] = [Self::Desktop, Self::DesktopDark, Self::Phone, Self::PhoneDark];

    fn name(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::DesktopDark => "desktop-dark",
            Self::Phone => "phone",
            Self::PhoneDark => "phone-dark",
        }
    }
}

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
        .expect("a browser session");
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

    /// The element, as soon as it is there.
    pub(super) async fn find(&self, css: &str) -> Element {
        match self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::Css(css))
            .await
        {
            Ok(element) => element,
            Err(error) => {
                let page = self.client.source().await.unwrap_or_default();
                panic!("no {css} on the page ({error}):\n{page}")
            }
        }
    }

    /// The visible text of an element, as soon as it is there.
    pub(super) async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.unwrap()
    }

    /// The text of the `h1`, once it is `expected`.
    pub(super) async fn wait_for_heading(&self, expected: &str) {
        let xpath = format!("//h1[normalize-space()={expected:?}]");
        if let Err(error) = self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::XPath(&xpath))
            .await
        {
            let page = self.client.source().await.unwrap_or_default();
            panic!("the page is not headed {expected:?} ({error}):\n{page}");
        }
    }

    /// Types into a field in place of what it holds.
    pub(super) async fn fill(&self, id: &str, text: &str) {
        let field = self.find(&format!("#{id}")).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Chooses an entry of a list by its value.
    pub(super) async fn choose(&self, id: &str, value: &str) {
        let list = self.find(&format!("#{id}")).await;
        list.select_by_value(value).await.unwrap();
    }

    /// What a field holds.
    pub(super) async fn value(&self, id: &str) -> String {
        let field = self.find(&format!("#{id}")).await;
        field.prop("value").await.unwrap().unwrap_or_default()
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

    /// Fills the login form and sends it.
    pub(super) async fn log_in(&self, login: &str, password: &str) {
        self.fill("login", login).await;
        self.fill("password", password).await;
        self.press("Log in").await;
        self.wait_for_absence("#login").await;
    }

    /// Types wherever typing goes now.
    pub(super) async fn type_keys(&self, keys: &str) {
        self.client
            .active_element()
            .await
            .unwrap()
            .send_keys(keys)
            .await
            .unwrap();
    }

    /// The text of what the keyboard is at.
    pub(super) async fn focused(&self) -> String {
        self.client.active_element().await.unwrap().text().await.unwrap()
    }

    /// The id of what the keyboard is at.
    pub(super) async fn focused_id(&self) -> String {
        self.client
            .active_element()
            .await
            .unwrap()
            .attr("id")
            .await
            .unwrap()
            .unwrap_or_default()
    }

    /// Presses Tab until the keyboard is at what reads `label`; it must be visibly so.
    pub(super) async fn tab_to(&self, label: &str) {
        for _ in 0..40 {
            self.type_keys(&char::from(Key::Tab).to_string()).await;
            if self.focused().await == label {
                let element = self.client.active_element().await.unwrap();
                assert_eq!(element.css_value("outline-style").await.unwrap(), "solid");
                return;
            }
        }
        panic!("Tab never came to {label:?}");
    }

    /// Presses the button that reads `label`.
    pub(super) async fn press(&self, label: &str) {
        let xpath = format!("//*[self::button or self::a or self::summary][normalize-space()={label:?}]");
        let button = self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::XPath(&xpath))
            .await;
        button
            .unwrap_or_else(|error| panic!("no button {label:?}: {error}"))
            .click()
            .await
            .unwrap();
    }

    /// Until nothing on the page matches.
    pub(super) async fn wait_for_absence(&self, css: &str) {
        self.wait_until(
            &format!("{css} is gone"),
            &format!("return document.querySelector({css:?}) === null"),
        )
        .await;
    }

    /// Until the element reads as one of `texts`.
    pub(super) async fn wait_for_text(&self, css: &str, texts: &[&str]) {
        let script =
            format!("return {texts:?}.includes(document.querySelector({css:?})?.textContent.trim())");
        self.wait_until(&format!("{css} reads {texts:?}"), &script).await;
    }

    /// Until the element reads otherwise than `text`.
    pub(super) async fn wait_for_other_text(&self, css: &str, text: &str) {
        let script = format!("return document.querySelector({css:?})?.textContent.trim() !== {text:?}");
        self.wait_until(&format!("{css} changes"), &script).await;
    }

    async fn wait_until(&self, what: &str, script: &str) {
        let patience = tokio::time::Instant::now() + PATIENCE;
        while self.client.execute(script, Vec::new()).await.ok() != Some(json!(true)) {
            assert!(
                tokio::time::Instant::now() < patience,
                "waited in vain until {what}"
            );
        }
    }

    /// Whether the visible page contains `text`.
    pub(super) async fn shows(&self, text: &str) -> bool {
        self.text("body").await.contains(text)
    }

    /// Pictures of the page as it is, on every screen, in the folder for temporary files of tests.
    ///
    /// Nothing may stick out at the side, on a phone least of all.
    pub(super) async fn picture(&self, name: &str) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("portal");
        fs::create_dir_all(&folder).unwrap();
        for screen in Screen::ALL {
            self.present(screen).await;
            let png = self.client.screenshot().await.unwrap();
            fs::write(folder.join(format!("{name}-{}.png", screen.name())), png).unwrap();
            let overhang =
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
            let overhang = self.client.execute(overhang, Vec::new()).await.unwrap();
            assert_eq!(overhang, json!(0), "{name} sticks out on {}", screen.name());
        }
        self.present(Screen::Desktop).await;
    }

    /// Width, density and colour scheme of a screen, through the browser's own debugging commands.
    pub(super) async fn present(&self, screen: Screen) {
        let (width, phone) = match screen {
            Screen::Desktop | Screen::DesktopDark => (1200, false),
            Screen::Phone | Screen::PhoneDark => (390, true),
        };
        let dark = matches!(screen, Screen::DesktopDark | Screen::PhoneDark);
        let scheme = if dark { "dark" } else { "light" };
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.debug("Emulation.setEmulatedMedia", &features).await;
        let metrics =
            |height: i64| json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone});
        self.debug("Emulation.setDeviceMetricsOverride", &metrics(800))
            .await;
        let height = self
            .client
            .execute(
                "return Math.ceil(document.documentElement.getBoundingClientRect().height)",
                Vec::new(),
            )
            .await
            .unwrap();
        let height = height.as_i64().unwrap_or(800).clamp(800, 3_000);
        self.debug("Emulation.setDeviceMetricsOverride", &metrics(height))
            .await;
    }

    /// What the browser complained of in its console, but for statuses that a page answers on purpose.
    async fn console(&self) -> Vec<String> {
        let reply = self.ask("se/log", &json!({"type": "browser"})).await;
        let lines = reply["value"].as_array().unwrap().iter().map(ToString::to_string);
        lines
            .filter(|line| !line.contains("the server responded with a status of 4"))
            .collect()
    }

    async fn debug(&self, command: &str, parameters: &serde_json::Value) {
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
