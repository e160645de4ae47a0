//! Baskets, good-till-triggered orders, offerings, eDIS and instruments.

use pocketful_types::{
    Acknowledged, BasketName, Baskets, CreateBasket, EdisForm, Exchange, GetBaskets, GetGtts, GetIpoOrders,
    GttAnswer, Instrument, InstrumentRules, InstrumentToken, IpoAnswer, Ipos, LegsAnswer, NewOrder,
    OrderFault, Product, Quantity, ScripInfo, SearchInstruments, Side, TpinAnswer, envelope,
};

use super::{decoded, printed, reply};
use crate::fixture;

#[test]
fn baskets_in_every_shape_and_case() {
    for name in ["baskets_camel", "baskets_snake", "basket_object", "baskets_null"] {
        let baskets = decoded::<GetBaskets>(name);
        assert_eq!(baskets.bad_rows, [], "{name}");
        for basket in &baskets.rows {
            assert_eq!(basket.orders.bad_rows, [], "{name}");
        }
        insta::assert_snapshot!(name, printed(&baskets));
        // What is printed reads back.
        let again: Baskets = serde_json::from_str(&printed(&baskets)).unwrap();
        assert_eq!(printed(&again), printed(&baskets), "{name}");
    }
    let created = decoded::<CreateBasket>("basket_created");
    let named = |name: &str| created.named(&BasketName::new(name).unwrap()).is_some();
    assert!(named("Morning") && !named("Evening"));
    let info = &decoded::<GetBaskets>("baskets_snake").rows[0].orders.rows[0].order_info;
    assert_eq!(
        info.instrument(),
        Some(Instrument::new(Exchange::Nfo, InstrumentToken::new(94_117)))
    );
}

#[test]
fn a_bad_basket_or_order_hides_no_other() {
    let baskets = decoded::<GetBaskets>("baskets_bad_rows");
    insta::assert_snapshot!("baskets_bad_rows", printed(&baskets));
    insta::assert_snapshot!(
        "baskets_bad_rows_bad_rows",
        format!("{:#?}\n{:#?}", baskets.bad_rows, baskets.rows[0].orders.bad_rows)
    );
}

#[test]
fn answers_without_content() {
    for name in ["basket_deleted", "basket_deleted_gateway"] {
        assert_eq!(reply::<Acknowledged>(name), Acknowledged::default(), "{name}");
    }
    insta::assert_snapshot!(
        "basket_executed",
        printed(&reply::<LegsAnswer>("basket_executed"))
    );
}

#[test]
fn gtts_in_every_shape() {
    for name in ["gtts", "gtts_object", "gtts_null"] {
        let gtts = decoded::<GetGtts>(name);
        assert_eq!(gtts.bad_rows, [], "{name}");
        insta::assert_snapshot!(name, printed(&gtts));
    }
    let docs = decoded::<GetGtts>("gtts_object");
    let order = &docs.rows[0].order;
    assert_eq!(
        order.instrument(),
        Some(Instrument::new(Exchange::Nse, InstrumentToken::new(22)))
    );
    assert_eq!(
        order.held_as().and_then(pocketful_types::Received::known),
        Some(Product::Cnc)
    );
    let odd = decoded::<GetGtts>("gtts_bad_rows");
    insta::assert_snapshot!("gtts_bad_rows", printed(&odd));
    insta::assert_snapshot!("gtts_bad_rows_bad_rows", format!("{:#?}", odd.bad_rows));
    for name in ["gtt_created", "gtt_cancelled_gateway", "gtt_cancelled_oms"] {
        let answer: GttAnswer = reply(name);
        assert_eq!(
            answer.id.unwrap().as_str(),
            "d1f7c2aa-51a0-4b3c-9d0e-7e1f00aa0001",
            "{name}"
        );
    }
}

#[test]
fn refusals_of_these_groups() {
    for name in [
        "refused_basket_name",
        "refused_basket_instrument",
        "refused_no_gtt",
        "refused_gtt_id",
        "refused_ipo_place",
        "refused_no_scrip",
    ] {
        let body = fixture(&format!("json/{name}.json"));
        let Err(envelope::Failure::Api(error)) = envelope::classify(200, body.as_bytes()) else {
            panic!("{name} is a refusal");
        };
        assert_eq!(error.is_no_gtt(), name == "refused_no_gtt", "{name}");
        assert_eq!(error.is_not_found(), name == "refused_no_scrip", "{name}");
        insta::assert_snapshot!(name, format!("{error}"));
    }
}

