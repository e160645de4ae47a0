//! `pocketful margin`: what orders would tie up, together and one by one.

use pocketful::{
    Client, Decimal, NewOrder, Product, Quantity, Side,
    types::{GetMargin, Margin, MarginLeg},
};

use crate::{
    args::{market::MarginArgs, order::Check},
    commands::{
        named::{Found, Named, Purpose},
        order::fit::Fit,
        read, typed,
    },
    error::{Failure, Result},
    output::{
        Format, Out, money,
        table::{self, Align, Tone, Value},
    },
    profile::Profile,
    session,
};

/// An order that was typed.
#[derive(Debug)]
struct Leg {
    named: Named,
    side: Side,
    quantity: Quantity,
    price: Option<Decimal>,
}

pub(crate) async fn run(args: &MarginArgs, profile: &Profile, out: &mut Out) -> Result {
    let legs: Vec<_> = args.legs.iter().map(|text| leg(text)).collect::<Result<_>>()?;
    let product = args
        .product
        .as_ref()
        .map(|product| typed::word(product))
        .transpose()?;
    let client = session::client(profile).await?;
    let (mut asked, mut words) = (Vec::new(), Vec::new());
    for leg in &legs {
        let found = leg.named.find(&client, Purpose::Reading, out).await?;
        fits(leg, &found, product, args.check.check, &client).await?;
        asked.push(request(leg, &found, product, &client).await?);
        words.push(format!("{} {} × {found}", leg.side, leg.quantity));
    }
    let request = GetMargin::new(asked);
    let reading = "Calculating the margin…";
    if out.format == Format::Raw {
        return read::raw(reading, &client, &request, out).await;
    }
    let margins = read::ask(reading, client.call(&request)).await?;
    read::remark(&margins.individual_margin_values, out);
    if !out.is_human() {
        return Ok(out.document(&margins)?);
    }
    let mut rows: Vec<(String, &Margin)> = Vec::new();
    // Which row is whose cannot be told once one is missing.
    if margins.individual_margin_values.rows.len() == legs.len() {
        rows.extend(words.into_iter().zip(&margins.individual_margin_values.rows));
    }
    if let Some(all) = &margins.combined_margin
        && (legs.len() > 1 || rows.is_empty())
    {
        rows.push(("together".to_owned(), all));
    }
    if rows.is_empty() {
        return Ok(out.line("The broker tells no margin.")?);
    }
    let text = margin_table(&rows, out);
    Ok(out.line(text)?)
}

/// `NFO:35001:sell:75@101.50`.
fn leg(text: &str) -> Result<Leg> {
    let wrong = || {
        Failure::usage(format!("`{text}` is not an order"))
            .hint("write EXCHANGE:INSTRUMENT:buy|sell:QTY@PRICE, such as NSE:3045:buy:10@812.50")
    };
    let (rest, quantity) = text.rsplit_once(':').ok_or_else(wrong)?;
    let (instrument, side) = rest.rsplit_once(':').ok_or_else(wrong)?;
    let (quantity, price) = match quantity.split_once('@') {
        Some((quantity, price)) => (quantity, Some(typed::price("PRICE", price)?)),
        None => (quantity, None),
    };
    let quantity = typed::quantity("QTY", quantity)?;
    // A margin below 0 would make the others look cheaper.
    if quantity.is_zero() || price.is_some_and(|price| price <= Decimal::ZERO) {
        return Err(Failure::usage(format!(
            "the order `{text}` has a quantity or a price that is not above 0"
        )));
    }
    Ok(Leg {
        side: side.parse().map_err(|_| wrong())?,
        quantity,
        named: Named::pair(instrument)?,
        price,
    })
}

/// Holds the order against its instrument as `order place` does: the margin of one that is not taken would be none.
async fn fits(leg: &Leg, found: &Found, product: Option<Product>, check: Check, client: &Client) -> Result {
    let instrument = found.instrument;
    let order = match leg.price {
        Some(price) => NewOrder::limit(instrument, leg.side, leg.quantity, price),
        None => NewOrder::market(instrument, leg.side, leg.quantity),
    };
    let order = order.product(product.unwrap_or(usual(found)));
    Fit::of_change(&order, check, client).await?.check(&order, [])
}

/// How it is held unless that was said.
fn usual(found: &Found) -> Product {
    if found.instrument.exchange.is_cash() {
        Product::Cnc
    } else {
        Product::Nrml
    }
}

async fn request(leg: &Leg, found: &Found, product: Option<Product>, client: &Client) -> Result<MarginLeg> {
    let price = match leg.price {
        Some(price) => price,
        None => {
            let market = client.market();
            let last = market.ltp(found.instrument);
            read::ask("Reading the last price…", last).await?.rupees()
        }
    };
    Ok(MarginLeg::new(
        found.instrument,
        leg.side,
        leg.quantity,
        price,
        product.unwrap_or(usual(found)),
    ))
}

/// One part of a margin, in ₹.
type Part = fn(&Margin) -> Option<Decimal>;

/// A column for each part of a margin that is not 0 everywhere.
fn margin_table(rows: &[(String, &Margin)], out: &Out) -> String {
    let parts: [(&str, Part); 9] = [
        ("SPAN", |margin| margin.span),
        ("EXPOSURE", |margin| margin.exposure_margin),
        ("PREMIUM", |margin| margin.premium_margin),
        ("VAR", |margin| margin.var_margin),
        ("EXTREME LOSS", |margin| margin.extreme_loss_margin),
        ("DELIVERY", |margin| margin.delivery_margin),
        ("ADDITIONAL", |margin| margin.additional_margin),
        ("SPREAD", |margin| margin.span_spread_margin),
        ("BENEFIT", |margin| margin.premium_benefit),
    ];
    let counts = |part: &Part| {
        rows.iter()
            .any(|(_, margin)| part(margin).is_some_and(|amount| !amount.is_zero()))
    };
    let parts: Vec<_> = parts.into_iter().filter(|(_, part)| counts(part)).collect();
    let mut columns = vec![("ORDER", Align::Flexible)];
    columns.extend(parts.iter().map(|(title, _)| (*title, Align::Right)));
    if parts.is_empty() {
        columns.push(("MARGIN", Align::Right));
    }
    let lines = rows.iter().map(|(words, margin)| {
        let mut line: Vec<Value> = vec![words.clone().into()];
        line.extend(parts.iter().map(|(_, part)| {
            let amount = part(margin).unwrap_or_default();
            if amount.is_zero() {
                Value("0.00".to_owned(), Tone::Dim)
            } else {
                money::paise(amount).into()
            }
        }));
        if parts.is_empty() {
            line.push(Value("none".to_owned(), Tone::Dim));
        }
        line
    });
    table::render(out, &columns, lines.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_in_one_word() {
        let sold = leg("nfo:35001:SELL:75@101.50").unwrap();
        assert_eq!((sold.side, sold.quantity), (Side::Sell, Quantity::new(75)));
        assert_eq!(sold.price, Some(Decimal::new(10150, 2)));
        assert_eq!(leg("NSE:3045:buy:10").unwrap().price, None);
        for wrong in [
            "NSE:3045",
            "NSE:3045:buy",
            "NSE:3045:hold:10",
            "3045:buy:10",
            "NSE:3045:buy:x",
            "NSE:3045:buy:10@",
        ] {
            assert!(leg(wrong).is_err(), "{wrong}");
        }
    }
}
