//! Every golden case of the generator compiles and behaves as in Smithy and restJson1.

#![deny(warnings)]

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;
use serde_json::{Value, json};

#[path = "golden/arn_endpoints.rs"]
mod arn_endpoints;
#[path = "golden/big_values.rs"]
mod big_values;
#[path = "golden/boxed.rs"]
mod boxed;
#[path = "golden/customizations.rs"]
mod customizations;
#[path = "golden/deserialize.rs"]
mod deserialize;
#[path = "golden/endpoint_rules.rs"]
mod endpoint_rules;
#[path = "golden/request_bodies.rs"]
mod request_bodies;
#[path = "golden/requests.rs"]
mod requests;
#[path = "golden/responses.rs"]
mod responses;
#[path = "golden/serialize.rs"]
mod serialize;
#[path = "golden/shapes.rs"]
mod shapes;

/// What the host crate of generated code supplies.
mod runtime {
    pub(crate) use super::Client;
    pub(crate) use personalize_events_codegen_runtime::*;
}

/// A client that never gets an answer.
#[derive(Debug)]
pub struct Client;

impl Client {
    fn waiter<O: runtime::Operation>(
        &self,
        _request: O,
        _rules: &'static runtime::waiter::Rules<O>,
    ) -> runtime::Waiter<O> {
        unreachable!("no test waits with {self:?}")
    }

    async fn send<O: runtime::Operation>(
        &self,
        _operation: &O,
    ) -> Result<O::Response, runtime::Error<O::Error>> {
        std::future::pending().await
    }
}

/// The cases: a module each, and the list of all.
macro_rules! cases {
    ($($case:ident at $path:literal,)*) => {
        $(
            #[path = $path]
            pub mod $case;
        )*

        const CASES: &[(&str, &runtime::Service)] = &[
            $((stringify!($case), &$case::SERVICE)),*
        ];
    };
}

cases! {
    arns at "../../tests/golden/arns/generated/mod.rs",
    authentication at "../../tests/golden/authentication/generated/mod.rs",
    big_numbers at "../../tests/golden/big_numbers/generated/mod.rs",
    bindings at "../../tests/golden/bindings/generated/mod.rs",
    bodies at "../../tests/golden/bodies/generated/mod.rs",
    boxes at "../../tests/golden/boxes/generated/mod.rs",
    clashes at "../../tests/golden/clashes/generated/mod.rs",
    cloudsearch at "../../tests/golden/cloudsearch/generated/mod.rs",
    constraints at "../../tests/golden/constraints/generated/mod.rs",
    defaults at "../../tests/golden/defaults/generated/mod.rs",
    documentation at "../../tests/golden/documentation/generated/mod.rs",
    endpoints at "../../tests/golden/endpoints/generated/mod.rs",
    enums at "../../tests/golden/enums/generated/mod.rs",
    equal_names at "../../tests/golden/equal_names/generated/mod.rs",
    error_values at "../../tests/golden/error_values/generated/mod.rs",
    errors at "../../tests/golden/errors/generated/mod.rs",
    formats at "../../tests/golden/formats/generated/mod.rs",
    glacier at "../../tests/golden/glacier/generated/mod.rs",
    json at "../../tests/golden/json/generated/mod.rs",
    lists at "../../tests/golden/lists/generated/mod.rs",
    maps at "../../tests/golden/maps/generated/mod.rs",
    names at "../../tests/golden/names/generated/mod.rs",
    operations at "../../tests/golden/operations/generated/mod.rs",
    outputs at "../../tests/golden/outputs/generated/mod.rs",
    pagination at "../../tests/golden/pagination/generated/mod.rs",
    recursion at "../../tests/golden/recursion/generated/mod.rs",
    renames at "../../tests/golden/renames/generated/mod.rs",
    resources at "../../tests/golden/resources/generated/mod.rs",
    scalars at "../../tests/golden/scalars/generated/mod.rs",
    sensitive at "../../tests/golden/sensitive/generated/mod.rs",
    streams at "../../tests/golden/streams/generated/mod.rs",
    structures at "../../tests/golden/structures/generated/mod.rs",
    tokens at "../../tests/golden/tokens/generated/mod.rs",
    uncheckable at "../../tests/golden/uncheckable/generated/mod.rs",
    unions at "../../tests/golden/unions/generated/mod.rs",
    waiters at "../../tests/golden/waiters/generated/mod.rs",
}

