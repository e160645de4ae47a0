//! The style sheet and the script, as they are in the source.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

/// `GET /portal/assets/portal.css`
pub(crate) async fn style() -> Response {
    file("text/css; charset=utf-8", include_str!("../../assets/portal.css"))
}

/// `GET /portal/assets/portal.js`
pub(crate) async fn script() -> Response {
    file(
        "text/javascript; charset=utf-8",
        include_str!("../../assets/portal.js"),
    )
}

fn file(kind: &'static str, text: &'static str) -> Response {
    (
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")],
        text,
    )
        .into_response()
}
