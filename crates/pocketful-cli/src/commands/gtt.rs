//! `pocketful gtt create|list|show|modify|cancel`.

mod create;
mod list;
mod modify;
mod show;

use pocketful::{Client, Gtt, GttId, types::CancelGtt};

use super::{read, write::Write};
use crate::{
    args::gtt::{CancelGttArgs, GttCommand},
    error::{Failure, Result},
    output::Out,
    profile::Profile,
    session,
};

pub(super) async fn run(command: &GttCommand, profile: &Profile, out: &mut Out) -> Result {
    match command {
        GttCommand::Create(args) => create::run(args, profile, out).await,
        GttCommand::List => list::run(profile, out).await,
        GttCommand::Show(args) => show::run(args, profile, out).await,
        GttCommand::Modify(args) => modify::run(args, profile, out).await,
        GttCommand::Cancel(args) => cancel(args, profile, out).await,
    }
}

async fn cancel(args: &CancelGttArgs, profile: &Profile, out: &mut Out) -> Result {
    let id = id(&args.id)?;
    let client = session::client(profile).await?;
    let request = CancelGtt::new(client.client_id().await?, id.clone());
    let write = Write {
        summary: &format!("Take {id} back"),
        doing: "Taking the order back…",
        check: &format!(
            "The order may have been taken back, or still wait and be placed. Look with `pocketful gtt show {id}`."
        ),
        done: &format!("{id} was taken back"),
        send: args.send,
    };
    if write
        .run(&client, &request, profile, out, |_| None)
        .await?
        .is_some()
    {
        out.sentence(format!("{} Taken back: {id}", out.style.good("✓")))?;
    }
    Ok(())
}

fn id(text: &str) -> Result<GttId> {
    text.parse().map_err(|error| {
        Failure::usage(format!("`{text}` is not the id of an order that waits"))
            .because(&error)
            .hint("copy it from `pocketful gtt list`")
    })
}

/// The order `id`, read from the list.
async fn find(client: &Client, id: &GttId) -> Result<Gtt> {
    let found = read::ask("Looking for the order…", client.gtt().find(id)).await?;
    found.ok_or_else(|| unknown(id))
}

fn unknown(id: &GttId) -> Failure {
    Failure::not_found(format!("no order {id} waits"))
        .hint("`pocketful gtt list` has those that do; one that was placed is in `pocketful orders`")
}
