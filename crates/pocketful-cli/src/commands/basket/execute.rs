//! `pocketful basket execute` and `square-off`: the orders of a basket go to the market.

use pocketful::{
    Basket, BasketName,
    types::{BasketOrderInfo, ExecuteBasket},
};

use super::{find, quoted, show};
use crate::{
    args::basket::BasketWriteArgs,
    commands::{orders, write::Write},
    error::{Failure, Result},
    output::{Out, money},
    profile::Profile,
    session,
};

pub(super) async fn run(
    args: &BasketWriteArgs,
    profile: &Profile,
    out: &mut Out,
    square_off: bool,
) -> Result {
    let client = session::client(profile).await?;
    let (basket, name) = find(&client, &args.basket, out).await?;
    let count = basket.orders.rows.len() + basket.orders.bad_rows.len();
    if count == 0 {
        return Err(
            Failure::local(format!("the basket `{name}` is empty: there is nothing to send")).hint(format!(
                "put orders into it with `pocketful basket add {} …`",
                quoted(&name)
            )),
        );
    }
    warn(&basket, &name, square_off, out);
    let write = Write {
        summary: &summary(&basket, &name, count, square_off),
        doing: if square_off {
            "Closing what the basket opened…"
        } else {
            "Sending the basket…"
        },
        check: "Some or all of its orders may be in the market. Look with `pocketful orders` and `pocketful positions` \
                before you send it again.",
        done: &format!("the basket `{name}` was taken in"),
        send: args.send,
    };
    let client_id = client.client_id().await?;
    let request = ExecuteBasket::new(client_id, basket.basket_id, name.clone()).square_off(square_off);
    if write
        .run(&client, &request, profile, out, |_| None)
        .await?
        .is_some()
    {
        out.sentence(format!(
            "{} Taken in: {name}, {}",
            out.style.good("✓"),
            counted(count)
        ))?;
        out.line(
            out.style
                .dim("  What became of each order: pocketful orders, pocketful positions"),
        )?;
    }
    Ok(())
}

/// What whoever sends a basket should know and might not.
fn warn(basket: &Basket, name: &BasketName, square_off: bool, out: &Out) {
    if basket.is_executed == Some(true) && !square_off {
        out.remark(&format!(
            "the basket `{name}` was executed before: this sends its orders once more"
        ));
    }
    if square_off && basket.is_executed == Some(false) {
        out.remark(&format!(
            "the basket `{name}` does not count as executed: there may be nothing to close"
        ));
    }
    for row in &basket.orders.bad_rows {
        out.remark(&format!(
            "an order in it cannot be read and is sent as well: {row}"
        ));
    }
}

fn counted(count: usize) -> String {
    match count {
        1 => "1 order".to_owned(),
        count => format!("{count} orders"),
    }
}

/// The basket, and each order on a line of its own.
fn summary(basket: &Basket, name: &BasketName, count: usize, square_off: bool) -> String {
    let mut text = if square_off {
        format!("Close what the basket `{name}` opened with {}:", counted(count))
    } else {
        format!(
            "Send the {} of the basket `{name}` to the market:",
            counted(count)
        )
    };
    for order in &basket.orders.rows {
        text.push_str("\n  ");
        text.push_str(&line(&order.order_info));
    }
    text
}

/// `BUY 10 × SBIN-EQ at ₹812.50, CNC`.
fn line(info: &BasketOrderInfo) -> String {
    let how = match (orders::positive(info.price), orders::positive(info.trigger_price)) {
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
    let units = info.quantity.map_or("?".to_owned(), |units| units.to_string());
    let side = orders::text(info.order_side.as_ref());
    let mut text = format!(
        "{side} {units} × {} {how}, {}",
        show::symbol(info),
        orders::text(info.product.as_ref())
    );
    let legs = show::legs(info);
    if !legs.is_empty() {
        text.push_str(", ");
        text.push_str(&legs);
    }
    text
}
