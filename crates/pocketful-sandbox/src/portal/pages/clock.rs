//! The virtual clock: see it, move it, stop it, hurry it.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use pocketful_types::{IST, next_midnight};
use time::{Duration, OffsetDateTime, Time, macros::time};

use super::apps::Done;
use crate::{
    broker::Broker,
    portal::{
        fields::Field,
        frame::{Frame, Notice, send},
        pages::problem,
        validate,
        visitor::{Posted, Visitor, see},
        when,
    },
    state::sessions::BrowserSession,
};

/// Ten seconds before every token dies.
const BEFORE_MIDNIGHT: Time = time!(23:59:50);

#[derive(Template)]
#[template(path = "clock.html")]
struct ClockPage {
    frame: Frame,
    midnight: String,
    running: f64,
    to: Field,
    speed: Field,
}

/// `GET /portal/clock`
pub(crate) async fn show(
    State(broker): State<Broker>,
    Visitor(session): Visitor,
    Query(done): Query<Done>,
) -> Response {
    let mut page = page(&broker, &session);
    page.frame.notice = Notice::of(&done.done);
    send(StatusCode::OK, &page)
}

/// `POST /portal/clock`
pub(crate) async fn submit(State(broker): State<Broker>, posted: Posted) -> Response {
    let clock = broker.clock();
    let typed = |name| posted.fields.get(name).to_owned();
    match posted.fields.get("do") {
        "before_midnight" => clock.jump(next_before_midnight(clock.now())),
        "pause" => clock.pause(),
        "resume" => clock.resume(),
        "jump" => match validate::moment(&typed("to")) {
            Ok(to) => clock.jump(to),
            Err(wrong) => {
                let to = Field::refused(typed("to"), wrong);
                return refuse(ClockPage {
                    to,
                    ..page(&broker, &posted.session)
                });
            }
        },
        "speed" => {
            let wanted = typed("speed").parse().ok();
            if wanted.is_none_or(|speed| clock.set_speed(speed).is_err()) {
                let speed = Field::refused(typed("speed"), "Enter a number above 0 and at most 60000.");
                return refuse(ClockPage {
                    speed,
                    ..page(&broker, &posted.session)
                });
            }
        }
        _ => return problem::not_found(&broker, &posted.session),
    }
    see("/portal/clock?done=clock")
}

fn refuse(mut page: ClockPage) -> Response {
    page.to.focus = page.to.error.is_some();
    page.speed.focus = page.speed.error.is_some();
    send(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn page(broker: &Broker, session: &BrowserSession) -> ClockPage {
    let now = broker.now();
    let speed = broker.clock().speed();
    ClockPage {
        frame: broker.frame(session, "clock"),
        midnight: when::at(next_midnight(now)),
        running: speed,
        to: Field::of(when::field(now)),
        speed: Field::of(speed.to_string()),
    }
}

/// The next 23:59:50 in India strictly after `now`.
fn next_before_midnight(now: OffsetDateTime) -> OffsetDateTime {
    let today = now.to_offset(IST).replace_time(BEFORE_MIDNIGHT);
    if now < today { today } else { today + Duration::DAY }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn the_jump_before_midnight_never_goes_back() {
        let tonight = datetime!(2026-11-24 23:59:50 +5:30);
        assert_eq!(next_before_midnight(datetime!(2026-11-24 00:00 +5:30)), tonight);
        assert_eq!(next_before_midnight(datetime!(2026-11-24 18:29:49 UTC)), tonight);
        assert_eq!(next_before_midnight(tonight), tonight + Duration::DAY);
        assert_eq!(
            next_before_midnight(tonight + Duration::seconds(9)),
            tonight + Duration::DAY
        );
    }
}
