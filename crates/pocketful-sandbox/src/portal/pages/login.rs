//! Logging in: client id or e-mail and password, then the TOTP code where it is enabled; and logging out.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::Deserialize;

use crate::{
    broker::Broker,
    portal::{
        fields::{Field, focus_first},
        frame::{Frame, send},
        pages::{apps, problem},
        then::Then,
        validate,
        visitor::{Posted, Visitor, hand_out, login_path, see},
        when,
    },
    state::{
        accounts::{LoginRefusal, SecondFactor},
        sessions::{BrowserSession, Stage},
    },
};

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    frame: Frame,
    reason: Option<String>,
    refusal: Option<String>,
    then: Then,
    login: Field,
    password: Field,
}

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage {
    frame: Frame,
    client_id: String,
    refusal: Option<String>,
    restart: String,
    then: Then,
    code: Field,
}

/// Where the login is to lead.
#[derive(Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    then: String,
}

/// `GET /portal/login`
pub(crate) async fn show(
    State(broker): State<Broker>,
    Visitor(session): Visitor,
    Query(asked): Query<Asked>,
) -> Response {
    let then = Then::parse(&asked.then);
    send(StatusCode::OK, &login_page(&broker, &session, then))
}

/// `POST /portal/login`
pub(crate) async fn submit(State(broker): State<Broker>, headers: HeaderMap, posted: Posted) -> Response {
    let Posted { session, fields } = posted;
    let then = Then::parse(fields.get("then"));
    let (name, password) = (fields.get("login"), fields.raw("password"));
    let mut page = LoginPage {
        login: Field::judged(
            name,
            name.is_empty()
                .then_some("Enter your client ID or e-mail address."),
        ),
        password: Field::judged("", password.is_empty().then_some("Enter your password.")),
        ..login_page(&broker, &session, then.clone())
    };
    if focus_first([&mut page.login, &mut page.password]) > 0 {
        return send(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let now = broker.now();
    let checked = broker
        .state()
        .accounts
        .check_password(name, password, now)
        .map(|account| (account.client_id.clone(), account.totp_enabled));
    match checked {
        Err(refusal) => {
            page.refusal = Some(refused(refusal, "The client ID or the password is wrong."));
            (page.login.focus, page.password.focus) = (false, true);
            send(StatusCode::UNAUTHORIZED, &page)
        }
        Ok((client_id, true)) => {
            let Some(session) = advance(&broker, &session, Stage::PasswordOnly(client_id.clone())) else {
                return see(&login_path(&then));
            };
            let page = code_page(&broker, &session, client_id, then);
            hand_out(&headers, &session, send(StatusCode::OK, &page))
        }
        Ok((client_id, false)) => {
            broker.state().accounts.welcome(&client_id);
            arrive(&broker, &headers, &session, client_id, &then)
        }
    }
}

/// `POST /portal/login/code`
pub(crate) async fn submit_code(
    State(broker): State<Broker>,
    headers: HeaderMap,
    posted: Posted,
) -> Response {
    let Posted { session, fields } = posted;
    let then = Then::parse(fields.get("then"));
    let Stage::PasswordOnly(client_id) = session.stage.clone() else {
        return see(&login_path(&then));
    };
    let mut page = code_page(&broker, &session, client_id.clone(), then.clone());
    let code = match validate::six_digits(fields.get("code")) {
        Ok(code) => code,
        Err(wrong) => {
            page.code = Field {
                focus: true,
                ..Field::refused("", wrong)
            };
            return send(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let now = broker.now();
    let checked = broker
        .state()
        .accounts
        .check_second(&client_id, SecondFactor::Totp(&code), now);
    match checked {
        Ok(()) => arrive(&broker, &headers, &session, client_id, &then),
        Err(refusal) => {
            page.refusal = Some(refused(
                refusal,
                "That is not the code of this half minute. Try the next one.",
            ));
            send(StatusCode::UNAUTHORIZED, &page)
        }
    }
}

/// `POST /portal/logout`
pub(crate) async fn log_out(State(broker): State<Broker>, posted: Posted) -> Response {
    broker.state().sessions.close(&posted.session.id);
    see(&login_path(&Then::parse(posted.fields.get("then"))))
}

/// Somebody has answered everything: seats them under a new cookie and does what they came for.
fn arrive(
    broker: &Broker,
    headers: &HeaderMap,
    session: &BrowserSession,
    client_id: String,
    then: &Then,
) -> Response {
    let Some(session) = advance(broker, session, Stage::LoggedIn(client_id.clone())) else {
        return see(&login_path(then));
    };
    let response = match then {
        Then::Apps => see("/portal"),
        Then::Page(path) => see(path),
        Then::Token(app) => {
            apps::issue_token(broker, &client_id, app).unwrap_or_else(|| problem::not_found(broker, &session))
        }
    };
    hand_out(headers, &session, response)
}

fn advance(broker: &Broker, session: &BrowserSession, stage: Stage) -> Option<BrowserSession> {
    let now = broker.now();
    let mut state = broker.state();
    let state = &mut *state;
    state
        .sessions
        .advance(&session.id, stage, &mut state.secrets, now)
}

fn refused(refusal: LoginRefusal, wrong: &str) -> String {
    match refusal {
        LoginRefusal::Wrong => wrong.to_owned(),
        LoginRefusal::Locked { until } => format!(
            "Too many wrong answers: this account is locked until {} by the sandbox's clock.",
            when::at(until)
        ),
    }
}

fn login_page(broker: &Broker, session: &BrowserSession, then: Then) -> LoginPage {
    let reason = match &then {
        Then::Token(app) => broker
            .state()
            .apps
            .find(app)
            .map(|app| format!("Log in to make today's access token for {}.", app.name)),
        Then::Page(path) if path.starts_with("/portal/authorize") => {
            Some("An app asks for access to your account. Log in to see what it asks for.".to_owned())
        }
        Then::Apps | Then::Page(_) => None,
    };
    LoginPage {
        frame: broker.bare_frame(session),
        reason,
        refusal: None,
        then,
        login: Field {
            focus: true,
            ..Field::default()
        },
        password: Field::default(),
    }
}

fn code_page(broker: &Broker, session: &BrowserSession, client_id: String, then: Then) -> CodePage {
    CodePage {
        frame: broker.bare_frame(session),
        client_id,
        refusal: None,
        restart: login_path(&then),
        then,
        code: Field {
            focus: true,
            ..Field::default()
        },
    }
}
