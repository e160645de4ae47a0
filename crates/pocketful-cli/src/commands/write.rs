//! Changing something: shown, asked for on a terminal, sent once, and reported as what it is when nobody knows.

use pocketful::{
    Client, PreparedRequest,
    types::{Endpoint, Origin, Route},
};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    args::order::SendArgs,
    error::{Failure, Result},
    interrupt,
    output::{Format, Out, stderr_width, wrap_lines},
    profile::Profile,
    prompt, source, spinner,
};

/// One write, in words.
pub(super) struct Write<'a> {
    /// What is about to happen.
    pub(super) summary: &'a str,
    /// What the spinner says.
    pub(super) doing: &'static str,
    /// What may have happened when the outcome is unknown, and how to find out.
    pub(super) check: &'a str,
    /// What took effect once it is accepted: said when nothing else can be.
    pub(super) done: &'a str,
    pub(super) send: SendArgs,
}

impl Write<'_> {
    /// Sends `request` after it was asked for, and reports the answer as a document where that is wanted. The answer, unless
    /// everything is printed already; `id` is what it calls the thing done.
    pub(super) async fn run<E: Endpoint<Response: Serialize>>(
        &self,
        client: &Client,
        request: &E,
        profile: &Profile,
        out: &mut Out,
        id: impl FnOnce(&E::Response) -> Option<String>,
    ) -> Result<Option<E::Response>> {
        let Some(answer) = self.sent(client, request, profile, out).await? else {
            return Ok(None);
        };
        let done = match id(&answer) {
            Some(id) => format!("{} as {id}", self.done),
            None => self.done.to_owned(),
        };
        out.accepted(done, &answer);
        if out.is_human() {
            return Ok(Some(answer));
        }
        out.document(&answer)?;
        Ok(None)
    }

    /// Sends `request` after it was asked for. The answer, of which nothing was said yet, unless everything is printed
    /// already.
    pub(super) async fn sent<E: Endpoint<Response: Serialize>>(
        &self,
        client: &Client,
        request: &E,
        profile: &Profile,
        out: &mut Out,
    ) -> Result<Option<E::Response>> {
        if self.send.dry_run {
            dry_run(&client.prepare(request)?, out)?;
            return Ok(None);
        }
        if E::ROUTE == Route::Registered {
            source::check(profile).await?;
        }
        confirm(self.summary, self.send, client).await?;
        if out.format == Format::Raw {
            let reply = send(self.doing, self.check, client.call_raw(request)).await?;
            out.accepted_raw(self.done, reply.payload_text());
            out.line(reply.payload_text())?;
            return Ok(None);
        }
        let answer = send(self.doing, self.check, client.call(request)).await?;
        out.accepted(self.done, &answer);
        Ok(Some(answer))
    }
}

/// Asks on a terminal, unless it was said before.
pub(super) async fn confirm(summary: &str, send: SendArgs, client: &Client) -> Result {
    approve(summary, send.yes, client.environment().api()).await
}

/// Asks on a terminal before something is sent to `host`, unless it was said before.
pub(super) async fn approve(summary: &str, yes: bool, host: &Origin) -> Result {
    if yes {
        return Ok(());
    }
    let question = wrap_lines(&format!("{summary}\nSend it to {host}?"), stderr_width());
    prompt::approve(&question).await
}

/// Sends a write. Ctrl-C while it is under way does not undo it, and is reported as what it is: nobody knows.
pub(super) async fn send<T>(
    what: &'static str,
    check: &str,
    call: impl Future<Output = std::result::Result<T, pocketful::Error>>,
) -> Result<T> {
    sent_once(what, check, call, Failure::from).await
}

/// [`send`] for a write that is none of a session's operations, and whose errors therefore do not say that it is one.
pub(super) async fn send_without_session<T>(
    what: &'static str,
    check: &str,
    call: impl Future<Output = std::result::Result<T, pocketful::Error>>,
) -> Result<T> {
    sent_once(what, check, call, Failure::of_write).await
}

async fn sent_once<T>(
    what: &'static str,
    check: &str,
    call: impl Future<Output = std::result::Result<T, pocketful::Error>>,
    failure: impl FnOnce(pocketful::Error) -> Failure,
) -> Result<T> {
    match interrupt::or(async { Ok(spinner::wait(what, call).await) }).await {
        Ok(result) => result.map_err(|error| failure(error).check_with(check)),
        Err(stopped) if stopped.is_interrupt() => {
            Err(Failure::unknown("interrupted while the request was under way").check_with(check))
        }
        Err(failure) => Err(failure),
    }
}

/// Shows a request instead of sending it.
pub(super) fn dry_run(request: &PreparedRequest, out: &mut Out) -> Result {
    if out.is_human() {
        return Ok(out.line(request.to_string().trim_end())?);
    }
    Ok(out.document(&Document::of(request))?)
}

/// A request as a document.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    method: &'a str,
    url: String,
    headers: Headers<'a>,
    body: Option<&'a RawValue>,
}

impl<'a> Document<'a> {
    pub(super) fn of(request: &'a PreparedRequest) -> Self {
        Self {
            method: request.method(),
            url: request.url(),
            headers: Headers(request),
            body: request.body().and_then(|body| serde_json::from_slice(body).ok()),
        }
    }
}

/// Headers as an object, in the order in which they are sent.
struct Headers<'a>(&'a PreparedRequest);

impl Serialize for Headers<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.headers())
    }
}
