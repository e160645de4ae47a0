//! Tokens and app secrets through sessions and stores.

use std::sync::Arc;

use async_trait::async_trait;
use pocketful_auth::{
    App, AppId, EnvStore, Error, ErrorKind, FileStore, Login, MemoryStore, Session, StoreVersion,
    TokenRecord, TokenSource, TokenStore,
};
use pocketful_types::{ClientId, Clock, ManualClock, Origin};
use secrecy::SecretString;
use time::{OffsetDateTime, macros::datetime};

use crate::{SENTINEL, Said};

const NOW: OffsetDateTime = datetime!(2026-03-10 09:15 +5:30);

fn audience() -> Origin {
    "https://algo.example.com".parse().unwrap()
}

fn record() -> TokenRecord {
    TokenRecord::new(
        SecretString::from(SENTINEL),
        ClientId::new("AB1234"),
        audience(),
        NOW,
    )
    .unwrap()
}

#[derive(Debug)]
struct Given(Result<TokenRecord, Error>);

#[async_trait]
impl Login for Given {
    async fn log_in(&self) -> Result<TokenRecord, Error> {
        self.0.clone()
    }

    fn is_automatic(&self) -> bool {
        true
    }
}

/// The whole life of a session in `store`.
async fn live(said: &mut Said, store: Arc<dyn TokenStore>) {
    let clock = Arc::new(ManualClock::new(NOW));
    let app = App::new(AppId::new("app-1"), SecretString::from(SENTINEL));
    said.debug(&app);
    let builder = Session::builder(audience(), Arc::clone(&store))
        .app_id(app.id().clone())
        .clock(Arc::clone(&clock) as Arc<dyn Clock>)
        .login(Arc::new(Given(Err(Error::new(
            ErrorKind::LoginRefused,
            "wrong password",
        )))));
    said.debug(&builder);
    let session = builder.build();
    let _states = session.watch();

    said.outcome(&session.renew().await);
    said.outcome(&session.log_in(&Given(Ok(record()))).await);
    said.outcome(&session.restore().await);
    said.debug(&session);
    said.debug(&session.record());
    said.outcome(&session.token());
    said.outcome(&store.load().await);
    said.debug(&store);
    said.debug(&store.describe());
    clock.set(datetime!(2026-03-10 23:59:58 +5:30));
    said.outcome(&session.token());
    clock.set(datetime!(2026-03-11 00:00 +5:30));
    said.outcome(&session.token());
    said.outcome(&session.renew().await);
    clock.set(NOW);
    if let Ok(token) = session.token() {
        session.invalidate(&token);
    }
    said.outcome(&session.token());
    said.outcome(&session.renew().await);
    said.outcome(
        &session
            .log_in(&Given(Ok(record().with_app_id(AppId::new("other")))))
            .await,
    );
    said.outcome(&store.save(&record(), StoreVersion::of(&record())).await);
    said.outcome(&session.log_out().await);
    said.debug(&session);
}

#[tokio::test]
async fn in_memory() {
    let mut said = Said::new();
    live(&mut said, Arc::new(MemoryStore::new())).await;
    said.check("logged in");
}

#[tokio::test]
async fn in_a_file() {
    let mut said = Said::new();
    let directory = tempfile::tempdir().unwrap();
    let store = FileStore::new(directory.path().join("home/token.json"));
    live(&mut said, Arc::new(store.clone())).await;
    said.check("logged in");

    store.save(&record(), StoreVersion::ABSENT).await.unwrap();
    let whole = std::fs::read_to_string(store.path()).unwrap();
    assert!(whole.contains(SENTINEL));
    for broken in [
        whole.replace("\"2026", "\"x2026"),
        whole.replace("\"format\":1", "\"format\":7"),
        whole.replace(SENTINEL, &format!("{SENTINEL} {SENTINEL}")),
        whole.replace(&format!("\"{SENTINEL}\""), &format!("[\"{SENTINEL}\"]")),
        whole.replace("AB1234\"", &format!("AB1234\",\"{SENTINEL}\":\"")),
        whole.replace("https://", &format!("http://{SENTINEL}@")),
        whole.replace('}', ""),
    ] {
        std::fs::write(store.path(), broken).unwrap();
        said.outcome(&store.load().await);
        said.outcome(&store.save(&record(), StoreVersion::ABSENT).await);
        said.outcome(&store.clear(Some(StoreVersion::ABSENT)).await);
    }
    said.check("logged in");
}

#[tokio::test]
async fn in_the_environment() {
    let mut said = Said::new();
    for (token, client) in [
        (SENTINEL.to_owned(), "AB1234"),
        (format!("{SENTINEL}\n{SENTINEL}"), "AB1234"),
        (SENTINEL.to_owned(), ""),
    ] {
        let store = EnvStore::new(audience())
            .with_clock(Arc::new(ManualClock::new(NOW)))
            .with_lookup(move |name| {
                Some(if name.ends_with("TOKEN") {
                    token.clone()
                } else {
                    client.to_owned()
                })
            });
        live(&mut said, Arc::new(store)).await;
    }
    said.check("the server refused the token");
}

#[test]
fn in_what_is_refused() {
    let mut said = Said::new();
    for text in [
        format!("{SENTINEL} x"),
        format!("{SENTINEL}\u{7f}"),
        format!("{SENTINEL}é"),
    ] {
        said.outcome(&TokenRecord::new(
            SecretString::from(text),
            ClientId::new("AB1234"),
            audience(),
            NOW,
        ));
    }
    for text in [
        format!("ftp://{SENTINEL}"),
        format!("http://{SENTINEL}@x/"),
        format!("http://x/#{SENTINEL}"),
    ] {
        said.outcome(&text.parse::<pocketful_auth::RedirectUri>());
    }
    said.check("");
}
