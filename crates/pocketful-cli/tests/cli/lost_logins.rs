//! Logins whose answer is lost on the way, or that meet a server that is down.

use pocketful_sandbox::{Fault, FaultRule};

use crate::world::{Ran, Running, World};

/// Each way in, with the request of it that is lost.
const WAYS: [(&str, &str); 4] = [
    ("--paste-token", "*trading_info"),
    ("--paste-url", "*/oauth2/token"),
    ("--password", "*/login"),
    ("--password", "*/twofa"),
];

/// Logs in by `way` with the request to `route` struck by `fault`, once.
fn login(way: &str, route: &str, fault: Fault) -> Ran {
    let world = World::new();
    world
        .sandbox()
        .faults()
        .add(FaultRule::new(route, fault).times(1))
        .unwrap();
    let demo = world.sandbox().demo();
    match way {
        "--paste-url" => paste_url(&world),
        "--paste-token" => world.run_with(&["login", way, "--json"], "a.b.c\n"),
        _ => {
            let input = format!("{}\n{}\n{}\n", demo.client_id, demo.password, demo.pin);
            world.run_with(&["login", way, "--json"], &input)
        }
    }
}

fn paste_url(world: &World) -> Ran {
    let (mut running, url): (Running, String) =
        crate::login::start(world, &["login", "--paste-url", "--json"]);
    let back = world.sandbox().visit_as_demo_user(&url).unwrap();
    crate::login::paste(&mut running, &back);
    running.end()
}

/// The error that was printed, whatever was asked before.
fn error(stderr: &str) -> serde_json::Value {
    let line = stderr.lines().find(|line| line.starts_with('{')).expect(stderr);
    serde_json::from_str::<serde_json::Value>(line).unwrap()["error"].clone()
}

#[test]
fn an_answer_that_is_cut_off_is_no_end_of_the_input() {
    for fault in [Fault::TruncatedBody, Fault::ResetAfter] {
        for (way, route) in WAYS {
            let stderr = login(way, route, fault.clone()).fails(4);
            let error = error(&stderr);
            assert_eq!(error["kind"], "disconnected", "{way} {route}: {stderr}");
            assert_eq!(error["outcome"], "no_effect", "{way} {route}: {stderr}");
            let message = error["message"].as_str().unwrap();
            assert!(
                message.contains("broke before the answer was complete")
                    && message.contains("start the login again"),
                "{way} {route}: {stderr}"
            );
        }
    }
}

#[test]
fn a_server_that_is_down_is_not_a_changed_api() {
    for (way, route) in WAYS {
        let down = Fault::ServerError {
            status: 503,
            after: false,
        };
        let stderr = login(way, route, down).fails(4);
        let error = error(&stderr);
        assert_eq!(error["kind"], "server", "{way} {route}: {stderr}");
        assert_eq!(error["outcome"], "no_effect", "{way} {route}: {stderr}");
        assert!(
            stderr.contains("the broker is down, try again later")
                && !stderr.contains("web page")
                && !stderr.contains("report it"),
            "{way} {route}: {stderr}"
        );
    }
}

#[test]
fn a_server_that_has_no_time_is_a_limit() {
    let stderr = login(
        "--paste-token",
        "*trading_info",
        Fault::TooManyRequests { retry_after: 7 },
    )
    .fails(1);
    let error = error(&stderr);
    assert_eq!(
        (&error["kind"], &error["outcome"]),
        (&"limit".into(), &"rejected".into()),
        "{stderr}"
    );
    assert!(
        error["hint"].as_str().unwrap().contains("Wait a minute"),
        "{stderr}"
    );
}
