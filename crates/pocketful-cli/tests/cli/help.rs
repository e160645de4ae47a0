//! Every help screen, and the short help without a command.

use insta::assert_snapshot;

use crate::world::{Ran, bare};

/// Every command; the first is the program itself.
pub(crate) const COMMANDS: &[&str] = &[
    "",
    "demo",
    "sandbox",
    "login",
    "two-factor",
    "two-factor setup-totp",
    "two-factor choose",
    "two-factor forgot-totp",
    "two-factor otp",
    "logout",
    "status",
    "token",
    "token print",
    "profile",
    "trading-info",
    "apps",
    "apps create",
    "funds",
    "holdings",
    "positions",
    "convert-position",
    "orders",
    "order",
    "order place",
    "order show",
    "order modify",
    "order history",
    "order cancel",
    "order cancel-all",
    "trades",
    "cover",
    "cover place",
    "cover modify",
    "cover exit",
    "bracket",
    "bracket place",
    "bracket modify",
    "bracket exit",
    "basket",
    "basket create",
    "basket list",
    "basket show",
    "basket rename",
    "basket delete",
    "basket add",
    "basket edit",
    "basket remove",
    "basket execute",
    "basket square-off",
    "basket mark",
    "gtt",
    "gtt create",
    "gtt list",
    "gtt show",
    "gtt modify",
    "gtt cancel",
    "api",
    "search",
    "instrument",
    "contracts",
    "contracts sync",
    "contracts find",
    "contracts info",
    "quote",
    "ltp",
    "close",
    "dpr",
    "futures-chain",
    "option-chain",
    "margin",
    "market-hours",
    "candles",
    "ipo",
    "ipo list",
    "ipo orders",
    "ipo place",
    "ipo cancel",
    "edis",
    "edis tpin",
    "edis authorise",
    "watch",
    "doctor",
    "completions",
    "man",
];

fn help(args: &[&str]) -> String {
    let home = crate::world::home();
    Ran::from(bare(&home).args(args).output().unwrap()).ok()
}

#[test]
fn without_a_command_it_starts_with_demo_and_login() {
    assert_snapshot!("welcome", help(&[]));
}

#[test]
fn of_every_command() {
    for command in COMMANDS {
        let words: Vec<_> = command.split_whitespace().collect();
        let name = if words.is_empty() {
            "pocketful".to_owned()
        } else {
            words.join("_")
        };
        assert_snapshot!(
            format!("help_short_{name}"),
            help(&[&words[..], &["-h"]].concat())
        );
    }
    assert_snapshot!("help_long_pocketful", help(&["--help"]));
    assert_snapshot!("help_long_login", help(&["login", "--help"]));
    assert_snapshot!("help_long_order_place", help(&["order", "place", "--help"]));
}