fn written(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("requests are JSON")
}

/// Where the violations are.
fn wrong<T>(result: Result<T, runtime::ValidationError>) -> Vec<String> {
    let violations = result.err().map(|invalid| invalid.violations().to_vec());
    let violations = violations.into_iter().flatten();
    violations.map(|one| one.path().to_owned()).collect()
}

#[test]
fn every_case_on_disk_is_compiled() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden");
    let entries = std::fs::read_dir(folder).unwrap();
    let found: BTreeSet<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let compiled = CASES.iter().map(|(name, service)| {
        assert!(!service.sdk_id.is_empty());
        (*name).to_owned()
    });
    assert_eq!(compiled.collect::<BTreeSet<_>>(), found);
}

#[test]
fn names_that_would_be_equal_or_hidden_are_all_usable() {
    use clashes::builders::{FilmBuilder, FilmBuilderShapeBuilder};
    use clashes::{
        BatchGetFilmRequest, ClockShape, DShape, Film, FilmBuilderShape, HashShape, OutcomeShape,
        SShape, Screen, Size,
    };
    let film: FilmBuilder = Film::builder().title("The End");
    let builder: FilmBuilderShapeBuilder = FilmBuilderShape::builder().kind("kind");
    let request = BatchGetFilmRequest::builder()
        .parameter(SShape::builder().other(DShape::builder().name("n")))
        .film(film)
        .builder_(builder)
        .outcome(OutcomeShape::builder().stored(true))
        .clock(ClockShape::builder())
        .hash(HashShape::Sha("1f".to_owned()))
        .size(Size::Plus35)
        .screen(Screen::WideScreen2);
    let json = r#"{"parameter":{"other":{"name":"n"}},"film":{"title":"The End"},"builder":{"kind":"kind"},"outcome":{"stored":true},
        "clock":{},"hash":{"sha":"1f"},"size":"+35","screen":"WideScreen"}"#;
    let json: Value = serde_json::from_str(json).unwrap();
    assert_eq!(written(&request.build().unwrap()), json);
    assert_eq!(Size::values(), ["35", "+35", "*", "\u{e9}"]);
    let sizes = [Size::Value35, Size::Plus35, Size::Asterisk, Size::U00e9];
    assert_eq!(
        sizes.map(|size| Size::from(size.as_str()) == size),
        [true; 4]
    );
}

#[test]
fn operations_of_resources_are_operations_of_the_service() {
    use resources::{
        CheckRequest, CreateSceneRequest, ImportFilmsRequest, PutFilmRequest, RateFilmRequest,
    };
    fn found<O: runtime::Operation>() -> (&'static str, &'static str) {
        (O::METHOD, O::PATH)
    }
    let all = [
        found::<CheckRequest>(),
        found::<PutFilmRequest>(),
        found::<RateFilmRequest>(),
        found::<ImportFilmsRequest>(),
        found::<CreateSceneRequest>(),
    ];
    let expected = [
        ("POST", "/check"),
        ("PUT", "/film"),
        ("POST", "/film/rate"),
        ("POST", "/films"),
        ("POST", "/scenes"),
    ];
    assert_eq!(all, expected);
}

