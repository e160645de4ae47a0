//! `pocketful contracts find`.

use pocketful::{LoadedContracts, types::Contract};

use super::{client, none_here, wanted::Wanted};
use crate::{
    args::instruments::FindArgs,
    clock,
    commands::read,
    error::Result,
    output::{
        Out, money,
        table::{self, Align, Tone, Value},
        time as moment,
    },
    profile::Profile,
};

pub(crate) async fn run(args: &FindArgs, profile: &Profile, out: &mut Out) -> Result {
    let wanted = Wanted::of(args)?;
    let client = client(profile)?;
    let reading = "Reading the contract master…";
    let loaded = if args.offline {
        let kept = read::ask(reading, client.contracts().offline()).await?;
        kept.ok_or_else(none_here)?
    } else {
        read::ask(reading, client.contracts().load()).await?
    };
    remark(&loaded, out);
    let limit = usize::try_from(args.limit).unwrap_or(usize::MAX);
    let mut found = wanted.find(&loaded.contracts, limit.saturating_add(1));
    let is_cut = found.len() > limit;
    found.truncate(limit);
    if out.is_human() {
        if found.is_empty() {
            out.sentence(wanted.nothing(&loaded.contracts))?;
        } else {
            let text = table(&found, out);
            out.line(text)?;
        }
        let count = if is_cut {
            format!("The first {limit}; --limit shows more. ")
        } else {
            String::new()
        };
        let text = out.style.dim(format!("{count}From {loaded}."));
        return Ok(out.line(text)?);
    }
    if is_cut {
        out.remark(&format!("these are the first {limit}; --limit gives more"));
    }
    Ok(out.document(&found)?)
}

/// What is worth knowing of contracts that are not today's, or could not be kept.
fn remark(loaded: &LoadedContracts, out: &Out) {
    if let Some(error) = &loaded.not_saved {
        out.remark(&format!(
            "the contract master cannot be kept for the next time: {error}"
        ));
    }
    if let Some(error) = &loaded.stale {
        out.remark(&format!("these are {loaded}: today's cannot be had: {error}"));
    } else if !loaded.info().is_of_today(clock::now()) {
        out.remark(&format!("these are {loaded}"));
    }
}

fn table(found: &[Contract<'_>], out: &Out) -> String {
    let columns = [
        ("INSTRUMENT", Align::Left),
        ("SYMBOL", Align::Left),
        ("NAME", Align::Flexible),
        ("EXPIRY", Align::Left),
        ("KIND", Align::Right),
        ("LOT", Align::Right),
        ("TICK", Align::Right),
    ];
    let rows: Vec<_> = found.iter().map(row).collect();
    // A column in which nothing stands is left out: shares have no strike.
    let stays: Vec<_> = (0..columns.len())
        .map(|at| {
            rows.iter()
                .any(|row| row.get(at).is_some_and(|cell| !cell.0.is_empty()))
        })
        .collect();
    let kept = |at: &usize| stays.get(*at).copied().unwrap_or(false);
    let columns: Vec<_> = (columns.into_iter().enumerate())
        .filter(|(at, _)| kept(at))
        .map(|(_, column)| column)
        .collect();
    let rows = rows
        .into_iter()
        .map(|row| {
            (row.into_iter().enumerate())
                .filter(|(at, _)| kept(at))
                .map(|(_, cell)| cell)
                .collect()
        })
        .collect();
    table::render(out, &columns, rows)
}

fn row(contract: &Contract<'_>) -> Vec<Value> {
    // The company of a derivative is its underlying, which its symbol begins with.
    let name = if contract.kind.is_derivative() {
        ""
    } else {
        contract.company_name
    };
    let kind = match (contract.strike, contract.kind.as_str()) {
        (Some(strike), side) => format!("{} {side}", money::plain(strike)),
        // As most are.
        (None, "equity") => String::new(),
        (None, kind) => kind.to_owned(),
    };
    let lot = contract.lot_size.map(|units| money::group(&units.to_string()));
    vec![
        contract.instrument().to_string().into(),
        contract.trading_symbol.into(),
        Value(name.to_owned(), Tone::Dim),
        contract.expiry.map(moment::day).unwrap_or_default().into(),
        kind.into(),
        lot.unwrap_or_default().into(),
        contract.tick_size.map(money::plain).unwrap_or_default().into(),
    ]
}
