//! What holds for every document that `--json` prints, of the fixtures' replies as they are understood.

mod look;

use serde::Serialize;

use self::look::Allowed;

/// The fixtures' odd ones.
const ODD: Allowed = Allowed {
    large: &["exchange_nnf", "huge", "issue_size", "values"],
    is_worded: true,
};

/// Asserts it of a reply as it is understood.
#[track_caller]
pub(crate) fn holds(reply: &impl Serialize) {
    let document = serde_json::to_value(reply).unwrap();
    let faults = look::faults(&document, ODD);
    assert!(faults.is_empty(), "{faults:#?}");
}
