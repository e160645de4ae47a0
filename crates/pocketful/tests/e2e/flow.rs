//! The whole way: log in, look, order, look again, cancel, and what stands in between.

use std::sync::Arc;

use pocketful::{
    Decimal, ErrorKind, Exchange, Instrument, InstrumentToken, NewOrder, Outcome, Quantity, SessionState,
    Side,
    auth::{DirectLogin, LoginApi, PastedTokenLogin, PastedUrlLogin, SecondFactor},
    types::{ClientId, OrderState, next_midnight},
};

use crate::day::{Day, MORNING};

const IDEA: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(14366));

pub(crate) fn bid(price: &str) -> NewOrder {
    NewOrder::limit(IDEA, Side::Buy, Quantity::new(10), price.parse().unwrap())
}

#[tokio::test]
async fn the_main_job() {
    let day = Day::logged_in().await;
    let client = day.client();
    let demo = day.sandbox.demo();
    assert_eq!(day.session.record().unwrap().expires_at(), next_midnight(MORNING));

    let info = client.user().trading_info().await.unwrap();
    assert_eq!(info.client_id.as_str(), demo.client_id);
    let profile = client.user().profile().await.unwrap();
    assert_eq!(profile.client_id.as_str(), demo.client_id);
    let funds = client.funds().view().await.unwrap();
    assert!(funds.available().unwrap() > Decimal::ZERO);

    let placed = client
        .orders()
        .place(&bid("8.15").user_order_id(4711.into()))
        .await
        .unwrap();
    let found = client.orders().find(&placed.oms_order_id).await.unwrap().unwrap();
    assert_eq!(found.price, Some(Decimal::new(815, 2)));
    assert_eq!(found.user_order_id, Some(4711.into()));
    assert_eq!(found.state(), OrderState::Open);
    assert!(client.orders().completed().await.unwrap().rows.is_empty());

    client.orders().cancel(&placed.oms_order_id).await.unwrap();
    assert!(client.orders().pending().await.unwrap().rows.is_empty());
    let gone = client.orders().find(&placed.oms_order_id).await.unwrap().unwrap();
    assert_eq!(gone.state(), OrderState::Cancelled);
}

#[tokio::test]
async fn an_order_from_an_unregistered_address_is_refused_and_the_session_lives_on() {
    let day = Day::logged_in().await;
    let client = day.builder().build().unwrap();
    let error = client.orders().place(&bid("8.15")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::AddressRefused, Outcome::Rejected)
    );
    insta::assert_snapshot!(format!("{error}\n{}", error.hint()));
    // The code is the one of a dead token; the token is not dead.
    assert!(client.orders().pending().await.unwrap().rows.is_empty());
}

#[tokio::test]
async fn at_midnight_the_session_is_over_here_and_there() {
    let day = Day::logged_in().await;
    let client = day.client();
    day.sandbox
        .clock()
        .jump(next_midnight(MORNING) - time::Duration::MINUTE);
    client.funds().view().await.unwrap();
    day.sandbox.clock().jump(next_midnight(MORNING));
    let error = client.orders().place(&bid("8.15")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::SessionExpired, Outcome::NotSent)
    );
    assert!(
        matches!(day.session.state(), SessionState::Expired { .. }),
        "{:?}",
        day.session.state()
    );
}

#[tokio::test]
async fn all_four_ways_in_reach_the_same_session() {
    let day = Day::before_login().await;
    let demo = day.sandbox.demo().clone();
    let api: Arc<dyn LoginApi> = day.login_api();
    let client_id = ClientId::new(&demo.client_id);

    let sandbox = Arc::clone(&day.sandbox);
    let pasted_url = PastedUrlLogin::new(day.flow(), move |request| {
        let location = sandbox.visit_as_demo_user(request.url.as_str()).unwrap();
        async move { Ok(format!("  {location}\n")) }
    });
    day.session.log_in(&pasted_url).await.unwrap();
    let client = day.client();
    client.funds().view().await.unwrap();

    let token = day.session.record().unwrap().token().expose_secret().to_owned();
    day.session.log_out().await.unwrap();
    assert_eq!(
        client.funds().view().await.unwrap_err().kind(),
        ErrorKind::NotLoggedIn
    );
    let pasted_token = PastedTokenLogin::new(Arc::clone(&api), token.into()).with_clock(day.clock());
    assert_eq!(
        *day.session.log_in(&pasted_token).await.unwrap().client_id(),
        client_id
    );
    client.funds().view().await.unwrap();

    day.session.log_out().await.unwrap();
    let pin = SecondFactor::pin(demo.pin.clone().into());
    let direct = DirectLogin::new(
        Arc::clone(&api),
        client_id.clone(),
        demo.password.clone().into(),
        pin,
    );
    day.session.log_in(&direct.with_clock(day.clock())).await.unwrap();
    client.funds().view().await.unwrap();

    day.session.log_in(&day.browser()).await.unwrap();
    client.funds().view().await.unwrap();
    assert_eq!(client.client_id().await.unwrap(), client_id);
}
