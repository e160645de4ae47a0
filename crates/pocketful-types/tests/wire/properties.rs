//! What holds for every reply, not only for those in the fixtures.

use pocketful_types::{
    Cancellation, Cancelled, Candles, ChainExpiry, ClientId, Converted, Dpr, Endpoint, Exchange,
    ExchangeSessions, ExecutionType, Funds, FuturesChain, GetCandles, GetFuturesChain, GetHoldings,
    GetOptionChain, GetOrderHistory, GetOrders, GetPositions, GetSessionInfo, GetTrades, Holdings,
    LegsAnswer, Margins, MarketPrice, Modified, ModifyBracket, ModifyCover, ModifyOrder, OptionChain, Order,
    OrderChange, OrderHistory, OrderId, OrderProgress, OrderStatus, OrderType, Orders, Placed, Positions,
    Product, Profile, Quantity, Quote, Received, Row, Rows, Side, Trades, TradingInfo, Validity, WireEnum,
    envelope, profit_and_loss,
};
use proptest::{prelude::*, sample::Index};
use serde_json::{Map, Value, json};

use crate::fixture;

const REPLIES: &[&str] = &[
    "trading_info",
    "trading_info_older",
    "profile_new",
    "profile_old",
    "profile_nulls",
    "funds_docs",
    "funds_production",
    "funds_numbered",
    "funds_odd_rows",
    "placed_with_number",
    "cancelled",
    "orders_pending",
    "orders_completed",
    "orders_bare_list",
    "orders_quirks",
    "orders_bad_rows",
    "refused_unauthorised",
    "refused_forbidden",
    "refused_contract",
    "refused_sdk_style",
    "contract",
    "oauth",
    "modified",
    "legs_placed",
    "legs_modified",
    "legs_exited",
    "orders_legs",
    "history_docs",
    "history_list",
    "history_quirks",
    "trades_production",
    "trades_docs",
    "trades_quirks",
    "positions_day",
    "positions_wrapped",
    "positions_bad_rows",
    "holdings",
    "holdings_list",
    "holdings_top_level",
    "converted",
    "quote",
    "quote_quirks",
    "ltp",
    "dpr_scrip",
    "dpr_old",
    "option_chain",
    "futures_chain",
    "candles",
    "candles_bad_rows",
    "margin",
    "session_info",
];

/// A change to one member somewhere in a reply.
#[derive(Clone, Debug)]
enum Change {
    Remove,
    Put(Value),
    Reverse,
    Repeat,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Remove),
        Just(Change::Reverse),
        Just(Change::Repeat),
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(|number| json!(number)),
            ".{0,12}".prop_map(Value::from),
            Just(json!([])),
            Just(json!({})),
            Just(json!([null, 1, "x"])),
            Just(json!({"$serde_json::private::RawValue": "1"})),
            Just(json!("[\"NSE\"")),
        ]
        .prop_map(Change::Put),
    ]
}

/// Makes the change at a place that `at` chooses among all members and elements.
fn apply(value: &mut Value, at: Index, change: &Change) {
    fn places(value: &Value) -> usize {
        match value {
            Value::Object(members) => members.values().map(|v| 1 + places(v)).sum(),
            Value::Array(items) => items.iter().map(|v| 1 + places(v)).sum(),
            _ => 0,
        }
    }
    fn walk(value: &mut Value, left: &mut usize, change: &Change) {
        let keys: Vec<String> = match value {
            Value::Object(members) => members.keys().cloned().collect(),
            Value::Array(items) => (0..items.len()).map(|i| i.to_string()).collect(),
            _ => return,
        };
        for key in keys {
            if *left == 0 {
                return edit(value, &key, change);
            }
            *left -= 1;
            let inner = match value {
                Value::Object(members) => members.get_mut(&key),
                Value::Array(items) => items.get_mut(key.parse::<usize>().unwrap()),
                _ => None,
            };
            let before = *left;
            if let Some(inner) = inner {
                let inside = places(inner);
                walk(inner, left, change);
                if before < inside {
                    return;
                }
            }
        }
    }
    fn edit(value: &mut Value, key: &str, change: &Change) {
        match (value, change) {
            (Value::Object(members), Change::Remove) => {
                members.remove(key);
            }
            (Value::Object(members), Change::Put(new)) => {
                members.insert(key.to_owned(), new.clone());
            }
            (Value::Object(members), Change::Reverse | Change::Repeat) => {
                *members = std::mem::take(members).into_iter().rev().collect::<Map<_, _>>();
            }
            (Value::Array(items), change) => {
                let index = key.parse::<usize>().unwrap();
                match change {
                    Change::Remove => {
                        items.remove(index);
                    }
                    Change::Put(new) => items[index] = new.clone(),
                    Change::Reverse => items.reverse(),
                    Change::Repeat => {
                        let item = items[index].clone();
                        items.push(item);
                    }
                }
            }
            _ => {}
        }
    }
    let count = places(value);
    if count > 0 {
        walk(value, &mut at.index(count), change);
    }
}

