//! Ids: their types, and the text `null`.

use std::rc::Rc;

use personalize_events::{
    IdValue, Properties, PropertiesWriter, PropertyValue, User, UserIdentity, UserProperties,
    ViolationKind,
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
