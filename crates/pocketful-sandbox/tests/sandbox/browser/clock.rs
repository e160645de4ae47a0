//! Moving the clock, without being logged in.

use super::session::visit;

#[tokio::test]
async fn the_clock_is_moved_stopped_and_hurried() {
    visit(|visit| async move {
        visit.open("/portal/clock").await;
        visit.wait_for_heading("Clock").await;
        visit.press("Pause").await;
        visit.wait_for_text(".now span", &["Clock paused"]).await;
        visit.press("Jump to 23:59:50").await;
        visit
            .wait_for_text("header time", &["Tue 24 Nov 2026, 23:59:50 IST"])
            .await;
        visit.picture("clock").await;

        visit.fill("speed", "warp").await;
        visit.press("Set speed").await;
        assert_eq!(
            visit.text("#speed-error").await,
            "Enter a number above 0 and at most 60000."
        );
        visit.picture("clock-error").await;
        visit.fill("speed", "60").await;
        visit.press("Set speed").await;
        visit.find("[role=status]").await;
        assert!((visit.sandbox.clock().speed() - 60.0).abs() < f64::EPSILON);

        // The header's clock ticks by itself.
        visit.press("Let it run").await;
        visit.wait_for_text(".now span", &["Sandbox time"]).await;
        let before = visit.text("header time").await;
        visit.wait_for_other_text("header time", &before).await;
    })
    .await;
}
