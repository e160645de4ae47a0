//! Instruments and what they cost.

use std::io::Read;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use time::macros::datetime;

use crate::visitor::{Visitor, json_of, refused};

#[tokio::test]
async fn quotes_are_objects_and_single_prices_bare_numbers() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let quote = visitor
        .answered(&token, "/api/v1/marketdata/NSE/Capital?token=14366")
        .await;
    insta::assert_json_snapshot!("quote", quote);
    let data = &quote["data"];
    assert_eq!(
        data,
        &visitor.answered(&token, "/api/v1/marketdata/NSE/14366").await["data"]
    );
    for (path, price) in [
        (
            "/api/v1/marketdata/NSE/Capital?token=14366&key=last_trade_price",
            "last_trade_price",
        ),
        (
            "/api/v1/marketdata/NSE/14366/last_trade_price",
            "last_trade_price",
        ),
        (
            "/api/v1/marketdata/NSE/Capital?token=14366&key=close_price",
            "close_price",
        ),
    ] {
        assert_eq!(
            visitor.answered(&token, path).await["data"],
            data[price],
            "{path}"
        );
    }
    // The one-unit trap: bid and ask in paise beside rupees.
    assert!(data["bid_price"].as_f64().unwrap() > 50.0 * data["last_trade_price"].as_f64().unwrap());
    let cash = visitor
        .answered(
            &token,
            "/api/v1/marketdata/NSE/FutOpt?token=35001&key=last_trade_price",
        )
        .await;
    let own = visitor
        .answered(
            &token,
            "/api/v1/marketdata/NFO/FutOpt?token=35001&key=last_trade_price",
        )
        .await;
    assert!(cash["data"].is_number() && cash == own);
    assert!(visitor.answered(&token, "/api/v1/marketdata/MCX/430001").await["data"].is_object());
    visitor.sandbox.clock().advance(time::Duration::MINUTE);
    let mut shown = String::new();
    for path in [
        "/api/v1/marketdata/XSE/Capital?token=14366",
        "/api/v1/marketdata/NSE/Capital",
        "/api/v1/marketdata/NSE/Capital?token=99999",
        "/api/v1/marketdata/NSE/Capital?token=IDEA",
        "/api/v1/marketdata/NSE/Capital?token=14366&key=gamma",
        "/api/v1/marketdata/NSE/Cash?token=14366",
    ] {
        shown += &format!(
            "{path}\n    {}\n",
            refused(visitor.call(Method::GET, path, &token)).await
        );
    }
    insta::assert_snapshot!("quote_refusals", shown);
}

#[tokio::test]
async fn the_published_rate_of_data_calls_holds() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    for _ in 0..10 {
        visitor.answered(&token, "/api/v1/marketdata/NSE/14366").await;
    }
    let (status, _) = visitor.get("/api/v1/marketdata/NSE/14366", &token).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn instruments_are_searched_and_described() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    insta::assert_json_snapshot!("search", visitor.answered(&token, "/api/v1/search?key=pnb").await);
    // Spaces around a key are no part of it, and alone they are none.
    let found = visitor.answered(&token, "/api/v1/search?key=pnb").await;
    assert_eq!(
        visitor.answered(&token, "/api/v1/search?key=%20pnb%20").await,
        found
    );
    let blank = refused(visitor.call(Method::GET, "/api/v1/search?key=%20", &token)).await;
    assert!(blank.contains("44000"), "{blank}");
    let index = visitor.answered(&token, "/api/v1/search?key=Nifty%2050").await;
    assert_eq!(
        (&index["result"][0]["segment"], &index["result"][0]["is_tradable"]),
        (&json!("Indices"), &json!(false))
    );
    assert_eq!(
        visitor.answered(&token, "/api/v1/search?key=zzzz").await["result"],
        json!({})
    );
    let scrip = visitor
        .answered(&token, "/api/v1/contract/NSE?info=scrip&token=14366")
        .await;
    insta::assert_json_snapshot!("scrip", scrip);
    let nothing = visitor
        .answered(&token, "/api/v1/contract/NSE?info=scrip&token=99999")
        .await;
    assert_eq!(
        nothing,
        json!({ "error": { "code": 404, "message": "Resource Not Found" }, "result": "" })
    );
    let sessions = visitor.answered(&token, "/api/v1/exchange/session/info").await;
    insta::assert_json_snapshot!("sessions", sessions["result"][0]);
}

#[tokio::test]
async fn apps_are_listed_without_their_secrets() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let apps = visitor.answered(&token, "/api/v1/apps").await;
    let app = &apps["data"][0];
    assert_eq!(
        (&app["app_name"], &app["scope"]),
        (&json!("Demo"), &json!("orders holdings"))
    );
    assert_eq!(app.as_object().unwrap().len(), 4, "{app}");
}

