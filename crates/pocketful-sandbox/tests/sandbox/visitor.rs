//! A program that talks to a sandbox, with nothing of the project's clients in it.

use std::net::IpAddr;

use pocketful_sandbox::{Builder, Sandbox};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, Url, redirect::Policy};
use serde_json::{Value, json};
use time::{OffsetDateTime, macros::datetime};

/// A Monday morning, when every test's clock stands still.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-23 10:00 +5:30);

/// A sandbox and somebody who may place orders in it.
pub(crate) struct Visitor {
    pub(crate) sandbox: Sandbox,
    /// Leaves from the primary static address.
    pub(crate) http: Client,
    /// Leaves from 127.0.0.1, which is not whitelisted.
    pub(crate) elsewhere: Client,
}

/// A client that leaves from `address` and goes where it is told, not where it is sent.
pub(crate) fn client_from(address: [u8; 4]) -> Client {
    Client::builder()
        .local_address(IpAddr::from(address))
        .redirect(Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}

impl Visitor {
    pub(crate) async fn new() -> Self {
        Self::with(Sandbox::builder().seed(7).now(NOW).paused()).await
    }

    pub(crate) async fn with(builder: Builder) -> Self {
        Self {
            sandbox: builder.start().await.unwrap(),
            http: client_from([127, 0, 0, 2]),
            elsewhere: client_from([127, 0, 0, 1]),
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        self.sandbox.url() + path
    }

    pub(crate) fn client_id(&self) -> &str {
        &self.sandbox.demo().client_id
    }

    pub(crate) fn authorization_url(&self, more: &[(&str, &str)]) -> String {
        let demo = self.sandbox.demo();
        let mut url = Url::parse(&self.url("/oauth2/auth")).unwrap();
        let mut pairs = vec![
            ("client_id", demo.app_id.as_str()),
            ("redirect_uri", &demo.redirect_uri),
            ("response_type", "code"),
            ("scope", "orders holdings"),
            ("state", "state-of-a-test"),
        ];
        for (name, value) in more {
            pairs.retain(|(known, _)| known != name);
            pairs.push((name, value));
        }
        url.query_pairs_mut()
            .extend_pairs(pairs.iter().filter(|(_, value)| *value != "-"));
        url.into()
    }

    /// A fresh code, by the demo user's consent.
    pub(crate) fn code(&self, more: &[(&str, &str)]) -> String {
        let location = self
            .sandbox
            .visit_as_demo_user(&self.authorization_url(more))
            .unwrap();
        let url = Url::parse(&location).unwrap();
        let code = url.query_pairs().find(|(name, _)| name == "code").unwrap();
        code.1.into_owned()
    }

    /// A request to redeem `code`, right in every way but `more`.
    pub(crate) fn exchange(&self, code: &str, more: &[(&str, &str)]) -> RequestBuilder {
        let demo = self.sandbox.demo();
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &demo.redirect_uri),
        ];
        for (name, value) in more {
            form.retain(|(known, _)| known != name);
            form.push((name, value));
        }
        form.retain(|(_, value)| *value != "-");
        self.http
            .post(self.url("/oauth2/token"))
            .basic_auth(&demo.app_id, Some(&demo.app_secret))
            .form(&form)
    }

    /// A token of the demo app, all the way through OAuth.
    pub(crate) async fn token(&self) -> String {
        let code = self.code(&[]);
        let answer = json_of(self.exchange(&code, &[]).send().await.unwrap()).await;
        answer.1["access_token"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> (StatusCode, Value) {
        let request = self
            .http
            .get(self.url(path))
            .header("x-authorization-token", token);
        json_of(request.send().await.unwrap()).await
    }

    pub(crate) fn call(&self, method: Method, path: &str, token: &str) -> RequestBuilder {
        self.http
            .request(method, self.url(path))
            .header("x-authorization-token", token)
    }

    /// The answer to a request that succeeds.
    pub(crate) async fn ok(&self, request: RequestBuilder) -> Value {
        let (status, answer) = json_of(request.send().await.unwrap()).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer
    }

    /// The answer to a question that succeeds.
    pub(crate) async fn answered(&self, token: &str, path: &str) -> Value {
        self.ok(self.call(Method::GET, path, token)).await
    }

    /// Says that an order has been filled.
    pub(crate) fn fill_request(&self, id: &str, more: Value) -> RequestBuilder {
        let mut body = json!({ "oms_order_id": id });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.elsewhere.post(self.url("/sandbox/fill")).json(&body)
    }

    pub(crate) async fn fill(&self, id: &str, more: Value) -> Value {
        self.ok(self.fill_request(id, more)).await
    }

    /// A good order, with `changes` to its members; a null removes one.
    pub(crate) fn order(&self, changes: Value) -> Value {
        let mut order = json!({
            "exchange": "NSE",
            "instrument_token": "14366",
            "client_id": self.client_id(),
            "order_type": "LIMIT",
            "price": 8.75,
            "quantity": 10,
            "disclosed_quantity": 0,
            "validity": "DAY",
            "product": "CNC",
            "order_side": "BUY",
            "device": "WEB",
            "user_order_id": 10002,
            "trigger_price": 0,
            "execution_type": "REGULAR",
            "amo": false,
        });
        let members = order.as_object_mut().unwrap();
        for (name, value) in changes.as_object().unwrap() {
            if value.is_null() {
                members.remove(name);
            } else {
                members.insert(name.clone(), value.clone());
            }
        }
        order
    }

    pub(crate) fn place(&self, token: &str, changes: Value) -> RequestBuilder {
        self.http
            .post(self.url("/api/v1/orders"))
            .header("x-authorization-token", token)
            .json(&self.order(changes))
    }

    /// Places a good order and returns its id.
    pub(crate) async fn placed(&self, token: &str, changes: Value) -> String {
        let (status, answer) = json_of(self.place(token, changes).send().await.unwrap()).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer["data"]["oms_order_id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn cancel(&self, token: &str, id: &str) -> RequestBuilder {
        let client_id = self.client_id();
        let path = format!("/api/v1/orders/{id}?client_id={client_id}&execution_type=REGULAR");
        self.http
            .delete(self.url(&path))
            .header("x-authorization-token", token)
    }

    /// The rows of a book.
    pub(crate) async fn book(&self, token: &str, kind: &str) -> Vec<Value> {
        let path = format!("/api/v1/orders?type={kind}&client_id={}", self.client_id());
        let (status, answer) = self.get(&path, token).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer["data"]["orders"].as_array().unwrap().clone()
    }
}

/// Status and JSON body.
pub(crate) async fn json_of(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    let text = response.text().await.unwrap();
    let value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON: {text}"));
    (status, value)
}

/// Status, code and message of a refusal.
pub(crate) async fn refused(request: RequestBuilder) -> String {
    let (status, answer) = json_of(request.send().await.unwrap()).await;
    assert_eq!(answer["status"], "error", "{answer}");
    assert_eq!(answer["data"], json!({}), "{answer}");
    let code = answer
        .get("error_code")
        .map_or("no code".to_owned(), Value::to_string);
    format!(
        "{} {code} {}",
        status.as_u16(),
        answer["message"].as_str().unwrap()
    )
}
