//! Market data as the feed's packets, laid out from the wire reference (section 16.3), offset by offset.

/// A detailed packet's fields. Prices are in the exchange's smallest unit, times in Unix seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Detailed {
    pub(super) exchange: u8,
    pub(super) instrument_token: u32,
    pub(super) last_traded_price: u32,
    pub(super) last_traded_time: u32,
    pub(super) last_traded_quantity: u32,
    pub(super) trade_volume: u32,
    pub(super) best_bid_price: u32,
    pub(super) best_bid_quantity: u32,
    pub(super) best_ask_price: u32,
    pub(super) best_ask_quantity: u32,
    pub(super) total_buy_quantity: u64,
    pub(super) total_sell_quantity: u64,
    pub(super) average_trade_price: u32,
    pub(super) exchange_timestamp: u32,
    pub(super) open_price: u32,
    pub(super) high_price: u32,
    pub(super) low_price: u32,
    pub(super) close_price: u32,
    pub(super) yearly_high_price: u32,
    pub(super) yearly_low_price: u32,
    pub(super) low_dpr: u32,
    pub(super) high_dpr: u32,
    pub(super) current_open_interest: u32,
    pub(super) initial_open_interest: u32,
}

/// A compact packet's fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Compact {
    pub(super) exchange: u8,
    pub(super) instrument_token: u32,
    pub(super) last_traded_price: u32,
    /// The only signed field there is.
    pub(super) change: i32,
    pub(super) last_traded_time: u32,
    pub(super) low_dpr: u32,
    pub(super) high_dpr: u32,
    pub(super) current_open_interest: u32,
    pub(super) initial_open_interest: u32,
    pub(super) bid_price: u32,
    pub(super) ask_price: u32,
}

/// A full snapquote's fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FullSnapquote {
    pub(super) exchange: u8,
    pub(super) instrument_token: u32,
    pub(super) buyers: [u32; 5],
    pub(super) bid_prices: [u32; 5],
    pub(super) bid_quantities: [u32; 5],
    pub(super) sellers: [u32; 5],
    pub(super) ask_prices: [u32; 5],
    pub(super) ask_quantities: [u32; 5],
    pub(super) average_trade_price: u32,
    pub(super) open: u32,
    pub(super) high: u32,
    pub(super) low: u32,
    pub(super) close: u32,
    pub(super) total_buy_quantity: u64,
    pub(super) total_sell_quantity: u64,
    pub(super) volume: u32,
}

/// A packet under construction: every byte is zero until something is put there.
struct Layout<const LEN: usize>([u8; LEN]);

impl<const LEN: usize> Layout<LEN> {
    fn new(mode: u8, exchange: u8, instrument_token: u32) -> Self {
        let mut layout = Self([0; LEN]);
        layout.0[0] = mode;
        layout.0[1] = exchange;
        layout.put(2, instrument_token.to_be_bytes());
        layout
    }

    fn put<const SIZE: usize>(&mut self, offset: usize, bytes: [u8; SIZE]) {
        self.0[offset..offset + SIZE].copy_from_slice(&bytes);
    }

    fn u32(&mut self, offset: usize, value: u32) {
        self.put(offset, value.to_be_bytes());
    }

    fn u64(&mut self, offset: usize, value: u64) {
        self.put(offset, value.to_be_bytes());
    }

    fn five(&mut self, offset: usize, values: [u32; 5]) {
        for (at, value) in values.into_iter().enumerate() {
            self.u32(offset + 4 * at, value);
        }
    }
}

impl Detailed {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut layout = Layout::<102>::new(1, self.exchange, self.instrument_token);
        layout.u32(6, self.last_traded_price);
        layout.u32(10, self.last_traded_time);
        layout.u32(14, self.last_traded_quantity);
        layout.u32(18, self.trade_volume);
        layout.u32(22, self.best_bid_price);
        layout.u32(26, self.best_bid_quantity);
        layout.u32(30, self.best_ask_price);
        layout.u32(34, self.best_ask_quantity);
        layout.u64(38, self.total_buy_quantity);
        layout.u64(46, self.total_sell_quantity);
        layout.u32(54, self.average_trade_price);
        layout.u32(58, self.exchange_timestamp);
        layout.u32(62, self.open_price);
        layout.u32(66, self.high_price);
        layout.u32(70, self.low_price);
        layout.u32(74, self.close_price);
        layout.u32(78, self.yearly_high_price);
        layout.u32(82, self.yearly_low_price);
        layout.u32(86, self.low_dpr);
        layout.u32(90, self.high_dpr);
        layout.u32(94, self.current_open_interest);
        layout.u32(98, self.initial_open_interest);
        layout.0.to_vec()
    }
}

impl Compact {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut layout = Layout::<42>::new(2, self.exchange, self.instrument_token);
        layout.u32(6, self.last_traded_price);
        layout.put(10, self.change.to_be_bytes());
        layout.u32(14, self.last_traded_time);
        layout.u32(18, self.low_dpr);
        layout.u32(22, self.high_dpr);
        layout.u32(26, self.current_open_interest);
        layout.u32(30, self.initial_open_interest);
        layout.u32(34, self.bid_price);
        layout.u32(38, self.ask_price);
        layout.0.to_vec()
    }
}

impl FullSnapquote {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut layout = Layout::<166>::new(4, self.exchange, self.instrument_token);
        layout.five(6, self.buyers);
        layout.five(26, self.bid_prices);
        layout.five(46, self.bid_quantities);
        layout.five(66, self.sellers);
        layout.five(86, self.ask_prices);
        layout.five(106, self.ask_quantities);
        layout.u32(126, self.average_trade_price);
        layout.u32(130, self.open);
        layout.u32(134, self.high);
        layout.u32(138, self.low);
        layout.u32(142, self.close);
        layout.u64(146, self.total_buy_quantity);
        layout.u64(154, self.total_sell_quantity);
        layout.u32(162, self.volume);
        layout.0.to_vec()
    }
}

#[cfg(test)]
mod tests;