#[tokio::test]
async fn chains_have_strikes_of_one_side_only() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let chain = visitor
        .answered(&token, "/api/v1/optionchain/NFO?token=26000&num=2&price=26000")
        .await;
    assert_eq!(chain["result"].as_array().unwrap().len(), 4);
    insta::assert_json_snapshot!("option_chain", chain["result"][0]);
    let whole = visitor
        .answered(&token, "/api/v1/optionchain/NFO?token=26000&num=99&price=26000")
        .await;
    let strikes = whole["result"][0]["strikes"].as_array().unwrap();
    assert!(strikes[0].get("call_option").is_none() && strikes[0]["put_option"].is_object());
    let last = &strikes[strikes.len() - 1];
    assert!(last.get("put_option").is_none() && last["call_option"].is_object());
    let futures = visitor
        .answered(&token, "/api/v1/futureschain/NFO?token=26009")
        .await;
    insta::assert_json_snapshot!("futures_chain", futures["result"][0]);
    let wrong = visitor
        .answered(&token, "/api/v1/optionchain/NFO?token=7&num=2&price=1")
        .await;
    assert_eq!(
        wrong["error"],
        json!({ "code": 404, "message": "Invalid UnderLyingtoken: 7" })
    );

    // An option of the chain can be ordered.
    let option = strikes[20]["call_option"]["token"].as_str().unwrap();
    let order = json!({ "exchange": "NFO", "instrument_token": option, "quantity": 75, "price": 0.05, "product": "NRML" });
    visitor.placed(&token, order).await;
}

#[tokio::test]
async fn candles_and_margins() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let from = datetime!(2026-11-23 9:15 +5:30).unix_timestamp();
    let path = |more: &str| {
        format!(
            "/api/v1/charts?exchange=NSE&token=2885&starttime={from}&endtime={}{more}",
            from + 86_400
        )
    };
    let candles = visitor
        .answered(&token, &path("&candletype=1&data_duration=15"))
        .await;
    insta::assert_json_snapshot!("candles", candles);
    let days = visitor
        .answered(&token, &path("&candletype=3&data_duration=1"))
        .await;
    assert_eq!(days["data"]["candles"].as_array().unwrap().len(), 1);
    let refusal = refused(visitor.call(Method::GET, &path("&candletype=9&data_duration=1"), &token)).await;
    assert_eq!(refusal, "400 44000 `candletype` is invalid");
    let leg = |token: &str, side: &str| {
        json!({
            "segment": "FutOpt", "series": "FUTIDX", "exchange": "NFO", "side": side, "mode": "NEW", "symbol": "NIFTY",
            "underlying": "NIFTY", "token": token, "quantity": "75", "price": "26000", "product": "NRML",
        })
    };
    let calc = |body: Value| visitor.call(Method::POST, "/api/v1/calc", &token).json(&body);
    let margin = visitor
        .ok(calc(json!([leg("35001", "BUY"), leg("35001", "SELL")])))
        .await;
    insta::assert_json_snapshot!("margin", margin["result"]["combined_margin"]);
    assert_eq!(
        visitor.ok(calc(json!([leg("9", "BUY")]))).await["error"]["code"],
        404
    );
    assert_eq!(refused(calc(json!({}))).await, "400 no code Invalid parameters");
}

/// The files of an archive whose files are stored as they are.
fn unzipped(mut archive: &[u8]) -> Vec<(String, String)> {
    let mut files = Vec::new();
    while archive.starts_with(b"PK\x03\x04") {
        let size = |at: usize| u32::from_le_bytes(archive[at..at + 4].try_into().unwrap()) as usize;
        let name_length = usize::from(u16::from_le_bytes([archive[26], archive[27]]));
        let (data, mut rest) = (size(18), &archive[30..]);
        let mut take = |length: usize| {
            let mut text = String::new();
            rest.take(length as u64).read_to_string(&mut text).unwrap();
            rest = &rest[length..];
            text
        };
        let file = (take(name_length), take(data));
        files.push(file);
        archive = rest;
    }
    files
}

#[tokio::test]
async fn the_contract_master_is_an_archive_of_five_files_and_needs_no_token() {
    let visitor = Visitor::new().await;
    let url = visitor.url("/api/v1/contract/Compact?info=download&exchanges=NSE,NFO,BSE,BFO,MCX");
    let archive = visitor
        .elsewhere
        .get(&url)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    let again = visitor
        .elsewhere
        .get(&url)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    assert_eq!(archive, again);
    let mut shown = String::new();
    for (name, text) in unzipped(&archive) {
        let rows: Vec<_> = text.lines().collect();
        shown += &format!("{name}: {} rows\n", rows.len() - 1);
        for row in rows.iter().take(9).chain(rows.last()) {
            shown += &format!("    {row}\n");
        }
    }
    insta::assert_snapshot!("contract_master", shown);
    let one = visitor.url("/api/v1/contract/Compact?info=download");
    let archive = visitor
        .elsewhere
        .get(&one)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    assert_eq!(unzipped(&archive)[0].0, "CompactScrip.csv");
    let (_, none) = json_of(
        visitor
            .elsewhere
            .get(visitor.url("/api/v1/contract/Compact"))
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(none["error"]["code"], 404);
}
