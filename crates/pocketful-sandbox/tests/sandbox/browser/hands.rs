//! What a person's hands do at a browser: type, press, choose, move on with Tab.

use fantoccini::{Locator, key::Key};

use super::session::{PATIENCE, Visit};

impl Visit {
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

    /// Presses the button or follows the link that reads `label`, until the next page is there.
    pub(super) async fn press(&self, label: &str) {
        // Without the mark, what is looked for next might be found on the page that is about to go.
        self.client
            .execute("window.isOld = true", Vec::new())
            .await
            .unwrap();
        self.touch(label).await;
        let there = "return window.isOld === undefined && document.readyState === 'complete'";
        self.wait_until(&format!("{label:?} leads to another page"), there)
            .await;
    }

    /// Presses what reads `label` and stays on the page.
    pub(super) async fn touch(&self, label: &str) {
        let xpath = format!("//*[self::button or self::a or self::summary][normalize-space()={label:?}]");
        let found = self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::XPath(&xpath))
            .await;
        let element = found.unwrap_or_else(|error| panic!("nothing reads {label:?}: {error}"));
        element.click().await.unwrap();
    }
}
