//! Numbers that no exchange and no broker writes.

/// Numbers in the text of documents that have more decimals than any price: what a float leaves. The text counts, because
/// a reader rounds.
pub(super) fn too_fine(text: &str) -> Vec<String> {
    let text = text.replace("\\\"", "");
    // Every second part is a string.
    let numbers = text.split('"').step_by(2).flat_map(|part| {
        part.split(|char: char| !(char.is_ascii_digit() || matches!(char, '.' | '-' | 'e' | 'E')))
    });
    numbers
        .filter(|number| {
            number
                .split_once('.')
                .is_some_and(|(_, decimals)| decimals.len() > 4)
        })
        .map(|number| format!("{number} is finer than any price"))
        .collect()
}

#[test]
fn it_sees_what_a_float_leaves() {
    for wrong in [
        r#"{"total":9071.950000000001}"#,
        r#"{"a":"\"","b":[-0.00001]}"#,
        r#"{"a":1.23456e2}"#,
    ] {
        assert_eq!(too_fine(wrong).len(), 1, "{wrong}");
    }
    assert_eq!(
        too_fine(r#"{"a":"2026-11-24T10:00:00.125001+05:30","b":83.4225,"c":[0.00]}"#),
        [""; 0]
    );
}
