//! `pocketful search` and `pocketful instrument`.

use pocketful::{
    Decimal, Quantity,
    types::{FoundInstrument, GetScripInfo, Product, ScripInfo, SearchInstruments},
};

use super::{
    named::{Found, Named, Purpose},
    read,
};
use crate::{
    args::instruments::{InstrumentArgs, SearchArgs},
    error::{Exit, Failure, Result},
    output::{
        Format, Out, money,
        table::{self, Align, Tone, Value},
        time as moment,
    },
    profile::Profile,
    session,
};

pub(super) async fn search(args: &SearchArgs, profile: &Profile, out: &mut Out) -> Result {
    let text = args.text.join(" ");
    if text.trim().is_empty() {
        return Err(Failure::usage("there is nothing to look for").hint("give a name, a company or a symbol"));
    }
    let client = session::client(profile).await?;
    let request = SearchInstruments::new(text.trim());
    let Some(found) = read::rows("Looking for instruments…", &client, &request, out).await? else {
        return Ok(());
    };
    if found.is_empty() {
        return Ok(out.line("Nothing found.")?);
    }
    let columns = [
        ("INSTRUMENT", Align::Left),
        ("SYMBOL", Align::Left),
        ("COMPANY", Align::Flexible),
        ("SEGMENT", Align::Left),
        ("EXPIRY", Align::Left),
        ("CLOSE", Align::Right),
    ];
    let text = table::render(out, &columns, found.iter().map(row).collect());
    Ok(out.line(text)?)
}

fn row(found: &FoundInstrument) -> Vec<Value> {
    let tone = match found.is_tradable {
        Some(false) => Tone::Dim,
        _ => Tone::Plain,
    };
    let exchange = found.exchange.as_ref().map_or("?", |exchange| exchange.as_str());
    let segment = match (&found.segment, found.is_tradable) {
        (Some(segment), Some(false)) => format!("{segment}, not traded"),
        (None, Some(false)) => "not traded".to_owned(),
        (segment, _) => segment.clone().unwrap_or_default(),
    };
    let expiry = match found.expiry_date() {
        Some(day) => moment::day(day),
        None => found.expiry.clone().unwrap_or_default(),
    };
    vec![
        Value(format!("{exchange}:{}", found.token), tone),
        Value(found.trading_symbol.clone().unwrap_or_default(), tone),
        Value(found.company.clone().unwrap_or_default(), Tone::Dim),
        Value(segment, tone),
        Value(expiry, tone),
        Value(found.close_price.map(money::plain).unwrap_or_default(), tone),
    ]
}

pub(super) async fn instrument(args: &InstrumentArgs, profile: &Profile, out: &mut Out) -> Result {
    let named = Named::new(&args.exchange, &args.instrument)?;
    let client = session::client(profile).await?;
    let found = named.find(&client, Purpose::Reading, out).await?;
    let request = GetScripInfo::new(found.instrument);
    let reading = "Reading the instrument…";
    if out.format == Format::Raw {
        return read::raw(reading, &client, &request, out).await;
    }
    let info = read::ask(reading, client.call(&request))
        .await
        .map_err(|failure| match failure.exit {
            Exit::Rejected => failure.hint(format!(
                "if {found} does not exist, `pocketful search TEXT` finds what does"
            )),
            _ => failure,
        })?;
    if !out.is_human() {
        return Ok(out.document(&info)?);
    }
    let rows: Vec<_> = rows(&found, &info)
        .into_iter()
        .filter_map(|(label, value)| Some((label, value.filter(|value| !value.is_empty())?)))
        .collect();
    let text = table::pairs(out, &rows);
    Ok(out.line(text)?)
}

/// What people want to know of an instrument, what an order must keep to first; the rest is in `--json`.
fn rows(found: &Found, info: &ScripInfo) -> [(&'static str, Option<String>); 18] {
    let members = &info.members;
    let rules = info.rules();
    let units = |units: Option<Quantity>| units.map(|units| money::group(&units.to_string()));
    let price = |price: Option<Decimal>| price.filter(|price| !price.is_zero()).map(money::rupees);
    let range = |low: Option<Decimal>, high: Option<Decimal>| match (price(low), price(high)) {
        (Some(low), Some(high)) => Some(format!("{low} to {high}")),
        (Some(low), None) => Some(format!("from {low}")),
        (None, Some(high)) => Some(format!("up to {high}")),
        (None, None) => None,
    };
    let yes = |flag: Option<bool>| flag.filter(|flag| *flag).map(|_| "yes".to_owned());
    let stage = |number: Option<i64>, what: &str| {
        number
            .filter(|number| *number > 0)
            .map(|number| format!("{what} {number}"))
    };
    let is_cash = found.instrument.exchange.is_cash();
    // Nobody orders an index.
    let is_ordered = rules.tradable != Some(false);
    let products = rules.products.filter(|_| is_ordered).map(|products| {
        let fitting = products
            .iter()
            // Only shares are delivered, or bought with borrowed money.
            .filter(|product| is_cash || !matches!(product, Product::Cnc | Product::Mtf));
        fitting.map(ToString::to_string).collect::<Vec<_>>().join(", ")
    });
    let name = match &found.symbol {
        Some(_) => found.to_string(),
        None => Found {
            symbol: members.trading_symbol.clone(),
            ..found.clone()
        }
        .to_string(),
    };
    let traded = match rules.tradable {
        Some(true) => Some("yes".to_owned()),
        Some(false) => Some("no: orders for it are not taken".to_owned()),
        None => None,
    };
    [
        ("instrument", Some(name)),
        ("company", members.company_name.clone()),
        ("ISIN", members.isin.clone()),
        ("traded", traded),
        ("lot", units(rules.lot_size.filter(|_| is_ordered))),
        ("tick", price(rules.tick_size)),
        (
            "freeze quantity",
            units(rules.freeze_quantity.filter(|_| is_ordered)),
        ),
        ("today's range", range(rules.lower_circuit, rules.upper_circuit)),
        ("products", products),
        (
            "order types",
            is_ordered.then(|| "not told by the API".to_owned()),
        ),
        ("trade to trade", yes(members.trade_to_trade)),
        ("expiry", members.expiry.map(|expiry| moment::day(expiry.date()))),
        ("strike", price(members.strike)),
        ("close before", price(members.close_price)),
        (
            "year's range",
            range(members.yearly_low_price, members.yearly_high_price),
        ),
        ("ASM", stage(members.asm, "stage")),
        ("GSM", stage(members.gsm, "stage")),
        ("warning", stage(members.warning, "number")),
    ]
}
