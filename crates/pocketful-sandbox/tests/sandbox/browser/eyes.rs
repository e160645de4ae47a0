//! What a person's eyes see in a browser: elements, texts, and the whole page on four screens.

use std::{fs, path::Path};

use fantoccini::{Locator, elements::Element};
use serde_json::json;
use tokio::time::Instant;

use super::session::{PATIENCE, Visit};

/// How the browser presents itself.
#[derive(Clone, Copy)]
enum Screen {
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

impl Visit {
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

    /// What a field holds.
    pub(super) async fn value(&self, id: &str) -> String {
        let field = self.find(&format!("#{id}")).await;
        field.prop("value").await.unwrap().unwrap_or_default()
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

    pub(super) async fn wait_until(&self, what: &str, script: &str) {
        let patience = Instant::now() + PATIENCE;
        while self.client.execute(script, Vec::new()).await.ok() != Some(json!(true)) {
            assert!(Instant::now() < patience, "waited in vain until {what}");
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
            self.nothing_sticks_out(&format!("{name} on {}", screen.name()))
                .await;
        }
        // The narrowest phones in use.
        self.resize(360, 800, true).await;
        self.nothing_sticks_out(&format!("{name} at 360 pixels")).await;
        self.present(Screen::Desktop).await;
    }

    /// Width, density and colour scheme of a screen, through the browser's own debugging commands.
    async fn present(&self, screen: Screen) {
        let (width, phone) = match screen {
            Screen::Desktop | Screen::DesktopDark => (1200, false),
            Screen::Phone | Screen::PhoneDark => (390, true),
        };
        let dark = matches!(screen, Screen::DesktopDark | Screen::PhoneDark);
        let scheme = if dark { "dark" } else { "light" };
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.debug("Emulation.setEmulatedMedia", &features).await;
        self.resize(width, 800, phone).await;
        let height = "return Math.ceil(document.documentElement.getBoundingClientRect().height)";
        let height = self.client.execute(height, Vec::new()).await.unwrap();
        let height = height.as_i64().unwrap_or(800).clamp(800, 3_000);
        self.resize(width, height, phone).await;
    }

    async fn nothing_sticks_out(&self, what: &str) {
        let overhang = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        let overhang = self.client.execute(overhang, Vec::new()).await.unwrap();
        assert_eq!(overhang, json!(0), "{what}: something sticks out at the side");
    }

    async fn resize(&self, width: i64, height: i64, phone: bool) {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone});
        self.debug("Emulation.setDeviceMetricsOverride", &metrics).await;
    }
}
