//! From a quote to the packet of a mode.

use std::sync::Arc;

use super::{
    ask::{Mode, Pair},
    packet::{Compact, Detailed, FullSnapquote},
};
use crate::{
    instruments::Instrument,
    prices::{Level, Quote},
    state::State,
};

/// The instrument behind a pair, if there is one.
pub(super) fn find(state: &State, (code, token): Pair) -> Option<Arc<Instrument>> {
    // Indices are known under the code of their cash exchange (wire reference, section 16.2).
    let exchange = match code {
        1 => "NSE",
        2 => "NFO",
        3 => "CDS",
        4 => "MCX",
        6 => "BSE",
        7 => "BFO",
        _ => return None,
    };
    state.universe.find(exchange, token).cloned()
}

/// The packet of a mode.
pub(super) fn packet(
    mode: Mode,
    (exchange, instrument_token): Pair,
    one: &Instrument,
    quote: &Quote,
) -> Vec<u8> {
    let [bid, ask] = [quote.bids[0], quote.asks[0]];
    let price = |price| short(one.counted(price));
    let prices = |levels: &[Level; 5]| levels.map(|level| price(level.price));
    match mode {
        Mode::Detailed => Detailed {
            exchange,
            instrument_token,
            last_traded_price: price(quote.last),
            last_traded_time: short(quote.last_time),
            last_traded_quantity: short(quote.last_quantity),
            trade_volume: short(quote.volume),
            best_bid_price: price(bid.price),
            best_bid_quantity: short(bid.quantity),
            best_ask_price: price(ask.price),
            best_ask_quantity: short(ask.quantity),
            total_buy_quantity: long(quote.total_buy),
            total_sell_quantity: long(quote.total_sell),
            average_trade_price: price(quote.average),
            exchange_timestamp: short(quote.exchange_time),
            open_price: price(quote.open),
            high_price: price(quote.high),
            low_price: price(quote.low),
            close_price: price(quote.close),
            yearly_high_price: price(quote.yearly_high),
            yearly_low_price: price(quote.yearly_low),
            low_dpr: price(one.low),
            high_dpr: price(one.high),
            current_open_interest: short(quote.open_interest),
            initial_open_interest: short(quote.initial_open_interest),
        }
        .encode(),
        Mode::Compact => Compact {
            exchange,
            instrument_token,
            last_traded_price: price(quote.last),
            change: i32::try_from(one.counted(quote.last - quote.close)).unwrap_or(0),
            last_traded_time: short(quote.last_time),
            low_dpr: price(one.low),
            high_dpr: price(one.high),
            current_open_interest: short(quote.open_interest),
            initial_open_interest: short(quote.initial_open_interest),
            bid_price: price(bid.price),
            ask_price: price(ask.price),
        }
        .encode(),
        Mode::FullSnapquote => FullSnapquote {
            exchange,
            instrument_token,
            buyers: quote.bids.map(|level| short(level.orders)),
            bid_prices: prices(&quote.bids),
            bid_quantities: quantities(&quote.bids),
            sellers: quote.asks.map(|level| short(level.orders)),
            ask_prices: prices(&quote.asks),
            ask_quantities: quantities(&quote.asks),
            average_trade_price: price(quote.average),
            open: price(quote.open),
            high: price(quote.high),
            low: price(quote.low),
            close: price(quote.close),
            total_buy_quantity: long(quote.total_buy),
            total_sell_quantity: long(quote.total_sell),
            volume: short(quote.volume),
        }
        .encode(),
    }
}

fn quantities(levels: &[Level; 5]) -> [u32; 5] {
    levels.map(|level| short(level.quantity))
}

/// As large as the field can say; below zero is zero, which means absent.
fn short(value: i64) -> u32 {
    u32::try_from(value.max(0)).unwrap_or(u32::MAX)
}

fn long(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}
