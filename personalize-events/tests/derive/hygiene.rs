//! Surroundings that an expansion has to survive: most of what is tested here is that it compiles.

use personalize_events::UserProperties;

/// Names of the prelude, and of crates, that mean something else.
mod shadowed {
    #![expect(dead_code, reason = "what shadows those names is not used")]

    use ::personalize_events::UserProperties;

    struct Option;
    struct Result;
    struct String;
    struct Vec;
    struct Some;
    struct Box;
    trait PropertyValue {}
    trait IdValue {}
    mod std {}
    mod core {}
    mod personalize_events {}

    #[derive(UserProperties)]
    pub(super) struct Viewer<'a, T> {
        #[personalize(user_id)]
        pub(super) id: u64,
        pub(super) name: &'a str,
        pub(super) tag: T,
    }
}

#[test]
fn names_of_the_prelude_may_mean_something_else() {
    let viewer = shadowed::Viewer {
        id: 7,
        name: "x",
        tag: true,
    };
    let user = viewer.to_user().unwrap();
    assert_eq!(user.user_id(), "7");
    assert_eq!(
        user.properties().unwrap().as_str(),
        r#"{"name":"x","tag":"true"}"#
    );
}

/// Nothing is in scope.
#[no_implicit_prelude]
mod bare {
    #[::std::prelude::v1::derive(::personalize_events::UserProperties)]
    pub(super) struct Viewer {
        #[personalize(user_id)]
        pub(super) id: ::std::string::String,
        pub(super) tags: ::std::vec::Vec<&'static str>,
    }
}

#[test]
fn there_may_be_no_prelude() {
    let viewer = bare::Viewer {
        id: "user-1".to_owned(),
        tags: vec!["a"],
    };
    let user = viewer.to_user().unwrap();
    assert_eq!(user.properties().unwrap().as_str(), r#"{"tags":"a"}"#);
}

/// Public structs where no warning is allowed, and no item without documentation.
#[deny(
    warnings,
    missing_docs,
    unused_qualifications,
    reason = "an expansion must give no cause"
)]
pub mod strict {
    use personalize_events::{Property, PropertyValue, UserProperties};

    #[derive(Default)]
    struct Wrapped<T>(T);

    impl<T: PropertyValue> PropertyValue for Wrapped<T> {
        fn write_property(&self, property: Property<'_>) {
            self.0.write_property(property);
        }
    }

    /// A viewer.
    #[derive(Debug, Default, UserProperties)]
    pub struct Viewer<T> {
        #[personalize(user_id)]
        id: u64,
        tag: Wrapped<T>,
        age: Option<u8>,
        #[deprecated]
        town: String,
    }

    impl<T> std::fmt::Debug for Wrapped<T> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("Wrapped")
        }
    }

    /// Nobody.
    #[derive(Debug, UserProperties)]
    pub struct Nobody {}
}

#[test]
fn an_expansion_causes_no_warning() {
    let viewer = strict::Viewer::<u8>::default();
    assert_eq!(
        viewer.to_properties().unwrap().as_str(),
        r#"{"tag":"0","town":""}"#
    );
    assert_eq!(strict::Nobody {}.to_properties().unwrap().as_str(), "{}");
}

/// A macro that is handed some fields, with their types and keys, and has others of its own.
macro_rules! viewer {
    ($name:ident { $($key:literal $field:ident: $type:ty),* }) => {
        #[derive(UserProperties)]
        struct $name {
            #[personalize(user_id)]
            id: u64,
            $(#[personalize(rename = $key)] $field: $type,)*
            age: u8,
        }
    };
}

viewer!(FromMacro { "top10Weeks" top_10_weeks: Option<u32> });

#[test]
fn a_macro_may_write_the_struct() {
    let viewer = FromMacro {
        id: 7,
        top_10_weeks: Some(3),
        age: 34,
    };
    let user = viewer.to_user().unwrap();
    assert_eq!(
        user.properties().unwrap().as_str(),
        r#"{"top10Weeks":"3","age":"34"}"#
    );
}