#[test]
fn scalars_are_written_as_rest_json_writes_them() {
    use scalars::{NeededScalars, PutScalarsRequest, WantedScalars};
    let needed = NeededScalars::builder()
        .boolean(true)
        .byte(-128)
        .short(32_767)
        .integer(-2_147_483_648)
        .long(9_007_199_254_740_993)
        .float(0.5)
        .double(f64::NAN)
        .string("é")
        .timestamp(runtime::Timestamp::from_millis(1_515_531_081_250));
    let wanted = WantedScalars::builder()
        .double(f64::NEG_INFINITY)
        .float(f32::INFINITY);
    let request = PutScalarsRequest::builder()
        .needed(needed.clone())
        .wanted(wanted);
    let expected = json!({
        "needed": {
            "boolean": true,
            "byte": -128,
            "short": 32767,
            "integer": -2_147_483_648_i64,
            "long": 9_007_199_254_740_993_i64,
            "float": 0.5,
            "double": "NaN",
            "string": "é",
            "timestamp": 1_515_531_081.25,
        },
        "wanted": { "float": "Infinity", "double": "-Infinity" },
    });
    assert_eq!(written(&request.build().unwrap()), expected);
    let least = PutScalarsRequest::builder().needed(needed).build().unwrap();
    assert_eq!(written(&least).as_object().unwrap().len(), 1);
    assert_eq!(least.wanted(), None);
    assert_eq!(least.needed().byte(), -128);
}

#[test]
fn enums_are_strings_on_the_wire() {
    use enums::{Format, Genre, PutEnumsRequest, Rating, Secret};
    let request = PutEnumsRequest::builder()
        .genre(Genre::ScienceFiction)
        .genres([
            Genre::Horror,
            "western".into(),
            Genre::UnknownValue,
            Genre::SelfValue,
        ])
        .rating(Rating::From18)
        .secret(Secret::One)
        .format("4k")
        .build()
        .unwrap();
    let expected = json!({
        "genre": "science-fiction",
        "genres": ["HORROR", "western", "unknown", "self"],
        "rating": "18+",
        "secret": "1",
        "format": "4k",
    });
    assert_eq!(written(&request), expected);
    assert_eq!(request.format(), Some(&Format::Value4k));
    assert_eq!(request.genre().to_string(), "science-fiction");
    let least = PutEnumsRequest::builder().genre(Genre::Plain).build();
    assert_eq!(written(&least.unwrap()), json!({"genre": "plain"}));
    assert_eq!(wrong(PutEnumsRequest::builder().build()), ["genre"]);
}

#[test]
fn an_enum_accepts_unknown_values_and_recognizes_known_ones() {
    use enums::{Format, Genre};
    for value in Genre::values() {
        let genre = Genre::from(*value);
        assert_eq!(genre.as_str(), *value);
        assert!(!matches!(genre, Genre::Unknown(_)));
    }
    let western = Genre::from("western");
    assert_eq!(western.as_str(), "western");
    assert_eq!(western, Genre::from("western"));
    assert!(matches!(western, Genre::Unknown(_)));
    assert_eq!(Format::values()[..2], ["4k", "wide-screen"]);
}

#[test]
fn numbers_must_be_in_their_inclusive_range() {
    use constraints::PutRangesRequest;
    let wrong_ones = |percent, offset, ratio, share, step| {
        let request = PutRangesRequest::builder()
            .percent(percent)
            .offset(offset)
            .ratio(ratio)
            .share(share)
            .steps([2, step])
            .needed(7);
        wrong(request.build())
    };
    assert_eq!(wrong_ones(0, -1, 0.25, 0.1, 3000), [""; 0]);
    assert_eq!(wrong_ones(100, i64::MIN, f64::INFINITY, -1.0, 2), [""; 0]);
    assert_eq!(
        wrong_ones(101, 0, 0.249, 0.11, 1),
        ["percent", "offset", "ratio", "share", "steps[1]"]
    );
    assert_eq!(
        wrong_ones(-1, -1, f64::NAN, f32::NAN, 3001),
        ["percent", "ratio", "share", "steps[1]"]
    );
    let invalid = PutRangesRequest::builder().needed(8).offset(0).build();
    assert_eq!(
        invalid.unwrap_err().to_string(),
        "offset is out of range; it must be from -9223372036854775808 to -1; needed is out of range; it must be from 5 to 7"
    );
}

#[test]
fn every_missing_required_member_is_reported_with_its_path() {
    use scalars::{NeededScalars, PutScalarsRequest};
    assert_eq!(wrong(PutScalarsRequest::builder().build()), ["needed"]);
    let some = NeededScalars::builder()
        .boolean(false)
        .byte(0)
        .short(0)
        .integer(0)
        .long(0);
    let paths = wrong(PutScalarsRequest::builder().needed(some).build());
    assert_eq!(
        paths,
        [
            "needed.float",
            "needed.double",
            "needed.string",
            "needed.timestamp"
        ]
    );
}

