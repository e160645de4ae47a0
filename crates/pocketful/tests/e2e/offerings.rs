//! Offerings, eDIS and instruments against the sandbox.

use pocketful::{
    EdisRoute, Exchange, Instrument, InstrumentToken, IpoApplication, IpoBid, NewOrder, Outcome, Pan,
    Quantity, SaleInstrument, Side,
};

use crate::day::Day;

const SBIN: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(3045));

#[tokio::test]
async fn an_offering_is_applied_for_and_the_application_taken_back() {
    let day = Day::logged_in().await;
    let client = day.client();
    let ipo = client.ipo();
    let offerings = ipo.list().await.unwrap();
    assert!(offerings.all_ipo.is_complete() && !offerings.all_ipo.rows.is_empty());
    let open = &offerings.open_ipo.rows[0];
    let symbol = open.symbol.clone().unwrap();
    let price = u64::try_from(open.max_price.unwrap()).unwrap();
    let bid = IpoBid::at_cut_off(open.min_bid_quantity.unwrap(), price);
    let mut application = IpoApplication::new(&symbol, vec![bid]);
    application.pan = Some(Pan::new("AAAPZ1234C"));
    application.upi_id = "someone@bank".to_owned();
    application.category = "IND".to_owned();
    ipo.place(&application).await.unwrap();
    let orders = ipo.orders().await.unwrap();
    assert_eq!(orders.rows[0].text("symbol").as_deref(), Some(symbol.as_str()));
    ipo.cancel(&symbol).await.unwrap();
    assert_eq!(
        ipo.cancel("NOSUCH").await.unwrap_err().outcome(),
        Outcome::Rejected
    );
    application.symbol = "NOSUCH".to_owned();
    assert_eq!(
        ipo.place(&application).await.unwrap_err().outcome(),
        Outcome::Rejected
    );
}

#[tokio::test]
async fn both_forms_of_edis_lead_to_the_depository() {
    let day = Day::logged_in().await;
    let client = day.client();
    let sale = [SaleInstrument {
        instrument: SBIN,
        total: Quantity::new(10),
        authorized: Quantity::ZERO,
    }];
    for route in [EdisRoute::Upstream, EdisRoute::Gateway] {
        let edis = client.edis().route(route);
        let answer = edis
            .generate_tpin("1208820000123456", Pan::new("AAAPZ1234C"))
            .await
            .unwrap();
        assert!(answer.message.unwrap().contains("TPIN"));
        let form = edis.authorise(&sale, "D").await.unwrap();
        assert_eq!(form.depository.as_deref(), Some("CDSL"));
        assert!(form.encrypted_dtls.is_some() && form.request_id.is_some());
        assert_eq!(
            edis.authorise(&[], "D").await.unwrap_err().outcome(),
            Outcome::Rejected
        );
    }
}

#[tokio::test]
async fn an_instrument_is_searched_and_checks_an_order() {
    let day = Day::logged_in().await;
    let client = day.client();
    let instruments = client.instruments();
    let found = instruments.search("SBIN").await.unwrap();
    assert!(
        found.rows.iter().any(|one| one.instrument() == Some(SBIN)),
        "{found:?}"
    );
    assert!(instruments.search("no such thing").await.unwrap().rows.is_empty());
    let info = instruments.info(SBIN).await.unwrap();
    let rules = info.rules();
    let dpr = client.market().dpr(SBIN).await.unwrap();
    assert_eq!((rules.lower_circuit, rules.upper_circuit), (dpr.low, dpr.high));
    let within = NewOrder::limit(SBIN, Side::Buy, Quantity::new(1), dpr.low.unwrap());
    assert_eq!(rules.check(&within), Ok(()));
    let beyond = NewOrder::limit(
        SBIN,
        Side::Buy,
        Quantity::new(1),
        dpr.high.unwrap() + dpr.low.unwrap(),
    );
    assert!(rules.check(&beyond).is_err());
    let missing = Instrument::new(Exchange::Nse, InstrumentToken::new(1));
    let error = instruments.info(missing).await.unwrap_err();
    assert!(error.api().unwrap().is_not_found());
}
