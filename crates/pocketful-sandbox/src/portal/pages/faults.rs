//! Faults: which are at work, switching one on, switching them off.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};

use super::apps::Done;
use crate::{
    broker::Broker,
    faults::{ActiveFault, Fault, FaultRule, FaultRuleError},
    portal::{
        fields::{Field, Fields, focus_first},
        frame::{Frame, Notice, send},
        pages::problem,
        visitor::{Posted, Visitor, see},
    },
    state::sessions::BrowserSession,
};

#[derive(Template)]
#[template(path = "faults.html")]
struct FaultsPage {
    frame: Frame,
    active: Vec<Row>,
    kind: Field,
    number: Field,
    route: Field,
    times: Field,
    chance: Field,
    choices: &'static [Choice],
    routes: &'static [&'static str],
}

/// A rule at work, in words.
struct Row {
    id: u64,
    fault: String,
    route: String,
    often: String,
    happened: u64,
}

/// A fault that can be chosen.
struct Choice {
    value: &'static str,
    text: &'static str,
}

const fn choice(value: &'static str, text: &'static str) -> Choice {
    Choice { value, text }
}

/// Every fault there is; the server error twice, for what it means to the request.
const CHOICES: &[Choice] = &[
    choice("delay", "Delay"),
    choice("server_error", "Server error, request not looked at"),
    choice("server_error_after", "Server error, request took effect"),
    choice("too_many_requests", "429 Too Many Requests"),
    choice("address_refused_plain", "Address refused without saying so"),
    choice("html_page", "HTML page instead of JSON"),
    choice("truncated_body", "Answer breaks off"),
    choice("truncated_json", "JSON breaks off"),
    choice("reset_before", "Connection reset, request not looked at"),
    choice("reset_after", "Connection reset, request took effect"),
    choice("duplicate_reply", "Answer sent twice over"),
    choice("token_revoked", "Token revoked"),
    choice("unknown_enum", "Unknown words in the answer"),
    choice("null_list", "Lists are null"),
    choice("big_body", "Very large answer"),
    choice("feed_delay", "Feed: packet delayed"),
    choice("feed_half_packet", "Feed: packet cut in half"),
    choice("feed_half_frame", "Feed: breaks off in the middle of a frame"),
    choice("feed_unknown_mode", "Feed: packet of an unknown mode"),
    choice("feed_silent", "Feed: falls silent"),
    choice("feed_close", "Feed: closes"),
    choice("feed_flat_update", "Feed: update without its wrapper"),
    choice("feed_array_update", "Feed: update as an array"),
];

const ROUTES: &[&str] = &[
    "*",
    "POST /oauth2/token",
    "GET /api/v1/user/trading_info",
    "GET /v1/user/profile",
    "GET /api/v2/funds/view",
    "GET /api/v1/orders",
    "POST /api/v1/orders",
    "DELETE /api/v1/orders/*",
    "/ws/v1/feeds",
    "/ws/v1/feeds/*",
    "/ws/v1/feeds/marketdata",
    "/ws/v1/feeds/updates",
];

/// `GET /portal/faults`
pub(crate) async fn show(
    State(broker): State<Broker>,
    Visitor(session): Visitor,
    Query(done): Query<Done>,
) -> Response {
    let mut page = page(&broker, &session);
    page.frame.notice = Notice::of(&done.done);
    send(StatusCode::OK, &page)
}

/// `POST /portal/faults`
pub(crate) async fn submit(State(broker): State<Broker>, posted: Posted) -> Response {
    let fields = &posted.fields;
    match fields.get("do") {
        "clear" => broker.state().faults.clear(),
        "remove" => {
            if let Ok(id) = fields.get("id").parse() {
                broker.state().faults.remove(id);
            }
        }
        "add" => {
            let added = rule(fields).and_then(|rule| {
                broker
                    .state()
                    .faults
                    .add(rule)
                    .map_err(|error| wrong(fields.get("kind"), error))
            });
            if let Err((field, reason)) = added {
                let page = typed(page(&broker, &posted.session), fields, field, &reason);
                return send(StatusCode::UNPROCESSABLE_ENTITY, &page);
            }
        }
        _ => return problem::not_found(&broker, &posted.session),
    }
    see("/portal/faults?done=faults")
}

