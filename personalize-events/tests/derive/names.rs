//! How keys and columns are called.

use personalize_events::{EventProperties, UserProperties};

#[test]
fn keys_can_have_other_cases() {
    macro_rules! case {
        ($case:literal, $expected:literal) => {{
            #[derive(UserProperties)]
            #[personalize(rename_all = $case)]
            struct Viewer {
                membership_type: &'static str,
                #[personalize(rename = "asItIs")]
                r#as: &'static str,
            }
            let (membership_type, r#as) = ("gold", "x");
            let properties = Viewer {
                membership_type,
                r#as,
            }
            .to_properties();
            assert_eq!(properties.unwrap().as_str(), $expected);
        }};
    }
    case!("camelCase", r#"{"membershipType":"gold","asItIs":"x"}"#);
    case!("PascalCase", r#"{"MembershipType":"gold","asItIs":"x"}"#);
    case!("snake_case", r#"{"membership_type":"gold","asItIs":"x"}"#);
    case!(
        "SCREAMING_SNAKE_CASE",
        r#"{"MEMBERSHIP_TYPE":"gold","asItIs":"x"}"#
    );
}

#[test]
fn names_that_are_ambiguous_in_camel_case_are_accepted_in_snake_case() {
    #[derive(UserProperties)]
    #[personalize(rename_all = "snake_case")]
    struct Viewer {
        top_3_genres: &'static str,
        last_7d_: u8,
    }
    let (top_3_genres, last_7d_) = ("x", 2);
    let properties = Viewer {
        top_3_genres,
        last_7d_,
    }
    .to_properties();
    assert_eq!(
        properties.unwrap().as_str(),
        r#"{"top_3_genres":"x","last_7d_":"2"}"#
    );
}

#[test]
fn a_key_is_derived_from_the_column_if_only_the_column_is_set() {
    #[derive(EventProperties)]
    struct Watched {
        #[personalize(column = "DEVICE_TYPE")]
        device: &'static str,
        #[personalize(column = "Interests", rename = "Interests")]
        interests: &'static str,
        #[personalize(column = "TOP_3_GENRES", rename = "top3Genres")]
        top_3_genres: &'static str,
    }
    let watched = Watched {
        device: "tablet",
        interests: "x",
        top_3_genres: "y",
    };
    assert_eq!(
        watched.to_properties().unwrap().as_str(),
        r#"{"deviceType":"tablet","Interests":"x","top3Genres":"y"}"#
    );
}
