//! One app: its keys, its token or how it gets one, and its addresses with the days they may next be changed.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use time::{Date, OffsetDateTime};

use super::apps::{AppCard, Done};
use crate::{
    broker::Broker,
    portal::{
        fields::Field,
        frame::{Frame, Notice, send},
        pages::problem,
        visitor::{Member, MemberPosted, see},
        when,
    },
    state::{
        apps::{AddressRefusal, App, MappedAddress, Slot},
        sessions::BrowserSession,
    },
};

#[derive(Template)]
#[template(path = "app.html")]
struct AppPage {
    frame: Frame,
    app: AppCard,
    /// Only when it was asked for.
    secret: Option<String>,
    slots: [SlotForm; 2],
}

/// One of the two addresses, in a form of its own.
struct SlotForm {
    id: &'static str,
    label: &'static str,
    verb: &'static str,
    field: Field,
    note: String,
    optional: bool,
}

const PRIMARY: &str = "primary_ip";
const SECONDARY: &str = "secondary_ip";

/// `GET /portal/apps/{id}`
pub(crate) async fn show(
    State(broker): State<Broker>,
    Path(id): Path<String>,
    member: Member,
    Query(done): Query<Done>,
) -> Response {
    let Some(app) = owned(&broker, &id, &member.client_id) else {
        return problem::not_found(&broker, &member.session);
    };
    let mut page = page(&broker, &member.session, &app);
    page.frame.notice = Notice::of(&done.done);
    send(StatusCode::OK, &page)
}

/// `POST /portal/apps/{id}/secret`: a form and not a link, so that the secret is in no page that was not asked for it.
pub(crate) async fn show_secret(
    State(broker): State<Broker>,
    Path(id): Path<String>,
    posted: MemberPosted,
) -> Response {
    let Some(app) = owned(&broker, &id, &posted.client_id) else {
        return problem::not_found(&broker, &posted.session);
    };
    let mut page = page(&broker, &posted.session, &app);
    page.secret = Some(app.secret);
    send(StatusCode::OK, &page)
}

/// `POST /portal/apps/{id}/addresses`
pub(crate) async fn change_address(
    State(broker): State<Broker>,
    Path(id): Path<String>,
    posted: MemberPosted,
) -> Response {
    let Some(app) = owned(&broker, &id, &posted.client_id) else {
        return problem::not_found(&broker, &posted.session);
    };
    let (slot, name) = match posted.fields.get("slot") {
        PRIMARY => (Slot::Primary, PRIMARY),
        SECONDARY => (Slot::Secondary, SECONDARY),
        _ => return problem::not_found(&broker, &posted.session),
    };
    let typed = posted.fields.get(name).to_owned();
    let now = broker.now();
    let changed = broker.state().apps.change_address(&app.id, slot, &typed, now);
    let reason = match changed {
        Ok(()) => return see(&format!("/portal/apps/{id}?done=mapped#addresses")),
        Err(AddressRefusal::TooEarly(day)) => format!(
            "Not changed: this address was mapped less than 7 days ago. It may be changed on {} at the earliest.",
            when::date(day)
        ),
        Err(AddressRefusal::Invalid(reason)) => reason.to_owned(),
        Err(AddressRefusal::NoApp) => return problem::not_found(&broker, &posted.session),
    };
    let mut page = page(&broker, &posted.session, &app);
    for form in &mut page.slots {
        if form.id == name {
            form.field = Field {
                focus: true,
                ..Field::refused(typed.clone(), reason.clone())
            };
        }
    }
    send(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn owned(broker: &Broker, id: &str, client_id: &str) -> Option<App> {
    let state = broker.state();
    state.apps.find(id).filter(|app| app.owner == client_id).cloned()
}

fn page(broker: &Broker, session: &BrowserSession, app: &App) -> AppPage {
    let now = broker.now();
    AppPage {
        frame: broker.frame(session, "apps"),
        app: AppCard::of(broker, app),
        secret: None,
        slots: [
            SlotForm {
                id: PRIMARY,
                label: "Primary static IP",
                verb: if app.primary.is_some() {
                    "Change primary IP"
                } else {
                    "Add primary IP"
                },
                field: Field::of(address(app.primary)),
                note: app.primary.map_or_else(
                    || "None yet: orders through this app are refused until there is one.".to_owned(),
                    |mapped| note(mapped, now),
                ),
                optional: false,
            },
            SlotForm {
                id: SECONDARY,
                label: "Secondary static IP",
                verb: if app.secondary.is_some() {
                    "Change secondary IP"
                } else {
                    "Add secondary IP"
                },
                field: Field::of(address(app.secondary)),
                note: app.secondary.map_or_else(
                    || "Optional: a backup that orders may come from as well.".to_owned(),
                    |mapped| note(mapped, now),
                ),
                optional: app.secondary.is_none(),
            },
        ],
    }
}

fn address(mapped: Option<MappedAddress>) -> String {
    mapped
        .map(|mapped| mapped.address.to_string())
        .unwrap_or_default()
}

/// When an address was mapped and when it may next be changed.
fn note(mapped: MappedAddress, now: OffsetDateTime) -> String {
    let (since, next): (Date, Date) = (mapped.mapped_on, mapped.may_change_on());
    let since = when::date(since);
    if next <= now.to_offset(pocketful_types::IST).date() {
        format!("Mapped on {since}. It may be changed now.")
    } else {
        format!(
            "Mapped on {since}. It may next be changed on {}.",
            when::date(next)
        )
    }
}
