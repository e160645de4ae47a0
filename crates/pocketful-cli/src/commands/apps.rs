//! `pocketful apps` and `pocketful apps create`.

mod create;
mod secret_file;

use pocketful::types::{GetApps, RegisteredApp};

use super::read;
use crate::{
    args::apps::{AppsArgs, AppsCommand},
    error::Result,
    output::{
        Out,
        table::{self, Align, Value},
    },
    profile::Profile,
    session,
};

pub(super) async fn run(args: &AppsArgs, profile: &Profile, out: &mut Out) -> Result {
    match &args.command {
        None => list(profile, out).await,
        Some(AppsCommand::Create(args)) => create::run(args, profile, out).await,
    }
}

async fn list(profile: &Profile, out: &mut Out) -> Result {
    let client = session::client(profile).await?;
    let Some(apps) = read::rows("Reading the apps…", &client, &GetApps, out).await? else {
        return Ok(());
    };
    if apps.is_empty() {
        return Ok(out.line("No apps.")?);
    }
    let columns = [
        ("NAME", Align::Flexible),
        ("ID", Align::Left),
        ("REDIRECT URL", Align::Left),
        ("SCOPE", Align::Flexible),
    ];
    let text = table::render(out, &columns, apps.iter().map(row).collect());
    Ok(out.line(text)?)
}

fn row(app: &RegisteredApp) -> Vec<Value> {
    vec![
        app.app_name.clone().unwrap_or_default().into(),
        app.app_id.as_str().into(),
        app.redirect_uris.join(" ").into(),
        app.scope.clone().unwrap_or_default().into(),
    ]
}
