//! Prices, chains, candles and margins.

use pocketful::{
    Decimal, Exchange, Instrument, InstrumentToken, Outcome, Product, Quantity, Side,
    types::{CandleType, GetCandles, MarginLeg},
};

use crate::day::{Day, MORNING};

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
