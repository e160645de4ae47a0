//! Every reply that is no success, and the envelopes that belong to later operations.

use pocketful_types::envelope::classify;

use crate::fixture;

#[test]
fn refusals() {
    for name in [
        "refused_unauthorised",
        "refused_forbidden",
        "refused_parameter",
        "refused_backend",
        "refused_went_wrong",
        "refused_without_code",
        "refused_contract",
        "refused_ipo",
        "refused_sdk_style",
        "refused_oauth",
    ] {
        let body = fixture(&format!("json/{name}.json"));
        let failure = classify(200, body.as_bytes()).unwrap_err();
        insta::assert_snapshot!(name, format!("{failure}\n{failure:#?}"));
    }
}

#[test]
fn envelopes_of_every_kind() {
    for name in ["contract", "ipo", "chart", "oauth", "basket_without_status"] {
        let body = fixture(&format!("json/{name}.json"));
        let reply = classify(200, body.as_bytes()).unwrap();
        insta::assert_snapshot!(name, reply.payload.get());
    }
}

#[test]
fn what_is_no_json() {
    for (name, status) in [("page.html", 200), ("truncated.txt", 200)] {
        let body = fixture(name);
        let failure = classify(status, body.as_bytes()).unwrap_err();
        insta::assert_snapshot!(name.replace('.', "_"), format!("{failure}\n{failure:#?}"));
    }
}
