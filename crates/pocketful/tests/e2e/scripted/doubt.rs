//! Every write whose reply does not come is unknown, is sent once, and says where it shows what became of it.

use pocketful::{
    BasketId, BasketName, BasketOrderId, BasketType, BracketChange, BracketOrder, Client, CoverChange,
    CoverOrder, Environment, Error, ErrorKind, GttId, IpoApplication, IpoBid, NewBasketOrder, NewGtt,
    OrderChange, OrderId, Outcome, Pan, PositionConversion, Product, Quantity, RetryPolicy, SaleInstrument,
    Side,
    auth::FixedToken,
    http::{ScriptedTransport, TransportErrorKind},
};
use time::macros::date;

use super::{
    requests::{ACC, entry, leg},
    token,
};

/// The errors of every write of the facade, each over a script whose only reply never comes. Repeats are allowed.
async fn all() -> Vec<(Error, usize)> {
    let (id, name) = (BasketId::new("b-1"), BasketName::new("Morning").unwrap());
    let order_id: OrderId = "20260310-7".parse().unwrap();
    let in_basket = NewBasketOrder::new(entry(), "ACC-EQ");
    let item = BasketOrderId::new("o-1");
    let gtt = NewGtt::new(entry(), "1876".parse().unwrap(), date!(2027 - 11 - 23));
    let gtt_id = GttId::new("g-1").unwrap();
    let change = OrderChange::new().price("1876".parse().unwrap());
    let cover = CoverChange {
        order: change.clone(),
        ..CoverChange::default()
    };
    let bracket = BracketChange {
        order: change.clone(),
        ..BracketChange::default()
    };
    let conversion = PositionConversion::new(ACC, Side::Buy, Quantity::new(10), Product::Mis, Product::Cnc);
    let mut application = IpoApplication::new("ACMEFOOD", vec![IpoBid::at(Quantity::new(40), 369)]);
    application.pan = Some(Pan::new("AAAPZ1234C"));
    let sale = [SaleInstrument {
        instrument: ACC,
        total: Quantity::new(10),
        authorized: Quantity::ZERO,
    }];
    let stop = "1860".parse().unwrap();
    let (near, far) = ("12".parse().unwrap(), "20".parse().unwrap());

    let mut errors = Vec::new();
    macro_rules! lost {
        ($($client:ident => $call:expr;)+) => {$({
            let script = ScriptedTransport::new().fail(TransportErrorKind::Timeout, Outcome::Unknown);
            let $client = repeating(&script);
            errors.push(($call.await.map(drop).unwrap_err(), script.recorded().len()));
        })+};
    }
    lost! {
        client => client.orders().place(&entry());
        client => client.orders().modify(&leg("05"), &change);
        client => client.orders().cancel(&order_id);
        client => client.orders().cancel_amo(&order_id);
        client => client.conditional().place_cover(&CoverOrder::new(entry(), stop));
        client => client.conditional().place_bracket(&BracketOrder::new(entry(), near, far));
        client => client.conditional().modify_cover(&leg("01"), &cover);
        client => client.conditional().modify_bracket(&leg("03"), &bracket);
        client => client.conditional().exit(&leg("02"));
        client => client.baskets().create(&name, BasketType::Normal);
        client => client.baskets().rename(&id, &name);
        client => client.baskets().delete(&id, &name);
        client => client.baskets().add(&id, &name, &in_basket);
        client => client.baskets().edit(&id, &name, &item, &in_basket);
        client => client.baskets().remove(&id, &name, &item);
        client => client.baskets().execute(&id, &name);
        client => client.baskets().square_off(&id, &name);
        client => client.baskets().set_execution_state(&id, &name, true);
        client => client.gtt().create(&gtt);
        client => client.gtt().modify(&gtt_id, &gtt);
        client => client.gtt().cancel(&gtt_id);
        client => client.portfolio().convert(&conversion);
        client => client.ipo().place(&application);
        client => client.ipo().cancel("ACMEFOOD");
        client => client.edis().generate_tpin("1208820000123456", Pan::new("AAAPZ1234C"));
        client => client.edis().authorise(&sale, "SELL");
    }
    errors
}

/// A client that repeats whatever may be repeated.
fn repeating(script: &ScriptedTransport) -> Client {
    Client::builder(Environment::algo(), FixedToken(token()))
        .transport(std::sync::Arc::new(script.clone()))
        .retry(RetryPolicy::default())
        .build()
        .unwrap()
}

#[tokio::test]
async fn every_write_without_a_reply_is_unknown_and_sent_once() {
    let errors = all().await;
    for (error, sent) in &errors {
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Timeout, Outcome::Unknown),
            "{error}"
        );
        assert_eq!(*sent, 1, "{error}");
    }
    let hints = errors.iter().map(|(error, _)| {
        let endpoint = error.endpoint().unwrap();
        format!("{endpoint}: {}", error.hint())
    });
    insta::assert_snapshot!(hints.collect::<Vec<_>>().join("\n"));
}