/// The rule that a form describes, or the field that is wrong and why.
fn rule(fields: &Fields) -> Result<FaultRule, (&'static str, String)> {
    let kind = fields.get("kind");
    let number = |what: &str| {
        let number = fields.get("number").parse::<u64>();
        number.map_err(|_| ("number", format!("Enter the {what} as a whole number.")))
    };
    let status = || {
        number("status, 500 to 599,")
            .and_then(|status| u16::try_from(status).map_err(|_| wrong(kind, FaultRuleError::Fault)))
    };
    let fault = match kind {
        "delay" => Fault::Delay {
            ms: number("milliseconds")?,
        },
        "server_error" => Fault::ServerError {
            status: status()?,
            after: false,
        },
        "server_error_after" => Fault::ServerError {
            status: status()?,
            after: true,
        },
        "too_many_requests" => Fault::TooManyRequests {
            retry_after: number("seconds")?,
        },
        "address_refused_plain" => Fault::AddressRefusedPlain,
        "html_page" => Fault::HtmlPage,
        "truncated_body" => Fault::TruncatedBody,
        "truncated_json" => Fault::TruncatedJson,
        "reset_before" => Fault::ResetBefore,
        "reset_after" => Fault::ResetAfter,
        "duplicate_reply" => Fault::DuplicateReply,
        "token_revoked" => Fault::TokenRevoked,
        "unknown_enum" => Fault::UnknownEnum,
        "null_list" => Fault::NullList,
        "big_body" => Fault::BigBody {
            bytes: number("bytes")?,
        },
        "feed_delay" => Fault::FeedDelay {
            ms: number("milliseconds")?,
        },
        "feed_half_packet" => Fault::FeedHalfPacket,
        "feed_half_frame" => Fault::FeedHalfFrame,
        "feed_unknown_mode" => Fault::FeedUnknownMode,
        "feed_silent" => Fault::FeedSilent,
        "feed_close" => Fault::FeedClose,
        "feed_flat_update" => Fault::FeedFlatUpdate,
        "feed_array_update" => Fault::FeedArrayUpdate,
        _ => return Err(("kind", "Choose a fault from the list.".to_owned())),
    };
    let chance = fields.get("chance").parse();
    let chance = chance.map_err(|_| wrong(kind, FaultRuleError::Chance))?;
    let rule = FaultRule::new(fields.get("route"), fault).chance(chance);
    match fields.get("times") {
        "" => Ok(rule),
        times => {
            let times = times.parse().map_err(|_| wrong(kind, FaultRuleError::Times))?;
            Ok(rule.times(times))
        }
    }
}

/// The field that a refusal is about, and what to do.
fn wrong(kind: &str, error: FaultRuleError) -> (&'static str, String) {
    let (field, reason) = match error {
        FaultRuleError::Route => (
            "route",
            "Enter a path of the API such as /api/v1/orders/*, or * alone.",
        ),
        FaultRuleError::PacketRoute => (
            "route",
            match kind {
                "feed_flat_update" | "feed_array_update" => "Enter /ws/v1/feeds/updates, or * alone.",
                _ => "Enter a packet's route such as /ws/v1/feeds/marketdata, or * alone.",
            },
        ),
        FaultRuleError::Times => ("times", "Enter a whole number of at least 1, or nothing."),
        FaultRuleError::Chance => ("chance", "Enter a number from 0 to 1, such as 0.5."),
        FaultRuleError::Fault => (
            "number",
            match kind {
                "delay" | "feed_delay" => "Enter at most 600000 milliseconds, which are ten minutes.",
                "big_body" => "Enter at most 1073741824 bytes, which are a gibibyte.",
                _ => "Enter a status from 500 to 599.",
            },
        ),
    };
    (field, reason.to_owned())
}

/// The page with the form as it was sent, and what is wrong with one field of it.
fn typed(mut page: FaultsPage, fields: &Fields, field: &str, reason: &str) -> FaultsPage {
    let shown = |name: &str| Field::judged(fields.get(name), (name == field).then_some(reason));
    page.kind = shown("kind");
    page.number = shown("number");
    page.route = shown("route");
    page.times = shown("times");
    page.chance = shown("chance");
    let FaultsPage {
        kind,
        number,
        route,
        times,
        chance,
        ..
    } = &mut page;
    focus_first([kind, number, route, times, chance]);
    page
}

fn page(broker: &Broker, session: &BrowserSession) -> FaultsPage {
    let active = broker.state().faults.iter().map(Row::of).collect();
    FaultsPage {
        frame: broker.frame(session, "faults"),
        active,
        kind: Field::default(),
        number: Field::default(),
        route: Field::of("*"),
        times: Field::default(),
        chance: Field::of("1"),
        choices: CHOICES,
        routes: ROUTES,
    }
}

impl Row {
    fn of(active: &ActiveFault) -> Self {
        let (route, times, chance, fault) = active.rule.parts();
        let name = match fault {
            Fault::ServerError { after: true, .. } => "server_error_after",
            other => other.name(),
        };
        let text = CHOICES
            .iter()
            .find(|choice| choice.value == name)
            .map_or(name, |choice| choice.text);
        let amount = match fault {
            Fault::Delay { ms } | Fault::FeedDelay { ms } => format!(", {ms} ms"),
            Fault::ServerError { status, .. } => format!(", {status}"),
            Fault::TooManyRequests { retry_after } => format!(", for {retry_after} s"),
            Fault::BigBody { bytes } => format!(", {bytes} bytes"),
            _ => String::new(),
        };
        let often = match times {
            None => "every time".to_owned(),
            Some(1) => "once more".to_owned(),
            Some(times) => format!("{times} times more"),
        };
        let often = if chance < 1.0 {
            format!("{often}, with chance {chance}")
        } else {
            often
        };
        Self {
            id: active.id,
            fault: format!("{text}{amount}"),
            route: route.to_owned(),
            often,
            happened: active.happened,
        }
    }
}
