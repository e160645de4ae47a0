//! Baskets: create, fetch, rename, delete, and what lies in them (wire reference, section 6).

mod order;
pub(super) mod order_info;
mod show;

use axum::{
    Router,
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
    routing::{get, post},
};
use serde_json::json;

use super::{answer, either::Either, orders::place::one_of, query};
use crate::{
    body::JsonBody,
    broker::Broker,
    limits::Class,
    params::Params,
    reply::{Refusal, bare, oms},
    state::baskets::BasketRefusal,
};

pub(super) fn router() -> Router<Broker> {
    Router::new()
        .route(
            "/api/v1/basket",
            get(fetch).post(create).put(rename).delete(delete_one),
        )
        .route("/api/v1/basket/{client_id}", get(fetch_by_path))
        .route(
            "/api/v1/basket/order",
            post(order::add).put(order::edit).delete(order::remove),
        )
}

async fn create(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, _| {
        let body = JsonBody::parse(&body)?;
        if body.text("login_id")? != token.client_id {
            return Err(Refusal::Forbidden);
        }
        let name = body.text("name")?;
        let kind = one_of(&body, "type", &["NORMAL", "HEDGE"])?;
        let products = one_of(&body, "product_type", &["ALL", "CNC", "MIS", "NRML"])?;
        let types = one_of(&body, "order_type", &["ALL", "LIMIT", "MARKET", "SL", "SLM"])?;
        let basket =
            state
                .baskets
                .create(&token.client_id, &name, kind, (products, types), &mut state.ids)?;
        let message = format!("Basket {name} created successfully");
        Ok(oms(&json!([show::snake(basket)]), &message))
    })
}

async fn fetch(State(broker): State<Broker>, headers: HeaderMap, RawQuery(asked): RawQuery) -> Response {
    list(&broker, &headers, asked, None)
}

async fn fetch_by_path(
    State(broker): State<Broker>,
    Path(client_id): Path<String>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
) -> Response {
    list(&broker, &headers, asked, Some(client_id))
}

/// In camelCase and without message and status, as the documents print it.
fn list(broker: &Broker, headers: &HeaderMap, asked: Option<String>, in_path: Option<String>) -> Response {
    answer(broker, headers, Class::NonTrading, |state, token, _| {
        let asked = asked.unwrap_or_default();
        let login_id = query(&Params::parse(&asked), "login_id")?;
        if login_id != token.client_id || in_path.is_some_and(|in_path| in_path != token.client_id) {
            return Err(Refusal::Forbidden);
        }
        let baskets: Vec<_> = state.baskets.of(&login_id).map(show::camel).collect();
        Ok(bare(&json!({ "data": baskets })))
    })
}

async fn rename(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, _| {
        let body = JsonBody::parse(&body)?;
        let (basket_id, name) = (body.text("basket_id")?, body.text("name")?);
        let basket = state.baskets.rename(&token.client_id, &basket_id, &name)?;
        Ok(oms(&show::snake(basket), "Basket name updated successfully"))
    })
}

async fn delete_one(
    State(broker): State<Broker>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
    body: Bytes,
) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, _| {
        let asked = asked.unwrap_or_default();
        let given = Either::parse(&asked, &body)?;
        let (basket_id, name) = (given.text("basket_id")?, given.text("name")?);
        state.baskets.delete(&token.client_id, &basket_id, &name)?;
        Ok(oms(&json!([]), &format!("Basket {name} deleted successfully")))
    })
}

impl From<BasketRefusal> for Refusal {
    fn from(refusal: BasketRefusal) -> Self {
        match refusal {
            BasketRefusal::NameTaken => Self::Basket(48001, "Basket name already exists"),
            BasketRefusal::NameTooLong => {
                Self::Basket(48001, "Basket name can't be longer than 20 characters")
            }
            BasketRefusal::Unknown => Self::Basket(48001, "Basket does not exist"),
            BasketRefusal::NotHedgeable => {
                Self::Basket(48001, "Hedge basket is allowed only for NIFTY 50 and NIFTY BANK")
            }
            BasketRefusal::ZeroPrice => Self::Basket(48004, "Price can't be zero for SL/LIMIT order"),
            // Spelt so by the broker.
            BasketRefusal::AlreadyThere => Self::Basket(46001, "Instrumetn already added"),
            BasketRefusal::UnknownOrder => Self::Backend(500, "no such order in the basket"),
        }
    }
}
