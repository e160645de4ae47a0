//! Where every example begins: a broker inside this process, and a client that is logged in there.
//!
//! It needs no account and no network. A program of yours has `Environment::algo()` in place of the sandbox, a session that
//! is kept (`keep_a_session`), your own way in (`log_in`), and no clock: the sandbox's begins at ten on a Monday morning, so
//! that there is a market whenever you try this.
#![allow(dead_code)] // No example needs all of it.

use std::{error::Error, fmt::Display, sync::Arc};

use pocketful::{
    Client, ClientId, DirectLogin, Environment, HttpLoginApi, MemoryStore, SecondFactor, Session,
    SourceAddresses, time::OffsetDateTime, types::Clock,
};
use pocketful_sandbox::Sandbox;

/// What an example may fail with.
pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// A broker with nobody logged in.
pub(crate) async fn sandbox() -> Result<Arc<Sandbox>> {
    let ten_on_a_monday = OffsetDateTime::from_unix_timestamp(1_795_408_200)?;
    let builder = Sandbox::builder().seed(7).now(ten_on_a_monday);
    Ok(Arc::new(builder.start().await?))
}

/// The addresses of that broker.
pub(crate) fn environment(sandbox: &Sandbox) -> Result<Environment> {
    Ok(Environment::custom(sandbox.url().parse()?)?)
}

/// The time there.
pub(crate) fn clock(sandbox: &Sandbox) -> Arc<dyn Clock> {
    Arc::new(sandbox.clock().clone())
}

/// How long an example waits for what should come at once.
pub(crate) const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

/// The calls that log in.
pub(crate) fn login_api(environment: &Environment) -> Arc<HttpLoginApi> {
    let (auth, api) = (environment.auth().clone(), environment.api().clone());
    let calls = HttpLoginApi::new(auth, api, environment.header_style());
    Arc::new(calls.with_device_type(environment.device_type()))
}

/// A way in that needs no person: client id, password and PIN.
pub(crate) fn login(sandbox: &Sandbox, environment: &Environment) -> DirectLogin {
    let demo = sandbox.demo().clone();
    let pin = SecondFactor::pin(demo.pin.into());
    let client_id = ClientId::new(demo.client_id);
    DirectLogin::new(login_api(environment), client_id, demo.password.into(), pin).with_clock(clock(sandbox))
}

/// A client that is logged in and whose orders leave from a registered address.
pub(crate) async fn client(sandbox: &Sandbox) -> Result<Client> {
    let environment = environment(sandbox)?;
    let session = Session::builder(environment.api().clone(), Arc::new(MemoryStore::new()))
        .clock(clock(sandbox))
        .build();
    session.log_in(&login(sandbox, &environment)).await?;
    let registered = SourceAddresses::new(sandbox.demo().source_ips[0]);
    let client = Client::builder(environment, session).source_addresses(registered);
    Ok(client.clock(clock(sandbox)).build()?)
}

/// A value as text. What the broker left out is a dash, never a 0 that somebody made up.
pub(crate) fn shown<T: Display>(value: Option<T>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}
