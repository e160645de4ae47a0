//! `pocketful contracts sync|find|info`: the contract master, which needs no login.

mod find;
mod wanted;

pub(crate) use find::run as find;

use std::path::Path;

use pocketful::{Client, LoadedContracts, types::ContractsInfo};
use serde::Serialize;

use super::read;
use crate::{
    args::instruments::SyncArgs,
    clock,
    error::{Failure, Result},
    output::{Out, money, table, time as moment},
    profile::Profile,
    session,
};

/// What a person is told where there are none.
fn none_here() -> Failure {
    Failure::usage("no contract master is kept here")
        .hint("`pocketful contracts sync` downloads it; that needs no login")
}

/// A client without a session: contracts are for everybody.
fn client(profile: &Profile) -> Result<Client> {
    session::connect(profile, session::build(profile))
}

pub(crate) async fn sync(args: SyncArgs, profile: &Profile, out: &mut Out) -> Result {
    let client = client(profile)?;
    let contracts = client.contracts();
    let downloading = "Downloading the contract master…";
    let mut loaded = if args.anyway {
        read::ask(downloading, contracts.sync_anyway()).await?
    } else {
        read::ask(downloading, contracts.sync()).await?
    };
    // To keep them is what was asked for.
    if let Some(error) = loaded.not_saved.take() {
        return Err(error.into());
    }
    show(&loaded, out)
}

pub(crate) async fn info(profile: &Profile, out: &mut Out) -> Result {
    let client = client(profile)?;
    let kept = read::ask("Reading the contract master…", client.contracts().offline()).await?;
    show(&kept.ok_or_else(none_here)?, out)
}

/// What there is to say of contracts as a whole.
#[derive(Serialize)]
struct Document<'a> {
    origin: &'static str,
    #[serde(flatten)]
    info: &'a ContractsInfo,
    age_s: i64,
    is_of_today: bool,
    file: Option<&'a Path>,
    /// The first of the rows that were set aside; known after a download only.
    first_bad_rows: Vec<String>,
}

/// More are in `--json`.
const BAD_ROWS_SHOWN: usize = 3;

fn show(loaded: &LoadedContracts, out: &mut Out) -> Result {
    let info = loaded.info();
    let is_of_today = info.is_of_today(clock::now());
    let bad_rows = loaded.contracts.bad_rows();
    if !out.is_human() {
        return Ok(out.document(&Document {
            origin: loaded.origin.as_str(),
            info,
            age_s: loaded.age.whole_seconds(),
            is_of_today,
            file: loaded.file.as_deref(),
            first_bad_rows: bad_rows.iter().map(ToString::to_string).collect(),
        })?);
    }
    let count = |rows: u64| money::group(&rows.to_string());
    let rows_that = |rows: u64, what: &str| {
        let noun = if rows == 1 { "row" } else { "rows" };
        format!("{} {noun} {what}", count(rows))
    };
    let age = format!(
        "{}, {} old",
        moment::long(info.fetched_at),
        moment::span(loaded.age)
    );
    let age = if is_of_today {
        age
    } else {
        format!("{age}: {}", out.style.warn("not today's"))
    };
    let exchanges: Vec<_> = (info.exchanges.iter())
        .map(|(exchange, rows)| format!("{exchange} {}", count(*rows)))
        .collect();
    let mut rows = vec![
        ("contracts", count(info.rows)),
        ("by exchange", exchanges.join(" · ")),
        ("downloaded", age),
        ("set aside", rows_that(info.bad_rows, "that cannot be read")),
    ];
    for row in bad_rows.iter().take(BAD_ROWS_SHOWN) {
        rows.push(("", row.to_string()));
    }
    rows.push((
        "duplicates",
        rows_that(info.duplicate_rows, "with the number of an earlier one"),
    ));
    rows.push(("left out", rows_that(info.dropped_rows, "of spot prices")));
    if let Some(file) = &loaded.file {
        rows.push(("kept in", file.display().to_string()));
    }
    let text = table::pairs(out, &rows);
    Ok(out.line(text)?)
}