/// Reads a body as every type; what cannot be read must be an error, never a panic, and what can must print.
fn read_as_everything(status: u16, body: &[u8]) {
    let Ok(reply) = envelope::classify(status, body) else {
        return;
    };
    let text = reply.payload.get();
    macro_rules! read {
        ($($type:ty),+) => {
            $(if let Ok(value) = serde_json::from_str::<$type>(text) {
                serde_json::to_string(&value).unwrap();
            })+
        };
    }
    read!(TradingInfo, Profile, Funds, Placed, Cancelled, Orders, Order);
    read!(
        Modified,
        LegsAnswer,
        OrderHistory,
        Trades,
        Positions,
        Holdings,
        Converted
    );
    read!(
        Quote,
        MarketPrice,
        Dpr,
        OptionChain,
        FuturesChain,
        Candles,
        Margins,
        ExchangeSessions
    );
    act_on(text);
}

/// What is computed of a reply, and the requests that are made of its rows, whatever stands in it.
fn act_on(text: &str) {
    let client = || ClientId::new("PK4471");
    if let Ok(orders) = GetOrders::decode(text) {
        let change = OrderChange::new().quantity(Quantity::new(7));
        for order in &orders.rows {
            if let Ok(request) = ModifyOrder::of(order, &change, client()) {
                request.progress(OrderProgress::of(order)).body().unwrap();
            }
            if let Ok(request) = ModifyCover::of(order, &change, client()) {
                request.body().unwrap();
            }
            if let Ok(request) = ModifyBracket::of(order, &change, client()) {
                request.body().unwrap();
            }
            if let Ok(Cancellation::Leg(request)) = Cancellation::of(order, client()) {
                let body: Map<String, Value> =
                    serde_json::from_slice(&request.body().unwrap().unwrap()).unwrap();
                let query: Map<String, Value> = request
                    .query()
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), Value::from(value.into_owned())))
                    .collect();
                assert_eq!(body, query);
            }
        }
    }
    if let Ok(positions) = serde_json::from_str::<Positions>(text) {
        let _ = profit_and_loss(&positions.rows);
    }
    if let Ok(holdings) = serde_json::from_str::<Holdings>(text) {
        for holding in &holdings.rows {
            let _ = (holding.unrealized(), holding.day_change());
        }
    }
    if let Ok(trades) = serde_json::from_str::<Trades>(text) {
        for trade in &trades.rows {
            let _ = (trade.value(), trade.id(), trade.time());
        }
    }
    if let Ok(history) = serde_json::from_str::<OrderHistory>(text) {
        for step in &history.rows {
            let _ = (step.state(), step.changed_at());
        }
    }
    if let Ok(quote) = serde_json::from_str::<Quote>(text) {
        let _ = quote.unscaled_unit();
    }
    if let Ok(chain) = serde_json::from_str::<OptionChain>(text) {
        for expiry in &chain.rows {
            let _ = expiry.expiry_date.as_ref().and_then(ChainExpiry::date);
        }
    }
}

