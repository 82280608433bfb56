//! Ids: their types, and the text `null`.

use std::fmt;
use std::rc::Rc;

use personalize_events::{
    IdValue, Properties, PropertiesWriter, PropertyValue, User, UserIdentity, UserProperties,
    ValidationError, ViolationKind,
};

#[derive(IdValue, PropertyValue)]
struct AccountId(u64);

#[derive(IdValue, PropertyValue)]
struct Named<T> {
    name: T,
}

#[derive(UserProperties)]
struct Viewer<I> {
    #[personalize(user_id)]
    id: I,
    age: u8,
}

#[derive(UserProperties)]
struct Lenient<I> {
    #[personalize(user_id, allow_null_text)]
    id: I,
}

const MESSAGE: &str = "userId is the text `null`, and the service has dropped a record with such an id without an error; set the intended id, \
                       or allow it with `allow_null_text`";

fn refused(id: impl IdValue) -> String {
    let invalid = Viewer { id, age: 34 }.to_user().expect_err("null");
    assert_eq!(invalid.violations()[0].kind(), &ViolationKind::NullTextId);
    invalid.to_string()
}

#[test]
fn a_wrapper_is_the_id_and_the_value_that_its_field_is() {
    #[derive(UserProperties)]
    #[personalize(values = "json")]
    struct Linked {
        account: AccountId,
        names: Option<Named<Vec<&'static str>>>,
    }
    let viewer = Viewer {
        id: AccountId(7),
        age: 34,
    };
    assert_eq!(viewer.to_user().unwrap().user_id(), "7");
    let linked = Linked {
        account: AccountId(7),
        names: Some(Named {
            name: vec!["a", "b"],
        }),
    };
    assert_eq!(
        linked.to_properties().unwrap().as_str(),
        r#"{"account":7,"names":"a|b"}"#
    );
}

#[test]
fn the_id_null_is_refused() {
    assert_eq!(refused("null"), MESSAGE);
    assert_eq!(refused("null".to_owned()), MESSAGE);
    assert_eq!(refused(Rc::new("null")), MESSAGE);
    assert_eq!(refused(Named { name: "null" }), MESSAGE);
    assert_eq!(
        Properties::new().to_user("null").unwrap_err().to_string(),
        MESSAGE
    );
    for id in ["Null", "NULL", "nul", "null "] {
        assert!(Viewer { id, age: 34 }.to_user().is_ok());
    }
}

#[test]
fn the_id_null_can_be_allowed() {
    let user = Lenient { id: "null" }.to_user().unwrap();
    assert_eq!(user.user_id(), "null");
    assert!(User::builder().user_id("null").build().is_err());
    let by_hand = User::builder().user_id("null").allow_null_text().build();
    assert!(by_hand.is_ok());
    let mut properties = Properties::new();
    assert!(properties.allow_null_text().to_user("null").is_ok());
}

/// Implements both traits by hand.
struct ByHand {
    allow_null_text: bool,
}

impl UserProperties for ByHand {
    fn write_properties(&self, properties: &mut PropertiesWriter) {
        properties.property("age", &34);
    }
}

impl UserIdentity for ByHand {
    fn user_id(&self) -> String {
        "null".to_owned()
    }

    fn allow_null_text(&self) -> bool {
        self.allow_null_text
    }
}

#[test]
fn the_id_null_of_a_manual_implementation_is_refused_too() {
    let user = |allow_null_text| ByHand { allow_null_text }.to_user();
    assert_eq!(user(false).unwrap_err().to_string(), MESSAGE);
    assert_eq!(user(true).unwrap().user_id(), "null");
}

#[test]
fn an_id_can_be_what_a_value_displays() {
    #[derive(UserProperties)]
    struct Visitor<T> {
        #[personalize(user_id, display)]
        address: T,
    }
    let id = |user: Result<User, ValidationError>| user.map(|user| user.user_id().to_owned());
    let address = std::net::Ipv6Addr::LOCALHOST;
    assert_eq!(id(Visitor { address }.to_user()).unwrap(), "::1");
    let address = 1.5;
    assert_eq!(id(Visitor { address }.to_user()).unwrap(), "1.5");
    let address = "null";
    assert_eq!(
        id(Visitor { address }.to_user()).unwrap_err().to_string(),
        MESSAGE
    );
}

#[test]
fn an_id_whose_display_fails_is_a_violation() {
    struct Never;
    impl fmt::Display for Never {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("half")?;
            Err(fmt::Error)
        }
    }
    #[derive(UserProperties)]
    struct Visitor {
        #[personalize(user_id, display, allow_null_text)]
        id: Never,
    }
    assert_eq!(
        Visitor { id: Never }.to_user().unwrap_err().to_string(),
        "userId has 0 characters, but at least 1 is required"
    );
}
