//! Attributes that set how, and whether, a value is sent.

use std::fmt;
use std::net::Ipv4Addr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use personalize_events::{PropertyValue, Timestamp, UserProperties, ValueWriter};

#[test]
fn native_values_are_numbers_and_booleans() {
    #[derive(UserProperties)]
    #[personalize(values = "json")]
    struct Viewer {
        age: u8,
        score: f64,
        subscribed: Option<bool>,
        name: &'static str,
        initial: char,
        tags: [&'static str; 2],
        #[personalize(values = "string")]
        visits: u64,
        since: SystemTime,
    }
    let viewer = Viewer {
        age: 34,
        score: 1.0,
        subscribed: Some(true),
        name: "x",
        initial: 'i',
        tags: ["1", "2"],
        visits: 9,
        since: UNIX_EPOCH,
    };
    assert_eq!(
        viewer.to_properties().unwrap().as_str(),
        concat!(
            r#"{"age":34,"score":1.0,"subscribed":true,"name":"x","initial":"i","#,
            r#""tags":"1|2","visits":"9","since":0}"#
        )
    );
}

#[test]
fn a_field_can_be_native_alone() {
    #[derive(UserProperties)]
    #[personalize(values = "string")]
    struct Viewer {
        age: u8,
        #[personalize(values = "json")]
        visits: u64,
        #[personalize(values = "json")]
        score: f64,
    }
    let with = |score| {
        Viewer {
            age: 34,
            visits: 9,
            score,
        }
        .to_properties()
    };
    assert_eq!(
        with(0.5).unwrap().as_str(),
        r#"{"age":"34","visits":9,"score":0.5}"#
    );
    assert_eq!(
        with(f64::NAN).unwrap_err().to_string(),
        "properties.score is infinite or NaN, but only finite numbers can be sent"
    );
}

#[test]
fn what_is_absent_can_be_null() {
    #[derive(UserProperties)]
    struct Viewer {
        #[personalize(null_if_none)]
        age: Option<u8>,
        #[personalize(null_if_none)]
        tags: Vec<&'static str>,
        #[personalize(null_if_none, display)]
        address: Option<Ipv4Addr>,
        town: Option<&'static str>,
    }
    let absent = Viewer {
        age: None,
        tags: Vec::new(),
        address: None,
        town: None,
    };
    assert_eq!(
        absent.to_properties().unwrap().as_str(),
        r#"{"age":null,"tags":null,"address":null}"#
    );
    let there = Viewer {
        age: Some(34),
        tags: vec!["a"],
        address: Some(Ipv4Addr::LOCALHOST),
        town: Some("Ulm"),
    };
    assert_eq!(
        there.to_properties().unwrap().as_str(),
        r#"{"age":"34","tags":"a","address":"127.0.0.1","town":"Ulm"}"#
    );
}

#[test]
fn a_function_can_leave_a_value_out() {
    #[derive(UserProperties)]
    struct Viewer {
        #[personalize(skip_if = "str::is_empty")]
        town: &'static str,
        #[personalize(skip_if = "<[_]>::is_empty", null_if_none)]
        tags: [&'static str; 0],
        #[personalize(skip_if = "Option::<u8>::is_some", null_if_none)]
        age: Option<u8>,
    }
    let tags = [];
    let text = |town, age| Viewer { town, tags, age }.to_properties().unwrap();
    assert_eq!(text("", Some(34)).as_str(), "{}");
    assert_eq!(text("Ulm", None).as_str(), r#"{"town":"Ulm","age":null}"#);
}

mod minutes {
    use super::{Duration, PropertyValue, ValueWriter};

    pub(super) fn write(duration: &Duration, property: ValueWriter<'_>) {
        (duration.as_secs() / 60).write_property(property);
    }
}

#[test]
fn a_function_can_write_a_value() {
    #[derive(UserProperties)]
    struct Viewer<T: fmt::Debug> {
        #[personalize(with = "minutes::write")]
        watched: Duration,
        #[personalize(with = "minutes::write", values = "json")]
        paused: Duration,
        #[personalize(with = "write_unless_secret")]
        note: T,
        #[personalize(with = "write_unless_secret")]
        secret: T,
    }
    fn write_unless_secret<T: fmt::Debug>(value: &T, property: ValueWriter<'_>) {
        match format!("{value:?}") {
            text if text.contains("secret") => {}
            text if text.is_empty() => property.null(),
            text => property.display(&text),
        }
    }
    let viewer = Viewer {
        watched: Duration::from_secs(300),
        paused: Duration::from_secs(60),
        note: vec![1],
        secret: vec![],
    };
    assert_eq!(
        viewer.to_properties().unwrap().as_str(),
        r#"{"watched":"5","paused":1,"note":"[1]","secret":"[]"}"#
    );
}

#[test]
fn a_function_receives_the_value_of_an_option() {
    #[derive(UserProperties)]
    struct Viewer<T: fmt::Debug> {
        #[personalize(with = "minutes::write", column_type = "int")]
        watched: Option<Duration>,
        #[personalize(with = "minutes::write", column_type = "int", null_if_none)]
        paused: Option<Duration>,
        #[personalize(with = "upper", plain)]
        town: std::option::Option<String>,
        #[personalize(with = "debug", plain)]
        note: Option<T>,
    }
    fn upper(text: &str, property: ValueWriter<'_>) {
        text.to_uppercase().write_property(property);
    }
    fn debug<T: fmt::Debug>(value: &T, property: ValueWriter<'_>) {
        property.display(&format!("{value:?}"));
    }
    let of = |minutes: Option<u64>, town: Option<&str>, note| Viewer {
        watched: minutes.map(|minutes| Duration::from_secs(60 * minutes)),
        paused: minutes.map(|minutes| Duration::from_secs(60 * minutes)),
        town: town.map(str::to_owned),
        note,
    };
    assert_eq!(
        of(Some(5), Some("Ulm"), Some([1, 2]))
            .to_properties()
            .unwrap()
            .as_str(),
        r#"{"watched":"5","paused":"5","town":"ULM","note":"[1, 2]"}"#
    );
    assert_eq!(
        of(None, None, None).to_properties().unwrap().as_str(),
        r#"{"paused":null}"#
    );
    let schema = Viewer::<u8>::schema();
    for column in [
        r#"{"name": "WATCHED", "type": ["null", "int"]}"#,
        r#"{"name": "PAUSED", "type": ["null", "int"]}"#,
        r#"{"name": "TOWN", "type": ["null", "string"]}"#,
        r#"{"name": "NOTE", "type": ["null", "string"]}"#,
    ] {
        assert!(schema.contains(column), "{column}: {schema}");
    }
}

#[test]
fn a_function_can_receive_an_option_by_another_name() {
    type Maybe = Option<u8>;
    #[derive(UserProperties)]
    struct Viewer {
        #[personalize(with = "or_unknown")]
        age: Maybe,
    }
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "this is what `with` calls"
    )]
    fn or_unknown(age: &Maybe, property: ValueWriter<'_>) {
        match age {
            Some(age) => age.write_property(property),
            None => "unknown".write_property(property),
        }
    }
    let text = |age| Viewer { age }.to_properties().unwrap();
    assert_eq!(text(Some(34)).as_str(), r#"{"age":"34"}"#);
    assert_eq!(text(None).as_str(), r#"{"age":"unknown"}"#);
}

#[test]
fn what_displays_can_be_sent_as_it_displays() {
    #[derive(UserProperties)]
    struct Viewer<T, U> {
        #[personalize(display)]
        address: Ipv4Addr,
        #[personalize(display)]
        quoted: T,
        #[personalize(display)]
        absent: Option<U>,
    }
    let viewer = Viewer {
        address: Ipv4Addr::LOCALHOST,
        quoted: "\"",
        absent: None::<u8>,
    };
    assert_eq!(
        viewer.to_properties().unwrap().as_str(),
        r#"{"address":"127.0.0.1","quoted":"\""}"#
    );
}

#[test]
fn a_display_that_fails_is_a_violation() {
    struct Never;
    impl fmt::Display for Never {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("half")?;
            Err(fmt::Error)
        }
    }
    #[derive(UserProperties)]
    struct Viewer {
        #[personalize(display)]
        note: Never,
    }
    assert_eq!(
        Viewer { note: Never }
            .to_properties()
            .unwrap_err()
            .to_string(),
        "properties.note cannot be formatted: its `Display` implementation returned an error"
    );
}

#[test]
fn instants_are_whole_seconds() {
    #[derive(UserProperties)]
    struct Viewer<T> {
        since: T,
    }
    fn text<T: PropertyValue>(since: T) -> String {
        Viewer { since }
            .to_properties()
            .unwrap()
            .as_str()
            .to_owned()
    }
    let second = Duration::from_secs(1_700_000_000);
    let fraction = Duration::from_millis(999);
    assert_eq!(text(UNIX_EPOCH + second), r#"{"since":"1700000000"}"#);
    assert_eq!(
        text(UNIX_EPOCH + second + fraction),
        r#"{"since":"1700000000"}"#
    );
    assert_eq!(text(UNIX_EPOCH - fraction), r#"{"since":"-1"}"#);
    assert_eq!(
        text(UNIX_EPOCH - Duration::from_secs(2)),
        r#"{"since":"-2"}"#
    );
    assert_eq!(text(Timestamp::from_millis(1_999)), r#"{"since":"1"}"#);
    assert_eq!(text(Timestamp::from_millis(-1)), r#"{"since":"-1"}"#);
}
