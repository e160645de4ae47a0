//! What must hold for any bytes. The fuzz targets and an ordinary test over the corpus share these functions.
#![allow(dead_code)] // each target uses one of them

use std::fmt::Debug;

use pocketful_stream::{DecodeError, Mode, Packet, PriceScales, decode};
use pocketful_types::{OrderUpdate, Row, TradeUpdate, read_updates};

/// Bytes as a detailed tick, whatever their first is.
pub(super) fn detailed(bytes: &[u8]) {
    let frame = with_mode(1, bytes);
    if let Some(Packet::Detailed(tick)) = fixed(&frame, 102) {
        looked_at(&tick, tick.into_owned());
        let prices = [
            tick.last_price(),
            tick.bid_price(),
            tick.ask_price(),
            tick.average_price(),
            tick.open_price(),
            tick.high_price(),
            tick.low_price(),
            tick.close_price(),
            tick.yearly_high_price(),
            tick.yearly_low_price(),
            tick.lower_circuit(),
            tick.upper_circuit(),
        ];
        assert!(prices.iter().flatten().all(|price| price.is_sign_positive()));
        let _ = (
            tick.exchange_time(),
            tick.last_trade_time(),
            tick.total_buy_quantity(),
        );
    }
}

/// Bytes as a compact tick.
pub(super) fn compact(bytes: &[u8]) {
    let frame = with_mode(2, bytes);
    if let Some(Packet::Compact(tick)) = fixed(&frame, 42) {
        looked_at(&tick, tick.into_owned());
        if let (Some(last), Some(close)) = (tick.last_price(), tick.close_price()) {
            assert_eq!(last - close, tick.change());
        }
        let _ = tick.last_trade_time();
    }
}

/// Bytes as five levels.
pub(super) fn depth(bytes: &[u8]) {
    let frame = with_mode(4, bytes);
    if let Some(Packet::Depth(depth)) = fixed(&frame, 166) {
        looked_at(&depth, depth.into_owned());
        for level in depth.bids().iter().chain(&depth.asks()) {
            assert_eq!(level.price.is_none(), level.price_raw == 0);
        }
    }
}

/// Bytes as an order update.
pub(super) fn order_update(bytes: &[u8]) {
    update::<OrderUpdate>(&with_mode(50, bytes));
}

/// Bytes as a trade update.
pub(super) fn trade_update(bytes: &[u8]) {
    update::<TradeUpdate>(&with_mode(51, bytes));
}

/// Bytes as they are.
pub(super) fn any_frame(bytes: &[u8]) {
    match bytes.first().and_then(|mode| Mode::from_byte(*mode)) {
        Some(Mode::Detailed) => detailed(bytes),
        Some(Mode::Compact) => compact(bytes),
        Some(Mode::Depth) => depth(bytes),
        Some(Mode::OrderUpdate) => order_update(bytes),
        Some(Mode::TradeUpdate) => trade_update(bytes),
        None => match (decode(bytes, PriceScales::default()), bytes.first()) {
            (Ok(Packet::Unknown { mode, len }), Some(first)) => {
                assert_eq!((mode, len), (*first, bytes.len()));
            }
            (Err(DecodeError::Empty), None) => {}
            other => panic!("{other:?}"),
        },
    }
}

fn with_mode(mode: u8, bytes: &[u8]) -> Vec<u8> {
    let mut frame = bytes.to_vec();
    match frame.first_mut() {
        Some(first) => *first = mode,
        None => frame.push(mode),
    }
    frame
}

/// A packet of a fixed layout: there is one exactly when there are bytes enough.
fn fixed(frame: &[u8], len: usize) -> Option<Packet<'_>> {
    let packet = decode(frame, PriceScales::default()).ok();
    assert_eq!(packet.is_some(), frame.len() >= len);
    packet
}

/// A copy is the same, and neither hurts to print.
fn looked_at(view: &impl Debug, copy: impl Debug) {
    assert_eq!(format!("{view:?}"), format!("{copy:?}"));
}

/// An update is never nothing, and what is in it can be printed.
fn update<T: Row + Debug>(frame: &[u8]) {
    let json = match decode(frame, PriceScales::default()) {
        Ok(Packet::OrderUpdate(json) | Packet::TradeUpdate(json)) => json,
        Err(DecodeError::NoJson { .. }) => return,
        other => panic!("{other:?}"),
    };
    let rows = read_updates::<T>(json);
    assert!(!rows.rows.is_empty() || !rows.bad_rows.is_empty());
    let _ = format!("{rows:?}");
    for row in &rows.bad_rows {
        assert!(!row.to_string().contains('\n'), "{row}");
    }
}
