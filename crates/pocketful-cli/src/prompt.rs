//! Questions to the person at the terminal, and input from a pipe where there is none.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use pocketful::SecretString;

use crate::{
    echo::Echo,
    error::{Failure, Result},
    interrupt,
};

/// More than any token, password or redirect URL.
const LONGEST_INPUT: u64 = 64 * 1024;

/// More than any request of the API.
const LONGEST_BODY: u64 = 1024 * 1024;

/// Whether a person can be asked.
pub(crate) fn is_attended() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks `question` where a person can be asked, and reads one line. `what` names the answer, as `the client id`.
pub(crate) async fn line(question: &str, what: &str) -> Result<String> {
    ask(question)?;
    blocking(what, read_line).await
}

/// Asks `question` and reads one line that is not shown; from a pipe, one line. `what` names the answer.
pub(crate) async fn secret_line(question: &str, what: &str) -> Result<SecretString> {
    if !is_attended() {
        return Ok(blocking(what, read_line).await?.into());
    }
    let question = format!("{question} ");
    let _echo = Echo::off();
    blocking(what, move || rpassword::prompt_password(question))
        .await
        .map(SecretString::from)
}

/// Asks `question` and reads a secret that is not shown; from a pipe, everything until its end. `what` names it.
pub(crate) async fn secret_all(question: &str, what: &str) -> Result<SecretString> {
    if is_attended() {
        return secret_line(question, what).await;
    }
    let text = blocking(what, || {
        let mut text = String::new();
        io::stdin().lock().take(LONGEST_INPUT).read_to_string(&mut text)?;
        Ok(text)
    });
    Ok(text.await?.into())
}

/// Reads all of standard input, until its end. `what` names it.
pub(crate) async fn input(what: &str) -> Result<String> {
    let text = blocking(what, || {
        let mut text = String::new();
        io::stdin()
            .lock()
            .take(LONGEST_BODY + 1)
            .read_to_string(&mut text)?;
        Ok(text)
    });
    let text = text.await?;
    if text.len() as u64 > LONGEST_BODY {
        return Err(Failure::usage(format!(
            "{what} on standard input is longer than 1 MiB"
        )));
    }
    Ok(text)
}

/// Has a person's yes to a write, as far as there is one to ask. Without any terminal nobody watches and the command line
/// is the yes; with one that cannot be asked on, somebody watches who expects the question.
pub(crate) async fn approve(question: &str) -> Result {
    if is_attended() {
        return match confirm(question).await? {
            true => Ok(()),
            false => Err(Failure::local("not sent: you did not say yes")),
        };
    }
    if io::stdin().is_terminal() || io::stdout().is_terminal() {
        let redirected = if io::stdin().is_terminal() {
            "standard error"
        } else {
            "standard input"
        };
        return Err(Failure::local(format!(
            "not sent: you cannot be asked first, because {redirected} is not the terminal"
        ))
        .hint("add --yes to send it without being asked"));
    }
    Ok(())
}

/// Asks whether to go on; only a plain yes is one.
async fn confirm(question: &str) -> Result<bool> {
    // Where something listened for Ctrl-C before, that does not end the process by itself any more: who gives up at the
    // question must not be taken at the next word that is typed.
    let question = format!("{question} [y/N]");
    let answer = interrupt::or(line(&question, "the answer")).await?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

fn ask(question: &str) -> Result {
    if is_attended() {
        let mut stderr = io::stderr().lock();
        write!(stderr, "{question} ")
            .and_then(|()| stderr.flush())
            .map_err(|error| Failure::system("cannot ask", &error))?;
    }
    Ok(())
}

fn read_line() -> io::Result<String> {
    let mut line = String::new();
    if io::stdin().lock().take(LONGEST_INPUT).read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn blocking<T: Send + 'static>(
    what: &str,
    read: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T> {
    let read = tokio::task::spawn_blocking(read).await.map_err(io::Error::other);
    read.flatten().map_err(|error| match error.kind() {
        io::ErrorKind::Interrupted => Failure::interrupted(),
        io::ErrorKind::UnexpectedEof => Failure::usage(format!("the input ended before {what} was read"))
            .hint(format!("give {what} on a line of its own")),
        io::ErrorKind::InvalidData => Failure::usage("the input is not text"),
        _ => Failure::system("cannot read the input", &error),
    })
}
