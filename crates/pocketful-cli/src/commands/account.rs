//! `pocketful profile`, `trading-info` and `funds`.

use pocketful::{
    Funds,
    types::{GetTradingInfo, Received, WireEnum},
};

use crate::{
    error::Result,
    interrupt,
    output::{
        Format, Out, money,
        table::{self, Align, Tone, Value},
    },
    profile::Profile,
    session, spinner,
};

pub(crate) async fn profile(profile: &Profile, out: &mut Out) -> Result {
    let client = session::client(profile).await?;
    let user = client.user();
    if out.format == Format::Raw {
        let reply = ask("Reading the profile…", user.profile_raw()).await?;
        return Ok(out.line(reply.payload_text())?);
    }
    let profile = ask("Reading the profile…", user.profile()).await?;
    if !out.is_human() {
        return Ok(out.document(&profile)?);
    }
    let rows = [
        ("client id", Some(profile.client_id.to_string())),
        ("name", profile.name),
        ("e-mail", profile.email_id),
        ("phone", profile.phone_number),
        ("broker", profile.broker_id),
        ("last login", profile.lastlogintime.map(|time| time.to_string())),
        ("exchanges", list(&profile.exchanges_subscribed)),
        ("products", list(&profile.products_enabled)),
    ];
    print(rows, out)
}

pub(crate) async fn trading_info(profile: &Profile, out: &mut Out) -> Result {
    let client = session::client(profile).await?;
    if out.format == Format::Raw {
        let reply = ask("Reading the account…", client.call_raw(&GetTradingInfo)).await?;
        return Ok(out.line(reply.payload_text())?);
    }
    let info = ask("Reading the account…", client.user().trading_info()).await?;
    if !out.is_human() {
        return Ok(out.document(&info)?);
    }
    let yes_no = |flag: Option<bool>| flag.map(|flag| if flag { "yes" } else { "no" }.to_owned());
    let rows = [
        ("client id", Some(info.client_id.to_string())),
        ("name", info.name),
        ("e-mail", info.email_id),
        ("status", info.status),
        ("exchanges", list(&info.exchanges_subscribed)),
        ("products", list(&info.products_enabled)),
        ("demat accounts", Some(info.bo_id.join(", "))),
        ("power of attorney", yes_no(info.poa_enabled)),
        ("DDPI", yes_no(info.ddpi)),
    ];
    print(rows, out)
}

pub(crate) async fn funds(profile: &Profile, out: &mut Out) -> Result {
    let client = session::client(profile).await?;
    if out.format == Format::Raw {
        let reply = ask("Reading the funds…", client.funds().view_raw()).await?;
        return Ok(out.line(reply.payload_text())?);
    }
    let funds = ask("Reading the funds…", client.funds().view()).await?;
    if funds.rows.is_empty() {
        out.remark("the server gave no rows of funds: that is no balance of 0");
    }
    if out.is_human() && !funds.rows.is_empty() {
        let text = funds_table(&funds, out);
        out.line(text)?;
    } else if out.is_human() {
        out.line("The broker tells no funds.")?;
    } else {
        out.document(&funds)?;
    }
    Ok(())
}

fn funds_table(funds: &Funds, out: &Out) -> String {
    let rows = funds.rows.iter().map(|row| {
        let label = row.label().unwrap_or("?");
        match row.amount() {
            Some(amount) if amount.is_zero() => vec![
                Value(label.into(), Tone::Dim),
                Value(money::paise(amount), Tone::Dim),
            ],
            Some(amount) => vec![label.into(), money::paise(amount).into()],
            // Not an amount: what came, rather than nothing.
            None => vec![label.into(), row.raw().into()],
        }
    });
    table::render(
        out,
        &[("FUNDS", Align::Left), ("₹", Align::Right)],
        rows.collect(),
    )
}

async fn ask<T>(
    what: &'static str,
    call: impl Future<Output = std::result::Result<T, pocketful::Error>>,
) -> Result<T> {
    interrupt::or(async { Ok(spinner::wait(what, call).await?) }).await
}

fn list<T: WireEnum>(values: &[Received<T>]) -> Option<String> {
    Some(values.iter().map(Received::as_str).collect::<Vec<_>>().join(", "))
}

fn print<const N: usize>(rows: [(&'static str, Option<String>); N], out: &mut Out) -> Result {
    let rows: Vec<_> = rows
        .into_iter()
        .filter_map(|(label, value)| Some((label, value.filter(|value| !value.is_empty())?)))
        .collect();
    let text = table::pairs(out, &rows);
    Ok(out.line(text)?)
}
