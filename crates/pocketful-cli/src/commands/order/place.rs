//! `pocketful order place`: checks what was typed, shows it, asks, sends.

use pocketful::{
    Decimal, Exchange, Instrument, InstrumentToken, NewOrder, PreparedRequest, Quantity, Side, UserOrderId,
    types::PlaceOrder,
};
use serde::Serialize;
use serde_json::value::RawValue;

use super::send;
use crate::{
    args::order::PlaceArgs,
    error::{Failure, Result},
    output::{Format, Out, money},
    profile::Profile,
    prompt, session, source,
};

pub(crate) async fn run(args: &PlaceArgs, profile: &Profile, out: &mut Out) -> Result {
    // Numbered here, so that its number can be told when nothing else about it is known.
    let order = pocketful::numbered(order(args)?);
    let client = session::client(profile).await?;
    if args.dry_run {
        return dry_run(&client.orders().prepare(&order).await?, out);
    }
    source::check(profile).await?;
    let summary = summary(&order, args);
    if !args.yes {
        let host = client.environment().api();
        prompt::approve(&format!("{summary}\nSend it to {host}?")).await?;
    }
    let check = match order.given_user_order_id() {
        Some(number) => format!(
            "The order may have been placed, as your number {number}. Look for that user_order_id in \
             `pocketful orders --json` before you place it again."
        ),
        None => {
            "The order may have been placed. Look for it with `pocketful orders` before you place it again."
                .to_owned()
        }
    };
    if out.format == Format::Raw {
        let request = PlaceOrder::new(order, client.client_id().await?)
            .map_err(|error| Failure::usage(error.to_string()))?;
        let reply = send("Placing the order…", &check, client.call_raw(&request)).await?;
        out.accepted_raw("the order was taken in", reply.payload_text());
        return Ok(out.line(reply.payload_text())?);
    }
    let orders = client.orders();
    let placed = send("Placing the order…", &check, orders.place(&order)).await?;
    out.accepted(
        format!("the order was taken in as {}", placed.oms_order_id),
        &placed,
    );
    if !out.is_human() {
        return Ok(out.document(&placed)?);
    }
    let id = &placed.oms_order_id;
    out.line(format!(
        "{} Taken in as {}: {summary}",
        out.style.good("✓"),
        out.style.bold(id.as_str())
    ))?;
    out.line(out.style.dim(format!(
        "  Whether the exchange accepts it: pocketful order show {id}"
    )))?;
    Ok(())
}

/// The order that was typed, checked as far as it can be without the instrument's data.
fn order(args: &PlaceArgs) -> Result<NewOrder> {
    let exchange: Exchange = args
        .exchange
        .parse()
        .map_err(|error| Failure::usage(format!("{error}")))?;
    let side: Side = args
        .side
        .parse()
        .map_err(|error| Failure::usage(format!("{error}")))?;
    let instrument = Instrument::new(exchange, token(&args.instrument)?);
    let quantity = quantity("QTY", &args.quantity)?;
    let trigger = match &args.trigger {
        Some(text) => price("--trigger", text)?,
        None => Decimal::ZERO,
    };
    let order = if let Some(limit) = &args.limit {
        NewOrder::limit(instrument, side, quantity, price("--limit", limit)?)
    } else if let Some(limit) = &args.stop_limit {
        NewOrder::stop_limit(instrument, side, quantity, price("--stop-limit", limit)?, trigger)
    } else if args.stop_market {
        NewOrder::stop_market(instrument, side, quantity, trigger)
    } else {
        NewOrder::market(instrument, side, quantity)
    };
    let order = order.validity(
        args.validity
            .parse()
            .map_err(|error| Failure::usage(format!("{error}")))?,
    );
    let order = match &args.product {
        Some(product) => order.product(
            product
                .parse()
                .map_err(|error| Failure::usage(format!("{error}")))?,
        ),
        None => order,
    };
    let order = match &args.disclosed {
        Some(units) => order.disclosed_quantity(self::quantity("--disclosed", units)?),
        None => order,
    };
    let order = if args.amo { order.amo() } else { order };
    let order = match args.user_order_id {
        Some(id) => order.user_order_id(UserOrderId::new(id)),
        None => order,
    };
    order
        .validate()
        .map_err(|error| Failure::usage(error.to_string()))?;
    Ok(order)
}

fn token(text: &str) -> Result<InstrumentToken> {
    text.parse().map_err(|_| {
        Failure::usage(format!("`{text}` is not an instrument token"))
            .hint("give the exchange's number for the instrument, such as 3045; trading symbols are not looked up yet")
    })
}

fn quantity(what: &str, text: &str) -> Result<Quantity> {
    text.parse()
        .map_err(|error| Failure::usage(format!("{what} {text}: {error}")))
}

fn price(what: &str, text: &str) -> Result<Decimal> {
    Decimal::from_str_exact(text).map_err(|_| {
        Failure::usage(format!("{what} {text} is not a price"))
            .hint("write rupees in digits with a point, without separators: 812.50")
    })
}

/// `BUY 10 × NSE:3045 at ₹812.50, CNC, DAY`.
fn summary(order: &NewOrder, args: &PlaceArgs) -> String {
    let how = match (order.price(), order.trigger_price()) {
        (Some(price), None) => format!("at {}", money::rupees(price)),
        (Some(price), Some(trigger)) => {
            format!(
                "at {} once {} is reached",
                money::rupees(price),
                money::rupees(trigger)
            )
        }
        (None, Some(trigger)) => format!("at the market once {} is reached", money::rupees(trigger)),
        (None, None) => "at the market".to_owned(),
    };
    let instrument = order.instrument();
    let default = if instrument.exchange.is_cash() {
        "CNC"
    } else {
        "NRML"
    };
    let product = args.product.as_deref().unwrap_or(default);
    let amo = if args.amo { ", after market" } else { "" };
    let terms = format!("{product}, {}", args.validity).to_ascii_uppercase();
    format!(
        "{} {} × {instrument} {how}, {terms}{amo}",
        order.side(),
        order.quantity()
    )
}

fn dry_run(request: &PreparedRequest, out: &mut Out) -> Result {
    #[derive(Serialize)]
    struct Document<'a> {
        method: &'a str,
        url: String,
        headers: Headers<'a>,
        body: Option<&'a RawValue>,
    }
    if out.is_human() {
        return Ok(out.line(request.to_string().trim_end())?);
    }
    out.document(&Document {
        method: request.method(),
        url: request.url(),
        headers: Headers(request),
        body: request.body().and_then(|body| serde_json::from_slice(body).ok()),
    })?;
    Ok(())
}

/// Headers as an object, in the order in which they are sent.
struct Headers<'a>(&'a PreparedRequest);

impl Serialize for Headers<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.headers())
    }
}
