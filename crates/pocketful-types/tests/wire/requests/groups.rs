//! Baskets, good-till-triggered orders, offerings, eDIS and instruments.

use pocketful_types::{
    AddBasketOrder, AuthoriseSale, BankAccount, BasketId, BasketName, BasketOrderId, BasketType,
    BracketOrder, CancelGtt, CancelIpo, CoverOrder, CreateBasket, CreateGtt, DeleteBasket, EdisRoute,
    EditBasketOrder, Endpoint, ExecuteBasket, GenerateTpin, GetBaskets, GetGtts, GetIpoOrders, GetIpos,
    GetScripInfo, GttId, GttPath, InstrumentToken, IpoActivity, IpoApplication, IpoBid, ModifyGtt,
    NewBasketOrder, NewGtt, NewOrder, Pan, PlaceIpo, Product, Quantity, RemoveBasketOrder, RenameBasket,
    SaleInstrument, SearchInstruments, SetExecutionState, Side,
};
use time::macros::{date, datetime};

use super::{ACC, OPTION, client, rupees, shown};

fn basket() -> (BasketId, BasketName) {
    (
        BasketId::new("0e5a1c52-7c1b-4d2e-9a55-0d5f3a1b2c01"),
        BasketName::new("Morning & co").unwrap(),
    )
}

fn limit() -> NewOrder {
    NewOrder::limit(ACC, Side::Buy, Quantity::new(10), rupees("1875.50"))
}

#[test]
fn baskets() {
    let (id, name) = basket();
    insta::assert_snapshot!("baskets", shown(&GetBaskets::new(client())));
    insta::assert_snapshot!(
        "basket_create",
        shown(&CreateBasket::new(client(), name.clone(), BasketType::Hedge))
    );
    insta::assert_snapshot!(
        "basket_rename",
        shown(&RenameBasket::new(id.clone(), name.clone()))
    );
    insta::assert_snapshot!(
        "basket_delete",
        shown(&DeleteBasket::new(id.clone(), name.clone()))
    );
    insta::assert_snapshot!(
        "basket_remove_order",
        shown(&RemoveBasketOrder::new(
            id.clone(),
            name.clone(),
            BasketOrderId::new("9b1d")
        ))
    );
    insta::assert_snapshot!(
        "basket_execute",
        shown(&ExecuteBasket::new(client(), id.clone(), name.clone()))
    );
    insta::assert_snapshot!(
        "basket_square_off",
        shown(
            &ExecuteBasket::new(client(), id.clone(), name.clone())
                .execution_state(false)
                .square_off(true)
        )
    );
    insta::assert_snapshot!(
        "basket_set_execution_state",
        shown(&SetExecutionState::new(client(), id, name, false))
    );
}

#[test]
fn orders_of_a_basket() {
    let add = |order: NewBasketOrder| {
        let (id, name) = basket();
        shown(&AddBasketOrder::new(id, name, order, client()).unwrap())
    };
    insta::assert_snapshot!(
        "basket_add",
        add(NewBasketOrder::new(limit(), "ACC-EQ").series("EQ"))
    );
    let option = NewOrder::market(OPTION, Side::Sell, Quantity::new(75));
    insta::assert_snapshot!(
        "basket_add_option",
        add(NewBasketOrder::new(option, "NIFTY26NOV26000CE")
            .series("OPTIDX")
            .underlying_token(InstrumentToken::new(26_000)))
    );
    insta::assert_snapshot!(
        "basket_add_amo",
        add(NewBasketOrder::new(limit().amo(), "ACC-EQ"))
    );
    let bracket = BracketOrder::new(limit().product(Product::Mis), rupees("12.25"), rupees("20"));
    insta::assert_snapshot!(
        "basket_add_bracket",
        add(NewBasketOrder::bracket(
            bracket.trailing(rupees("0.50")),
            "ACC-EQ"
        ))
    );
    let cover = CoverOrder::new(limit().product(Product::Mis), rupees("1860"));
    insta::assert_snapshot!(
        "basket_add_cover",
        add(NewBasketOrder::cover(cover, "ACC-EQ").series("EQ"))
    );
    let (id, name) = basket();
    let edit = EditBasketOrder::new(
        id,
        name,
        BasketOrderId::new("9b1d"),
        NewBasketOrder::new(limit(), "ACC-EQ"),
        client(),
    );
    insta::assert_snapshot!("basket_edit", shown(&edit.unwrap()));
}

