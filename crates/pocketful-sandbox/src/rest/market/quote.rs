//! A quote: an object, or a bare number when one price is asked for.

use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::{instruments::Instrument, prices::Prices, reply::Refusal, rest::orders::book::number};

pub(super) fn of(
    prices: &Prices,
    one: &Instrument,
    key: Option<&str>,
    now: OffsetDateTime,
) -> Result<Value, Refusal> {
    match key {
        None => Ok(whole(prices, one, now)),
        Some("last_trade_price") => Ok(number(one.rupees(prices.last(one, now)))),
        Some("close_price") => Ok(number(one.rupees(prices.close(one, now)))),
        Some(_) => Err(Refusal::NotJson),
    }
}

fn whole(prices: &Prices, one: &Instrument, now: OffsetDateTime) -> Value {
    let quote = prices.quote(one, now);
    let price = |price| number(one.rupees(price));
    json!({
        // Bid, ask and the year's prices are in paise, the others in rupees, as in the only sample there is.
        "ask_price": one.counted(quote.asks[0].price),
        "ask_qty": quote.asks[0].quantity,
        "average_trade_price": price(quote.average),
        "bid_price": one.counted(quote.bids[0].price),
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
        "segment": one.segment(),
        "total_buy_qty": quote.total_buy,
        "total_sell_qty": quote.total_sell,
        "trade_volume": quote.volume,
        "yearly_high": one.counted(quote.yearly_high),
        "yearly_low": one.counted(quote.yearly_low),
    })
}
