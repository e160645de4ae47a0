//! Settings from options, environment and file, and what is refused.

use super::*;

fn resolve(global: &Global, config: &str, vars: &[(&str, &str)]) -> Result<Profile> {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("config.toml"), config).unwrap();
    let global = Global {
        home: Some(home.path().to_owned()),
        ..global.clone()
    };
    Profile::resolve(&global, |name| {
        vars.iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| OsString::from(value))
    })
}

fn file(profile: &Profile) -> &str {
    profile.token_file().file_name().unwrap().to_str().unwrap()
}

#[test]
fn options_win_over_the_file() {
    let config = "env = \"trade\"\ntimeout = 3\nsource_ip = \"192.0.2.7\"\nclient_id = \"AB1234\"";
    let profile = resolve(&Global::default(), config, &[]).unwrap();
    assert_eq!(profile.environment, Environment::trade());
    assert_eq!(profile.timeout, Duration::from_secs(3));
    assert_eq!(profile.source.unwrap().to_string(), "192.0.2.7");
    assert_eq!(file(&profile), "token@trade.pocketful.in.json");
    let global = Global {
        env: Some("algo".into()),
        timeout: Some("0.5".into()),
        source_ip: Some("192.0.2.8".into()),
        ..Global::default()
    };
    let profile = resolve(&global, config, &[("POCKETFUL_CLIENT_ID", "CD5678")]).unwrap();
    assert_eq!(profile.environment, Environment::algo());
    assert_eq!(profile.timeout, Duration::from_millis(500));
    assert_eq!(profile.source.unwrap().to_string(), "192.0.2.8");
    assert_eq!(profile.client_id.unwrap().as_str(), "CD5678");
}

#[test]
fn a_loopback_address_brings_the_others_and_has_a_session_of_its_own() {
    let global = Global {
        base_url: Some("http://127.0.0.1:81".into()),
        ..Global::default()
    };
    let profile = resolve(&global, "profile = \"x\"\n[profiles.x]\n", &[]).unwrap();
    assert_eq!(profile.environment.auth().to_string(), "http://127.0.0.1:81");
    assert_eq!(profile.environment.feed().to_string(), "ws://127.0.0.1:81");
    assert_eq!(file(&profile), "token-x@loopback.json");
    assert_eq!(file(&resolve(&Global::default(), "", &[]).unwrap()), "token.json");
}

#[test]
fn an_address_in_the_clear_is_refused_without_quoting_it() {
    let global = Global {
        base_url: Some("http://sentinel:pw@example.com".into()),
        ..Global::default()
    };
    let message = resolve(&global, "", &[]).unwrap_err().to_string();
    assert!(
        message.starts_with("--base-url (POCKETFUL_BASE_URL) is refused: "),
        "{message}"
    );
    assert!(!message.contains("sentinel"), "{message}");
    let message = resolve(&Global::default(), "auth_url = \"http://example.com\"", &[])
        .unwrap_err()
        .to_string();
    assert!(
        message.starts_with("auth_url in config.toml is refused: plain http://"),
        "{message}"
    );
}

#[test]
fn an_app_s_secret_does_not_follow_an_address_of_one_run() {
    let config = "app_id = \"a\"\napp_secret = \"s\"\nredirect_uri = \"http://127.0.0.1:5010/cb\"";
    assert!(resolve(&Global::default(), config, &[]).unwrap().app().is_ok());
    let global = Global {
        base_url: Some("http://127.0.0.1:81".into()),
        ..Global::default()
    };
    let failure = resolve(&global, config, &[]).unwrap().app().unwrap_err();
    assert_eq!(failure.to_string(), "the app's id is not known");
    let own = config.to_owned() + "\nbase_url = \"http://127.0.0.1:81\"";
    assert!(resolve(&global, &own, &[]).unwrap().app().is_ok());
}

#[test]
fn bad_values_say_what_is_wanted() {
    for (global, config, message) in [
        (
            Global {
                timeout: Some("0".into()),
                ..Global::default()
            },
            "",
            "--timeout",
        ),
        (
            Global {
                timeout: Some("soon".into()),
                ..Global::default()
            },
            "",
            "--timeout",
        ),
        (
            Global {
                source_ip: Some("192.0.2.7,192.0.2.7".into()),
                ..Global::default()
            },
            "",
            "--source-ip",
        ),
        (Global::default(), "env = \"live\"", "neither algo nor trade"),
        (
            Global {
                profile: Some("nope".into()),
                ..Global::default()
            },
            "",
            "there is no profile `nope`",
        ),
    ] {
        let failure = resolve(&global, config, &[]).unwrap_err();
        assert!(failure.to_string().contains(message), "{failure}");
    }
    let failure = resolve(&Global::default(), "", &[("POCKETFUL_REDIRECT_URI", "callback")]).unwrap_err();
    assert!(failure.to_string().contains("redirect_uri"), "{failure}");
}

#[test]
fn registered_addresses_belong_to_the_server_of_the_file() {
    let global = Global {
        base_url: Some("http://127.0.0.1:81".into()),
        ..Global::default()
    };
    let known = |global: &Global, config: &str| {
        let profile = resolve(global, config, &[]).unwrap();
        (profile.registered.is_some(), profile.registered_elsewhere)
    };
    let addresses = "registered_ip = \"192.0.2.7\"\n";
    let with_server = format!("base_url = \"http://127.0.0.1:81\"\n{addresses}");
    assert_eq!(known(&Global::default(), addresses), (true, false));
    assert_eq!(known(&global, &with_server), (true, false));
    assert_eq!(known(&global, addresses), (false, true));
    assert_eq!(known(&global, ""), (false, false));
}
