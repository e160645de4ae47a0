//! `pocketful status [--watch]`: asks no server.

use std::time::Duration;

use pocketful::Session;

use crate::{
    args::StatusArgs,
    clock,
    error::{Exit, Failure, Result},
    interrupt::Stop,
    output::{Out, table, time},
    profile::Profile,
    session::{self, Status},
};

/// How often the store is looked at for what other processes did.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

pub(crate) async fn run(args: &StatusArgs, profile: &Profile, out: &mut Out) -> Result {
    if args.watch {
        return watch(profile, out).await;
    }
    let store = session::store(profile);
    let session = session::open(profile).await?;
    let now = clock::now();
    let status = Status::of(&session, &*store, now);
    if out.is_human() {
        let mut rows = vec![("state", status.painted_state(out.style))];
        if let Some(client_id) = &status.client_id {
            rows.push(("client id", client_id.clone()));
        }
        if let Some(expiry) = status.expiry_text(now) {
            let label = if session.state().is_alive() {
                "dies"
            } else {
                "died"
            };
            rows.push((label, expiry));
        }
        rows.push(("kept in", status.store));
        let pairs = table::pairs(out, &rows);
        out.line(pairs)?;
        if let Err(error) = session.token()
            && !session.state().is_alive()
        {
            out.line("")?;
            out.line(sentence(&error.to_string()))?;
            out.line(format!("Log in with: {}", out.style.accent("pocketful login")))?;
        }
    } else {
        out.document(&status)?;
    }
    if session.state().is_alive() {
        Ok(())
    } else {
        Err(Failure::said(Exit::Login))
    }
}

/// Prints every change until Ctrl-C, which is its normal end.
async fn watch(profile: &Profile, out: &mut Out) -> Result {
    let store = session::store(profile);
    let session = session::build(profile);
    let mut problem = restore(&session, None, out).await;
    let mut stop = Stop::listen()?;
    let mut states = session.watch();
    let mut last = None;
    loop {
        let now = clock::now();
        let status = Status::of(&session, &*store, now);
        let key = (
            status.state,
            status.client_id.clone(),
            status.expires_at.clone(),
            *states.borrow_and_update(),
        );
        // While the store cannot be read, what is known may be old.
        if problem.is_none() && last.as_ref() != Some(&key) {
            if out.is_human() {
                let who = status.client_id.clone().unwrap_or_default();
                let line = format!(
                    "{}  {}  {who}  {}",
                    out.style.dim(time::clock(now)),
                    status.painted_state(out.style),
                    status.expiry_text(now).unwrap_or_default(),
                );
                out.line(line.trim_end())?;
                out.flush()?;
            } else {
                out.json_line(&status)?;
            }
            last = Some(key);
        }
        tokio::select! {
            _ = states.changed() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => problem = restore(&session, problem, out).await,
            () = stop.stopped() => return Ok(()),
        }
    }
}

/// Reads the store again, and says what is wrong with it when that is something new: the watch outlives it.
async fn restore(session: &Session, before: Option<String>, out: &Out) -> Option<String> {
    let problem = session.restore().await.err()?.to_string();
    if before.as_ref() != Some(&problem) {
        out.remark(&format!("the session cannot be read, watching on: {problem}"));
    }
    Some(problem)
}

/// The text with a capital first letter and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|first| first.to_uppercase().to_string())
        .unwrap_or_default();
    let stop = if text.ends_with('.') { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}
