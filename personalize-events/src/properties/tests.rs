//! The writer, without a derive.

use personalize_events_schema::record_kind::RecordKind;

use super::*;

fn written(mut write: impl FnMut(&mut PropertiesWriter)) -> String {
    let json = write_properties(&RecordKind::USER, "properties", 100, &mut write).unwrap();
    json.as_str().to_owned()
}

fn rejected(mut write: impl FnMut(&mut PropertiesWriter)) -> String {
    let invalid = write_properties(&RecordKind::USER, "properties", 10, &mut write).unwrap_err();
    invalid.to_string()
}

#[test]
fn no_properties_are_an_empty_object() {
    assert_eq!(written(|_| {}), "{}");
}

#[test]
fn a_property_without_a_value_is_omitted() {
    let text = written(|properties| {
        properties.property("before", &None::<u8>);
        properties.property("a", &1);
        properties.property("between", &[""; 0]);
        properties.property("b", &2);
    });
    assert_eq!(text, r#"{"a":"1","b":"2"}"#);
}

#[test]
fn keys_may_be_known_only_at_run_time() {
    let text = written(|properties| {
        for column in 0..2 {
            let key = format!("column{column}");
            properties.property(&key, &column);
        }
        let key = String::from("genre");
        "Drama".write_property(properties.key(&key));
    });
    assert_eq!(text, r#"{"column0":"0","column1":"1","genre":"Drama"}"#);
}

#[test]
fn keys_are_escaped_too() {
    let text = written(|properties| properties.property("\"\n", "x"));
    assert_eq!(text, r#"{"\"\n":"x"}"#);
}

#[test]
fn texts_are_escaped_as_by_serde_json() {
    for length in 1..20 {
        for place in 0..length {
            for other in (0..=160).filter_map(char::from_u32) {
                let text: String = (0..length)
                    .map(|at| if at == place { other } else { 'x' })
                    .collect();
                let expected = serde_json::json!({"a": text}).to_string();
                let text = written(|properties| properties.property("a", &text));
                assert_eq!(text, expected, "{place} of {length}");
            }
        }
    }
}

#[test]
fn characters_are_counted_not_bytes() {
    let mut write = |properties: &mut PropertiesWriter| properties.property("film", "ü😀");
    assert_eq!(written(write), r#"{"film":"ü😀"}"#);
    assert!(write_properties(&RecordKind::USER, "properties", 13, &mut write).is_ok());
    assert_eq!(
        write_properties(&RecordKind::USER, "properties", 12, &mut write)
            .unwrap_err()
            .to_string(),
        "properties has 13 characters, but at most 12 are allowed"
    );
}

#[test]
fn excess_length_is_reported_besides_other_violations() {
    let violations = rejected(|properties| {
        properties.property("score", &f64::NAN);
        properties.property("title", "twelve characters");
    });
    assert_eq!(
        violations,
        "properties.score is infinite or NaN, but only finite numbers can be sent; \
         properties has 29 characters, but at most 10 are allowed"
    );
}

#[test]
fn duplicate_columns_are_violations_once_they_are_watched() {
    let text = written(|properties| {
        properties.property("a", &1);
        properties.property("A", &2);
        properties.watch_columns();
        properties.property("_a", &3);
    });
    assert_eq!(text, r#"{"a":"1","A":"2","_a":"3"}"#);
    let mut write = |properties: &mut PropertiesWriter| {
        properties.watch_columns();
        properties.key("a_b").null();
        properties.watch_columns();
        drop(properties.key("aB"));
    };
    let invalid = write_properties(&RecordKind::USER, "properties", 100, &mut write);
    let invalid = invalid.unwrap_err();
    assert_eq!(invalid.violations()[0].path(), "properties.aB");
}

#[test]
fn the_encoding_of_a_value_is_set_on_its_writer() {
    let text = written(|properties| {
        1_u8.write_property(properties.key("a").as_json());
        None::<u8>.write_property(properties.key("b").null_if_none());
        ["null"].write_property(properties.key("c").allow_null_text());
        properties.key("d").display(&'"');
        properties.key("e").null();
    });
    assert_eq!(text, r#"{"a":1,"b":null,"c":"null","d":"\"","e":null}"#);
}

#[test]
fn debug_shows_keys_and_no_value() {
    written(|properties| {
        properties.property("diagnosis", "secret");
        assert_eq!(format!("{properties:?}"), "PropertiesWriter { .. }");
        let writer = properties.key("next");
        assert_eq!(format!("{writer:?}"), r#"ValueWriter { key: "next", .. }"#);
    });
}