#[test]
fn offerings() {
    for name in ["ipos", "ipos_bad_rows"] {
        let ipos: Ipos = reply(name);
        insta::assert_snapshot!(name, printed(&ipos));
        assert_eq!(
            serde_json::from_str::<Ipos>(&printed(&ipos))
                .unwrap()
                .open_ipo
                .rows,
            ipos.open_ipo.rows
        );
    }
    let odd: Ipos = reply("ipos_bad_rows");
    insta::assert_snapshot!("ipos_bad_rows_bad_rows", format!("{:#?}", odd.open_ipo.bad_rows));
    let orders = decoded::<GetIpoOrders>("ipo_orders");
    assert_eq!(orders.rows[0].text("symbol").as_deref(), Some("ACMEFOOD"));
    assert_eq!(orders.rows[0].json("big"), Some("12345678901234567890123"));
    assert_eq!(orders.bad_rows.len(), 1);
    insta::assert_snapshot!("ipo_orders", printed(&orders));
    assert_eq!(reply::<IpoAnswer>("ipo_placed").json(), "null");
}

#[test]
fn sales_from_the_depository() {
    for name in ["tpin_gateway", "tpin_upstream"] {
        let answer: TpinAnswer = reply(name);
        assert_eq!(answer.message.as_deref(), Some("TPIN sent"), "{name}");
    }
    let upstream: EdisForm = reply("edis_upstream");
    assert_eq!(reply::<EdisForm>("edis_gateway"), upstream);
    insta::assert_snapshot!("edis_form", printed(&upstream));
    assert!(!format!("{upstream:?}").contains("b64-of-details"));
}

#[test]
fn instruments_found() {
    for name in ["found", "found_nothing"] {
        let found = decoded::<SearchInstruments>(name);
        assert_eq!(found.bad_rows, [], "{name}");
        insta::assert_snapshot!(name, printed(&found));
    }
    let odd = decoded::<SearchInstruments>("found_bad_rows");
    insta::assert_snapshot!("found_bad_rows", printed(&odd));
    insta::assert_snapshot!("found_bad_rows_bad_rows", format!("{:#?}", odd.bad_rows));
    assert_eq!(
        odd.rows[0].expiry_date(),
        Some(time::macros::date!(2026 - 11 - 26))
    );
    assert_eq!(odd.rows[1].instrument(), None);
}

#[test]
fn all_about_an_instrument() {
    for name in ["scrip", "scrip_quirks"] {
        let info: ScripInfo = reply(name);
        insta::assert_snapshot!(name, printed(&info));
        assert_eq!(
            serde_json::from_str::<ScripInfo>(&printed(&info)).unwrap(),
            info,
            "{name}"
        );
    }
    let info: ScripInfo = reply("scrip");
    assert_eq!(info.other("huge"), Some("1394446825558528718"));
    assert_eq!(info.other("close_price"), None);
    let acc = Instrument::new(Exchange::Nse, InstrumentToken::new(22));
    assert_eq!(info.instrument(), Some(acc));
    let rules = info.rules();
    insta::assert_snapshot!("scrip_rules", format!("{rules:#?}"));
    let order = |price: &str| NewOrder::limit(acc, Side::Buy, Quantity::new(10), price.parse().unwrap());
    assert_eq!(rules.check(&order("1875.50")), Ok(()));
    assert!(matches!(
        rules.check(&order("1875.52")),
        Err(OrderFault::OffTick { .. })
    ));
    assert!(matches!(
        rules.check(&order("2100.00")),
        Err(OrderFault::AboveCircuit { .. })
    ));
    // Limits of 0 or null are none, and then the text of the range speaks.
    let odd: ScripInfo = reply("scrip_quirks");
    let rules: InstrumentRules = odd.rules();
    assert_eq!(rules.upper_circuit.unwrap().to_string(), "27.4000");
    assert_eq!((rules.products, rules.tradable), (None, None));
    assert_eq!(odd.instrument().unwrap().exchange, Exchange::Nfo);
}

#[test]
fn an_odd_member_of_ninety_loses_only_itself() {
    let odd = r#"{"token":22,"exchange":1,"record_date":"soon","span":{"a":1},"tick_size":"0.05"}"#;
    let info: ScripInfo = serde_json::from_str(odd).unwrap();
    assert_eq!(info.members.record_date, None);
    assert_eq!(info.other("record_date"), Some("\"soon\""));
    assert_eq!(info.rules().tick_size, Some("0.05".parse().unwrap()));
    assert_eq!(serde_json::from_str::<ScripInfo>(&printed(&info)).unwrap(), info);
    // But what an order is checked by must not pass for missing.
    for member in [r#""tick_size":"small""#, r#""freeze":-1"#, r#""tradable":"yes""#] {
        assert!(
            serde_json::from_str::<ScripInfo>(&format!("{{{member}}}")).is_err(),
            "{member}"
        );
    }
    assert!(serde_json::from_str::<ScripInfo>("[1]").is_err());
}
