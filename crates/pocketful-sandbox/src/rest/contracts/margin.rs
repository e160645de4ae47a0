//! The margin of orders that are not placed (wire reference, section 13).

use axum::{body::Bytes, extract::State, http::HeaderMap, response::Response};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{found, not_found};
use crate::{
    body::JsonBody,
    broker::Broker,
    instruments::Kind,
    limits::Class,
    reply::Refusal,
    rest::{
        answer,
        orders::{book::number, place::one_of},
    },
    state::State as Memory,
};

pub(super) async fn calc(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    answer(&broker, &headers, Class::Data, |state, _, _| {
        let asked = JsonBody::parse_list(&body)?;
        if asked.is_empty() {
            return Err(Refusal::NotJson);
        }
        let mut values = Vec::new();
        for one in &asked {
            match one_margin(state, one)? {
                Some(value) => values.push(value),
                None => return Ok(not_found("Resource Not Found", &json!({}))),
            }
        }
        let all = values.iter().fold(Margin::default(), |all, one| all.with(one));
        let each: Vec<_> = values.iter().map(Margin::row).collect();
        Ok(found(
            &json!({ "combined_margin": all.row(), "individual_margin_values": each }),
        ))
    })
}

/// Rupees by kind, and units by side.
#[derive(Clone, Copy, Default)]
struct Margin {
    var: Decimal,
    span: Decimal,
    premium: Decimal,
    futures: [Decimal; 2],
    options: [Decimal; 2],
    token: u32,
}

/// Every member is a text. `None` when there is no such instrument.
fn one_margin(state: &Memory, one: &JsonBody) -> Result<Option<Margin>, Refusal> {
    for name in ["segment", "series", "mode", "symbol", "underlying", "product"] {
        one.string(name)?;
    }
    let exchange = one.text("exchange")?;
    let token: u32 = one
        .text("token")?
        .parse()
        .map_err(|_| Refusal::Invalid("token"))?;
    let side = one_of(one, "side", &["BUY", "SELL"])?;
    let in_text = |name| {
        one.text(name)?
            .trim()
            .parse::<Decimal>()
            .map_err(|_| Refusal::Invalid(name))
    };
    let (quantity, price) = (in_text("quantity")?, in_text("price")?);
    let Some(found) = state.universe.find(&exchange, token) else {
        return Ok(None);
    };
    let price = if price.is_zero() {
        found.reference_price()
    } else {
        price
    };
    let value = price.checked_mul(quantity).ok_or(Refusal::Invalid("quantity"))?;
    let mut margin = Margin {
        token,
        ..Margin::default()
    };
    let at = usize::from(side == "SELL");
    // What this sandbox blocks: the whole cost of a purchase, nothing for a sale.
    let cost = if side == "BUY" { value } else { Decimal::ZERO };
    match found.kind {
        Kind::Option { .. } => {
            margin.options[at] = quantity;
            margin.premium = cost;
        }
        Kind::Future { .. } => {
            margin.futures[at] = quantity;
            margin.span = cost;
        }
        Kind::Share | Kind::Index | Kind::Spot => margin.var = cost,
    }
    Ok(Some(margin))
}

impl Margin {
    fn with(mut self, other: &Self) -> Self {
        self.var = self.var.saturating_add(other.var);
        self.span = self.span.saturating_add(other.span);
        self.premium = self.premium.saturating_add(other.premium);
        for at in 0..2 {
            self.futures[at] = self.futures[at].saturating_add(other.futures[at]);
            self.options[at] = self.options[at].saturating_add(other.options[at]);
        }
        self
    }

    fn row(&self) -> Value {
        json!({
            "additional_margin": 0,
            "composite_delta": 0,
            "delivery_margin": 0,
            "exposure_margin": 0,
            "extreme_loss_margin": 0,
            "future_buy_quantity": number(self.futures[0]),
            "future_sell_quantity": number(self.futures[1]),
            "max_span": number(self.span),
            "net_span": number(self.span),
            "net_span_array": vec![0; 16],
            "option_buy_quantity": number(self.options[0]),
            "option_sell_quantity": number(self.options[1]),
            "premium_benefit": 0,
            "premium_margin": number(self.premium),
            "som_rate": 0,
            "somtier_margin": 0,
            "span": number(self.span),
            "span_spread_margin": 0,
            "spread_rate": 0,
            "token": self.token,
            "underlying_token": 0,
            "var_margin": number(self.var),
        })
    }
}
