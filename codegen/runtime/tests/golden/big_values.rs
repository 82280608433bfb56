//! Numbers of any size, in all parts of requests and responses.

use std::collections::BTreeMap;

use personalize_events_codegen_runtime::{
    BigDecimal, BigInteger, OperationError, RequestSettings, ResponseMetadata, http,
};

use crate::big_numbers::{
    Amount, Line, PutPriceError, PutPriceRequest, PutPriceResponse,
    builders::PutPriceRequestBuilder,
};

fn digits() -> String {
    "1234567890".repeat(10)
}

fn integer(text: &str) -> BigInteger {
    text.parse().expect("a number")
}

fn decimal(text: &str) -> BigDecimal {
    text.parse().expect("a number")
}

fn priced(price: &str) -> PutPriceRequestBuilder {
    PutPriceRequest::builder().id(1).price(decimal(price))
}

#[test]
fn requests_have_all_digits() {
    let digits = digits();
    let fraction = format!("0.{digits}");
    let request = PutPriceRequest::builder()
        .id(integer(&digits))
        .at_least(decimal("-1.5e-400"))
        .limits([integer(&digits), BigInteger::from(2)])
        .price(decimal(&fraction))
        .steps([decimal("1.50"), decimal("1e400")])
        .rates([
            ("a".to_owned(), Some(decimal("0.1"))),
            ("b".to_owned(), None),
        ])
        .amount(Amount::Whole(integer(&format!("-{digits}"))))
        .build()
        .unwrap();
    let request = http::request(&request, &RequestSettings::default()).unwrap();
    assert_eq!(request.path, format!("/prices/{digits}"));
    assert_eq!(request.query, "at-least=-1.5e-400");
    let limits = format!("{digits}, 2");
    assert!(
        request
            .headers
            .iter()
            .any(|(name, value)| name == "x-limits" && *value == limits)
    );
    let body = format!(
        r#"{{"price":{fraction},"steps":[1.50,1e400],"rates":{{"a":0.1,"b":null}},"amount":{{"whole":-{digits}}}}}"#
    );
    assert_eq!(std::str::from_utf8(&request.body), Ok(body.as_str()));
}

#[test]
fn defaults_are_sent_with_all_digits() {
    let line = Line::builder().price(5).build().unwrap();
    let request = priced("1").amount(Amount::Line(line)).build().unwrap();
    let expected = r#"{"price":1,"amount":{"line":{"price":5,"count":3,"factor":0.25,"ceiling":100000000000000000000}}}"#;
    assert_eq!(serde_json::to_string(&request).unwrap(), expected);
}

fn metadata(status: u16, header: &str, body: String) -> ResponseMetadata {
    let headers = [("x-serial", header), ("x-amzn-errortype", "TooMuch")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    ResponseMetadata::from_parts(status, headers.to_vec(), body.into_bytes())
}

#[test]
fn responses_have_all_digits() {
    let digits = digits();
    let body = format!(
        r#"{{"total":-{digits}.{digits}E+99,"steps":[{digits},null,0.10],"rates":{{"a":{digits},"b":null}},
            "amount":{{"exact":{digits}.5}},"line":{{"price":1e-400,"secret":{digits}}}}}"#
    );
    let metadata = metadata(200, &digits, body);
    let response =
        <PutPriceResponse as http::Output>::read(&mut http::Response::of(&metadata)).unwrap();
    assert_eq!(response.total().as_str(), format!("-{digits}.{digits}E+99"));
    assert_eq!(response.serial().unwrap().as_str(), digits);
    assert_eq!(response.count(), &BigInteger::from(7));
    let steps: Vec<&str> = response
        .steps()
        .unwrap()
        .iter()
        .map(BigDecimal::as_str)
        .collect();
    assert_eq!(steps, [digits.as_str(), "0.10"]);
    let rates = BTreeMap::from([
        ("a".to_owned(), Some(decimal(&digits))),
        ("b".to_owned(), None),
    ]);
    assert_eq!(response.rates(), Some(&rates));
    assert_eq!(
        response.amount(),
        Some(&Amount::Exact(decimal(&format!("{digits}.5"))))
    );
    let line = response.line().unwrap();
    assert_eq!(line.count(), &BigInteger::from(3));
    let defaults = [line.factor(), line.ceiling()].map(BigDecimal::as_str);
    assert_eq!(defaults, ["0.25", "100000000000000000000"]);
    assert_eq!(line.price().unwrap().as_str(), "1e-400");
    assert_eq!(line.secret().unwrap().as_str(), digits);
    let shown = format!("{line:?}");
    assert!(
        shown.contains("1e-400") && !shown.contains(&digits),
        "{shown}"
    );
}

#[test]
fn errors_have_all_digits() {
    let metadata = metadata(400, "", format!(r#"{{"limit":{}}}"#, digits()));
    let PutPriceError::TooMuch(error) = PutPriceError::from_metadata(&metadata) else {
        panic!("another error");
    };
    assert_eq!(error.limit().unwrap().as_str(), digits());
}

// The range of the model is 0.01 to 1e20.
#[test]
fn bounds_are_compared_exactly() {
    for (price, is_valid) in [
        ("0.01", true),
        ("0.00999999999999999999999999999", false),
        ("100000000000000000000", true),
        ("100000000000000000000.000000000001", false),
        ("1e400", false),
        ("-1", false),
    ] {
        assert_eq!(priced(price).build().is_ok(), is_valid, "{price}");
    }
    let rates = [("a".to_owned(), Some(decimal("0.001")))];
    let error = priced("1").rates(rates).build().unwrap_err().to_string();
    assert!(error.starts_with("rates[0].value "), "{error}");
    let amount = Amount::Exact(decimal("0.001"));
    let error = priced("1").amount(amount).build().unwrap_err().to_string();
    assert!(error.starts_with("amount.exact "), "{error}");
}
