//! Lists with a damaged row.

use pocketful_types::{
    Endpoint, GetBaskets, GetCandles, GetFuturesChain, GetGtts, GetHoldings, GetOptionChain, GetOrderHistory,
    GetPositions, GetSessionInfo, GetTrades, Row, Rows, SearchInstruments, envelope,
};
use proptest::{prelude::*, sample::Index};
use serde_json::Value;

use super::change::{Change, apply, change};
use crate::fixture;

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
        one_row_damaged::<_, GetBaskets>("baskets_camel", &[], at, &change)?;
        one_row_damaged::<_, GetGtts>("gtts", &[], at, &change)?;
        one_row_damaged::<_, SearchInstruments>("found", &[], at, &change)?;
    }
}
