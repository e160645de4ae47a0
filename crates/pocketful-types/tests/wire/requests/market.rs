//! Market data.

use pocketful_types::{
    CandleRangeError, CandleType, Exchange, GetCandles, GetClose, GetDpr, GetFuturesChain, GetLtp, GetMargin,
    GetOptionChain, GetQuote, GetSessionInfo, IST, Instrument, InstrumentToken, MarginLeg, MarketPath,
    Product, Quantity, Segment, Side,
};
use time::OffsetDateTime;

use super::{ACC, OPTION, RUPEE, rupees, shown};

#[test]
fn prices() {
    insta::assert_snapshot!("quote", shown(&GetQuote::new(ACC)));
    insta::assert_snapshot!(
        "quote_literal",
        shown(&GetQuote::new(OPTION).market_path(MarketPath::Literal))
    );
    insta::assert_snapshot!("ltp", shown(&GetLtp::new(ACC)));
    insta::assert_snapshot!("ltp_option", shown(&GetLtp::new(OPTION)));
    insta::assert_snapshot!("ltp_currency", shown(&GetLtp::new(RUPEE)));
    insta::assert_snapshot!("ltp_without_key", shown(&GetLtp::new(OPTION).without_key()));
    insta::assert_snapshot!("close", shown(&GetClose::new(ACC)));
    insta::assert_snapshot!("dpr", shown(&GetDpr::new(ACC)));
}

#[test]
fn derivatives_are_found_under_their_underlyings_exchange() {
    for (exchange, mapped, segment) in [
        (Exchange::Nse, Exchange::Nse, Segment::Capital),
        (Exchange::Bse, Exchange::Bse, Segment::Capital),
        (Exchange::Nfo, Exchange::Nse, Segment::FutOpt),
        (Exchange::Bfo, Exchange::Bse, Segment::FutOpt),
        (Exchange::Cds, Exchange::Nse, Segment::Currency),
        (Exchange::Mcx, Exchange::Mcx, Segment::FutOpt),
    ] {
        assert_eq!(MarketPath::Mapped.of(exchange), (mapped, segment));
        assert_eq!(MarketPath::Literal.of(exchange), (exchange, segment));
    }
}

#[test]
fn chains() {
    let acc = InstrumentToken::new(22);
    insta::assert_snapshot!(
        "option_chain",
        shown(&GetOptionChain::new(acc, 5, rupees("1880.05")))
    );
    insta::assert_snapshot!(
        "option_chain_bfo",
        shown(&GetOptionChain::new(acc, 5, rupees("1880.05")).exchange(Exchange::Bfo))
    );
    insta::assert_snapshot!("futures_chain", shown(&GetFuturesChain::new(acc)));
}

#[test]
fn history_margin_and_sessions() {
    let at = |seconds| {
        OffsetDateTime::from_unix_timestamp(seconds)
            .unwrap()
            .to_offset(IST)
    };
    let candles = GetCandles::new(ACC, CandleType::Minute, at(1_795_405_500), at(1_795_427_999)).unwrap();
    insta::assert_snapshot!("candles", shown(&candles.clone().every(5).unwrap()));
    assert_eq!(candles.every(0), Err(CandleRangeError::NoLength));
    assert_eq!(
        GetCandles::new(ACC, CandleType::Day, at(2), at(1)),
        Err(CandleRangeError::EndBeforeStart)
    );
    let nifty = Instrument::new(Exchange::Nfo, InstrumentToken::new(94_117));
    let legs = vec![
        MarginLeg::new(
            nifty,
            Side::Sell,
            Quantity::new(75),
            rupees("101.05"),
            Product::Nrml,
        )
        .segment("FutOpt")
        .series("OPTIDX")
        .symbol("NIFTY26NOV26000CE")
        .underlying("NIFTY"),
        MarginLeg::new(ACC, Side::Buy, Quantity::new(10), rupees("1875.50"), Product::Cnc).mode("MODIFY"),
    ];
    insta::assert_snapshot!("margin", shown(&GetMargin::new(legs)));
    insta::assert_snapshot!("session_info", shown(&GetSessionInfo));
}
