//! The account: whose it is, and its funds as the API tells them.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use rust_decimal::Decimal;

use crate::{
    broker::Broker,
    portal::{
        amounts,
        frame::{Frame, send},
        pages::problem,
        visitor::Member,
    },
    rest::funds::documented_rows,
};

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    frame: Frame,
    name: String,
    client_id: String,
    email: String,
    available: String,
    funds: Vec<Row>,
    zeros: Vec<Row>,
}

/// One line of the funds.
struct Row {
    label: &'static str,
    amount: String,
}

/// `GET /portal/account`
pub(crate) async fn show(State(broker): State<Broker>, member: Member) -> Response {
    let frame = broker.frame(&member.session, "account");
    let page = {
        let state = broker.state();
        state.accounts.find(&member.client_id).map(|account| {
            let used = state.orders.blocked(&account.client_id);
            let rows = documented_rows(account.cash, used);
            let (zeros, funds): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, amount)| amount.is_zero());
            AccountPage {
                frame,
                name: account.name.clone(),
                client_id: account.client_id.clone(),
                email: account.email.clone(),
                available: amounts::rupees(account.cash - used),
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

fn lines(rows: Vec<(&'static str, Decimal)>) -> Vec<Row> {
    rows.into_iter()
        .map(|(label, amount)| Row {
            label,
            amount: amounts::rupees(amount),
        })
        .collect()
}
