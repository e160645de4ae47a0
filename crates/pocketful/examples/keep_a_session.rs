//! Keeps a session in a file, so that one login serves every program of the day, and says how it stands.
#![allow(clippy::print_stdout)]

#[path = "start/start.rs"]
mod start;

use std::sync::Arc;

use pocketful::{Client, FileStore, Session, SessionState, types::next_midnight};
use pocketful_sandbox::Sandbox;
use start::Result;

#[tokio::main]
async fn main() -> Result {
    run(start::sandbox().await?).await
}

pub(crate) async fn run(sandbox: Arc<Sandbox>) -> Result {
    // Yours: a directory that stays. The store makes it, and lets nobody but you look into it.
    let home = tempfile::tempdir()?;
    let store = Arc::new(FileStore::new(home.path().join("pocketful/token.json")));
    let environment = start::environment(&sandbox)?;
    let session = || {
        let builder = Session::builder(environment.api().clone(), store.clone());
        builder.clock(start::clock(&sandbox)).build()
    };

    // The first program of the day finds no session that lives, so it logs in.
    let first = session();
    if !first.restore().await?.is_alive() {
        first.log_in(&start::login(&sandbox, &environment)).await?;
    }

    // The next one finds it.
    let next = session();
    match next.restore().await? {
        SessionState::Valid { expires_at } => println!("logged in until {expires_at}"),
        SessionState::Expiring { expires_at, .. } => println!("logged in, but only until {expires_at}"),
        SessionState::Expired { since } => println!("over since {since}: log in again"),
        other => println!("{other:?}: log in"),
    }
    let client = Client::builder(environment.clone(), next).clock(start::clock(&sandbox));
    let client = client.build()?;
    let funds = client.funds().view().await?;
    println!("₹{} to trade with", start::shown(funds.available()));

    // Every token dies at midnight in India. Then nothing is sent, and the error says what to do.
    sandbox.clock().jump(next_midnight(sandbox.clock().now()));
    match client.funds().view().await {
        Err(error) if error.is_login_required() => println!("{error}\n{}", error.hint()),
        other => return Err(format!("a dead token was used: {other:?}").into()),
    }
    Ok(())
}