#[test]
fn lists_and_their_elements_are_validated() {
    use lists::{Entry, PutListsRequest};
    let least = PutListsRequest::builder()
        .strings(["a"])
        .booleans([true, false])
        .entries([Entry::builder().key("k").values(["v", "w"])])
        .grid([[1, 2], [3, 4]]);
    assert_eq!(
        written(&least.clone().build().unwrap()),
        json!({
            "strings": ["a"],
            "booleans": [true, false],
            "entries": [{ "key": "k", "values": ["v", "w"] }],
            "grid": [[1, 2], [3, 4]],
        })
    );
    let most = least
        .clone()
        .cube([[["a"], ["b"]]])
        .counts(vec![vec![1], vec![]])
        .entry_lists([[Entry::builder().key("x").build()]])
        .timestamps([runtime::Timestamp::from_secs(1)])
        .labels(["ab", "abcd"]);
    let most = written(&most.build().unwrap());
    assert_eq!(most["cube"], json!([[["a"], ["b"]]]));
    assert_eq!(most["counts"], json!([[1], []]));
    assert_eq!(most["entryLists"], json!([[{ "key": "x" }]]));
    assert_eq!(most["timestamps"], json!([1]));
    let refused = PutListsRequest::builder()
        .strings(["a"])
        .booleans([true])
        .entries(Vec::<Entry>::new())
        .grid([vec![1, 2], vec![3]])
        .labels(["a", "abcde", "abc"])
        .short_strings(["", "", ""])
        .entry_lists([[Entry::builder()]]);
    let paths = wrong(refused.build());
    assert_eq!(
        paths,
        [
            "entries",
            "grid[1]",
            "labels",
            "labels[0]",
            "labels[1]",
            "entryLists[0][0].key",
            "shortStrings"
        ]
    );
}

#[test]
fn structures_are_shared_nested_and_may_be_empty() {
    use structures::{
        Child, Hollow, Leaf, Parent, PutCousinsRequest, PutNothingRequest, PutParentsRequest,
    };
    let leaf = Leaf::builder().name("n").size(2).build().unwrap();
    let child = Child::builder().leaf(leaf.clone());
    let parent = Parent::builder().child(child).build().unwrap();
    let request = PutParentsRequest::builder()
        .parent(parent.clone())
        .other(parent);
    let inner = json!({ "child": { "leaf": { "name": "n", "size": 2 } } });
    assert_eq!(
        written(&request.build().unwrap()),
        json!({ "parent": inner, "other": inner })
    );
    let cousins = PutCousinsRequest::builder()
        .leaf(leaf)
        .hollow(Hollow::builder());
    assert_eq!(
        written(&cousins.build().unwrap()),
        json!({ "leaf": { "name": "n", "size": 2 }, "hollow": {} })
    );
    assert_eq!(
        written(&PutNothingRequest::builder().build().unwrap()),
        json!({})
    );
    let without = Parent::builder().child(Child::builder());
    assert_eq!(
        wrong(PutParentsRequest::builder().parent(without).build()),
        ["parent.child.leaf"]
    );
}

/// Whether the member takes each text.
macro_rules! accepts {
    ($member:ident: $($text:expr),*) => {
        [$(constraints::PutConstrainedRequest::builder().$member($text).build().is_ok()),*]
    };
}

#[test]
fn lengths_count_characters_and_those_of_members_take_precedence() {
    assert_eq!(accepts!(at_least: "a", "ab", "é😀"), [false, true, true]);
    assert_eq!(
        accepts!(at_most: "", "ab", "abc", "😀😀"),
        [true, true, false, true]
    );
    assert_eq!(
        accepts!(between: "a", "ab", "abcd", "abcde"),
        [false, true, true, false]
    );
    assert_eq!(accepts!(exactly: "ab", "abc", "abcd"), [false, true, false]);
    assert_eq!(
        accepts!(overridden: "ab", "abc", "abcde", "abcdef"),
        [false, true, true, false]
    );
    assert_eq!(accepts!(on_prelude: "", "a", "ab"), [true, true, false]);
}

