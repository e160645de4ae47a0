//! Holdings (wire reference, section 9.3).

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
    reply::oms,
    rest::{answer, orders::book::number, own_client_id},
    state::{State as Memory, portfolio::Holding},
};

pub(super) async fn holdings(
    State(broker): State<Broker>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, now| {
        let asked = asked.unwrap_or_default();
        own_client_id(&Params::parse(&asked), token)?;
        let rows: Vec<_> = state
            .portfolio
            .holdings_of(&token.client_id)
            .map(|holding| row(state, holding, now))
            .collect();
        Ok(oms(&json!({ "holdings": rows }), ""))
    })
}

fn row(state: &Memory, holding: &Holding, now: OffsetDateTime) -> Value {
    let share = &holding.instrument;
    let quantity = holding.lot.quantity;
    let used = state
        .portfolio
        .sold_today(&holding.client_id, share.isin)
        .min(quantity);
    let average = number(holding.lot.average());
    json!({
        "actual_buy_avg": average,
        "branch_code": "HO",
        "buy_avg": average,
        "buy_avg_mtm": average,
        "client_id": holding.client_id,
        "exchange": share.exchange,
        "free_quantity": quantity - used,
        "instrument_details": {
            "exchange": share.exchange_code(),
            "instrument_name": share.series,
            "instrument_token": share.token,
            "trading_symbol": share.trading_symbol,
        },
        "isin": share.isin,
        "ltp": number(share.rupees(state.prices.last(share, now))),
        "net_holding_quantity": quantity - used,
        "pending_quantity": 0,
        "pledge_allow": true,
        "pledge_percentage": 0,
        "pledge_quantity": 0,
        "previous_close": number(share.rupees(state.prices.close(share, now))),
        "quantity": quantity,
        "symbol": share.symbol,
        "t0_price": 0,
        "t0_quantity": 0,
        "t1_price": 0,
        "t1_quantity": 0,
        "t2_price": 0,
        "t2_quantity": 0,
        "today_pledge_quantity": 0,
        "today_unpledge_quantity": 0,
        "token": share.token,
        "trading_symbol": share.trading_symbol,
        "transaction_type": "",
        "used_quantity": used,
    })
}
