//! What serializers get: names of types, the number of fields, `Some`, and indexes of variants. Formats other than JSON
//! depend on them.

use serde_test::{Token, assert_ser_tokens, assert_ser_tokens_error};

use crate::bindings::PutRequest;
use crate::formats::Formats;
use crate::runtime::{Blob, Document, Timestamp};
use crate::structures::{Hollow, Leaf, PutCousinsRequest};
use crate::unions::{Film, Inner, Price};

const DATE_TIME: Token = Token::Str("2019-12-16T23:48:18Z");
const HTTP_DATE: Token = Token::Str("Mon, 16 Dec 2019 23:48:18 GMT");

fn at() -> Timestamp {
    Timestamp::from_secs(1_576_540_098)
}

const fn start(name: &'static str, len: usize) -> Token {
    Token::Struct { name, len }
}

const fn variant(name: &'static str, variant: &'static str) -> Token {
    Token::NewtypeVariant { name, variant }
}

#[test]
fn optional_members_are_some_or_left_out() {
    let leaf = Leaf::builder().name("n").size(2);
    let request = PutCousinsRequest::builder().hollow(Hollow::builder());
    assert_ser_tokens(
        &request.clone().leaf(leaf).build().unwrap(),
        &[
            start("PutCousinsRequest", 2),
            Token::Str("leaf"),
            Token::Some,
            start("Leaf", 2),
            Token::Str("name"),
            Token::Str("n"),
            Token::Str("size"),
            Token::Some,
            Token::I32(2),
            Token::StructEnd,
            Token::Str("hollow"),
            start("Hollow", 0),
            Token::StructEnd,
            Token::StructEnd,
        ],
    );
    assert_ser_tokens(
        &request.build().unwrap(),
        &[
            start("PutCousinsRequest", 1),
            Token::Str("hollow"),
            start("Hollow", 0),
            Token::StructEnd,
            Token::StructEnd,
        ],
    );
}

#[test]
fn members_outside_of_the_body_are_no_fields() {
    let request = PutRequest::builder().day(at()).r#match("m");
    let fields = [start("PutRequest", 0), Token::StructEnd];
    assert_ser_tokens(&request.clone().build().unwrap(), &fields);
    assert_ser_tokens(
        &request.title("t").build().unwrap(),
        &[
            start("PutRequest", 1),
            Token::Str("title"),
            Token::Some,
            Token::Str("t"),
            Token::StructEnd,
        ],
    );
}

#[test]
fn members_are_written_in_their_format() {
    let formats = Formats::builder()
        .plain(at())
        .seconds(Timestamp::from_millis(1_500))
        .day(at())
        .date(at())
        .days([at()])
        .by_name([("a", vec![at()])])
        .sparse([None, Some(at())])
        .numbers([1.5, f64::INFINITY])
        .blob(Blob::from("abc"))
        .documents([Document::null()]);
    assert_ser_tokens(
        &formats.build().unwrap(),
        &[
            start("Formats", 10),
            Token::Str("plain"),
            Token::Some,
            Token::I64(1_576_540_098),
            Token::Str("seconds"),
            Token::Some,
            Token::F64(1.5),
            Token::Str("day"),
            DATE_TIME,
            Token::Str("date"),
            HTTP_DATE,
            Token::Str("days"),
            Token::Seq { len: Some(1) },
            DATE_TIME,
            Token::SeqEnd,
            Token::Str("byName"),
            Token::Map { len: Some(1) },
            Token::Str("a"),
            Token::Seq { len: Some(1) },
            DATE_TIME,
            Token::SeqEnd,
            Token::MapEnd,
            Token::Str("sparse"),
            Token::Seq { len: Some(2) },
            Token::None,
            DATE_TIME,
            Token::SeqEnd,
            Token::Str("numbers"),
            Token::Seq { len: Some(2) },
            Token::F64(1.5),
            Token::Str("Infinity"),
            Token::SeqEnd,
            Token::Str("BLOB"),
            Token::Some,
            Token::Str("YWJj"),
            Token::Str("documents"),
            Token::Some,
            Token::Seq { len: Some(1) },
            Token::Unit,
            Token::SeqEnd,
            Token::StructEnd,
        ],
    );
    let least = Formats::builder().day(at()).build().unwrap();
    let fields = [
        start("Formats", 1),
        Token::Str("day"),
        DATE_TIME,
        Token::StructEnd,
    ];
    assert_ser_tokens(&least, &fields);
}

#[test]
fn members_of_unions_are_newtype_variants() {
    let empty = [Token::Map { len: Some(0) }, Token::MapEnd];
    let [first, second] = empty;
    assert_ser_tokens(&Price::Free, &[variant("Price", "free"), first, second]);
    let text = Price::Text("abc".to_owned());
    assert_ser_tokens(&text, &[variant("Price", "TEXT"), Token::Str("abc")]);
    let rate = [variant("Price", "rate"), Token::F32(0.5)];
    assert_ser_tokens(&Price::Rate(0.5), &rate);
    let rate = [variant("Price", "rate"), Token::Str("NaN")];
    assert_ser_tokens(&Price::Rate(f32::NAN), &rate);
    assert_ser_tokens(&Price::Day(at()), &[variant("Price", "day"), HTTP_DATE]);
    let film = Film::builder().title("t").build().unwrap();
    assert_ser_tokens(
        &Price::Film(film),
        &[
            variant("Price", "film"),
            start("Film", 1),
            Token::Str("title"),
            Token::Str("t"),
            Token::StructEnd,
        ],
    );
    let inner = Inner::Price(Box::new(Price::Cents(1)));
    assert_ser_tokens(
        &Price::Inner(Box::new(inner)),
        &[
            variant("Price", "inner"),
            variant("Inner", "price"),
            variant("Price", "cents"),
            Token::I32(1),
        ],
    );
    assert_ser_tokens_error(
        &Price::Unknown,
        &[],
        "the enum variant Price::Unknown cannot be serialized",
    );
}
