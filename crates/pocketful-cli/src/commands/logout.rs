//! `pocketful logout`.

use serde_json::json;

use crate::{
    error::{Failure, Result},
    output::Out,
    profile::Profile,
    session,
};

pub(crate) async fn run(profile: &Profile, out: &mut Out) -> Result {
    let store = session::store(profile);
    if store.is_read_only() {
        return Err(
            Failure::usage("POCKETFUL_ACCESS_TOKEN is set: the session comes from the environment")
                .hint("unset POCKETFUL_ACCESS_TOKEN to end it"),
        );
    }
    // A record that cannot be read is something to forget, too.
    let was_there = !matches!(store.load().await, Ok(None));
    session::build(profile).log_out().await?;
    let document = json!({ "was_logged_in": was_there, "store": store.describe() });
    out.accepted("the session is forgotten", &document);
    if !out.is_human() {
        return Ok(out.document(&document)?);
    }
    if was_there {
        out.line(format!("{} Forgotten: {}", out.style.good("✓"), store.describe()))?;
        out.line(
            out.style
                .dim("  The token itself stays valid at the broker until midnight IST."),
        )?;
    } else {
        out.line("Nobody was logged in.")?;
    }
    Ok(())
}
