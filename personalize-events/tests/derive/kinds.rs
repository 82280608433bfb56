//! The other derives: one for each kind of record.

use personalize_events::{
    ActionInteractionProperties, ActionProperties, Event, EventProperties, ItemProperties,
};

#[test]
fn a_struct_becomes_an_item() {
    #[derive(ItemProperties)]
    struct Film {
        #[personalize(item_id)]
        id: u32,
        genres: Vec<&'static str>,
        user_id: &'static str,
    }
    let film = Film {
        id: 7,
        genres: vec!["Horror", "Action"],
        user_id: "the director",
    };
    let item = film.to_item().unwrap();
    assert_eq!(item.item_id(), "7");
    assert_eq!(
        item.properties().unwrap().as_str(),
        r#"{"genres":"Horror|Action","userId":"the director"}"#
    );
}

#[test]
fn a_struct_becomes_an_action() {
    #[derive(ActionProperties)]
    struct Offer {
        #[personalize(action_id)]
        code: &'static str,
        value: u32,
    }
    let offer = Offer {
        code: "join",
        value: 3,
    };
    let action = offer.to_action().unwrap();
    assert_eq!(action.action_id(), "join");
    assert_eq!(action.properties().unwrap().as_str(), r#"{"value":"3"}"#);
}

#[test]
fn a_struct_becomes_the_properties_of_an_event() {
    #[derive(EventProperties)]
    struct Watched {
        device_type: &'static str,
        season: u8,
    }
    let watched = Watched {
        device_type: "tablet",
        season: 7,
    };
    let event = Event::builder().properties(watched.to_properties());
    assert!(
        event
            .build()
            .unwrap_err()
            .violations()
            .iter()
            .all(|violation| { violation.path() != "properties" })
    );
    assert_eq!(
        watched.to_properties().unwrap().as_str(),
        r#"{"deviceType":"tablet","season":"7"}"#
    );
}

#[test]
fn properties_of_an_event_may_have_1024_characters() {
    #[derive(EventProperties)]
    struct Watched {
        note: String,
    }
    let with = |length: usize| {
        let note = "x".repeat(length - r#"{"note":""}"#.len());
        Watched { note }.to_properties()
    };
    assert!(with(1024).is_ok());
    assert_eq!(
        with(1025).unwrap_err().to_string(),
        "properties has 1025 characters, but at most 1024 are allowed"
    );
}

#[test]
fn a_struct_becomes_the_properties_of_an_action_interaction() {
    #[derive(ActionInteractionProperties)]
    struct Shown {
        device_type: &'static str,
    }
    let shown = Shown {
        device_type: "tablet",
    };
    assert_eq!(
        shown.to_properties().unwrap().as_str(),
        r#"{"deviceType":"tablet"}"#
    );
}

#[test]
fn one_struct_may_be_several_kinds() {
    #[derive(EventProperties, ActionInteractionProperties)]
    struct Shown {
        #[personalize(rename = "top10Weeks")]
        top_10_weeks: u8,
    }
    let shown = Shown { top_10_weeks: 3 };
    let event = EventProperties::to_properties(&shown).unwrap();
    assert_eq!(event.as_str(), r#"{"top10Weeks":"3"}"#);
    assert_eq!(
        ActionInteractionProperties::to_properties(&shown).unwrap(),
        event
    );
}
