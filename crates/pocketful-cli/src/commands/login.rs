//! `pocketful login`: four ways to start a session.

use std::{
    fmt,
    io::{self, Write},
    sync::Arc,
};

use pocketful::{
    ClientId, Login,
    auth::{
        AuthorizationUrl, BrowserLogin, CodeFlow, DirectLogin, ErrorKind as AuthErrorKind, HttpLoginApi,
        LoginApi, LoginFailure, PasteRequest, PastedTokenLogin, PastedUrlLogin, SecondFactor,
    },
};

use crate::{
    args::login::LoginArgs,
    clock::{self, clock},
    error::{Exit, Failure, Result},
    interrupt,
    output::{Out, stderr_width, table, wrap},
    profile::Profile,
    prompt,
    session::{self, Status},
    spinner,
};

/// How often a pasted address may be rubbish before the login is given up, where a person can correct it.
const ATTEMPTS: usize = 3;

pub(crate) async fn run(args: &LoginArgs, profile: &Profile, out: &mut Out) -> Result {
    let store = session::store(profile);
    if store.is_read_only() {
        return Err(
            Failure::usage("POCKETFUL_ACCESS_TOKEN is set: the session comes from the environment")
                .hint("unset POCKETFUL_ACCESS_TOKEN to log in and keep the session in a file"),
        );
    }
    let session = session::build(profile);
    // A damaged or foreign record is no reason not to log in with --force: the login replaces it.
    match session.restore().await {
        Ok(state) if state.is_alive() && !args.force => {
            let status = Status::of(&session, &*store, clock::now());
            let wanted = args.client_id.as_deref().map(str::trim);
            let there = status.client_id.as_deref().unwrap_or_default();
            if let Some(wanted) = wanted
                && !wanted.eq_ignore_ascii_case(there)
            {
                return Err(Failure::usage(format!("{there} is logged in here, not {wanted}")).hint(format!(
                    "with --force {wanted} takes the place of {there}; with a --profile of its own each keeps its \
                     session"
                )));
            }
            return report(&status, "Already logged in", out);
        }
        Err(error) if !args.force => return Err(error.into()),
        _ => {}
    }
    interrupt::or(async {
        let way = way(args, profile).await?;
        let login = async {
            if args.force {
                session.log_in_anew(&*way).await
            } else {
                session.log_in(&*way).await
            }
        };
        let is_direct = args.is_direct();
        let done = if args.waits_for_browser(profile) {
            spinner::wait("Waiting for the browser…", login).await
        } else {
            login.await
        };
        done.map_err(|error| {
            if let Some(failure) = unanswered(&error) {
                return failure;
            }
            // Where it is known what was wrong, there is something better to say.
            let is_plain = error.kind() == AuthErrorKind::LoginRefused
                && error.login_failure().is_none()
                && !error.is_account_locked();
            if error.login_failure() == Some(&LoginFailure::MaybeOneTimePassword) {
                return Failure::from(error).hint(
                    "if it sent one, use `pocketful two-factor otp`; else log in through the browser or with \
                     `pocketful login --paste-token`",
                );
            }
            let failure = Failure::from(error);
            if is_direct && is_plain {
                failure
                    .hint("check client id, password and code; repeated wrong answers may lock the account")
            } else {
                failure
            }
        })
    })
    .await?;
    let status = Status::of(&session, &*store, clock::now());
    let who = status.client_id.as_deref().unwrap_or_default();
    out.accepted(format!("you are logged in as {who}"), &status);
    report(&status, "Logged in", out)
}

/// A question of the login that got no usable answer. A type of its own: a connection, too, ends before its time.
#[derive(Debug)]
struct Unanswered {
    message: String,
    hint: Option<String>,
}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unanswered {}

/// What [`unread`] put into a login's error, whichever question it was.
fn unanswered(error: &pocketful::auth::Error) -> Option<Failure> {
    let read = std::error::Error::source(error)?.downcast_ref::<io::Error>()?;
    let Unanswered { message, hint } = read.get_ref()?.downcast_ref()?;
    let failure = Failure::usage(message);
    Some(match hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    })
}

fn report(status: &Status, headline: &str, out: &mut Out) -> Result {
    if !out.is_human() {
        return Ok(out.document(status)?);
    }
    let client_id = status.client_id.clone().unwrap_or_default();
    out.line(format!(
        "{} {headline} as {}",
        out.style.good("✓"),
        out.style.bold(client_id)
    ))?;
    let rows = [
        ("dies", status.expiry_text(clock::now()).unwrap_or_default()),
        ("kept in", status.store.clone()),
    ];
    let pairs = table::pairs(out, &rows);
    out.line(pairs)?;
    Ok(())
}

impl LoginArgs {
    /// Whether client id and password are what it takes.
    fn is_direct(&self) -> bool {
        self.password || self.password_stdin || self.client_id.is_some()
    }

    fn waits_for_browser(&self, profile: &Profile) -> bool {
        let other = self.paste_url || self.paste_token || self.is_direct();
        self.browser || (!other && profile.has_loopback_redirect())
    }
}

