//! `pocketful apps`.

use pocketful::types::{GetApps, RegisteredApp};

use super::read;
use crate::{
    error::Result,
    output::{
        Out,
        table::{self, Align, Value},
    },
    profile::Profile,
    session,
};

pub(super) async fn run(profile: &Profile, out: &mut Out) -> Result {
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
