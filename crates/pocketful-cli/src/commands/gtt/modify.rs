//! `pocketful gtt modify ID`: the order as the list has it, with what was typed in its place.

use pocketful::{
    Gtt, GttChange, UserOrderId,
    types::{ModifyGtt, OrderFault, OrderType},
};

use super::{create, find, list};
use crate::{
    args::gtt::ModifyGttArgs,
    commands::{order::fit::Fit, typed, write::Write},
    error::{Failure, Result},
    output::Out,
    profile::Profile,
    session,
};

pub(super) async fn run(args: &ModifyGttArgs, profile: &Profile, out: &mut Out) -> Result {
    let id = super::id(&args.id)?;
    let change = change(args)?;
    if change.is_empty() {
        return Err(typed::nothing_to_change());
    }
    let client = session::client(profile).await?;
    let row = find(&client, &id).await?;
    let gtt = change
        .apply(&row)
        .map_err(|error| Failure::usage(error.to_string()))?
        .map_order(|order| match args.terms.user_order_id {
            Some(id) => order.user_order_id(UserOrderId::new(id)),
            None => pocketful::numbered(order),
        });
    let mut fit = Fit::of_change(gtt.order(), args.check.check, &client).await?;
    // Of the day on which it is placed nobody knows the price range.
    fit.of_another_day();
    fit.check_change(&row, gtt.order(), own_faults(&row, &change, &fit))?;
    if gtt.order().order_type() == OrderType::Market && change.market_protection.is_none() {
        out.remark(
            "the list does not tell the protection of a market order, so none is sent; name it with --protection",
        );
    }
    if let Some((_, _, units)) = gtt.stop()
        && change.quantity.is_some()
        && change.stop_quantity.is_none()
        && units != gtt.order().quantity()
    {
        out.remark(&format!(
            "the stop stays one of {units}; --stop-quantity gives it another quantity"
        ));
    }
    let summary = create::summary(&gtt, &list::symbol(&row), &args.terms);
    let request = ModifyGtt::new(id.clone(), gtt, client.client_id().await?)
        .map_err(|error| Failure::usage(error.to_string()))?;
    let write = Write {
        summary: &format!("Make of {id}: {summary}"),
        doing: "Changing the order…",
        check: &format!("The order may have been changed. Look at it with `pocketful gtt show {id}`."),
        done: &format!("the change of {id} was accepted"),
        send: args.send,
    };
    if write
        .run(&client, &request, profile, out, |_| None)
        .await?
        .is_some()
    {
        out.sentence(format!("{} Changed: {summary}", out.style.good("✓")))?;
        out.line(
            out.style
                .dim(format!("  What becomes of it: pocketful gtt show {id}")),
        )?;
    }
    Ok(())
}

/// What does not fit about the prices, and the quantity, beside the order's own.
fn own_faults(row: &Gtt, change: &GttChange, fit: &Fit) -> Vec<OrderFault> {
    let stands = &row.order;
    let prices = [
        ("trigger price", stands.trigger_price, change.trigger),
        (
            "trigger of the stop",
            stands.sl_trigger_price,
            change.stop_trigger,
        ),
        ("price of the stop", stands.sl_order_price, change.stop_price),
    ];
    let prices = prices.map(|(what, from, to)| fit.moved_distance(what, from, to));
    let units = fit.moved_quantity(
        "quantity of the stop",
        stands.sl_order_quantity,
        change.stop_quantity,
    );
    let day = (change.expiry)
        .filter(|day| row.expiry_time != Some(*day))
        .and_then(|day| fit.day(day));
    prices.into_iter().flatten().chain(units).chain(day).collect()
}

fn change(args: &ModifyGttArgs) -> Result<GttChange> {
    let terms = &args.terms;
    let units = |what, text: Option<&String>| text.map(|text| typed::quantity(what, text)).transpose();
    Ok(GttChange {
        order_type: match (&terms.limit, terms.market) {
            (Some(_), _) => Some(OrderType::Limit),
            (None, true) => Some(OrderType::Market),
            (None, false) => None,
        },
        price: typed::some_price("--limit", terms.limit.as_ref())?,
        trigger: typed::some_price("--trigger", args.trigger.as_ref())?,
        quantity: units("--quantity", args.quantity.as_ref())?,
        disclosed_quantity: units("--disclosed", terms.disclosed.as_ref())?,
        product: terms
            .product
            .as_ref()
            .map(|product| typed::word(product))
            .transpose()?,
        expiry: args.expires.as_ref().map(|day| create::expiry(day)).transpose()?,
        market_protection: terms.protection,
        stop_trigger: typed::some_price("--stop-trigger", terms.stop_trigger.as_ref())?,
        stop_price: typed::some_price("--stop-limit", terms.stop_limit.as_ref())?,
        stop_quantity: units("--stop-quantity", terms.stop_quantity.as_ref())?,
    })
}
