//! `pocketful ipo list|orders|place|cancel`.

mod list;
mod orders;
mod place;

use pocketful::types::CancelIpo;

use super::write::Write;
use crate::{
    args::ipo::{CancelIpoArgs, IpoCommand},
    error::{Failure, Result},
    output::Out,
    profile::Profile,
    session,
};

/// How to find out what became of an application when nobody knows.
const LOOK: &str = "Look with `pocketful ipo orders` before you do it again.";

pub(super) async fn run(command: &IpoCommand, profile: &Profile, out: &mut Out) -> Result {
    match command {
        IpoCommand::List(args) => list::run(args, profile, out).await,
        IpoCommand::Orders => orders::run(profile, out).await,
        IpoCommand::Place(args) => place::run(args, profile, out).await,
        IpoCommand::Cancel(args) => cancel(args, profile, out).await,
    }
}

async fn cancel(args: &CancelIpoArgs, profile: &Profile, out: &mut Out) -> Result {
    let symbol = symbol(&args.symbol)?;
    let members: Vec<_> = args
        .members
        .iter()
        .map(|text| member(text))
        .collect::<Result<_>>()?;
    let client = session::client(profile).await?;
    let mut request = CancelIpo::new(&client.client_id().await?, symbol.clone());
    for (name, text) in members {
        request = request.member(name, text);
    }
    let write = Write {
        summary: &format!("Take the application for {symbol} back"),
        doing: "Taking the application back…",
        check: &format!("The application may have been taken back. {LOOK}"),
        done: &format!("the application for {symbol} was taken back"),
        send: args.send,
    };
    if write
        .run(&client, &request, profile, out, |_| None)
        .await?
        .is_some()
    {
        out.sentence(format!(
            "{} Taken back: the application for {symbol}",
            out.style.good("✓")
        ))?;
        out.line(
            out.style
                .dim("  What the broker says of it: pocketful ipo orders"),
        )?;
    }
    Ok(())
}

/// The symbol as the wire has it: without blanks around it, and not empty.
fn symbol(text: &str) -> Result<String> {
    match text.trim() {
        "" => Err(Failure::usage("the offering's symbol is empty").hint("`pocketful ipo list` has it")),
        symbol => Ok(symbol.to_owned()),
    }
}

fn member(text: &str) -> Result<(&str, &str)> {
    text.split_once('=')
        .filter(|(name, _)| !name.is_empty())
        .ok_or_else(|| {
            Failure::usage(format!("--member {text} has no name"))
                .hint("write NAME=TEXT, such as application_number=100000000001")
        })
}