/// A list of one operation with one row damaged: the fast way of reading it agrees with the slow one, and no other row
/// is lost.
fn one_row_damaged<T: Row + PartialEq + std::fmt::Debug, E: Endpoint<Response = Rows<T>>>(
    name: &str,
    list: &[&str],
    at: Index,
    change: &Change,
) -> Result<(), TestCaseError> {
    let body = fixture(&format!("json/{name}.json"));
    let payload = envelope::classify(200, body.as_bytes())
        .unwrap()
        .payload
        .get()
        .to_owned();
    let mut reply: Value = serde_json::from_str(&payload).unwrap();
    let mut place = &mut reply;
    for member in list {
        place = &mut place[*member];
    }
    let rows = place.as_array_mut().unwrap();
    let count = rows.len();
    let damaged = at.index(count);
    apply(&mut rows[damaged], at, change);
    let read = E::decode(&reply.to_string()).unwrap();
    prop_assert_eq!(
        &read,
        &serde_json::from_str::<Rows<T>>(&reply.to_string()).unwrap()
    );
    prop_assert_eq!(read.rows.len() + read.bad_rows.len(), count);
    prop_assert!(read.rows.len() >= count - 1, "{:?}", read.bad_rows);
    prop_assert!(read.bad_rows.iter().all(|row| row.index == damaged));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_changed_reply_is_never_a_panic(
        name in prop::sample::select(REPLIES),
        changes in prop::collection::vec((any::<Index>(), change()), 1..6),
        status in prop::sample::select(vec![200_u16, 201, 302, 400, 401, 404, 500]),
    ) {
        let mut body: Value = serde_json::from_str(&fixture(&format!("json/{name}.json"))).unwrap();
        for (at, change) in &changes {
            apply(&mut body, *at, change);
        }
        read_as_everything(status, body.to_string().as_bytes());
    }

    #[test]
    fn a_damaged_row_loses_only_itself(at in any::<Index>(), change in change()) {
        let mut book: Value = serde_json::from_str(&fixture("json/orders_pending.json")).unwrap();
        let rows = book["data"]["orders"].as_array_mut().unwrap();
        let count = rows.len();
        let damaged = at.index(count);
        apply(&mut rows[damaged], at, &change);
        let orders = GetOrders::decode(&book["data"].to_string()).unwrap();
        prop_assert_eq!(&orders, &serde_json::from_str::<Orders>(&book["data"].to_string()).unwrap());
        prop_assert_eq!(orders.rows.len() + orders.bad_rows.len(), count);
        prop_assert!(orders.rows.len() >= count - 1);
        prop_assert!(orders.bad_rows.iter().all(|row| row.index == damaged));
    }

    #[test]
    fn a_damaged_row_of_any_list_loses_only_itself(at in any::<Index>(), change in change()) {
        one_row_damaged::<_, GetOrderHistory>("history_docs", &["order history"], at, &change)?;
        one_row_damaged::<_, GetTrades>("trades_production", &["trades"], at, &change)?;
        one_row_damaged::<_, GetPositions>("positions_day", &[], at, &change)?;
        one_row_damaged::<_, GetHoldings>("holdings", &["holdings"], at, &change)?;
        one_row_damaged::<_, GetOptionChain>("option_chain", &[], at, &change)?;
        one_row_damaged::<_, GetFuturesChain>("futures_chain", &[], at, &change)?;
        one_row_damaged::<_, GetCandles>("candles", &["candles"], at, &change)?;
        one_row_damaged::<_, GetSessionInfo>("session_info", &[], at, &change)?;
    }

    #[test]
    fn a_cut_reply_is_never_a_success_nor_a_panic(name in prop::sample::select(REPLIES), at in any::<Index>()) {
        let body = fixture(&format!("json/{name}.json"));
        let body = body.trim_end().as_bytes();
        let cut = &body[..at.index(body.len())];
        prop_assert!(envelope::classify(200, cut).is_err());
    }

    #[test]
    fn any_bytes_are_never_a_panic(status in any::<u16>(), body in prop::collection::vec(any::<u8>(), 0..300)) {
        read_as_everything(status, &body);
    }

    #[test]
    fn bytes_that_look_like_json_are_never_a_panic(
        status in any::<u16>(),
        body in r#"[\{\}\[\]":,a-e0-9\\u <.-]{0,60}"#,
        member in prop::sample::select(vec!["status", "data", "error", "error_code", "message", "success", "error_type"]),
    ) {
        read_as_everything(status, body.as_bytes());
        read_as_everything(status, format!("{{\"{member}\":{body}}}").as_bytes());
    }

    #[test]
    fn a_message_is_always_short_and_printable(message in any::<String>()) {
        let body = json!({"status": "error", "message": message}).to_string();
        let Err(envelope::Failure::Api(error)) = envelope::classify(200, body.as_bytes()) else {
            return Err(TestCaseError::fail("a refusal is a refusal"));
        };
        prop_assert!(error.message.chars().count() <= 301);
        prop_assert!(!error.message.chars().any(char::is_control));
    }

    #[test]
    fn any_text_of_an_open_enum_round_trips(text in any::<String>()) {
        fn round<T: WireEnum>(text: &str) {
            let json = serde_json::to_string(text).unwrap();
            let read: Received<T> = serde_json::from_str(&json).unwrap();
            match read.known() {
                Some(value) => assert!(value.as_str().eq_ignore_ascii_case(text.trim_ascii())),
                None => assert_eq!(serde_json::to_string(&read).unwrap(), json),
            }
        }
        round::<Exchange>(&text);
        round::<Product>(&text);
        round::<Side>(&text);
        round::<Validity>(&text);
        round::<OrderType>(&text);
        round::<ExecutionType>(&text);
        let status = OrderStatus::new(text.clone());
        prop_assert_eq!(status.as_str(), text);
        let _ = status.state(None);
    }

    #[test]
    fn a_decimal_round_trips_through_an_order(mantissa in any::<i64>(), scale in 0_u32..=28, quoted in any::<bool>()) {
        let price = rust_decimal::Decimal::new(mantissa, scale);
        let quote = if quoted { "\"" } else { "" };
        let row = format!(r#"{{"oms_order_id":"1","price":{quote}{price}{quote}}}"#);
        let order: Order = serde_json::from_str(&row).unwrap();
        prop_assert_eq!(order.price.unwrap().to_string(), price.to_string());
        let printed = serde_json::to_string(&order).unwrap();
        let wanted = format!(r#""price":{price},"#);
        prop_assert!(printed.contains(&wanted), "{} in {}", wanted, printed);
    }

    #[test]
    fn ids_are_kept_or_refused(text in any::<String>()) {
        if let Ok(id) = OrderId::new(text.clone()) {
            prop_assert_eq!(id.as_str(), text.trim_ascii());
        }
        let client = ClientId::new(text.clone());
        prop_assert_eq!(client.as_str(), text.trim_ascii());
    }
}

/// Every value of the closed enums goes out as the text it comes in with.
#[test]
fn known_enum_values_round_trip() {
    fn round<T: WireEnum + serde::Serialize + serde::de::DeserializeOwned>() {
        for value in T::ALL {
            let json = serde_json::to_string(value).unwrap();
            assert_eq!(json, format!("\"{}\"", value.as_str()));
            assert_eq!(serde_json::from_str::<T>(&json).unwrap(), *value);
            assert_eq!(serde_json::from_str::<Received<T>>(&json).unwrap(), *value);
            assert_eq!(serde_json::from_str::<T>(&json.to_lowercase()).unwrap(), *value);
        }
        assert!(serde_json::from_str::<T>("\"\"").is_err());
        assert!(serde_json::from_str::<T>("\"SOMETHING\"").is_err());
    }
    round::<Exchange>();
    round::<Product>();
    round::<Side>();
    round::<Validity>();
    round::<OrderType>();
    round::<ExecutionType>();
}
