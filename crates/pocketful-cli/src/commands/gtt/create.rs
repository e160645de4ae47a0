//! `pocketful gtt create`: checks what was typed, shows it, asks, sends.

use std::fmt;

use pocketful::{
    Instrument, NewGtt, NewOrder, UserOrderId,
    types::{CreateGtt, IST, OrderFault},
};
use time::Date;

use crate::{
    args::gtt::{CreateGttArgs, TermsArgs},
    clock,
    commands::{
        named::{Named, Purpose},
        order::fit::Fit,
        typed,
        write::Write,
    },
    error::{Failure, Result},
    output::{Out, money, time as moment},
    profile::Profile,
    session,
};

pub(super) async fn run(args: &CreateGttArgs, profile: &Profile, out: &mut Out) -> Result {
    let named = Named::of(&args.what)?;
    named.rehearse(|instrument| gtt(args, instrument, None))?;
    let client = session::client(profile).await?;
    let found = named.find(&client, Purpose::Trading, out).await?;
    let mut fit = Fit::of(found, args.check.check, &client).await?;
    let gtt = gtt(args, fit.found.instrument, fit.last_day())?;
    // Of the day on which it is placed nobody knows the price range.
    fit.of_another_day();
    fit.check(gtt.order(), own_faults(&gtt, &fit))?;
    let summary = summary(&gtt, &fit.found, &args.terms);
    let request =
        CreateGtt::new(gtt, client.client_id().await?).map_err(|error| Failure::usage(error.to_string()))?;
    let write = Write {
        summary: &summary,
        doing: "Leaving the order…",
        check: "The order may wait at the broker. Look with `pocketful gtt list` before you create it again.",
        done: "the order waits",
        send: args.send,
    };
    let id = |answer: &pocketful::types::GttAnswer| answer.id.as_ref().map(ToString::to_string);
    let Some(answer) = write.run(&client, &request, profile, out, id).await? else {
        return Ok(());
    };
    let (name, next) = match &answer.id {
        Some(id) => (
            format!(" as {}", out.style.bold(id.as_str())),
            format!("gtt show {id}"),
        ),
        None => (String::new(), "gtt list".to_owned()),
    };
    out.sentence(format!("{} Waits{name}: {summary}", out.style.good("✓")))?;
    out.line(out.style.dim(format!("  What becomes of it: pocketful {next}")))?;
    Ok(())
}

/// The order that was typed, checked as far as it can be without the instrument's data, with a number of its own. Unless a
/// day was typed it waits a year, and no longer than a contract that ends on `last_day`.
fn gtt(args: &CreateGttArgs, instrument: Instrument, last_day: Option<Date>) -> Result<NewGtt> {
    let terms = &args.terms;
    let side = typed::word(&args.what.side)?;
    let quantity = typed::quantity("QTY", &args.what.quantity)?;
    let mut order = match &terms.limit {
        Some(limit) => NewOrder::limit(instrument, side, quantity, typed::price("--limit", limit)?),
        None => NewOrder::market(instrument, side, quantity),
    };
    if let Some(product) = &terms.product {
        order = order.product(typed::word(product)?);
    }
    if let Some(units) = &terms.disclosed {
        order = order.disclosed_quantity(typed::quantity("--disclosed", units)?);
    }
    if let Some(id) = terms.user_order_id {
        order = order.user_order_id(UserOrderId::new(id));
    }
    let expiry = match &args.expires {
        Some(day) => expiry(day)?,
        None => {
            let year = NewGtt::a_year_from(today());
            // Of a contract that is over, today is too late, which is said like any other day.
            last_day.map_or(year, |last_day| last_day.min(year).max(today()))
        }
    };
    let trigger = typed::price("--trigger", &args.trigger)?;
    // Numbered here, so that a dry run shows what is sent.
    let gtt = NewGtt::new(pocketful::numbered(order), trigger, expiry)
        .market_protection(terms.protection.unwrap_or_default());
    let gtt = match stop(terms)? {
        Some((trigger, price)) => {
            let units = match &terms.stop_quantity {
                Some(units) => typed::quantity("--stop-quantity", units)?,
                None => quantity,
            };
            gtt.or_stop(trigger, price, units)
        }
        None => gtt,
    };
    gtt.validate()
        .map_err(|error| Failure::usage(error.to_string()))?;
    Ok(gtt)
}

fn today() -> Date {
    clock::now().to_offset(IST).date()
}

/// The last day on which the order waits, which is not over yet.
pub(super) fn expiry(text: &str) -> Result<Date> {
    let day = typed::day("--expires", text)?;
    if day < today() {
        return Err(Failure::usage(format!(
            "--expires {text} is over: the order would never be placed"
        )));
    }
    Ok(day)
}

/// What does not fit about the prices beside the order's own.
fn own_faults(gtt: &NewGtt, fit: &Fit) -> Vec<OrderFault> {
    let mut faults = fit.distance("trigger price", gtt.trigger());
    faults.extend(fit.day(gtt.expiry()));
    if let Some((trigger, price, units)) = gtt.stop() {
        faults.extend(fit.distance("trigger of the stop", trigger));
        faults.extend(fit.distance("price of the stop", price));
        // That of the order is held against the instrument with it.
        let own = Some(gtt.order().quantity());
        faults.extend(fit.moved_quantity("quantity of the stop", own, Some(units)));
    }
    faults
}

/// Trigger and limit of the stop: both, or neither and no quantity for it.
fn stop(terms: &TermsArgs) -> Result<Option<(pocketful::Decimal, pocketful::Decimal)>> {
    match (&terms.stop_trigger, &terms.stop_limit) {
        (Some(trigger), Some(price)) => Ok(Some((
            typed::price("--stop-trigger", trigger)?,
            typed::price("--stop-limit", price)?,
        ))),
        (None, None) if terms.stop_quantity.is_none() => Ok(None),
        _ => {
            Err(Failure::usage("the stop is not complete").hint("give both --stop-trigger and --stop-limit"))
        }
    }
}

/// `BUY 10 × NSE:SBIN-EQ (3045) at ₹780.00 when ₹781.00 is reached, CNC, until 23 Nov 2027`.
pub(super) fn summary(gtt: &NewGtt, instrument: &impl fmt::Display, terms: &TermsArgs) -> String {
    let order = gtt.order();
    let how = match order.price() {
        Some(price) => format!("at {}", money::rupees(price)),
        // 0 is how the wire says that it is not limited.
        None => match terms.protection.filter(|percent| *percent > 0) {
            Some(percent) => format!("at the market, at most {percent} % off"),
            None => "at the market".to_owned(),
        },
    };
    let stop = match gtt.stop() {
        Some((trigger, price, units)) => format!(
            "; or {units} at {} when {} is reached first",
            money::rupees(price),
            money::rupees(trigger)
        ),
        None => String::new(),
    };
    format!(
        "{} {} × {instrument} {how} when {} is reached, {}, until {}{stop}",
        order.side(),
        order.quantity(),
        money::rupees(gtt.trigger()),
        order.held_as(),
        moment::day(gtt.expiry()),
    )
}
