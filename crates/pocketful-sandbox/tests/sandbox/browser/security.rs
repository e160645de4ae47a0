//! Turning TOTP on, and logging in with it.

use super::session::visit;

#[tokio::test]
async fn totp_is_turned_on_by_a_code_and_asked_for_from_then_on() {
    visit(|visit| async move {
        let demo = visit.sandbox.demo().clone();
        visit.open("/portal/login").await;
        visit.log_in(&demo.client_id, &demo.password).await;
        visit.wait_for_heading("Your apps").await;
        visit.press("Security").await;
        visit.wait_for_heading("Security").await;
        visit.picture("security-off").await;
        visit.press("Enable TOTP").await;
        let secret = visit.text("#totp-secret").await;
        assert_eq!(secret, demo.totp_secret);
        let picture = visit.find("svg.qr").await.rectangle().await.unwrap();
        assert!(
            picture.2 > 150.0 && (picture.2 - picture.3).abs() < 1.0,
            "{picture:?}"
        );
        visit.picture("totp-setup").await;

        visit.fill("code", "12 34").await;
        visit.press("Turn on TOTP").await;
        assert_eq!(
            visit.text("#code-error").await,
            "The code has exactly six digits."
        );
        visit.picture("totp-wrong").await;
        visit.fill("code", &visit.code(&secret)).await;
        visit.press("Turn on TOTP").await;
        visit.find("[role=status]").await;
        visit.picture("security-on").await;

        visit.press("Log out").await;
        visit.wait_for_heading("Log in").await;
        visit.log_in(&demo.client_id, &demo.password).await;
        visit.wait_for_heading("Enter your code").await;
        visit.picture("login-code").await;
        // Half a login opens nothing.
        visit.open("/portal").await;
        visit.wait_for_heading("Log in").await;

        visit.log_in(&demo.client_id, &demo.password).await;
        visit.wait_for_heading("Enter your code").await;
        let right = visit.code(&secret);
        let wrong = if right == "000000" { "000001" } else { "000000" };
        visit.type_keys(wrong).await;
        visit.press("Continue").await;
        visit.find("[role=alert]").await;
        visit.type_keys(&visit.code(&secret)).await;
        visit.press("Continue").await;
        visit.wait_for_heading("Your apps").await;
    })
    .await;
}