/// The server's side of a login.
pub(super) fn api(profile: &Profile) -> HttpLoginApi {
    let environment = &profile.environment;
    HttpLoginApi::new(
        environment.auth().clone(),
        environment.api().clone(),
        environment.header_style(),
    )
    .with_device_type(environment.device_type())
    .with_timeout(profile.timeout)
}

async fn way(args: &LoginArgs, profile: &Profile) -> Result<Box<dyn Login>> {
    let api = api(profile);
    let api: Arc<dyn LoginApi> = Arc::new(if args.v1 { api.with_v1_login() } else { api });
    if args.paste_token {
        let token =
            prompt::secret_all("Access token from the portal's dashboard:", "the access token").await?;
        let login = PastedTokenLogin::new(api, token).with_clock(clock());
        return Ok(Box::new(match profile.app_id() {
            Some(id) => login.with_app_id(id.clone()),
            None => login,
        }));
    }
    if args.is_direct() {
        return Ok(Box::new(direct(args, profile, api).await?));
    }
    let browser = args.waits_for_browser(profile);
    if browser && !profile.has_loopback_redirect() && profile.app().is_ok() {
        return Err(Failure::usage(
            "the app's redirect URL is not on this machine, so no browser can come back here",
        )
        .hint("use `pocketful login --paste-url`"));
    }
    let flow = CodeFlow::new(profile.app()?, api).with_clock(clock());
    Ok(if browser {
        let open = !args.no_open;
        Box::new(BrowserLogin::new(flow, move |url| show_browser(url, open)))
    } else {
        let attempts = if prompt::is_attended() { ATTEMPTS } else { 1 };
        Box::new(PastedUrlLogin::new(flow, ask_for_url).with_attempts(attempts))
    })
}

async fn direct(args: &LoginArgs, profile: &Profile, api: Arc<dyn LoginApi>) -> Result<DirectLogin> {
    let client_id = client_id(args.client_id.as_deref(), profile).await?;
    if !args.password_stdin && !prompt::is_attended() && !args.password {
        return Err(
            Failure::usage("there is no terminal to ask for the password on").hint("use --password-stdin")
        );
    }
    let password = prompt::secret_line("Password:", "the password").await?;
    let second = if args.password_stdin {
        // Read before anything is sent: a missing line must not cost an attempt.
        let what = "the PIN or TOTP code";
        SecondFactor::code(prompt::secret_line("PIN or TOTP code:", what).await?)
    } else {
        SecondFactor::ask(|question| async move {
            let what = if question.is_totp { "TOTP code" } else { "PIN" };
            let question = if question.text.is_empty() {
                format!("{what}:")
            } else {
                format!("{} ({what}):", question.text)
            };
            prompt::secret_line(&question, &format!("the {what}"))
                .await
                .map_err(unread)
        })
    };
    Ok(DirectLogin::new(api, client_id, password, second).with_clock(clock()))
}

/// The account that was named, else the one that is typed, else the one that the configuration knows.
pub(super) async fn client_id(named: Option<&str>, profile: &Profile) -> Result<ClientId> {
    if let Some(id) = named {
        return Ok(ClientId::new(id));
    }
    let known = profile.client_id.as_ref();
    let question = known.map_or("Client id:".to_owned(), |id| format!("Client id [{id}]:"));
    Ok(
        match (prompt::line(&question, "the client id").await?.trim(), known) {
            ("", Some(id)) => id.clone(),
            (typed, _) => ClientId::new(typed),
        },
    )
}

/// Shows the address, then opens a browser there if wanted. Runs on a thread of its own.
fn show_browser(url: &AuthorizationUrl, open: bool) {
    say(if open {
        "Opening the login page in your browser. If nothing happens, open it yourself:"
    } else {
        "Open this address in a browser on this machine:"
    });
    show(url);
    if open && let Err(error) = webbrowser::open(url.as_str()) {
        tracing::info!(%error, "no browser could be opened");
    }
}

async fn ask_for_url(request: PasteRequest) -> io::Result<String> {
    match request.problem {
        Some(problem) => say(&format!("{problem}\n")),
        None => {
            say(
                "Open this address in a browser, log in, and copy the address that the browser ends on. \
                 It need not show a page.",
            );
            show(&request.url);
        }
    }
    prompt::line("Paste that address here:", "the address that the browser ends on")
        .await
        .map_err(unread)
}

fn unread(failure: Failure) -> io::Error {
    let message = failure.to_string();
    if failure.exit != Exit::Usage {
        return io::Error::other(message);
    }
    let hint = failure.remedy().map(str::to_owned);
    io::Error::other(Unanswered { message, hint })
}

/// Writes sentences for the person on stderr.
fn say(text: &str) {
    // Without stderr there is nobody to read it.
    drop(writeln!(io::stderr().lock(), "{}", wrap(text, 0, stderr_width())));
}

/// Writes an address on lines of its own, unbroken, so that it can be copied.
fn show(url: &AuthorizationUrl) {
    drop(writeln!(io::stderr().lock(), "\n  {url}\n"));
}
