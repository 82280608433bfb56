//! Public structs in a crate that allows no warning and no item without documentation.
#![deny(warnings, missing_docs, unused_qualifications, unreachable_pub)]

/// A room.
pub mod room {
    use personalize_events::{Property, PropertyValue, UserProperties};

    #[derive(Default)]
    struct Wrapped<T>(T);

    impl<T: PropertyValue> PropertyValue for Wrapped<T> {
        fn write_property(&self, property: Property<'_>) {
            self.0.write_property(property);
        }
    }

    /// A viewer.
    #[derive(Default, UserProperties)]
    pub struct Viewer<T> {
        #[personalize(user_id)]
        id: u64,
        tag: Wrapped<T>,
        age: Option<u8>,
    }

    /// Nobody.
    #[derive(Default, UserProperties)]
    pub struct Nobody {}
}

fn main() {
    use personalize_events::UserProperties;

    let user = room::Viewer::<u8>::default().to_user().unwrap();
    assert_eq!(user.properties().unwrap().as_str(), r#"{"tag":"0"}"#);
    room::Nobody::default().to_properties().unwrap();
}
