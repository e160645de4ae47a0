//! The account: whose it is, its funds, positions and holdings as the API tells them.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use rust_decimal::Decimal;
use time::OffsetDateTime;

use crate::{
    broker::Broker,
    instruments::Instrument,
    portal::{
        amounts,
        frame::{Frame, send},
        pages::problem,
        visitor::Member,
    },
    prices::Prices,
    rest::funds::documented_rows,
    state::portfolio::{Holding, Position},
};

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    frame: Frame,
    name: String,
    client_id: String,
    email: String,
    available: String,
    positions: Vec<PositionRow>,
    holdings: Vec<HoldingRow>,
    funds: Vec<Row>,
    zeros: Vec<Row>,
}

/// One net position.
struct PositionRow {
    instrument: String,
    exchange: &'static str,
    product: &'static str,
    quantity: String,
    average: String,
    last: String,
    earned: String,
}

/// One share in the depository.
struct HoldingRow {
    instrument: String,
    exchange: &'static str,
    quantity: String,
    average: String,
    last: String,
    worth: String,
}

/// One line of the funds.
struct Row {
    label: &'static str,
    amount: String,
}

/// `GET /portal/account`
pub(crate) async fn show(State(broker): State<Broker>, member: Member) -> Response {
    let frame = broker.frame(&member.session, "account");
    let now = broker.now();
    let page = {
        let state = &mut *broker.state();
        state.turn(now);
        state.accounts.find(&member.client_id).map(|account| {
            let money = state.funds(&account.client_id, now).unwrap_or_default();
            let rows = documented_rows(&money);
            let (zeros, funds): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, amount)| amount.is_zero());
            AccountPage {
                frame,
                positions: state
                    .portfolio
                    .positions_of(&account.client_id)
                    .map(|position| position_row(position, last(&state.prices, &position.instrument, now)))
                    .collect(),
                holdings: state
                    .portfolio
                    .holdings_of(&account.client_id)
                    .map(|holding| holding_row(holding, last(&state.prices, &holding.instrument, now)))
                    .collect(),
                name: account.name.clone(),
                client_id: account.client_id.clone(),
                email: account.email.clone(),
                available: amounts::rupees(money.available()),
                funds: lines(funds),
                zeros: lines(zeros),
            }
        })
    };
    match page {
        Some(page) => send(StatusCode::OK, &page),
        None => problem::not_found(&broker, &member.session),
    }
}

fn last(prices: &Prices, instrument: &Instrument, now: OffsetDateTime) -> Decimal {
    instrument.rupees(prices.last(instrument, now))
}

fn position_row(position: &Position, last: Decimal) -> PositionRow {
    let net = position.net();
    PositionRow {
        instrument: position.instrument.trading_symbol.clone(),
        exchange: position.instrument.exchange,
        product: position.product,
        quantity: amounts::units(net.net_quantity),
        average: amounts::rupees(net.average),
        last: amounts::rupees(last),
        earned: amounts::rupees(net.realised + Decimal::from(net.net_quantity) * (last - net.average)),
    }
}

fn holding_row(holding: &Holding, last: Decimal) -> HoldingRow {
    HoldingRow {
        instrument: holding.instrument.trading_symbol.clone(),
        exchange: holding.instrument.exchange,
        quantity: amounts::units(holding.lot.quantity),
        average: amounts::rupees(holding.lot.average()),
        last: amounts::rupees(last),
        worth: amounts::rupees(last * Decimal::from(holding.lot.quantity)),
    }
}

fn lines(rows: Vec<(&'static str, Decimal)>) -> Vec<Row> {
    rows.into_iter()
        .map(|(label, amount)| Row {
            label,
            amount: amounts::rupees(amount),
        })
        .collect()
}
