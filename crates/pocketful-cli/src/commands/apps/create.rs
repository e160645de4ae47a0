//! `pocketful apps create NAME`: registers an app, and puts its secret where it was asked for and nowhere else.

use pocketful::{
    ExposeSecret, NewApp, RedirectUri, SecretString,
    types::{CreatedApp, RegisterApp},
};

use super::secret_file::{self, SecretFile};
use crate::{
    args::apps::CreateAppArgs,
    commands::write,
    error::{Failure, Result},
    output::{Format, Out},
    profile::Profile,
    session,
};

const CHECK: &str = "The app may be registered, with a secret that nobody has seen. Look with `pocketful apps` before you do it again.";

pub(super) async fn run(args: &CreateAppArgs, profile: &Profile, out: &mut Out) -> Result {
    let app = new_app(args)?;
    check_secret(args, out.format)?;
    let client = session::client(profile).await?;
    let request = RegisterApp::new(app, client.client_id().await?);
    if args.send.dry_run {
        return write::dry_run(&client.prepare(&request)?, out);
    }
    let name = args.name.trim();
    let summary = format!(
        "Register the app {name}, whose logins lead back to {}",
        args.redirect_uri.trim()
    );
    write::confirm(&summary, args.send, &client).await?;
    let file = args.secret_file.as_deref().map(SecretFile::create).transpose()?;
    let doing = "Registering the app…";
    if out.format == Format::Raw {
        let reply = write::send(doing, CHECK, client.call_raw(&request)).await?;
        // Without the reply, which holds the secret: if stdout is lost, it is not for stderr.
        out.accepted(format!("the app {name} was registered"), &());
        return Ok(out.line(reply.payload_text())?);
    }
    let created = write::send(doing, CHECK, client.call(&request)).await?;
    let done = format!("the app {name} was registered as {}", created.app_id);
    let Some(secret) = &created.app_secret else {
        return Err(
            Failure::took_effect(format!("{done}, but the reply tells no secret"))
                .hint("do not do it again: look for its secret in the broker's portal"),
        );
    };
    if let Some(file) = file {
        let written = file.write(secret.expose_secret());
        written.map_err(|error| {
            Failure::took_effect(format!("{done}, but its secret cannot be written"))
                .because(&error)
                .hint("do not do it again: look for its secret in the broker's portal")
        })?;
    }
    out.accepted(done, &created);
    if out.is_human() {
        tell(args, &created, secret, out)
    } else {
        Ok(out.document(&document(args, &created, secret)?)?)
    }
}

fn new_app(args: &CreateAppArgs) -> Result<NewApp> {
    let name = args.name.trim();
    if name.is_empty() {
        return Err(Failure::usage("the app's name is empty"));
    }
    let uri: RedirectUri = args
        .redirect_uri
        .parse()
        .map_err(|error: pocketful::auth::Error| {
            Failure::usage("--redirect-uri cannot be used").because(&error)
        })?;
    Ok(NewApp::new(name, uri.as_str()).scope(args.scope.trim()))
}

/// A secret that comes once must have a place to go to before it is asked for.
fn check_secret(args: &CreateAppArgs, format: Format) -> Result {
    if args.send.dry_run {
        return Ok(());
    }
    if let Some(path) = &args.secret_file {
        if format == Format::Raw {
            return Err(
                Failure::usage("--raw prints the reply, and the secret is in it").hint(
                    "give --print-secret instead of --secret-file if that is what you want, or use --json",
                ),
            );
        }
        return secret_file::check(path);
    }
    if args.print_secret {
        return Ok(());
    }
    Err(
        Failure::usage("the app's secret is told only once, in the answer, and nothing says where it goes")
            .hint("add --secret-file FILE to keep it, or --print-secret to show it"),
    )
}

fn tell(args: &CreateAppArgs, created: &CreatedApp, secret: &SecretString, out: &mut Out) -> Result {
    let name = args.name.trim();
    out.sentence(format!("{} Registered: {name}", out.style.good("✓")))?;
    out.line(format!("  App ID      {}", created.app_id))?;
    match &args.secret_file {
        Some(path) => out.line(format!("  App Secret  in {}, for you alone", path.display()))?,
        None => out.line(format!("  App Secret  {}", secret.expose_secret()))?,
    }
    let note = "  No later call tells the secret. Orders need a static IP, which is mapped in the portal.";
    Ok(out.sentence(out.style.dim(note))?)
}

/// The answer with its secret where that was asked for, else with the file that has it.
fn document(args: &CreateAppArgs, created: &CreatedApp, secret: &SecretString) -> Result<serde_json::Value> {
    let mut document = serde_json::to_value(created).map_err(std::io::Error::from)?;
    match &args.secret_file {
        Some(path) => document["secret_file"] = path.display().to_string().into(),
        None => document["app_secret"] = secret.expose_secret().into(),
    }
    Ok(document)
}
