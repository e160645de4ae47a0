//! Logs in as the owner of an account: a page to open, and what the browser's address bar shows afterwards.
//!
//! `BrowserLogin` in place of `PastedUrlLogin` opens the page by itself and listens for where it leads.
#![allow(clippy::print_stdout)]

#[path = "start/start.rs"]
mod start;

use std::{io, sync::Arc};

use pocketful::{App, AppId, Client, CodeFlow, Error, MemoryStore, PastedUrlLogin, Session};
use pocketful_sandbox::Sandbox;
use start::Result;

#[tokio::main]
async fn main() -> Result {
    run(start::sandbox().await?).await
}

pub(crate) async fn run(sandbox: Arc<Sandbox>) -> Result {
    // The app, as it is registered in the portal.
    let demo = sandbox.demo().clone();
    let app = App::new(AppId::new(demo.app_id), demo.app_secret.into());
    let app = app.with_redirect_uri(demo.redirect_uri.parse()?);

    // Show the address and read what is pasted. Here the sandbox opens it, logs in, and agrees, in place of a person.
    let environment = start::environment(&sandbox)?;
    let flow = CodeFlow::new(app, start::login_api(&environment)).with_clock(start::clock(&sandbox));
    let person = Arc::clone(&sandbox);
    let login = PastedUrlLogin::new(flow, move |request| {
        let address = request.url.as_str();
        println!("Open {address}\nand paste the address that it leads to:");
        let pasted = person.visit_as_demo_user(address);
        async move { pasted.map_err(io::Error::other) }
    });

    let session = Session::builder(environment.api().clone(), Arc::new(MemoryStore::new()))
        .clock(start::clock(&sandbox))
        .build();
    // The facade's error knows what to do about it.
    let token = session.log_in(&login).await.map_err(Error::from);
    let token = token.map_err(|error| format!("{error}. {}", error.hint()))?;
    println!("{} may trade until {}", token.client_id(), token.expires_at());

    let client = Client::builder(environment, session).clock(start::clock(&sandbox));
    let info = client.build()?.user().trading_info().await?;
    for exchange in &info.exchanges_subscribed {
        println!("on {exchange}");
    }
    Ok(())
}
