//! `pocketful demo`: the main job from start to finish, on a sandbox inside the process.

mod browser;
mod quotes;
mod steps;

use std::{net::IpAddr, sync::Arc};

use pocketful::{
    App, AppId, Client, Environment, Exchange, Instrument, InstrumentToken, MemoryStore, NewOrder, OrderId,
    Origin, Quantity, Session, Side, SourceAddresses,
    auth::{BrowserLogin, CodeFlow, HttpLoginApi},
    types::{Clock, OrderState, next_midnight},
};
use pocketful_sandbox::Sandbox;
use time::{Duration, OffsetDateTime};

use self::steps::Steps;
use crate::{
    clock,
    commands::orders,
    error::{Failure, Result},
    output::{Out, money, time as moment},
};

/// An address that the demo's app has not registered.
const UNREGISTERED: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

/// Runs the demo. It reads no configuration, stores nothing and leaves this machine by no route.
pub(crate) async fn run(out: &mut Out) -> Result {
    let mut steps = Steps::start(out)?;
    let outcome = journey(&mut steps).await;
    steps.finish(outcome)
}

async fn journey(steps: &mut Steps<'_>) -> Result {
    let port = browser::free_port().await?;
    let sandbox = Sandbox::builder()
        .now(beginning(clock::now()))
        .redirect_uri(format!("http://127.0.0.1:{port}/callback"))
        .start()
        .await
        .map_err(|error| Failure::usage("the sandbox cannot start").because(&error))?;
    let api: Origin = sandbox
        .url()
        .parse()
        .map_err(|error| Failure::usage(format!("the sandbox's address: {error}")))?;
    let environment = Environment::custom(api).map_err(|error| Failure::usage(error.to_string()))?;
    steps.done("sandbox", format!("a local Pocketful at {}", sandbox.url()))?;

    let session = log_in(&sandbox, &environment).await?;
    let token = session.token()?;
    steps.done(
        "log in",
        format!("as {}, through the whole OAuth flow", token.client_id()),
    )?;
    let left = token.expires_at() - sandbox.clock().now();
    let dies = moment::long(token.expires_at());
    steps.done("session", format!("dies {dies}, in {}", moment::span(left)))?;

    let source = sandbox.demo().source_ips.first().copied().unwrap_or(UNREGISTERED);
    browser::check_bindable(source).await?;
    let client = connect(&environment, &session, &sandbox, source)?;
    let profile = client.user().profile().await?;
    let exchanges: Vec<_> = profile
        .exchanges_subscribed
        .iter()
        .map(|exchange| exchange.as_str())
        .collect();
    let name = profile.name.unwrap_or_default();
    steps.done("profile", format!("{name}, trades on {}", exchanges.join(", ")))?;
    let available = client.funds().view().await?.available();
    let available = available.ok_or_else(|| unexpected("the funds have no row `Available`"))?;
    steps.done("funds", format!("{} available", money::rupees(available)))?;

    let order = order()?;
    let placed = client.orders().place(&order).await?;
    let id = placed.oms_order_id;
    let (side, quantity, instrument) = (order.side(), order.quantity(), order.instrument());
    steps.done(
        "place",
        format!("{side} {quantity} × {instrument} at ₹812.50 from {source}"),
    )?;
    let found = state(&client, &id).await?;
    steps.done("book", format!("{id} is {found}"))?;

    let elsewhere = connect(&environment, &session, &sandbox, UNREGISTERED)?;
    match elsewhere.orders().place(&order).await {
        Err(error) if error.kind() == pocketful::ErrorKind::AddressRefused => {
            steps.done(
                "refused",
                format!("the same from {UNREGISTERED}: not a registered address"),
            )?;
        }
        Err(error) => return Err(error.into()),
        Ok(_) => {
            return Err(unexpected(
                "an order from an address that is not registered was accepted",
            ));
        }
    }
    let mut quotes = quotes::Quotes::open(&client);
    steps.done("stream", quotes.first().await?)?;
    client.orders().cancel(&id).await?;
    steps.done("told", quotes.cancelled(&id).await?)?;
    quotes.close().await;
    let found = state(&client, &id).await?;
    if !found.starts_with(OrderState::Cancelled.as_str()) {
        return Err(unexpected("the order was cancelled, but the book says otherwise"));
    }
    steps.done("cancel", format!("{id} is {found}"))?;
    sandbox.shutdown().await;
    Ok(())
}

/// The sandbox's first moment: now, or early tomorrow when the session would die before the demo is over.
fn beginning(now: OffsetDateTime) -> OffsetDateTime {
    let midnight = next_midnight(now);
    if midnight - now < Duration::MINUTE {
        midnight + Duration::MINUTE
    } else {
        now
    }
}

/// The complete OAuth flow; the sandbox plays the person at the login page, [`browser`] their browser.
async fn log_in(sandbox: &Sandbox, environment: &Environment) -> Result<Session> {
    let demo = sandbox.demo();
    let clock: Arc<dyn Clock> = Arc::new(sandbox.clock().clone());
    let app = App::new(AppId::new(&demo.app_id), demo.app_secret.clone().into())
        .with_redirect_uri(demo.redirect_uri.parse()?);
    let api = HttpLoginApi::new(
        environment.auth().clone(),
        environment.api().clone(),
        environment.header_style(),
    );
    let flow = CodeFlow::new(app, Arc::new(api)).with_clock(Arc::clone(&clock));
    let session = Session::builder(environment.api().clone(), Arc::new(MemoryStore::new()))
        .clock(clock)
        .build();

    let (opened, mut opening) = tokio::sync::mpsc::unbounded_channel();
    let login = BrowserLogin::new(flow, move |url| drop(opened.send(url.to_string())))
        .with_timeout(std::time::Duration::from_secs(10));
    let visit = async {
        let url = opening
            .recv()
            .await
            .ok_or_else(|| unexpected("the login opened no page"))?;
        let back = sandbox
            .visit_as_demo_user(&url)
            .map_err(|error| unexpected(&error.to_string()))?;
        browser::get(&back).await
    };
    let login = async { session.log_in(&login).await.map_err(Failure::from) };
    tokio::try_join!(login, visit)?;
    Ok(session)
}

fn connect(
    environment: &Environment,
    session: &Session,
    sandbox: &Sandbox,
    source: IpAddr,
) -> Result<Client> {
    Ok(Client::builder(environment.clone(), session.clone())
        .clock(Arc::new(sandbox.clock().clone()))
        .source_addresses(SourceAddresses::new(source))
        .build()?)
}

fn order() -> Result<NewOrder> {
    let price = "812.50".parse().map_err(|_| unexpected("the demo's price"))?;
    let instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(3045));
    Ok(NewOrder::limit(instrument, Side::Buy, Quantity::new(10), price))
}

/// `open, 0/10 filled`.
async fn state(client: &Client, id: &OrderId) -> Result<String> {
    let order = client.orders().find(id).await?;
    let order = order.ok_or_else(|| unexpected("the order is not in the book"))?;
    Ok(format!(
        "{}, {} filled",
        orders::status(&order),
        orders::filled_of(&order)
    ))
}

/// The sandbox and the client are both of this project, so a surprise here is a defect.
fn unexpected(what: &str) -> Failure {
    Failure::rejected(what).hint("this is a defect of this program: please report it")
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn starts_tomorrow_when_today_is_over() {
        let noon = datetime!(2026-11-24 12:00 +5:30);
        assert_eq!(beginning(noon), noon);
        assert_eq!(
            beginning(datetime!(2026-11-24 23:59:30 +5:30)),
            datetime!(2026-11-25 00:01 +5:30)
        );
    }
}