#[test]
fn an_order_that_fails_its_checks_is_put_into_no_basket() {
    let (id, name) = basket();
    for order in [
        NewBasketOrder::new(limit(), " "),
        NewBasketOrder::new(
            NewOrder::limit(ACC, Side::Buy, Quantity::ZERO, rupees("1")),
            "ACC-EQ",
        ),
        NewBasketOrder::bracket(BracketOrder::new(limit(), rupees("0"), rupees("1")), "ACC-EQ"),
        NewBasketOrder::cover(CoverOrder::new(limit(), rupees("1900")), "ACC-EQ"),
    ] {
        assert!(AddBasketOrder::new(id.clone(), name.clone(), order, client()).is_err());
    }
}

#[test]
fn what_is_deleted_is_named_alike_in_query_and_body() {
    let (id, name) = basket();
    let request = RemoveBasketOrder::new(id, name, BasketOrderId::new("9b1d"));
    let body: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(&request.body().unwrap().unwrap()).unwrap();
    let query: serde_json::Map<String, serde_json::Value> = request
        .query()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.into_owned().into()))
        .collect();
    assert_eq!(body, query);
}

#[test]
fn gtts() {
    let gtt = NewGtt::new(limit(), rupees("1876"), date!(2027 - 11 - 23));
    let id = GttId::new("d1f7c2aa-51a0").unwrap();
    insta::assert_snapshot!(
        "gtt_create",
        shown(&CreateGtt::new(gtt.clone(), client()).unwrap())
    );
    insta::assert_snapshot!(
        "gtt_create_oco",
        shown(
            &CreateGtt::new(
                gtt.clone()
                    .or_stop(rupees("1800"), rupees("1799.50"), Quantity::new(10))
                    .market_protection(3),
                client()
            )
            .unwrap()
        )
    );
    insta::assert_snapshot!(
        "gtt_modify",
        shown(&ModifyGtt::new(id.clone(), gtt, client()).unwrap())
    );
    insta::assert_snapshot!("gtt_cancel", shown(&CancelGtt::new(client(), id)));
    insta::assert_snapshot!("gtt_list", shown(&GetGtts::new(client(), GttPath::Segment)));
    insta::assert_snapshot!("gtt_list_query", shown(&GetGtts::new(client(), GttPath::Query)));
    for id in ["", "..", "a b"] {
        assert!(GttId::new(id).is_err(), "{id}");
    }
}

#[test]
fn offerings() {
    insta::assert_snapshot!("ipo_list", shown(&GetIpos));
    insta::assert_snapshot!("ipo_orders", shown(&GetIpoOrders::new(client())));
    insta::assert_snapshot!(
        "ipo_cancel",
        shown(&CancelIpo::new(&client(), "ACMEFOOD").member("applicationNumber", 8801))
    );
    let mut application = IpoApplication::new(
        "ACMEFOOD",
        vec![
            IpoBid::at(Quantity::new(40), 369).activity(IpoActivity::Modify),
            IpoBid::at_cut_off(Quantity::new(80), 369),
        ],
    );
    application.upi_id = "someone@bank".to_owned();
    application.pan = Some(Pan::new("AAAPZ1234C"));
    application.bank_account = Some(BankAccount::new("000123456789"));
    let request = PlaceIpo::new(application, client()).unwrap();
    insta::assert_snapshot!("ipo_place", shown(&request));
    let debug = format!("{request:?}");
    assert!(
        !debug.contains("AAAPZ1234") && !debug.contains("000123"),
        "{debug}"
    );
}

#[test]
fn sales_from_the_depository() {
    let at = datetime!(2026-11-23 04:45:09 UTC);
    let tpin = GenerateTpin::new(client(), "1208820000123456", Pan::new("AAAPZ1234C"), at);
    insta::assert_snapshot!("edis_tpin", shown(&tpin));
    insta::assert_snapshot!("edis_tpin_gateway", shown(&tpin.route(EdisRoute::Gateway)));
    let sale = SaleInstrument {
        instrument: ACC,
        total: Quantity::new(10),
        authorized: Quantity::ZERO,
    };
    let authorise = AuthoriseSale::new(client(), vec![sale], "SELL");
    insta::assert_snapshot!("edis_authorise", shown(&authorise));
    insta::assert_snapshot!(
        "edis_authorise_gateway",
        shown(&authorise.route(EdisRoute::Gateway))
    );
}

#[test]
fn instruments() {
    insta::assert_snapshot!("search", shown(&SearchInstruments::new("M&M")));
    insta::assert_snapshot!("scrip", shown(&GetScripInfo::new(OPTION)));
}
