//! Tests of the decimal adapter, from every kind of deserializer.

use serde::{
    Deserialize,
    de::{IntoDeserializer, value},
};
use serde_json::{Deserializer, Serializer, Value};

use super::*;

fn read(text: &str) -> Result<Option<Decimal>, serde_json::Error> {
    option::deserialize(&mut Deserializer::from_str(text))
}

fn written(amount: &Decimal) -> String {
    let mut out = Vec::new();
    serialize(amount, &mut Serializer::new(&mut out)).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn numbers_and_text_keep_every_digit_and_go_back_as_numbers() {
    for (text, number) in [
        ("0.05", "0.05"),
        ("1234567890123.4567", "1234567890123.4567"),
        ("1e2", "100"),
        ("-17.30", "-17.30"),
        ("\"0.05\"", "0.05"),
        ("\" -1234567890123.4567 \"", "-1234567890123.4567"),
        ("\"\\u0031.5\"", "1.5"),
        ("79228162514264337593543950335", "79228162514264337593543950335"),
    ] {
        let amount = read(text).unwrap().unwrap();
        assert_eq!(written(&amount), number, "{text}");
    }
}

#[test]
fn null_and_empty_text_are_no_amount() {
    for text in ["null", "\"\"", "\"  \""] {
        assert_eq!(read(text).unwrap(), None, "{text}");
    }
}

#[test]
fn what_is_not_an_exact_amount_is_an_error() {
    for text in [
        "123456789012345678901234567890",
        "\"123456789012345678901234567890\"",
        "\"twelve\"",
        "\"1,234.50\"",
        "true",
        "[1]",
        "{}",
        "{\"a\":1}",
    ] {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn a_reader_and_a_value_work_as_well() {
    let amount = option::deserialize(&mut Deserializer::from_reader(&b"0.05"[..])).unwrap();
    assert_eq!(amount, Some(Decimal::new(5, 2)));
    for (text, amount) in [
        ("0.05", "0.05"),
        ("\"7.10\"", "7.10"),
        ("12", "12"),
        ("1e2", "100.0"),
    ] {
        let value: Value = serde_json::from_str(text).unwrap();
        assert_eq!(
            option::deserialize(value).unwrap().unwrap().to_string(),
            amount,
            "{text}"
        );
    }
    assert_eq!(option::deserialize(Value::Null).unwrap(), None);
}

#[test]
fn other_deserializers_give_the_value_itself() {
    let from_float: value::F64Deserializer<value::Error> = 0.05_f64.into_deserializer();
    assert_eq!(option::deserialize(from_float).unwrap(), Some(Decimal::new(5, 2)));
    let from_int: value::I64Deserializer<value::Error> = (-7_i64).into_deserializer();
    assert_eq!(option::deserialize(from_int).unwrap(), Some(Decimal::from(-7)));
    let from_text: value::StrDeserializer<'_, value::Error> = "7.10".into_deserializer();
    assert_eq!(
        option::deserialize(from_text).unwrap(),
        Some(Decimal::new(710, 2))
    );
    let from_nan: value::F64Deserializer<value::Error> = f64::NAN.into_deserializer();
    assert!(option::deserialize(from_nan).is_err());
}

#[test]
fn a_flattened_struct_buffers_first_and_still_works() {
    #[derive(Deserialize)]
    struct Inner {
        #[serde(default, with = "super::option")]
        price: Option<Decimal>,
    }
    #[derive(Deserialize)]
    struct Outer {
        #[serde(flatten)]
        inner: Inner,
    }
    let outer: Outer = serde_json::from_str(r#"{"price":"1234567890123.4567"}"#).unwrap();
    assert_eq!(outer.inner.price.unwrap().to_string(), "1234567890123.4567");
}
