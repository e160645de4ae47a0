//! Market data.

use pocketful_types::{
    Dpr, Endpoint, ExchangeSession, GetCandles, GetClose, GetFuturesChain, GetLtp, GetOptionChain,
    GetSessionInfo, Margins, PriceUnit, Quote,
};

use super::{decoded, payload, printed, reply};

#[test]
fn quotes_keep_uncertain_prices_apart() {
    for name in ["quote", "quote_rupees", "quote_quirks"] {
        insta::assert_snapshot!(name, printed(&reply::<Quote>(name)));
    }
    let paise: Quote = reply("quote");
    assert_eq!(paise.unscaled_unit(), Some(PriceUnit::Paise));
    let bid = paise.bid_price.unwrap();
    assert_eq!(bid.raw().to_string(), "188000");
    assert_eq!(bid.rupees_if(PriceUnit::Paise).to_string(), "1880");
    let rupees: Quote = reply("quote_rupees");
    assert_eq!(rupees.unscaled_unit(), Some(PriceUnit::Rupees));
    assert_eq!(reply::<Quote>("quote_quirks").unscaled_unit(), None);
    // Under its own member names it reads back, uncertain as before.
    assert_eq!(serde_json::from_str::<Quote>(&printed(&paise)).unwrap(), paise);
}

#[test]
fn a_price_is_a_number_a_text_or_a_member_of_the_quote() {
    for name in ["ltp", "ltp_text", "ltp_object"] {
        assert_eq!(decoded::<GetLtp>(name).to_string(), "1880.05", "{name}");
    }
    for name in ["close", "ltp_object"] {
        assert_eq!(
            GetClose::decode(&payload(name)).unwrap().to_string(),
            "1861.2",
            "{name}"
        );
    }
    assert_eq!(printed(&decoded::<GetLtp>("ltp")), "1880.05");
    for name in ["ltp_null", "converted", "session_info"] {
        assert!(GetLtp::decode(&payload(name)).is_err(), "{name}");
    }
}

#[test]
fn ranges() {
    for name in ["dpr_scrip", "dpr_old"] {
        insta::assert_snapshot!(name, printed(&reply::<Dpr>(name)));
    }
}

#[test]
fn chains() {
    for name in ["option_chain", "option_chain_bad_rows", "chain_empty"] {
        insta::assert_snapshot!(name, printed(&decoded::<GetOptionChain>(name)));
    }
    insta::assert_snapshot!(
        "futures_chain",
        printed(&decoded::<GetFuturesChain>("futures_chain"))
    );
    let chain = decoded::<GetOptionChain>("option_chain");
    let date = chain.rows[0]
        .expiry_date
        .as_ref()
        .and_then(|expiry| expiry.date());
    assert_eq!(date, Some(time::macros::date!(2026 - 11 - 26)));
    let sides: Vec<_> = chain.rows[0]
        .strikes
        .rows
        .iter()
        .map(|strike| (strike.call_option.is_some(), strike.put_option.is_some()))
        .collect();
    assert_eq!(sides, [(true, true), (true, false), (false, true)]);
    let odd = decoded::<GetOptionChain>("option_chain_bad_rows");
    insta::assert_snapshot!(
        "option_chain_bad_rows_bad_rows",
        format!("{:#?}\n{:#?}", odd.bad_rows, odd.rows[0].strikes.bad_rows)
    );
}

#[test]
fn candles() {
    for name in ["candles", "candles_bad_rows"] {
        insta::assert_snapshot!(name, printed(&decoded::<GetCandles>(name)));
    }
    let odd = decoded::<GetCandles>("candles_bad_rows");
    insta::assert_snapshot!("candles_bad_rows_bad_rows", format!("{:#?}", odd.bad_rows));
}

#[test]
fn margins_and_sessions() {
    for name in ["margin", "margin_nulls"] {
        insta::assert_snapshot!(name, printed(&reply::<Margins>(name)));
    }
    let margins: Margins = reply("margin");
    assert_eq!(margins.individual_margin_values.bad_rows.len(), 1);
    let sessions = decoded::<GetSessionInfo>("session_info");
    insta::assert_snapshot!("session_info", printed(&sessions));
    let flags = |session: &ExchangeSession| (session.is_active(), session.is_holiday());
    assert_eq!(flags(&sessions.rows[0]), (Some(true), Some(false)));
    assert_eq!(flags(&sessions.rows[1]), (None, Some(true)));
}
