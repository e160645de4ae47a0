//! Prices, chains, candles and margins.

use pocketful::{
    Decimal, Environment, Exchange, Instrument, InstrumentToken, Outcome, Product, Quantity, Side,
    http::ScriptedTransport,
    types::{CandleType, GetCandles, MarginLeg, MarketPath},
};

use crate::{
    day::{Day, MORNING},
    scripted::client,
};

const SBIN: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(3045));
const NOTHING: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(99));

#[tokio::test]
async fn prices_of_one_moment_agree() {
    let day = Day::logged_in().await;
    let client = day.client();
    let market = client.market();
    let quote = market.quote(SBIN).await.unwrap();
    let last = market.ltp(SBIN).await.unwrap();
    assert_eq!(quote.last_trade_price, Some(last.rupees()));
    assert_eq!(
        quote.close_price,
        Some(market.close(SBIN).await.unwrap().rupees())
    );
    let range = market.dpr(SBIN).await.unwrap();
    assert!(range.low.unwrap() <= last.rupees() && last.rupees() <= range.high.unwrap());
    let future = Instrument::new(Exchange::Nfo, InstrumentToken::new(35001));
    assert!(market.ltp(future).await.unwrap().rupees() > Decimal::ZERO);
    for error in [
        market.quote(NOTHING).await.unwrap_err(),
        market.ltp(NOTHING).await.unwrap_err(),
        market.close(NOTHING).await.unwrap_err(),
    ] {
        assert_eq!(error.outcome(), Outcome::Rejected, "{error}");
    }
}

#[tokio::test]
async fn chains_candles_margin_and_sessions() {
    let day = Day::logged_in().await;
    let client = day.client();
    let market = client.market();
    let nifty = InstrumentToken::new(26000);
    let price = market.ltp(Instrument::new(Exchange::Nse, nifty)).await.unwrap();
    let chain = market.option_chain(nifty, 5, price.rupees()).await.unwrap();
    assert!(!chain.rows.is_empty() && !chain.rows[0].strikes.rows.is_empty());
    assert!(chain.rows[0].expiry_date.as_ref().unwrap().date().is_some());
    assert!(!market.futures_chain(nifty).await.unwrap().rows.is_empty());

    let request =
        GetCandles::new(SBIN, CandleType::Day, MORNING - time::Duration::days(10), MORNING).unwrap();
    let candles = market.candles(&request).await.unwrap();
    assert!(!candles.rows.is_empty() && candles.is_complete());
    for candle in &candles.rows {
        assert!(
            candle.low <= candle.open && candle.close <= candle.high,
            "{candle:?}"
        );
    }

    let leg = |quantity| {
        MarginLeg::new(
            SBIN,
            Side::Buy,
            Quantity::new(quantity),
            price.rupees(),
            Product::Mis,
        )
    };
    let margins = market.margin(vec![leg(10)]).await.unwrap();
    assert_eq!(margins.individual_margin_values.rows.len(), 1);
    assert!(!market.sessions().await.unwrap().rows.is_empty());
}

const FUTURE: Instrument = Instrument::new(Exchange::Nfo, InstrumentToken::new(35001));
const PRICE: &str = r#"{"data":446981.3,"message":"","status":"success"}"#;

/// Where the requests went: exchange and segment, and the key of a single value.
fn places(transport: &ScriptedTransport) -> Vec<String> {
    let place = |url: &str| {
        let (_, rest) = url.split_once("/marketdata/").unwrap();
        let (path, query) = rest.split_once('?').unwrap();
        match query.split_once("key=") {
            Some((_, key)) => format!("{path} {key}"),
            None => path.to_owned(),
        }
    };
    let recorded = transport.recorded();
    recorded.iter().map(|sent| place(&sent.request.url())).collect()
}

#[tokio::test]
async fn prices_of_derivatives_are_looked_for_at_either_path() {
    let nothing = "<!doctype html><title>Pocketful</title>";
    let transport = ScriptedTransport::new().reply(404, "").reply(200, PRICE);
    let last = client(Environment::algo(), &transport).market().ltp(FUTURE).await;
    assert_eq!(last.unwrap().rupees(), Decimal::new(4_469_813, 1));
    assert_eq!(
        places(&transport),
        ["NSE/FutOpt last_trade_price", "NFO/FutOpt last_trade_price"]
    );
    let transport = ScriptedTransport::new().reply(200, nothing).reply(200, PRICE);
    let close = client(Environment::algo(), &transport)
        .market()
        .close(FUTURE)
        .await;
    close.unwrap();
    assert_eq!(
        places(&transport),
        ["NSE/FutOpt close_price", "NFO/FutOpt close_price"]
    );
    // Neither leads anywhere.
    let transport = ScriptedTransport::new().reply(404, "").reply(404, "");
    let quote = client(Environment::algo(), &transport)
        .market()
        .quote(FUTURE)
        .await;
    assert!(quote.is_err());
    assert_eq!(places(&transport), ["NSE/FutOpt", "NFO/FutOpt"]);
}

#[tokio::test]
async fn a_path_that_was_chosen_is_the_only_one() {
    for (path, place) in [
        (MarketPath::Mapped, "NSE/FutOpt"),
        (MarketPath::Literal, "NFO/FutOpt"),
    ] {
        let transport = ScriptedTransport::new().reply(404, "");
        let client = client(Environment::algo(), &transport);
        let quote = client.market().market_path(path).quote(FUTURE).await;
        quote.unwrap_err();
        assert_eq!(places(&transport), [place]);
    }
    // Where both are the same, and where the server refuses, nothing is asked twice.
    let refusal = r#"{"data":{},"message":"`exchange` is invalid","error_code":44000,"status":"error"}"#;
    for (instrument, status, body) in [(SBIN, 404, ""), (FUTURE, 400, refusal)] {
        let transport = ScriptedTransport::new().reply(status, body);
        let client = client(Environment::algo(), &transport);
        client.market().ltp(instrument).await.unwrap_err();
        assert_eq!(transport.recorded().len(), 1);
    }
}
