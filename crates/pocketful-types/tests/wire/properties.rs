//! What holds for every reply, not only for those in the fixtures.

mod change;
mod computed;
mod lists;

use pocketful_types::{
    Acknowledged, Basket, BasketType, Baskets, Cancelled, Candles, ClientId, Converted, CreatedApp, Dpr,
    EdisForm, Endpoint, Exchange, ExchangeSessions, ExecutionType, FoundInstruments, Funds, FuturesChain,
    GetOrders, GttAction, GttAnswer, GttStatus, Gtts, Holdings, IpoAnswer, IpoOrders, Ipos, LegsAnswer,
    Margins, MarketPrice, Modified, OptionChain, OptionSide, Order, OrderHistory, OrderId, OrderStatus,
    OrderType, OrderUpdate, Orders, Placed, Positions, Product, Profile, Quote, Received, RegisteredApps,
    ScripInfo, Side, TpinAnswer, TradeUpdate, Trades, TradingInfo, Validity, WireEnum, envelope,
    read_updates,
};
use proptest::{prelude::*, sample::Index};
use serde_json::{Value, json};

use self::{
    change::{apply, change},
    computed::act_on,
};
use crate::fixture;

/// The names of all JSON fixtures, so that none is forgotten.
fn replies() -> Vec<String> {
    let folder = format!("{}/fixtures/json", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).unwrap();
    let name = |file: std::io::Result<std::fs::DirEntry>| file.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<_> = files.map(name).collect();
    names.sort_unstable();
    names
        .iter()
        .map(|name| name.strip_suffix(".json").unwrap().to_owned())
        .collect()
}

/// Reads a body as every type; what cannot be read must be an error, never a panic, and what can must print.
fn read_as_everything(status: u16, body: &[u8]) {
    // The feed's updates come in no envelope, or in one of their own.
    for update in read_updates::<OrderUpdate>(body).rows {
        let _ = (update.state(), update.filled_price());
    }
    let _ = read_updates::<TradeUpdate>(body);
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
    read!(
        RegisteredApps,
        CreatedApp,
        TradingInfo,
        Profile,
        Funds,
        Placed,
        Cancelled,
        Orders,
        Order
    );
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
    read!(Acknowledged, Basket, Baskets, Gtts, GttAnswer);
    read!(Ipos, IpoOrders, IpoAnswer, TpinAnswer, EdisForm);
    read!(FoundInstruments, ScripInfo);
    act_on(text);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_changed_reply_is_never_a_panic(
        name in prop::sample::select(replies()),
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
    fn a_cut_reply_is_never_a_success_nor_a_panic(name in prop::sample::select(replies()), at in any::<Index>()) {
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
    round::<BasketType>();
    round::<OptionSide>();
    round::<GttAction>();
    round::<GttStatus>();
}
