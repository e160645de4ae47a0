//! `pocketful ipo list`.

use pocketful::types::{GetIpos, Ipo, Ipos};
use serde::Serialize;

use crate::{
    args::ipo::ListIposArgs,
    commands::read,
    error::{Failure, Result},
    output::{
        Format, Out, money,
        table::{self, Align, Tone, Value},
        time,
    },
    profile::Profile,
    session,
};

/// An offering with the list that it is in, which it does not say itself.
#[derive(Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    ipo: &'a Ipo,
    state: Option<&'static str>,
}

pub(super) async fn run(args: &ListIposArgs, profile: &Profile, out: &mut Out) -> Result {
    if args.open && out.format == Format::Raw {
        return Err(
            Failure::usage("--raw prints the reply untouched, with the offerings of every state")
                .hint("leave --open out, or use --json"),
        );
    }
    let client = session::client(profile).await?;
    let reading = "Reading the offerings…";
    if out.format == Format::Raw {
        return read::raw(reading, &client, &GetIpos, out).await;
    }
    let ipos = read::ask(reading, client.ipo().list()).await?;
    // The list of all has those of the other lists once more.
    read::remark(&ipos.all_ipo, out);
    if ipos.all_ipo.is_complete() {
        for rows in [&ipos.open_ipo, &ipos.upcoming_ipo, &ipos.closed_ipo] {
            read::remark(rows, out);
        }
    }
    let mut listed = listed(&ipos);
    listed.retain(|one| !args.open || one.state == Some("open"));
    if !out.is_human() {
        return Ok(out.document(&listed)?);
    }
    if listed.is_empty() {
        let which = if args.open { "open " } else { "" };
        return Ok(out.line(format!("No {which}offerings."))?);
    }
    let columns = [
        ("SYMBOL", Align::Left),
        ("NAME", Align::Flexible),
        ("STATE", Align::Left),
        ("FROM", Align::Left),
        ("TO", Align::Left),
        ("PRICE", Align::Right),
        ("LOT", Align::Right),
    ];
    let text = table::render(out, &columns, listed.iter().map(row).collect());
    Ok(out.line(text)?)
}

/// Every offering once: those that are open first, then those to come, over, and in no list of a state.
fn listed(ipos: &Ipos) -> Vec<Listed<'_>> {
    let lists = [
        (&ipos.open_ipo, Some("open")),
        (&ipos.upcoming_ipo, Some("upcoming")),
        (&ipos.closed_ipo, Some("closed")),
        (&ipos.all_ipo, None),
    ];
    let mut listed: Vec<Listed<'_>> = Vec::new();
    for (rows, state) in lists {
        for ipo in &rows.rows {
            let is_there = |one: &Listed<'_>| match (&one.ipo.symbol, &ipo.symbol) {
                (Some(one), Some(other)) => one == other,
                _ => one.ipo == ipo,
            };
            if !listed.iter().any(is_there) {
                listed.push(Listed { ipo, state });
            }
        }
    }
    listed
}

fn row(listed: &Listed<'_>) -> Vec<Value> {
    let ipo = listed.ipo;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let tone = match listed.state {
        Some("open") => Tone::Good,
        Some("upcoming") => Tone::Warn,
        _ => Tone::Dim,
    };
    let price = match (ipo.min_price, ipo.max_price) {
        (Some(low), Some(high)) if low != high => format!("{}–{}", money::plain(low), money::plain(high)),
        (low, high) => high.or(low).map(money::plain).unwrap_or_default(),
    };
    vec![
        text(&ipo.symbol).into(),
        text(&ipo.name).into(),
        Value(listed.state.unwrap_or("?").to_owned(), tone),
        ipo.bidding_start_date.map(time::day).unwrap_or_default().into(),
        ipo.bidding_end_date.map(time::day).unwrap_or_default().into(),
        price.into(),
        ipo.lot_size
            .map(|units| units.to_string())
            .unwrap_or_default()
            .into(),
    ]
}
