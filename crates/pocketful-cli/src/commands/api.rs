//! `pocketful api METHOD PATH`: a request in the caller's own words, sent with the care that every other one gets.

use pocketful::{
    RawReply, RawRequest,
    types::{Effect, Method, RawRequestError},
};

use super::{pretty, read, write};
use crate::{
    args::api::ApiArgs,
    error::{Failure, Result},
    output::{Format, Out},
    profile::Profile,
    prompt, session, source,
};

pub(super) async fn run(args: &ApiArgs, profile: &Profile, out: &mut Out) -> Result {
    let request = request(args).await?;
    let client = session::client(profile).await?;
    if args.send.dry_run {
        return write::dry_run(&client.prepare_request(&request)?, out);
    }
    let what = format!("{} {}", request.method(), request.path());
    if request.effect() == Effect::Read {
        let reply = read::ask("Asking…", client.request(&request)).await?;
        return show(&reply, out);
    }
    source::check(profile).await?;
    write::confirm(&what, args.send, &client).await?;
    let check = format!("{what} may have taken effect. Look at what it changes before you send it again.");
    let reply = write::send("Sending…", &check, client.request(&request)).await?;
    out.accepted_raw(format!("{what} was accepted"), reply.payload_text());
    if out.is_human() {
        let said = reply.message().filter(|text| !text.is_empty());
        let said = said.map_or_else(|| "Accepted".to_owned(), |text| format!("Accepted: {text}"));
        out.sentence(format!("{} {said}", out.style.good("✓")))?;
    }
    show(&reply, out)
}

/// The request that was typed. Nothing is read or sent before it is known to be one.
async fn request(args: &ApiArgs) -> Result<RawRequest> {
    let wrong = |error: RawRequestError| Failure::usage(error.to_string());
    let method = Method::from_bytes(args.method.to_ascii_uppercase().as_bytes())
        .map_err(|_| wrong(RawRequestError::Method))?;
    let mut request = RawRequest::new(method, &args.path).map_err(|error| match error {
        RawRequestError::Path(pocketful::types::RawPathError::Query) => {
            wrong(error).hint("give each parameter as --query NAME=VALUE")
        }
        _ => wrong(error),
    })?;
    for parameter in &args.query {
        let (name, value) = parameter.split_once('=').ok_or_else(|| {
            Failure::usage("a --query has no `=`").hint("write NAME=VALUE, such as --query type=pending")
        })?;
        request = request.query(name, value);
    }
    match args.body.as_deref() {
        None => Ok(request),
        Some("-") => {
            // A GET has none, so that nobody need wait for one to be read.
            if request.effect() == Effect::Read {
                return Err(wrong(RawRequestError::BodyOfGet));
            }
            request.body(&prompt::input("the body").await?).map_err(wrong)
        }
        Some(json) => request.body(json).map_err(wrong),
    }
}

fn show(reply: &RawReply, out: &mut Out) -> Result {
    let payload = reply.payload_text();
    let text = match out.format {
        Format::Raw => payload.to_owned(),
        Format::Human | Format::Json => pretty::indented(payload),
    };
    Ok(out.line(text)?)
}
