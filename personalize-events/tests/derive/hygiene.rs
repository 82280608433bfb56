//! Surroundings that an expansion has to survive: most of what is tested here is that it compiles.

use personalize_events::UserProperties;

/// Names of the prelude, and of crates, that mean something else.
mod shadowed {
    #![expect(dead_code, reason = "what shadows those names is not used")]
    #![expect(non_camel_case_types, reason = "primitive types can be shadowed too")]

    use ::personalize_events as client;
    use client::UserProperties;

    struct Option;
    struct Result;
    struct String;
    struct Vec;
    struct Some;
    struct Box;
    struct None;
    struct str;
    trait PropertyValue {}
    trait IdValue {}
    trait Category {}
    trait Display {}
    mod std {}
    mod core {}
    mod personalize_events {}

    #[derive(UserProperties)]
    #[personalize(values = "json")]
    pub(super) struct Viewer<'a, T> {
        #[personalize(user_id)]
        pub(super) id: AccountId,
        #[personalize(null_if_none, allow_null_text, values = "string")]
        pub(super) name: &'a u8,
        #[personalize(skip_if = "is_secret")]
        pub(super) tag: T,
        #[personalize(display)]
        pub(super) town: ::std::option::Option<T>,
        #[personalize(flatten)]
        pub(super) device: Device,
    }

    #[derive(UserProperties)]
    pub(super) struct Device {
        pub(super) genre: Genre,
        pub(super) size: Size,
    }

    #[derive(client::Category)]
    pub(super) enum Genre {
        Some,
        None,
    }

    #[derive(client::PropertyValue)]
    pub(super) struct Size(pub(super) u8);

    #[derive(client::IdValue)]
    pub(super) struct AccountId(pub(super) u64);

    fn is_secret<T>(_: &T) -> bool {
        false
    }
}

#[test]
fn names_of_the_prelude_may_mean_something_else() {
    let viewer = shadowed::Viewer {
        id: shadowed::AccountId(7),
        name: &9,
        tag: true,
        town: Some(true),
        device: shadowed::Device {
            genre: shadowed::Genre::Some,
            size: shadowed::Size(55),
        },
    };
    let user = viewer.to_user().unwrap();
    assert_eq!(user.user_id(), "7");
    assert_eq!(
        user.properties().unwrap().as_str(),
        r#"{"name":"9","tag":true,"town":"true","genre":"Some","size":"55"}"#
    );
}

/// Nothing is in scope.
#[no_implicit_prelude]
mod bare {
    #[::std::prelude::v1::derive(::personalize_events::UserProperties)]
    pub(super) struct Viewer {
        #[personalize(user_id)]
        pub(super) id: ::std::string::String,
        pub(super) tags: ::std::vec::Vec<Tag>,
        #[personalize(display, null_if_none)]
        pub(super) town: ::std::option::Option<&'static str>,
        #[personalize(flatten)]
        pub(super) device: Device,
    }

    #[::std::prelude::v1::derive(::personalize_events::UserProperties)]
    #[personalize(values = "json")]
    pub(super) struct Device {
        #[personalize(skip_if = "::std::option::Option::is_none")]
        pub(super) size: ::std::option::Option<Size>,
    }

    #[::std::prelude::v1::derive(::personalize_events::Category)]
    pub(super) enum Tag {
        #[personalize(rename = "a")]
        Some,
    }

    #[::std::prelude::v1::derive(::personalize_events::PropertyValue)]
    #[::std::prelude::v1::derive(::personalize_events::IdValue)]
    pub(super) struct Size(pub(super) u8);
}

#[test]
fn there_may_be_no_prelude() {
    let viewer = bare::Viewer {
        id: "user-1".to_owned(),
        tags: vec![bare::Tag::Some],
        town: None,
        device: bare::Device {
            size: Some(bare::Size(55)),
        },
    };
    let user = viewer.to_user().unwrap();
    assert_eq!(
        user.properties().unwrap().as_str(),
        r#"{"tags":"a","town":null,"size":55}"#
    );
}

/// Public structs where no warning is allowed, and no item without documentation.
#[deny(
    warnings,
    missing_docs,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    reason = "an expansion must give no cause"
)]
pub mod strict {
    use personalize_events::{Category, IdValue, PropertyValue, UserProperties, ValueWriter};

    #[derive(Default)]
    struct Wrapped<T>(T);

    impl<T: PropertyValue> PropertyValue for Wrapped<T> {
        fn write_property(&self, property: ValueWriter<'_>) {
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
        #[deprecated]
        #[personalize(skip_if = "str::is_empty", allow_null_text)]
        street: String,
        #[personalize(display, null_if_none)]
        score: Option<f32>,
        #[personalize(with = "write", values = "json")]
        since: std::time::Duration,
        #[personalize(flatten)]
        more: Nobody,
        tier: Tier,
        size: Size,
    }

    fn write(value: &std::time::Duration, property: ValueWriter<'_>) {
        value.as_secs().write_property(property);
    }

    /// Categories.
    #[derive(Debug, Default, Category)]
    #[personalize(rename_all = "lowercase")]
    pub enum Tier {
        /// Nothing is paid.
        #[default]
        Free,
        /// Something is paid.
        #[deprecated]
        Paid,
    }

    /// A wrapper.
    #[derive(Debug, Default, PropertyValue, IdValue)]
    pub struct Size(#[deprecated] u8);

    impl<T> std::fmt::Debug for Wrapped<T> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("Wrapped")
        }
    }

    /// Nobody.
    #[derive(Debug, Default, UserProperties)]
    pub struct Nobody {}
}

#[test]
fn an_expansion_causes_no_warning() {
    let viewer = strict::Viewer::<u8>::default();
    assert_eq!(
        viewer.to_properties().unwrap().as_str(),
        r#"{"tag":"0","town":"","score":null,"since":0,"tier":"free","size":"0"}"#
    );
    assert_eq!(strict::Nobody {}.to_properties().unwrap().as_str(), "{}");
}

/// The crate under another name.
mod films {
    pub(super) mod personalize {
        pub(crate) use personalize_events::*;
    }

    #[derive(personalize::UserProperties)]
    #[personalize(crate = "crate::hygiene::films::personalize")]
    pub(super) struct Viewer<T> {
        #[personalize(user_id)]
        pub(super) id: Id<u64>,
        pub(super) genres: Vec<Genre>,
        pub(super) minutes: T,
        #[personalize(display)]
        pub(super) town: &'static str,
        #[personalize(flatten)]
        pub(super) rest: personalize::Properties,
    }

    #[derive(personalize::IdValue, personalize::PropertyValue)]
    #[personalize(crate = "personalize")]
    pub(super) struct Id<T>(pub(super) T);

    #[derive(personalize::Category)]
    #[personalize(crate = "self::personalize")]
    pub(super) enum Genre {
        Horror,
    }
}

#[test]
fn the_crate_may_have_another_name() {
    let viewer = films::Viewer {
        id: films::Id(7),
        genres: vec![films::Genre::Horror],
        minutes: films::Id(34),
        town: "Ulm",
        rest: films::personalize::Properties::new(),
    };
    assert_eq!(
        viewer.to_user().unwrap().properties().unwrap().as_str(),
        r#"{"genres":"Horror","minutes":"34","town":"Ulm"}"#
    );
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
