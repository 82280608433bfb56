//! Implementations of the traits without a derive.

use personalize_events::{
    ColumnType, Event, EventProperties, ItemProperties, Properties, PropertiesWriter,
    PropertyValue, UserProperties, ValidationError,
};

struct Watched(&'static str);

impl EventProperties for Watched {
    fn write_properties(&self, properties: &mut PropertiesWriter) {
        properties.property(self.0, "7");
        properties.property("device", "tv");
    }
}

struct Film(i64);

impl ItemProperties for Film {
    fn write_properties(&self, properties: &mut PropertiesWriter) {
        properties.property("CREATION_TIMESTAMP", &self.0);
        let property = properties.key("creationTimestamp");
        let text = self.0.to_string();
        text.write_property(property.column(ColumnType::CATEGORICAL));
    }
}

impl UserProperties for Film {
    fn write_properties(&self, properties: &mut PropertiesWriter) {
        ItemProperties::write_properties(self, properties);
    }
}

fn lines(result: Result<impl Sized, ValidationError>) -> Vec<String> {
    let violations = result.err().map(|invalid| invalid.violations().to_vec());
    let violations = violations.into_iter().flatten();
    violations.map(|it| it.to_string()).collect()
}

#[test]
fn reserved_keys_of_events_are_violations() {
    assert!(Watched("season").to_properties().is_ok());
    let event = Event::builder().event_type("watch");
    let event = event.sent_at(personalize_events::Timestamp::from_secs(1));
    let invalid = event.properties(Watched("Session_ID").to_properties());
    assert_eq!(
        lines(invalid.build()),
        [
            "properties.Session_ID is not allowed among these properties, because `sessionId` is a member of the record; \
             omit it"
        ]
    );
}

#[test]
fn timestamp_columns_are_in_seconds_whatever_the_implementation_declares() {
    let of_item = |seconds| lines(ItemProperties::to_properties(&Film(seconds)));
    assert_eq!(of_item(1_700_000_000), [""; 0]);
    let invalid = of_item(1_700_000_000_000);
    assert_eq!(invalid.len(), 2);
    for (line, key) in invalid
        .iter()
        .zip(["CREATION_TIMESTAMP", "creationTimestamp"])
    {
        let start = format!("properties.{key} is no timestamp in seconds");
        assert!(line.starts_with(&start), "{line}");
    }
    let of_user = UserProperties::to_properties(&Film(1_700_000_000_000));
    assert!(of_user.is_ok(), "users have no such column");
}

#[test]
fn keys_are_those_of_the_record_that_is_written_not_of_the_trait_that_writes_them() {
    struct Wrapped(Properties);

    impl ItemProperties for Wrapped {
        fn write_properties(&self, properties: &mut PropertiesWriter) {
            UserProperties::write_properties(&self.0, properties);
        }
    }

    let mut properties = Properties::new();
    properties.insert("userId", "the director");
    assert_eq!(lines(Wrapped(properties.clone()).to_properties()), [""; 0]);
    properties.insert("creationTimestamp", 1_700_000_000_000_i64);
    assert_eq!(lines(Wrapped(properties).to_properties()).len(), 1);
}
