//! Applies for shares of an open issue.

use axum::{body::Bytes, extract::State, http::HeaderMap, response::Response};

use super::{done, row};
use crate::{
    body::JsonBody,
    broker::Broker,
    limits::Class,
    reply::Refusal,
    rest::{answer, orders::place::one_of},
    state::ipos::{Application, Bid, Issue, issues},
};

/// Members that have to be there and are not looked at.
const PARTICULARS: [&str; 12] = [
    "allotment_mode",
    "bank_account",
    "bank_code",
    "broker",
    "category_code",
    "client_ben_id",
    "client_name",
    "dp_id",
    "ifsc",
    "location_code",
    "pan",
    "category",
];

pub(super) async fn place(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, now| {
        let body = JsonBody::parse(&body)?;
        if body.text("client_id")? != token.client_id {
            return Err(Refusal::Forbidden);
        }
        let symbol = body.text("symbol")?;
        for name in PARTICULARS {
            body.string(name)?;
        }
        body.flag("non_asba")?.ok_or(Refusal::Blank("non_asba"))?;
        let issue = issues(now.date())
            .into_iter()
            .find(|issue| issue.symbol == symbol)
            .ok_or(Refusal::Ipo("no such issue"))?;
        if !issue.is_open(now.date()) {
            return Err(Refusal::Ipo("the issue is not open"));
        }
        let bids = body.objects("bids")?;
        if bids.is_empty() || bids.len() > 3 {
            return Err(Refusal::Invalid("bids"));
        }
        let application = Application {
            number: String::new(),
            client_id: token.client_id.clone(),
            symbol,
            upi_id: body.text("upi_id")?,
            category: body.string("category")?,
            bids: bids
                .iter()
                .map(|one| bid(one, &issue))
                .collect::<Result<_, _>>()?,
            is_cancelled: false,
        };
        let placed = state
            .ipos
            .apply(application)
            .ok_or(Refusal::Ipo("there is an application for this issue already"))?;
        Ok(done(&row(placed), "IPO order placed successfully"))
    })
}

fn bid(body: &JsonBody, issue: &Issue) -> Result<Bid, Refusal> {
    one_of(body, "activityType", &["new"])?;
    let bid = Bid {
        quantity: body.integer("quantity")?,
        at_cut_off: body.flag("atCutOff")?.ok_or(Refusal::Blank("atCutOff"))?,
        price: body.integer("price")?,
        amount: body.integer("amount")?,
    };
    if bid.quantity < issue.lot || bid.quantity % issue.lot != 0 {
        return Err(Refusal::Ipo("quantity is not a multiple of the lot size"));
    }
    let price = if bid.at_cut_off { issue.highest } else { bid.price };
    if bid.price != price || !(issue.lowest..=issue.highest).contains(&price) {
        return Err(Refusal::Ipo("price is outside the price band"));
    }
    if bid.quantity.checked_mul(price) != Some(bid.amount) {
        return Err(Refusal::Ipo("amount is not quantity times price"));
    }
    Ok(bid)
}
