//! Positions against a model that keeps every unit, and what midnight makes of them.

use std::sync::Arc;

use proptest::prelude::*;
use rust_decimal::Decimal;
use time::{
    OffsetDateTime,
    macros::{date, datetime},
};

use super::*;
use crate::{instruments::Universe, state::orders::Fill};

const NOW: OffsetDateTime = datetime!(2026-11-23 10:00 +5:30);
const ME: &str = "AB1234";

fn share(token: u32) -> Arc<Instrument> {
    Arc::clone(Universe::on(NOW.date()).find("NSE", token).unwrap())
}

fn fill(product: &'static str, order_side: &'static str, quantity: i64, paise: i64) -> Fill {
    let price = Decimal::new(paise, 2);
    Fill {
        client_id: ME.to_owned(),
        oms_order_id: "1".to_owned(),
        exchange_order_id: "1".to_owned(),
        instrument: share(14366),
        product,
        order_side,
        order_type: "LIMIT",
        order_price: price,
        trigger_price: Decimal::ZERO,
        order_quantity: quantity,
        disclosed_quantity: 0,
        entered_at: NOW,
        quantity,
        price,
        filled: quantity,
        trade_number: "1".to_owned(),
        at: NOW,
    }
}

fn net(portfolio: &Portfolio, product: &str) -> position::Figures {
    let position = portfolio
        .positions_of(ME)
        .find(|position| position.product == product);
    position.unwrap().net()
}

/// Every unit by itself: its price in paise, bought or sold.
fn naive(units: &[(bool, i64)]) -> (i64, i64, i64) {
    let of = |side: bool| {
        units
            .iter()
            .filter(move |(buy, _)| *buy == side)
            .map(|(_, price)| *price)
    };
    let net = i64::try_from(of(true).count()).unwrap() - i64::try_from(of(false).count()).unwrap();
    (net, of(true).sum(), of(false).sum())
}

fn near(one: Decimal, other: Decimal) -> bool {
    (one - other).abs() < Decimal::new(1, 8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn figures_agree_with_a_model_that_keeps_every_unit(
        trades in prop::collection::vec((any::<bool>(), 1i64..40, 720i64..1080), 1..30),
    ) {
        let mut portfolio = Portfolio::default();
        let mut units = Vec::new();
        for (buy, quantity, paise) in &trades {
            portfolio.book(fill("MIS", if *buy { "BUY" } else { "SELL" }, *quantity, *paise));
            units.extend((0..*quantity).map(|_| (*buy, *paise)));
        }
        let figures = net(&portfolio, "MIS");
        let (quantity, bought, sold) = naive(&units);
        prop_assert_eq!(figures.net_quantity, quantity);
        prop_assert_eq!(figures.net_amount, Decimal::new(sold - bought, 2));
        // Realised and open value together are all the money there is, at whatever price the rest is taken.
        let open = Decimal::from(quantity) * figures.average;
        prop_assert!(near(figures.realised - open, Decimal::new(sold - bought, 2)), "{figures:?}");
        let last = Decimal::new(900, 2);
        let unrealised = Decimal::from(quantity) * (last - figures.average);
        prop_assert!(near(figures.realised + unrealised, figures.net_amount + Decimal::from(quantity) * last));
    }

    #[test]
    fn the_night_changes_nobodys_wealth(
        trades in prop::collection::vec((any::<bool>(), 1i64..40, 720i64..1080), 1..20), product in 0usize..3,
    ) {
        let product = ["CNC", "MIS", "NRML"][product];
        let close = Decimal::new(917, 2);
        let mut portfolio = Portfolio::default();
        let mut lot = Lot::default();
        lot.add(2000, Decimal::from(9));
        portfolio.hold(ME, &share(14366), lot);
        let mut money = Decimal::ZERO;
        for (buy, quantity, paise) in &trades {
            portfolio.book(fill(product, if *buy { "BUY" } else { "SELL" }, *quantity, *paise));
            money += Decimal::new(if *buy { -paise } else { *paise }, 2) * Decimal::from(*quantity);
        }
        let before = money + worth(&portfolio, close);
        // What open carried purchases cost stays blocked; everything else becomes cash.
        let cash: Decimal = portfolio.settle(date!(2026 - 11 - 24), |_| close).iter().map(|(_, change)| change).sum();
        let carried: Decimal = portfolio
            .positions_of(ME)
            .map(|position| position.net().average * Decimal::from(position.net().net_quantity))
            .sum();
        prop_assert!(near(cash - carried + worth(&portfolio, close), before), "{portfolio:?}");
        prop_assert!(portfolio.positions_of(ME).all(|position| position.today == Sides::default()));
        prop_assert!(product == "NRML" || portfolio.positions_of(ME).count() == 0);
    }

    #[test]
    fn converting_keeps_units_and_money(bought in 2i64..100, part in 1i64..100, paise in 720i64..1080) {
        let mut portfolio = Portfolio::default();
        portfolio.book(fill("MIS", "BUY", bought, paise));
        let part = part.min(bought);
        portfolio.convert(ME, &share(14366), ("MIS", "CNC"), "BUY", part).unwrap();
        let all: Vec<_> = portfolio.positions_of(ME).map(Position::all).collect();
        prop_assert_eq!(all.iter().map(|sides| sides.buy.quantity).sum::<i64>(), bought);
        let amount: Decimal = all.iter().map(|sides| sides.buy.amount).sum();
        prop_assert!(near(amount, Decimal::new(paise * bought, 2)));
        prop_assert_eq!(net(&portfolio, "CNC").net_quantity, part);
        prop_assert_eq!(portfolio.convert(ME, &share(14366), ("MIS", "CNC"), "BUY", bought), Err(TooFew));
        prop_assert_eq!(portfolio.convert(ME, &share(14366), ("CNC", "MIS"), "SELL", 1), Err(TooFew));
    }
}

/// What positions and holdings are worth at a price.
fn worth(portfolio: &Portfolio, price: Decimal) -> Decimal {
    let open: i64 = portfolio
        .positions_of(ME)
        .map(|position| position.net().net_quantity)
        .sum();
    let held: i64 = portfolio
        .holdings_of(ME)
        .map(|holding| holding.lot.quantity)
        .sum();
    Decimal::from(open + held) * price
}

#[test]
fn what_was_sold_beyond_the_holding_is_bought_back_at_the_close() {
    let mut portfolio = Portfolio::default();
    let mut lot = Lot::default();
    lot.add(10, Decimal::from(8));
    portfolio.hold(ME, &share(14366), lot);
    portfolio.book(fill("CNC", "SELL", 15, 900));
    assert_eq!(portfolio.sold_today(ME, "INE669E01016"), 15);
    let changes = portfolio.settle(date!(2026 - 11 - 24), |_| Decimal::from(10));
    // Ten at 9, and five bought back one dearer than they were sold.
    assert_eq!(changes, [(ME.to_owned(), Decimal::from(90 - 5))]);
    assert_eq!(portfolio.holdings_of(ME).count(), 0);
}
