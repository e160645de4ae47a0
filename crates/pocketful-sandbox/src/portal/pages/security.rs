//! TOTP: whether it is on, and turning it on with a picture, a secret and a code that proves the authenticator has it.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};

use super::apps::Done;
use crate::{
    broker::Broker,
    portal::{
        fields::Field,
        frame::{Frame, Notice, send},
        pages::problem,
        qr, validate,
        visitor::{Member, MemberPosted, see},
    },
    state::sessions::BrowserSession,
};

#[derive(Template)]
#[template(path = "security.html")]
struct SecurityPage {
    frame: Frame,
    client_id: String,
    enabled: bool,
    setup: Option<Setup>,
}

/// What an authenticator needs.
struct Setup {
    qr: String,
    secret: String,
    code: Field,
}

/// `GET /portal/security`
pub(crate) async fn show(State(broker): State<Broker>, member: Member, Query(done): Query<Done>) -> Response {
    let enabled = is_enabled(&broker, &member.client_id);
    let mut frame = broker.frame(&member.session, "security");
    frame.notice = Notice::of(&done.done);
    let page = SecurityPage {
        frame,
        client_id: member.client_id,
        enabled,
        setup: None,
    };
    send(StatusCode::OK, &page)
}

/// `GET /portal/security/totp`
pub(crate) async fn set_up(State(broker): State<Broker>, member: Member) -> Response {
    if is_enabled(&broker, &member.client_id) {
        return see("/portal/security");
    }
    answer(
        &broker,
        &member.session,
        &member.client_id,
        StatusCode::OK,
        Field::default(),
    )
}

/// `POST /portal/security/totp`
pub(crate) async fn confirm(State(broker): State<Broker>, posted: MemberPosted) -> Response {
    let now = broker.now();
    let verdict = validate::six_digits(posted.fields.get("code")).and_then(|code| {
        if broker.state().accounts.enable_totp(&posted.client_id, &code, now) {
            Ok(())
        } else {
            Err(
                "This is not the code that the authenticator should show now. Type the newest one."
                    .to_owned(),
            )
        }
    });
    match verdict {
        Ok(()) => see("/portal/security?done=totp"),
        Err(wrong) => answer(
            &broker,
            &posted.session,
            &posted.client_id,
            StatusCode::UNPROCESSABLE_ENTITY,
            Field::refused("", wrong),
        ),
    }
}

fn answer(
    broker: &Broker,
    session: &BrowserSession,
    client_id: &str,
    status: StatusCode,
    code: Field,
) -> Response {
    let secret = broker
        .state()
        .accounts
        .find(client_id)
        .map(|account| account.totp_secret.clone());
    let Some((secret, qr)) = secret.and_then(|secret| {
        let picture = qr::svg(&otpauth(client_id, &secret), "QR code of the TOTP secret")?;
        Some((secret, picture))
    }) else {
        return problem::not_found(broker, session);
    };
    let page = SecurityPage {
        frame: broker.frame(session, "security"),
        client_id: client_id.to_owned(),
        enabled: false,
        setup: Some(Setup {
            qr,
            secret,
            code: Field { focus: true, ..code },
        }),
    };
    send(status, &page)
}

fn is_enabled(broker: &Broker, client_id: &str) -> bool {
    let state = broker.state();
    state
        .accounts
        .find(client_id)
        .is_some_and(|account| account.totp_enabled)
}

/// The address that authenticators read from the picture; its defaults are SHA-1, six digits, thirty seconds.
fn otpauth(client_id: &str, secret: &str) -> String {
    format!("otpauth://totp/Pocketful%20sandbox:{client_id}?secret={secret}&issuer=Pocketful%20sandbox")
}
