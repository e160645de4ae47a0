//! Asking for something and showing it: as the server wrote it, as a document, or for people.

use pocketful::{
    Client,
    types::{Endpoint, Row, Rows},
};
use serde::Serialize;

use crate::{
    error::Result,
    interrupt,
    output::{Format, Out},
    spinner,
};

/// Waits for `call`, unless Ctrl-C comes first.
pub(super) async fn ask<T>(
    what: &'static str,
    call: impl Future<Output = std::result::Result<T, pocketful::Error>>,
) -> Result<T> {
    interrupt::or(async { Ok(spinner::wait(what, call).await?) }).await
}

/// The rows of the answer to `request`, or `None` when it is printed already. Rows that cannot be read are told.
pub(super) async fn rows<E, T>(
    what: &'static str,
    client: &Client,
    request: &E,
    out: &mut Out,
) -> Result<Option<Vec<T>>>
where
    E: Endpoint<Response = Rows<T>>,
    T: Row + Serialize,
{
    if out.format == Format::Raw {
        raw(what, client, request, out).await?;
        return Ok(None);
    }
    let rows = ask(what, client.call(request)).await?;
    remark(&rows, out);
    if out.is_human() {
        return Ok(Some(rows.rows));
    }
    out.document(&rows)?;
    Ok(None)
}

/// Prints the answer as the server wrote it.
pub(super) async fn raw<E: Endpoint>(
    what: &'static str,
    client: &Client,
    request: &E,
    out: &mut Out,
) -> Result {
    let reply = ask(what, client.call_raw(request)).await?;
    Ok(out.line(reply.payload_text())?)
}

/// Tells which rows are left out, and when there was no list at all.
pub(super) fn remark<T: Row>(rows: &Rows<T>, out: &Out) {
    if rows.is_null {
        out.remark(&null(T::WHAT));
    }
    for row in &rows.bad_rows {
        out.remark(&format!(
            "a row of the {} cannot be read and is left out: {row}",
            T::WHAT
        ));
    }
}

/// What to say of a list of `what` that came as null: whether that is an empty one is not documented.
pub(crate) fn null(what: &str) -> String {
    format!("the server gave null in place of a list of {what}: there may be some although none is shown")
}
