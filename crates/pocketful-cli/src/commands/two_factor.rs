//! `pocketful two-factor`: what changes how an account logs in, and the login with a one-time password. No session is needed.
//!
//! No source shows the replies. They are printed as they come, to stdout alone, since they may hold secrets.

use pocketful::{
    ClientId, ExposeSecret, SecretString,
    auth::{Error, HttpLoginApi, LoginApi, TwoFactorType, UnknownReply},
};

use super::{login, pretty, write};
use crate::{
    args::two_factor::{AccountArgs, ChooseArgs, ForgotTotpArgs, OtpArgs, TwoFactorCommand, Wanted},
    error::{Failure, Result},
    interrupt,
    output::{Format, Out},
    profile::Profile,
    prompt, spinner,
};

pub(super) async fn run(command: &TwoFactorCommand, profile: &Profile, out: &mut Out) -> Result {
    match command {
        TwoFactorCommand::SetupTotp(args) => set_up(args, profile, out).await,
        TwoFactorCommand::Choose(args) => choose(args, profile, out).await,
        TwoFactorCommand::ForgotTotp(args) => forgot(args, profile, out).await,
        TwoFactorCommand::Otp(args) => otp(args, profile, out).await,
    }
}

async fn set_up(args: &AccountArgs, profile: &Profile, out: &mut Out) -> Result {
    let api = login::api(profile);
    let account = account(args.client_id.as_ref(), profile).await?;
    let what = format!("Ask for TOTP to be set up for {account}");
    approve(&what, args, &api).await?;
    let done = format!("TOTP of {account} was asked for");
    change(&done, api.setup_totp(&account), out).await
}

async fn choose(args: &ChooseArgs, profile: &Profile, out: &mut Out) -> Result {
    let api = login::api(profile);
    let account = account(args.account.client_id.as_ref(), profile).await?;
    let (wanted, shown) = match args.wanted {
        Wanted::Totp => (TwoFactorType::Totp, "a TOTP code"),
        Wanted::Pin => (TwoFactorType::Pin, "the PIN"),
    };
    approve(
        &format!("Let logins of {account} ask for {shown}"),
        &args.account,
        &api,
    )
    .await?;
    // Last of all: a code is good for half a minute.
    let code = given("TOTP code:", "the TOTP code").await?;
    let done = format!("logins of {account} ask for {shown}");
    change(&done, api.choose_twofa(&account, wanted, &code), out).await
}

async fn forgot(args: &ForgotTotpArgs, profile: &Profile, out: &mut Out) -> Result {
    let api = login::api(profile);
    let account = account(args.account.client_id.as_ref(), profile).await?;
    let pan = match args.pan.as_deref().map(str::trim) {
        Some(pan) if !pan.is_empty() => SecretString::from(pan),
        _ => given("PAN of the account's owner:", "the PAN").await?,
    };
    approve(&format!("Forget the TOTP of {account}"), &args.account, &api).await?;
    let done = format!("the TOTP of {account} was forgotten");
    change(&done, api.forgot_totp(&account, &pan), out).await
}

async fn otp(args: &OtpArgs, profile: &Profile, out: &mut Out) -> Result {
    let api = login::api(profile);
    let account = account(args.client_id.as_ref(), profile).await?;
    let password = given("Password:", "the password").await?;
    let first = async { Ok(api.password_step(&account, &password).await?) };
    let first = interrupt::or(first).await?;
    if first.second_step().is_some() {
        return Err(Failure::rejected(format!(
            "{account} is asked for its PIN or TOTP code, not for a one-time password"
        ))
        .hint("use `pocketful login --password`"));
    }
    let reference = first.reference_token.ok_or_else(|| {
        Failure::rejected("the reply to the password names no login that a one-time password could complete")
            .hint("use `pocketful login --password`")
    })?;
    let otp = given("One-time password:", "the one-time password").await?;
    let login = async { Ok(spinner::wait("Logging in…", api.login_otp(&reference, &otp)).await?) };
    let reply = interrupt::or(login).await?;
    print(&reply, out)
}

/// Sends a change, and prints what is answered to it.
async fn change(
    done: &str,
    call: impl Future<Output = std::result::Result<UnknownReply, Error>>,
    out: &mut Out,
) -> Result {
    let check = "It may have taken effect. The next `pocketful login --password` tells what is asked for.";
    let call = async { call.await.map_err(pocketful::Error::from) };
    let reply = write::send_without_session("Sending…", check, call).await?;
    // Without the reply, which may hold a secret: if stdout is lost, it is not for stderr.
    out.accepted(done.to_owned(), &());
    if out.is_human() {
        let mut said = done.to_owned();
        if let Some(first) = said.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        out.sentence(format!("{} Accepted: {said}", out.style.good("✓")))?;
    }
    print(&reply, out)
}

fn print(reply: &UnknownReply, out: &mut Out) -> Result {
    let payload = reply.payload().expose_secret();
    let written = match out.format {
        Format::Raw => out.line(payload),
        Format::Human | Format::Json => out.line(pretty::indented(payload)),
    };
    Ok(written?)
}

async fn account(named: Option<&String>, profile: &Profile) -> Result<ClientId> {
    let account = login::client_id(named.map(String::as_str), profile).await?;
    if account.as_str().trim().is_empty() {
        return Err(Failure::usage("the client id is empty"));
    }
    Ok(account)
}

async fn approve(what: &str, args: &AccountArgs, api: &HttpLoginApi) -> Result {
    write::approve(what, args.yes, api.api_origin()).await
}

/// A secret that was typed, which nobody leaves empty on purpose.
async fn given(question: &str, what: &str) -> Result<SecretString> {
    let given = interrupt::or(prompt::secret_line(question, what)).await?;
    match given.expose_secret().trim() {
        "" => Err(Failure::usage(format!("{what} is empty"))),
        trimmed => Ok(SecretString::from(trimmed)),
    }
}
