//! The grammar, order and JSON of numbers of any size.

use std::collections::HashSet;

use personalize_events::__private::json::{Object, parse};
use personalize_events::__private::{Build, build};

use super::*;

fn decimal(text: &str) -> BigDecimal {
    text.parse().unwrap()
}

// The grammar is that of RFC 8259, section 6.
#[test]
fn the_grammar_is_that_of_json() {
    for text in [
        "0", "-0", "10", "-1.50", "0.0001", "1e5", "1E+5", "2.5e-3", "0e0",
    ] {
        assert_eq!(decimal(text).as_str(), text);
        assert_eq!(
            text.parse::<BigInteger>().is_ok(),
            !text.contains(['.', 'e', 'E']),
            "{text}"
        );
    }
    for text in [
        "", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "1 ", " 1", "0x1", "NaN", "1_0",
        "1,0", "1e1.5", "--1", "1e--1", "١",
    ] {
        assert!(text.parse::<BigDecimal>().is_err(), "{text}");
        assert!(text.parse::<BigInteger>().is_err(), "{text}");
    }
    let error = "1.0".parse::<BigInteger>().unwrap_err();
    assert_eq!(error.to_string(), "the text is not an integer");
    let error = "x".parse::<BigDecimal>().unwrap_err();
    assert_eq!(error.to_string(), "the text is not a number");
}

#[test]
fn numbers_are_written_and_read_with_all_digits() {
    let digits = "1234567890".repeat(10);
    let text = format!(r#"{{"a":{digits},"b":-{digits}.{digits},"c":1e400}}"#);
    let mut object = Object::of(parse(text.as_bytes()).unwrap().unwrap()).unwrap();
    let integer: BigInteger = object.required("a").unwrap();
    let [b, c]: [BigDecimal; 2] = ["b", "c"].map(|name| object.required(name).unwrap());
    assert_eq!(integer.as_str(), digits);
    assert_eq!(serde_json::to_string(&integer).unwrap(), digits);
    assert_eq!(
        serde_json::to_string(&[&b, &c]).unwrap(),
        format!("[-{digits}.{digits},1e400]")
    );
}

#[test]
fn other_json_is_an_error_without_its_value() {
    let text = r#"{"a":"hush","b":1.5}"#;
    let mut object = Object::of(parse(text.as_bytes()).unwrap().unwrap()).unwrap();
    let error = object.optional::<BigDecimal>("a").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`a` is a string, but a number was expected"
    );
    let error = object.optional::<BigInteger>("b").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`b` is a number, but an integer was expected"
    );
    assert_eq!(object.required("c"), Ok(BigInteger::default()));
}

#[test]
fn numbers_compare_by_value_and_exactly() {
    let ascending = [
        "-1e400",
        "-100000000000000000000000000001",
        "-1e29",
        "-1.5",
        "-1",
        "-1e-400",
        "0",
        "1e-9999999",
        "0.1",
        "0.10000000000000000000000000001",
        "1",
        "10",
        "11",
        "1e2",
        "123e400",
        "1.24e402",
    ];
    for (index, left) in ascending.iter().enumerate() {
        for (other, right) in ascending.iter().enumerate() {
            assert_eq!(
                decimal(left).cmp(&decimal(right)),
                index.cmp(&other),
                "{left} {right}"
            );
        }
    }
    let equal = ["100", "1e2", "1.00E+2", "1000e-1", "100.000"].map(decimal);
    assert_eq!(equal.iter().collect::<HashSet<_>>().len(), 1);
    assert_eq!(decimal("-0"), decimal("0.00e7"));
}

struct Holder(BigDecimal);

impl Build for Holder {
    type Output = BigDecimal;

    fn build_in(self, context: &mut ValidationContext<'_>) -> Option<BigDecimal> {
        const ROWS: &[Constraint] = &[Constraint::Range {
            min: Some(Bound::Float(0.1)),
            max: Some(Bound::Integer(i64::MAX)),
        }];
        context.required("price", Some(self.0), ROWS)
    }
}

#[test]
fn ranges_compare_exactly() {
    for (text, is_valid) in [
        ("0.1", true),
        ("0.0999999999999999999999999999", false),
        ("9223372036854775807", true),
        ("9223372036854775807.0000000001", false),
        ("1e400", false),
    ] {
        assert_eq!(build(Holder(decimal(text))).is_ok(), is_valid, "{text}");
    }
    let problem = build(Holder(0.into())).unwrap_err().to_string();
    assert!(problem.starts_with("price "), "{problem}");
    assert!(problem.contains("0.1"), "{problem}");
}
