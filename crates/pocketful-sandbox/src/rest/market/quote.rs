//! A quote: an object, or a bare number when one price is asked for.

use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::{
    instruments::{Instrument, rupees},
    prices::Prices,
    reply::Refusal,
    rest::orders::book::number,
};

pub(super) fn of(
    prices: &Prices,
    one: &Instrument,
    key: Option<&str>,
    now: OffsetDateTime,
) -> Result<Value, Refusal> {
    match key {
        None => Ok(whole(prices, one, now)),
        Some("last_trade_price") => Ok(number(rupees(prices.last(one, now)))),
        Some("close_price") => Ok(number(rupees(prices.close(one, now)))),
        Some(_) => Err(Refusal::NotJson),
    }
}

fn whole(prices: &Prices, one: &Instrument, now: OffsetDateTime) -> Value {
    let quote = prices.quote(one, now);
    let price = |paise| number(rupees(paise));
    json!({
        // Bid, ask and the year's prices are in paise, the others in rupees, as in the only sample there is.
        "ask_price": quote.asks[0].price,
        "ask_qty": quote.asks[0].quantity,
        "average_trade_price": price(quote.average),
        "bid_price": quote.bids[0].price,
        "bid_qty": quote.bids[0].quantity,
        "close_price": price(quote.close),
        "exchange": one.exchange,
        "exchange_timestamp": quote.exchange_time,
        "high_price": price(quote.high),
        "instrument_token": one.token,
        "last_trade_price": price(quote.last),
        "last_trade_qty": quote.last_quantity,
        "last_trade_time": quote.last_time,
        "low_price": price(quote.low),
        "open_price": price(quote.open),
        "segment": if one.expiry().is_some() { "FutOpt" } else { "Capital" },
        "total_buy_qty": quote.total_buy,
        "total_sell_qty": quote.total_sell,
        "trade_volume": quote.volume,
        "yearly_high": quote.yearly_high,
        "yearly_low": quote.yearly_low,
    })
}