#[test]
fn patterns_match_as_in_ecma_262() {
    assert_eq!(
        accepts!(anchored: "a", "ab", "abc", "abcd", "AB"),
        [false, true, true, false, false]
    );
    assert_eq!(
        accepts!(contains: "1", "x12y", "1 2", "١٢"),
        [false, true, false, false]
    );
    assert_eq!(accepts!(starts: "abc", "xab"), [true, false]);
    assert_eq!(accepts!(ends: "xyz", "yzx"), [true, false]);
    assert_eq!(
        accepts!(classes: "1_zx", "1_zx-", "1_ax", "1_1x", "1éz-", "1_z\n", "1_éx"),
        [true, true, false, false, false, false, true]
    );
    assert_eq!(
        accepts!(either: "urn:x", "urn:!é@xx", "urn:", "urn:ax"),
        [true, true, false, false]
    );
    assert_eq!(accepts!(first: "a", "b"), [true, false]);
    assert_eq!(accepts!(second: "a", "b"), [false, true]);
    assert_eq!(
        accepts!(both: "", "ab", "a1", "abcd"),
        [false, true, false, false]
    );
    assert_eq!(accepts!(replaced: "ab", "xx"), [false, true]);
    assert_eq!(
        accepts!(tags: ["#a"], ["@a"], ["@a", "@b", "@c", "@d"]),
        [false, true, false]
    );
    assert_eq!(accepts!(quotes: "\"'`\\ \t", "a"), [true, false]);
}

