//! Applies for shares of an open issue.

use axum::{body::Bytes, extract::State, http::HeaderMap, response::Response};
use time::OffsetDateTime;

use super::{NO_APPLICATION, done, row};
use crate::{
    body::JsonBody,
    broker::Broker,
    limits::Class,
    reply::Refusal,
    rest::{
        answer,
        orders::{may_order, place::one_of},
    },
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

/// What a bid may do. The reference names the member and none of its words.
const ACTIVITIES: [&str; 3] = ["new", "modify", "cancel"];

/// The most bids of an application.
const MOST_BIDS: usize = 3;

pub(super) async fn place(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, now| {
        may_order(token)?;
        let body = JsonBody::parse(&body).map_err(Refusal::of_ipo)?;
        let (activity, application) = read(&body, &token.client_id, now).map_err(Refusal::of_ipo)?;
        let placed = match activity {
            "modify" => state.ipos.change(application).ok_or(NO_APPLICATION)?,
            "cancel" => state
                .ipos
                .cancel(&application.client_id, &application.symbol)
                .ok_or(NO_APPLICATION)?,
            _ => state
                .ipos
                .apply(application)
                .ok_or(Refusal::ipo("there is an application for this issue already"))?,
        };
        Ok(done(&row(placed), "IPO order placed successfully"))
    })
}

/// The application, and what is to be done with it.
fn read(
    body: &JsonBody,
    client_id: &str,
    now: OffsetDateTime,
) -> Result<(&'static str, Application), Refusal> {
    if body.text("client_id")? != client_id {
        return Err(Refusal::Forbidden);
    }
    let symbol = body.text("symbol")?;
    for name in PARTICULARS {
        body.string(name)?;
    }
    body.flag("non_asba")?.ok_or(Refusal::Blank("non_asba"))?;
    // The money is blocked by one or by the other.
    let upi_id = body.string("upi_id")?;
    if upi_id.trim().is_empty() && body.string("bank_account")?.trim().is_empty() {
        return Err(Refusal::Blank("upi_id"));
    }
    let issue = issues(now.date())
        .into_iter()
        .find(|issue| issue.symbol == symbol)
        .ok_or(Refusal::ipo("no such issue"))?;
    if !issue.is_open(now.date()) {
        return Err(Refusal::ipo("the issue is not open"));
    }
    let bids = body.objects("bids")?;
    let first = bids.first().ok_or(Refusal::Blank("bids"))?;
    if bids.len() > MOST_BIDS {
        return Err(Refusal::Invalid("bids"));
    }
    let activity = one_of(first, "activityType", &ACTIVITIES)?;
    for one in &bids {
        // One application does one thing.
        one_of(one, "activityType", &[activity])?;
    }
    let application = Application {
        number: String::new(),
        client_id: client_id.to_owned(),
        symbol,
        upi_id,
        category: body.string("category")?,
        bids: bids
            .iter()
            .map(|one| bid(one, &issue))
            .collect::<Result<_, _>>()?,
        is_cancelled: false,
    };
    Ok((activity, application))
}

fn bid(body: &JsonBody, issue: &Issue) -> Result<Bid, Refusal> {
    let bid = Bid {
        quantity: body.integer("quantity")?,
        at_cut_off: body.flag("atCutOff")?.ok_or(Refusal::Blank("atCutOff"))?,
        price: body.integer("price")?,
        amount: body.integer("amount")?,
    };
    if bid.quantity < issue.lot || bid.quantity % issue.lot != 0 {
        return Err(Refusal::ipo("quantity is not a multiple of the lot size"));
    }
    let price = if bid.at_cut_off { issue.highest } else { bid.price };
    if bid.price != price || !(issue.lowest..=issue.highest).contains(&price) {
        return Err(Refusal::ipo("price is outside the price band"));
    }
    if bid.quantity.checked_mul(price) != Some(bid.amount) {
        return Err(Refusal::ipo("amount is not quantity times price"));
    }
    Ok(bid)
}
