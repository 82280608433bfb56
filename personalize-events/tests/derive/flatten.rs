//! Structs whose properties are a part of those of another struct.

use personalize_events::{
    EventProperties, ItemProperties, Properties, PropertiesWriter, UserProperties, ViolationKind,
};

#[derive(UserProperties, EventProperties)]
struct Address<T> {
    town: &'static str,
    zip_code: T,
}

#[derive(UserProperties)]
struct Viewer<A> {
    #[personalize(user_id)]
    id: u64,
    age: u8,
    #[personalize(flatten)]
    address: A,
    #[personalize(flatten, skip_if = "is_secret")]
    device: Device,
}

#[derive(UserProperties, ItemProperties)]
#[personalize(rename_all = "SCREAMING_SNAKE_CASE", values = "json")]
struct Device {
    screen_size: u8,
}

fn is_secret(device: &Device) -> bool {
    device.screen_size == 0
}

fn viewer<A>(address: A, screen_size: u8) -> Viewer<A> {
    let device = Device { screen_size };
    let (id, age) = (7, 34);
    Viewer {
        id,
        age,
        address,
        device,
    }
}

fn address<T>(zip_code: T) -> Address<T> {
    let town = "Ulm";
    Address { town, zip_code }
}

#[test]
fn the_properties_of_a_flattened_struct_are_among_the_others() {
    let user = viewer(address(Some("89073")), 55).to_user().unwrap();
    assert_eq!(
        user.properties().unwrap().as_str(),
        r#"{"age":"34","town":"Ulm","zipCode":"89073","SCREEN_SIZE":55}"#
    );
    let user = viewer(address(None::<u8>), 0).to_user().unwrap();
    assert_eq!(
        user.properties().unwrap().as_str(),
        r#"{"age":"34","town":"Ulm"}"#
    );
}

#[test]
fn a_flattened_struct_is_of_the_kind_that_is_derived() {
    #[derive(EventProperties)]
    struct Watched {
        #[personalize(flatten)]
        address: Address<u32>,
    }
    let watched = Watched {
        address: address(89_073),
    };
    assert_eq!(
        watched.to_properties().unwrap().as_str(),
        r#"{"town":"Ulm","zipCode":"89073"}"#
    );
    let item = ItemProperties::to_properties(&Device { screen_size: 9 });
    assert_eq!(item.unwrap().as_str(), r#"{"SCREEN_SIZE":9}"#);
}

#[test]
fn keys_that_no_compiler_sees_are_a_violation_even_if_one_of_them_is_left_out() {
    struct Other;
    impl UserProperties for Other {
        fn write_properties(&self, properties: &mut PropertiesWriter) {
            properties.property("AGE", &None::<u8>);
        }
    }
    let invalid = viewer(Other, 0).to_user().unwrap_err();
    assert_eq!(
        invalid.to_string(),
        "properties.AGE is for the same column as `age`, because names that differ only in `_` or case are equal; omit one of them"
    );
    let ViolationKind::DuplicateColumn { other, .. } = invalid.violations()[0].kind() else {
        panic!("{invalid:?}");
    };
    assert_eq!(other, "age");
}

#[test]
fn properties_known_at_run_time_can_be_a_part() {
    let mut rest = Properties::new();
    rest.insert("town", "Ulm");
    let user = viewer(rest.clone(), 0).to_user().unwrap();
    assert_eq!(
        user.properties().unwrap().as_str(),
        r#"{"age":"34","town":"Ulm"}"#
    );
    rest.insert("Age", 3).insert("user_id", 7);
    assert_eq!(
        viewer(rest, 0).to_user().unwrap_err().to_string(),
        "properties.Age is for the same column as `age`, because names that differ only in `_` or case are equal; omit one of them; \
         properties.user_id is not allowed among these properties, because `userId` is a member of the record; omit it"
    );
}

#[derive(UserProperties)]
struct Account {
    #[personalize(user_id)]
    id: &'static str,
    age: u8,
}

#[derive(UserProperties)]
struct Member {
    #[personalize(user_id)]
    id: u8,
    #[personalize(flatten)]
    account: Account,
}

#[test]
fn the_id_of_a_flattened_struct_is_not_sent() {
    let account = Account {
        id: "null",
        age: 34,
    };
    assert!(account.to_user().is_err());
    let user = Member { id: 1, account }.to_user().unwrap();
    assert_eq!(user.user_id(), "1");
    assert_eq!(user.properties().unwrap().as_str(), r#"{"age":"34"}"#);
}