#[test]
fn json_is_validated_and_sent_as_a_string() {
    use json::{JsonRecord, PutJsonTextsRequest};
    let record = JsonRecord::builder()
        .record_id("1")
        .limited("[1, 2]")
        .plain("{");
    let request = PutJsonTextsRequest::builder()
        .record(record.clone().document(r#"{"a":"b"}"#))
        .texts(["12", "\"x\""]);
    let expected = json!({
        "record": { "recordId": "1", "document": "{\"a\":\"b\"}", "limited": "[1, 2]", "plain": "{" },
        "texts": ["12", "\"x\""],
    });
    assert_eq!(written(&request.build().unwrap()), expected);
    let refused = PutJsonTextsRequest::builder()
        .record(record.clone().limited("{"))
        .records([record.clone(), record.document("")])
        .texts(["1", "[1,2,3,4,5,6]"]);
    let paths = wrong(refused.build());
    assert_eq!(
        paths,
        [
            "record.limited",
            "record.limited",
            "records[1].document",
            "texts[0]",
            "texts[1]"
        ]
    );
}

#[test]
fn nothing_sensitive_is_printed() {
    use sensitive::{Door, PutSecretsRequest, Vault};
    let door = Door::builder().key("hush").number(7).build().unwrap();
    let vault = Vault::builder().gold(77).room("hush").build().unwrap();
    assert_eq!(
        format!("{door:?}"),
        "Door { key: ** redacted **, number: 7 }"
    );
    assert_eq!(format!("{vault:?}"), "Vault(** redacted **)");
    let builder = PutSecretsRequest::builder()
        .secret("hush")
        .secrets(["hush"])
        .hidden(["hush"])
        .marked("hush")
        .pin(4711)
        .open("given")
        .vault(vault)
        .door(door.clone())
        .doors([door]);
    assert_eq!(format!("{builder:?}"), "PutSecretsRequestBuilder { .. }");
    let request = builder.build().unwrap();
    let shown = format!("{request:?}");
    assert!(
        !shown.contains("hush") && !shown.contains("4711"),
        "{shown}"
    );
    assert!(shown.contains("open: Some(\"given\")"), "{shown}");
    assert_eq!(written(&request)["secrets"], json!(["hush"]));
    assert_eq!(
        written(&request)["vault"],
        json!({ "gold": 77, "room": "hush" })
    );
}

#[test]
fn operations_have_method_and_path() {
    fn endpoint<O: runtime::Operation>() -> [&'static str; 3] {
        [O::NAME, O::METHOD, O::PATH]
    }
    use operations::{AcceptRequest, AmendRequest, CreateRequest, ReplaceRequest};
    assert_eq!(endpoint::<CreateRequest>(), ["Create", "POST", "/things"]);
    assert_eq!(
        endpoint::<ReplaceRequest>(),
        ["Replace", "PUT", "/things/all"]
    );
    assert_eq!(
        endpoint::<AmendRequest>(),
        ["Amend", "PATCH", "/a-b_c.d~e/"]
    );
    assert_eq!(endpoint::<AcceptRequest>(), ["Accept", "POST", "/"]);
}

#[test]
fn names_on_the_wire_are_those_of_the_model() {
    use names::{Keywords, Methods, PutNamedRequest, StringShape, VecShape};
    let keywords = Keywords::builder()
        .r#type("1")
        .self_("2")
        .crate_("3")
        .super_("4")
        .r#match("5")
        .r#fn("6")
        .r#async("7")
        .r#gen("8")
        .r#try("9")
        .r#dyn("10")
        .union("11")
        .raw("12")
        .r#static("13")
        .r#yield("14");
    let methods = Methods::builder()
        .build_(1)
        .builder_(9)
        .default_(2)
        .new_(3)
        .into_(4)
        .len_(10)
        .scope(5)
        .values(6)
        .build_in(7)
        .float(8);
    let request = PutNamedRequest::builder()
        .keywords(keywords)
        .methods(methods)
        .string_value(StringShape::builder().value("s"))
        .vec_value(VecShape::builder().value("v"))
        .oddly_cased(names::Shape1::builder().value("o"))
        .id("i")
        .user_ids(["u"])
        .leading("l")
        .n2nd("n")
        .event_arn("a");
    let written = written(&request.build().unwrap());
    let keys = [
        "type", "self", "crate", "super", "match", "fn", "async", "gen", "try", "dyn",
    ];
    for (key, number) in keys.into_iter().zip(1..) {
        assert_eq!(written["keywords"][key], json!(number.to_string()));
    }
    for (key, value) in [
        ("build", 1),
        ("builder", 9),
        ("default", 2),
        ("new", 3),
        ("into", 4),
        ("len", 10),
        ("scope", 5),
        ("values", 6),
        ("buildIn", 7),
        ("float", 8),
    ] {
        assert_eq!(written["methods"][key], json!(value), "{key}");
    }
    for (key, value) in [
        ("ID", "i"),
        ("_leading", "l"),
        ("_2nd", "n"),
        ("eventARN", "a"),
    ] {
        assert_eq!(written[key], json!(value));
    }
    assert_eq!(written["oddly_Cased"], json!({ "value": "o" }));
    assert_eq!(written["userIDs"], json!(["u"]));
    assert_eq!(written["stringValue"], json!({ "value": "s" }));
}

#[test]
fn every_operation_is_a_method_of_the_client() {
    let client = Client;
    let new = names::NewInput::builder().build().unwrap();
    let matched = names::MatchInput::builder().build().unwrap();
    let create = operations::CreateRequest::builder()
        .name("n")
        .build()
        .unwrap();
    drop((
        client.new_(&new),
        client.r#match(&matched),
        client.create(&create),
    ));
}

#[test]
fn each_error_of_operation_and_service_has_a_variant() {
    fn variants(error: &errors::TrySecondError) -> &'static str {
        use errors::TrySecondError as E;
        match error {
            E::Busy(_) => "busy",
            E::DownError(_) => "down",
            E::Unhandled(_) => "unhandled",
        }
    }
    fn first(error: &errors::TryFirstError) -> &'static str {
        use errors::TryFirstError as E;
        match error {
            E::BadInput(bad) => {
                let _: Option<&str> = bad.message();
                "bad"
            }
            E::Gone(_) => "gone",
            E::Busy(_) => "busy",
            E::DownError(_) => "down",
            E::Unhandled(_) => "unhandled",
        }
    }
    let _ = (variants, first);
}
