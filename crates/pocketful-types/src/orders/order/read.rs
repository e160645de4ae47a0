//! How each member of an order is read.

use std::{
    num::{ParseIntError, TryFromIntError},
    str::FromStr,
};

use serde::de::MapAccess;
use serde_json::Value;

use super::{
    super::{ExecutionType, Leg, OrderMode, OrderStatus, OrderType, Product, Side, Validity},
    Order,
};
use crate::{
    ClientId, Exchange, ExchangeOrderId, InstrumentToken, OrderId, Quantity, Received, UserOrderId,
    serde::{
        members::{Amount, Plain, Read, Text, Time, Whole, read_members},
        number_or_string::FromWhole,
    },
};

read_members! { Order {
    oms_order_id: Plain<OrderId>,
    exchange_order_id: Text<ExchangeOrderId>,
    user_order_id: Whole<UserOrderId>,
    basket_id: Text<String>,
    client_id: Text<ClientId>,
    login_id: Text<String>,
    mode: Text<Received<OrderMode>>,
    order_status: Status,
    order_status_info: Text<String>,
    rejection_code: RejectionCode,
    rejection_reason: Text<String>,
    exchange: Text<Received<Exchange>>,
    segment: Text<String>,
    instrument_token: Whole<InstrumentToken>,
    underlying_token: Whole<InstrumentToken>,
    spread_token: Text<String>,
    trading_symbol: Text<String>,
    symbol: Text<String>,
    series: Text<String>,
    isin: Text<String>,
    contract_description: Plain<Option<Value>>,
    lot_size: Whole<Quantity>,
    order_side: Text<Received<Side>>,
    order_type: Text<Received<OrderType>>,
    product: Text<Received<Product>>,
    validity: Text<Received<Validity>>,
    execution_type: Text<Received<ExecutionType>>,
    leg_order_indicator: Text<Received<Leg>>,
    pro_cli: Text<String>,
    source: Text<String>,
    device: Text<String>,
    order_tag: Text<String>,
    tags: Plain<Option<Value>>,
    quantity: Whole<Quantity>,
    disclosed_quantity: Whole<Quantity>,
    filled_quantity: Whole<Quantity>,
    remaining_quantity: Whole<Quantity>,
    price: Amount,
    trigger_price: Amount,
    trade_price: Amount,
    average_price: Amount,
    average_trade_price: Amount,
    stop_loss_value: Amount,
    square_off_value: Amount,
    trailing_stop_loss: Amount,
    is_trailing: Plain<Option<bool>>,
    square_off: Plain<Option<bool>> | "square_off?",
    sl_order_price: Amount,
    sl_trigger_price: Amount,
    sl_order_quantity: Whole<Quantity>,
    target_price_type: Text<String>,
    market_protection_percentage: Amount,
    deposit: Amount,
    order_entry_time: Time,
    exchange_time: Time,
    last_activity_reference: Whole<u64>,
    nnf_id: Whole<u64> | "nnfid",
}}

/// The status, which may be missing or empty but is not optional.
struct Status;

impl Read for Status {
    type Value = OrderStatus;

    #[inline]
    fn read<'de, A: MapAccess<'de>>(row: &mut A) -> Result<OrderStatus, A::Error> {
        Ok(Text::<String>::read(row)?
            .map(OrderStatus::new)
            .unwrap_or_default())
    }
}

/// Why an order was refused.
struct RejectionCode;

impl Read for RejectionCode {
    type Value = Option<i64>;

    fn read<'de, A: MapAccess<'de>>(row: &mut A) -> Result<Option<i64>, A::Error> {
        Ok(Whole::<Code>::read(row)?.map(|code| code.0))
    }
}

/// A number, or the word `NONE` that the feed uses for 0 (wire reference, section 16.3).
struct Code(i64);

impl FromStr for Code {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        if text.eq_ignore_ascii_case("none") {
            return Ok(Self(0));
        }
        text.parse().map(Self)
    }
}

impl From<i64> for Code {
    fn from(number: i64) -> Self {
        Self(number)
    }
}

impl TryFrom<u64> for Code {
    type Error = TryFromIntError;

    fn try_from(number: u64) -> Result<Self, TryFromIntError> {
        i64::try_from(number).map(Self)
    }
}

impl FromWhole for Code {
    type Whole = Self;

    fn from_whole(number: Self) -> Self {
        number
    }
}
