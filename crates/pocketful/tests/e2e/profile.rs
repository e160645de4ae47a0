//! The profile, at whichever path the generation has it, and the apps of the account.

use pocketful::{Environment, ErrorKind, ExposeSecret, NewApp, Outcome, http::ScriptedTransport};
use pocketful_sandbox::{Fault, FaultRule};

use crate::{day::Day, scripted::client};

/// Where the calls went, without their queries.
pub(crate) fn paths(transport: &ScriptedTransport) -> Vec<String> {
    let path = |url: String| {
        url.split('?')
            .next()
            .unwrap()
            .split_at("https://".len())
            .1
            .to_owned()
    };
    transport
        .recorded()
        .iter()
        .map(|sent| path(sent.request.url()))
        .collect()
}

const PROFILE: &str = r#"{"status":true,"message":"SUCCESS","errorcode":"","data":{"client_id":"AB1234","name":"ASHA",
    "exchanges_subscribed":"[\"NSE\",\"NFO\"]","products_enabled":"[\"CNC\"]"}}"#;

#[tokio::test]
async fn the_profile_is_read_where_the_generation_has_it() {
    let transport = ScriptedTransport::new().reply(200, PROFILE);
    let profile = client(Environment::algo(), &transport)
        .user()
        .profile()
        .await
        .unwrap();
    assert_eq!(profile.name.as_deref(), Some("ASHA"));
    assert_eq!(profile.exchanges_subscribed.len(), 2);
    assert_eq!(paths(&transport), ["algo.pocketful.in/v1/user/profile"]);

    let transport = ScriptedTransport::new().reply(200, PROFILE);
    client(Environment::trade(), &transport)
        .user()
        .profile()
        .await
        .unwrap();
    assert_eq!(paths(&transport), ["trade.pocketful.in/api/v1/user/profile"]);
}

#[tokio::test]
async fn the_profile_falls_back_when_nothing_is_behind_the_path() {
    let transport = ScriptedTransport::new()
        .reply(404, "")
        .reply(200, "<!doctype html><title>Pocketful</title>")
        .reply(200, PROFILE);
    let profile = client(Environment::algo(), &transport)
        .user()
        .profile()
        .await
        .unwrap();
    assert_eq!(profile.client_id.as_str(), "AB1234");
    assert_eq!(
        paths(&transport),
        [
            "algo.pocketful.in/v1/user/profile",
            "algo.pocketful.in/api/v1/user/profile",
            "algo.pocketful.in/api/v1/user/trading_info"
        ]
    );
}

#[tokio::test]
async fn a_refused_profile_is_not_asked_for_elsewhere() {
    let body = r#"{"data":{},"message":"`client_id` is invalid","error_code":44000,"status":"error"}"#;
    let transport = ScriptedTransport::new().reply(400, body);
    let error = client(Environment::algo(), &transport)
        .user()
        .profile()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Refused, Outcome::Rejected)
    );
    assert_eq!(error.api().unwrap().code, Some(44000));
    assert_eq!(paths(&transport).len(), 1);
}

#[tokio::test]
async fn the_apps_of_the_account() {
    let day = Day::logged_in().await;
    let apps = day.client().user().apps().await.unwrap();
    assert!(apps.is_complete());
    assert_eq!(apps.rows[0].app_name.as_deref(), Some("Demo"));
    assert_eq!(apps.rows[0].redirect_uris.len(), 1);
    // A server that keeps them to its portal.
    let transport = ScriptedTransport::new().reply(404, "");
    let error = client(Environment::algo(), &transport).user().apps().await;
    assert_eq!(error.unwrap_err().outcome(), Outcome::Rejected);
    assert_eq!(paths(&transport), ["algo.pocketful.in/api/v1/apps"]);
}

#[tokio::test]
async fn an_app_is_registered_once_and_its_secret_is_in_the_answer_alone() {
    let day = Day::logged_in().await;
    let client = day.client();
    let app = NewApp::new("Breakout", "http://127.0.0.1:8123/callback").scope("holdings");
    let created = client.user().register_app(&app).await.unwrap();
    assert_eq!(created.scope.as_deref(), Some("holdings"));
    assert!(created.app_secret.is_some() && created.app_secret_expires_at.is_none());
    let apps = client.user().apps().await.unwrap();
    assert_eq!(apps.rows[1].app_id, created.app_id);

    let taken = client.user().register_app(&app).await.unwrap_err();
    assert_eq!(
        (taken.outcome(), taken.api().unwrap().code),
        (Outcome::Rejected, Some(44000))
    );

    let lost = FaultRule::new("POST /api/v1/app", Fault::ResetAfter).times(1);
    day.sandbox.faults().add(lost).unwrap();
    let app = NewApp::new("Second", "http://127.0.0.1:8123/callback");
    let unknown = client.user().register_app(&app).await.unwrap_err();
    assert_eq!(unknown.outcome(), Outcome::Unknown);
    let apps = client.user().apps().await.unwrap();
    assert_eq!(apps.rows.len(), 3, "registered, and not a second time");
}

#[tokio::test]
async fn no_error_shows_the_secret_of_an_app_whose_answer_cannot_be_read() {
    let whole = r#"{"data":{"app_id":"a1","app_secret":"sEnTiNeL"},"message":"","status":"success"}"#;
    let no_id = whole.replace("app_id", "id");
    let app = NewApp::new("Breakout", "https://breakout.example/callback");
    for body in [&whole[..50], &no_id, &whole.repeat(2)] {
        let transport = ScriptedTransport::new().reply(200, body.to_owned());
        let client = client(Environment::algo(), &transport);
        let error = client.user().register_app(&app).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{body}");
        let mut shown = format!("{error:?} {error} {}", error.hint());
        let mut source = std::error::Error::source(&error);
        while let Some(error) = source {
            shown += &format!(" {error} {error:?}");
            source = error.source();
        }
        assert!(!shown.contains("sEnTiNeL"), "{shown}");
        assert_eq!(paths(&transport).len(), 1, "sent once");
    }
    let transport = ScriptedTransport::new().reply(200, whole);
    let created = client(Environment::algo(), &transport)
        .user()
        .register_app(&app)
        .await
        .unwrap();
    assert_eq!(created.app_secret.as_ref().unwrap().expose_secret(), "sEnTiNeL");
    assert!(!format!("{created:?}").contains("sEnTiNeL"));
}
