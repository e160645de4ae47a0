//! One question about each of several instruments: one that is refused does not hide the others.

use pocketful::{Client, ErrorKind, Instrument, RawReply};

use crate::{
    args::market::InstrumentsArgs,
    commands::{
        named::{self, Found},
        read::ask,
    },
    error::{Failure, Result},
    interrupt,
    output::{Format, Out},
    profile::Profile,
    session, spinner,
};

/// What becomes of a call.
pub(super) type Answer<T> = std::result::Result<T, pocketful::Error>;

/// What was answered, and what was not.
pub(super) struct Answers<T> {
    /// In the order in which the instruments were named.
    pub(super) told: Vec<(Found, T)>,
    /// The first failure, which names its instrument; later ones were told already.
    failure: Option<Failure>,
}

impl<T> Answers<T> {
    /// The end of the command, once what was answered is printed.
    pub(super) fn end(self) -> Result {
        self.failure.map_or(Ok(()), Err)
    }
}

/// The answers for every instrument, as the second method of the client reads them; `None` when one was printed as the
/// server wrote it, for which there is the first. An error when nothing was answered at all.
pub(super) async fn each<T>(
    args: &InstrumentsArgs,
    (raw, read): (
        impl AsyncFn(&Client, Instrument) -> Answer<RawReply>,
        impl AsyncFn(&Client, Instrument) -> Answer<T>,
    ),
    profile: &Profile,
    out: &mut Out,
) -> Result<Option<Answers<T>>> {
    let named = named::pairs(&args.instruments)?;
    let client: Client = session::client(profile).await?;
    let reading = "Reading prices…";
    let mut answers = Answers {
        told: Vec::with_capacity(named.len()),
        failure: None,
    };
    let found = named::find_all(&named, &client, out).await?;
    let mut left = found.len();
    for found in found {
        left -= 1;
        if out.format == Format::Raw {
            let reply = ask(reading, raw(&client, found.instrument)).await?;
            out.line(reply.payload_text())?;
            return Ok(None);
        }
        let call = read(&client, found.instrument);
        let error = match interrupt::or(async { Ok(spinner::wait(reading, call).await) }).await? {
            Ok(answer) => {
                answers.told.push((found, answer));
                continue;
            }
            Err(error) => error,
        };
        let is_of_one = matches!(error.kind(), ErrorKind::Refused | ErrorKind::UnexpectedReply);
        let failure = Failure::from(error).about(&found.to_string());
        if answers.failure.is_some() {
            out.remark(&failure.to_string());
        } else {
            answers.failure = Some(failure);
        }
        // What is not about the instrument would be so for the next as well.
        if !is_of_one {
            if left > 0 {
                out.remark(&format!("{left} more after {found} not asked for"));
            }
            break;
        }
    }
    if answers.told.is_empty() {
        answers.end()?;
        return Ok(None);
    }
    Ok(Some(answers))
}
