//! Switching a fault on, meeting it as a program does, finding it in the request log, switching it off.

use reqwest::StatusCode;

use super::session::visit;

#[tokio::test]
async fn a_fault_is_switched_on_met_logged_and_switched_off() {
    visit(|visit| async move {
        visit.open("/portal/requests").await;
        visit.wait_for_heading("Requests").await;
        visit.picture("requests-empty").await;
        visit.open("/portal/faults").await;
        visit.wait_for_heading("Faults").await;
        visit.picture("faults-none").await;

        visit.choose("kind", "server_error").await;
        visit.fill("number", "404").await;
        visit.fill("route", "GET /api/v1/user/trading_info").await;
        visit.fill("times", "1").await;
        visit.press("Switch on").await;
        let error = visit.text("#number-error").await;
        assert!(error.contains("500 to 599"), "{error}");
        assert_eq!(visit.value("kind").await, "server_error");
        assert_eq!(visit.value("times").await, "1");
        visit.picture("faults-error").await;
        visit.fill("number", "503").await;
        visit.press("Switch on").await;
        visit.find("[role=status]").await;
        assert!(visit.shows("Server error, request not looked at, 503").await);
        visit.picture("faults").await;

        let token = visit.token().await;
        let ask = || {
            reqwest::Client::new()
                .get(format!("{}/api/v1/user/trading_info", visit.sandbox.url()))
                .header("x-authorization-token", &token)
                .send()
        };
        assert_eq!(ask().await.unwrap().status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(ask().await.unwrap().status(), StatusCode::OK);

        visit.open("/portal/requests").await;
        visit.find("tbody tr:nth-child(3)").await;
        assert!(visit.shows("server_error").await);
        let source = visit.client.source().await.unwrap();
        assert!(!source.contains(&token) && !source.contains(&visit.sandbox.demo().app_secret));
        visit.touch("Bodies").await;
        visit.picture("requests").await;
        visit.press("Clear the log").await;
        visit.wait_for_absence("tbody").await;

        // It happened as often as it was to, so it is gone; another is taken away by hand.
        visit.open("/portal/faults").await;
        assert!(
            visit
                .shows("None: every request is answered as it should be.")
                .await
        );
        visit.choose("kind", "html_page").await;
        visit.press("Switch on").await;
        visit.find("tbody").await;
        visit.press("Remove").await;
        visit.wait_for_absence("tbody").await;
        assert!(visit.sandbox.faults().list().is_empty());
    })
    .await;
}
