//! `pocketful token print --yes`: the one place where the token is shown.

use serde_json::json;

use crate::{
    args::TokenPrintArgs,
    error::{Failure, Result},
    output::{Out, time},
    profile::Profile,
    session,
};

pub(crate) async fn print(args: &TokenPrintArgs, profile: &Profile, out: &mut Out) -> Result {
    if !args.yes {
        return Err(Failure::usage(
            "this shows the access token, and whoever sees it can trade until midnight IST",
        )
        .hint("if that is what you want, add --yes"));
    }
    let token = session::open(profile).await?.token()?;
    if out.is_human() {
        out.line(token.expose_secret())?;
    } else {
        out.document(&json!({
            "access_token": token.expose_secret(),
            "client_id": token.client_id(),
            "expires_at": time::rfc3339(token.expires_at()),
        }))?;
    }
    Ok(())
}
