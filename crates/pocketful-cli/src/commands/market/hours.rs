//! `pocketful market-hours`: the times in the broker's own words, whose form is not known.

use pocketful::types::{ExchangeSession, GetSessionInfo};

use crate::{
    commands::{orders, read},
    error::Result,
    output::{
        Out,
        table::{self, Align, Tone, Value},
    },
    profile::Profile,
    session,
};

pub(crate) async fn run(profile: &Profile, out: &mut Out) -> Result {
    let client = session::client(profile).await?;
    let Some(sessions) = read::rows("Reading the market hours…", &client, &GetSessionInfo, out).await?
    else {
        return Ok(());
    };
    if sessions.is_empty() {
        return Ok(out.line("The broker tells no hours.")?);
    }
    let columns = [
        ("EXCHANGE", Align::Left),
        ("SESSION", Align::Flexible),
        ("NOW", Align::Left),
        ("OPENS", Align::Left),
        ("CLOSES", Align::Left),
        ("AFTER-MARKET ORDERS", Align::Left),
    ];
    let text = table::render(out, &columns, sessions.iter().map(row).collect());
    Ok(out.line(text)?)
}

fn row(session: &ExchangeSession) -> Vec<Value> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let after_market = match (&session.amo_start_time, &session.amo_end_time) {
        (Some(from), Some(to)) => format!("from {from} to {to}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("to {to}"),
        (None, None) => String::new(),
    };
    vec![
        orders::text(session.exchange.as_ref()).into(),
        text(&session.session_name).into(),
        state(session),
        text(&session.market_open_time).into(),
        text(&session.market_close_time).into(),
        after_market.into(),
    ]
}

/// A word of ours where the broker's is understood, else its own.
fn state(session: &ExchangeSession) -> Value {
    match (session.is_holiday(), session.is_active()) {
        (Some(true), _) => Value("holiday".to_owned(), Tone::Dim),
        (_, Some(true)) => Value("open".to_owned(), Tone::Good),
        (_, Some(false)) => Value("closed".to_owned(), Tone::Dim),
        (_, None) => session.is_active.clone().unwrap_or_default().into(),
    }
}
