//! Positions of the day and net ones (wire reference, section 9.1).

use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::{
    broker::Broker,
    limits::Class,
    params::Params,
    prices::Prices,
    reply::{Refusal, oms},
    rest::{answer, orders::book::number, own_client_id, query},
    state::portfolio::{Position, Sides},
};

pub(super) async fn positions(
    State(broker): State<Broker>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, now| {
        let asked = asked.unwrap_or_default();
        let params = Params::parse(&asked);
        own_client_id(&params, token)?;
        let net = match query(&params, "type")?.as_str() {
            "live" => false,
            "historical" => true,
            _ => return Err(Refusal::Invalid("type")),
        };
        let rows: Vec<_> = state
            .portfolio
            .positions_of(&token.client_id)
            .filter(|position| net || position.today != Sides::default())
            .map(|position| row(position, net, &state.prices, now))
            .collect();
        Ok(oms(&rows.into(), ""))
    })
}

/// A day's position shows what was traded today; a net one counts what was carried in, too.
fn row(position: &Position, net: bool, prices: &Prices, now: OffsetDateTime) -> Value {
    let instrument = &position.instrument;
    let carried = if net { position.carried } else { Sides::default() };
    let all = position.today.with(carried);
    let figures = all.figures();
    let close = number(instrument.rupees(prices.close(instrument, now)));
    json!({
        "actual_average_buy_price": number(figures.average_buy),
        "actual_average_sell_price": number(figures.average_sell),
        "actual_cf_buy_amount": number(carried.buy.amount),
        "actual_cf_sell_amount": number(carried.sell.amount),
        "average_buy_price": number(figures.average_buy),
        "average_price": number(figures.average),
        "average_sell_price": number(figures.average_sell),
        "buy_amount": number(all.buy.amount),
        "buy_quantity": all.buy.quantity,
        "cf_buy_amount": number(carried.buy.amount),
        "cf_buy_quantity": carried.buy.quantity,
        "cf_sell_amount": number(carried.sell.amount),
        "cf_sell_quantity": carried.sell.quantity,
        "client_id": position.client_id,
        "close_price": close,
        "exchange": instrument.exchange,
        "instrument_token": instrument.token,
        "ltp": number(instrument.rupees(prices.last(instrument, now))),
        "multiplier": 1,
        "net_amount": number(figures.net_amount),
        "net_quantity": figures.net_quantity,
        "other_margin": 0,
        "previous_close": close,
        "pro_cli": "CLIENT",
        "prod_type": prod_type(position.product),
        "product": position.product,
        "realized_mtm": number(figures.realised),
        "segment": instrument.segment(),
        "sell_amount": number(all.sell.amount),
        "sell_quantity": all.sell.quantity,
        "symbol": instrument.symbol,
        "token": instrument.token,
        "total_pledge_collateral": 0,
        "trading_symbol": instrument.trading_symbol,
        "v_login_id": position.client_id,
    })
}

/// The product's number: 0 and 2 are in the reference's samples, the others are assumed.
fn prod_type(product: &str) -> u8 {
    match product {
        "NRML" => 0,
        "CNC" => 1,
        "MIS" => 2,
        _ => 3,
    }
}
