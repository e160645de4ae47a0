//! `pocketful ipo place SYMBOL`: checks what was typed, shows it, asks, sends.

use pocketful::{
    Client, Decimal, IpoApplication, IpoBid, Pan, Quantity,
    types::{BankAccount, PlaceIpo},
};

use super::{LOOK, symbol};
use crate::{
    args::ipo::PlaceIpoArgs,
    commands::{read, typed, write::Write},
    error::{Failure, Result},
    output::{Out, money},
    profile::Profile,
    session,
};

/// What was typed as a bid: shares, and a price in whole rupees or none for the price that is found.
type Typed = (Quantity, Option<u64>);

pub(super) async fn run(args: &PlaceIpoArgs, profile: &Profile, out: &mut Out) -> Result {
    let symbol = symbol(&args.symbol)?;
    let typed: Vec<Typed> = args.bids.iter().map(|text| bid(text)).collect::<Result<_>>()?;
    if typed.len() > 3 {
        return Err(Failure::usage(format!("{} bids are too many", typed.len())).hint("give up to three"));
    }
    if args.pan.as_deref().is_none_or(|pan| pan.trim().is_empty()) {
        return Err(Failure::usage("the applicant's PAN is missing").hint("set POCKETFUL_PAN, or give --pan"));
    }
    let client = session::client(profile).await?;
    let highest = match typed.iter().any(|(_, price)| price.is_none()) {
        true => Some(highest(&client, &symbol).await?),
        false => None,
    };
    let bids: Vec<_> = typed
        .iter()
        .map(|(units, price)| match (price, highest) {
            (None, Some(highest)) => IpoBid::at_cut_off(*units, highest),
            (price, _) => IpoBid::at(*units, price.unwrap_or_default()),
        })
        .collect();
    let words = words(&symbol, &typed, &bids);
    let request = PlaceIpo::new(application(args, symbol.clone(), bids), client.client_id().await?)
        .map_err(|error| Failure::usage(error.to_string()))?;
    let write = Write {
        summary: &format!("Apply for {words}"),
        doing: "Applying…",
        check: &format!("The application may have been taken in. {LOOK}"),
        done: &format!("the application for {symbol} was taken in"),
        send: args.send,
    };
    if write
        .run(&client, &request, profile, out, |_| None)
        .await?
        .is_some()
    {
        out.sentence(format!("{} Taken in: {words}", out.style.good("✓")))?;
        out.line(out.style.dim("  What becomes of it: pocketful ipo orders"))?;
    }
    Ok(())
}

/// `149@100`, `298@cut-off`.
fn bid(text: &str) -> Result<Typed> {
    let wrong = || {
        Failure::usage(format!("--bid {text} is not a bid"))
            .hint("write shares and a price in whole rupees, 149@100, or 149@cut-off")
    };
    let (units, price) = text.split_once('@').ok_or_else(wrong)?;
    let units = typed::quantity("--bid", units)?;
    if price.eq_ignore_ascii_case("cut-off") {
        return Ok((units, None));
    }
    Ok((units, Some(price.parse().map_err(|_| wrong())?)))
}

/// The end of the offering's price band, by which the amount of a bid at cut-off is reserved.
async fn highest(client: &Client, symbol: &str) -> Result<u64> {
    let ipos = read::ask("Looking for the offering…", client.ipo().list()).await?;
    let all = [&ipos.open_ipo, &ipos.upcoming_ipo, &ipos.all_ipo];
    let mut all = all.into_iter().flat_map(|rows| &rows.rows);
    let found = all.find(|ipo| ipo.symbol.as_deref() == Some(symbol));
    let Some(ipo) = found else {
        return Err(Failure::not_found(format!("there is no offering {symbol}"))
            .hint("`pocketful ipo list` has their symbols"));
    };
    let price = ipo.cut_off_price.or(ipo.max_price);
    price.and_then(whole).ok_or_else(|| {
        Failure::local(format!(
            "the broker does not tell the price at cut-off of {symbol} in whole rupees"
        ))
        .hint("bid at a price: QTY@PRICE")
    })
}

fn whole(price: Decimal) -> Option<u64> {
    price
        .is_integer()
        .then(|| u64::try_from(price).ok())
        .flatten()
        .filter(|rupees| *rupees > 0)
}

/// `SANDPIPER: 149 at ₹100.00, 298 at cut-off; ₹29,800.00 for the largest bid`.
fn words(symbol: &str, typed: &[Typed], bids: &[IpoBid]) -> String {
    let each: Vec<_> = typed
        .iter()
        .map(|(units, price)| match price {
            Some(price) => format!("{units} at {}", money::rupees(Decimal::from(*price))),
            None => format!("{units} at cut-off"),
        })
        .collect();
    let most = bids.iter().map(IpoBid::amount).max().unwrap_or_default();
    format!(
        "{symbol}: {}; {} for the largest bid",
        each.join(", "),
        money::rupees(Decimal::from(most))
    )
}

fn application(args: &PlaceIpoArgs, symbol: String, bids: Vec<IpoBid>) -> IpoApplication {
    let mut application = IpoApplication::new(symbol, bids);
    application.pan = args.pan.as_ref().map(Pan::new);
    application.upi_id.clone_from(&args.upi_id);
    application.category.clone_from(&args.category);
    application.category_code.clone_from(&args.category_code);
    application.client_name.clone_from(&args.client_name);
    application.client_ben_id.clone_from(&args.client_ben_id);
    application.dp_id.clone_from(&args.dp_id);
    application.allotment_mode.clone_from(&args.allotment_mode);
    application.bank_account = args.bank_account.as_ref().map(BankAccount::new);
    application.bank_code.clone_from(&args.bank_code);
    application.ifsc.clone_from(&args.ifsc);
    application.location_code.clone_from(&args.location_code);
    application.broker.clone_from(&args.broker);
    application.non_asba = args.non_asba;
    application
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bids_and_their_prices() {
        assert_eq!(bid("149@100").unwrap(), (Quantity::new(149), Some(100)));
        assert_eq!(bid("149@Cut-Off").unwrap(), (Quantity::new(149), None));
        for wrong in ["149", "@100", "149@", "149@99.5", "149@-3", "x@100", "149@best"] {
            assert!(bid(wrong).is_err(), "{wrong}");
        }
        assert_eq!(whole(Decimal::new(10000, 2)), Some(100));
        for wrong in [Decimal::new(995, 1), Decimal::ZERO, Decimal::NEGATIVE_ONE] {
            assert_eq!(whole(wrong), None);
        }
    }
}
