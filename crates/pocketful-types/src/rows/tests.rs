//! The shapes of a list, and what one bad row does.

use serde::{Deserialize, Serialize};

use super::{Row, Rows};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Fruit {
    name: Option<String>,
}

impl Row for Fruit {
    const WHAT: &'static str = "fruit";
    const LISTS: &'static [&'static str] = &["fruit", "old fruit"];
    const EMPTY_OBJECT: bool = true;
}

fn read(text: &str) -> Result<Rows<Fruit>, serde_json::Error> {
    let fast = super::decode(text);
    let slow = serde_json::from_str::<Rows<Fruit>>(text);
    assert_eq!(fast.as_ref().ok(), slow.as_ref().ok(), "{text}");
    fast
}

#[test]
fn every_shape_of_a_list() {
    for (text, count) in [
        ("null", 0),
        ("[]", 0),
        ("{}", 0),
        (r#"{"fruit":null}"#, 0),
        (r#"[{"name":"fig"}]"#, 1),
        (r#"{"message":"","fruit":[{"name":"fig"},{}],"n":[1]}"#, 2),
        (r#"{"old fruit":[{"name":"fig"}],"fruit":[{"name":"date"}]}"#, 2),
    ] {
        assert_eq!(read(text).unwrap().rows.len(), count, "{text}");
    }
    for (text, is_null) in [
        ("null", true),
        (r#"{"fruit":null}"#, true),
        (r#"{"fruit":null,"old fruit":null}"#, true),
        (r#"{"fruit":null,"old fruit":[]}"#, false),
        (r#"{"old fruit":[{"name":"fig"}],"fruit":null}"#, false),
        ("[]", false),
        ("{}", false),
        (r#"{"fruit":[]}"#, false),
    ] {
        assert_eq!(read(text).unwrap().is_null, is_null, "{text}");
    }
    for text in ["7", "\"\"", "true", r#"{"vegetables":[]}"#] {
        assert!(read(text).is_err(), "{text}");
    }
    let error = read(r#"{"x":1}"#).unwrap_err().to_string();
    assert!(
        error.starts_with("there is no list of fruit in the reply"),
        "{error}"
    );
}

#[test]
fn an_array_is_no_row() {
    let rows = read(r#"[{"name":"fig"},[],["date"],null,{"name":7},{}]"#).unwrap();
    assert_eq!(rows.rows.len(), 2);
    let bad: Vec<_> = rows.bad_rows.iter().map(ToString::to_string).collect();
    assert_eq!(
        bad,
        [
            "row 1: invalid type: sequence, expected an object",
            "row 2: invalid type: sequence, expected an object",
            "row 3: invalid type: null, expected an object",
            "row 4: `name` is 7: invalid type: integer `7`, expected a string",
        ]
    );
    assert!(!rows.is_complete());
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Nut {
    name: String,
}

impl Row for Nut {
    const WHAT: &'static str = "nuts";
    const LISTS: &'static [&'static str] = &["nuts"];
    const EMPTY_OBJECT: bool = true;
    const MAY_BE_ONE: bool = true;
}

#[test]
fn one_object_is_a_list_of_one_where_it_may_be() {
    for (text, good, bad) in [
        (r#" {"name":"cashew"}"#, 1, 0),
        (r#"{"weight":7}"#, 0, 1),
        (r#"{"nuts":[{"name":"cashew"}],"name":"x"}"#, 1, 0),
        (r#"[{"name":"cashew"},7]"#, 1, 1),
        ("{}", 0, 0),
        ("null", 0, 0),
    ] {
        let fast = super::decode::<Nut>(text).unwrap();
        assert_eq!(fast, serde_json::from_str::<Rows<Nut>>(text).unwrap(), "{text}");
        assert_eq!((fast.rows.len(), fast.bad_rows.len()), (good, bad), "{text}");
    }
    for text in ["7", "\"\"", "{\"name\":"] {
        assert!(super::decode::<Nut>(text).is_err(), "{text}");
        assert!(serde_json::from_str::<Rows<Nut>>(text).is_err(), "{text}");
    }
}
