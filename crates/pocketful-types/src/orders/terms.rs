//! The words of an order (wire reference, section 0.5).

use crate::wire_enum::wire_enum;

wire_enum! {
    /// Which way an order goes.
    pub enum Side ("order side") {
        /// Buy.
        Buy = "BUY",
        /// Sell.
        Sell = "SELL",
    }
}

wire_enum! {
    /// How the price of an order is found.
    pub enum OrderType ("order type") {
        /// At the price or better.
        Limit = "LIMIT",
        /// At whatever the market gives.
        Market = "MARKET",
        /// A limit order that enters the market when the trigger price is reached.
        StopLimit = "SL",
        /// A market order that enters the market when the trigger price is reached.
        StopMarket = "SLM",
    }
}

impl OrderType {
    /// Whether an order of this type names a limit.
    #[must_use]
    pub const fn has_price(self) -> bool {
        matches!(self, Self::Limit | Self::StopLimit)
    }

    /// Whether an order of this type waits for a trigger.
    #[must_use]
    pub const fn has_trigger(self) -> bool {
        matches!(self, Self::StopLimit | Self::StopMarket)
    }
}

wire_enum! {
    /// How long an order stays in the market.
    pub enum Validity ("validity") {
        /// Until the end of the trading day.
        Day = "DAY",
        /// Immediate or cancel: what is not filled at once is withdrawn.
        Ioc = "IOC",
    }
}

wire_enum! {
    /// How a position is held.
    pub enum Product ("product") {
        /// Cash and carry: delivery of shares.
        Cnc = "CNC",
        /// Intraday: closed the same day.
        Mis = "MIS",
        /// Carried forward, for futures and options.
        Nrml = "NRML",
        /// Delivery of shares with the broker's money.
        Mtf = "MTF",
    }
}

wire_enum! {
    /// Which machinery an order goes through.
    pub enum ExecutionType ("execution type") {
        /// An ordinary order in market hours.
        Regular = "REGULAR",
        /// After-market order: kept until the market opens.
        Amo = "AMO",
        /// Cover order.
        Cover = "CO",
        /// Bracket order.
        Bracket = "BO",
        /// An order of a basket.
        Basket = "NML",
        /// Spread order.
        Spread = "SPD",
    }
}

wire_enum! {
    /// What was last asked of an order: the `mode` of the books.
    pub enum OrderMode ("mode") {
        /// It was placed.
        New = "NEW",
        /// It was changed.
        Modify = "MODIFY",
    }
}

wire_enum! {
    /// Which order of a cover or bracket order it is.
    pub enum Leg ("leg") {
        /// The one that opens the position.
        Entry = "ENTRY",
        /// The target of a bracket order.
        Second = "SECOND",
        /// The stop.
        Third = "THIRD",
    }
}
