//! What the file may say, and how it is told what is wrong.

use super::*;

fn parse(text: &str) -> Result<Config> {
    Config::parse(text, "config.toml")
}

#[test]
fn profiles_stand_alone() {
    let text = "app_id = \"live\"\nsource_ip = \"192.0.2.7\"\ntimeout = 2.5\n\
                [profiles.try-out]\nbase_url = \"http://127.0.0.1:9\"\nmapped_on = 2026-11-20\n";
    let (name, settings) = parse(text).unwrap().select(None, Path::new("c")).unwrap();
    assert_eq!((name, settings.app_id.as_deref()), (None, Some("live")));
    assert_eq!(settings.timeout.as_deref(), Some("2.5"));
    let (name, settings) = parse(text)
        .unwrap()
        .select(Some("try-out"), Path::new("c"))
        .unwrap();
    assert_eq!(name.as_deref(), Some("try-out"));
    assert_eq!((settings.app_id, settings.source_ip), (None, vec![]));
    assert_eq!(settings.mapped_on, Some(time::macros::date!(2026 - 11 - 20)));
}

#[test]
fn the_file_may_choose_a_profile_and_the_command_line_wins() {
    let text = "profile = \"a\"\n[profiles.a]\nenv = \"algo\"\n[profiles.b]\nenv = \"trade\"\n";
    let env = |name| parse(text).unwrap().select(name, Path::new("c")).unwrap().1.env;
    assert_eq!(env(None).as_deref(), Some("algo"));
    assert_eq!(env(Some("b")).as_deref(), Some("trade"));
    let failure = parse(text)
        .unwrap()
        .select(Some("z"), Path::new("c"))
        .unwrap_err();
    assert_eq!(failure.to_string(), "there is no profile `z` in c");
}

#[test]
fn what_is_wrong_is_named_with_its_line_and_never_quoted() {
    for (text, message) in [
        (
            "\nap_secret = \"sentinel\"",
            "config.toml, line 2: unknown key `ap_secret`",
        ),
        ("[profiles.x]\nfoo = 1", "config.toml, line 2: unknown key `foo`"),
        (
            "app_secret = 12345",
            "config.toml, line 1: `app_secret` is text: write app_secret = \"…\"",
        ),
        (
            "[profiles.\"a/b\"]",
            "config.toml, line 1: a profile's name is made of letters, digits, - and _: it becomes part of a file's name",
        ),
        (
            "profiles = 1",
            "config.toml, line 1: profiles are sections: write [profiles.NAME]",
        ),
        (
            "mapped_on = \"2026-11-20\"",
            "config.toml, line 1: `mapped_on` is a day: write mapped_on = 2026-11-20",
        ),
        (
            "source_ip = [\"sentinel\"]",
            "config.toml, line 1: `source_ip` is one or two IP addresses: write source_ip = [\"192.0.2.7\", \"192.0.2.8\"]",
        ),
        (
            "timeout = \"7\"",
            "config.toml, line 1: `timeout` is a number: write timeout = 7",
        ),
    ] {
        assert_eq!(parse(text).unwrap_err().to_string(), message);
    }
    let broken = parse("app_id = \"x\"\napp_secret = sentinel\"")
        .unwrap_err()
        .to_string();
    assert!(
        broken.starts_with("config.toml, line 2: this is not TOML"),
        "{broken}"
    );
    assert!(!broken.contains("sentinel"), "{broken}");
}
