//! `pocketful holdings`, `positions` and `convert-position`.

use pocketful::{
    Decimal, Holding, Instrument, Position, PositionConversion,
    types::{ConvertPosition, GetHoldings, GetPositions, PositionsView},
};
use serde::Serialize;
use serde_json::value::RawValue;

use super::{
    named::{Named, Purpose},
    orders, read, typed,
    write::Write,
};
use crate::{
    args::portfolio::{ConvertArgs, PositionsArgs},
    error::{Failure, Result},
    output::{
        Format, Out, money,
        table::{self, Align, Tone, Value},
    },
    profile::Profile,
    session,
};

pub(super) async fn holdings(profile: &Profile, out: &mut Out) -> Result {
    let client = session::client(profile).await?;
    let request = GetHoldings::new(client.client_id().await?);
    let Some(holdings) = read::rows("Reading the holdings…", &client, &request, out).await? else {
        return Ok(());
    };
    if holdings.is_empty() {
        return Ok(out.line("No holdings.")?);
    }
    let columns = [
        ("SYMBOL", Align::Flexible),
        ("QTY", Align::Right),
        ("AVERAGE", Align::Right),
        ("LAST", Align::Right),
        ("VALUE", Align::Right),
        ("GAIN", Align::Right),
        ("TODAY", Align::Right),
    ];
    let mut rows: Vec<_> = holdings.iter().map(holding).collect();
    let sum = |of: fn(&Holding) -> Option<Decimal>| holdings.iter().map(of).sum::<Option<Decimal>>();
    rows.push(vec![
        Value("all".to_owned(), Tone::Dim),
        String::new().into(),
        String::new().into(),
        String::new().into(),
        worth(sum(Holding::value)),
        gain(sum(Holding::unrealized)),
        gain(sum(Holding::day_change)),
    ]);
    let text = table::render(out, &columns, rows);
    Ok(out.line(text)?)
}

fn holding(holding: &Holding) -> Vec<Value> {
    let name = holding.trading_symbol.clone().or_else(|| holding.symbol.clone());
    vec![
        name.unwrap_or_default().into(),
        holding
            .quantity
            .map(|units| units.to_string())
            .unwrap_or_default()
            .into(),
        price(holding.buy_avg),
        price(holding.ltp),
        worth(holding.value()),
        gain(holding.unrealized()),
        gain(holding.day_change()),
    ]
}

/// A position with what the wire does not give.
#[derive(Serialize)]
struct Computed<'a> {
    #[serde(flatten)]
    position: &'a Position,
    unrealized: Option<Box<RawValue>>,
    total: Option<Box<RawValue>>,
}

pub(super) async fn positions(args: &PositionsArgs, profile: &Profile, out: &mut Out) -> Result {
    let client = session::client(profile).await?;
    let view = if args.net {
        PositionsView::Net
    } else {
        PositionsView::Day
    };
    let request = GetPositions::new(client.client_id().await?, view);
    let reading = "Reading the positions…";
    if out.format == Format::Raw {
        return read::raw(reading, &client, &request, out).await;
    }
    let positions = read::ask(reading, client.call(&request)).await?;
    read::remark(&positions, out);
    let positions = positions.rows;
    if !out.is_human() {
        let rows: Vec<_> = positions.iter().map(computed).collect();
        return Ok(out.document(&rows)?);
    }
    if positions.is_empty() {
        return Ok(out.line("No positions.")?);
    }
    let columns = [
        ("SYMBOL", Align::Flexible),
        ("HELD AS", Align::Left),
        ("NET", Align::Right),
        ("AVERAGE", Align::Right),
        ("LAST", Align::Right),
        ("UNREALISED", Align::Right),
        ("REALISED", Align::Right),
        ("TOTAL", Align::Right),
    ];
    let mut rows: Vec<_> = positions.iter().map(position).collect();
    let sums = pocketful::profit_and_loss(&positions);
    let mut last = vec![Value("all".to_owned(), Tone::Dim)];
    last.extend((0..4).map(|_| Value::from(String::new())));
    last.extend([sums.unrealized, sums.realized, sums.total].map(|sum| gain(Some(sum))));
    rows.push(last);
    let text = table::render(out, &columns, rows);
    out.line(text)?;
    if sums.left_out > 0 {
        out.remark(&format!(
            "{} positions are not in the sums: the server did not say all that is needed",
            sums.left_out
        ));
    }
    Ok(())
}

fn computed(position: &Position) -> Computed<'_> {
    // The digits as they are: a JSON number of `serde_json` is a float.
    let number =
        |amount: Option<Decimal>| amount.and_then(|amount| RawValue::from_string(amount.to_string()).ok());
    Computed {
        unrealized: number(position.unrealized()),
        total: number(position.total()),
        position,
    }
}

fn position(position: &Position) -> Vec<Value> {
    let name = position
        .trading_symbol
        .clone()
        .or_else(|| position.symbol.clone());
    vec![
        name.unwrap_or_default().into(),
        orders::text(position.product.as_ref()).into(),
        position
            .net_quantity
            .map(|units| units.to_string())
            .unwrap_or_default()
            .into(),
        price(position.open_price()),
        price(position.ltp),
        gain(position.unrealized()),
        gain(position.realized_mtm),
        gain(position.total()),
    ]
}

pub(super) async fn convert(args: &ConvertArgs, profile: &Profile, out: &mut Out) -> Result {
    let named = Named::new(&args.exchange, &args.instrument)?;
    named.rehearse(|instrument| conversion(args, instrument))?;
    let client = session::client(profile).await?;
    let found = named.find(&client, Purpose::Trading, out).await?;
    let conversion = conversion(args, found.instrument)?;
    let request = ConvertPosition::new(conversion, client.client_id().await?)
        .map_err(|error| Failure::usage(error.to_string()))?;
    let upper = |product: &str| product.to_ascii_uppercase();
    let words = format!(
        "{} × {found} from {} to {}",
        typed::quantity("QTY", &args.quantity)?,
        upper(&args.from),
        upper(&args.to)
    );
    let summary = format!("Convert {words}");
    let write = Write {
        summary: &summary,
        doing: "Converting…",
        check: "The position may have been converted. Look with `pocketful positions`.",
        done: "the position was converted",
        send: args.send,
    };
    if write
        .run(&client, &request, profile, out, |_| None)
        .await?
        .is_some()
    {
        out.sentence(format!("{} Converted {words}", out.style.good("✓")))?;
    }
    Ok(())
}

fn conversion(args: &ConvertArgs, instrument: Instrument) -> Result<PositionConversion> {
    let conversion = PositionConversion::new(
        instrument,
        typed::word(&args.side)?,
        typed::quantity("QTY", &args.quantity)?,
        typed::word(&args.from)?,
        typed::word(&args.to)?,
    );
    conversion
        .validate()
        .map_err(|error| Failure::usage(error.to_string()))?;
    Ok(conversion)
}

fn price(price: Option<Decimal>) -> Value {
    price.map(money::plain).unwrap_or_default().into()
}

fn worth(amount: Option<Decimal>) -> Value {
    amount.map(money::paise).unwrap_or_default().into()
}

/// An amount that is good above zero and bad below; `?` where it is not known.
fn gain(amount: Option<Decimal>) -> Value {
    match amount {
        None => Value("?".to_owned(), Tone::Dim),
        Some(amount) if amount.is_zero() => Value(money::paise(amount), Tone::Dim),
        Some(amount) if amount.is_sign_negative() => Value(money::paise(amount), Tone::Bad),
        Some(amount) => Value(money::paise(amount), Tone::Good),
    }
}
