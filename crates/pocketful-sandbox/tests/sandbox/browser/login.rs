//! Logging in and out with the keyboard alone, wrong answers and the lock.

use fantoccini::key::Key;

use super::session::visit;

#[tokio::test]
async fn the_keyboard_is_enough_to_log_in_and_out() {
    visit(|visit| async move {
        let demo = visit.sandbox.demo().clone();
        visit.open("/portal").await;
        visit.wait_for_heading("Log in").await;
        visit.picture("login").await;

        // Typing starts in the first field; Tab leads through the form in its order; Enter sends it.
        visit.type_keys(&demo.client_id).await;
        visit.type_keys(&char::from(Key::Tab).to_string()).await;
        visit.type_keys("not the password").await;
        visit.type_keys(&char::from(Key::Enter).to_string()).await;
        visit.find("[role=alert]").await;
        assert_eq!(
            visit.text("[role=alert]").await,
            "The client ID or the password is wrong."
        );
        visit.picture("login-refused").await;

        // The client id is still there, and typing goes on at the password.
        assert_eq!(visit.value("login").await, demo.client_id);
        assert_eq!(visit.value("password").await, "");
        visit.type_keys(&demo.password).await;
        visit.type_keys(&char::from(Key::Enter).to_string()).await;
        visit.wait_for_heading("Your apps").await;

        // The first Tab of a page offers to skip what every page repeats.
        visit.open("/portal").await;
        visit.wait_for_heading("Your apps").await;
        visit.type_keys(&char::from(Key::Tab).to_string()).await;
        assert_eq!(visit.focused().await, "Skip to the content");
        visit.type_keys(&char::from(Key::Enter).to_string()).await;
        visit.tab_to("Create App").await;
        visit.type_keys(&char::from(Key::Enter).to_string()).await;
        visit.wait_for_heading("Create App").await;

        visit.open("/portal").await;
        visit.tab_to("Log out").await;
        visit.type_keys(&char::from(Key::Enter).to_string()).await;
        visit.wait_for_heading("Log in").await;
        visit.open("/portal/security").await;
        visit.wait_for_heading("Log in").await;
    })
    .await;
}

#[tokio::test]
async fn five_wrong_answers_lock_the_account_and_say_until_when() {
    visit(|visit| async move {
        let demo = visit.sandbox.demo().clone();
        visit.sandbox.clock().pause();
        visit.open("/portal/login").await;
        for _ in 0..5 {
            visit.fill("login", &demo.email).await;
            visit.fill("password", "wrong").await;
            visit.press("Log in").await;
            visit.find("[role=alert]").await;
        }
        let locked = visit.text("[role=alert]").await;
        assert!(
            locked.starts_with(
                "Too many wrong answers: this account is locked until 10:30 AM IST on Tue 24 Nov 2026"
            ),
            "{locked}"
        );
        visit.picture("login-locked").await;

        // Once the time is over, the right password opens again.
        visit.sandbox.clock().advance(time::Duration::minutes(15));
        visit.log_in(&demo.email, &demo.password).await;
        visit.wait_for_heading("Your apps").await;
    })
    .await;
}
