//! Holdings, positions with their profit and loss, and holding a position otherwise.

use pocketful::{
    Decimal, Exchange, Instrument, InstrumentToken, NewOrder, Outcome, PositionConversion, Product, Quantity,
    Side, profit_and_loss,
};

use crate::day::Day;

const SBIN: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(3045));

#[tokio::test]
async fn holdings_are_worth_their_last_price() {
    let day = Day::logged_in().await;
    let holdings = day.client().portfolio().holdings().await.unwrap();
    assert!(!holdings.rows.is_empty() && holdings.is_complete());
    for holding in &holdings.rows {
        let gain = holding.value().unwrap() - holding.invested().unwrap();
        assert_eq!(holding.unrealized(), Some(gain));
    }
}

#[tokio::test]
async fn a_fill_becomes_a_position_that_can_be_held_otherwise() {
    let day = Day::logged_in().await;
    let client = day.client();
    let portfolio = client.portfolio();
    let before = portfolio.positions().await.unwrap().rows.len();
    let price = Decimal::new(81_250, 2);
    let order = NewOrder::limit(SBIN, Side::Buy, Quantity::new(10), price).product(Product::Mis);
    let id = client.orders().place(&order).await.unwrap().oms_order_id;
    day.fill(&id).await;

    let positions = portfolio.positions().await.unwrap().rows;
    assert_eq!(positions.len(), before + 1);
    let position = positions
        .iter()
        .find(|one| one.instrument_token == Some(SBIN.token) && one.net_quantity == Some(10))
        .unwrap();
    let last = client.market().ltp(SBIN).await.unwrap().rupees();
    assert_eq!(position.unrealized(), Some((last - price) * Decimal::TEN));
    assert_eq!(profit_and_loss(&positions).left_out, 0);
    assert!(portfolio.net_positions().await.unwrap().rows.len() >= positions.len());

    let to_delivery = PositionConversion::new(SBIN, Side::Buy, Quantity::new(10), Product::Mis, Product::Cnc);
    portfolio.convert(&to_delivery).await.unwrap();
    let error = portfolio.convert(&to_delivery).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Rejected);
    let same = PositionConversion::new(SBIN, Side::Buy, Quantity::new(10), Product::Mis, Product::Mis);
    assert_eq!(
        portfolio.convert(&same).await.unwrap_err().outcome(),
        Outcome::NotSent
    );
}
