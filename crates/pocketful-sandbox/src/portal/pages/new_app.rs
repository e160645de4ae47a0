//! Creating an app: every field checked, what is wrong said beside it, what was typed kept.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};

use crate::{
    broker::Broker,
    portal::{
        fields::{Field, focus_first},
        frame::{Frame, send},
        visitor::{Member, MemberPosted, see},
    },
    state::{
        apps::{AppProblems, NewApp},
        sessions::BrowserSession,
    },
};

#[derive(Template)]
#[template(path = "app_new.html")]
struct NewAppPage {
    frame: Frame,
    form: Form,
    wrong: usize,
}

struct Form {
    name: Field,
    redirect_uri: Field,
    primary_ip: Field,
    secondary_ip: Field,
}

/// `GET /portal/apps/new`
pub(crate) async fn show(State(broker): State<Broker>, member: Member) -> Response {
    let typed = NewApp {
        redirect_uri: broker.default_redirect_uri(),
        ..NewApp::default()
    };
    let page = page(&broker, &member.session, typed, AppProblems::default());
    send(StatusCode::OK, &page)
}

/// `POST /portal/apps/new`
pub(crate) async fn submit(State(broker): State<Broker>, posted: MemberPosted) -> Response {
    let fields = &posted.fields;
    let typed = NewApp {
        name: fields.get("name").to_owned(),
        redirect_uri: fields.get("redirect_uri").to_owned(),
        primary: fields.get("primary_ip").to_owned(),
        secondary: fields.get("secondary_ip").to_owned(),
    };
    let now = broker.now();
    let created = {
        let mut state = broker.state();
        let state = &mut *state;
        state
            .apps
            .create(&posted.client_id, &typed, &mut state.secrets, now)
            .map(|app| app.id.clone())
    };
    match created {
        Ok(id) => see(&format!("/portal/apps/{id}?done=created")),
        Err(problems) => {
            let page = page(&broker, &posted.session, typed, problems);
            send(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn page(broker: &Broker, session: &BrowserSession, typed: NewApp, problems: AppProblems) -> NewAppPage {
    let mut form = Form {
        name: Field::judged(typed.name, problems.name),
        redirect_uri: Field::judged(typed.redirect_uri, problems.redirect_uri),
        primary_ip: Field::judged(typed.primary, problems.primary),
        secondary_ip: Field::judged(typed.secondary, problems.secondary),
    };
    let wrong = focus_first([
        &mut form.name,
        &mut form.redirect_uri,
        &mut form.primary_ip,
        &mut form.secondary_ip,
    ]);
    NewAppPage {
        frame: broker.frame(session, "apps"),
        form,
        wrong,
    }
}
