//! `pocketful edis tpin|authorise`: undocumented by the broker, and marked so.

use pocketful::{
    Client, EdisRoute, Pan, SaleInstrument,
    types::{AuthoriseSale, EdisForm, GenerateTpin},
};

use super::{
    named::{Named, Purpose},
    read, typed,
    write::Write,
};
use crate::{
    args::edis::{AuthoriseArgs, EdisCommand, TpinArgs},
    clock,
    error::{Failure, Result},
    output::{Out, table},
    profile::Profile,
    session,
};

pub(super) async fn run(command: &EdisCommand, profile: &Profile, out: &mut Out) -> Result {
    match command {
        EdisCommand::Tpin(args) => tpin(args, profile, out).await,
        EdisCommand::Authorise(args) => authorise(args, profile, out).await,
    }
}

async fn tpin(args: &TpinArgs, profile: &Profile, out: &mut Out) -> Result {
    let pan = Pan::new(args.pan.as_deref().unwrap_or_default());
    if pan.is_empty() {
        return Err(Failure::usage("the owner's PAN is missing").hint("set POCKETFUL_PAN, or give --pan"));
    }
    let client = session::client(profile).await?;
    let boid = match args.boid.as_deref().map(str::trim) {
        Some("") => return Err(Failure::usage("--boid is empty")),
        Some(boid) => boid.to_owned(),
        None => own_boid(&client).await?,
    };
    let client_id = client.client_id().await?;
    let request = GenerateTpin::new(client_id, boid.as_str(), pan, clock::now()).route(route(args.gateway));
    let write = Write {
        summary: &format!("Have a TPIN sent to the owner of {boid}"),
        doing: "Asking for a TPIN…",
        check: "A TPIN may be on its way: wait for it before you ask for another.",
        done: "a TPIN was asked for",
        send: args.send,
    };
    if let Some(answer) = write.run(&client, &request, profile, out, |_| None).await? {
        let said = answer
            .message
            .unwrap_or_else(|| "the depository was asked for a TPIN".to_owned());
        out.sentence(format!("{} {said}", out.style.good("✓")))?;
    }
    Ok(())
}

/// The account at the depository, where there is only one.
async fn own_boid(client: &Client) -> Result<String> {
    let info = read::ask("Looking for the account…", client.user().trading_info()).await?;
    match info.bo_id.as_slice() {
        [boid] => Ok(boid.clone()),
        [] => {
            Err(Failure::usage("the broker tells no account at the depository").hint("name it with --boid"))
        }
        several => Err(Failure::usage(format!(
            "there are {} accounts at the depository: {}",
            several.len(),
            several.join(", ")
        ))
        .hint("name one with --boid")),
    }
}

async fn authorise(args: &AuthoriseArgs, profile: &Profile, out: &mut Out) -> Result {
    let authorized = typed::quantity("--authorised", &args.authorised)?;
    let typed: Vec<_> = args
        .sales
        .iter()
        .map(|text| {
            let (instrument, units) = text.rsplit_once('=').ok_or_else(|| {
                Failure::usage(format!("`{text}` does not say how many"))
                    .hint("write EXCHANGE:INSTRUMENT=QTY, such as NSE:3045=10")
            })?;
            Ok((Named::pair(instrument)?, typed::quantity("QTY", units)?))
        })
        .collect::<Result<_>>()?;
    let client = session::client(profile).await?;
    let client_id = client.client_id().await?;
    let (mut sales, mut words) = (Vec::new(), Vec::new());
    for (named, total) in &typed {
        let found = named.find(&client, Purpose::Trading, out).await?;
        words.push(format!("{total} × {found}"));
        sales.push(SaleInstrument {
            instrument: found.instrument,
            total: *total,
            authorized,
        });
    }
    let request = AuthoriseSale::new(client_id, sales, args.request_type.as_str()).route(route(args.gateway));
    let write = Write {
        summary: &format!(
            "Ask for the form that authorises the sale of {}",
            words.join(", ")
        ),
        doing: "Asking for the form…",
        check: "The form may have been made, which authorises nothing by itself: ask for it again.",
        done: "the depository's form was made",
        send: args.send,
    };
    if let Some(form) = write.run(&client, &request, profile, out, |_| None).await? {
        let text = table::pairs(out, &rows(form));
        out.line(text)?;
        let note = "A browser posts these values to the depository's page, where the TPIN is entered.";
        out.line(out.style.dim(note))?;
    }
    Ok(())
}

fn rows(form: EdisForm) -> Vec<(&'static str, String)> {
    [
        ("depository", form.depository),
        ("dp id", form.dp_id),
        ("request id", form.request_id),
        ("version", form.version),
        ("encrypted", form.encrypted_dtls),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some((label, value?)))
    .collect()
}

fn route(gateway: bool) -> EdisRoute {
    if gateway {
        EdisRoute::Gateway
    } else {
        EdisRoute::Upstream
    }
}
