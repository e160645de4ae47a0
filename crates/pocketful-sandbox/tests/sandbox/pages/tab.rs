//! A browser's tab without the browser: one cookie, forms with their token.

use reqwest::{Method, Response, StatusCode, header};

use crate::visitor::Visitor;

/// A tab, and the sandbox that it is pointed at.
pub(super) struct Tab {
    pub(super) visitor: Visitor,
    /// `name=value`, as the sandbox set it last.
    pub(super) cookie: String,
}

/// An answer, read to its end.
pub(super) struct Page {
    pub(super) status: StatusCode,
    pub(super) headers: header::HeaderMap,
    pub(super) html: String,
}

impl Tab {
    pub(super) async fn open() -> Self {
        Self {
            visitor: Visitor::new().await,
            cookie: String::new(),
        }
    }

    /// A tab whose owner is logged in.
    pub(super) async fn logged_in() -> Self {
        let mut tab = Self::open().await;
        let page = tab.log_in("").await;
        assert_eq!(page.location(), "/portal");
        tab
    }

    /// Fills the login form.
    pub(super) async fn log_in(&mut self, then: &str) -> Page {
        let demo = self.visitor.sandbox.demo().clone();
        let form = [
            ("login", demo.client_id.as_str()),
            ("password", &demo.password),
            ("then", then),
        ];
        self.submit("/portal/login", "/portal/login", &form).await
    }

    pub(super) async fn get(&mut self, path: &str) -> Page {
        self.send(Method::GET, path, None).await
    }

    /// Posts exactly these fields.
    pub(super) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(Method::POST, path, Some(fields)).await
    }

    /// Opens the page `at`, takes the token of its form and posts the fields with it to `to`.
    pub(super) async fn submit(&mut self, at: &str, to: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.get(at).await.form_token();
        let mut all = vec![("csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.post(to, &all).await
    }

    async fn send(&mut self, method: Method, path: &str, form: Option<&[(&str, &str)]>) -> Page {
        let mut request = self.visitor.http.request(method, self.visitor.url(path));
        if !self.cookie.is_empty() {
            request = request.header(header::COOKIE, &self.cookie);
        }
        if let Some(form) = form {
            request = request.form(form);
        }
        let page = Page::read(request.send().await.unwrap()).await;
        if let Some(line) = page.headers.get(header::SET_COOKIE) {
            self.cookie = line.to_str().unwrap().split(';').next().unwrap().to_owned();
        }
        page
    }
}

impl Page {
    pub(super) async fn read(response: Response) -> Self {
        Self {
            status: response.status(),
            headers: response.headers().clone(),
            html: response.text().await.unwrap(),
        }
    }

    /// The token of the page's forms; all have the same one.
    pub(super) fn form_token(&self) -> String {
        let (_, rest) = self
            .html
            .split_once("name=\"csrf\" value=\"")
            .unwrap_or_else(|| panic!("no form on the page: {}", self.html));
        rest.split('"').next().unwrap().to_owned()
    }

    /// Where the answer leads.
    pub(super) fn location(&self) -> &str {
        let location = self.headers.get(header::LOCATION);
        let location = location.unwrap_or_else(|| panic!("{} leads nowhere: {}", self.status, self.html));
        location.to_str().unwrap()
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}
