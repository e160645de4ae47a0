//! The encoder against the golden frames, which are written from the wire reference and from neither end's code.

use std::collections::BTreeMap;

use super::*;

/// A golden frame: the value of every field by its name, and the bytes.
struct Golden {
    values: BTreeMap<String, u64>,
    bytes: Vec<u8>,
}

/// Reads a file of rows `offset size field hex meaning`.
fn golden(text: &str) -> Golden {
    let (mut values, mut bytes) = (BTreeMap::new(), Vec::new());
    for row in text.lines().filter(|row| !row.trim_start().starts_with('#')) {
        let mut words = row.split_whitespace();
        let mut next = || words.next().unwrap();
        let (offset, size, field, hex) = (next(), next(), next(), next());
        assert_eq!(offset.parse::<usize>().unwrap(), bytes.len(), "{row}");
        assert_eq!(size.parse::<usize>().unwrap() * 2, hex.len(), "{row}");
        for at in (0..hex.len()).step_by(2) {
            bytes.push(u8::from_str_radix(&hex[at..at + 2], 16).unwrap());
        }
        let value = u64::from_str_radix(hex, 16).unwrap();
        assert!(values.insert(field.to_owned(), value).is_none(), "{row}");
    }
    Golden { values, bytes }
}

impl Golden {
    fn u64(&self, field: &str) -> u64 {
        self.values[field]
    }

    fn u32(&self, field: &str) -> u32 {
        u32::try_from(self.u64(field)).unwrap()
    }

    fn exchange(&self) -> u8 {
        u8::try_from(self.u64("exchange")).unwrap()
    }

    fn five(&self, field: &str) -> [u32; 5] {
        std::array::from_fn(|at| self.u32(&format!("{field}[{at}]")))
    }
}

macro_rules! frame {
    ($name:literal) => {
        golden(include_str!(concat!(
            "../../../../pocketful-types/fixtures/frames/",
            $name,
            ".txt"
        )))
    };
}

#[test]
fn detailed_packets_are_golden() {
    for golden in [
        frame!("detailed_nse"),
        frame!("detailed_cds_empty"),
        frame!("detailed_limits"),
    ] {
        let detailed = Detailed {
            exchange: golden.exchange(),
            instrument_token: golden.u32("instrument_token"),
            last_traded_price: golden.u32("last_traded_price"),
            last_traded_time: golden.u32("last_traded_time"),
            last_traded_quantity: golden.u32("last_traded_quantity"),
            trade_volume: golden.u32("trade_volume"),
            best_bid_price: golden.u32("best_bid_price"),
            best_bid_quantity: golden.u32("best_bid_quantity"),
            best_ask_price: golden.u32("best_ask_price"),
            best_ask_quantity: golden.u32("best_ask_quantity"),
            total_buy_quantity: golden.u64("total_buy_quantity"),
            total_sell_quantity: golden.u64("total_sell_quantity"),
            average_trade_price: golden.u32("average_trade_price"),
            exchange_timestamp: golden.u32("exchange_timestamp"),
            open_price: golden.u32("open_price"),
            high_price: golden.u32("high_price"),
            low_price: golden.u32("low_price"),
            close_price: golden.u32("close_price"),
            yearly_high_price: golden.u32("yearly_high_price"),
            yearly_low_price: golden.u32("yearly_low_price"),
            low_dpr: golden.u32("lowDPR"),
            high_dpr: golden.u32("highDPR"),
            current_open_interest: golden.u32("currentOpenInterest"),
            initial_open_interest: golden.u32("initialOpenInterest"),
        };
        assert_eq!(detailed.encode(), golden.bytes);
    }
}

#[test]
fn compact_packets_are_golden() {
    for golden in [frame!("compact_bse_flat"), frame!("compact_mcx_down")] {
        let compact = Compact {
            exchange: golden.exchange(),
            instrument_token: golden.u32("instrument_token"),
            last_traded_price: golden.u32("last_traded_price"),
            change: golden.u32("change").cast_signed(),
            last_traded_time: golden.u32("last_traded_time"),
            low_dpr: golden.u32("lowDPR"),
            high_dpr: golden.u32("highDPR"),
            current_open_interest: golden.u32("currentOpenInterest"),
            initial_open_interest: golden.u32("initialOpenInterest"),
            bid_price: golden.u32("bidPrice"),
            ask_price: golden.u32("askPrice"),
        };
        assert_eq!(compact.encode(), golden.bytes);
    }
}

#[test]
fn snapquotes_are_golden() {
    let golden = frame!("depth_nfo");
    let snapquote = FullSnapquote {
        exchange: golden.exchange(),
        instrument_token: golden.u32("instrument_token"),
        buyers: golden.five("buyers"),
        bid_prices: golden.five("bidPrices"),
        bid_quantities: golden.five("bidQtys"),
        sellers: golden.five("sellers"),
        ask_prices: golden.five("askPrices"),
        ask_quantities: golden.five("askQtys"),
        average_trade_price: golden.u32("averageTradePrice"),
        open: golden.u32("open"),
        high: golden.u32("high"),
        low: golden.u32("low"),
        close: golden.u32("close"),
        total_buy_quantity: golden.u64("totalBuyQty"),
        total_sell_quantity: golden.u64("totalSellQty"),
        volume: golden.u32("volume"),
    };
    assert_eq!(snapquote.encode(), golden.bytes);
}
