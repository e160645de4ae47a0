//! `pocketful basket add`: an order, with what the basket shows of its instrument.

use pocketful::{
    BracketOrder, CoverOrder, Instrument, InstrumentToken, NewBasketOrder, NewOrder,
    types::{AddBasketOrder, OrderError, OrderFault},
};

use super::{find, look, quoted};
use crate::{
    args::basket::AddArgs,
    commands::{
        named::{Found, Named, Purpose},
        order::{entry, fit::Fit},
        typed,
        write::Write,
    },
    error::{Failure, Result},
    output::Out,
    profile::Profile,
    session,
};

pub(super) async fn run(args: &AddArgs, profile: &Profile, out: &mut Out) -> Result {
    let named = Named::of(&args.entry.what)?;
    named.rehearse(|instrument| Kind::of(args, instrument))?;
    let underlying = args.underlying_token.as_deref().map(token).transpose()?;
    let client = session::client(profile).await?;
    let (basket, name) = find(&client, &args.basket, out).await?;
    let found = named.find(&client, Purpose::Trading, out).await?;
    let kind = Kind::of(args, found.instrument)?;
    let mut fit = Fit::of(found, args.check.check, &client).await?;
    fit.found = fit.found.with_symbol(&client).await?;
    // It goes to the market later, on whatever day.
    fit.of_another_day();
    let step = typed::some_price("--trailing", args.trailing.as_ref())?;
    let step = step.map(|step| fit.distance("trailing step", step));
    let own = kind.own_faults(&fit).into_iter();
    fit.check(kind.entry(), own.chain(step.into_iter().flatten()))?;
    let summary = format!(
        "{}{}",
        entry::summary(kind.entry(), &fit.found, &args.entry, args.amo),
        kind.words(args)
    );
    let order = shown(kind, fit.found, underlying)?;
    let client_id = client.client_id().await?;
    let request = AddBasketOrder::new(basket.basket_id, name.clone(), order, client_id).map_err(wrong)?;
    let write = Write {
        summary: &format!("Put into the basket `{name}`: {summary}"),
        doing: "Adding the order…",
        check: &format!("The order may be in the basket. {}", look(&name)),
        done: &format!("the order is in the basket `{name}`"),
        send: args.send,
    };
    if write
        .run(&client, &request, profile, out, |_| None)
        .await?
        .is_some()
    {
        out.sentence(format!("{} In {name}: {summary}", out.style.good("✓")))?;
        out.line(out.style.dim(format!(
            "  Send the basket: pocketful basket execute {}",
            quoted(&name)
        )))?;
    }
    Ok(())
}

fn wrong(error: OrderError) -> Failure {
    Failure::usage(error.to_string())
}

/// What was typed, checked before anything is asked of the server.
enum Kind {
    Plain(NewOrder),
    Cover(CoverOrder),
    Bracket(BracketOrder),
}

impl Kind {
    fn of(args: &AddArgs, instrument: Instrument) -> Result<Self> {
        let order = if args.cover_stop.is_some() || args.bracket_stop.is_some() {
            entry::of_legs(&args.entry, instrument)?
        } else {
            entry::order(&args.entry, args.amo, instrument)?
        };
        let trailing = typed::some_price("--trailing", args.trailing.as_ref())?;
        if let Some(stop) = typed::some_price("--cover-stop", args.cover_stop.as_ref())? {
            let mut cover = CoverOrder::new(order, stop);
            if let Some(step) = trailing {
                cover = cover.trailing(step);
            }
            cover.validate().map_err(wrong)?;
            return Ok(Self::Cover(cover));
        }
        if let (Some(stop), Some(target)) = (
            typed::some_price("--bracket-stop", args.bracket_stop.as_ref())?,
            typed::some_price("--bracket-target", args.bracket_target.as_ref())?,
        ) {
            let mut bracket = BracketOrder::new(order, stop, target);
            if let Some(step) = trailing {
                bracket = bracket.trailing(step);
            }
            bracket.validate().map_err(wrong)?;
            return Ok(Self::Bracket(bracket));
        }
        if trailing.is_some() {
            return Err(
                Failure::usage("--trailing is of the stop, and this order has none")
                    .hint("add --cover-stop, or --bracket-stop and --bracket-target"),
            );
        }
        Ok(Self::Plain(order))
    }

    fn entry(&self) -> &NewOrder {
        match self {
            Self::Plain(order) => order,
            Self::Cover(order) => order.entry(),
            Self::Bracket(order) => order.entry(),
        }
    }

    /// What does not fit about the stop of a cover order; the distances of a bracket order are told by their ticks as well.
    fn own_faults(&self, fit: &Fit) -> Vec<OrderFault> {
        match self {
            Self::Plain(_) => Vec::new(),
            Self::Cover(order) => fit.distance("stop", order.stop()),
            Self::Bracket(order) => {
                let mut faults = fit.distance("distance of the stop", order.stop_distance());
                faults.extend(fit.distance("distance of the target", order.target_distance()));
                faults
            }
        }
    }

    fn words(&self, args: &AddArgs) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        match self {
            Self::Plain(_) => String::new(),
            Self::Cover(_) => format!(", cover order with its stop at {}", text(&args.cover_stop)),
            Self::Bracket(_) => format!(
                ", bracket order with its stop {} and its target {} away",
                text(&args.bracket_stop),
                text(&args.bracket_target)
            ),
        }
    }
}

/// With what the basket shows of its instrument.
fn shown(kind: Kind, found: Found, underlying: Option<InstrumentToken>) -> Result<NewBasketOrder> {
    let symbol = found.symbol.unwrap_or_default();
    let new = match kind {
        Kind::Plain(order) => NewBasketOrder::new(order, symbol),
        Kind::Cover(order) => NewBasketOrder::cover(order, symbol),
        Kind::Bracket(order) => NewBasketOrder::bracket(order, symbol),
    };
    new.validate().map_err(wrong)?;
    let new = new.series(found.series.unwrap_or_default());
    Ok(match underlying.or(found.underlying) {
        Some(token) => new.underlying_token(token),
        None => new,
    })
}

fn token(text: &str) -> Result<InstrumentToken> {
    text.trim().parse().map_err(|_| {
        Failure::usage(format!(
            "--underlying-token {text} is not the exchange's number of an instrument"
        ))
        .hint("give a number such as 26000")
    })
}
