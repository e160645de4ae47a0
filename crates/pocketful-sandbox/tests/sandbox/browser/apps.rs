//! Creating an app, generating a token, revealing the secret, changing an address.

use time::Duration;

use super::session::{Visit, visit};

async fn logged_in(visit: &Visit) {
    let demo = visit.sandbox.demo().clone();
    visit.open("/portal/login").await;
    visit.log_in(&demo.client_id, &demo.password).await;
    visit.wait_for_heading("Your apps").await;
}

async fn create_app(visit: &Visit, name: &str) {
    visit.open("/portal/apps/new").await;
    visit.fill("name", name).await;
    visit.fill("primary_ip", "127.0.0.1").await;
    visit.press("Create App").await;
    visit.wait_for_heading(name).await;
}

#[tokio::test]
async fn an_app_is_created_once_every_field_is_right() {
    visit(|visit| async move {
        logged_in(&visit).await;
        visit.picture("apps").await;
        visit.press("Create App").await;
        visit.wait_for_heading("Create App").await;
        let default = format!("{}/portal/token", visit.sandbox.url());
        assert_eq!(visit.value("redirect_uri").await, default);
        visit.picture("create-app").await;

        visit.fill("redirect_uri", "http://example.com/callback").await;
        visit.fill("primary_ip", "300.1.2.3").await;
        visit.fill("secondary_ip", "0.0.0.0").await;
        visit.press("Create App").await;
        visit.find("#name-error").await;
        for field in ["name", "redirect_uri", "primary_ip", "secondary_ip"] {
            let error = visit.text(&format!("#{field}-error")).await;
            assert!(error.len() > 10, "{field}: {error}");
            // A screen reader hears the reason with the field.
            let described = visit.find(&format!("#{field}[aria-invalid=true]")).await;
            let described = described.attr("aria-describedby").await.unwrap().unwrap();
            assert!(
                described.split(' ').any(|id| id == format!("{field}-error")),
                "{described}"
            );
        }
        // Nothing has to be typed twice, and typing starts at the first wrong field.
        assert_eq!(visit.value("redirect_uri").await, "http://example.com/callback");
        assert_eq!(visit.value("primary_ip").await, "300.1.2.3");
        assert_eq!(visit.focused_id().await, "name");
        visit.picture("create-app-errors").await;

        visit.fill("name", "Breakout").await;
        visit.fill("redirect_uri", "https://example.com/callback").await;
        visit.fill("primary_ip", "203.0.113.7").await;
        visit.fill("secondary_ip", "2001:db8::7").await;
        visit.press("Create App").await;
        visit.wait_for_heading("Breakout").await;
        assert!(visit.shows("It may next be changed on Tue 1 Dec 2026.").await);
        assert!(visit.shows("Tokens come through OAuth").await);
        assert!(!visit.shows("Refresh").await);
        visit.picture("app-oauth").await;

        // The secret is nowhere until it is asked for.
        assert!(!visit.client.source().await.unwrap().contains("id=\"app-secret\""));
        visit.press("Show App Secret").await;
        let secret = visit.text("#app-secret").await;
        assert_eq!(secret.len(), 40, "{secret}");
        visit.picture("app-secret").await;
        visit.press("Hide it again").await;
        visit.wait_for_absence("#app-secret").await;
        assert!(!visit.client.source().await.unwrap().contains(&secret));
    })
    .await;
}

#[tokio::test]
async fn a_token_is_generated_after_logging_in_again_and_dies_at_midnight() {
    visit(|visit| async move {
        let demo = visit.sandbox.demo().clone();
        logged_in(&visit).await;
        create_app(&visit, "Morning").await;
        visit.picture("app-default").await;
        visit.press("Click here to generate").await;
        visit.wait_for_heading("Log in").await;
        assert!(
            visit
                .shows("Log in to make today's access token for Morning.")
                .await
        );
        visit.log_in(&demo.client_id, &demo.password).await;

        visit.wait_for_heading("Your apps").await;
        let token = visit.text(".secret code").await;
        assert_eq!(token.split('.').count(), 2, "{token}");
        assert!(visit.shows("Dies at 12:00 AM IST on Wed 25 Nov 2026").await);
        visit.picture("apps-token").await;

        // The copy button works, or at least selects.
        visit.touch("Copy").await;
        visit
            .wait_for_text("button[data-copy]", &["Copied", "Selected: press Ctrl+C"])
            .await;

        visit.press("Refresh").await;
        visit.find("[role=status]").await;
        let newer = visit.text(".secret code").await;
        assert_ne!(newer, token);

        // One second before midnight it is there, at midnight it is gone.
        visit.sandbox.clock().pause();
        visit
            .sandbox
            .clock()
            .jump(time::macros::datetime!(2026-11-24 23:59:59 +5:30));
        visit.open("/portal/login").await;
        visit.log_in(&demo.client_id, &demo.password).await;
        assert_eq!(visit.text(".secret code").await, newer);
        visit.sandbox.clock().advance(Duration::SECOND);
        visit.open("/portal").await;
        visit.find("li .chip").await;
        assert!(visit.shows("There is no valid access token for today.").await);
        assert!(visit.shows("Click here to generate").await);
    })
    .await;
}

#[tokio::test]
async fn an_address_rests_for_seven_days() {
    visit(|visit| async move {
        let demo = visit.sandbox.demo().clone();
        logged_in(&visit).await;
        create_app(&visit, "Restless").await;
        visit.fill("primary_ip", "127.0.0.9").await;
        visit.press("Change primary IP").await;
        let refused = visit.text("#primary_ip-error").await;
        assert!(
            refused.contains("It may be changed on Tue 1 Dec 2026 at the earliest."),
            "{refused}"
        );
        assert_eq!(visit.value("primary_ip").await, "127.0.0.9");
        visit.picture("address-too-early").await;

        // The empty second slot may be filled at once.
        visit.fill("secondary_ip", "127.0.0.8").await;
        visit.press("Add secondary IP").await;
        visit.find("[role=status]").await;
        assert_eq!(visit.value("secondary_ip").await, "127.0.0.8");
        assert_eq!(visit.value("primary_ip").await, "127.0.0.1");

        visit.sandbox.clock().advance(Duration::days(7));
        visit.open("/portal/login").await;
        visit.log_in(&demo.client_id, &demo.password).await;
        visit.press("Restless").await;
        visit.wait_for_heading("Restless").await;
        visit.fill("primary_ip", "127.0.0.9").await;
        visit.press("Change primary IP").await;
        visit.find("[role=status]").await;
        assert_eq!(visit.value("primary_ip").await, "127.0.0.9");
        visit.picture("address-changed").await;
    })
    .await;
}
